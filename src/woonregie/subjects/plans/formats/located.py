"""How a location is kept: WKB in RD, its middle and its area."""

from typing import Any

import shapely


def located(shape: shapely.Geometry | None) -> dict[str, Any]:
    """Return geometry, middle and area as the register keeps them; areas become multipolygons."""
    if shape is None:
        return {"geometry": None, "x": None, "y": None, "area_m2": None}
    if shape.geom_type == "Polygon":
        shape = shapely.MultiPolygon([shape])
    middle = shapely.centroid(shape)
    area = None if shape.geom_type == "Point" else round(float(shape.area), 1)
    return {
        "geometry": bytes(shapely.to_wkb(shape)),
        "x": round(float(middle.x), 1),
        "y": round(float(middle.y), 1),
        "area_m2": area,
    }
