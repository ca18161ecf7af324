"""The register as arrays, for the engines.

These queries take no account: what they give reaches a reader only through `balance`, which asks.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Aggregate, Exists, OuterRef, Q, QuerySet, TextField
from numpy.typing import NDArray

from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import lineage, municipalities_of
from woonregie.subjects.plans.models import (
    BuildingProgramme,
    PlanningStatus,
    PlanVersion,
    Segment,
)
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.queries.versions import versions_on

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
    without: Collection[UUID] = (),
    only: Collection[UUID] | None = None,
) -> CapacityArrays:
    """Return the remaining dwellings of all plans of these municipalities on a day.

    Plans of a municipality that went up in one of these count for that one. Only leaves count: a
    plan that has parts, was replaced, split or merged, or is an alternative, steps back.

    Args:
        municipality_ids: position -> municipality.
        on: the day.
        known_on: as known at this moment; None is now.
        per_plan: one row per plan and period, as a bridge needs; else plans of one municipality,
            status and period are added up, and `plan` is -1.
        without: plans that do not count, such as those that are kept from who reads the totals.
        only: none but these plans count; None is all of them.
    """
    positions = {key: position for position, key in enumerate(municipality_ids)}
    places = {key: positions[now] for key, now in lineage(municipality_ids, on=on).items()}
    statuses = {code: position for position, code in enumerate(STATUSES)}
    found = counted_versions(list(places), on, known_on, without, only)
    rows = _phasings(found, per_plan=per_plan)
    # Each row has the phasing of a plan, or of many: lines of demolition, years and dwellings.
    lines = np.fromstring("".join(row[-1] for row in rows), dtype=np.int64, sep=" ").reshape(-1, 4)
    heads = np.array(
        [
            (places[place], at if plan else -1, statuses[status])
            for at, (*plan, place, status, _phasing) in enumerate(rows)
        ],
        dtype=np.int64,
    ).reshape(-1, 3)
    table = np.hstack([np.repeat(heads, [row[-1].count("\n") for row in rows], axis=0), lines])
    if not per_plan:
        table = _added_up(table)
    return CapacityArrays(
        municipality_ids=tuple(municipality_ids),
        plan_ids=tuple(row[0] for row in rows) if per_plan else (),
        municipality=table[:, 0],
        plan=table[:, 1],
        status=table[:, 2],
        demolition=table[:, 3].astype(np.bool_),
        from_year=table[:, 4],
        before_year=table[:, 5],
        dwellings=table[:, 6],
    )


def _added_up(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows with one row per combination of all columns but the last, its sum."""
    if not len(table):
        return table
    # One number per combination: it is sorted once, where the columns are sorted one by one.
    heads = table[:, :-1] - table[:, :-1].min(axis=0)
    keys = np.ravel_multi_index(tuple(heads.T), tuple(heads.max(axis=0) + 1))
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    found = table[order[first]]
    found[:, -1] = np.add.reduceat(table[order, -1], first)
    return found


class _Together(Aggregate):
    """The texts of a group, one after the other."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, '')"
    output_field = TextField()

    def as_postgresql(self, *args: Any, **context: Any) -> Any:
        return self.as_sql(*args, **{**context, "function": "STRING_AGG"})


def counted_versions(
    places: Sequence[UUID],
    on: date,
    known_on: datetime | None,
    without: Collection[UUID],
    only: Collection[UUID] | None,
) -> QuerySet[PlanVersion]:
    """Return the versions that count: those of leaves with homes, in these places.

    Args:
        places: the municipalities, also those that went up in others.
        on: the day.
        known_on: as known at this moment; None is now.
        without: plans that do not count.
        only: none but these plans count; None is all of them.
    """
    found = versions_on(on, known_on).filter(Among("municipality", places)).exclude(phasing="")
    if only is not None:
        found = found.filter(Among("plan", only))
    back = plans_that_step_back(on, known_on)
    if back:
        found = found.exclude(plan__in=back)
    return found.exclude(Among("plan", without)) if without else found


def _phasings(found: QuerySet[PlanVersion], *, per_plan: bool) -> list[tuple[Any, ...]]:
    """Return (plan,) municipality, status, phasing: of each plan, or of all of them together."""
    if per_plan:
        return list(found.values_list("plan_id", "municipality_id", "planning_status", "phasing"))
    groups = found.values_list("municipality_id", "planning_status").order_by()
    return list(groups.annotate(together=_Together("phasing")))


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
    """Return the programmes of a region's municipalities that hold on a day.

    By municipality and period; of what was said for earlier days only the last counts.
    """
    places = municipalities_of(region, on=on).order_by().values("pk")
    standing = BuildingProgramme.objects.filter(superseded_at__isnull=True, valid_on__lte=on)
    later = standing.filter(
        municipality=OuterRef("municipality"),
        segment=OuterRef("segment"),
        from_year=OuterRef("from_year"),
        before_year=OuterRef("before_year"),
        valid_on__gt=OuterRef("valid_on"),
    )
    return (
        standing.filter(~Exists(later), municipality__in=places)
        .select_related("municipality__organisation", "source", "decision")
        .order_by(
            "municipality__organisation__name", "from_year", "before_year", "basis", "segment"
        )
    )
