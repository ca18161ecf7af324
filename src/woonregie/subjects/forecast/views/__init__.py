"""Pages of forecasts: which there are, how they compare, which one counts; taking one in."""

from woonregie.subjects.forecast.views.delivering import confirm, deliver, example
from woonregie.subjects.forecast.views.lists import choose, forecasts
from woonregie.subjects.forecast.views.own_need import (
    choose_own_need,
    dissent,
    lay_down,
    own_need,
    withdraw_dissent,
)
from woonregie.subjects.forecast.views.shelf import shelf_life
from woonregie.subjects.forecast.views.workbench import explained, save, workbench

__all__ = [
    "choose",
    "choose_own_need",
    "confirm",
    "deliver",
    "dissent",
    "example",
    "explained",
    "forecasts",
    "lay_down",
    "own_need",
    "save",
    "shelf_life",
    "withdraw_dissent",
    "workbench",
]
