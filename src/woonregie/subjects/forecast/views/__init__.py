"""Pages of forecasts: vintages that were taken in, and scenarios of our own."""

from woonregie.subjects.forecast.views.comparing import compare
from woonregie.subjects.forecast.views.delivering import confirm, deliver, example
from woonregie.subjects.forecast.views.files import as_csv, as_pdf, as_xlsx
from woonregie.subjects.forecast.views.lists import choose, forecasts
from woonregie.subjects.forecast.views.scenarios import (
    fan,
    scenario,
    scenarios,
    share,
    withdraw,
)

__all__ = [
    "as_csv",
    "as_pdf",
    "as_xlsx",
    "choose",
    "compare",
    "confirm",
    "deliver",
    "example",
    "fan",
    "forecasts",
    "scenario",
    "scenarios",
    "share",
    "withdraw",
]
