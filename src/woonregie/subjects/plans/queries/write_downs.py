"""Write-downs: what was agreed and is still hard."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from woonregie.foundation.region.queries import lineage
from woonregie.subjects.plans.models import WriteDown
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.queries.versions import versions_on


def write_downs_of(plan_id: UUID, *, known_on: datetime | None = None) -> QuerySet[WriteDown]:
    """Return the write-downs of a plan, the newest agreement first."""
    known = Q() if known_on is None else Q(recorded_at__lte=known_on)
    return (
        WriteDown.objects.filter(known, plan=plan_id)
        .select_related("decision", "posting", "recorded_by")
        .order_by("-agreed_on", "-recorded_at")
    )


def agreed_still_hard(
    plan_ids: Iterable[UUID], *, on: date, known_on: datetime | None = None
) -> dict[UUID, int]:
    """Return homes that a plan agreed to give up and still holds; every asked plan is a key.

    Args:
        plan_ids: which plans.
        on: agreed by this day, and not in force or withdrawn on it.
        known_on: as known at this moment; None is now.
    """
    wanted = list(plan_ids)
    found: dict[UUID, int] = defaultdict(int)
    rows = (
        WriteDown.objects.filter(still_hard(on, known_on), plan__in=wanted)
        .values_list("plan_id")
        .annotate(sum=Sum("dwellings"))
        .order_by()
    )
    found.update(rows)
    return {plan_id: found[plan_id] for plan_id in wanted}


def agreed_by_place(
    municipality_ids: Sequence[UUID],
    *,
    on: date,
    known_on: datetime | None = None,
    without: Collection[UUID] = (),
) -> list[tuple[UUID, str, int]]:
    """Return municipality, planning status and homes that plans agreed to give up and still hold.

    Plans of a municipality that went up in one of these count for that one, and plans that step
    back do not count: as in `capacity_arrays`. It takes no account: what it gives reaches a
    reader only through `balance`, which asks, and names in `without` what does not count for her.
    """
    # Few plans have one, so they are asked for all of the country, and their places afterwards.
    agreed: dict[UUID, int] = dict(
        WriteDown.objects.filter(still_hard(on, known_on))
        .values_list("plan_id")
        .annotate(sum=Sum("dwellings"))
        .order_by()
    )
    if not agreed:
        return []
    places = lineage(municipality_ids, on=on)
    back = plans_that_step_back(on, known_on)
    standing = versions_on(on, known_on).filter(plan__in=set(agreed) - back - set(without))
    rows = standing.values_list("plan_id", "municipality_id", "planning_status")
    return [
        (places[place], status, agreed[plan_id])
        for plan_id, place, status in rows
        if place in places
    ]


def still_hard(on: date, known_on: datetime | None) -> Q:
    """Return the filter for write-downs that are agreed on a day and not in force on it."""
    agreed = Q(agreed_on__lte=on)
    in_force = Q(posting__booked_on__lte=on)
    withdrawn = Q(withdrawn_on__lte=on)
    if known_on is not None:
        agreed &= Q(recorded_at__lte=known_on)
        in_force &= Q(posting__recorded_at__lte=known_on)
        withdrawn &= Q(withdrawn_at__lte=known_on)
    return agreed & ~in_force & ~withdrawn
