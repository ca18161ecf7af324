"""Plans on a day, as known at a moment."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import reachable_ids, reachable_in, within
from woonregie.subjects.plans.models import PlanVersion


def versions_on(on: date, known_on: datetime | None = None) -> QuerySet[PlanVersion]:
    """Return for each plan the version that holds on a day, as known at a moment.

    Args:
        on: the day; the version's period includes it.
        known_on: the moment of which we ask what was known; None is now.
    """
    return PlanVersion.objects.filter(in_two_times(on, known_on))


def in_two_times(on: date, known_on: datetime | None) -> Q:
    """Return the condition that a row holds on a day, as known at a moment; None is now."""
    holds = Q(valid_on__lte=on) & (Q(ends_before__isnull=True) | Q(ends_before__gt=on))
    return holds & known_at(known_on)


def known_at(moment: datetime | None) -> Q:
    """Return the condition that a row was what we knew at a moment; None is now."""
    if moment is None:
        return Q(superseded_at__isnull=True)
    return Q(recorded_at__lte=moment) & (
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
    )


def visible_plans(
    *,
    account: Account,
    region: Region | None,
    on: date,
    known_on: datetime | None = None,
    today: date,
) -> QuerySet[PlanVersion]:
    """Return the plans that somebody may see, as they were on a day.

    Args:
        account: who asks.
        region: only plans in this region; None for every region.
        on: the day of which the plans are asked; also the day of membership of the region.
        known_on: as known at this moment; None is now.
        today: the day on which the account must have the permission.
    """
    return _of_places(versions_on(on, known_on), _places(account, region, on, today))


def visible_during(
    *,
    account: Account,
    region: Region | None,
    starts_on: date,
    ends_on: date,
    known_on: datetime | None = None,
    today: date,
) -> QuerySet[PlanVersion]:
    """Return the plans that somebody may see, each as it was last in a period.

    Args:
        account: who asks.
        region: only plans in this region; None for every region.
        starts_on: first day of the period.
        ends_on: its last day; also the day of membership of the region.
        known_on: as known at this moment; None is now.
        today: the day on which the account must have the permission.
    """
    if starts_on == ends_on:
        return visible_plans(
            account=account, region=region, on=ends_on, known_on=known_on, today=today
        )
    known = PlanVersion.objects.filter(known_at(known_on), valid_on__lte=ends_on)
    later = known.filter(plan=OuterRef("plan"), valid_on__gt=OuterRef("valid_on"))
    found = known.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on))
    places = _places(account, region, ends_on, today)
    return _of_places(found.filter(~Exists(later)), places)


def _places(account: Account, region: Region | None, on: date, today: date) -> frozenset[UUID]:
    """Return the municipalities whose plans somebody may see."""
    if region is None:
        return reachable_ids(account, "plans.view", on=today)
    places = within(region, on=on)
    # Who reaches all that lies in the region today needs no wider question.
    if not places <= reachable_in(region, account, "plans.view", on=today):
        places &= reachable_ids(account, "plans.view", on=today)
    return places


def _of_places(found: QuerySet[PlanVersion], places: frozenset[UUID]) -> QuerySet[PlanVersion]:
    # One plain list: the database goes through its index once per municipality.
    return found.filter(Among("municipality", places)).select_related(
        "plan", "municipality__organisation", "settlement"
    )


def plan_history(plan_id: UUID) -> QuerySet[PlanVersion]:
    """Return every row ever recorded for a plan, in the order in which it was said."""
    return (
        PlanVersion.objects.filter(plan=plan_id)
        .select_related("recorded_by", "source", "settlement")
        .order_by("recorded_at", "valid_on")
    )


def newest_versions(plan_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the number of the newest version of each plan."""
    found = PlanVersion.objects.filter(plan__in=list(plan_ids)).order_by()
    return dict(found.values_list("plan_id").annotate(Max("version")))


def newest_version(number: str) -> int:
    """Return the newest version of the plan with a number; 0 when there is no such plan."""
    versions = PlanVersion.objects.filter(plan__number=number)
    return versions.aggregate(newest=Max("version"))["newest"] or 0
