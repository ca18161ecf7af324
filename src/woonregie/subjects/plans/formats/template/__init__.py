"""Our own template: one row per plan, Dutch headings, a column per year or period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from woonregie.foundation.intake.cells import CellError, dwellings, text
from woonregie.foundation.intake.tables import Rows, Table
from woonregie.foundation.pages.charts import EXAMPLE
from woonregie.subjects.plans.formats.delivered import (
    Context,
    Drawer,
    ReadResult,
    heading_at,
    tell_progress,
)
from woonregie.subjects.plans.formats.locations import point, shape, whereabouts
from woonregie.subjects.plans.formats.rows import Teller, is_empty, is_total
from woonregie.subjects.plans.formats.template.columns import (
    CODE_LISTS,
    COLUMNS_OF,
    EMPTY,
    NEEDED,
    SYNONYMS,
    TEXTS,
    UNCHANGED,
    YES_NO,
    ReversedPeriodError,
    cell_of,
    code_of,
)
from woonregie.subjects.plans.formats.template.division import CELL
from woonregie.subjects.plans.formats.template.division import read as read_division
from woonregie.subjects.plans.models import Account, Breakdown
from woonregie.subjects.plans.quantities import LINES, line_of, overallocated
from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues, located, located_at

SYSTEM = "template"
NOWHERE = located(None)
TOTAL = Breakdown.TOTAL.value
# A whole number below this is a number of dwellings without a further look.
PLAIN = 10_000
DIVISION, KEY_PROJECT = "volledige verdeling", "sleutelproject"
DIVIDED = frozenset(f"{account} {CELL}" for account in Account.values)


def _plain(cell: Any) -> str:
    name = " ".join(text(cell).lower().rstrip("*").split())
    return SYNONYMS.get(name, name)


def _header_row(rows: Rows) -> int | None:
    return heading_at(rows, NEEDED, _plain)


def unread(rows: Rows) -> frozenset[str]:
    """Return the headings that mean nothing here, in small letters.

    Args:
        rows: the first rows of a table in which our heading stands.
    """
    names = {_plain(cell) for cell in rows[_header_row(rows) or 0]}
    return frozenset(name for name in names - {"", *TEXTS} if _counts(name) is None)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything stands: column of each text, and (column, heading, cell) of each number.

    A text that has no column stands in the one behind the last, which is always empty. `silent`
    names what no column speaks of.
    """

    texts: Mapping[str, int]
    cells: Sequence[tuple[int, str, Cell]]
    width: int
    silent: frozenset[str]


def _read(table: Table, context: Context) -> ReadResult:
    return read_from(table, context, _header_row(table.rows) or 0)


def read_from(table: Table, context: Context, at: int) -> ReadResult:
    """Read the rows below a heading.

    Args:
        table: what was delivered.
        context: whose list it is.
        at: row of the heading, from 0.
    """
    result = ReadResult()
    teller = Teller(result.issues)
    teller.remarks(table)
    teller.row = at + 1
    layout = _layout(teller, table.rows, at, shapes=bool(table.geometries))
    reader = _Reader(result, context, teller, layout)
    for line, row in enumerate(table.rows[at + 1 :], start=at + 2):
        tell_progress(context, line, table.rows)
        if not is_empty(row):
            shape_of_row = table.geometries[line - 1] if table.geometries else None
            reader.read(line, _padded(row, layout.width), shape_of_row)
    return result


def _padded(row: Sequence[Any], width: int) -> Sequence[Any]:
    """Return a row of the width of the heading, and one empty cell behind it."""
    if len(row) == width:
        return [*row, ""]
    return [*row[:width], *[""] * (width + 1 - len(row[:width]))]


def _layout(teller: Teller, rows: Rows, at: int, *, shapes: bool) -> _Layout:
    """Return where everything stands, with an issue for each heading that counts nothing."""
    headings = [text(cell) for cell in rows[at]]
    names = [_plain(cell) for cell in rows[at]]
    teller.duplicates(headings, [_counts(name) or name for name in names])
    texts = dict.fromkeys(TEXTS, len(names))
    texts |= {name: index for index, name in enumerate(names) if name in TEXTS}
    cells = []
    for index, name in enumerate(names):
        cell = _counts(name)
        if isinstance(cell, Cell):
            cells.append((index, headings[index], cell))
        elif name and name not in TEXTS and _filled(rows, at, index):
            teller.tell(cell or "unknown_column", headings[index], headings[index])
    said = {name for name in names if name in TEXTS} | ({"wkt"} if shapes else set())
    return _Layout(texts, cells, len(names), _silent(said, [cell for *_at, cell in cells]))


def _silent(said: set[str], cells: Sequence[Cell]) -> frozenset[str]:
    """Return the fields and the lines of numbers of which no column says anything."""
    fields = {field for field, columns in COLUMNS_OF.items() if said.isdisjoint(columns)}
    lines = {line_of(cell) for cell in cells}
    if DIVISION in said:
        lines |= {f"{account} {CELL}" for account in Account.values}
    return frozenset(fields | (LINES - lines))


def _counts(name: str) -> Cell | str | None:
    """Return what a heading counts, the code of what is wrong with it, or None."""
    try:
        return cell_of(name)
    except ReversedPeriodError:
        return "reversed_period"


def _filled(rows: Rows, at: int, index: int) -> bool:
    return any(index < len(row) and text(row[index]) for row in rows[at + 1 :])


class _Reader:
    """Reads row after row; what cannot be read becomes an issue in `result`.

    Lists have tens of thousands of rows with some twenty cells, so the usual cell takes the
    shortest way, and each spelling of a code is looked up once.
    """

    def __init__(
        self, result: ReadResult, context: Context, teller: Teller, layout: _Layout
    ) -> None:
        self.result, self.context, self.teller = result, context, teller
        self.at = layout.texts
        self.cells = [(*item, line_of(item[2])) for item in layout.cells]
        self.silent = layout.silent
        # Each line of numbers, and the line that it may not exceed.
        self._lines = {line: f"{line.split()[0]} {TOTAL}" for *_item, line in self.cells}
        self._lines |= {total: total for total in self._lines.values()}
        self._codes: dict[str, dict[str, str | None]] = {field: {} for field in CODE_LISTS}
        self._places: dict[UUID, str] = {}

    def read(self, line: int, row: Sequence[Any], area: Any) -> None:
        """Read one row."""
        self.teller.row = line
        if self._is_total(row):
            self.result.skipped += 1
            return
        place = self._place(row)
        if place is None:
            return
        name = self.teller.name("naam", row[self.at["naam"]])
        if not name:
            self.teller.tell("no_name", "naam")
            return
        division = self._division(row)
        cells = self._quantities(row, division or {})
        note, location = self._note(row), self._location(row, area)
        values = PlanValues(
            name=name,
            settlement_id=self._settlement(row, place),
            note=note or "",
            invented=self.context.invented or text(row[self.at["gegevens"]]) == EXAMPLE,
            planning_status=self._code(row, "planning_status"),
            project_phase=self._code(row, "project_phase"),
            location_kind=self._code(row, "location_kind"),
            programme_class=self._code(row, "programme_class"),
            built_up_area=self._code(row, "built_up_area"),
            client_kind=self._code(row, "client_kind"),
            living_environment=self._code(row, "living_environment"),
            regional_function=self._code(row, "regional_function"),
            key_project=self._yes(row),
            **(location or NOWHERE),
        )
        quiet = frozenset() if division is not None else DIVIDED
        self._add(row, place, values, cells, quiet)
        if note is None or location is None:
            kept = {"note": note is None, "location": location is None}
            self.result.unchanged[len(self.result.rows) - 1] = frozenset(
                name for name, stays in kept.items() if stays
            )

    def _add(
        self,
        row: Sequence[Any],
        place: UUID,
        values: PlanValues,
        cells: dict[Cell, int],
        quiet: frozenset[str],
    ) -> None:
        number, key = row[self.at["plannummer"]], row[self.at["eigen sleutel"]]
        if number:
            number = self.teller.key("plannummer", number).upper()
        if key:
            key = self.teller.key("eigen sleutel", key)
        if key:
            key = f"{self._of(place)}:{key}"
        elif not number:
            key = self.teller.name_key(place, values.name)
        silent = self.silent | quiet if quiet else self.silent
        self.result.rows.append(
            BulkRow(SYSTEM, key or "", number or "", place, values, cells, silent)
        )
        self.result.lines.append(self.teller.row)

    def _of(self, place: UUID) -> str:
        if place not in self._places:
            self._places[place] = str(place)
        return self._places[place]

    def _is_total(self, row: Sequence[Any]) -> bool:
        """Return whether a row adds up others: a plan has a status or a number."""
        if text(row[self.at["planologische status"]]) or text(row[self.at["plannummer"]]):
            return False
        name = text(row[self.at["naam"]])
        first = next((found for cell in row if (found := text(cell))), "")
        if not is_total(name) and not is_total(first):
            return False
        self.teller.tell("totals_row", "naam", name or first)
        return True

    def _place(self, row: Sequence[Any]) -> UUID | None:
        given = self.teller.text("gemeente", row[self.at["gemeente"]])
        wanted = self.context.municipality_id
        if not given and wanted is not None:
            return wanted
        place = self.teller.place(self.context, "gemeente", given)
        if place is not None and wanted not in {None, place}:
            self.teller.tell("other_municipality", "gemeente", given)
            return None
        return place

    def _settlement(self, row: Sequence[Any], place: UUID) -> UUID | None:
        value = row[self.at["kern"]]
        given = self.teller.text("kern", value) if value else ""
        if not given:
            return None
        found = self.context.settlements.get((place, given.lower()))
        if found is None:
            self.teller.tell("unknown_settlement", "kern", given)
        return found

    def _note(self, row: Sequence[Any]) -> str | None:
        """Return the remarks, or None when they stay as they are."""
        value = row[self.at["opmerkingen"]]
        if not value:
            return ""
        found = self.teller.text("opmerkingen", value, lines=True)
        return None if found == UNCHANGED else found

    def _code(self, row: Sequence[Any], field: str) -> str:
        column, known = CODE_LISTS[field]
        value, codes = row[self.at[column]], self._codes[field]
        given = value if type(value) is str else text(value)
        if given not in codes:
            codes[given] = code_of(text(given), known, EMPTY[field])
        code = codes[given]
        if code is None:
            wrong = "unknown_status" if field == "planning_status" else "unknown_code"
            self.teller.tell(wrong, column, value)
            return EMPTY[field]
        return code

    def _yes(self, row: Sequence[Any]) -> bool:
        value = row[self.at[KEY_PROJECT]]
        found = YES_NO.get(text(value).lower()) if value else False
        if found is None:
            self.teller.tell("unknown_code", KEY_PROJECT, value)
        return bool(found)

    def _division(self, row: Sequence[Any]) -> dict[Cell, int] | None:
        """Return the full cells, or None when they stay as they are."""
        value = row[self.at[DIVISION]]
        if not value:
            return {}
        given = self.teller.text(DIVISION, value, lines=True)
        if given == UNCHANGED:
            return None
        found: dict[Cell, int] = self.teller.read(read_division, DIVISION, given, {})
        return found

    def _quantities(self, row: Sequence[Any], division: dict[Cell, int]) -> dict[Cell, int]:
        cells: dict[Cell, int] = dict(division)
        sums = dict.fromkeys(self._lines, 0)
        for index, heading, cell, line in self.cells:
            value = row[index]
            if value == "" or value is None:
                continue
            if type(value) is not float or not 0 <= value < PLAIN or value % 1:
                value = self._number(heading, value)
            if value:
                cells[cell] = int(value)
                sums[line] += cells[cell]
        if division or any(sums[line] > sums[total] for line, total in self._lines.items()):
            for account, breakdown, claimed, total in overallocated(cells):
                self.teller.tell("over_allocated", breakdown, f"{account}: {claimed} > {total}")
        return cells

    def _number(self, heading: str, value: Any) -> int:
        found: int = self.teller.read(dwellings, heading, value, 0)
        if found < 0:
            self.teller.tell("negative", heading, value)
            return 0
        return found

    def _location(self, row: Sequence[Any], area: Any) -> dict[str, Any] | None:
        """Return where the plan lies, or None when that stays as it is."""
        written, x, y = row[self.at["wkt"]], row[self.at["x"]], row[self.at["y"]]
        if written == UNCHANGED:
            return None
        try:
            if area is not None or written not in {"", None}:
                found, code = shape(area if area is not None else written)
                placed = located(found)
            else:
                pair, code = point(x, y)
                placed = located_at(*pair) if pair else NOWHERE
        except CellError as error:
            shown = whereabouts(area) or written or f"{text(x)}, {text(y)}"
            self.teller.tell(error.code, "x, y of wkt", shown)
            return NOWHERE
        if code:
            self.teller.tell(code, "x, y of wkt", f"{text(x)}, {text(y)}" if not written else "")
        return placed


DRAWER = Drawer("template", "Sjabloon van Woonregie", _header_row, _read)
