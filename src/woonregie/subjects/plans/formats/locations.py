"""Reading where a plan lies: a point in two cells, or a shape as text or from a geofile.

Degrees and other grids are turned into RD metres and swapped coordinates are swapped back, always
with a warning.
"""

from typing import Any

import numpy as np
import shapely

from woonregie.foundation.intake.cells import CellError, number, text
from woonregie.foundation.intake.looks import as_rd, look_of, why_not

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
        east, north = _decimal(x, east), _decimal(y, north)
        raise CellError(why_not((east, north, east, north)))
    return placed


def _decimal(given: Any, read: float) -> float:
    """Return "52.512" as degrees: three decimals look like thousands to a Dutch eye."""
    try:
        return float(text(given))
    except ValueError:
        return read


def _placed(east: float, north: float) -> tuple[Pair, str] | None:
    code = look_of((east, north, east, north))
    if code is None:
        return None
    if not code:
        return (east, north), ""
    placed = as_rd(shapely.Point(east, north), code)
    return (placed.x, placed.y), code


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
    if found.geom_type == "GeometryCollection" and not found.is_empty:
        found = _areas_of(found) or found
    if found.geom_type not in KINDS or not np.isfinite(shapely.get_coordinates(found)).all():
        raise CellError("not_a_geometry")
    return None if found.is_empty else found


def _turned(found: shapely.Geometry) -> tuple[shapely.Geometry, str]:
    """Return a geometry in RD, and the code of how it was written."""
    code = look_of(found.bounds)
    if code is None:
        raise CellError(why_not(found.bounds))
    return (as_rd(found, code) if code else found), code


def whereabouts(given: Any) -> str:
    """Return the middle of a shape, as somebody finds it back in a file; "" for no shape.

    >>> whereabouts(shapely.box(105, 61, 106, 62))
    'x 105.5, y 61.5'
    """
    if not isinstance(given, shapely.Geometry) or given.is_empty:
        return ""
    left, low, right, high = given.bounds
    return f"x {(left + right) / 2:.10g}, y {(low + high) / 2:.10g}"


def _areas_of(found: shapely.Geometry) -> shapely.Geometry | None:
    """Return only the areas of a mended shape; mending may leave loose lines."""
    parts = [
        part
        for part in getattr(found, "geoms", [found])
        if part.geom_type in {"Polygon", "MultiPolygon"}
    ]
    return shapely.union_all(parts) if parts else None
