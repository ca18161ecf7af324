"""Excel workbooks of before 2007 (xls), read by xlrd.

The quick reader of newer workbooks loses errors of formulas in old ones, and an empty cell is zero
dwellings; xlrd keeps them.
"""

import io
from collections.abc import Iterator
from functools import partial
from typing import Any

import xlrd

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

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Before 1995 a workbook was no container yet.
OLDER = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
MOST_SHEETS = 100
# Below this many days it is no date of a plan but a duration.
FIRST_DAYS = 366


class _Book(xlrd.book.Book):  # type: ignore[misc]  # xlrd tells no types
    """A workbook of which the names of ranges are left alone: their formulas trip the reader."""

    def names_epilogue(self) -> None:
        """Work out no names."""


# Of this class `open_workbook` makes its books.
xlrd.book.Book = _Book


def open_old_workbook(content: bytes) -> list[Sheet]:
    """Return the sheets with cells of an xls file, in their order.

    Raises:
        FileRefusedError: another kind of Office file, protected, damaged, or too large.
    """
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise protected()
    with as_damaged():
        try:
            return list(_sheets(_opened(content)))
        except xlrd.XLRDError as error:
            raise _refusal(str(error)) from error


def _refusal(reason: str) -> FileRefusedError:
    if "encrypted" in reason:
        return protected()
    return wrong_type() if "Can't find workbook" in reason else damaged()


def _opened(content: bytes) -> Any:
    # Its remarks about slovenly files would go to whatever a command writes.
    silence = io.StringIO()
    return xlrd.open_workbook(
        file_contents=content, logfile=silence, on_demand=True, ragged_rows=True
    )


def _sheets(book: Any) -> Iterator[Sheet]:
    cells = 0
    for at in range(min(book.nsheets, MOST_SHEETS)):
        found = book.sheet_by_index(at)
        check_size(found.nrows, found.ncols)
        cells += found.nrows * found.ncols
        if cells > MAX_CELLS:
            raise too_many_cells()
        if found.nrows:
            rows = partial(_rows, found, book.datemode)
            yield Sheet(found.name, rows(HEAD), partial(_table, rows), bool(found.visibility))


def _table(rows: partial[Rows]) -> Table:
    return Table(rows(None))


def _rows(sheet: Any, datemode: int, most: int | None) -> Rows:
    """Return the first rows, or all."""
    with as_damaged():
        return [
            [
                *map(partial(_value, datemode), sheet.row_types(at), sheet.row_values(at)),
                *[""] * (sheet.ncols - sheet.row_len(at)),
            ]
            for at in range(sheet.nrows if most is None else min(most, sheet.nrows))
        ]


def _value(datemode: int, kind: int, value: Any) -> Any:
    if kind == xlrd.XL_CELL_DATE:
        return _moment(value, datemode)
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#N/A")
    return bool(value) if kind == xlrd.XL_CELL_BOOLEAN else value


def _moment(value: float, datemode: int) -> Any:
    """Return a day, a moment or a time of day; anything else stays a number."""
    try:
        found = xlrd.xldate.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    if 0 < value < 1:
        return found.time()
    if value < FIRST_DAYS:
        return value
    return found if value % 1 else found.date()
