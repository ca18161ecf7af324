"""What a plan knows of a kind of home, from whichever of its lines tells most.

A register holds a line per breakdown ("build price") and the full division, in which a home has
all at once. They tell of the same homes, so only one of them counts: the one that tells most.
"""

from collections.abc import Callable, Mapping

from woonregie.subjects.plans.models import Account, Breakdown, PriceClass, Tenure
from woonregie.subjects.plans.queries.outgoing import OutPlan
from woonregie.subjects.plans.values import Cell, HomeKind

CELL, PRICE, TENURE = Breakdown.CELL.value, Breakdown.PRICE.value, Breakdown.TENURE.value
BUILD = Account.BUILD.value
Claim = tuple[Cell, str, int]
"""A cell with its period, a code of the breakdown, homes."""

_FIELD: Mapping[str, str] = {
    Breakdown.TYPE.value: "dwelling_type",
    Breakdown.TENURE.value: "tenure",
    Breakdown.TARGET_GROUP.value: "target_group",
    Breakdown.CARE.value: "care",
    Breakdown.FLEXIBLE.value: "flexible",
}
_UNPRICED = {
    Tenure.RENT.value: PriceClass.RENT_UNKNOWN.value,
    Tenure.OWNER.value: PriceClass.OWNER_UNKNOWN.value,
}
_RENTED = {code.value for code in PriceClass if code.value.startswith("rent")}


def claims(plan: OutPlan, breakdown: str, account: str = BUILD) -> list[Claim]:
    """Return what a plan knows of its homes along one breakdown, but price.

    Args:
        plan: with its cells.
        breakdown: a code of `Breakdown`, such as "type".
        account: "build" or "demolition".
    """
    field = _FIELD[breakdown]
    return _most_told(plan, breakdown, account, lambda kind, _category: str(getattr(kind, field)))


def price_claims(plan: OutPlan, classes: Mapping[str, str], account: str = BUILD) -> list[Claim]:
    """Return what a plan knows of the prices of its homes, by class of the national set.

    Homes of which only rent or own is known come as "rent_unknown" or "owner_unknown".

    Args:
        plan: with its cells.
        classes: category of a full cell -> its price class, as `Outgoing.classes` gives them.
        account: "build" or "demolition".
    """
    found = _most_told(
        plan,
        PRICE,
        account,
        lambda kind, category: classes.get(category) or _UNPRICED.get(kind.tenure, ""),
    )
    return found + _only_tenure(plan, account, found)


def _most_told(
    plan: OutPlan, breakdown: str, account: str, code_of: Callable[[HomeKind, str], str]
) -> list[Claim]:
    if f"{account} {breakdown}" not in plan.lines and f"{account} {CELL}" not in plan.lines:
        return []
    line: list[Claim] = []
    full: list[Claim] = []
    for cell, homes in plan.cells.items():
        if cell.account != account:
            continue
        if cell.breakdown == breakdown:
            line.append((cell, cell.category, homes))
        elif cell.breakdown == CELL and (
            code := code_of(HomeKind.read(cell.category), cell.category)
        ):
            full.append((cell, code, homes))
    if not full:
        return line
    return max(line, full, key=lambda those: sum(homes for *_cell, homes in those))


def _only_tenure(plan: OutPlan, account: str, priced: list[Claim]) -> list[Claim]:
    """Return the homes of which rent or own is known and nothing of a price."""
    stated = claims(plan, TENURE, account)
    if not stated:
        return []
    known = dict.fromkeys(_UNPRICED, 0)
    for _cell, code, homes in priced:
        known[Tenure.RENT.value if code in _RENTED else Tenure.OWNER.value] += homes
    found: list[Claim] = []
    for cell, tenure, homes in stated:
        taken = min(homes, known[tenure])
        known[tenure] -= taken
        if homes > taken:
            found.append((cell, _UNPRICED[tenure], homes - taken))
    return found
