"""What a set of cells must satisfy, and the movements that lead from one set to another."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from woonregie.subjects.plans.errors import (
    NegativeQuantityError,
    OverAllocatedError,
    UnknownCellError,
)
from woonregie.subjects.plans.models import CATEGORIES, Account, Breakdown
from woonregie.subjects.plans.values import Cell, Cells, HomeKind

Year = TypeVar("Year", int, int | None)
ACCOUNTS = frozenset(Account.values)
SEGMENT_LINES = (
    Breakdown.TYPE,
    Breakdown.TENURE,
    Breakdown.PRICE,
    Breakdown.TARGET_GROUP,
    Breakdown.CARE,
    Breakdown.FLEXIBLE,
)
"""The lines that a full cell crosses, in the order of `values.HomeKind`."""
LINES = frozenset(
    f"{account} {breakdown}" for account in Account.values for breakdown in Breakdown.values
)
"""Every line of numbers of a plan: an account and a breakdown."""
# As they are stored: a list of 50,000 plans compares them half a million times.
_TOTAL = Breakdown.TOTAL.value
_BUILD, _DEMOLITION = Account.BUILD.value, Account.DEMOLITION.value


def line_of(cell: Cell) -> str:
    """Return the line of numbers in which a cell stands.

    >>> line_of(Cell("build", "price", "rent_mid", None, None))
    'build price'
    """
    return f"{cell.account} {cell.breakdown}"


def check_cells(cells: Cells, *, allow_overallocation: bool = False) -> None:
    """Refuse quantities that cannot be.

    Args:
        cells: dwellings by cell.
        allow_overallocation: lists of others do claim more types than dwellings; an import keeps
            what was delivered and reports it, a form refuses it.

    Raises:
        UnknownCellError: a class that we do not know, or half a period, or one that ends before it
            begins.
        NegativeQuantityError: a cell below zero.
        OverAllocatedError: the categories of a breakdown exceed the total of an account.
    """
    for cell, dwellings in cells.items():
        if not _sound(cell):
            raise _unknown(cell)
        if dwellings < 0:
            raise NegativeQuantityError(
                _("Een aantal woningen kan niet onder nul zijn (ingevuld: %(dwellings)s).")
                % {"dwellings": dwellings},
                dwellings=dwellings,
                cell=list(cell),
            )
    if not allow_overallocation:
        for account, breakdown, claimed, total in overallocated(cells):
            raise OverAllocatedError(
                _(
                    "%(breakdown)s telt op tot %(claimed)s "
                    "woningen, maar het totaal %(account)s is "
                    "%(total)s. Verlaag een aantal of verhoog het totaal."
                )
                % {
                    "breakdown": Breakdown(breakdown).label.capitalize(),
                    "claimed": claimed,
                    "account": Account(account).label,
                    "total": total,
                },
                account=account,
                breakdown=breakdown,
                claimed=claimed,
                total=total,
            )


@lru_cache(maxsize=4096)
def _sound(cell: Cell) -> bool:
    """Return whether a cell can be; a list of 50,000 plans asks it of the same few cells."""
    first, before = cell.from_year, cell.before_year
    if first is None or before is None:
        return first == before and _class_known(cell)
    return first < before and _class_known(cell)


def _class_known(cell: Cell) -> bool:
    return cell.account in ACCOUNTS and _known_category(cell)


def _unknown(cell: Cell) -> UnknownCellError:
    if _class_known(cell):
        text = _("Een periode van oplevering loopt van een jaar tot een later jaar.")
    else:
        text = _("De klasse %(category)s bij %(breakdown)s kennen wij niet.") % {
            "category": cell.category or "-",
            "breakdown": cell.breakdown,
        }
    return UnknownCellError(text, cell=list(cell))


def _known_category(cell: Cell) -> bool:
    if cell.breakdown != Breakdown.CELL:
        return cell.category in CATEGORIES.get(cell.breakdown, ())
    try:
        segment = HomeKind.read(cell.category)
    except ValueError:
        return False
    stated = zip(SEGMENT_LINES, segment, strict=False)
    return all(not code or code in CATEGORIES[line] for line, code in stated)


def overallocated(cells: Cells) -> Iterator[tuple[str, str, int, int]]:
    """Yield (account, breakdown, claimed, total) where categories claim more than there is."""
    totals: dict[str, int] = defaultdict(int)
    claims: dict[tuple[str, str], int] = defaultdict(int)
    for cell, dwellings in cells.items():
        if cell.breakdown == Breakdown.TOTAL:
            totals[cell.account] += dwellings
        else:
            claims[cell.account, cell.breakdown] += dwellings
    for (account, breakdown), claimed in claims.items():
        if claimed > totals[account]:
            yield account, breakdown, claimed, totals[account]


def carried(cells: Cells) -> dict[str, Any]:
    r"""Return what a version carries of its plan's quantities, by the names of its fields.

    `phasing` holds one line per account and delivery period: demolition (0 or 1), first year,
    first year after (0 and 0 where no period is known), dwellings.

    >>> carried({Cell("build", "total", "", 2027, 2030): 12})
    {'build': 12, 'demolition': 0, 'unphased': 0, 'phasing': '0 2027 2030 12\n'}
    """
    sums = {_BUILD: 0, _DEMOLITION: 0}
    unphased, lines = 0, []
    for (account, breakdown, _category, first, before), dwellings in cells.items():
        if dwellings and breakdown == _TOTAL:
            sums[account] += dwellings
            lines.append((account == _DEMOLITION, first or 0, before or 0, dwellings))
            if first is None and account == _BUILD:
                unphased += dwellings
    lines.sort()
    return {
        "build": sums[_BUILD],
        "demolition": sums[_DEMOLITION],
        "unphased": unphased,
        "phasing": "".join(f"{side:d} {first} {before} {n}\n" for side, first, before, n in lines),
    }


def difference(now: Cells, wanted: Cells) -> dict[Cell, int]:
    """Return what must move so that `now` becomes `wanted`; zero moves are left out.

    >>> one = Cell("build", "total", "", 2027, 2028)
    >>> difference({one: 10}, {one: 4})[one]
    -6
    """
    moves = {cell: wanted.get(cell, 0) - now.get(cell, 0) for cell in {*now, *wanted}}
    return {cell: moves[cell] for cell in sorted(moves, key=order_of_cell) if moves[cell]}


def order_of_cell(cell: Cell) -> tuple[str, int, str, int, int]:
    """Return by what cells are sorted: totals first, and what is not phased before the years."""
    line = list(Breakdown).index(Breakdown(cell.breakdown))
    return cell.account, line, cell.category, cell.from_year or 0, cell.before_year or 0


def taken(cells: Cells, account: str, dwellings: int) -> dict[Cell, int]:
    """Return how many dwellings each cell gives when a plan gives up a number of them.

    The total gives from its earliest period first, what has no period last. Every other line
    gives in proportion to what it explains of the total, so that what was unknown stays unknown.

    Args:
        cells: what the plan holds.
        account: the account that gives.
        dwellings: how many; at most what the account holds.

    >>> held = {
    ...     Cell("build", "total", "", 2027, 2028): 10,
    ...     Cell("build", "total", "", 2030, 2031): 10,
    ...     Cell("build", "tenure", "rent", None, None): 6,
    ... }
    >>> sorted(taken(held, "build", 12).values())
    [2, 4, 10]
    """
    own = {cell: held for cell, held in cells.items() if cell.account == account and held > 0}
    lines: dict[str, dict[Cell, int]] = defaultdict(dict)
    for cell, held in own.items():
        lines[cell.breakdown][cell] = held
    totals = lines.pop(Breakdown.TOTAL.value, {})
    total, found = sum(totals.values()), {}
    left = dwellings
    for cell in sorted(totals, key=lambda one: (one.from_year or _NEVER, one.before_year or 0)):
        found[cell] = min(left, totals[cell])
        left -= found[cell]
    for line in lines.values():
        claimed = sum(line.values())
        share = min(claimed, (2 * dwellings * claimed + total) // (2 * total)) if total else 0
        found |= _divided(line, share)
    return {cell: homes for cell, homes in found.items() if homes}


def evenly(homes: int, years: Sequence[Year]) -> dict[Year, int]:
    """Return homes divided evenly over years, in whole homes, the first years first.

    >>> evenly(5, [2027, 2028, 2029])
    {2027: 2, 2028: 2, 2029: 1}
    """
    share, rest = divmod(homes, len(years))
    given = {year: share + (at < rest) for at, year in enumerate(years)}
    return {year: count for year, count in given.items() if count}


_NEVER = 9999


def _divided(line: dict[Cell, int], homes: int) -> dict[Cell, int]:
    """Divide homes over cells in proportion; what rounding leaves goes to the largest rests."""
    claimed = sum(line.values())
    given = {cell: held * homes // claimed for cell, held in line.items()}
    rests = sorted(line, key=lambda cell: (-(line[cell] * homes % claimed), cell.category))
    for cell in rests[: homes - sum(given.values())]:
        given[cell] += 1
    return given
