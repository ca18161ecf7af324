"""File geodatabases and shapefiles, both packed in a zip file: layers and tables, one sheet each.

The zip file is looked at and unpacked by us, under names of our own; the files in it are read by
`converter` in a process of its own. What that process writes is plain text and shapes.
"""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.intake import converter
from woonregie.foundation.intake.archives import MAX_UNPACKED, too_large_unpacked, unpack
from woonregie.foundation.intake.dbf import encoding_of
from woonregie.foundation.intake.shapes import from_wkb, placed_table
from woonregie.foundation.intake.tables import (
    HEAD,
    MAX_CELLS,
    MAX_ROWS,
    FileRefusedError,
    Sheet,
    Table,
    check_size,
    damaged,
    no_layer,
    too_many_cells,
)

DATABASE, SHAPEFILE = "OpenFileGDB", "ESRI Shapefile"
SHAPE = b"\x00\x00\x27\x0a"
"""So begins each shapefile."""
PATIENCE = 120
"""Seconds, of a machine that does more than this; `converter` counts its own."""
_IN_DATABASE = re.compile(r"gdb|timestamps|a[0-9a-f]{8}\.[A-Za-z0-9_.]{1,100}")
_BESIDE = ("shp", "shx", "dbf", "prj", "cpg")
# These read what lies elsewhere; and nothing but the two above is wanted.
_NEVER = (
    "OGR_VRT,GDALG,WFS,OAPIF,OGCAPI,HTTP,CSW,NGW,Carto,AmigoCloud,EEDA,PLSCENES,Elasticsearch,"
    "ADBC,GeoJSON,GeoJSONSeq,ESRIJSON,TopoJSON,JSONFG,VRT"
)
Parts = Mapping[PurePosixPath, zipfile.ZipInfo]


def holds_layers(parts: Parts) -> bool:
    """Return whether a zip file holds a geodatabase or a shapefile."""
    return any(part.suffix.lower() in {".gdbtable", ".shp", ".dbf", ".shx"} for part in parts)


def open_layers(path: Path, parts: Parts) -> list[Sheet]:
    """Return the layers and tables of a zipped geodatabase or of zipped shapefiles.

    Each layer is a sheet: its title is the name of the layer, its first row the names of the
    fields, its shapes are in RD. Days come as text (2026-11-24T00:00:00), an empty field as None.
    A layer without rows is a sheet with a heading only.

    Args:
        path: where the zip file lies.
        parts: what lies in it, by name.

    Raises:
        FileRefusedError: damaged, without a layer, more than one geodatabase, a shapefile that
            lacks a part, too large, or in an unknown reference system.
    """
    tables = [part for part in parts if part.suffix.lower() == ".gdbtable"]
    if tables:
        return _database(path, parts, {part.parent for part in tables})
    return _shapefiles(path, parts)


def _database(path: Path, parts: Parts, folders: set[PurePosixPath]) -> list[Sheet]:
    if len(folders) > 1:
        raise FileRefusedError(
            "more_databases",
            _("In dit zip-bestand zit meer dan één geodatabase: %(names)s. Lever ze apart aan.")
            % {"names": ", ".join(sorted(folder.name for folder in folders)[:5])},
        )
    with TemporaryDirectory(prefix="woonregie-") as room:
        place = Path(room) / "laag.gdb"
        place.mkdir()
        for part, about in parts.items():
            if part.parent in folders and _IN_DATABASE.fullmatch(part.name):
                (place / part.name).write_bytes(unpack(path, about))
        return _sheets(place, DATABASE)


def _shapefiles(path: Path, parts: Parts) -> list[Sheet]:
    named: dict[PurePosixPath, dict[str, zipfile.ZipInfo]] = {}
    for part, about in parts.items():
        named.setdefault(part.with_suffix(""), {})[part.suffix.lower().lstrip(".")] = about
    found = {part: beside for part, beside in named.items() if "shp" in beside}
    if not found:
        raise loose_part()
    layers: dict[str, tuple[str, Sequence[str]]] = {}
    with TemporaryDirectory(prefix="woonregie-") as room:
        for number, (part, beside) in enumerate(found.items()):
            remarks = _unpacked(path, part.name, beside, Path(room) / f"laag{number}")
            layers[f"laag{number}"] = part.name, remarks
        return sorted(_sheets(Path(room), SHAPEFILE, layers), key=lambda sheet: sheet.title)


def _unpacked(
    path: Path, name: str, beside: Mapping[str, zipfile.ZipInfo], place: Path
) -> Sequence[str]:
    """Unpack the parts of one shapefile, and return what to remark about it."""
    if "dbf" not in beside:
        raise FileRefusedError(
            "no_dbf",
            _(
                "Bij %(name)s.shp ontbreekt het dbf-bestand met de gegevens van de "
                "plannen. Zet alle delen van de shapefile in het zip-bestand."
            )
            % {"name": name},
        )
    content = {kind: unpack(path, beside[kind]) for kind in _BESIDE if kind in beside}
    if not content["shp"].startswith(SHAPE):
        raise damaged()
    encoding, remarks = encoding_of(content["dbf"], content.get("cpg", b""))
    content["cpg"] = encoding.encode()
    for kind, piece in content.items():
        place.with_suffix(f".{kind}").write_bytes(piece)
    return remarks if "prj" in content else (*remarks, "no_reference_system")


def loose_part() -> FileRefusedError:
    """Return the refusal of one part of a shapefile or geodatabase without the others."""
    return FileRefusedError(
        "loose_part",
        _(
            "Dit is één deel van een shapefile of geodatabase. Zet alle delen samen "
            "(shp, shx, dbf en prj, of de hele gdb-map) in een zip-bestand en lever dat aan."
        ),
    )


def _sheets(
    source: Path, driver: str, named: Mapping[str, tuple[str, Sequence[str]]] | None = None
) -> list[Sheet]:
    """Return what the other process read.

    Args:
        source: the folder that it reads.
        driver: what it holds.
        named: title and remarks per layer; nothing when the layers have titles of their own.
    """
    sheets, cells = [], 0
    with TemporaryDirectory(prefix="woonregie-") as room:
        _convert(source, driver, Path(room))
        for about, rows, shapes in _written(Path(room)):
            columns = len(about["fields"])
            check_size(about["rows"], columns)
            cells += about["rows"] * columns
            if cells > MAX_CELLS:
                raise too_many_cells()
            head = [about["fields"], *(json.loads(row)[1:] for row in rows[: HEAD - 1])]
            title, remarks = (named or {}).get(about["title"], (about["title"], ()))
            sheets.append(Sheet(title, head, partial(_table, about, rows, shapes, remarks)))
    if not sheets:
        raise no_layer()
    if named and len(sheets) < min(len(named), converter.MOST_LAYERS):
        raise damaged()
    return sheets


def _convert(source: Path, driver: str, room: Path) -> None:
    """Let a process of its own read a file.

    Raises:
        FileRefusedError: damaged, too large, or too slow.
    """
    program = [sys.executable, "-I", "-X", "utf8", converter.__file__, str(source), driver]
    limits = [str(room), str(MAX_ROWS + HEAD), str(MAX_CELLS), str(MAX_UNPACKED)]
    try:
        done = subprocess.run(  # noqa: S603  our own program, and names that we made ourselves
            [*program, *limits],
            env={"OGR_SKIP": _NEVER, "GDAL_SKIP": "VRT", "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow() from None
    if done.returncode == converter.TOO_LARGE:
        raise too_large_unpacked()
    if done.returncode == converter.NO_LAYER:
        raise no_layer()
    if done.returncode:
        raise damaged()


def _too_slow() -> FileRefusedError:
    return FileRefusedError(
        "too_slow",
        _("Dit bestand lezen duurt te lang. Lever alleen de laag met plannen aan."),
    )


def _written(room: Path) -> Iterator[tuple[dict[str, Any], list[bytes], bytes]]:
    for number in range(converter.MOST_LAYERS):
        if not (room / f"{number}.json").exists():
            return
        first, *rows = (room / f"{number}.json").read_bytes().splitlines()
        yield json.loads(first), rows, (room / f"{number}.wkb").read_bytes()


def _table(
    about: Mapping[str, Any], rows: Sequence[bytes], shapes: bytes, remarks: Sequence[str]
) -> Table:
    body, written, at = [], [], 0
    for row in rows:
        size, *cells = json.loads(row)
        body.append(cells)
        written.append(None if size is None else shapes[at : at + size])
        at += size or 0
    table = [about["fields"], *body]
    if not about["shapes"]:
        return Table(table, remarks=remarks)
    return placed_table(table, from_wkb(written), _system(about["system"]), remarks)


def _system(said: str | None) -> int | str | None:
    """Return the reference system as a number where it is one.

    >>> _system("EPSG:28992"), _system(None)
    (28992, None)
    """
    known = re.fullmatch(r"EPSG:(\d+)", said or "")
    return int(known[1]) if known else said
