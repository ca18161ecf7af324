"""Our own template: one row per plan, Dutch headings, a column per year or period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from woonregie.subjects.plans.formats.cells import CellError, dwellings, text
from woonregie.subjects.plans.formats.delivered import (
    Context,
    Drawer,
    ReadResult,
    heading_at,
    tell_progress,
)
from woonregie.subjects.plans.formats.locations import point, shape
from woonregie.subjects.plans.formats.rows import Teller, is_empty, is_total
from woonregie.subjects.plans.formats.tables import Rows, Table
from woonregie.subjects.plans.formats.template.columns import (
    CODE_LISTS,
    NEEDED,
    SYNONYMS,
    TEXTS,
    UNCHANGED,
    ReversedPeriodError,
    cell_of,
    code_of,
)
from woonregie.subjects.plans.quantities import overallocated
from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues, located, located_at

SYSTEM = "template"
NOWHERE = located(None)


def _plain(cell: Any) -> str:
    name = " ".join(text(cell).lower().rstrip("*").split())
    return SYNONYMS.get(name, name)


def _header_row(rows: Rows) -> int | None:
    return heading_at(rows, NEEDED, _plain)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything stands: column of each text, and (column, heading, cell) of each number."""

    texts: Mapping[str, int]
    cells: Sequence[tuple[int, str, Cell]]


def _read(table: Table, context: Context) -> ReadResult:
    result, at = ReadResult(), _header_row(table.rows) or 0
    teller = Teller(result.issues)
    teller.remarks(table)
    teller.row = at + 1
    reader = _Reader(result, context, teller, _layout(teller, table.rows, at))
    for line, row in enumerate(table.rows[at + 1 :], start=at + 2):
        tell_progress(context, line, table.rows)
        if not is_empty(row):
            shape_of_row = table.geometries[line - 1] if table.geometries else None
            reader.read(line, row, shape_of_row)
    return result


def _layout(teller: Teller, rows: Rows, at: int) -> _Layout:
    """Return where everything stands, with an issue for each heading that counts nothing."""
    headings = [text(cell) for cell in rows[at]]
    names = [_plain(cell) for cell in rows[at]]
    teller.duplicates(headings, [_counts(name) or name for name in names])
    texts = {name: index for index, name in enumerate(names) if name in TEXTS}
    cells = []
    for index, name in enumerate(names):
        cell = _counts(name)
        if isinstance(cell, Cell):
            cells.append((index, headings[index], cell))
        elif name and name not in TEXTS and _filled(rows, at, index):
            teller.tell(cell or "unknown_column", headings[index], headings[index])
    return _Layout(texts, cells)


def _counts(name: str) -> Cell | str | None:
    """Return what a heading counts, the code of what is wrong with it, or None."""
    try:
        return cell_of(name)
    except ReversedPeriodError:
        return "reversed_period"


def _filled(rows: Rows, at: int, index: int) -> bool:
    return any(index < len(row) and text(row[index]) for row in rows[at + 1 :])


class _Reader:
    """Reads row after row; what cannot be read becomes an issue in `result`."""

    def __init__(
        self, result: ReadResult, context: Context, teller: Teller, layout: _Layout
    ) -> None:
        self.result, self.context, self.teller = result, context, teller
        self.texts, self.cells = layout.texts, layout.cells
        self._codes: dict[tuple[str, str], str | None] = {}

    def read(self, line: int, row: Sequence[Any], area: Any) -> None:
        """Read one row."""
        self.teller.row = line
        if self._is_total(row):
            self.result.skipped += 1
            return
        place = self._place(row)
        if place is None:
            return
        name = self.teller.name("naam", self._at(row, "naam"))
        if not name:
            self.teller.tell("no_name", "naam")
            return
        cells = self._quantities(row)
        note, location = self._note(row), self._location(row, area)
        values = PlanValues(
            name=name,
            settlement_id=self._settlement(row, place),
            note=note or "",
            invented=self.context.invented,
            planning_status=self._code(row, "planning_status"),
            project_phase=self._code(row, "project_phase"),
            location_kind=self._code(row, "location_kind"),
            **(location or NOWHERE),
        )
        self._add(row, place, values, cells)
        kept = {*(["note"] if note is None else []), *(["location"] if location is None else [])}
        if kept:
            self.result.unchanged[len(self.result.rows) - 1] = frozenset(kept)

    def _add(
        self, row: Sequence[Any], place: UUID, values: PlanValues, cells: dict[Cell, int]
    ) -> None:
        for account, breakdown, claimed, total in overallocated(cells):
            self.teller.tell("over_allocated", breakdown, f"{account}: {claimed} > {total}")
        number = self.teller.key("plannummer", self._at(row, "plannummer")).upper()
        key = "" if number else self.teller.key("eigen sleutel", self._at(row, "eigen sleutel"))
        if not number:
            key = f"{place}:{key}" if key else self.teller.name_key(place, values.name)
        self.result.rows.append(BulkRow(SYSTEM, key, number, place, values, cells))
        self.result.lines.append(self.teller.row)

    def _at(self, row: Sequence[Any], name: str) -> Any:
        index = self.texts.get(name, -1)
        return row[index] if 0 <= index < len(row) else ""

    def _is_total(self, row: Sequence[Any]) -> bool:
        """Return whether a row adds up others: a plan has a status or a number."""
        if text(self._at(row, "planologische status")) or text(self._at(row, "plannummer")):
            return False
        name = text(self._at(row, "naam"))
        first = next((found for cell in row if (found := text(cell))), "")
        if not is_total(name) and not is_total(first):
            return False
        self.teller.tell("totals_row", "naam", name or first)
        return True

    def _place(self, row: Sequence[Any]) -> UUID | None:
        given = self.teller.text("gemeente", self._at(row, "gemeente"))
        wanted = self.context.municipality_id
        if not given and wanted is not None:
            return wanted
        place = self.teller.place(self.context, "gemeente", given)
        if place is not None and wanted not in {None, place}:
            self.teller.tell("other_municipality", "gemeente", given)
            return None
        return place

    def _settlement(self, row: Sequence[Any], place: UUID) -> UUID | None:
        given = self.teller.text("kern", self._at(row, "kern"))
        if not given:
            return None
        found = self.context.settlements.get((place, given.lower()))
        if found is None:
            self.teller.tell("unknown_settlement", "kern", given)
        return found

    def _note(self, row: Sequence[Any]) -> str | None:
        """Return the remarks, or None when they stay as they are."""
        found = self.teller.text("opmerkingen", self._at(row, "opmerkingen"), lines=True)
        return None if found == UNCHANGED else found

    def _code(self, row: Sequence[Any], field: str) -> str:
        column, known = CODE_LISTS[field]
        value = self._at(row, column)
        given = value if type(value) is str else text(value)
        if (field, given) not in self._codes:
            self._codes[field, given] = code_of(text(given), known)
        code = self._codes[field, given]
        if code is None:
            wrong = "unknown_status" if field == "planning_status" else "unknown_code"
            self.teller.tell(wrong, column, value)
        return code or "unknown"

    def _quantities(self, row: Sequence[Any]) -> dict[Cell, int]:
        cells: dict[Cell, int] = {}
        for index, heading, cell in self.cells:
            value = row[index] if index < len(row) else None
            # Most cells are empty or a small whole number: those need no further look.
            if value == "" or value is None:
                continue
            found = (
                int(value)
                if type(value) is float and value.is_integer() and 0 <= value < 10_000  # noqa: PLR2004  far below all limits
                else self._number(heading, value)
            )
            if found:
                cells[cell] = found
        return cells

    def _number(self, heading: str, value: Any) -> int:
        found: int = self.teller.read(dwellings, heading, value, 0)
        if found < 0:
            self.teller.tell("negative", heading, value)
            return 0
        return found

    def _location(self, row: Sequence[Any], area: Any) -> dict[str, Any] | None:
        """Return where the plan lies, or None when that stays as it is."""
        written = self._at(row, "wkt")
        if written == UNCHANGED:
            return None
        x, y = self._at(row, "x"), self._at(row, "y")
        try:
            if area is not None or written not in {"", None}:
                found, code = shape(area if area is not None else written)
                placed = located(found)
            else:
                pair, code = point(x, y)
                placed = located_at(*pair) if pair else NOWHERE
        except CellError as error:
            self.teller.tell(error.code, "x, y of wkt", written or f"{text(x)}, {text(y)}")
            return NOWHERE
        if code:
            self.teller.tell(code, "x, y of wkt", f"{text(x)}, {text(y)}" if not written else "")
        return placed


DRAWER = Drawer("template", "Sjabloon van Woonregie", _header_row, _read)
