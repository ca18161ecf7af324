"""A folder of counted tables from which a forecast begins, and what is assumed beside them."""

from woonregie.subjects.forecast.formats.tables.assumed import ASSUMED, Assumption, assumptions
from woonregie.subjects.forecast.formats.tables.folder import Beginning, read_beginning
from woonregie.subjects.forecast.formats.tables.notes import said

__all__ = ["ASSUMED", "Assumption", "Beginning", "assumptions", "read_beginning", "said"]
