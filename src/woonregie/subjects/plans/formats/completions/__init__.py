"""Yearly totals of new and withdrawn homes per municipality, as the statistical office counts."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from woonregie.foundation.intake.cells import CellError, number, text, year
from woonregie.foundation.intake.tables import Rows, Table
from woonregie.foundation.region.models import CountedMeasure
from woonregie.subjects.plans.formats.completions.columns import (
    DWELLINGS,
    HEADINGS,
    MOST_DWELLINGS,
    NEEDED,
    SILENT,
    SYNONYMS,
    USE,
)
from woonregie.subjects.plans.formats.delivered import Context, Drawer, Issue, heading_at
from woonregie.subjects.plans.formats.rows import Teller, is_empty

NAME = "completions"
MEASURES = {
    "nieuwbouw": CountedMeasure.NEW,
    "overige toevoeging": CountedMeasure.ADDED,
    "sloop": CountedMeasure.DEMOLISHED,
    "overige onttrekking": CountedMeasure.WITHDRAWN,
}
COLUMNS = (*(name.lower() for name in HEADINGS), *SILENT)
_BEHIND = re.compile(r"(_\d+|\s*\(aantal\))$")
_WIDER = re.compile(
    r"(NL|PV|LD|CR|RW|RU|WR|AM|GG)\d\d.*|nederland|.*\((PV|LD|CR)\)", re.IGNORECASE
)
_YEAR = re.compile(r"(\d{4})(?:JJ00|\*{0,2}|\s*\(voorlopig\))", re.IGNORECASE)
_PART = re.compile(r"\d{4}(KW|MM)\d\d|.*kwartaal.*", re.IGNORECASE)
_NOTHING = {".", "x", ""}


@dataclass(frozen=True, slots=True)
class TotalRow:
    """What was counted in one municipality in one year; a measure that is not there is unknown."""

    municipality_id: UUID
    year: int
    counted: Mapping[CountedMeasure, int]


@dataclass(slots=True)
class CompletionsResult:
    """The totals of a list with the row they stand in, and the issues.

    `skipped` counts rows of other places, periods and buildings.
    """

    rows: list[TotalRow] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    skipped: int = 0


def _plain(cell: Any) -> str:
    name = _BEHIND.sub("", " ".join(text(cell).lower().rstrip("*").split()))
    return SYNONYMS.get(name, name)


def _header_row(rows: Rows) -> int | None:
    return heading_at(rows, NEEDED, _plain)


def _read(table: Table, context: Context) -> CompletionsResult:
    result, at = CompletionsResult(), _header_row(table.rows) or 0
    reader = _Reader(result, context)
    reader.teller.remarks(table)
    names = reader.teller.headings(table.rows[at], at + 1, _plain, COLUMNS)
    for line, row in enumerate(table.rows[at + 1 :], start=at + 2):
        if not is_empty(row):
            reader.read(line, dict(zip(names, row, strict=False)))
    reader.finish()
    return result


class _Reader:
    """Reads row after row; what cannot be read becomes an issue in `result`."""

    def __init__(self, result: CompletionsResult, context: Context) -> None:
        self.result, self.context = result, context
        self.teller = Teller(result.issues)
        self._skipped: Counter[str] = Counter()
        self._seen: set[tuple[UUID, int]] = set()

    def read(self, line: int, cells: Mapping[str, Any]) -> None:
        """Read one row."""
        self.teller.row = line
        if _is_no_total(cells):
            self._skipped["not_a_total"] += 1
            return
        before = len(self.result.issues)
        place = self._place(cells)
        if place is None and len(self.result.issues) == before:
            self._skipped["elsewhere"] += 1
            return
        counted_in = self.teller.read(self._year, "jaar", cells.get("jaar"), 0)
        counted = self._counted(cells)
        if place is None or any(item.severity == "error" for item in self.result.issues[before:]):
            return
        if (place, counted_in) in self._seen:
            self.teller.tell("total_twice", "jaar", counted_in)
            return
        self._seen.add((place, counted_in))
        if self.context.today is not None and counted_in == self.context.today.year:
            self.teller.tell("year_not_over", "jaar", counted_in)
        self.result.rows.append(TotalRow(place, counted_in, counted))
        self.result.lines.append(line)

    def _place(self, cells: Mapping[str, Any]) -> UUID | None:
        """Return the municipality; None without an issue is one that nobody asked for."""
        given = self.teller.text("gemeente", cells.get("gemeente"))
        place = self.teller.place(self.context, "gemeente", given)
        return place if self.context.wanted is None or place in self.context.wanted else None

    def _year(self, value: Any) -> int:
        written = _YEAR.fullmatch(text(value))
        found = year(written[1] if written else value)
        if found is None:
            raise CellError("not_a_year")
        if self.context.today is not None and found > self.context.today.year:
            raise CellError("year_ahead")
        return found

    def _counted(self, cells: Mapping[str, Any]) -> dict[CountedMeasure, int]:
        found: dict[CountedMeasure, int] = {}
        for column, measure in MEASURES.items():
            homes = self.teller.read(_homes, column, cells.get(column), 0)
            if homes is not None:
                found[measure] = homes
        if CountedMeasure.NEW not in found:
            self.teller.tell("no_total", "nieuwbouw")
        return found

    def finish(self) -> None:
        """Report what was left out, once for the list as a whole."""
        self.teller.row = 0
        for code, count in self._skipped.items():
            self.teller.tell(code, "gemeente", count=count)
        self.result.skipped = self._skipped.total()


def _is_no_total(cells: Mapping[str, Any]) -> bool:
    """Return whether a row tells of a wider place, a part of a year, or nothing at all."""
    return (
        bool(_WIDER.fullmatch(text(cells.get("gemeente"))))
        or bool(_PART.fullmatch(text(cells.get("jaar"))))
        or text(cells.get(USE)).lower() not in DWELLINGS
        or all(text(cells.get(column)).lower() in _NOTHING for column in MEASURES)
    )


def _homes(value: Any) -> int | None:
    """Return a number that was counted, or None where it is not known.

    >>> _homes("1.389"), _homes("."), _homes("0")
    (1389, None, 0)
    """
    found = None if text(value).lower() in _NOTHING else number(value)
    if found is None:
        return None
    if not found.is_integer():
        raise CellError("not_whole")
    if found < 0:
        raise CellError("negative_programme")
    if found > MOST_DWELLINGS:
        raise CellError("out_of_range")
    return int(found)


DRAWER = Drawer(NAME, "Jaartotalen", _header_row, _read, of=NAME)
