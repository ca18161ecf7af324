"""The workbench: levers left, what comes of them right; saving them as a scenario."""

from woonregie.subjects.forecast.views.workbench.pages import explained, save, workbench

__all__ = ["explained", "save", "workbench"]
