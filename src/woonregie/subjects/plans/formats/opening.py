"""From a file to the one table in it that holds what we look for.

A file is known by its content, not by its name. Of all sheets, layers and separators that it may
be read with, the one counts in which a drawer finds its heading.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from woonregie.subjects.plans.formats.archives import OPEN_DOCUMENT, inspect
from woonregie.subjects.plans.formats.delivered import Drawer
from woonregie.subjects.plans.formats.geopackages import open_geopackage
from woonregie.subjects.plans.formats.opendocument import open_document
from woonregie.subjects.plans.formats.separated import open_text
from woonregie.subjects.plans.formats.tables import (
    FileRefusedError,
    Sheet,
    Table,
    empty_sheet,
    protected,
    wrong_type,
)
from woonregie.subjects.plans.formats.workbooks import open_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
SQLITE = b"SQLite format 3\x00"
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


def find_table(path: Path, name: str, drawers: Mapping[str, Drawer[Any]]) -> tuple[str, Table]:
    """Return the name of the drawer that knows this file, and the table that it knows.

    Args:
        path: where the file lies.
        name: what the sender calls it.
        drawers: layouts to look for, by name.

    Raises:
        FileRefusedError: no such table, more than one, or a file that cannot be opened.
    """
    sheets = _opened(path, name)
    if not any(_filled(sheet) for sheet in sheets):
        raise empty_sheet()
    found = [
        (drawer, sheet)
        for sheet in sheets
        for drawer in drawers
        if drawers[drawer].header_row(sheet.head) is not None
    ]
    drawer, sheet = _chosen(found)
    return drawer, sheet.load()


def _opened(path: Path, name: str) -> list[Sheet]:
    with path.open("rb") as stream:
        start = stream.read(16)
    if not start:
        raise FileRefusedError(
            "empty_file", _("Dit bestand is leeg. Controleer of u het juiste bestand koos.")
        )
    if start.startswith(OTHERS):
        raise wrong_type()
    if start.startswith(OLE):
        raise _old(path.read_bytes())
    if start.startswith(SQLITE):
        return open_geopackage(path)
    if start.startswith(ZIP):
        return _zipped(path, name)
    return open_text(path, name)


def _zipped(path: Path, name: str) -> list[Sheet]:
    archive = inspect(path, name)
    if OPEN_DOCUMENT not in archive.parts:
        return open_workbook(archive)
    if b"encryption-data" in archive.part(MANIFEST):
        raise protected()
    return open_document(archive.part(OPEN_DOCUMENT))


def _old(content: bytes) -> FileRefusedError:
    """Return what is wrong with a file of the kind in which Office kept everything before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return protected()
    if any(part.encode("utf-16-le") in content for part in ("Workbook", "Book")):
        return FileRefusedError(
            "old_excel",
            _("Dit is een oud Excel-bestand (xls). Sla het in Excel op als xlsx-bestand."),
        )
    return wrong_type()


def _filled(sheet: Sheet) -> bool:
    return any(cell not in {"", None} for row in sheet.head for cell in row)


def _chosen(found: Sequence[tuple[str, Sheet]]) -> tuple[str, Sheet]:
    """Return the only table that can be meant.

    Raises:
        FileRefusedError: none, more than one, or one that nobody sees.
    """
    if not found:
        raise FileRefusedError(
            "header_not_found",
            _(
                "Wij vinden geen regel met kolomnamen die wij kennen. Zet de "
                "kolomnamen in de eerste dertig regels, of gebruik ons sjabloon."
            ),
        )
    seen = [item for item in found if not item[1].hidden]
    if not seen:
        raise FileRefusedError(
            "hidden_sheet",
            _("De lijst staat op een verborgen blad: %(name)s. Maak het blad zichtbaar.")
            % {"name": found[0][1].title},
        )
    titles = list(dict.fromkeys(sheet.title for _drawer, sheet in seen))
    if len(titles) > 1:
        raise FileRefusedError(
            "more_lists",
            _("Er staan lijsten op meer dan één blad: %(names)s. Lever ze apart aan.")
            % {"names": ", ".join(titles[:5])},
            sheets=titles,
        )
    return seen[0]
