"""What coordinates look like, whatever a file says of them: RD, degrees, swapped, another grid.

The Netherlands is so small that its coordinates in one reference system are never those of
another place of the Netherlands in the next one. So what a place is measured in can be told from
its numbers alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from woonregie.foundation.region.geometry import RD, RD_BOX, WGS84, to_rd

# In RD no place has a y below this and no place an x above it: so swapped pairs can be told.
SOUTHMOST = 289_000.0
HALF_ROUND = 180.0
"""No longitude is further east or west."""
Bounds = tuple[float, float, float, float]
_WEST, _SOUTH, _EAST, _NORTH = RD_BOX
_IN_RD: Bounds = (_WEST, max(_SOUTH, SOUTHMOST), _EAST, _NORTH)
# Longitude and latitude of the Netherlands, with a margin; and the same in other grids.
_IN_DEGREES: Bounds = (3.0, 50.0, 8.0, 54.0)
_IN_WEB_MERCATOR: Bounds = (334_000.0, 6_550_000.0, 891_000.0, 7_170_000.0)
_IN_UTM_31: Bounds = (500_000.0, 5_600_000.0, 860_000.0, 5_970_000.0)
_IN_UTM_32: Bounds = (90_000.0, 5_600_000.0, 400_000.0, 5_970_000.0)


@dataclass(frozen=True, slots=True)
class Look:
    """A way in which places of the Netherlands are written.

    Args:
        system: EPSG number.
        box: what x and y span: west, south, east, north.
        swapped: whether y stands before x.
    """

    system: int
    box: Bounds
    swapped: bool = False


LOOKS: Mapping[str, Look] = {
    "": Look(RD, _IN_RD),
    "swapped": Look(RD, _IN_RD, swapped=True),
    "degrees": Look(WGS84, _IN_DEGREES),
    "degrees_swapped": Look(WGS84, _IN_DEGREES, swapped=True),
    "web_mercator": Look(3857, _IN_WEB_MERCATOR),
    "utm": Look(25831, _IN_UTM_31),
    "utm_east": Look(25832, _IN_UTM_32),
}
"""Code of what is not as it should be -> how the place is written; "" is as it should be."""


def look_of(bounds: Bounds) -> str | None:
    """Return how a place is written, or None for one that is in the Netherlands in no way.

    >>> look_of((155_000, 463_000, 155_100, 463_100)), look_of((52.1, 5.3, 52.2, 5.4))
    ('', 'degrees_swapped')
    >>> look_of((105.3, 61.5, 105.4, 61.6)) is None
    True
    """
    for code, look in LOOKS.items():
        west, south, east, north = look.box
        left, low, right, high = _turned(bounds) if look.swapped else bounds
        if west <= left and south <= low and right <= east and high <= north:
            return code
    return None


def as_rd(shape: Any, code: str) -> Any:
    """Return a shape in RD metres that is written in some way."""
    look = LOOKS[code]
    if look.swapped:
        shape = shapely.transform(shape, lambda pairs: pairs[:, ::-1])
    if look.system == RD:
        return shape
    return shapely.transform(to_rd(shape, look.system), lambda pairs: np.round(pairs, 1))


def _turned(bounds: Bounds) -> Bounds:
    left, low, right, high = bounds
    return low, left, high, right


def why_not(bounds: Bounds) -> str:
    """Return the code of what is wrong with a place that is in the Netherlands in no way.

    >>> why_not((0, 0, 0, 0)), why_not((105.3, 61.5, 105.4, 61.6)), why_not((9e5, 5e5, 9e5, 5e5))
    ('at_zero', 'degrees_elsewhere', 'outside_netherlands')
    """
    if not any(bounds):
        return "at_zero"
    is_degrees = max(map(abs, bounds)) <= HALF_ROUND
    return "degrees_elsewhere" if is_degrees else "outside_netherlands"
