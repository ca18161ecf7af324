"""Pages of forecasts: vintages that were taken in, how they held, scenarios of our own."""

from woonregie.subjects.forecast.views.adopting import adopt
from woonregie.subjects.forecast.views.comparing import compare
from woonregie.subjects.forecast.views.delivering import confirm, deliver, example
from woonregie.subjects.forecast.views.files import as_csv, as_pdf, as_xlsx
from woonregie.subjects.forecast.views.lists import choose, forecasts
from woonregie.subjects.forecast.views.own_need import (
    choose_own_need,
    dissent,
    lay_down,
    own_need,
    withdraw_dissent,
)
from woonregie.subjects.forecast.views.scenarios import (
    fan,
    scenario,
    scenarios,
    share,
    withdraw,
)
from woonregie.subjects.forecast.views.shelf import shelf_life
from woonregie.subjects.forecast.views.workbench import explained, save, workbench

__all__ = [
    "adopt",
    "as_csv",
    "as_pdf",
    "as_xlsx",
    "choose",
    "choose_own_need",
    "compare",
    "confirm",
    "deliver",
    "dissent",
    "example",
    "explained",
    "fan",
    "forecasts",
    "lay_down",
    "own_need",
    "save",
    "scenario",
    "scenarios",
    "share",
    "shelf_life",
    "withdraw",
    "withdraw_dissent",
    "workbench",
]
