"""Spreadsheets out: frozen headings, number formats, live formulas, notes with sources."""

import io
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from woonregie.foundation.pages.tables import Column

LONGEST_NAME = 31
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; a value that is a `Formula` stays a live formula."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula with the value that it has now, in the words of English spreadsheets.

    `{row}` in the text becomes the row's own number.
    """

    text: str
    value: float | int | str = 0


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return an xlsx file; texts are never taken for formulas or links."""
    import xlsxwriter  # noqa: PLC0415  only exports need it

    place = io.BytesIO()
    book = xlsxwriter.Workbook(
        place, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = {
        "head": book.add_format(
            {"bold": True, "bg_color": "#E8EFF6", "text_wrap": True, "valign": "bottom"}
        ),
        "number": book.add_format({"num_format": "#,##0"}),
        "signed": book.add_format({"num_format": "+#,##0;-#,##0;0"}),
        "share": book.add_format({"num_format": "0%"}),
        "day": book.add_format({"num_format": "dd-mm-yyyy"}),
        "note": book.add_format({"italic": True, "font_color": "#4A5866"}),
    }
    taken: set[str] = set()
    for sheet in sheets:
        name = _free(_short(sheet.title), taken)
        taken.add(name.lower())
        _fill(book.add_worksheet(name), sheet, formats)
    book.close()
    return place.getvalue()


def workbook_response(name: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """Return an xlsx file as a download."""
    response = HttpResponse(workbook(sheets), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _short(title: str) -> str:
    """Return a title that Excel takes: 31 characters, without its own signs."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in str(title))
    return plain[:LONGEST_NAME].strip(" '") or "-"


def _free(name: str, taken: Set[str]) -> str:
    """Return the name, with a number where another sheet has it; Excel sees no capitals."""
    found, number = name, 1
    while found.lower() in taken:
        number += 1
        found = f"{name[: LONGEST_NAME - len(str(number)) - 3]} ({number})"
    return found


def _fill(page: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    for at, note in enumerate(sheet.notes):
        page.write_string(at, 0, str(note), formats["note"])
    head = len(sheet.notes) + (1 if sheet.notes else 0)
    for at, column in enumerate(sheet.columns):
        page.write_string(head, at, str(column.label), formats["head"])
        page.set_column(at, at, max(12, min(48, len(str(column.label)) + 4)))
    page.freeze_panes(head + 1, 1)
    for below, row in enumerate(sheet.rows, start=head + 1):
        for at, column in enumerate(sheet.columns):
            _write(page, below, at, row.get(column.key), formats.get(column.kind))
    if sheet.rows:
        page.autofilter(head, 0, head + len(sheet.rows), len(sheet.columns) - 1)


def _write(page: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Formula):
        page.write_formula(row, column, "=" + value.text.format(row=row + 1), style, value.value)
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, float(value), style)
    elif isinstance(value, date) and not isinstance(value, datetime):
        page.write_datetime(row, column, value, style)
    else:
        page.write_string(row, column, str(value))
