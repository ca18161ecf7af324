"""The charts of forecasts: vintages side by side, and what a forecast of our own says."""

from woonregie.subjects.forecast.pictures.growth import dwellings, households
from woonregie.subjects.forecast.pictures.looking import Band, Look
from woonregie.subjects.forecast.pictures.moves import migration
from woonregie.subjects.forecast.pictures.parts import change_of_people, parts_of_growth
from woonregie.subjects.forecast.pictures.people import pyramid, types
from woonregie.subjects.forecast.pictures.vintages import at_horizon, comparison

__all__ = [
    "Band",
    "Look",
    "at_horizon",
    "change_of_people",
    "comparison",
    "dwellings",
    "households",
    "migration",
    "parts_of_growth",
    "pyramid",
    "types",
]
