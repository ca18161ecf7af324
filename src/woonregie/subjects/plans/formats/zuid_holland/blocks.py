"""Blocks of homes: every block has one kind of home, one number and one day of delivery.

The blocks of a plan add up to its total. The full division of a plan makes blocks of a kind where
its periods are those of the phasing; where they are not, the division travels as text beside
blocks of which nothing is known, so that no home is counted twice.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from woonregie.subjects.plans.formats.zuid_holland.codes import tables
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    Care,
    DwellingType,
    Flexible,
    PriceClass,
    Tenure,
)
from woonregie.subjects.plans.queries.outgoing import OutPlan
from woonregie.subjects.plans.values import Cell, HomeKind

CELL, TOTAL = Breakdown.CELL.value, Breakdown.TOTAL.value
UNKNOWN = HomeKind().written()
PERIOD, LEVEL, CLASS = "Periode", "Prijspeil", "Prijsklasse"
CARE, FLEXIBLE = "Wonen en zorg", "Flexwonen"
Range = tuple[float | None, float | None]


class Block(NamedTuple):
    """Homes of one kind: a cell of breakdown "cell", of which the category may say nothing."""

    cell: Cell
    homes: int


kind_of = cache(HomeKind.read)
"""What kind of home a category says; a region has few of them, and each in many plans."""


def fits(plan: OutPlan) -> bool:
    """Return whether the full division of a plan follows the periods of its phasing."""
    if f"build {CELL}" not in plan.lines and f"demolition {CELL}" not in plan.lines:
        return True
    claimed: dict[Cell, int] = {}
    for cell, homes in plan.cells.items():
        if cell.breakdown == CELL:
            total = _total_of(cell)
            claimed[total] = claimed.get(total, 0) + homes
    return all(homes <= plan.cells.get(total, 0) for total, homes in claimed.items())


@cache
def _total_of(cell: Cell) -> Cell:
    """Return the total of a full cell, in the same period."""
    return cell._replace(breakdown=TOTAL, category="")


@cache
def _rest_of(total: Cell) -> Cell:
    """Return the full cell of homes of which nothing but their period is known."""
    return total._replace(breakdown=CELL, category=UNKNOWN)


def blocks_of(plan: OutPlan) -> list[Block]:
    """Return the blocks of a plan; together they are its total."""
    left = {cell: homes for cell, homes in plan.cells.items() if cell.breakdown == TOTAL}
    found = []
    if fits(plan):
        for cell, homes in plan.cells.items():
            if cell.breakdown == CELL and homes:
                found.append(Block(cell, homes))
                left[_total_of(cell)] -= homes
    found += [Block(_rest_of(cell), homes) for cell, homes in left.items() if homes]
    return sorted(found, key=lambda block: (block.cell[0], block.cell[3] or 9999, block.cell[2]))


def written(block: Block, limits: Mapping[str, Range], price_class: str) -> dict[str, Any]:
    """Return a block as the file has it.

    Args:
        block: the homes.
        limits: price class -> lowest and highest price, in euros (a rent is per month).
        price_class: that of these homes in this region on this day.
    """
    home, known = kind_of(block.cell.category), tables()
    return {
        "name": _name(block.cell, home),
        "mutatiegegevens": {
            "mutatie_type": known["account"].word(block.cell.account),
            "eigendom_type": known["tenure"].word(home.tenure),
            "woning_type": known["dwelling_type"].word(home.dwelling_type),
            "contract_type": known["contract"].word(home.tenure),
            "status": None,
            "aantal": block.homes,
        },
        "einddatum": _end(block.cell),
        "grootte": [],
        "waarde": _worth(home, limits, price_class),
        "fysiek_voorkomen": [],
        "doelgroep": _group(home),
        "grondpositie": dict.fromkeys(LAND),
        "maatwerk_woningeigenschappen": _more(block.cell, home, price_class),
    }


LAND = (
    "GEEN_TOESTEMMING_GRONDEIGENAAR",
    "INTENTIE_MEDEWERKING_GRONDEIGENAAR",
    "FORMELE_TOESTEMMING_GRONDEIGENAAR",
)
SIDES = {Account.BUILD.value: "Bouw", Account.DEMOLITION.value: "Sloop"}
_TYPES = {
    DwellingType.GROUND_BOUND.value: "grondgebonden",
    DwellingType.APARTMENT.value: "appartement",
}
_TENURES = {Tenure.RENT.value: "huur", Tenure.OWNER.value: "koop"}
PRICES = {
    PriceClass.RENT_SOCIAL.value: "sociale huur",
    PriceClass.RENT_MID.value: "middenhuur",
    PriceClass.RENT_EXPENSIVE.value: "dure huur",
    PriceClass.RENT_UNKNOWN.value: "huur, prijs onbekend",
    PriceClass.OWNER_AFFORDABLE.value: "betaalbare koop",
    PriceClass.OWNER_EXPENSIVE.value: "dure koop",
    PriceClass.OWNER_UNKNOWN.value: "koop, prijs onbekend",
}
CARES = {
    Care.REGULAR.value: "regulier",
    Care.NO_STAIRS.value: "nultreden",
    Care.CLUSTERED.value: "geclusterd",
    Care.CARE_READY.value: "zorggeschikt",
}
FLEXIBLES = {Flexible.FLEXIBLE.value: "flexwoning", Flexible.PERMANENT.value: "permanent"}


def _name(cell: Cell, home: HomeKind) -> str:
    parts = [SIDES[cell.account], _period(cell)]
    parts += [_TYPES.get(home.dwelling_type, ""), _TENURES.get(home.tenure, "")]
    return " ".join(part for part in parts if part)


def _period(cell: Cell) -> str:
    if cell.from_year is None or cell.before_year is None:
        return "zonder jaar"
    last = cell.before_year - 1
    return str(last) if cell.from_year == last else f"{cell.from_year}-{last}"


def _end(cell: Cell) -> str | None:
    return None if cell.before_year is None else f"{cell.before_year - 1:04d}-12-31"


def _worth(home: HomeKind, limits: Mapping[str, Range], price_class: str) -> dict[str, Any]:
    if home.price_cents is not None:
        euros = home.price_cents / 100
        return {"hoog": euros, "laag": euros}
    low, high = limits.get(price_class, (None, None))
    return {"hoog": high, "laag": low}


def _group(home: HomeKind) -> list[str]:
    word = tables()["target_group"].word(home.target_group)
    return [word] if word else []


def _more(cell: Cell, home: HomeKind, price_class: str) -> dict[str, str]:
    """Return what the format has no place of its own for."""
    found = {
        PERIOD: _period(cell) if cell.from_year != (cell.before_year or 0) - 1 else "",
        LEVEL: home.price_level_on.isoformat() if home.price_level_on else "",
        CLASS: PRICES.get(price_class, ""),
        CARE: CARES.get(home.care, ""),
        FLEXIBLE: FLEXIBLES.get(home.flexible, ""),
    }
    return {name: text for name, text in found.items() if text}
