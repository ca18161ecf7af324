"""The complete division of a plan in one cell: a line of text per kind of home and period.

A line reads: number | type | tenure | price in euros | day of its price level | price class |
target group | care | flexible | year. What is not known is left empty.
"""

import re
from collections.abc import Iterator
from functools import cache

from django.db.models import TextChoices
from django.utils import translation

from woonregie.foundation.intake.cells import CellError, day, dwellings, number
from woonregie.subjects.plans.formats.template.columns import code_of
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    Care,
    DwellingType,
    Flexible,
    PriceClass,
    TargetGroup,
    Tenure,
)
from woonregie.subjects.plans.quantities import order_of_cell
from woonregie.subjects.plans.values import Cell, Cells, HomeKind

CELL = Breakdown.CELL.value
BETWEEN = " | "
WIDTH = 10
DEMOLITION = "sloop"
NO_YEAR = "zonder jaar"
EXAMPLE_LINE = "6 | appartement | huur | 850,00 | 01-01-2026 | | ouderen | nultreden | | 2028"
MOST_CENTS = 10**10
_PERIOD = re.compile(r"((?:19|20|21)\d\d)(?:\s*(?:-|–|t/m)\s*((?:19|20|21)\d\d))?", re.ASCII)
# Where each code list stands in a line, by the field of a segment.
_LISTS: dict[str, tuple[int, type[TextChoices]]] = {
    "dwelling_type": (1, DwellingType),
    "tenure": (2, Tenure),
    "price_class": (5, PriceClass),
    "target_group": (6, TargetGroup),
    "care": (7, Care),
    "flexible": (8, Flexible),
}


def written(cells: Cells) -> str:
    """Return the full cells of a plan as text; empty when it has none.

    >>> segment = HomeKind("apartment", "rent", price_cents=85_000)
    >>> written({Cell("build", "cell", segment.written(), 2028, 2029): 6})
    '6 | appartement | huur | 850,00 |  |  |  |  |  | 2028'
    """
    full = sorted((cell for cell in cells if cell.breakdown == CELL), key=order_of_cell)
    return "\n".join(_line(cell, cells[cell]) for cell in full)


def _line(cell: Cell, homes: int) -> str:
    segment = HomeKind.read(cell.category)
    parts = [""] * WIDTH
    parts[0] = f"{homes}" if cell.account == Account.BUILD else f"{DEMOLITION} {homes}"
    for field, (at, known) in _LISTS.items():
        parts[at] = _labels(known).get(getattr(segment, field), "")
    cents, level = segment.price_cents, segment.price_level_on
    parts[3] = "" if cents is None else f"{cents // 100},{cents % 100:02d}"
    parts[4] = "" if level is None else level.strftime("%d-%m-%Y")
    parts[9] = _period(cell)
    return BETWEEN.join(parts)


def _period(cell: Cell) -> str:
    first, before = cell.from_year, cell.before_year
    if first is None or before is None:
        return NO_YEAR
    return str(first) if before == first + 1 else f"{first}-{before - 1}"


@cache
def _labels(known: type[TextChoices]) -> dict[str, str]:
    with translation.override("nl"):
        return {str(item.value): str(item.label) for item in known}


def read(text: str) -> dict[Cell, int]:
    """Return the full cells that a text tells; the same line twice is added up.

    >>> found = read("6 | appartement | huur | 850,00 |  |  | ouderen |  |  | 2028-2030")
    >>> [(cell.from_year, cell.before_year, homes) for cell, homes in found.items()]
    [(2028, 2031, 6)]

    Raises:
        CellError: division_unreadable, or what a number or day raises.
    """
    cells: dict[Cell, int] = {}
    for cell, homes in _cells(text):
        cells[cell] = cells.get(cell, 0) + homes
    return cells


def _cells(text: str) -> Iterator[tuple[Cell, int]]:
    for line in text.split("\n"):
        parts = [part.strip() for part in line.split("|")]
        if not any(parts):
            continue
        if len(parts) != WIDTH:
            raise CellError("division_unreadable")
        account, homes = _homes(parts[0])
        if homes:
            yield Cell(account, CELL, _segment(parts).written(), *_years(parts[9])), homes


def _homes(part: str) -> tuple[str, int]:
    plain = part.lower().removeprefix(DEMOLITION)
    account = Account.BUILD if plain == part.lower() else Account.DEMOLITION
    homes = dwellings(plain.strip())
    if homes < 0:
        raise CellError("negative")
    return account.value, homes


def _segment(parts: list[str]) -> HomeKind:
    codes = {field: _code(parts[at], known) for field, (at, known) in _LISTS.items()}
    euros = number(parts[3])
    cents = None if euros is None else round(euros * 100)
    if cents is not None and not 0 <= cents <= MOST_CENTS:
        raise CellError("division_unreadable")
    return HomeKind(**codes, price_cents=cents, price_level_on=day(parts[4]))


def _code(part: str, known: type[TextChoices]) -> str:
    code = code_of(part, known, "")
    if code is None:
        raise CellError("division_unreadable")
    return code


def _years(part: str) -> tuple[int | None, int | None]:
    if part.lower() in {"", NO_YEAR}:
        return None, None
    found = _PERIOD.fullmatch(part)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 0 < first <= last:
        raise CellError("division_unreadable")
    return first, last + 1
