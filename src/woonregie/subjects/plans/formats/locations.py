"""Reading where a plan lies: a point in two cells, or a shape as text or from a geofile.

Degrees are turned into metres and swapped coordinates are swapped back, always with a warning.
"""

from typing import Any

import numpy as np
import shapely

from woonregie.foundation.intake.cells import CellError, number, text
from woonregie.foundation.region.geometry import RD_BOX, in_netherlands, to_rd

# In RD no place has a y below this and no place an x above it: so swapped pairs can be told.
SOUTHMOST = 289_000.0
# Longitude and latitude of the Netherlands, with a margin.
DEGREES_BOX = (3.0, 50.0, 8.0, 54.0)
KINDS = {"Point", "Polygon", "MultiPolygon"}
Pair = tuple[float, float]


def point(x: Any, y: Any) -> tuple[Pair | None, str]:
    """Return a place in RD metres, and the code of what had to be put right ("" for nothing).

    Raises:
        CellError: half a point, a place outside the Netherlands, or no number.
    """
    if x == "" and y == "":
        return None, ""
    east, north = number(x), number(y)
    if east is None and north is None:
        return None, ""
    if east is None or north is None:
        raise CellError("half_a_point")
    placed = _placed(east, north) or _placed(_decimal(x, east), _decimal(y, north))
    if placed is None:
        raise CellError("outside_netherlands")
    return placed


def _decimal(given: Any, read: float) -> float:
    """Return "52.512" as degrees: three decimals look like thousands to a Dutch eye."""
    try:
        return float(text(given))
    except ValueError:
        return read


def _placed(east: float, north: float) -> tuple[Pair, str] | None:
    if _in_rd(east, north):
        return (east, north), ""
    if _in_rd(north, east):
        return (north, east), "swapped"
    if _in_degrees(east, north):
        return _from_degrees(east, north), "degrees"
    if _in_degrees(north, east):
        return _from_degrees(north, east), "degrees_swapped"
    return None


def _in_rd(east: float, north: float) -> bool:
    west, south, farthest, top = RD_BOX
    return west <= east <= farthest and max(south, SOUTHMOST) <= north <= top


def _in_degrees(east: float, north: float) -> bool:
    west, south, farthest, top = DEGREES_BOX
    return west <= east <= farthest and south <= north <= top


def _from_degrees(longitude: float, latitude: float) -> Pair:
    placed = to_rd(shapely.Point(longitude, latitude))
    return round(placed.x, 1), round(placed.y, 1)


def shape(given: Any) -> tuple[shapely.Geometry | None, str]:
    """Return a sound geometry in RD, and the code of what had to be put right.

    Args:
        given: a geometry, or its text (WKT).

    Raises:
        CellError: not a geometry, or outside the Netherlands.
    """
    found = _read(given)
    if found is None:
        return None, ""
    found, code = _turned(found)
    if not found.is_valid:
        found, code = _areas_of(shapely.make_valid(found)), code or "mended"
    if found is None or found.is_empty or found.geom_type not in KINDS:
        raise CellError("not_a_geometry")
    return found, code


def _read(given: Any) -> shapely.Geometry | None:
    if isinstance(given, shapely.Geometry):
        found = given
    else:
        written = text(given)
        if not written:
            return None
        try:
            # Numbers beyond all numbers become infinite, and are refused below.
            with np.errstate(all="ignore"):
                found = shapely.from_wkt(written)
        except shapely.errors.GEOSException:
            raise CellError("not_a_geometry") from None
    found = shapely.force_2d(found)
    if found.geom_type not in KINDS or not np.isfinite(shapely.get_coordinates(found)).all():
        raise CellError("not_a_geometry")
    return None if found.is_empty else found


def _turned(found: shapely.Geometry) -> tuple[shapely.Geometry, str]:
    """Return a geometry in RD, whether it was given in degrees or swapped."""
    corners = found.bounds
    if in_netherlands(found) and corners[1] >= SOUTHMOST:
        return found, ""
    swapped = shapely.transform(found, lambda pairs: pairs[:, ::-1])
    if in_netherlands(swapped) and swapped.bounds[1] >= SOUTHMOST:
        return swapped, "swapped"
    for turned, code in ((found, "degrees"), (swapped, "degrees_swapped")):
        west, south, east, north = turned.bounds
        if _in_degrees(west, south) and _in_degrees(east, north):
            return _rounded(to_rd(turned)), code
    raise CellError("outside_netherlands")


def _rounded(found: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(found, lambda pairs: np.round(pairs, 1))


def _areas_of(found: shapely.Geometry) -> shapely.Geometry | None:
    """Return only the areas of a mended shape; mending may leave loose lines."""
    parts = [
        part
        for part in getattr(found, "geoms", [found])
        if part.geom_type in {"Polygon", "MultiPolygon"}
    ]
    return shapely.union_all(parts) if parts else None
