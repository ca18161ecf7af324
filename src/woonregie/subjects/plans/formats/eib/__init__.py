"""The plan file of EIB and RIGO (2020): csv with a middle, or GeoPackage with areas.

Phase, type and tenure are three lines beside one another. Their "unknown" columns balance them,
also below zero; we keep what is known and derive unknown, so an over-allocation shows.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from woonregie.foundation.intake.cells import CellError, dwellings, text
from woonregie.foundation.intake.tables import Rows, Table
from woonregie.subjects.plans.formats.delivered import (
    Context,
    Drawer,
    ReadResult,
    heading_at,
    tell_progress,
)
from woonregie.subjects.plans.formats.locations import point, shape, whereabouts
from woonregie.subjects.plans.formats.rows import Teller, is_empty, is_total
from woonregie.subjects.plans.quantities import LINES
from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues, located, located_at

SYSTEM = "eib-2020"
NEEDED = frozenset({"objectid", "gem_naam", "plannaam", "planstatus", "aantalrest", "op202024"})
PERIODS = {
    "op2019": (2019, 2020),
    "op202024": (2020, 2025),
    "op202529": (2025, 2030),
    "op20302050": (2030, 2051),
    "oplonb": (None, None),
}
CATEGORIES = {
    "wtypggb": ("type", "ground_bound"),
    "wtypapp": ("type", "apartment"),
    "huur": ("tenure", "rent"),
    "koop": ("tenure", "owner"),
}
BALANCING = ("wtyponb", "hrkponb")
SPOKEN = {"build total", "build type", "build tenure", "demolition total"}
SILENT = (LINES - SPOKEN) | {
    "settlement_id",
    "note",
    "programme_class",
    "built_up_area",
    "client_kind",
    "living_environment",
    "regional_function",
    "key_project",
}
WANTED = (*PERIODS, *CATEGORIES, *BALANCING, "sloop", "aantalrest")
# Written below zero: demolition always, and what balances a line when too much was claimed.
MAY_BE_NEGATIVE = {"sloop", *BALANCING}


@cache
def spellings() -> dict[tuple[str, str], str]:
    """Return (field, as written in small letters) -> our code."""
    with (Path(__file__).parent / "spellings.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["field"], row["written"]): row["code"] for row in csv.DictReader(stream)}


def _plain(cell: Any) -> str:
    return text(cell).lower()


def _header_row(rows: Rows) -> int | None:
    return heading_at(rows, NEEDED, _plain)


def _read(table: Table, context: Context) -> ReadResult:
    result, at = ReadResult(), _header_row(table.rows) or 0
    reader = _Reader(result, context)
    reader.teller.remarks(table)
    names = [_plain(cell) for cell in table.rows[at]]
    reader.teller.row = at + 1
    reader.teller.duplicates(names, names)
    for line, row in enumerate(table.rows[at + 1 :], start=at + 2):
        tell_progress(context, line, table.rows)
        if not is_empty(row):
            cells = dict(zip(names, row, strict=False))
            shapes = {"geometrie": table.geometries[line - 1]} if table.geometries else {}
            reader.read(line, {**cells, **shapes})
    return result


class _Reader:
    """Reads row after row; what cannot be read becomes an issue in `result`."""

    def __init__(self, result: ReadResult, context: Context) -> None:
        self.result, self.context = result, context
        self.teller = Teller(result.issues)

    def read(self, line: int, cells: Mapping[str, Any]) -> None:
        """Read one row."""
        self.teller.row = line
        place = self._place(cells)
        if place is None:
            return
        name = self.teller.name("Plannaam", cells.get("plannaam"))
        if not name:
            self.teller.tell("no_name", "Plannaam")
            return
        key = self.teller.key("OBJECTID", cells.get("objectid"))
        key = key or self.teller.name_key(place, name)
        numbers = {column: self._number(column, cells.get(column)) for column in WANTED}
        self._check(numbers)
        values = PlanValues(
            name=name,
            planning_status=self._code("status", cells.get("planstatus")),
            location_kind=self._code("type", cells.get("plantype")),
            project_phase="7" if name.lower().startswith("afgerond") else "unknown",
            invented=self.context.invented,
            **self._location(cells),
        )
        held = _cells(numbers)
        self.result.rows.append(BulkRow(SYSTEM, key, "", place, values, held, SILENT))
        self.result.lines.append(line)

    def _place(self, cells: Mapping[str, Any]) -> UUID | None:
        """Return the municipality of a row that is wanted; None for all other rows."""
        given = self.teller.text("Gem_naam", cells.get("gem_naam"))
        if not text(cells.get("objectid")) and (
            is_total(given) or is_total(text(cells.get("plannaam")))
        ):
            self.result.skipped += 1
            self.teller.tell("totals_row", "Gem_naam", given)
            return None
        wanted = self.context.municipality_id
        place = self.context.places.find(given) or self._heir(given)
        if wanted is None and place is None:
            return self.teller.place(self.context, "Gem_naam", given)
        if wanted not in {None, place}:
            # The file covers provinces; what is of others is left out.
            self.result.skipped += 1
            if place is None:
                self.teller.tell("unknown_elsewhere", "Gem_naam", given)
            return None
        return place

    def _heir(self, given: str) -> UUID | None:
        """Return what a municipality went up into: nobody who delivers this file can mend it."""
        gone = self.context.places.gone(given)
        heir = gone.successor_key if gone else None
        if gone is not None and heir is not None and self.context.municipality_id in {None, heir}:
            self.teller.tell("at_successor", "Gem_naam", given, successor=gone.successor)
        return heir

    def _number(self, column: str, value: Any) -> int:
        found: int = self.teller.read(dwellings, column, value, 0)
        if found < 0 and column not in MAY_BE_NEGATIVE:
            self.teller.tell("negative", column, value)
            return 0
        return found

    def _code(self, field: str, value: Any) -> str:
        given = text(value)
        code = spellings().get((field, given.lower()))
        if code is None and given:
            self.teller.tell(
                "unknown_status" if field == "status" else "unknown_code", field, given
            )
        return code or "unknown"

    def _check(self, numbers: Mapping[str, int]) -> None:
        """Report the known defects of this file."""
        for column in BALANCING:
            if numbers[column] < 0:
                self.teller.tell("over_allocated", column, numbers[column])
        if sum(numbers[column] for column in PERIODS) != numbers["aantalrest"]:
            self.teller.tell("sum_differs", "Aantalrest", numbers["aantalrest"])
        if numbers["aantalrest"] == 0:
            self.teller.tell("zero_left", "Aantalrest", 0)

    def _location(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        area = cells.get("geometrie")
        try:
            if area is not None:
                found, code = shape(area)
                placed = located(found)
            else:
                pair, code = point(cells.get("x"), cells.get("y"))
                placed = located_at(*pair) if pair else located(None)
        except CellError as error:
            self.teller.tell(error.code, "geometrie", whereabouts(area))
            return located(None)
        if code:
            self.teller.tell(code, "geometrie")
        elif "geometrie" in cells and placed["geometry"] is None:
            self.teller.tell("no_shape", "geometrie")
        return placed


def _cells(numbers: Mapping[str, int]) -> dict[Cell, int]:
    cells = {
        Cell("build", "total", "", *period): numbers[column] for column, period in PERIODS.items()
    }
    for column, (breakdown, category) in CATEGORIES.items():
        cells[Cell("build", breakdown, category, None, None)] = numbers[column]
    # Demolition is written below zero in this file, and without a year.
    cells[Cell("demolition", "total", "", None, None)] = abs(numbers["sloop"])
    return {cell: n for cell, n in cells.items() if n}


DRAWER = Drawer("eib", "Planbestand EIB/RIGO 2020", _header_row, _read)
