"""Reading where a plan lies, as somebody typed it or as the map of the form wrote it."""

import json
import re
from typing import Any

import numpy as np
import shapely
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from woonregie.foundation.region.geometry import abroad, in_netherlands, to_rd

KINDS = frozenset({"Point", "Polygon", "MultiPolygon"})
# Two numbers are a point: "191200, 507900".
PAIR = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$")
DECIMALS = 3
"""Metres are kept to the millimetre, so that a corner that snapped stays on its neighbour."""


def read_location(text: str) -> shapely.Geometry:
    """Return a sound point or area in RD.

    Args:
        text: two numbers or WKT in RD metres, or GeoJSON in degrees (RFC 7946).

    Raises:
        ValidationError: what is wrong and what was expected, in words.
    """
    shape = _geojson(text) if text.lstrip().startswith("{") else _metres(text)
    if shape.is_empty or shape.geom_type not in KINDS:
        raise ValidationError(_("Gebruik een POINT, POLYGON of MULTIPOLYGON."))
    if not shape.is_valid:
        raise ValidationError(_("De grens van dit vlak kruist zichzelf. Teken haar opnieuw."))
    if not in_netherlands(shape):
        raise ValidationError(
            _("Dit ligt niet in Nederland. Zijn het RD-meters, en staat x voorop?")
        )
    if abroad(shape):
        raise ValidationError(_("Dit ligt in een ander land. Leg het plan in Nederland."))
    return shape


def _metres(text: str) -> shapely.Geometry:
    pair = PAIR.match(text)
    try:
        return shapely.from_wkt(f"POINT ({pair[1]} {pair[2]})" if pair else text)
    except shapely.errors.GEOSException:
        raise ValidationError(_("Dit is geen WKT. Voorbeeld: POINT (191200 507900).")) from None


def _geojson(text: str) -> shapely.Geometry:
    """Return what GeoJSON holds, in RD; areas that were drawn over one another become one."""
    try:
        parts = [shapely.from_geojson(json.dumps(part)) for part in _geometries(json.loads(text))]
        if not all(np.isfinite(part.bounds).all() for part in parts):
            raise ValidationError(_("Gebruik een POINT, POLYGON of MULTIPOLYGON."))
        placed = [_placed(shapely.force_2d(part)) for part in parts]
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.GEOSException):
        raise ValidationError(
            _('Deze GeoJSON kunnen wij niet lezen. Verwacht: {"type": "Polygon", ...} in graden.')
        ) from None
    if len(placed) == 1:
        return placed[0]
    if not all(part.is_valid for part in placed):
        raise ValidationError(_("De grens van dit vlak kruist zichzelf. Teken haar opnieuw."))
    return shapely.union_all(placed)


def _geometries(found: Any) -> list[Any]:
    if found["type"] == "FeatureCollection":
        return [item["geometry"] for item in found["features"]]
    return [found["geometry"] if found["type"] == "Feature" else found]


def _placed(part: shapely.Geometry) -> shapely.Geometry:
    """Return a geometry in RD; numbers that cannot be degrees are metres already."""
    if np.abs(shapely.get_coordinates(part)).max(initial=0.0) > 180:  # noqa: PLR2004  degrees
        return part
    return shapely.transform(to_rd(part), lambda pairs: np.round(pairs, DECIMALS))
