"""The register as arrays, for the engines.

These queries take no account: what they give reaches a reader only through `balance`, which asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import FilteredRelation, Q, QuerySet, Sum
from numpy.typing import NDArray

from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import lineage, municipalities_of
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    BuildingProgramme,
    Movement,
    PlanningStatus,
    Segment,
)
from woonregie.subjects.plans.queries.holdings import booked
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.queries.versions import in_two_times

STATUSES: tuple[str, ...] = tuple(PlanningStatus.values)
"""Position -> planning status code, as used in `CapacityArrays.status`."""


@dataclass(frozen=True, slots=True)
class CapacityArrays:
    """One row per account and delivery period, of a plan or of many.

    All arrays have the same length n.

    `municipality` and `plan` are positions in `municipality_ids` and `plan_ids`; `status` is a
    position in `STATUSES`; years are 0 where the dwellings are not phased; `demolition` is True
    for the account of demolition; `dwellings` is a whole number.
    """

    municipality_ids: tuple[UUID, ...]
    plan_ids: tuple[UUID, ...]
    municipality: NDArray[np.int64]
    plan: NDArray[np.int64]
    status: NDArray[np.int64]
    demolition: NDArray[np.bool_]
    from_year: NDArray[np.int64]
    before_year: NDArray[np.int64]
    dwellings: NDArray[np.int64]


def capacity_arrays(
    municipality_ids: Sequence[UUID],
    *,
    on: date,
    known_on: datetime | None = None,
    per_plan: bool = False,
) -> CapacityArrays:
    """Return the remaining dwellings of all plans of these municipalities on a day.

    Plans of a municipality that went up in one of these count for that one. Only leaves count: a
    plan that has parts, was replaced, split or merged, or is an alternative, steps back.

    Args:
        municipality_ids: position -> municipality.
        on: the day.
        known_on: as known at this moment; None is now.
        per_plan: one row per plan and period, as a bridge needs; else plans of one municipality,
            status and period are added up by the database, and `plan` is -1.
    """
    positions = {key: position for position, key in enumerate(municipality_ids)}
    places = {key: positions[now] for key, now in lineage(municipality_ids, on=on).items()}
    statuses = {code: position for position, code in enumerate(STATUSES)}
    plans: dict[UUID, int] = {}
    rows = []
    for *plan, place, status, account, first, before, dwellings in _sums(
        list(places), on, known_on, per_plan=per_plan
    ):
        position = plans.setdefault(plan[0], len(plans)) if plan else -1
        side = account == Account.DEMOLITION
        rows.append(
            (places[place], position, statuses[status], side, first or 0, before or 0, dwellings)
        )
    table = np.array(rows, dtype=np.int64).reshape(-1, 7)
    return CapacityArrays(
        municipality_ids=tuple(municipality_ids),
        plan_ids=tuple(plans),
        municipality=table[:, 0],
        plan=table[:, 1],
        status=table[:, 2],
        demolition=table[:, 3].astype(np.bool_),
        from_year=table[:, 4],
        before_year=table[:, 5],
        dwellings=table[:, 6],
    )


def _sums(
    places: Sequence[UUID], on: date, known_on: datetime | None, *, per_plan: bool
) -> Iterator[tuple[Any, ...]]:
    """Return (plan,) municipality, status, account, years and dwellings.

    Summed by the database.
    """
    of_plan = FilteredRelation(
        "plan__versions", condition=in_two_times("plan__versions__", on, known_on)
    )
    columns = [
        *(["plan_id"] if per_plan else []),
        "held__municipality_id",
        "held__planning_status",
        "account",
        "from_year",
        "before_year",
    ]
    found = (
        Movement.objects.annotate(held=of_plan)
        .filter(booked(on, known_on), breakdown=Breakdown.TOTAL, held__municipality_id__in=places)
        .exclude(plan__in=plans_that_step_back(on, known_on))
        .values_list(*columns)
        .annotate(sum=Sum("dwellings"))
        .exclude(sum=0)
        .order_by()
    )
    return found.iterator(chunk_size=10_000)


@dataclass(frozen=True, slots=True)
class ProgrammeArrays:
    """Adopted numbers, one row each.

    Municipality position, period (end exclusive), dwellings, net.
    """

    municipality: NDArray[np.int64]
    from_year: NDArray[np.int64]
    before_year: NDArray[np.int64]
    dwellings: NDArray[np.int64]
    net: NDArray[np.bool_]


def programme_arrays(
    municipality_ids: Sequence[UUID], *, on: date, known_on: datetime | None = None
) -> ProgrammeArrays:
    """Return the programmes for all dwellings of these municipalities that hold on a day.

    Only what they decided themselves: what a municipality before the merger decided is not added
    up, because nobody decided the sum.
    """
    places = {key: position for position, key in enumerate(municipality_ids)}
    known = (
        Q(superseded_at__isnull=True)
        if known_on is None
        else Q(recorded_at__lte=known_on)
        & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_on))
    )
    latest: dict[tuple[UUID, int, int], tuple[int, str]] = {}
    found = (
        BuildingProgramme.objects.filter(
            known, segment=Segment.ALL, valid_on__lte=on, municipality__in=list(places)
        )
        .order_by("valid_on")
        .values_list("municipality_id", "from_year", "before_year", "dwellings", "basis")
    )
    for municipality_id, from_year, before_year, dwellings, basis in found:
        latest[municipality_id, from_year, before_year] = (dwellings, basis)
    rows = [
        (places[place], from_year, before_year, dwellings, basis == "net")
        for (place, from_year, before_year), (dwellings, basis) in latest.items()
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return ProgrammeArrays(
        table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4].astype(np.bool_)
    )


def programmes_of(region: Region, *, on: date) -> QuerySet[BuildingProgramme]:
    """Return the programmes of a region's municipalities that stand now.

    By municipality and period.
    """
    places = municipalities_of(region, on=on).order_by().values("pk")
    return (
        BuildingProgramme.objects.filter(
            superseded_at__isnull=True, valid_on__lte=on, municipality__in=places
        )
        .select_related("municipality__organisation", "source", "decision")
        .order_by(
            "municipality__organisation__name", "from_year", "before_year", "basis", "segment"
        )
    )
