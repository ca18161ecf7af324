"""Homes per year, for receivers that want years where the register knows periods or nothing.

What was known stays: a year that was given keeps its homes, and every class keeps its total. What
was not known is divided in proportion, in whole homes, and the loss report says so.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from woonregie.subjects.plans.quantities import evenly
from woonregie.subjects.plans.queries.outgoing import TOTAL, OutPlan
from woonregie.subjects.plans.values import Cell

Year = int | None
"""A year of delivery; None where no year is known."""
Class = TypeVar("Class", bound=Hashable)


def divided(homes: int, room: Mapping[Year, int]) -> dict[Year, int]:
    """Return homes divided in proportion to the room there is; what does not fit is left out.

    >>> divided(5, {2028: 4, 2029: 4, None: 2})
    {2028: 2, 2029: 2, None: 1}
    """
    space = sum(room.values())
    homes = min(homes, space)
    if homes <= 0:
        return {}
    given, rests = {}, []
    left = homes
    for at, (year, size) in enumerate(room.items()):
        given[year], rest = divmod(homes * size, space)
        left -= given[year]
        rests.append((-rest, year or 9999, at, year))
    if left:
        rests.sort()
        for *_order, year in rests[:left]:
            given[year] += 1
    return {year: count for year, count in given.items() if count}


def years_of(cell: Cell) -> list[Year]:
    """Return the years of a cell's period; [None] where it has none."""
    if cell.from_year is None or cell.before_year is None:
        return [None]
    return list(range(cell.from_year, cell.before_year))


def per_year(plan: OutPlan, account: str) -> dict[Year, int]:
    """Return the homes of one account per year; a period is divided evenly, the first years first.

    Args:
        plan: with its cells.
        account: "build" or "demolition".
    """
    found: dict[Year, int] = {}
    if f"{account} {TOTAL}" not in plan.lines:
        return found
    for cell, homes in plan.cells.items():
        if cell.breakdown != TOTAL or cell.account != account:
            continue
        for year, count in evenly(homes, years_of(cell)).items():
            found[year] = found.get(year, 0) + count
    return found


def in_periods(plan: OutPlan, account: str = "") -> int:
    """Return the homes that stand in a period of more than one year.

    Args:
        plan: with its cells.
        account: only of this one; "" is both.
    """
    return sum(
        homes
        for cell, homes in plan.cells.items()
        if cell.breakdown == TOTAL
        and account in {"", cell.account}
        and cell.from_year is not None
        and cell.before_year != cell.from_year + 1
    )


def without_year(plan: OutPlan, account: str = "") -> int:
    """Return the homes of which no year is known."""
    return sum(
        homes
        for cell, homes in plan.cells.items()
        if cell.breakdown == TOTAL and account in {"", cell.account} and cell.from_year is None
    )


def classes_per_year(
    claims: Iterable[tuple[Cell, Class, int]], totals: Mapping[Year, int]
) -> tuple[dict[tuple[Year, Class], int], int]:
    """Return homes by year and class, such that no year holds more than its total.

    A class that has a year keeps it where there is room. What has a period or no year is divided
    over the years that have room left.

    Args:
        claims: (cell with a period, class, homes) of one line of numbers.
        totals: homes per year.

    Returns:
        Homes by (year, class), and how many homes are claimed beyond the totals.
    """
    room = dict(totals)
    found: dict[tuple[Year, Class], int] = {}
    # The narrowest period first: it has the least choice.
    waiting = sorted(claims, key=lambda claim: _width(claim[0]))
    beyond = 0
    for cell, name, homes in waiting:
        left = homes
        own = years_of(cell) if cell.from_year is not None else []
        for there in ({year: room.get(year, 0) for year in own}, room):
            if not left:
                break
            for year, count in divided(left, there).items():
                found[year, name] = found.get((year, name), 0) + count
                room[year] -= count
                left -= count
        beyond += left
    return found, beyond


def _width(cell: Cell) -> int:
    if cell.from_year is None or cell.before_year is None:
        return 9999
    return cell.before_year - cell.from_year
