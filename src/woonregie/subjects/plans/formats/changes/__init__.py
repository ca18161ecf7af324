"""A list of building changes: which home was built or demolished, when and where (*mutaties*)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from woonregie.foundation.intake.cells import (
    YEARS,
    CellError,
    any_day,
    dwellings,
    text,
)
from woonregie.foundation.intake.tables import Rows, Table
from woonregie.subjects.plans.formats.changes.columns import COLUMNS, KINDS, NEEDED, SYNONYMS
from woonregie.subjects.plans.formats.delivered import (
    Context,
    Drawer,
    Issue,
    heading_at,
    tell_progress,
)
from woonregie.subjects.plans.formats.locations import point
from woonregie.subjects.plans.formats.rows import Teller, is_empty
from woonregie.subjects.plans.values import SeenChange

NAME = "building_changes"
DIGITS = 16
# A spreadsheet takes a number of sixteen digits for a number, and throws the leading zero away.
_SHORTENED = re.compile(r"\d{15,16}")
_ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change and the municipality in which it happened."""

    municipality_id: UUID
    change: SeenChange

    @property
    def what(self) -> tuple[str, str, date]:
        """What may stand in a list once."""
        return self.change.object_id, self.change.kind, self.change.changed_on


@dataclass(slots=True)
class ChangesResult:
    """The changes of a list with the row they stand in, and the issues.

    `skipped` counts rows of other municipalities.
    """

    rows: list[ChangeRow] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    skipped: int = 0


def _plain(cell: Any) -> str:
    name = " ".join(text(cell).lower().rstrip("*").split())
    return SYNONYMS.get(name, name)


def _header_row(rows: Rows) -> int | None:
    return heading_at(rows, NEEDED, _plain)


def _read(table: Table, context: Context) -> ChangesResult:
    result, at = ChangesResult(), _header_row(table.rows) or 0
    reader = _Reader(result, context)
    reader.teller.remarks(table)
    names = reader.teller.headings(table.rows[at], at + 1, _plain, COLUMNS)
    for line, row in enumerate(table.rows[at + 1 :], start=at + 2):
        tell_progress(context, line, table.rows)
        if not is_empty(row):
            reader.read(line, dict(zip(names, row, strict=False)))
    if result.skipped:
        reader.teller.row = 0
        reader.teller.tell("elsewhere", "gemeente", count=result.skipped)
    return result


class _Reader:
    """Reads row after row; what cannot be read becomes an issue in `result`."""

    def __init__(self, result: ChangesResult, context: Context) -> None:
        self.result, self.context = result, context
        self.teller = Teller(result.issues)
        self._seen: dict[tuple[str, str, date], SeenChange] = {}

    def read(self, line: int, cells: Mapping[str, Any]) -> None:
        """Read one row."""
        self.teller.row = line
        before = len(self.result.issues)
        place = self._place(cells)
        if place is None and len(self.result.issues) == before:
            self.result.skipped += 1
            return
        number = self._of(_object, "object", cells, "")
        kind = self._of(_kind, "soort", cells, "")
        changed_on = self._of(self._day, "datum", cells, date.min)
        homes = self._of(_homes, "woningen", cells, 1)
        x, y = self._point(cells)
        if place is None or any(item.severity == "error" for item in self.result.issues[before:]):
            return
        self._keep(line, ChangeRow(place, SeenChange(number, kind, changed_on, homes, x, y)))

    def _of(self, reader: Any, column: str, cells: Mapping[str, Any], instead: Any) -> Any:
        return self.teller.read(reader, column, cells.get(column), instead)

    def _place(self, cells: Mapping[str, Any]) -> UUID | None:
        """Return the municipality; None without an issue is one that nobody asked for."""
        given = self.teller.text("gemeente", cells.get("gemeente"))
        wanted = self.context.wanted
        if not given and wanted is not None and len(wanted) == 1:
            return next(iter(wanted))
        place = self.teller.place(self.context, "gemeente", given)
        return place if wanted is None or place in wanted else None

    def _day(self, value: Any) -> date:
        found = any_day(value)
        if found is None:
            raise CellError("no_day")
        if found.year < YEARS[0]:
            raise CellError("day_too_early")
        if self.context.today is not None and found > self.context.today:
            raise CellError("day_ahead")
        return found

    def _point(self, cells: Mapping[str, Any]) -> tuple[float, float]:
        x, y = cells.get("x"), cells.get("y")
        try:
            placed, code = point("" if x is None else x, "" if y is None else y)
        except CellError as error:
            self.teller.tell(error.code, "x", f"{text(x)} {text(y)}")
            return 0.0, 0.0
        if placed is None:
            self.teller.tell("no_point", "x")
            return 0.0, 0.0
        if code:
            self.teller.tell(code, "x", f"{text(x)} {text(y)}")
        return placed

    def _keep(self, line: int, row: ChangeRow) -> None:
        before = self._seen.setdefault(row.what, row.change)
        if before is row.change:
            self.result.rows.append(row)
            self.result.lines.append(line)
        else:
            same = before == row.change
            self.teller.tell(
                "change_twice" if same else "change_differs", "object", row.change.object_id
            )


def _object(value: Any) -> str:
    """Return a number of the register of buildings as sixteen digits.

    >>> _object(166010000123456), _object("0166.010.000.123456 ")
    ('0166010000123456', '0166010000123456')
    """
    found = text(value).replace(" ", "").replace(".", "")
    if not found:
        raise CellError("no_object")
    if _ROUNDED.fullmatch(text(value)):
        raise CellError("rounded_object")
    if not _SHORTENED.fullmatch(found) or not found.isascii():
        raise CellError("not_an_object")
    return found.zfill(DIGITS)


def _kind(value: Any) -> str:
    found = KINDS.get(" ".join(text(value).lower().split()))
    if found is None:
        raise CellError("unknown_change")
    return found.value


def _homes(value: Any) -> int:
    """Return how many homes; a row without a number is one home."""
    if not text(value):
        return 1
    found = dwellings(value)
    if found < 1:
        raise CellError("no_homes")
    return found


DRAWER = Drawer(NAME, "Mutaties van gebouwen", _header_row, _read, of=NAME)
