"""Features as GeoJSON, a thousand as quickly as one."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from woonregie.foundation.region.features.asked import Coordinates
from woonregie.foundation.region.features.collections import Feature
from woonregie.foundation.region.geometry import to_degrees

_PRECISION = {Coordinates.CRS84: 1e-7, Coordinates.RD: 1e-3}
"""A centimetre in degrees, a millimetre in RD: finer than anybody draws."""


def geojson(features: Sequence[Feature], coordinates: Coordinates) -> list[str]:
    """Return each feature as JSON text, with coordinates in the reference system asked.

    Args:
        features: with geometry in RD.
        coordinates: in which to write them.
    """
    if not features:
        return []
    shapes = shapely.orient_polygons(shapely.from_wkb([item.geometry for item in features]))
    if coordinates is Coordinates.CRS84:
        shapes = to_degrees(shapes)
    shapes = shapely.set_precision(shapes, _PRECISION[coordinates], mode="pointwise")
    return [
        _feature(item, drawn)
        for item, drawn in zip(features, shapely.to_geojson(shapes), strict=True)
    ]


def _feature(item: Feature, drawn: str | None) -> str:
    return (
        f'{{"type":"Feature","id":{_text(item.identifier)},"geometry":{drawn or "null"},'
        f'"properties":{_text(item.properties)}}}'
    )


def with_members(text: str, members: Mapping[str, Any]) -> str:
    """Return a JSON object as text with further members."""
    further = ",".join(f"{_text(name)}:{_text(value)}" for name, value in members.items())
    return f"{text[:-1]},{further}}}"


def collection_of(features: Sequence[str], members: Mapping[str, Any]) -> str:
    """Return features that are written already as one collection with further members."""
    text = f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
    return with_members(text, members)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
