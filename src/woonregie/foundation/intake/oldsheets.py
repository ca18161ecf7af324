"""Excel workbooks of before 2007 (xls), read record by record.

The quick reader of workbooks loses errors of formulas, trusts what an old file says about its own
size, and copies a text into every cell that refers to it. So the records ([MS-XLS]) are walked
here: what a cell needs is read, and everything else, macros among it, is stepped over.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.intake.compound import Compound
from woonregie.foundation.intake.oldformats import is_day_format
from woonregie.foundation.intake.oldtexts import LongText, short_text, text_of
from woonregie.foundation.intake.tables import (
    HEAD,
    MAX_CELLS,
    FileRefusedError,
    Rows,
    Sheet,
    Table,
    as_damaged,
    check_size,
    damaged,
    protected,
    too_many_cells,
    wrong_type,
)

BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C
FILEPASS, CODEPAGE, DATEMODE, BOUNDSHEET = 0x2F, 0x42, 0x22, 0x85
FORMAT, EXTENDED_FORMAT, SHARED_TEXTS = 0x41E, 0xE0, 0xFC
STRING = 0x207
VERSION_8, VERSION_5 = 0x600, 0x500
WORKSHEET = 0
MOST_SHEETS = 100
NO_NUMBER = 0xFFFF
"""So ends a result of a formula that is a text, a truth or an error."""
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BORDERS = {BOF, EOF}
_HEAD, _NUMBER, _PACKED = (struct.Struct(f"<{code}") for code in ("HH", "HHHd", "HHHI"))
ZERO_1900, ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  days in cells
MOST_DAYS = 2_958_465
"""The last day that a workbook knows: 31-12-9999."""


_Record = tuple[int, int, bytes]
"""Where a record begins in the stream, its kind, and what stands in it."""


@dataclass(slots=True)
class _Book:
    """What the first part of the stream says about the whole.

    Args:
        version: VERSION_8 or VERSION_5.
        encoding: of texts in a file of version 5.
        zero: the day from which days are counted.
        sheets: (where it begins, whether hidden, kind, title) per sheet.
        formats: codes of formats of their own by number.
        styles: number of a format per style of a cell.
        texts: texts to which cells refer.
    """

    version: int = VERSION_8
    encoding: str = "cp1252"
    zero: datetime = ZERO_1900
    sheets: list[tuple[int, bool, int, str]] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    days: list[bool] = field(default_factory=list)

    @property
    def wide(self) -> bool:
        """Whether texts say themselves how they are written."""
        return self.version == VERSION_8


def open_old_workbook(content: bytes) -> list[Sheet]:
    """Return the sheets with cells of an xls file, in their order.

    Raises:
        FileRefusedError: another kind of Office file, protected, older than 1995, damaged, or too
            large.
    """
    compound = Compound(content)
    if "EncryptedPackage" in compound.names:
        raise protected()
    name = next((name for name in ("Workbook", "Book") if name in compound.names), None)
    if name is None:
        raise wrong_type()
    stream = compound.stream(name)
    with as_damaged():
        book = _book(stream)
        return _sheets(stream, book)


def too_old() -> FileRefusedError:
    """Return the refusal of a workbook from before 1995."""
    return FileRefusedError(
        "old_excel",
        _("Dit is een zeer oud Excel-bestand. Open het in Excel en sla het op als xlsx-bestand."),
    )


def _records(stream: bytes, at: int, wanted: frozenset[int]) -> Iterator[_Record]:
    """Return the records of some kinds from a place on, and the end of the part begun there."""
    depth = 0
    end = len(stream)
    while at + 4 <= end:
        kind, size = _HEAD.unpack_from(stream, at)
        following = at + 4 + size
        if following > end:
            break
        # A sheet may hold charts, which begin and end as sheets do.
        if kind in _BORDERS:
            depth += 1 if kind == BOF else -1
            if depth <= 0:
                yield following, EOF, b""
                return
        elif depth == 1 and kind in wanted:
            yield at, kind, stream[at + 4 : following]
        at = following
    raise damaged()


def _chunks(stream: bytes, at: int) -> list[bytes]:
    """Return what stands in the record at a place, and in those that continue it."""
    chunks = []
    kind = CONTINUE
    while kind == CONTINUE:
        size = _HEAD.unpack_from(stream, at)[1]
        chunks.append(stream[at + 4 : at + 4 + size])
        at += 4 + size
        kind = _HEAD.unpack_from(stream, at)[0]
    return chunks


# ------------------------------------------------------------------ the workbook
def _book(stream: bytes) -> _Book:
    book = _Book()
    kind, _size, book.version = struct.unpack_from("<HHH", stream)
    if kind != BOF or book.version not in {VERSION_5, VERSION_8}:
        raise too_old()
    for at, kind, data in _records(stream, 0, frozenset({*_ABOUT, SHARED_TEXTS})):
        if kind == SHARED_TEXTS:
            book.texts = _shared(_chunks(stream, at))
        elif kind in _ABOUT:
            _ABOUT[kind](book, data)
    days = {number: is_day_format(number, book.formats.get(number)) for number in {*book.styles}}
    book.days = [days[number] for number in book.styles]
    return book


def _protected(_book: _Book, _data: bytes) -> None:
    raise protected()


def _codepage(book: _Book, data: bytes) -> None:
    number = struct.unpack("<H", data)[0]
    found = {32768: "mac-roman", 32769: "cp1252", 1200: "utf-16-le"}.get(number, f"cp{number}")
    try:
        "".encode(found)
    except LookupError:
        return
    book.encoding = found


def _datemode(book: _Book, data: bytes) -> None:
    book.zero = ZERO_1904 if data[:1] == b"\x01" else ZERO_1900


def _boundsheet(book: _Book, data: bytes) -> None:
    at, state, kind = struct.unpack_from("<IBB", data)
    title = short_text(data[6:], None if book.wide else book.encoding)
    book.sheets.append((at, bool(state & 3), kind, title))


def _format(book: _Book, data: bytes) -> None:
    number = struct.unpack_from("<H", data)[0]
    read = text_of if book.wide else short_text
    book.formats[number] = read(data[2:], None if book.wide else book.encoding)


def _style(book: _Book, data: bytes) -> None:
    book.styles.append(struct.unpack_from("<2xH", data)[0])


_ABOUT: dict[int, Callable[[_Book, bytes], None]] = {
    FILEPASS: _protected,
    CODEPAGE: _codepage,
    DATEMODE: _datemode,
    BOUNDSHEET: _boundsheet,
    FORMAT: _format,
    EXTENDED_FORMAT: _style,
}


def _shared(chunks: Sequence[bytes]) -> list[str]:
    found = LongText(chunks)
    _used, count = struct.unpack("<II", found.take(8))
    texts = []
    for _text in range(count):
        texts.append(found.next())
        if len(texts) > MAX_CELLS:
            raise too_many_cells()
    return texts


# ------------------------------------------------------------------ a sheet
def _sheets(stream: bytes, book: _Book) -> list[Sheet]:
    sheets: dict[int, Sheet] = {}
    cells = end = 0
    for at, hidden, kind, title in sorted(book.sheets[:MOST_SHEETS]):
        if kind != WORKSHEET:
            continue
        # Two sheets in one place: then a small file could keep us busy for long.
        if at < end:
            raise damaged()
        grid = _Grid(book)
        end = grid.fill(stream, at)
        cells += grid.rows * grid.columns
        check_size(grid.rows, grid.columns)
        if cells > MAX_CELLS:
            raise too_many_cells()
        if grid.rows:
            sheets[at] = Sheet(title, grid.table(HEAD), partial(_table, grid), hidden)
    return [sheets[at] for at, *_about in book.sheets if at in sheets]


def _table(grid: "_Grid") -> Table:
    return Table(grid.table(None))


class _Grid:
    """The cells of one sheet, by row."""

    def __init__(self, book: _Book) -> None:
        self.rows = self.columns = 0
        self._cells: dict[int, dict[int, Any]] = {}
        self._book = book
        self._waiting: tuple[int, int] | None = None

    def table(self, most: int | None) -> Rows:
        """Return the first rows, or all."""
        rows = []
        for at in range(self.rows if most is None else min(most, self.rows)):
            row: list[Any] = [""] * self.columns
            for column, value in self._cells.get(at, {}).items():
                row[column] = value
            rows.append(row)
        return rows

    def fill(self, stream: bytes, at: int) -> int:
        """Read the cells of the sheet that begins at a place, and return where it ends."""
        for place, kind, data in _records(stream, at, frozenset({*_CELLS, STRING})):
            at = place
            if kind in _CELLS:
                _CELLS[kind](self, data)
            elif kind == STRING and self._waiting:
                self._put(*self._waiting, self._string(stream, place, data))
                self._waiting = None
        return at

    def _string(self, stream: bytes, at: int, data: bytes) -> str:
        if self._book.wide:
            return LongText(_chunks(stream, at)).next()
        return text_of(data, self._book.encoding)

    def _put(self, row: int, column: int, value: Any) -> None:
        if value == "":
            return
        self._cells.setdefault(row, {})[column] = value
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)

    def _number_at(self, row: int, column: int, style: int, value: float) -> None:
        days = self._book.days
        is_day = style < len(days) and days[style] and 0 <= value < MOST_DAYS
        self._put(row, column, _moment(value, self._book.zero) if is_day else value)

    def number(self, data: bytes) -> None:
        self._number_at(*_NUMBER.unpack_from(data))

    def packed(self, data: bytes) -> None:
        row, column, style, value = _PACKED.unpack_from(data)
        self._number_at(row, column, style, _unpacked(value))

    def several(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        for across, (style, value) in enumerate(struct.iter_unpack("<HI", data[4:-2])):
            self._number_at(row, column + across, style, _unpacked(value))

    def shared(self, data: bytes) -> None:
        row, column, _style, number = _PACKED.unpack_from(data)
        self._put(row, column, self._book.texts[number])

    def label(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        self._put(row, column, text_of(data[6:], None if self._book.wide else self._book.encoding))

    def truth(self, data: bytes) -> None:
        row, column, _style, value, is_error = struct.unpack_from("<HHHBB", data)
        self._put(row, column, _error(value) if is_error else bool(value))

    def formula(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        kind, value, special = struct.unpack_from("<BxB3xH", data, 6)
        self._waiting = None
        if special != NO_NUMBER:
            self._number_at(*_NUMBER.unpack_from(data))
        elif kind == 0:
            self._waiting = (row, column)
        elif kind in {1, 2}:
            self._put(row, column, bool(value) if kind == 1 else _error(value))


_CELLS: dict[int, Callable[[_Grid, bytes], None]] = {
    0x203: _Grid.number,
    0x27E: _Grid.packed,
    0xBD: _Grid.several,
    0xFD: _Grid.shared,
    0x204: _Grid.label,
    0xD6: _Grid.label,
    0x205: _Grid.truth,
    0x06: _Grid.formula,
}


def _error(code: int) -> str:
    return ERRORS.get(code, "#N/A")


_SIGN = 1 << 31


def _unpacked(value: int) -> float:
    """Return a number of 30 bits, of which two more say what it is."""
    if value & 2:
        found = float((value ^ _SIGN) - _SIGN >> 2)
    else:
        found = struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))[0]
    return found / 100 if value & 1 else found


def _moment(value: float, zero: datetime) -> date | datetime | time:
    found = zero + timedelta(days=value)
    # A day is counted in floats: to the millisecond is all that it holds.
    found = (found + timedelta(microseconds=500)).replace(microsecond=0)
    if 0 < value < 1:
        return found.time()
    return found if value % 1 else found.date()
