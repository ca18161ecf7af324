"""A folder of counted tables from which a forecast begins, and what is assumed beside them."""

from woonregie.subjects.forecast.formats.tables.assumed import (
    ASSUMED,
    Assumption,
    assumptions,
    chances,
    rows_of,
)
from woonregie.subjects.forecast.formats.tables.folder import Beginning, read_beginning
from woonregie.subjects.forecast.formats.tables.gathering import gathered
from woonregie.subjects.forecast.formats.tables.notes import said

__all__ = [
    "ASSUMED",
    "Assumption",
    "Beginning",
    "assumptions",
    "chances",
    "gathered",
    "read_beginning",
    "rows_of",
    "said",
]
