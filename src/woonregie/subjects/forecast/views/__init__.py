"""Pages of forecasts: which there are, how they compare, which one counts; taking one in."""

from woonregie.subjects.forecast.views.delivering import confirm, deliver, example
from woonregie.subjects.forecast.views.lists import choose, forecasts
from woonregie.subjects.forecast.views.shelf import shelf_life
from woonregie.subjects.forecast.views.workbench import explained, save, workbench

__all__ = [
    "choose",
    "confirm",
    "deliver",
    "example",
    "explained",
    "forecasts",
    "save",
    "shelf_life",
    "workbench",
]
