"""What commitments measure of plans: homes that are planned, realised, written down.

It counts no plan of which the numbers are kept from anybody who usually sees them: a measure is
read by all parties of a commitment, whoever they are (docs/adr/0029).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q, Sum

from woonregie.foundation.commitments.registry import Part, Reading, Scope, When
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import lineage, municipalities_of
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    Movement,
    MovementKind,
    PriceClass,
    Segment,
    WriteDown,
)
from woonregie.subjects.plans.queries.arrays import capacity_arrays, counted_versions
from woonregie.subjects.plans.queries.holdings import booked
from woonregie.subjects.plans.queries.secrets import kept_from_anybody

PLANS = "plannen"
"""What search calls plans."""
CLASSES: Mapping[str, str] = {
    Segment.SOCIAL_RENT: PriceClass.RENT_SOCIAL,
    Segment.MID_RENT: PriceClass.RENT_MID,
    Segment.AFFORDABLE_OWNER: PriceClass.OWNER_AFFORDABLE,
}
"""Segment -> the price class of its homes."""
MOST_PARTS = 100
"""So many plans are named at most, the largest first."""


def places_of_scopes(scopes: Collection[Scope], on: date) -> dict[Scope, frozenset[UUID]]:
    """Return the municipalities that each scope counts; a scope elsewhere is left out.

    Args:
        scopes: a municipality of its region, or the region itself.
        on: the day of membership of the region.
    """
    found: dict[Scope, frozenset[UUID]] = {}
    regions = Region.objects.filter(pk__in={scope.region_id for scope in scopes})
    for region in regions.select_related("organisation"):
        places = municipalities_of(region, on=on, fictitious=False)
        owners = dict(places.order_by().values_list("organisation_id", "pk"))
        for scope in scopes:
            if scope.region_id != region.pk:
                continue
            if scope.organisation_id == region.organisation_id:
                found[scope] = frozenset(owners.values())
            elif scope.organisation_id in owners:
                found[scope] = frozenset([owners[scope.organisation_id]])
    return found


# ------------------------------------------------------------------ what is planned
def net_homes(scopes: Collection[Scope], when: When) -> dict[Scope, Reading]:
    """Return homes that plans still build less those that they still demolish, by segment."""
    places = places_of_scopes(scopes, when.on)
    wanted = sorted({place for some in places.values() for place in some})
    totals = _all_segments(wanted, when) if any(not one.segment for one in places) else {}
    classes = _by_class(wanted, when) if any(one.segment for one in places) else {}
    found = {}
    for scope, some in places.items():
        counted = (
            [classes.get((place, CLASSES[scope.segment]), 0) for place in some]
            if scope.segment in CLASSES
            else [totals.get(place, 0) for place in some]
        )
        found[scope] = Reading(Decimal(sum(counted)), {"homes": sorted(counted)})
    return found


def _all_segments(places: Sequence[UUID], when: When) -> dict[UUID, int]:
    arrays = capacity_arrays(
        places,
        on=when.on,
        known_on=when.known_on,
        without=kept_from_anybody(today=when.today),
    )
    signed = np.where(arrays.demolition, -arrays.dwellings, arrays.dwellings)
    sums = np.zeros(len(places), dtype=np.int64)
    np.add.at(sums, arrays.municipality, signed)
    return dict(zip(places, sums.tolist(), strict=True))


def _by_class(
    places: Sequence[UUID], when: When, *, per_plan: bool = False
) -> dict[tuple[UUID, str], int]:
    """Return net homes by municipality, or by plan, and price class."""
    living = lineage(places, on=when.on)
    without = kept_from_anybody(today=when.today, prices=True)
    counted = counted_versions(list(living), when.on, when.known_on, without, None)
    rows = Movement.objects.filter(
        booked(when.on, when.known_on),
        breakdown=Breakdown.PRICE,
        category__in=CLASSES.values(),
        plan__in=counted.order_by().values("plan"),
    )
    by = "plan_id" if per_plan else "plan__municipality_id"
    sums: Any = rows.values_list(by, "category", "account").annotate(Sum("dwellings")).order_by()
    found: dict[tuple[UUID, str], int] = defaultdict(int)
    for key, category, account, homes in sums:
        owner = key if per_plan else living[key]
        found[owner, category] += homes if account == Account.BUILD else -homes
    return found


def parts_of_net_homes(scope: Scope, when: When) -> list[Part]:
    """Return the plans that hold most of them."""
    places = sorted(places_of_scopes([scope], when.on).get(scope, ()))
    if scope.segment:
        wanted = CLASSES.get(scope.segment)
        held = _by_class(places, when, per_plan=True)
        return parts_by_size({plan: homes for (plan, one), homes in held.items() if one == wanted})
    arrays = capacity_arrays(
        places,
        on=when.on,
        known_on=when.known_on,
        per_plan=True,
        without=kept_from_anybody(today=when.today),
    )
    signed = np.where(arrays.demolition, -arrays.dwellings, arrays.dwellings)
    sums = np.zeros(len(arrays.plan_ids), dtype=np.int64)
    np.add.at(sums, arrays.plan, signed)
    return parts_by_size(dict(zip(arrays.plan_ids, sums.tolist(), strict=True)))


def parts_by_size(held: Mapping[UUID, int]) -> list[Part]:
    """Return plans with what they add, the largest first; those that add nothing left out."""
    some = sorted(held.items(), key=lambda item: (-abs(item[1]), item[0]))[:MOST_PARTS]
    return [Part((PLANS, plan), Decimal(homes)) for plan, homes in some if homes]


# ------------------------------------------------------------------ what was done
@dataclass(frozen=True, slots=True)
class _Done:
    """Homes of one plan on one day."""

    plan_id: UUID
    municipality_id: UUID
    on: date
    dwellings: int


Doings = Callable[[Collection[UUID], When, str], Iterable[_Done]]
"""Municipalities, when, and the segment that is asked; no segment is all homes."""


def realised(scopes: Collection[Scope], when: When) -> dict[Scope, Reading]:
    """Return homes that were booked as realised since the day of each scope, by segment.

    A plan gives each price class in proportion to what it held of it (`quantities.taken`).
    """
    return _counted(_realised, scopes, when)


def written_down(scopes: Collection[Scope], when: When) -> dict[Scope, Reading]:
    """Return homes that were written down, in force, since the day of each scope."""
    return _counted(_written_down, scopes, when)


def parts_of_realised(scope: Scope, when: When) -> list[Part]:
    """Return the plans in which most of them were built."""
    return _done_by_plan(_realised, scope, when)


def parts_of_written_down(scope: Scope, when: When) -> list[Part]:
    """Return the plans of which most of them were written down."""
    return _done_by_plan(_written_down, scope, when)


def _realised(places: Collection[UUID], when: When, segment: str) -> Iterable[_Done]:
    line = (
        {"breakdown": Breakdown.PRICE, "category": CLASSES[segment]}
        if segment
        else {"breakdown": Breakdown.TOTAL}
    )
    rows = Movement.objects.filter(
        booked(when.on, when.known_on),
        Among("plan__municipality", places),
        kind=MovementKind.REALISATION,
        posting__corrected_by__isnull=True,
        **line,
    )
    without = kept_from_anybody(today=when.today, prices=bool(segment))
    sums: Any = (
        rows.exclude(Among("plan", without))
        .values_list("plan_id", "plan__municipality_id", "booked_on")
        .annotate(Sum("dwellings"))
        .order_by()
    )
    return (_Done(plan, place, on, -homes) for plan, place, on, homes in sums)


def _written_down(places: Collection[UUID], when: When, _segment: str) -> Iterable[_Done]:
    known = Q() if when.known_on is None else Q(posting__recorded_at__lte=when.known_on)
    rows = WriteDown.objects.filter(
        known,
        Among("plan__municipality", places),
        posting__booked_on__lte=when.on,
        posting__corrected_by__isnull=True,
    )
    without = kept_from_anybody(today=when.today)
    found = rows.exclude(Among("plan", without)).values_list(
        "plan_id", "plan__municipality_id", "posting__booked_on", "dwellings"
    )
    return (_Done(*row) for row in found)


def _counted(doings: Doings, scopes: Collection[Scope], when: When) -> dict[Scope, Reading]:
    places = places_of_scopes(scopes, when.on)
    living = lineage({place for some in places.values() for place in some}, on=when.on)
    by_day: dict[tuple[str, UUID, date], int] = defaultdict(int)
    for segment in {scope.segment for scope in places}:
        for done in doings(list(living), when, segment):
            by_day[segment, living[done.municipality_id], done.on] += done.dwellings
    by_place: dict[tuple[str, UUID], list[tuple[date, int]]] = defaultdict(list)
    for (segment, place, on), homes in by_day.items():
        by_place[segment, place].append((on, homes))
    found = {}
    for scope, some in places.items():
        since = scope.since or date.min
        counted = [
            sum(homes for on, homes in by_place.get((scope.segment, place), ()) if on >= since)
            for place in some
        ]
        found[scope] = Reading(Decimal(sum(counted)), {"homes": sorted(counted)})
    return found


def _done_by_plan(doings: Doings, scope: Scope, when: When) -> list[Part]:
    places = places_of_scopes([scope], when.on).get(scope, frozenset())
    since = scope.since or date.min
    found: dict[UUID, int] = defaultdict(int)
    for done in doings(list(lineage(places, on=when.on)), when, scope.segment):
        if done.on >= since:
            found[done.plan_id] += done.dwellings
    return parts_by_size(found)
