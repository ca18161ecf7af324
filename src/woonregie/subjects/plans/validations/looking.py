"""Making the picture of a municipality, and looking at it with every check in use."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import shapely
from django.db.models import Max, Sum
from django.utils.timezone import localdate

from woonregie.foundation.norms.models import CapacityClass
from woonregie.foundation.norms.queries import classes_of, norms_on, profile_named
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Border, Municipality, Region
from woonregie.foundation.region.queries import counted_facts, holds_on, lineage
from woonregie.subjects.plans.models import (
    Confirmation,
    Movement,
    MovementKind,
    PlanRelation,
    PlanVersion,
    ValidationRule,
    WriteDown,
)
from woonregie.subjects.plans.queries.decisions import known_decisions
from woonregie.subjects.plans.queries.holdings import Holding, holdings
from woonregie.subjects.plans.queries.realisation import SIDES
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.queries.versions import in_two_times, versions_on
from woonregie.subjects.plans.validations.checks import CHECKS
from woonregie.subjects.plans.validations.found import Finding, Picture, PlanView

TOLD = (MovementKind.ADDITION, MovementKind.ADJUSTMENT)
"""Kinds that say nothing by themselves: only their reason tells why."""

FEBRUARY, LEAP_DAY = 2, 29


def findings(
    municipality: Municipality,
    *,
    region: Region,
    on: date,
    known_on: datetime | None = None,
    profile: str = "legal-hard",
    kept: frozenset[UUID] = frozenset(),
) -> list[Finding]:
    """Return what all checks in use find in the plans of a municipality on a day.

    Args:
        municipality: whose plans.
        region: whose norms hold.
        on: the day.
        known_on: as known at this moment; None is now.
        profile: the definition that says what counts as hard.
        kept: plans that are kept from who reads: the checks look as if they were not there.
    """
    rules = list(ValidationRule.objects.filter(active=True, waits_for=""))
    limits = {rule.code: rule.limits for rule in rules}
    picture = picture_of(
        municipality,
        region=region,
        on=on,
        known_on=known_on,
        profile=profile,
        limits=limits,
        kept=kept,
    )
    return [
        finding for rule in rules if rule.code in CHECKS for finding in CHECKS[rule.code](picture)
    ]


def picture_of(
    municipality: Municipality,
    *,
    region: Region,
    on: date,
    known_on: datetime | None,
    profile: str,
    limits: dict[str, Any],
    kept: frozenset[UUID] = frozenset(),
) -> Picture:
    """Return the plans of a municipality as the checks see them."""
    since = a_year_before(on)
    places = list(lineage([municipality.pk], on=on))
    standing = versions_on(on, known_on).filter(municipality__in=places)
    versions = list(
        (standing.exclude(Among("plan", kept)) if kept else standing)
        .select_related("plan", "municipality__organisation")
        .order_by("name", "plan_id")
    )
    views = _views(versions, on, since, known_on)
    gone = [view for view in views if view.before.build and not _stands(view.holding)]
    classes = classes_of(profile_named(profile))
    return Picture(
        municipality_id=municipality.pk,
        on=on,
        since=since,
        plans=views,
        gone=gone,
        related=_related(places, on, known_on),
        limits=limits,
        norms={key: float(norm.value) for key, norm in norms_on(region, on).items()},
        hard=frozenset(status for status, found in classes.items() if found == CapacityClass.HARD),
        border=_border(municipality, on),
        counted=_counted(municipality, places, on, known_on, kept),
    )


def a_year_before(day: date) -> date:
    """Return the same day a year earlier; 29 February becomes 28 February."""
    if (day.month, day.day) == (FEBRUARY, LEAP_DAY):
        return date(day.year - 1, FEBRUARY, LEAP_DAY - 1)
    return day.replace(year=day.year - 1)


def _stands(holding: Holding) -> bool:
    return bool(holding.build or holding.demolition)


def _views(
    versions: Sequence[PlanVersion], on: date, since: date, known_on: datetime | None
) -> list[PlanView]:
    keys = [version.plan_id for version in versions]
    now = holdings(keys, on=on, known_on=known_on)
    before = holdings(keys, on=since, known_on=known_on)
    back = plans_that_step_back(on, known_on)
    decisions = _by_plan(known_decisions(known_on).filter(plan__in=keys, decided_on__lte=on))
    write_downs = _by_plan(
        WriteDown.objects.filter(plan__in=keys, agreed_on__lte=on).filter(
            **({"recorded_at__lte": known_on} if known_on else {})
        )
    )
    said, reasons = _said(versions), _reasons(keys, on, since, known_on)
    return [
        PlanView(
            version=version,
            holding=now[version.plan_id],
            before=before[version.plan_id],
            decisions=decisions[version.plan_id],
            write_downs=write_downs[version.plan_id],
            counts=version.plan_id not in back,
            last_said_on=said[version.plan_id],
            reasons=reasons[version.plan_id],
        )
        for version in versions
    ]


def _by_plan(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.plan_id].append(row)
    return found


def _said(versions: Sequence[PlanVersion]) -> dict[UUID, date]:
    keys = [version.plan_id for version in versions]
    found = {version.plan_id: localdate(version.recorded_at) for version in versions}
    moved = Movement.objects.filter(plan__in=keys).values_list("plan_id")
    for plan_id, moment in moved.annotate(Max("recorded_at")).order_by():
        found[plan_id] = max(found[plan_id], localdate(moment))
    confirmed = Confirmation.objects.filter(plan__in=keys).values_list("plan_id")
    for plan_id, day in confirmed.annotate(Max("confirmed_on")).order_by():
        found[plan_id] = max(found[plan_id], day)
    return found


def _reasons(
    keys: Sequence[UUID], on: date, since: date, known_on: datetime | None
) -> dict[UUID, list[str]]:
    """Return why quantities moved; a list gives no reason of its own."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = (
        Movement.objects.filter(plan__in=keys, booked_on__gt=since, booked_on__lte=on)
        .filter(**({"recorded_at__lte": known_on} if known_on else {}))
        .values_list("plan_id", "kind", "posting__reason", "posting__source_id")
        .distinct()
    )
    for plan_id, kind, reason, source_id in rows:
        if kind not in TOLD:
            found[plan_id].append(kind)
        elif source_id is None:
            found[plan_id].append(reason)
    return found


def _related(
    places: Sequence[UUID], on: date, known_on: datetime | None
) -> frozenset[tuple[UUID, UUID]]:
    rows = PlanRelation.objects.filter(
        in_two_times(on, known_on), plan__municipality__in=places
    ).values_list("plan_id", "other_id")
    return frozenset(pair for one, other in rows for pair in ((one, other), (other, one)))


def _border(municipality: Municipality, on: date) -> shapely.Geometry | None:
    border = Border.objects.filter(
        holds_on(on), municipality=municipality, schematic=False
    ).first()
    return shapely.from_wkb(bytes(border.geometry)) if border else None


def _counted(
    municipality: Municipality,
    places: Sequence[UUID],
    on: date,
    known_on: datetime | None,
    kept: frozenset[UUID],
) -> dict[int, tuple[int, int]]:
    counted: dict[int, int] = defaultdict(int)
    for fact in counted_facts([municipality.organisation_id]):
        if fact.measure in SIDES[MovementKind.REALISATION] and fact.starts_on < on:
            counted[fact.starts_on.year] += int(fact.value)
    built: dict[int, int] = defaultdict(int)
    rows = (
        Movement.objects.filter(
            plan__municipality__in=places,
            kind=MovementKind.REALISATION,
            breakdown="total",
            booked_on__lte=on,
        )
        .filter(**({"recorded_at__lte": known_on} if known_on else {}))
        .values_list("booked_on__year")
        .annotate(Sum("dwellings"))
        .order_by()
    )
    if kept:
        rows = rows.exclude(Among("plan", kept))
    for year, dwellings in rows:
        built[year] -= dwellings
    return {year: (homes, built[year]) for year, homes in counted.items()}
