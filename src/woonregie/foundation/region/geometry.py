"""From RD (EPSG:28992) to degrees (WGS84) and back; accuracy 0.25 m, enough for plans."""

import json
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from woonregie.foundation.pages.errors import RefusedError

RD, WGS84 = 28992, 4326
# A box around the Netherlands in RD metres, with a margin of some kilometres.
RD_BOX = (-10_000.0, 290_000.0, 310_000.0, 650_000.0)


class UnknownReferenceSystemError(RefusedError):
    """A reference system that we cannot turn into RD."""

    code = "unknown_reference_system"


# Not without end: a file may bring a reference system in its own words.
@lru_cache(maxsize=32)
def _transformer(source: int | str, target: int) -> Any:
    import pyproj  # noqa: PLC0415  slow to import; only maps and imports need it

    with warnings.catch_warnings():
        # The wheel lacks the 2018 correction grid; the accuracy above says so.
        warnings.simplefilter("ignore")
        try:
            return pyproj.Transformer.from_crs(source, target, always_xy=True)
        except pyproj.exceptions.ProjError as error:
            raise UnknownReferenceSystemError(
                _("Dit coördinatenstelsel kennen wij niet. Gebruik RD (EPSG:28992)."),
                reference_system=str(source)[:80],
            ) from error


def to_degrees(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return an RD geometry in longitude and latitude."""
    return _turned(geometry, RD, WGS84)


def to_rd(geometry: shapely.Geometry, source: int | str = WGS84) -> shapely.Geometry:
    """Return a geometry of another reference system in RD metres.

    Raises:
        UnknownReferenceSystemError: a number or words that name no reference system.
    """
    return _turned(geometry, source, RD)


def in_netherlands(geometry: shapely.Geometry) -> bool:
    """Return whether an RD geometry lies within the box around the Netherlands."""
    west, south, east, north = geometry.bounds
    return bool(
        RD_BOX[0] <= west and RD_BOX[1] <= south and east <= RD_BOX[2] and north <= RD_BOX[3]
    )


def _turned(geometry: shapely.Geometry, source: int | str, target: int) -> shapely.Geometry:
    turn = _transformer(source, target).transform
    return shapely.transform(geometry, lambda xy: _columns(turn(xy[:, 0], xy[:, 1])))


def _columns(pair: Any) -> Any:
    return np.column_stack(pair)


def rounded_degrees(geometry: shapely.Geometry) -> dict[str, Any]:
    """Return GeoJSON with coordinates of six decimals (about 10 cm)."""
    placed = shapely.set_precision(to_degrees(geometry), 1e-6, mode="pointwise")
    return dict(json.loads(shapely.to_geojson(placed)))


def lonlat(places: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Return places in RD metres as [longitude, latitude] with six decimals (about 10 cm)."""
    if not places:
        return []
    x, y = np.array(places, dtype=np.float64).T
    found: list[list[float]] = _columns(_transformer(RD, WGS84).transform(x, y)).round(6).tolist()
    return found
