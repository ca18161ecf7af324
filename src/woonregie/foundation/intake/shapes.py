"""Shapes of a layer, brought to RD."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.foundation.intake.looks import LOOKS, look_of
from woonregie.foundation.intake.tables import FileRefusedError, Rows, Table
from woonregie.foundation.region.geometry import RD, UnknownReferenceSystemError, all_to_rd

# A reference system in words (WKT), or by the number of an authority; nothing that names a file.
_WORDS = re.compile(r"\s*(?:[A-Z_]{5,}\s*\[|[A-Za-z]{2,10}:\d{1,9}$)")
BROKEN = shapely.LineString()
"""Stands for what should be a shape and is none."""


def from_wkb(written: Sequence[bytes | None]) -> NDArray[np.object_]:
    """Return shapes; one that is no shape becomes `BROKEN`, to be reported.

    Args:
        written: WKB per row; None for a row without a shape.
    """
    return _read(shapely.from_wkb, written)


def from_geojson(written: Sequence[str | None]) -> NDArray[np.object_]:
    """Return shapes of GeoJSON as `from_wkb` does of WKB."""
    return _read(shapely.from_geojson, written)


def _read(
    reader: Callable[..., Any], written: Sequence[bytes | str | None]
) -> NDArray[np.object_]:
    given = np.empty(len(written), dtype=object)
    given[:] = written
    # Numbers beyond all numbers become infinite; a format says that they are no place.
    with np.errstate(all="ignore"):
        found: NDArray[np.object_] = reader(given, on_invalid="ignore")
    for at, one in enumerate(written):
        if one is not None and found[at] is None:
            found[at] = BROKEN
    return found


def placed(found: NDArray[np.object_], system: int | str | None) -> tuple[list[Any], bool]:
    """Return shapes in RD, without heights; and whether some are not measured as the file says.

    A shape that would lie outside the Netherlands keeps the numbers that it has, so that a format
    can say what they look like (`looks`).

    Args:
        found: shape per row; None for a row without one.
        system: EPSG number or words of the reference system; None where the file says nothing,
            then the numbers stay as they are.

    Raises:
        FileRefusedError: unknown_crs.
    """
    shapes = shapely.force_2d(found)
    if system in {RD, None}:
        return list(shapes), False
    if isinstance(system, str) and not _WORDS.match(system):
        raise _unknown_crs()
    try:
        moved = all_to_rd(shapes, system)
    except UnknownReferenceSystemError:
        raise _unknown_crs() from None
    doubtful = False
    for at in np.flatnonzero(~_in_rd(moved)):
        if shapes[at]:
            doubtful = doubtful or look_of(shapes[at].bounds) == ""
        moved[at] = shapes[at]
    return list(moved), doubtful


def _in_rd(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return per shape whether it lies in the Netherlands in RD."""
    west, south, east, north = LOOKS[""].box
    left, low, right, high = shapely.bounds(shapes).T
    inside: NDArray[np.bool_] = (west <= left) & (south <= low) & (right <= east) & (high <= north)
    return inside


def _unknown_crs() -> FileRefusedError:
    return FileRefusedError(
        "unknown_crs",
        _(
            "Het coördinatenstelsel van deze laag kennen wij niet. "
            "Bewaar de laag in RD (EPSG:28992)."
        ),
    )


def placed_table(
    rows: Rows, found: NDArray[np.object_], system: int | str | None, remarks: Sequence[str] = ()
) -> Table:
    """Return a table of rows below their heading, each with its shape in RD.

    Args:
        rows: the heading and the rows.
        found: shape per row, without one for the heading.
        system: as in `placed`.
        remarks: what was noticed before.

    Raises:
        FileRefusedError: unknown_crs.
    """
    shapes, doubtful = placed(found, system)
    said = (*remarks, *(("other_reference_system",) if doubtful else ()))
    return Table(rows, [None, *shapes], said)
