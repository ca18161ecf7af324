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

from woonregie.subjects.plans.formats.cells import CellError, dwellings, point, shape, text
from woonregie.subjects.plans.formats.delivered import Context, Drawer, ReadResult, heading_at
from woonregie.subjects.plans.formats.issues import issue
from woonregie.subjects.plans.formats.tables import RawTable
from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues, located

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


@cache
def spellings() -> dict[tuple[str, str], str]:
    """Return (field, as written in small letters) -> our code."""
    with (Path(__file__).parent / "spellings.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["field"], row["written"]): row["code"] for row in csv.DictReader(stream)}


def _plain(cell: Any) -> str:
    return text(cell).lower()


def _header_row(table: RawTable) -> int | None:
    return heading_at(table.rows, NEEDED, _plain)


def _read(table: RawTable, context: Context) -> ReadResult:
    result, at = ReadResult(), _header_row(table)
    if at is None:
        return result
    names = [_plain(cell) for cell in table.rows[at]]
    for line, row in enumerate(table.rows[at + 1 :], start=at + 2):
        if any(text(cell) for cell in row):
            area = table.geometries[line - 1] if line - 1 < len(table.geometries) else None
            _read_row(result, context, line, dict(zip(names, row, strict=False)), area)
    return result


def _read_row(
    result: ReadResult, context: Context, line: int, cells: Mapping[str, Any], area: bytes | None
) -> None:
    def tell(code: str, column: str = "", value: Any = "") -> None:
        result.issues.append(issue(code, line, column, value))

    place = _place(context, text(cells["gem_naam"]))
    if place is None:
        return tell("unknown_municipality", "Gem_naam", text(cells["gem_naam"]))
    if context.municipality_id not in {None, place}:
        result.skipped += 1
        return None
    name = text(cells["plannaam"])
    if not name:
        return tell("no_name", "Plannaam")
    wanted = [*PERIODS, *CATEGORIES, *BALANCING, "sloop", "aantalrest"]
    numbers = {column: _number(cells.get(column), column, tell) for column in wanted}
    _check(numbers, tell)
    values = PlanValues(
        name=name[:200],
        planning_status=_code("status", cells["planstatus"], tell),
        location_kind=_code("type", cells.get("plantype"), tell),
        project_phase="7" if name.lower().startswith("afgerond") else "unknown",
        invented=context.invented,
        **_location(cells, area, tell),
    )
    key = text(cells["objectid"])
    result.rows.append(BulkRow(SYSTEM, key, "", place, values, _cells(numbers)))
    result.lines.append(line)
    return None


def _place(context: Context, name: str) -> UUID | None:
    return context.places_by_name.get(name.lower())


def _number(value: Any, column: str, tell: Any) -> int:
    try:
        return dwellings(value)
    except CellError as error:
        tell(error.code, column, text(value))
        return 0


def _code(field: str, value: Any, tell: Any) -> str:
    given = text(value)
    code = spellings().get((field, given.lower()))
    if code is None:
        tell("unknown_status" if field == "status" else "unknown_code", field, given)
    return code or "unknown"


def _check(numbers: Mapping[str, int], tell: Any) -> None:
    """Report the known defects of this file."""
    for column in BALANCING:
        if numbers[column] < 0:
            tell("over_allocated", column, numbers[column])
    if sum(numbers[column] for column in PERIODS) != numbers["aantalrest"]:
        tell("sum_differs", "Aantalrest", numbers["aantalrest"])
    if numbers["aantalrest"] == 0:
        tell("zero_left", "Aantalrest", 0)


def _cells(numbers: Mapping[str, int]) -> dict[Cell, int]:
    cells = {
        Cell("build", "total", "", *period): numbers[column] for column, period in PERIODS.items()
    }
    for column, (breakdown, category) in CATEGORIES.items():
        cells[Cell("build", breakdown, category, None, None)] = numbers[column]
    # Demolition is written below zero in this file, and without a year.
    cells[Cell("demolition", "total", "", None, None)] = abs(numbers["sloop"])
    return {cell: n for cell, n in cells.items() if n}


def _location(cells: Mapping[str, Any], area: bytes | None, tell: Any) -> dict[str, Any]:
    try:
        found, code = shape(area) if area else point(cells.get("x"), cells.get("y"))
    except CellError as error:
        tell(error.code, "geometrie", "")
        return located(None)
    if code:
        tell(code, "geometrie", "")
    return located(found)


DRAWER = Drawer("eib", "Planbestand EIB/RIGO 2020", _header_row, _read)
