"""Zipped workbooks: looked at from all sides before a reader builds them in memory.

The list of contents of a zip file says how large everything becomes, and may lie. So each part
is unpacked once, bounded, and counted. A sheet says where its cells stand, and may put one in the
last corner; a reader that fills the rectangle in between would need more memory than there is. So
the corners are looked up before it begins.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from woonregie.foundation.intake import sheetxml
from woonregie.foundation.intake.repeated import SharedTexts
from woonregie.foundation.intake.tables import (
    MAX_CELLS,
    FileRefusedError,
    as_damaged,
    check_size,
    damaged,
    protected,
    wrong_type,
)

MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
SMALL = 10_000_000
MAX_PARTS = 2000
LOCAL_HEADER = 30
EXCEL, OPEN_DOCUMENT = "xl/workbook.xml", "content.xml"
# A sheet without any of these is plain when all its cells and rows say where they stand: no cell
# holds an error, no formula lacks its value, and nothing hides behind a prefix.
_NOT_PLAIN = (b't="e', b"t='e", b"<f", b":c", b":row")
_ERROR = re.compile(rb"\bt\s*=\s*[\"']e")
_WITHOUT_VALUE = re.compile(rb"(?:</f>|<f[^<>]*/>)\s*</")
_WIDE = re.compile(rb"r\s*=\s*[\"']([A-Za-z]{2,3})\d")
_COLUMNS_OF_ONE_LETTER = 26
# So many rows there are at most when nothing refers to a row as high as the pattern says.
_HIGH = {
    20_000: re.compile(rb"r\s*=\s*[\"'][A-Za-z]{0,3}0*(?:[2-9]\d{4}|\d{6,7})"),
    100_000: re.compile(rb"r\s*=\s*[\"'][A-Za-z]{0,3}0*\d{6,7}"),
    200_000: re.compile(rb"r\s*=\s*[\"'][A-Za-z]{0,3}0*(?:[2-9]\d{5}|\d{7})"),
}


@dataclass(frozen=True, slots=True)
class Archive:
    """What a zipped workbook holds.

    Args:
        path: where it lies.
        parts: its parts by name.
        marks: per part of a sheet (row, column) -> what a reader would lose: an error, a formula
            that was never worked out.
    """

    path: Path
    parts: Mapping[str, zipfile.ZipInfo]
    marks: Mapping[str, sheetxml.Marks]

    def part(self, name: str) -> bytes:
        """Return the content of a part; nothing when it is not there.

        Raises:
            FileRefusedError: damaged.
        """
        return unpack(self.path, self.parts[name]) if name in self.parts else b""


def inspect(path: Path, name: str, *, macros: bool = False) -> Archive:
    """Look at a zipped workbook.

    Args:
        path: where it lies.
        name: what the sender calls it.
        macros: whether it may hold macros; nobody ever runs them.

    Raises:
        FileRefusedError: no workbook, protected, with macros, damaged, or made to exhaust the
            machine.
    """
    parts = listed(path)
    named = {part.filename: part for part in parts}
    _check_kind(parts, frozenset(named))
    if not macros:
        _check_macros(frozenset(named), name)
    marks, texts = {}, SharedTexts()
    for part in parts:
        content = unpack(path, part)
        found = _walk(content)
        texts.look(content, is_sheet=found is not None)
        if found is not None:
            marks[part.filename] = found.marks
    if texts.are_too_much(partial(unpack, path, named[sheet]) for sheet in marks):
        raise too_large_unpacked()
    return Archive(path, named, marks)


def listed(path: Path) -> list[zipfile.ZipInfo]:
    """Return what a zip file says that it holds.

    Raises:
        FileRefusedError: damaged, protected, or made to exhaust the machine.
    """
    with as_damaged(), zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if (
        len(parts) > MAX_PARTS
        or unpacked > MAX_UNPACKED
        or (unpacked > SMALL and unpacked / packed > MAX_RATIO)
    ):
        raise too_large_unpacked()
    if any(part.flag_bits & 1 for part in parts):
        raise protected()
    return parts


def named(parts: Iterable[zipfile.ZipInfo]) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Return the files of a zip file by where they lie in it; not those of a program's own.

    Raises:
        FileRefusedError: a name or link that points out of the folder.
    """
    found = {}
    for part in parts:
        place = PurePosixPath(part.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in part.filename or _is_link(part):
            raise FileRefusedError(
                "unsafe_names",
                _(
                    "In dit zip-bestand staan namen of koppelingen die buiten de map wijzen. "
                    "Wij openen het niet. Pak de bestanden opnieuw in."
                ),
            )
        if not part.is_dir() and "__MACOSX" not in place.parts:
            found[place] = part
    return found


def _is_link(part: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(part.external_attr >> 16)


def too_large_unpacked() -> FileRefusedError:
    """Return the refusal of a file that becomes far larger than a list of plans is."""
    return FileRefusedError(
        "zip_bomb",
        _(
            "Dit bestand wordt uitgepakt veel te groot. Wij openen "
            "het niet. Lever alleen het blad met plannen aan."
        ),
    )


def _check_kind(parts: list[zipfile.ZipInfo], names: frozenset[str]) -> None:
    if not {EXCEL, OPEN_DOCUMENT} & names or "xl/workbook.bin" in names:
        raise wrong_type()


def _check_macros(names: frozenset[str], name: str) -> None:
    if "xl/vbaProject.bin" in names or name.lower().endswith((".xlsm", ".xltm")):
        raise FileRefusedError(
            "macros",
            _("Dit bestand bevat macro's. Sla het op als gewoon xlsx-bestand en lever dat aan."),
        )


def unpack(path: Path, part: zipfile.ZipInfo) -> bytes:
    """Return the content of a part, of exactly the size that the list of contents says.

    Raises:
        FileRefusedError: damaged, or larger than it says.
    """
    with as_damaged(), path.open("rb") as stream:
        packed = _packed(stream, part)
        if part.compress_type == zipfile.ZIP_STORED:
            content = packed
        elif part.compress_type == zipfile.ZIP_DEFLATED:
            # One byte more than it says tells that it lies.
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, part.file_size + 1)
        else:
            raise damaged()
    if len(content) > part.file_size:
        raise too_large_unpacked()
    if len(content) < part.file_size:
        raise damaged()
    return content


def _packed(stream: BinaryIO, part: zipfile.ZipInfo) -> bytes:
    stream.seek(part.header_offset)
    header = stream.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise damaged()
    stream.seek(
        int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1
    )
    return stream.read(part.compress_size)


def _walk(content: bytes) -> sheetxml.Extent | None:
    """Return the marks of a sheet, of which the size is sure to be bounded; None for no sheet."""
    start = content.find(b"sheetData")
    if start < 0:
        return None
    cells = content[start : content.rfind(b"sheetData")]
    if _is_plain(cells):
        columns = _columns(cells)
        if any(
            columns * rows <= MAX_CELLS and not high.search(cells)
            for rows, high in reversed(_HIGH.items())
        ):
            return sheetxml.Extent(0, columns, {})
    found = sheetxml.walk(content)
    check_size(found.rows, found.columns)
    return found


def _is_plain(cells: bytes) -> bool:
    """Return whether a quick look is enough: then each cell and row says where it stands."""
    if any(sign in cells for sign in _NOT_PLAIN) and (
        b":c" in cells or b":row" in cells or _ERROR.search(cells) or _WITHOUT_VALUE.search(cells)
    ):
        return False
    return cells.count(b"<c") == cells.count(b'<c r="') and cells.count(b"<row") == cells.count(
        b'<row r="'
    )


def _columns(content: bytes) -> int:
    """Return the last column of which a cell speaks, at least 26."""
    letters = {found.upper() for found in _WIDE.findall(content)}
    return max((sheetxml.column(found.decode()) for found in letters), default=0) or (
        _COLUMNS_OF_ONE_LETTER
    )
