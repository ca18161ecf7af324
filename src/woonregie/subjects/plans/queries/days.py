"""The days between which somebody can slide: when plans changed, and when that was recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.queries import head_sequence
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import reachable_in
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.queries.changes import places_changed_since
from woonregie.subjects.plans.queries.withheld import withheld

MOST_DAYS = 60
"""More stops than this cannot be told apart on a slider."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days on which plans changed, and days on which something was recorded; both ascending."""

    changed: Sequence[date]
    recorded: Sequence[date]


def days_of_region(account: Account, region: Region, *, today: date) -> Days:
    """Return the days of all plans in a region that somebody may see.

    They are remembered; when something was recorded since, only what changed is asked again: with
    342 municipalities somebody always just saved something.

    Args:
        account: who asks.
        region: the region of the list.
        today: the day on which the account must have the permission.
    """
    places = frozenset(reachable_in(region, account, "plans.view", on=today))
    # Who is kept from other plans has other days: theirs are remembered apart.
    kept_back = withheld(account, today=today)
    asked = digest([sorted(map(str, places)), sorted(map(str, kept_back))])
    name, head = f"plans:days:{asked}", head_sequence()
    kept: _Kept | None = cache.get(name)
    if kept is None or kept.sequence != head:
        kept = _again(kept, head, places, kept_back)
        cache.set(name, kept, 3600)
    return Days(thinned(kept.changed), thinned(kept.recorded))


class _Kept(NamedTuple):
    """What is remembered: as of which event, which days."""

    sequence: int
    changed: frozenset[date]
    recorded: frozenset[date]


def _again(
    kept: _Kept | None, head: int, places: frozenset[UUID], kept_back: frozenset[UUID]
) -> _Kept:
    moved = places_changed_since(kept.sequence) if kept else None
    asked = places if moved is None else places & moved
    versions = PlanVersion.objects.filter(Among("municipality", asked))
    if kept_back:
        versions = versions.exclude(Among("plan", kept_back))
    changed, recorded = _days(versions)
    if kept and moved is not None:
        # Nothing said is ever lost, so days only come.
        changed, recorded = changed | kept.changed, recorded | kept.recorded
    return _Kept(head, changed, recorded)


def days_of_plan(plan_id: UUID) -> Days:
    """Return the days of one plan; whoever asks may see it."""
    changed, recorded = _days(PlanVersion.objects.filter(plan=plan_id))
    return Days(thinned(changed), thinned(recorded))


def _days(versions: QuerySet[PlanVersion]) -> tuple[frozenset[date], frozenset[date]]:
    """Return the days of versions; a row that only ends another was recorded on a day as well."""
    standing = versions.filter(superseded_at__isnull=True).order_by()
    moments = versions.order_by().values_list("recorded_at", flat=True).distinct()
    return (
        frozenset(standing.values_list("valid_on", flat=True).distinct()),
        frozenset(timezone.localdate(moment) for moment in moments),
    )


def thinned(days: Iterable[date], most: int = MOST_DAYS) -> list[date]:
    """Return at most so many of these days, ascending.

    The first and the last stay, then the reference dates (1 January), then others evenly.

    >>> [day.day for day in thinned([date(2026, 3, n) for n in range(1, 8)], most=4)]
    [1, 3, 5, 7]
    """
    ordered = sorted(set(days))
    if len(ordered) <= most:
        return ordered
    firm = {ordered[0], ordered[-1]} | {day for day in ordered if (day.month, day.day) == (1, 1)}
    if len(firm) >= most:
        return _evenly(sorted(firm), most)
    rest = [day for day in ordered if day not in firm]
    wanted = most - len(firm)
    # The middles of equal shares, so that none lies close to an end that is there already.
    between = [rest[int((at + 0.5) * len(rest) / wanted)] for at in range(wanted)]
    return sorted(firm | set(between))


def _evenly(days: Sequence[date], most: int) -> list[date]:
    last = len(days) - 1
    return [days[round(at * last / (most - 1))] for at in range(most)]
