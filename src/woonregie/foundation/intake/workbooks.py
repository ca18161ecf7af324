"""Excel workbooks, read by the quick reader after `archives` looked at them."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from woonregie.foundation.intake import sheetxml
from woonregie.foundation.intake.archives import EXCEL, Archive
from woonregie.foundation.intake.tables import (
    HEAD,
    MAX_CELLS,
    Rows,
    Sheet,
    Table,
    check_size,
    damaged,
    too_many_cells,
)

RELATIONS = "xl/_rels/workbook.xml.rels"
MOST_SHEETS = 100
Found = TypeVar("Found")


def open_workbook(archive: Archive) -> list[Sheet]:
    """Return the sheets with cells, in their order.

    Raises:
        FileRefusedError: damaged, or too large.
    """
    import python_calamine  # noqa: PLC0415  only imports need it

    book = _safely(lambda: python_calamine.CalamineWorkbook.from_path(str(archive.path)))
    marks = _marks(archive)
    sheets, cells = [], 0
    for about in _safely(lambda: book.sheets_metadata)[:MOST_SHEETS]:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        found = _safely(partial(book.get_sheet_by_name, about.name))
        cells += (found.total_height + 1) * (found.total_width + 1)
        if cells > MAX_CELLS:
            raise too_many_cells()
        rows = partial(_rows, found, marks.get(about.name, {}))
        hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
        sheets.append(Sheet(about.name, rows(HEAD), partial(_table, rows), hidden))
    return [sheet for sheet in sheets if sheet.head]


def _safely(read: Callable[[], Found]) -> Found:
    """Return what the quick reader gives; whatever goes wrong in it, the file is damaged."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # A panic of the reader, which is written in Rust, is no Exception.
        raise damaged() from error


def _table(rows: Callable[[int | None], Rows]) -> Table:
    return Table(rows(None))


def _rows(sheet: Any, marks: sheetxml.Marks, most: int | None) -> Rows:
    check_size(sheet.total_height + 1, sheet.total_width + 1)
    rows: list[list[Any]] = _safely(partial(sheet.to_python, skip_empty_area=False, nrows=most))
    for (row, column), text in marks.items():
        if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
            rows[row][column] = text
    return rows


def _marks(archive: Archive) -> dict[str, sheetxml.Marks]:
    """Return the marks by title of the sheet."""
    if not any(archive.marks.values()):
        return {}
    places = sheetxml.sheet_parts(archive.part(EXCEL), archive.part(RELATIONS))
    return {title: archive.marks.get(place, {}) for title, place in places.items()}
