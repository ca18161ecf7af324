"""Plans on a day, as known at a moment."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.disclosure.circles import EVERYBODY
from woonregie.foundation.disclosure.queries import Seen, seen_by
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import (
    reachable_ids,
    reachable_in,
    reader_of,
    within,
)
from woonregie.subjects.plans.groups import PLAN
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
    """Return the plans of which somebody may see everything, as they were on a day.

    What she may see of a plan today she may see of all its days and of all that was ever known of
    it: a question about yesterday is no way round an audience.

    Args:
        account: who asks.
        region: only plans in this region; None for every region.
        on: the day of which the plans are asked; also the day of membership of the region.
        known_on: as known at this moment; None is now.
        today: the day on which the account must have the permission.
    """
    return _whole(versions_on(on, known_on), account, region, on, today)


def visible_during(
    *,
    account: Account,
    region: Region | None,
    starts_on: date,
    ends_on: date,
    known_on: datetime | None = None,
    today: date,
) -> QuerySet[PlanVersion]:
    """Return the plans of which somebody may see everything, each as it was last in a period.

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
    return _whole(found.filter(~Exists(later)), account, region, ends_on, today)


def partly_visible(
    *,
    account: Account | None,
    region: Region,
    on: date,
    known_on: datetime | None = None,
    today: date,
) -> list[tuple[PlanVersion, frozenset[str]]]:
    """Return the plans of which somebody may see a part, each with the groups that she may not.

    These stand in no list, sum, map, file or answer beside the whole ones: a sort or a filter
    would tell what is kept from her. Read of a version only what `parts.part_of` gives.

    Args:
        account: who asks; None is everybody, as on a public page.
        region: only plans in this region.
        on: the day of which the plans are asked.
        known_on: as known at this moment; None is now.
        today: the day of which the audiences hold.
    """
    reader = EVERYBODY if account is None else reader_of(account, on=today)
    seen = seen_by(reader, PLAN, on=today)
    usual = frozenset() if account is None else _places(account, region, on, today)
    found = _in_reach(versions_on(on, known_on), usual, seen, region, on)
    found = found.filter(Among("plan", seen.partly)).order_by("name", "plan__number")
    return [(version, seen.partly[version.plan_id]) for version in found]


class PublicPlan(NamedTuple):
    """A plan that everybody may see, and the groups of it that not everybody may see."""

    version: PlanVersion
    kept: frozenset[str]


def public_plans(*, region: Region, on: date, today: date) -> list[PublicPlan]:
    """Return the plans that everybody may see, each with the groups that not everybody may see.

    Args:
        region: only plans in this region.
        on: the day of which the plans are asked.
        today: the day of which the audiences hold.
    """
    seen = seen_by(EVERYBODY, PLAN, on=today)
    if not seen.shown:
        return []
    found = _in_reach(versions_on(on), frozenset(), seen, region, on)
    kept = seen.partly
    return [
        PublicPlan(version, kept.get(version.plan_id, frozenset()))
        for version in found.select_related("source").order_by("name", "plan__number")
    ]


def _whole(
    found: QuerySet[PlanVersion], account: Account, region: Region | None, on: date, today: date
) -> QuerySet[PlanVersion]:
    seen = seen_by(reader_of(account, on=today), PLAN, on=today)
    found = _in_reach(found, _places(account, region, on, today), seen, region, on)
    return found.exclude(Among("plan", seen.partly)) if seen.partly else found


def _places(account: Account, region: Region | None, on: date, today: date) -> frozenset[UUID]:
    """Return the municipalities whose plans somebody usually sees."""
    if region is None:
        return reachable_ids(account, "plans.view", on=today)
    places = within(region, on=on)
    # Who reaches all that lies in the region today needs no wider question.
    if not places <= reachable_in(region, account, "plans.view", on=today):
        places &= reachable_ids(account, "plans.view", on=today)
    return places


def _in_reach(
    found: QuerySet[PlanVersion],
    usual: frozenset[UUID],
    seen: Seen,
    region: Region | None,
    on: date,
) -> QuerySet[PlanVersion]:
    """Return what is in usual places and not hidden, and what is shown besides."""
    # One plain list: the database goes through its index once per municipality.
    reach: Any = Among("municipality", usual)
    if seen.hidden:
        reach = Q(reach) & ~Q(Among("plan", seen.hidden))
    if seen.shown:
        shared = Q(Among("plan", seen.shown))
        if region is not None:
            shared &= Q(Among("municipality", within(region, on=on)))
        reach = Q(reach) | shared
    return found.filter(reach).select_related("plan", "municipality__organisation", "settlement")


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
