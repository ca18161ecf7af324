"""From RD (EPSG:28992) to degrees (WGS84) and back; accuracy 0.25 m, enough for plans."""

import json
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.foundation.pages.errors import RefusedError

RD, WGS84 = 28992, 4326
# A box around the Netherlands in RD metres, with a margin of some kilometres.
RD_BOX = (-10_000.0, 290_000.0, 310_000.0, 650_000.0)
# The country in 53 corners (longitude, latitude), by hand from a map; at sea it is taken wide.
_CORNERS = (
    "3.36 51.37, 3.38 51.27, 3.52 51.24, 3.79 51.21, 3.97 51.21, 4.10 51.27, 4.24 51.35, "
    "4.40 51.37, 4.39 51.45, 4.54 51.48, 4.64 51.43, 4.77 51.50, 4.84 51.41, 5.04 51.47, "
    "5.13 51.32, 5.24 51.26, 5.51 51.29, 5.56 51.22, 5.84 51.16, 5.78 51.06, 5.72 50.91, "
    "5.64 50.86, 5.69 50.75, 6.02 50.75, 6.09 50.87, 6.00 50.95, 5.88 51.03, 6.17 51.17, "
    "6.23 51.36, 6.22 51.49, 6.09 51.60, 5.95 51.74, 6.06 51.86, 6.36 51.84, 6.72 51.90, "
    "6.83 51.97, 6.69 52.04, 6.76 52.12, 7.07 52.24, 7.07 52.38, 7.00 52.47, 6.70 52.49, "
    "6.70 52.55, 7.05 52.64, 7.09 52.85, 7.21 53.01, 7.22 53.24, 7.00 53.45, 6.40 53.70, "
    "4.60 53.40, 4.30 52.90, 3.90 52.10, 3.20 51.60, 3.36 51.37"
)
# What lies further from that outline lies in another country.
_MARGIN_M = 8_000.0


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


def all_to_rd(shapes: NDArray[np.object_], source: int | str) -> NDArray[np.object_]:
    """Return many geometries in RD metres at once; None stays None.

    Raises:
        UnknownReferenceSystemError: a number or words that name no reference system.
    """
    turn = _transformer(source, RD).transform
    with np.errstate(all="ignore"):
        found: NDArray[np.object_] = shapely.transform(
            shapes, lambda xy: _columns(turn(xy[:, 0], xy[:, 1]))
        )
    return found


def in_netherlands(geometry: shapely.Geometry) -> bool:
    """Return whether an RD geometry lies within the box around the Netherlands."""
    west, south, east, north = geometry.bounds
    return bool(
        RD_BOX[0] <= west and RD_BOX[1] <= south and east <= RD_BOX[2] and north <= RD_BOX[3]
    )


def abroad(geometry: shapely.Geometry) -> bool:
    """Return whether an RD geometry lies in another country, even if the box holds it.

    The outline is coarse: some eight kilometres over the border still pass, and there the border
    of the municipality decides.
    """
    return not shapely.covers(_outline(), geometry)


@lru_cache(maxsize=1)
def _outline() -> shapely.Geometry:
    country = to_rd(shapely.from_wkt(f"POLYGON (({_CORNERS}))")).buffer(_MARGIN_M)
    shapely.prepare(country)
    return country


def _turned(geometry: shapely.Geometry, source: int | str, target: int) -> shapely.Geometry:
    turn = _transformer(source, target).transform
    return shapely.transform(geometry, lambda xy: _columns(turn(xy[:, 0], xy[:, 1])))


def _columns(pair: Any) -> Any:
    return np.column_stack(pair)


def rounded_degrees(geometry: shapely.Geometry) -> dict[str, Any]:
    """Return GeoJSON with coordinates of six decimals (about 10 cm)."""
    placed = shapely.set_precision(to_degrees(geometry), 1e-6, mode="pointwise")
    return dict(json.loads(shapely.to_geojson(placed)))


def exact_degrees(geometry: shapely.Geometry) -> dict[str, Any]:
    """Return GeoJSON with coordinates of nine decimals (about 0.1 mm), to draw against."""
    placed = shapely.set_precision(to_degrees(geometry), 1e-9, mode="pointwise")
    return dict(json.loads(shapely.to_geojson(placed)))


def lonlat(places: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Return places in RD metres as [longitude, latitude] with six decimals (about 10 cm)."""
    if not places:
        return []
    x, y = np.array(places, dtype=np.float64).T
    found: list[list[float]] = _columns(_transformer(RD, WGS84).transform(x, y)).round(6).tolist()
    return found
