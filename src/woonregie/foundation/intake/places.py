"""Coordinates of others: in which system a pair counts, and where that is."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from woonregie.foundation.intake.schema import Place

DEGREES = 4326
MOST_DEGREES = 360
"""A number of metres is larger; so metres beside degrees are no pair."""
Box = tuple[float, float, float, float]


@cache
def _box(bounds: Box, system: int) -> Box:
    """Return the bounds, given in degrees, in another system."""
    if system == DEGREES:
        return bounds
    from pyproj import Transformer  # noqa: PLC0415  slow to load; only tables with places need it

    to_system = Transformer.from_crs(DEGREES, system, always_xy=True)
    west, south, east, north = to_system.transform_bounds(*bounds)
    return west, south, east, north


@cache
def _transformer(source: int, target: int) -> Any:
    from pyproj import Transformer  # noqa: PLC0415  as above

    return Transformer.from_crs(source, target, always_xy=True)


def system_of(x: float, y: float, place: Place) -> tuple[int, bool] | None:
    """Return in which system a pair lies inside the bounds, and whether x and y changed places.

    >>> from woonregie.foundation.intake.schema import Place
    >>> kampen = Place("x", "y", 28992, (28992, 4326), (3.2, 50.7, 7.3, 53.6))
    >>> system_of(191500.0, 507600.0, kampen), system_of(52.555, 5.91, kampen)
    ((28992, False), (4326, True))

    Args:
        x: easting or longitude.
        y: northing or latitude.
        place: the systems to try, and the bounds.

    Returns:
        The EPSG code and whether they are swapped; None when the pair lies nowhere.
    """
    for swapped in (False, True):
        first, second = (y, x) if swapped else (x, y)
        for system in place.systems:
            west, south, east, north = _box(place.bounds, system)
            if system != DEGREES and min(abs(first), abs(second)) <= MOST_DEGREES:
                continue
            if west <= first <= east and south <= second <= north:
                return system, swapped
    return None


def moved(
    pairs: Sequence[tuple[float, float]], source: int, place: Place
) -> list[tuple[float, float]]:
    """Return pairs in the system that is delivered, rounded.

    Args:
        pairs: (easting or longitude, northing or latitude).
        source: EPSG code of their system.
        place: which system is delivered, and to how many decimals.
    """
    if source != place.system and pairs:
        xs, ys = zip(*pairs, strict=True)
        pairs = list(zip(*_transformer(source, place.system).transform(xs, ys), strict=True))
    return [(round(x, place.decimals), round(y, place.decimals)) for x, y in pairs]
