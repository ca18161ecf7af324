"""What the years and the totals of a plan say together, as cells of the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from woonregie.subjects.plans.formats.gelderland.numbers import (
    BUILD,
    CELL,
    DEMOLITION,
    LINES,
    PRICE_TOTALS,
    TOTAL,
    UNKNOWN,
    UNKNOWN_TOTALS,
    YearRow,
    home_of,
    marginals,
)
from woonregie.subjects.plans.formats.rows import Teller
from woonregie.subjects.plans.quantities import LINES as ALL_LINES
from woonregie.subjects.plans.quantities import overallocated
from woonregie.subjects.plans.values import Cell

LEFT = {BUILD: "totaal_resterend", DEMOLITION: "totaal_sloop_resterend"}
ALL = {BUILD: "totaal_bouw", DEMOLITION: "totaal_sloop"}


class Numbers(Protocol):
    """Who reads numbers of a row, and tells what cannot be read."""

    teller: Teller

    def number(self, row: Mapping[str, Any], column: str, layer: str = ...) -> int | None:
        """Return a number of homes; None where nothing stands."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Homes by cell, and the lines of which the file says nothing."""

    cells: dict[Cell, int]
    silent: frozenset[str]


def count(
    reader: Numbers,
    row: Mapping[str, Any],
    years: Sequence[YearRow],
    classes: Mapping[str, str],
) -> Counted:
    """Return the homes of one plan.

    Args:
        reader: reads the totals and tells what is wrong.
        row: the plan itself, by column in small letters.
        years: its rows of DetailPlanning.
        classes: koop1 to onbekend -> price class, in the region of the plan.
    """
    cells: dict[Cell, int] = {}
    said: set[str] = set()
    for account in (BUILD, DEMOLITION):
        _years(reader, row, years, account, cells, said)
        _division(years, account, classes, cells, said)
    _lines(reader, row, years, classes, cells, said)
    for account, breakdown, claimed, total in overallocated(cells):
        reader.teller.tell("over_allocated", breakdown, f"{account}: {claimed} > {total}")
    return Counted(cells, ALL_LINES - said)


def _kinds(row: YearRow, account: str) -> Mapping[str, int]:
    return row.build if account == BUILD else row.demolition


def _is_done(row: YearRow, account: str) -> bool:
    return row.built if account == BUILD else row.demolished


def _left(years: Iterable[YearRow], account: str) -> list[YearRow]:
    return [row for row in years if not _is_done(row, account) and _kinds(row, account)]


# ------------------------------------------------------------------ totals per year
def _years(
    reader: Numbers,
    row: Mapping[str, Any],
    years: Sequence[YearRow],
    account: str,
    cells: dict[Cell, int],
    said: set[str],
) -> None:
    left = _left(years, account)
    done = sum(sum(_kinds(one, account).values()) for one in years if _is_done(one, account))
    for one in left:
        cell = Cell(account, TOTAL, "", *_period(one.year))
        cells[cell] = cells.get(cell, 0) + sum(_kinds(one, account).values())
    homes = sum(sum(_kinds(one, account).values()) for one in left)
    stated, column = _stated(reader, row, account, done)
    if done:
        reader.teller.tell("already_done", column, done)
    if homes or done:
        if stated is not None and stated != homes:
            reader.teller.tell("years_differ", column, row.get(column), years=homes)
    elif stated:
        reader.teller.tell("detail_without_years", column, stated)
        cells[Cell(account, TOTAL, "", None, None)] = stated
    if homes or done or stated is not None:
        said.add(f"{account} {TOTAL}")


def _stated(
    reader: Numbers, row: Mapping[str, Any], account: str, done: int
) -> tuple[int | None, str]:
    """Return what the plan itself says is left, and in which column."""
    left = reader.number(row, LEFT[account])
    if left is not None:
        return left, LEFT[account]
    everything = reader.number(row, ALL[account])
    return (None if everything is None else max(everything - done, 0)), ALL[account]


def _division(
    years: Sequence[YearRow],
    account: str,
    classes: Mapping[str, str],
    cells: dict[Cell, int],
    said: set[str],
) -> None:
    """Add the full division: the kinds of which something is known."""
    for row in _left(years, account):
        for kind, homes in _kinds(row, account).items():
            if kind == UNKNOWN:
                continue
            home = home_of(kind, classes[kind.split("_", 1)[1]])
            cell = Cell(account, CELL, home.written(), *_period(row.year))
            cells[cell] = cells.get(cell, 0) + homes
            said.add(f"{account} {CELL}")


def _period(year: int | None) -> tuple[int | None, int | None]:
    return (None, None) if year is None else (year, year + 1)


# ------------------------------------------------------------------ type, tenure, price, care
def _lines(
    reader: Numbers,
    row: Mapping[str, Any],
    years: Sequence[YearRow],
    classes: Mapping[str, str],
    cells: dict[Cell, int],
    said: set[str],
) -> None:
    """Add what the plan itself says of type, tenure, price and care.

    Where its totals are empty, or say what the years say without an "unknown", nothing was stated.
    """
    from_years = marginals(years, classes)
    for line in LINES:
        stated = _line(reader, row, line, classes)
        unknown = UNKNOWN_TOTALS.get(line)
        known = {code: homes for code, homes in from_years.get(line, {}).items() if homes}
        if stated is None:
            found = known or None
        elif unknown and row.get(unknown.lower(), "") == "" and stated == known:
            found = None
        else:
            found = stated
            _compare(reader, line, stated, known)
        if found is not None:
            said.add(f"{BUILD} {line}")
            cells |= {Cell(BUILD, line, code, None, None): n for code, n in found.items() if n}


def _line(
    reader: Numbers, row: Mapping[str, Any], line: str, classes: Mapping[str, str]
) -> dict[str, int] | None:
    """Return what the plan says on one line; None for nothing."""
    columns = (
        [(classes[own], column) for own, column in PRICE_TOTALS.items()]
        if line == "price"
        else list(LINES[line].items())
    )
    found: dict[str, int] = {}
    spoken = False
    for code, column in columns:
        homes = reader.number(row, column)
        if homes is not None:
            spoken = True
            if homes:
                found[code] = found.get(code, 0) + homes
    return found if spoken else None


def _compare(
    reader: Numbers, line: str, stated: Mapping[str, int], known: Mapping[str, int]
) -> None:
    for code, homes in known.items():
        if homes > stated.get(code, 0):
            column = PRICE_TOTALS.get(code) or LINES[line][code]
            reader.teller.tell("lines_differ", column, stated.get(code, 0), years=homes)
