"""The levers of a forecast: one table for page, API, manual and warnings."""

from woonregie.subjects.forecast.levers.lever import Kind, Lever, Option
from woonregie.subjects.forecast.levers.reading import (
    Caution,
    Read,
    cautions,
    default_levers,
    parameters_of,
    read_levers,
)
from woonregie.subjects.forecast.levers.table import (
    BY_KEY,
    GROUPS,
    LEVERS,
    NATIONAL,
    NOBODY,
    OWN_NEED,
    PROGRAMME,
    WINDOW,
)
from woonregie.subjects.forecast.levers.turning import is_settled, scenario_of
from woonregie.subjects.forecast.levers.words import Turned, turned

__all__ = [
    "BY_KEY",
    "GROUPS",
    "LEVERS",
    "NATIONAL",
    "NOBODY",
    "OWN_NEED",
    "PROGRAMME",
    "WINDOW",
    "Caution",
    "Kind",
    "Lever",
    "Option",
    "Read",
    "Turned",
    "cautions",
    "default_levers",
    "is_settled",
    "parameters_of",
    "read_levers",
    "scenario_of",
    "turned",
]
