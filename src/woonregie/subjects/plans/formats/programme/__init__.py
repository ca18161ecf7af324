"""A list of adopted numbers: the building programme per municipality, period and segment."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from woonregie.foundation.intake.cells import CellError, day, number, text, year
from woonregie.foundation.intake.tables import Rows, Table
from woonregie.subjects.plans.formats.delivered import Context, Drawer, Issue, heading_at
from woonregie.subjects.plans.formats.programme.columns import (
    BASES,
    COLUMNS,
    MOST_DWELLINGS,
    NEEDED,
    SYNONYMS,
)
from woonregie.subjects.plans.formats.rows import Teller, is_empty, is_total
from woonregie.subjects.plans.formats.template.columns import code_of
from woonregie.subjects.plans.models import Segment


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One adopted number, with its decision and source as they were written.

    Args:
        municipality_id: who adopted it.
        segment: code of the segment.
        from_year: first year of the period.
        before_year: first year after the period.
        dwellings: how many.
        basis: "net" or "gross".
        valid_on: from when it holds; None is the day of the decision, or of the list.
        body: who decided.
        title: what the decision is called.
        number: under which number it is known.
        decided_on: when.
        source: how the source is called.
    """

    municipality_id: UUID
    segment: str
    from_year: int
    before_year: int
    dwellings: int
    basis: str
    valid_on: date | None
    body: str
    title: str
    number: str
    decided_on: date | None
    source: str

    @property
    def what(self) -> tuple[UUID, str, int, int, date | None]:
        """What may stand in a list once."""
        period = (self.from_year, self.before_year)
        return (self.municipality_id, self.segment, *period, self.valid_on)


@dataclass(slots=True)
class ProgrammeResult:
    """The numbers of a list with the row they stand in, and the issues."""

    rows: list[ProgrammeRow] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    skipped: int = 0


def _plain(cell: Any) -> str:
    name = " ".join(text(cell).lower().rstrip("*").split())
    return SYNONYMS.get(name, name)


def _header_row(rows: Rows) -> int | None:
    return heading_at(rows, NEEDED, _plain)


def _read(table: Table, context: Context) -> ProgrammeResult:
    result, at = ProgrammeResult(), _header_row(table.rows) or 0
    reader = _Reader(result, context)
    reader.teller.remarks(table)
    reader.teller.row = at + 1
    names = [_plain(cell) for cell in table.rows[at]]
    headings = [text(cell) for cell in table.rows[at]]
    reader.teller.duplicates(headings, names)
    for name, heading in zip(names, headings, strict=True):
        if name and name not in COLUMNS:
            reader.teller.tell("unknown_column", heading, heading)
    for line, row in enumerate(table.rows[at + 1 :], start=at + 2):
        if not is_empty(row):
            reader.read(line, dict(zip(names, row, strict=False)))
    reader.check_whole()
    return result


class _Reader:
    """Reads row after row; what cannot be read becomes an issue in `result`."""

    def __init__(self, result: ProgrammeResult, context: Context) -> None:
        self.result, self.context = result, context
        self.teller = Teller(result.issues)

    def read(self, line: int, cells: Mapping[str, Any]) -> None:
        """Read one row."""
        self.teller.row = line
        before = len(self.result.issues)
        if is_total(text(cells.get("gemeente"))) and not text(cells.get("van jaar")):
            self.result.skipped += 1
            self.teller.tell("totals_row", "gemeente", cells.get("gemeente"))
            return
        place = self._place(cells)
        segment, basis = self._segment(cells), self._basis(cells)
        first, last = self._years(cells)
        homes = self.teller.read(_adopted, "woningen", cells.get("woningen"), 0)
        decision = self._decision(cells)
        source = self.teller.text("bron", cells.get("bron"))[:300]
        valid_on = self.teller.read(day, "geldt vanaf", cells.get("geldt vanaf"), None)
        if not source and not decision["body"]:
            self.teller.tell("no_source", "bron")
        wrong = any(item.severity == "error" for item in self.result.issues[before:])
        if wrong or place is None:
            return
        row = ProgrammeRow(
            place,
            segment,
            first,
            last + 1,
            homes,
            basis,
            valid_on or decision["decided_on"],
            source=source,
            **decision,
        )
        self.result.rows.append(row)
        self.result.lines.append(line)

    def _place(self, cells: Mapping[str, Any]) -> UUID | None:
        given = self.teller.text("gemeente", cells.get("gemeente"))
        wanted = self.context.municipality_id
        if not given and wanted is not None:
            return wanted
        place = self.teller.place(self.context, "gemeente", given)
        if place is not None and wanted not in {None, place}:
            self.teller.tell("other_municipality", "gemeente", given)
        return place

    def _segment(self, cells: Mapping[str, Any]) -> str:
        given = self.teller.text("segment", cells.get("segment"))
        code = code_of(given, Segment) if given else Segment.ALL.value
        if code not in Segment.values:
            self.teller.tell("unknown_segment", "segment", given)
            return ""
        return str(code)

    def _basis(self, cells: Mapping[str, Any]) -> str:
        given = self.teller.text("telwijze", cells.get("telwijze")).lower()
        if given not in BASES:
            self.teller.tell("unknown_basis", "telwijze", given)
        return BASES.get(given, "")

    def _years(self, cells: Mapping[str, Any]) -> tuple[int, int]:
        first, last = (
            self.teller.read(_needed_year, column, cells.get(column), 0)
            for column in ("van jaar", "tot en met jaar")
        )
        if first and last and last < first:
            self.teller.tell("reversed_years", "tot en met jaar", last)
        return first, last

    def _decision(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Return the decision; body and day belong together."""
        found = {
            "body": self.teller.text("orgaan", cells.get("orgaan"))[:120],
            "title": self.teller.text("besluit", cells.get("besluit"))[:250],
            "number": self.teller.text("nummer", cells.get("nummer"))[:80],
            "decided_on": self.teller.read(day, "besloten op", cells.get("besloten op"), None),
        }
        told = any(item.column == "besloten op" for item in self.result.issues[-1:])
        if any(found.values()) and not (found["body"] and found["decided_on"]) and not told:
            self.teller.tell("half_a_decision", "orgaan", found["body"])
        return found

    def check_whole(self) -> None:
        """Report what only the whole list shows: a number twice, periods that overlap."""
        counts = Counter(row.what for row in self.result.rows)
        seen: set[object] = set()
        for row, line in zip(self.result.rows, self.result.lines, strict=True):
            self.teller.row = line
            if counts[row.what] > 1 and row.what in seen:
                self.teller.tell("duplicate_number", "woningen", row.dwellings)
            elif _overlaps(row, self.result.rows):
                self.teller.tell("periods_overlap", "van jaar", row.from_year)
            seen.add(row.what)


def _needed_year(value: Any) -> int:
    found = year(value)
    if found is None:
        raise CellError("not_a_year")
    return found


def _adopted(value: Any) -> int:
    """Return a number of dwellings; nothing written is not a decision to build nothing."""
    found = number(value)
    if found is None:
        raise CellError("no_number")
    if not found.is_integer():
        raise CellError("not_whole")
    if found < 0:
        raise CellError("negative_programme")
    if found > MOST_DWELLINGS:
        raise CellError("out_of_range")
    return int(found)


def _overlaps(row: ProgrammeRow, others: Sequence[ProgrammeRow]) -> bool:
    return any(
        other.what != row.what
        and (other.municipality_id, other.segment, other.valid_on)
        == (row.municipality_id, row.segment, row.valid_on)
        and other.from_year < row.before_year
        and row.from_year < other.before_year
        for other in others
    )


DRAWER = Drawer("programme", "Bouwprogramma", _header_row, _read, of="programme")
