"""OpenDocument spreadsheets (ods): LibreOffice, Google Sheets, and what other programs write.

We walk through the sheets ourselves: the quick reader stumbles over white space between cells,
which many programs write, and loses errors of formulas.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from woonregie.foundation.intake.sheetxml import parse
from woonregie.foundation.intake.tables import (
    HEAD,
    MAX_CELLS,
    Sheet,
    Table,
    check_size,
    too_many_cells,
)

CELLS = {"table-cell", "covered-table-cell"}
# What people wrote beside a cell is not in it.
BESIDE = {"annotation", "tracked-changes", "dde-links", "forms", "shapes"}
BREAKS = {"s": " ", "tab": "\t", "line-break": "\n"}


def open_document(content: bytes) -> list[Sheet]:
    """Return the sheets with cells, in their order.

    Raises:
        FileRefusedError: damaged, or too large.
    """
    walk = _Walk()
    parse(content, walk.start, walk.end, walk.text)
    return [
        Sheet(sheet.title, sheet.rows[:HEAD], _loader(sheet), sheet.style in walk.hidden)
        for sheet in walk.sheets
        if sheet.rows
    ]


def _loader(sheet: "_Grid") -> Callable[[], Table]:
    return lambda: Table(sheet.rows)


@dataclass(slots=True)
class _Grid:
    """The rows of one sheet; empty rows and cells wait until something follows them."""

    title: str
    style: str
    rows: list[list[Any]] = field(default_factory=list)
    columns: int = 0
    waiting: int = 0

    def add(self, row: list[Any], times: int) -> None:
        if not row:
            self.waiting += times
            return
        self.columns = max(self.columns, len(row))
        check_size(len(self.rows) + self.waiting + times, self.columns)
        self.rows.extend([] for _empty in range(self.waiting))
        self.rows.extend(list(row) for _again in range(times))
        self.waiting = 0


class _Walk:
    """Follows sheets, rows and cells."""

    def __init__(self) -> None:
        self.sheets: list[_Grid] = []
        self.hidden: set[str] = set()
        self.cells = 0
        self._style = ""
        self._row: list[Any] = []
        self._waiting = self._row_times = 0
        self._cell: dict[str, str] = {}
        self._text: list[str] = []
        self._beside = self._paragraph = 0

    def start(self, name: str, found: dict[str, str]) -> None:
        self._beside += name in BESIDE
        if self._beside:
            return
        if name in CELLS:
            self._cell, self._text = found, []
        elif name == "table-row":
            self._row, self._waiting = [], 0
            self._row_times = _times(found, "table:number-rows-repeated")
        elif name == "table":
            title, style = found.get("table:name", ""), found.get("table:style-name", "")
            self.sheets.append(_Grid(title, style))
        else:
            self._inside(name, found)

    def _inside(self, name: str, found: dict[str, str]) -> None:
        if name == "p":
            self._text.append("\n" if self._text else "")
            self._paragraph += 1
        elif name in BREAKS:
            self._text.append(BREAKS[name] * min(_times(found, "text:c"), 1000))
        elif name == "style":
            self._style = found.get("style:name", "")
        elif name == "table-properties" and found.get("table:display") == "false":
            self.hidden.add(self._style)

    def text(self, piece: str) -> None:
        if self._paragraph and not self._beside:
            self._text.append(piece)

    def end(self, name: str) -> None:
        if name in BESIDE:
            self._beside -= 1
        elif self._beside:
            return
        elif name == "p":
            self._paragraph -= 1
        elif name in CELLS:
            self._add(_value(self._cell, "".join(self._text)))
        elif name == "table-row" and self.sheets:
            self.sheets[-1].add(self._row, self._row_times)

    def _add(self, value: Any) -> None:
        times = _times(self._cell, "table:number-columns-repeated")
        if value == "":
            self._waiting += times
            return
        self.cells += (self._waiting + times) * self._row_times
        if self.cells > MAX_CELLS:
            raise too_many_cells()
        self._row.extend([""] * self._waiting + [value] * times)
        self._waiting = 0


def _times(found: dict[str, str], name: str) -> int:
    return max(int(found.get(name) or 1), 1)


def _value(found: dict[str, str], text: str) -> Any:
    """Return what stands in a cell; an error of a formula as it is shown."""
    kind = found.get("office:value-type", "")
    if found.get("calcext:value-type") == "error" or not kind:
        return text
    if kind in {"float", "percentage", "currency"}:
        return float(found.get("office:value") or "nan")
    if kind == "date":
        return _day(found.get("office:date-value", ""))
    if kind == "boolean":
        return found.get("office:boolean-value") == "true"
    return found.get("office:string-value") or text


def _day(written: str) -> date | datetime | str:
    try:
        return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    except ValueError:
        return written
