"""From a file of any kind to the tables in it. A file is known by its content, not its name."""

from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.foundation.intake.archives import EXCEL, OPEN_DOCUMENT, inspect, listed, named
from woonregie.foundation.intake.geofiles import SHAPE, holds_layers, loose_part, open_layers
from woonregie.foundation.intake.geojson import begins_as_json, open_geojson
from woonregie.foundation.intake.geopackages import open_geopackage
from woonregie.foundation.intake.oldsheets import MAGIC, OLDER, open_old_workbook
from woonregie.foundation.intake.opendocument import open_document
from woonregie.foundation.intake.separated import open_text
from woonregie.foundation.intake.tables import (
    FileRefusedError,
    Sheet,
    empty_sheet,
    protected,
    wrong_type,
)
from woonregie.foundation.intake.workbooks import open_workbook

ZIP = b"PK\x03\x04"
SQLITE = b"SQLite format 3\x00"
PARTS_OF_LAYERS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".gdbtable", ".gdbtablx", ".gdb")
MANIFEST = "META-INF/manifest.xml"
# How other kinds of file begin: pdf, png, jpeg, gif, exe, gzip, 7z, rar, rtf, empty zip.
OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"{\\rtf",
    b"PK\x05\x06",
)


def open_file(path: Path, name: str, *, forgiving: bool = False) -> list[Sheet]:
    """Return the sheets, layers, or readings of a text that a file holds.

    Args:
        path: where the file lies.
        name: what the sender calls it; its ending tells something about the kind of file.
        forgiving: whether a workbook may hold macros (nobody ever runs them), and a text
            quotation marks that are not as they should be.

    Raises:
        FileRefusedError: a file that cannot be opened, or in which nothing stands.
    """
    sheets = _opened(path, name, forgiving=forgiving)
    if not any(_filled(sheet) for sheet in sheets):
        raise empty_sheet()
    return sheets


def _opened(path: Path, name: str, *, forgiving: bool) -> list[Sheet]:
    with path.open("rb") as stream:
        start = stream.read(200)
    if not start:
        raise FileRefusedError(
            "empty_file", _("Dit bestand is leeg. Controleer of u het juiste bestand koos.")
        )
    _check_kind(start, name)
    if start.startswith((MAGIC, *OLDER)):
        return open_old_workbook(path.read_bytes())
    if start.startswith(SQLITE):
        return open_geopackage(path)
    if start.startswith(ZIP):
        return _zipped(path, name, forgiving=forgiving)
    if begins_as_json(start):
        return open_geojson(path, name)
    return open_text(path, name, forgiving=forgiving)


def _check_kind(start: bytes, name: str) -> None:
    if start.startswith(OTHERS):
        raise wrong_type()
    if name.lower().endswith(PARTS_OF_LAYERS) or start.startswith(SHAPE):
        raise loose_part()


def _zipped(path: Path, name: str, *, forgiving: bool) -> list[Sheet]:
    found = listed(path)
    if not {EXCEL, OPEN_DOCUMENT} & {part.filename for part in found}:
        parts = named(found)
        if holds_layers(parts):
            return open_layers(path, parts)
    archive = inspect(path, name, macros=forgiving)
    if OPEN_DOCUMENT not in archive.parts:
        return open_workbook(archive)
    if b"encryption-data" in archive.part(MANIFEST):
        raise protected()
    return open_document(archive.part(OPEN_DOCUMENT))


def _filled(sheet: Sheet) -> bool:
    return any(cell != "" and cell is not None for row in sheet.head for cell in row)
