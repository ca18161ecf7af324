"""The mergers of the national list, for folders that name municipalities by their CBS code."""

from woonregie.foundation.region.national import divided
from woonregie.foundation.region.queries import successions
from woonregie.subjects.forecast.formats.past.borders import Borders, Succession


def national_borders() -> Borders:
    """Return what the database knows of mergers; who was divided is a correction."""
    parts = divided()
    return Borders(
        [
            Succession(old, new, day, old not in parts, stood)
            for old, new, day, stood in successions()
        ]
    )
