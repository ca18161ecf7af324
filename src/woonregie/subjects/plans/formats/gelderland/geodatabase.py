"""A file geodatabase of several layers, zipped as programs expect it.

A layer is first made with all its fields and no rows, and then filled with only those fields that
say something: most of the 66 kinds of a year are empty, and each field of each row costs time.
"""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from woonregie.subjects.plans.formats.gelderland.codes import Field, layers
from woonregie.subjects.plans.formats.gelderland.columns import Column, Columns
from woonregie.subjects.plans.formats.gelderland.layers import AREAS, Layer

RD = "EPSG:28992"
# As GDAL knows a database in a zip file: by this ending.
ENDING = "gdb.zip"
NUMBERS = {"int16": np.int16, "int32": np.int32}
# The library gives every row of a "GlobalID" a new one, so that years would lose their plan; a
# "GUID" keeps what is written.
_GUID = {"globalid", "guid"}
_TEXTS = {"text", *_GUID}
_SHAPE_NAMES = {"Planregistratie": "SHAPE", "Overkoepelendeplannen": "Shape"}
_UTC = 100


def write_geodatabase(name: str, found: Sequence[Layer | Columns], place: Path) -> None:
    """Write layers into a zipped geodatabase.

    Args:
        name: of the geodatabase, without ending.
        found: the layers.
        place: the file to make.
    """
    with TemporaryDirectory() as folder:
        database = Path(folder) / f"{name}.gdb"
        for layer in found:
            _make(database, layer)
            if isinstance(layer, Columns):
                _fill_columns(database, layer)
            else:
                for columns, rows in _batches(layer):
                    _fill(database, layer, columns, rows)
        _zip(database, place)


def _zip(database: Path, place: Path) -> None:
    # Quick packing: the numbers of a table pack well enough, and people wait.
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in sorted(database.iterdir()):
            archive.write(part, f"{database.name}/{part.name}")


def _fields(layer: Layer | Columns) -> Sequence[Field]:
    return layers()[layer.name]


def _make(database: Path, layer: Layer | Columns) -> None:
    """Make a layer with all its fields, and no rows."""
    fields = _fields(layer)
    guids = [f"{item.name}=esriFieldTypeGUID" for item in fields if item.kind in _GUID]
    options = {"COLUMN_TYPES": ",".join(guids)}
    if layer.name in AREAS:
        options["GEOMETRY_NAME"] = _SHAPE_NAMES[layer.name]
    nothing = {item: _column(item, []) for item in fields}
    _write(database, layer.name, nothing, [], append=False, options=options)


def _fill(database: Path, layer: Layer, columns: Sequence[Field], rows: Sequence[int]) -> None:
    data = {
        item: _column(item, [layer.records[at].get(item.name) for at in rows]) for item in columns
    }
    shapes = [layer.shapes[at] for at in rows]
    _write(database, layer.name, data, shapes, append=True, options={})


def _fill_columns(database: Path, layer: Columns) -> None:
    data = {
        item: layer.columns[item.name] for item in _fields(layer) if item.name in layer.columns
    }
    if data:
        _write(database, layer.name, data, [], append=True, options={})


def _write(
    database: Path,
    name: str,
    data: Mapping[Field, Column],
    shapes: Sequence[bytes | None],
    *,
    append: bool,
    options: dict[str, str],
) -> None:
    import pyogrio  # noqa: PLC0415  slow to import; only deliveries need it

    has_shapes = name in AREAS
    pyogrio.raw.write(
        database,
        geometry=np.array(shapes, dtype=object) if has_shapes else None,
        field_data=[column.values for column in data.values()],
        fields=[item.name for item in data],
        field_mask=[column.empty for column in data.values()],
        layer=name,
        driver="OpenFileGDB",
        geometry_type="MultiPolygon" if has_shapes else None,
        crs=RD if has_shapes else None,
        append=append,
        layer_options=options,
        gdal_tz_offsets={
            item.name: np.full(len(column.values), _UTC)
            for item, column in data.items()
            if item.kind == "moment"
        },
    )


def _column(item: Field, values: Sequence[Any]) -> Column:
    """Return the values of a field, and which of them are empty."""
    if item.kind in _TEXTS:
        return Column(np.array(values, dtype=object))
    empty = np.array([value is None for value in values], dtype=bool)
    mask = empty if empty.any() else None
    if item.kind in NUMBERS:
        known = values if mask is None else [0 if value is None else value for value in values]
        return Column(np.array(known, dtype=NUMBERS[item.kind]), mask)
    if item.kind == "moment":
        return Column(np.array(values, dtype="datetime64[ms]"), mask)
    return Column(np.array(values, dtype=np.float64), mask)


def _batches(layer: Layer) -> list[tuple[list[Field], list[int]]]:
    """Return which rows are written together, with the fields that one of them fills.

    Rows that fill few fields go apart from those that fill many.
    """
    groups: dict[bool, list[int]] = {}
    for at, record in enumerate(layer.records):
        groups.setdefault(len(record) > _FEW, []).append(at)
    found = []
    for rows in groups.values():
        filled = {
            name for at in rows for name, value in layer.records[at].items() if value is not None
        }
        found.append(([item for item in _fields(layer) if item.name in filled], rows))
    return found


_FEW = 12
