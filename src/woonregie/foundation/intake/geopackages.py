"""GeoPackages: a database file with layers; opened read-only, and without running what is in it.

A GeoPackage is an SQLite database with tables that say what its layers are (OGC 12-128). We read
it with the database's own library: a driver for a hundred formats, some of which fetch what they
point at, is more than a list of plans should start.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from woonregie.foundation.intake.shapes import from_wkb, placed_table
from woonregie.foundation.intake.tables import (
    HEAD,
    MAX_ROWS,
    Sheet,
    Table,
    check_size,
    damaged,
    no_layer,
    wrong_type,
)

# Steps of the database's machine: some ten seconds, far more than 100,000 rows need.
PATIENCE = 200_000_000
ENVELOPES = (0, 32, 48, 48, 64)
HEADER = 8
UNDEFINED = {0, -1}
# The number that each row of a layer has to have; it says nothing about a plan.
ROW_NUMBERS = {"fid", "ogc_fid"}


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer: its table, the column with shapes ("" for none), and its reference system."""

    table: str
    shapes: str
    system: int | str | None


def open_geopackage(path: Path) -> list[Sheet]:
    """Return the layers that have columns.

    Raises:
        FileRefusedError: no GeoPackage, damaged, without a layer, or in an unknown reference
            system.
    """
    with _opened(path) as database:
        layers = _layers(database)
        if not layers:
            raise no_layer()
        return [
            Sheet(layer.table, [_names(database, layer)], partial(_table, path, layer))
            for layer in layers
        ]


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file without changing it, and stop when it keeps us busy."""
    steps = iter(range(PATIENCE // 1_000_000))
    address = f"file:{path}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
            database.set_progress_handler(lambda: next(steps, None) is None, 1_000_000)
            database.execute("PRAGMA trusted_schema=OFF")
            yield database
    except (sqlite3.Error, OverflowError, ValueError) as error:
        raise damaged() from error


def _layers(database: sqlite3.Connection) -> list[_Layer]:
    tables = {
        name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
    }
    if "gpkg_contents" not in tables:
        raise wrong_type()
    listed = database.execute(
        "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes') "
        "ORDER BY table_name"
    )
    shapes = {}
    if "gpkg_geometry_columns" in tables:
        found = database.execute(
            "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
        )
        shapes = {table: (column, system) for table, column, system in found}
    # A view may compute anything, for ever; only tables are read.
    return [
        _Layer(name, *_shapes(database, shapes.get(name)))
        for (name,) in listed.fetchall()
        if name in tables
    ]


def _shapes(
    database: sqlite3.Connection, column: tuple[str, int] | None
) -> tuple[str, int | str | None]:
    if column is None:
        return "", None
    name, system = column
    if system in UNDEFINED:
        return name, None
    found = database.execute(
        "SELECT upper(organization), organization_coordsys_id, definition "
        "FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        (system,),
    ).fetchone()
    if found is None:
        return name, None
    # Without the name of an authority, what the file says about it in words.
    return name, int(found[1]) if found[0] == "EPSG" else str(found[2])


def _names(database: sqlite3.Connection, layer: _Layer) -> list[str]:
    return [name for name in _columns(database, layer) if name != layer.shapes]


def _columns(database: sqlite3.Connection, layer: _Layer) -> list[str]:
    found = database.execute(f"PRAGMA table_info({_quoted(layer.table)})")
    return [row[1] for row in found if row[1].lower() not in ROW_NUMBERS]


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _table(path: Path, layer: _Layer) -> Table:
    with _opened(path) as database:
        columns = _columns(database, layer)
        wanted = ", ".join(_quoted(name) for name in columns)
        query = f"SELECT {wanted} FROM {_quoted(layer.table)} LIMIT ?"  # noqa: S608  quoted
        rows = database.execute(query, (MAX_ROWS + HEAD + 1,)).fetchall()
    check_size(len(rows), len(columns))
    if layer.shapes not in columns:
        return Table([columns, *rows])
    at = columns.index(layer.shapes)
    names = [*columns[:at], *columns[at + 1 :]]
    body = [[*row[:at], *row[at + 1 :]] for row in rows]
    shapes = from_wkb([_wkb(row[at]) for row in rows])
    return placed_table([names, *body], shapes, layer.system)


def _wkb(blob: Any) -> bytes | None:
    """Return the shape in a GeoPackage's own wrapping, which is a header of 8 to 72 bytes."""
    if not isinstance(blob, bytes) or not blob.startswith(b"GP") or len(blob) < HEADER:
        return None if blob is None else b"\x00"
    envelope = (blob[3] >> 1) & 7
    skipped = HEADER + (ENVELOPES[envelope] if envelope < len(ENVELOPES) else 0)
    return blob[skipped:]
