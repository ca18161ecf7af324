"""Shapes of a layer, brought to RD."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.foundation.region.geometry import RD, UnknownReferenceSystemError, to_rd

BROKEN = shapely.LineString()
"""Stands for what should be a shape and is none."""


def placed(written: Sequence[bytes | None], system: int | str | None) -> list[Any]:
    """Return shapes in RD; one that is no shape becomes `BROKEN`, to be reported.

    Args:
        written: WKB per row; None for a row without a shape.
        system: EPSG number or words of the reference system; None where the file says nothing,
            then the numbers stay as they are.

    Raises:
        FileRefusedError: unknown_crs.
    """
    found = shapely.from_wkb(np.array(written, dtype=object), on_invalid="ignore")
    shapes = shapely.force_2d(found)
    for at, wkb in enumerate(written):
        if wkb is not None and shapes[at] is None:
            shapes[at] = BROKEN
    if system in {RD, None}:
        return list(shapes)
    try:
        return [shape if not shape else to_rd(shape, system) for shape in shapes]
    except UnknownReferenceSystemError:
        raise FileRefusedError(
            "unknown_crs",
            _(
                "Het coördinatenstelsel van deze laag kennen wij niet. "
                "Bewaar de laag in RD (EPSG:28992)."
            ),
        ) from None
