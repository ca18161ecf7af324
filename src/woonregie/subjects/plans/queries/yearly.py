"""What some plans deliver, year by year, in whole homes."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from woonregie.subjects.plans.models import Account
from woonregie.subjects.plans.quantities import evenly
from woonregie.subjects.plans.queries.arrays import STATUSES, capacity_arrays

NO_YEAR = 0
"""The year that stands for homes without a year."""


@dataclass(frozen=True, slots=True)
class YearOfPlan:
    """What one plan builds or demolishes in one year.

    Args:
        plan_id: which plan.
        municipality_id: of the municipalities that were asked, the one for which it counts.
        status: its planning status.
        account: "build" or "demolition".
        year: of delivery, or `NO_YEAR`.
        dwellings: whole homes, more than none.
    """

    plan_id: UUID
    municipality_id: UUID
    status: str
    account: str
    year: int
    dwellings: int


def years_of_plans(
    plan_ids: Collection[UUID] | None,
    municipality_ids: Sequence[UUID],
    *,
    on: date,
    known_on: datetime | None = None,
) -> list[YearOfPlan]:
    """Return what these plans hold on a day, per year; a period is divided evenly over its years.

    It takes no account: what it gives reaches a reader only through totals that are safe.

    Args:
        plan_ids: the plans; of others it tells nothing. None is all of them.
        municipality_ids: only plans that count for these.
        on: the day.
        known_on: as known at this moment; None is now.
    """
    arrays = capacity_arrays(
        municipality_ids, on=on, known_on=known_on, per_plan=True, only=plan_ids
    )
    found: Counter[tuple[int, int, int, bool, int]] = Counter()
    columns = (
        arrays.plan,
        arrays.municipality,
        arrays.status,
        arrays.demolition,
        arrays.from_year,
        arrays.before_year,
        arrays.dwellings,
    )
    for plan, place, status, demolition, start, end, homes in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        years = [NO_YEAR] if start == NO_YEAR else list(range(start, end))
        for year, count in evenly(homes, years).items():
            found[plan, place, status, demolition, year] += count
    return [
        YearOfPlan(
            plan_id=arrays.plan_ids[plan],
            municipality_id=arrays.municipality_ids[place],
            status=STATUSES[status],
            account=Account.DEMOLITION.value if demolition else Account.BUILD.value,
            year=year,
            dwellings=homes,
        )
        for (plan, place, status, demolition, year), homes in found.items()
    ]
