"""From blocks of homes to cells of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from woonregie.foundation.intake.cells import text
from woonregie.subjects.plans.formats.codetables import plain
from woonregie.subjects.plans.formats.template.columns import ReversedPeriodError, cell_of
from woonregie.subjects.plans.formats.template.division import read as read_division
from woonregie.subjects.plans.formats.zuid_holland.blocks import (
    CARE,
    CARES,
    CELL,
    CLASS,
    FLEXIBLE,
    FLEXIBLES,
    LEVEL,
    PERIOD,
    PRICES,
    TOTAL,
    UNKNOWN,
)
from woonregie.subjects.plans.formats.zuid_holland.projects import DIVISION
from woonregie.subjects.plans.formats.zuid_holland.words import Nested, Words, part
from woonregie.subjects.plans.quantities import line_of, overallocated
from woonregie.subjects.plans.values import Cell, HomeKind

MOST_CENTS = 10**10


@dataclass(slots=True)
class Counted:
    """Homes by cell, and the lines of which something was said."""

    cells: dict[Cell, int] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def add(self, cell: Cell, homes: int) -> None:
        """Add homes to a cell; none is something said too."""
        self.said.add(line_of(cell))
        if homes:
            self.cells[cell] = self.cells.get(cell, 0) + homes


def count(words: Words, blocks: Any, more: Nested) -> Counted:
    """Return the homes of a plan.

    Args:
        words: reads values and tells what cannot be read.
        blocks: its blocks, as the file has them.
        more: its own properties, which hold the simple lines and what fits no block.
    """
    counted = Counted()
    if isinstance(blocks, list):
        for at, block in enumerate(blocks, start=1):
            _block(words, f"woning_blokken[{at}]", block, counted)
    elif blocks is not None:
        words.teller.tell("block_unreadable", "woning_blokken", blocks)
    for heading, value in more.items():
        _simple(words, heading, value, counted)
    given = words.teller.text(DIVISION, more.get(DIVISION), lines=True)
    if given:
        division: dict[Cell, int] = words.teller.read(read_division, DIVISION, given, {})
        for cell, homes in division.items():
            counted.add(cell, homes)
    for account, breakdown, claimed, total in overallocated(counted.cells):
        words.teller.tell("over_allocated", breakdown, f"{account}: {claimed} > {total}")
    return counted


def _simple(words: Words, heading: str, value: Any, counted: Counted) -> None:
    """Take in a line of numbers among the own properties."""
    try:
        cell = cell_of(plain(heading))
    except ReversedPeriodError:
        words.teller.tell("reversed_period", heading, heading)
        return
    if cell is not None:
        counted.add(cell, words.homes(heading, value) or 0)


def _block(words: Words, column: str, block: Any, counted: Counted) -> None:
    if not isinstance(block, Mapping):
        words.teller.tell("block_unreadable", column, block)
        return
    if _says_nothing(block):
        return
    about = part(block, "mutatiegegevens")
    homes = words.homes(f"{column}.aantal", about.get("aantal"))
    if homes is None:
        words.teller.tell("block_without_homes", f"{column}.aantal", about.get("aantal"))
        return
    account = words.code("account", f"{column}.mutatie_type", about.get("mutatie_type"))
    if not account:
        words.teller.tell("unknown_mutation", f"{column}.mutatie_type", about.get("mutatie_type"))
        return
    first, before = _period(words, column, block)
    counted.add(Cell(account, TOTAL, "", first, before), homes)
    category = _kind(words, column, block).written()
    if category != UNKNOWN:
        counted.add(Cell(account, CELL, category, first, before), homes)


def _says_nothing(block: Nested) -> bool:
    """Return whether a block is that of the empty template."""
    about = part(block, "mutatiegegevens")
    return not any(value is not None for value in about.values()) and not block.get("einddatum")


def _period(words: Words, column: str, block: Nested) -> tuple[int | None, int | None]:
    end = words.last_day(f"{column}.einddatum", block.get("einddatum"))
    if end is None:
        return None, None
    given = text(part(block, "maatwerk_woningeigenschappen").get(PERIOD))
    first, _dash, last = given.partition("-")
    if first.isdecimal() and last.isdecimal() and int(first) <= int(last) == end.year:
        return int(first), end.year + 1
    return end.year, end.year + 1


def _kind(words: Words, column: str, block: Nested) -> HomeKind:
    about = part(block, "mutatiegegevens")
    more = part(block, "maatwerk_woningeigenschappen")
    tenure = words.code("tenure", f"{column}.eigendom_type", about.get("eigendom_type"))
    contract = words.code("contract", f"{column}.contract_type", about.get("contract_type"))
    price_class = words.own(f"{column}.{CLASS}", more.get(CLASS), PRICES)
    cents = _price(words, f"{column}.waarde", part(block, "waarde"))
    return HomeKind(
        words.code("dwelling_type", f"{column}.woning_type", about.get("woning_type")),
        tenure or contract,
        "" if cents is not None else price_class,
        _group(words, f"{column}.doelgroep", block.get("doelgroep")),
        words.own(f"{column}.{CARE}", more.get(CARE), CARES),
        words.own(f"{column}.{FLEXIBLE}", more.get(FLEXIBLE), FLEXIBLES),
        cents,
        words.day(f"{column}.{LEVEL}", more.get(LEVEL)),
    )


def _group(words: Words, column: str, value: Any) -> str:
    """Return for whom the homes are, if that is one group."""
    items = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return words.code("target_group", column, items[0]) if len(items) == 1 else ""


def _price(words: Words, column: str, worth: Nested) -> int | None:
    """Return a price in cents where lowest and highest are the same; a range is no price."""
    low = words.number(f"{column}.laag", worth.get("laag"))
    high = words.number(f"{column}.hoog", worth.get("hoog"))
    if low is not None and high is not None and low > high:
        words.teller.tell("price_reversed", column, f"{low} - {high}")
    if low is None or low != high:
        return None
    cents = round(low * 100)
    if not 0 <= cents <= MOST_CENTS:
        words.teller.tell("out_of_range", column, low)
        return None
    return cents
