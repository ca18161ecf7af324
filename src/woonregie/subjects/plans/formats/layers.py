"""Plans as a layer that a geographical program opens: a GeoPackage in RD."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from woonregie.foundation.pages.tables import Column

GEOPACKAGE_TYPE = "application/geopackage+sqlite3"
RD_NAME = "EPSG:28992"


def as_geopackage(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    shapes: Sequence[bytes | None],
) -> bytes:
    """Return rows with their shapes as a GeoPackage of one layer.

    Args:
        title: name of the layer.
        columns: which values, and whether they are numbers.
        rows: values by key of a column.
        shapes: WKB in RD per row; None for a row without a place.
    """
    import numpy as np  # noqa: PLC0415  only exports need it
    import pyogrio  # noqa: PLC0415  as above

    place = io.BytesIO()
    kinds = [np.dtype(np.int64) if item.kind == "number" else np.dtype(object) for item in columns]
    pyogrio.raw.write(
        place,
        geometry=np.array(shapes, dtype=object),
        field_data=[
            np.array([row[item.key] for row in rows], dtype=kind)
            for item, kind in zip(columns, kinds, strict=True)
        ],
        fields=[item.key for item in columns],
        layer=title,
        driver="GPKG",
        geometry_type="Unknown",
        crs=RD_NAME,
    )
    return place.getvalue()
