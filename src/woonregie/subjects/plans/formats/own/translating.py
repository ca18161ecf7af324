"""From somebody's table to a table with the headings of our template, row by row in its place.

The template's drawer reads what comes out, so nothing is read twice in two ways. Every row keeps
its number, so that what is said of it can be found in the sender's own file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from woonregie.foundation.intake.cells import CellError, day, dwellings, number, text
from woonregie.foundation.intake.tables import Rows, Table
from woonregie.subjects.plans.formats.delivered import Context
from woonregie.subjects.plans.formats.own.headings import counted, plain, resolved
from woonregie.subjects.plans.formats.own.schema import (
    CODES,
    FIRST_YEAR,
    KNOWN_TEXTS,
    LAST_YEAR,
    NET,
    REALISED,
    TOTAL_BUILD,
    TOTAL_DEMOLITION,
    TOTALS,
    WHOLE,
    YEAR,
    YEARS,
)
from woonregie.subjects.plans.formats.own.wording import code_of_word
from woonregie.subjects.plans.formats.rows import Teller, is_empty, is_total
from woonregie.subjects.plans.formats.template.columns import cell_of
from woonregie.subjects.plans.models import Account, Breakdown

_YEARS = re.compile(r"(?:19|20|21)\d\d", re.ASCII)
_NOTE = re.compile(
    r"^(?:\*|bron\b|peildatum\b|toelichting\b|opmerking|let op\b|nb\b|n\.b\.|noot\b|\(?\d\)"
    r"|versie\b|laatst bijgewerkt|legenda\b)",
    re.IGNORECASE,
)
LONG_NOTE = 60
TEXTS = frozenset(KNOWN_TEXTS)


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read.

    Args:
        index: which column, 0 is the first.
        heading: as it stands.
        field: what it is.
    """

    index: int
    heading: str
    field: str


@dataclass(slots=True)
class Translated:
    """A table with our headings.

    Args:
        table: its rows, the heading in the row `at`.
        at: row of the heading, from 0.
        headings: our heading in small letters -> theirs.
        skipped: how many rows are no plans.
    """

    table: Table
    at: int
    headings: dict[str, str] = field(default_factory=dict)
    skipped: int = 0


def as_template(
    table: Table,
    columns: Sequence[Column],
    last_heading_row: int,
    context: Context,
    teller: Teller,
) -> Translated:
    """Return a table with the headings of our template.

    Args:
        table: as it was delivered.
        columns: those that are read.
        last_heading_row: the last row of the heading, from 0.
        context: whose list it is, and what was decided about its words.
        teller: takes what is wrong with a row.
    """
    reader = _Translator(columns, context, teller)
    reader.look(table.rows[last_heading_row + 1 :])
    found = [
        reader.row(line, row)
        for line, row in enumerate(table.rows[last_heading_row + 1 :], start=last_heading_row + 2)
    ]
    reader.drop_notes(found, last_heading_row + 2)
    names = list(dict.fromkeys(name for row in found if row for name in row))
    # What a column says nothing of must stand there empty, so that it is not silent.
    names = list(dict.fromkeys([*reader.always, *names]))
    rows: list[Sequence[Any]] = [()] * last_heading_row
    rows.append([name.capitalize() for name in names])
    rows.extend([row.get(name, "") for name in names] if row else () for row in found)
    translated = Table(rows, table.geometries, table.remarks)
    return Translated(translated, last_heading_row, reader.headings, reader.skipped)


class _Translator:
    """Translates row after row."""

    def __init__(self, columns: Sequence[Column], context: Context, teller: Teller) -> None:
        self.context, self.teller = context, teller
        year = context.reference_year
        self.texts = {item.field: item for item in columns if item.field in TEXTS}
        self.totals = {item.field: item for item in columns if item.field in TOTALS}
        self.years = {item.field: item for item in columns if item.field in YEARS}
        others = (item for item in columns if item.field not in {*TEXTS, *TOTALS, *YEARS})
        self.numbers = [(item, resolved(item.field, year)) for item in others]
        self.times = {item.index: _times(item.heading) for item in columns}
        self.turned: set[int] = set()
        self.headings = {item.field: item.heading for item in columns}
        self.headings |= {name: item.heading for item, name in self.numbers}
        self.always = [*self.texts, *(name for _item, name in self.numbers)]
        if self.totals and "bouw zonder jaar" not in self.headings:
            self._name_total("bouw zonder jaar", TOTAL_BUILD, WHOLE, NET)
        if TOTAL_DEMOLITION in self.totals:
            self._name_total("sloop zonder jaar", TOTAL_DEMOLITION)
        self.skipped = 0
        self._place = self._settlement = ""
        self._words: dict[tuple[str, str], str] = {}

    def _name_total(self, name: str, *fields: str) -> None:
        heading = next((self.totals[one].heading for one in fields if one in self.totals), "")
        if heading:
            self.headings.setdefault(name, heading)
            self.always.append(name)

    def look(self, rows: Rows) -> None:
        """Look through the rows for demolition that is written below zero."""
        demolished = [item for item, name in self.numbers if name.startswith("sloop")]
        if TOTAL_DEMOLITION in self.totals:
            demolished.append(self.totals[TOTAL_DEMOLITION])
        for item in demolished:
            numbers = [n for row in rows if (n := _rough(_at(row, item.index)))]
            if numbers and max(numbers) < 0:
                self.turned.add(item.index)

    def row(self, line: int, row: Sequence[Any]) -> dict[str, Any] | None:
        """Return what stands in a row by the headings of our template; None for no plan."""
        if is_empty(row):
            return None
        self.teller.row = line
        if self._no_plan(row):
            self.skipped += 1
            return None
        found: dict[str, Any] = {
            name: self._text(name, _at(row, item.index)) for name, item in self.texts.items()
        }
        if not found.get("gemeente") and self._place:
            found["gemeente"] = self._place
        if not found.get("kern") and self._settlement:
            found["kern"] = self._settlement
        numbers = {name: self._number(item, _at(row, item.index)) for item, name in self.numbers}
        return {**found, **numbers, **self._worked_out(row, numbers)}

    # -------------------------------------------------------------- what is no plan
    def _no_plan(self, row: Sequence[Any]) -> bool:
        """Return whether a row is a total, a heading of a block, or the heading again."""
        told = [(at, found) for at, cell in enumerate(row) if (found := text(cell))]
        if self._repeats(told) or self._is_block(told):
            return True
        if len(told) == 1 and self._is_note(told[0]):
            self.teller.tell("note_row", value=told[0][1])
            return True
        name = self._shown("naam", row)
        known = self._shown("planologische status", row) or self._shown("plannummer", row)
        if known and name:
            return False
        if is_total(name) or is_total(told[0][1]) or (not name and self._only_numbers(told)):
            self.teller.tell("totals_row", "naam", name or told[0][1])
            return True
        return False

    def _is_note(self, only: tuple[int, str]) -> bool:
        """Return whether the only cell of a row is no name of a plan, nor a number."""
        at, told = only
        name = self.texts.get("naam")
        return (name is None or at != name.index) and _rough(told) is None

    def _shown(self, field: str, row: Sequence[Any]) -> str:
        item = self.texts.get(field)
        return text(_at(row, item.index)) if item else ""

    def _repeats(self, told: Sequence[tuple[int, str]]) -> bool:
        names = {item.index: plain(item.heading) for item in self.texts.values()}
        same = [plain(cell) == names[at] for at, cell in told if at in names]
        return len(same) > 1 and all(same)

    def _is_block(self, told: Sequence[tuple[int, str]]) -> bool:
        """Return whether a row names the municipality or settlement of the rows below it."""
        if len(told) > 1:
            return False
        name = told[0][1].rstrip(":")
        if "gemeente" not in self.texts and self.context.places.find(name) is not None:
            self._place, self._settlement = name, ""
            return True
        if "kern" not in self.texts and self._known_settlement(name):
            self._settlement = name
            return True
        return False

    def _known_settlement(self, name: str) -> bool:
        place: UUID | None = self.context.municipality_id
        place = self.context.places.find(self._place) if self._place else place
        return place is not None and (place, name.lower()) in self.context.settlements

    def _only_numbers(self, told: Sequence[tuple[int, str]]) -> bool:
        """Return whether nothing but numbers stands in a row: a sum that is not named."""
        said = {item.index for item in self.texts.values()}
        return len(told) > 1 and all(at not in said and _is_number(cell) for at, cell in told)

    def drop_notes(self, found: list[dict[str, Any] | None], first: int) -> None:
        """Leave out what stands below the plans: a name alone, that reads like a remark.

        Args:
            found: the rows, None for what was left out already.
            first: the line of the first row, from 1.
        """
        for at in range(len(found) - 1, -1, -1):
            row = found[at]
            if row is None:
                continue
            told = [text(value) for value in row.values() if text(value)]
            alone = len(told) == 1 and not any(
                text(row.get(name, "")) for name, _item in self.texts.items() if name != "naam"
            )
            if not alone and told:
                return
            if told and not (_NOTE.match(told[0]) or len(told[0]) > LONG_NOTE):
                return
            if told:
                self.teller.row = first + at
                self.teller.tell("note_row", value=told[0])
            found[at] = None
            self.skipped += 1

    # -------------------------------------------------------------- cells
    def _text(self, name: str, value: Any) -> Any:
        if name not in CODES or value in {"", None}:
            return value
        told = text(value)
        key = (name, told)
        if key not in self._words:
            code = code_of_word(name, told, self.context.meanings)
            self._words[key] = told if code is None else code
        return self._words[key]

    def _number(self, item: Column, value: Any) -> Any:
        """Return a number in the unit that we count in; what is no number stays as it is."""
        times = self.times[item.index]
        if times == 1 and item.index not in self.turned:
            return value
        try:
            found = dwellings(value)
        except CellError:
            return value
        return float(abs(found * times) if item.index in self.turned else found * times)

    def _whole(self, item: Column | None, row: Sequence[Any]) -> int | None:
        """Return a number that is worked with; None when there is none, or it cannot be read."""
        value = _at(row, item.index) if item else ""
        if item is None or text(value) == "":
            return None
        try:
            return dwellings(self._number(item, value))
        except CellError as error:
            self.teller.tell(error.code, item.heading, value)
            return None

    # -------------------------------------------------------------- totals
    def _worked_out(self, row: Sequence[Any], numbers: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the totals of a row add to its periods."""
        totals = {name: self._whole(item, row) for name, item in self.totals.items()}
        found: dict[str, Any] = {}
        gone = totals.get(TOTAL_DEMOLITION)
        phased_gone = _sum(numbers, Account.DEMOLITION.value)
        if gone is not None and TOTAL_DEMOLITION in self.totals:
            found |= self._rest(gone, phased_gone, self.totals[TOTAL_DEMOLITION], "sloop", numbers)
        build, of = self._build(totals, max(gone or 0, phased_gone))
        if build is not None and of is not None:
            phased = _sum(numbers, Account.BUILD.value)
            found |= self._rest(build, phased, of, "bouw", numbers, self._delivery(row))
        return found

    def _build(
        self, totals: Mapping[str, int | None], demolished: int
    ) -> tuple[int | None, Column | None]:
        """Return how many homes are left to build, and the column that says so."""
        if (left := totals.get(TOTAL_BUILD)) is not None:
            return left, self.totals[TOTAL_BUILD]
        if (whole := totals.get(WHOLE)) is not None:
            return max(whole - (totals.get(REALISED) or 0), 0), self.totals[WHOLE]
        if (net := totals.get(NET)) is not None:
            return net + demolished, self.totals[NET]
        return None, None

    def _rest(
        self,
        total: int,
        phased: int,
        of: Column,
        side: str,
        numbers: Mapping[str, Any],
        period: str = "",
    ) -> dict[str, Any]:
        """Return what of a total has no period of its own."""
        if total < phased:
            self.teller.tell("sum_differs", of.heading, f"{total} < {phased}")
            return {}
        if total == phased:
            return {}
        name = f"{side} {period or 'zonder jaar'}"
        self.headings.setdefault(name, of.heading)
        return {name: float(total - phased + (_rough(numbers.get(name, "")) or 0))}

    def _delivery(self, row: Sequence[Any]) -> str:
        """Return the years of delivery of a row, as a heading of our template ends."""
        years = {name: self._year(item, row) for name, item in self.years.items()}
        single = years.get(YEAR, ())
        first = years.get(FIRST_YEAR) or single
        last = years.get(LAST_YEAR) or single or first
        found = sorted({*(first or last)[:1], *last[-1:]})
        return "-".join(dict.fromkeys(str(year) for year in found))

    def _year(self, item: Column, row: Sequence[Any]) -> Sequence[int]:
        """Return the years in a cell: "2027", "Q3 2027", "2027-2029", a day."""
        value = _at(row, item.index)
        told = text(value)
        if found := [int(year) for year in _YEARS.findall(told)]:
            return found[:1] + found[-1:]
        try:
            at = day(value)
        except CellError:
            if not any(map(str.isdigit, told)):
                return ()
            self.teller.tell("not_a_year", item.heading, value)
            return ()
        return (at.year,) if at else ()


def _times(heading: str) -> int:
    found = counted(heading)
    return found.times if found else 1


def _at(row: Sequence[Any], index: int) -> Any:
    return row[index] if index < len(row) else ""


def _is_number(told: str) -> bool:
    try:
        return number(told) is not None
    except CellError:
        return False


def _rough(value: Any) -> int | None:
    try:
        return dwellings(value)
    except CellError:
        return None


def _sum(numbers: Mapping[str, Any], account: str) -> int:
    """Return how many homes the periods of a row count."""
    return sum(
        n
        for name, value in numbers.items()
        if _is_total_of(name, account) and (n := _rough(value))
    )


def _is_total_of(name: str, account: str) -> bool:
    cell = cell_of(name)
    return cell is not None and cell.account == account and cell.breakdown == Breakdown.TOTAL.value
