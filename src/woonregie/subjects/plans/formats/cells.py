"""Reading one cell: numbers as people write them, places, locations.

None and a code when it cannot.
"""

import re
from datetime import date, datetime
from typing import Any

import shapely

from woonregie.foundation.region.geometry import in_netherlands, to_rd

_DUTCH = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$|^-?\d+(,\d+)?$")
_ENGLISH = re.compile(r"^-?\d{1,3}(,\d{3}){2,}(\.\d+)?$|^-?\d{1,3}(,\d{3})+\.\d+$|^-?\d+\.\d+$")
FORMULA_ERRORS = {
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#VERW!",
    "#N/B",
}
EMPTY = {"", "-", "–", "nvt", "n.v.t.", "onbekend"}


MOST_DWELLINGS = 100_000
MOST_DEGREES = 180.0
# In RD no place has a y below this and no place an x above it: so swapped pairs can be told.
SOUTHMOST = 289_000.0
DEGREES_BOX = (3.0, 50.0, 8.0, 54.0)


class CellError(ValueError):
    """A cell that cannot be read; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text(value: Any) -> str:
    """Return a cell as text; a whole float loses its ".0"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    return str(value).strip()


def dwellings(value: Any) -> int:
    """Return a number of dwellings; an empty cell is zero.

    >>> dwellings("1.389"), dwellings("12,0"), dwellings(7.0), dwellings("")
    (1389, 12, 7, 0)

    Raises:
        CellError: formula_error, not_a_number, ambiguous_number, not_whole or out_of_range.
    """
    found = number(value)
    if found is None:
        return 0
    if not found.is_integer():
        raise CellError("not_whole")
    if abs(found) > MOST_DWELLINGS:
        raise CellError("out_of_range")
    return int(found)


def number(value: Any) -> float | None:
    """Return a number as Dutch or English people write it, or None for an empty cell.

    Raises:
        CellError: formula_error, not_a_number or ambiguous_number ("1,389": 1.389 or 1389?).
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, date | datetime):
        raise CellError("date_for_number")
    return _written_number(text(value))


def _written_number(written: str) -> float | None:
    found = written.replace("\u00a0", "").replace(" ", "")
    if found.upper() in FORMULA_ERRORS:
        raise CellError("formula_error")
    if found.lower() in EMPTY:
        return None
    if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", found):
        raise CellError("ambiguous_number")
    if _DUTCH.match(found):
        return float(found.replace(".", "").replace(",", "."))
    if _ENGLISH.match(found):
        return float(found.replace(",", ""))
    raise CellError("not_a_number")


def point(x: Any, y: Any) -> tuple[shapely.Point | None, str]:
    """Return a point in RD metres, and the code of what had to be put right ("" for nothing).

    Degrees are turned into metres and swapped coordinates are swapped back, both with a warning.

    Raises:
        CellError: half a point, or a place outside the Netherlands.
    """
    east, north = number(x), number(y)
    if east is None and north is None:
        return None, ""
    if east is None or north is None:
        raise CellError("half_a_point")
    if abs(east) <= MOST_DEGREES and abs(north) <= MOST_DEGREES:
        return _from_degrees(east, north)
    if in_netherlands(shapely.Point(east, north)) and north >= SOUTHMOST:
        return shapely.Point(east, north), ""
    if in_netherlands(shapely.Point(north, east)) and east >= SOUTHMOST:
        return shapely.Point(north, east), "swapped"
    raise CellError("outside_netherlands")


def _dutch_degrees(longitude: float, latitude: float) -> bool:
    west, south, east, north = DEGREES_BOX
    return west <= longitude <= east and south <= latitude <= north


def _from_degrees(east: float, north: float) -> tuple[shapely.Point, str]:
    code = "degrees"
    if _dutch_degrees(north, east):
        east, north, code = north, east, "degrees_swapped"
    if not _dutch_degrees(east, north):
        raise CellError("outside_netherlands")
    placed = to_rd(shapely.Point(east, north))
    return shapely.Point(round(placed.x, 1), round(placed.y, 1)), code


def shape(wkb_or_text: bytes | str) -> tuple[shapely.Geometry | None, str]:
    """Return a sound geometry in RD, and the code of what had to be put right.

    Raises:
        CellError: not a geometry, or outside the Netherlands.
    """
    if not wkb_or_text:
        return None, ""
    try:
        found = (
            shapely.from_wkb(wkb_or_text)
            if isinstance(wkb_or_text, bytes)
            else shapely.from_wkt(wkb_or_text)
        )
    except shapely.errors.GEOSException:
        raise CellError("not_a_geometry") from None
    if found is None or found.is_empty:
        return None, ""
    code = ""
    if not found.is_valid:
        found, code = _areas_of(shapely.make_valid(found)), "mended"
    if found is None or found.geom_type not in {"Point", "Polygon", "MultiPolygon"}:
        raise CellError("not_a_geometry")
    if not in_netherlands(found):
        raise CellError("outside_netherlands")
    return found, code


def _areas_of(found: shapely.Geometry) -> shapely.Geometry | None:
    """Return only the areas of a mended shape; mending may leave loose lines."""
    parts = [
        part
        for part in getattr(found, "geoms", [found])
        if part.geom_type in {"Polygon", "MultiPolygon"}
    ]
    return shapely.union_all(parts) if parts else None
