"""Reading a file of municipal borders, whoever made it: Kadaster, CBS, a colleague with QGIS."""

import re
import warnings
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from django.utils.translation import gettext as _

from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.geometry import in_netherlands, to_rd

# The last two may as well hold the code of a province or of the country.
CODE_COLUMNS = ("gemeentecode", "statcode", "gm_code", "gmcode", "code", "identificatie")
MOST_BYTES = 500 * 1024 * 1024
# CBS draws the water of a municipality as a second row; land is what people see as its border.
WATER_COLUMN, WATER = "h2o", "JA"
POLYGONS = {shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON}
GEOPACKAGE, GEOJSON = b"SQLite format 3\x00", b"{"
_CODE = re.compile(r"(?:GM)?(\d{1,4})(?:\.0)?")


class BordersRefusedError(RefusedError):
    """A file of borders that cannot be used."""

    code = "borders_refused"


class _Layer(NamedTuple):
    name: str
    column: str
    rows: int


def read_borders(path: Path) -> dict[str, shapely.Geometry]:
    """Return code ("GM0193") -> border in RD, one sound (multi)polygon for each municipality.

    Raises:
        BordersRefusedError: no GeoPackage or GeoJSON, no column of codes, a code that is none,
            a border that is no polygon or lies outside the Netherlands.
    """
    import pyogrio  # noqa: PLC0415  100 MB of drivers that only imports need

    _recognise(path)
    try:
        with warnings.catch_warnings():
            # What the driver warns of, we refuse below in words.
            warnings.simplefilter("ignore")
            layer = _best_layer(path)
            meta, _fids, shapes, columns = pyogrio.raw.read(path, layer=layer.name)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        raise BordersRefusedError(_no_such_file(), file=path.name) from None
    fields = {
        str(name).lower(): values for name, values in zip(meta["fields"], columns, strict=True)
    }
    water = fields.get(WATER_COLUMN, [""] * len(shapes))
    pieces: dict[str, list[shapely.Geometry]] = {}
    for code, shape, wet in zip(fields[layer.column], shapes, water, strict=True):
        if str(wet).upper() != WATER:
            pieces.setdefault(_code(code), []).append(_polygon(shape, code))
    if not pieces:
        raise BordersRefusedError(
            _("Er staat geen enkele gemeente in de laag %(layer)s.") % {"layer": layer.name},
            layer=layer.name,
        )
    return {code: _placed(code, parts, meta["crs"]) for code, parts in pieces.items()}


def _recognise(path: Path) -> None:
    if path.stat().st_size > MOST_BYTES:
        raise BordersRefusedError(
            _("Dit bestand is groter dan %(megabytes)s MB. Lever alleen gemeentegrenzen aan.")
            % {"megabytes": MOST_BYTES // 1024 // 1024},
            max_bytes=MOST_BYTES,
        )
    # By content: GDAL opens a hundred formats, some of which fetch what they point at.
    with path.open("rb") as file:
        head = file.read(64)
    if not (
        head.startswith(GEOPACKAGE)
        or head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(GEOJSON)
    ):
        raise BordersRefusedError(_no_such_file(), file=path.name)


def _no_such_file() -> str:
    return _("Dit bestand is geen GeoPackage of GeoJSON met vlakken. Lever zo'n bestand aan.")


def _best_layer(path: Path) -> _Layer:
    """Return the layer of municipalities: by its name, else the one with the fewest rows.

    CBS ships neighbourhoods in the same file, the Kadaster provinces and the whole country.
    """
    import pyogrio  # noqa: PLC0415  as above

    found, seen = [], set()
    for name, kind in pyogrio.list_layers(path):
        if kind is None:
            continue
        info = pyogrio.read_info(path, layer=name)
        fields = [str(field).lower() for field in info["fields"]]
        seen.update(fields)
        column = next((column for column in CODE_COLUMNS if column in fields), None)
        if column:
            found.append(_Layer(str(name), column, int(info["features"])))
    if not found:
        raise BordersRefusedError(
            _("Er is geen kolom met gemeentecodes. Noem de kolom gemeentecode of statcode."),
            columns=sorted(seen),
        )
    return min(found, key=lambda layer: ("gemeente" not in layer.name.lower(), layer.rows))


def _code(value: object) -> str:
    match = _CODE.fullmatch(str(value).strip().upper())
    if match is None:
        raise BordersRefusedError(
            _("„%(value)s” is geen gemeentecode. Verwacht: een code als GM0193.")
            % {"value": "" if value is None else value},
            value="" if value is None else str(value),
        )
    return f"GM{match[1].zfill(4)}"


def _polygon(wkb: Any, code: object) -> shapely.Geometry:
    with np.errstate(invalid="ignore"):
        # A ring that does not close is no shape: it becomes None.
        shape = shapely.from_wkb(wkb, on_invalid="ignore")
    sound = None
    if shape is not None and shapely.get_type_id(shape) in POLYGONS and _finite(shape):
        sound = _sound(shapely.force_2d(shape))
    if sound is None or sound.is_empty:
        raise BordersRefusedError(
            _("De grens van %(code)s is geen vlak. Lever vlakken aan, geen punten of lijnen.")
            % {"code": code},
            municipality=str(code),
        )
    return sound


def _placed(code: str, parts: list[shapely.Geometry], crs: str | None) -> shapely.Geometry:
    # Without a reference system a GeoJSON file is in degrees, says RFC 7946.
    moved = to_rd(shapely.union_all(parts), crs or "EPSG:4326")
    if not _finite(moved) or not in_netherlands(moved):
        raise BordersRefusedError(
            _("De grens van %(code)s ligt niet in Nederland. Klopt het coördinatenstelsel?")
            % {"code": code},
            municipality=code,
        )
    return moved


def _finite(shape: shapely.Geometry) -> bool:
    return bool(np.isfinite(shapely.get_coordinates(shape)).all())


def _sound(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the area of a shape; what crosses itself is mended, loose lines are dropped."""
    if shape.is_valid:
        return shape
    parts = shapely.get_parts(shapely.make_valid(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004  a plane
