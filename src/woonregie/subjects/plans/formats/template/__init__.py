"""Our own template: one row per plan, Dutch headings, a column per year or period."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from woonregie.subjects.plans.formats.cells import CellError, dwellings, point, shape, text
from woonregie.subjects.plans.formats.delivered import Context, Drawer, ReadResult, heading_at
from woonregie.subjects.plans.formats.issues import issue
from woonregie.subjects.plans.formats.tables import RawTable
from woonregie.subjects.plans.formats.template.columns import (
    CODE_LISTS,
    NEEDED,
    PERIOD,
    SYNONYMS,
    VALUE_COLUMNS,
    code_of,
)
from woonregie.subjects.plans.quantities import overallocated
from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues, located

TOTALS = re.compile(r"^(totaal|subtotaal|eindtotaal|total|som)\b", re.IGNORECASE)


def _plain(cell: Any) -> str:
    name = text(cell).lower().rstrip("*").strip()
    return SYNONYMS.get(name, name)


def _header_row(table: RawTable) -> int | None:
    return heading_at(table.rows, NEEDED, _plain)


def _read(table: RawTable, context: Context) -> ReadResult:
    at = _header_row(table)
    result = ReadResult()
    if at is None:
        return result
    heading = [text(cell) for cell in table.rows[at]]
    names = [_plain(cell) for cell in table.rows[at]]
    periods = {index: period for index, name in enumerate(names) if (period := _period(name))}
    for line, row in enumerate(table.rows[at + 1 :], start=at + 2):
        if all(text(cell) == "" for cell in row):
            continue
        _Row(
            result, context, line, heading, dict(zip(names, row, strict=False)), row, periods
        ).read()
    return result


def _period(name: str) -> tuple[str, int | None, int | None] | None:
    """Return account, first year and first year after of a heading such as "bouw 2030-2034"."""
    match = PERIOD.match(name)
    if not match:
        return None
    account = "build" if match["side"] == "bouw" else "demolition"
    if match["first"] is None:
        return account, None, None
    first = int(match["first"])
    return account, first, int(match["last"] or first) + 1


class _Row:
    """Reads one row; what cannot be read becomes an issue in `result`."""

    def __init__(
        self,
        result: ReadResult,
        context: Context,
        line: int,
        heading: Sequence[str],
        cells: Mapping[str, Any],
        row: Sequence[Any],
        periods: Mapping[int, tuple[str, int | None, int | None]],
    ) -> None:
        self.result, self.context, self.line = result, context, line
        self.heading, self.cells, self.row, self.periods = heading, cells, row, periods

    def read(self) -> None:
        name = text(self.cells.get("naam"))
        first = next((text(cell) for cell in self.row if text(cell)), "")
        if TOTALS.match(name) or (TOTALS.match(first) and not text(self.cells.get("gemeente"))):
            self.result.skipped += 1
            return self._tell("totals_row", "naam", name or first)
        place = self._place()
        if place is None:
            return None
        if not name:
            return self._tell("no_name", "naam")
        cells = self._quantities()
        values = PlanValues(
            name=name[:200],
            settlement_id=self.context.settlements.get(
                (place, text(self.cells.get("kern")).lower())
            ),
            note=text(self.cells.get("opmerkingen")),
            invented=self.context.invented,
            planning_status=self._code("planning_status"),
            project_phase=self._code("project_phase"),
            location_kind=self._code("location_kind"),
            **self._location(),
        )
        number = text(self.cells.get("plannummer"))
        for account, breakdown, claimed, total in overallocated(cells):
            self._tell("over_allocated", breakdown, f"{account}: {claimed} > {total}")
        key = "" if number else text(self.cells.get("eigen sleutel"))
        self.result.rows.append(
            BulkRow("template", f"{place}:{key}" if key else "", number, place, values, cells)
        )
        self.result.lines.append(self.line)
        return None

    def _tell(self, code: str, column: str = "", value: Any = "") -> None:
        self.result.issues.append(issue(code, self.line, column, value))

    def _place(self) -> UUID | None:
        given = text(self.cells.get("gemeente"))
        place = self.context.places_by_code.get(given.upper()) or self.context.places_by_name.get(
            given.lower()
        )
        if place is None and not given:
            place = self.context.municipality_id
        if place is None:
            self._tell("unknown_municipality", "gemeente", given)
        elif self.context.municipality_id not in {None, place}:
            self._tell("other_municipality", "gemeente", given)
            return None
        return place

    def _code(self, field: str) -> str:
        column, known = CODE_LISTS[field]
        given = text(self.cells.get(column))
        code = code_of(given, known)
        if code is None:
            self._tell(
                "unknown_status" if field == "planning_status" else "unknown_code", column, given
            )
        return code or "unknown"

    def _number(self, column: str, value: Any) -> int:
        try:
            found = dwellings(value)
        except CellError as error:
            self._tell(error.code, column, text(value))
            return 0
        if found < 0:
            self._tell("negative", column, found)
            return 0
        return found

    def _quantities(self) -> dict[Cell, int]:
        cells: dict[Cell, int] = {}
        for index, (account, first, before) in self.periods.items():
            value = self.row[index] if index < len(self.row) else None
            cell = Cell(account, "total", "", first, before)
            cells[cell] = cells.get(cell, 0) + self._number(self.heading[index], value)
        for column, (breakdown, category) in VALUE_COLUMNS.items():
            if column in self.cells:
                cells[Cell("build", breakdown, category, None, None)] = self._number(
                    column, self.cells[column]
                )
        return {cell: n for cell, n in cells.items() if n}

    def _location(self) -> dict[str, Any]:
        try:
            found, code = shape(text(self.cells.get("wkt")))
            if found is None:
                found, code = point(self.cells.get("x"), self.cells.get("y"))
        except CellError as error:
            self._tell(error.code, "x, y of wkt", text(self.cells.get("x")))
            return located(None)
        if code:
            self._tell(code, "x, y of wkt", text(self.cells.get("x")))
        return located(found)


DRAWER = Drawer("template", "Sjabloon van Woonregie", _header_row, _read)
