"""The borders of a region as a layer for maps."""

from datetime import date
from typing import Any

import shapely

from woonregie.foundation.region.geometry import rounded_degrees
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import borders_of


def borders_layer(region: Region, *, on: date) -> dict[str, Any]:
    """Return the borders of a region's municipalities on a day, as GeoJSON in degrees."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "naam": border.municipality.name,
                "code": border.municipality.code,
                "schematisch": border.schematic,
            },
            "geometry": rounded_degrees(shapely.from_wkb(bytes(border.geometry))),
        }
        for border in borders_of(region, on=on)
    ]
    return {
        "type": "FeatureCollection",
        "voorbeeldgegevens": region.demonstration,
        "features": features,
    }
