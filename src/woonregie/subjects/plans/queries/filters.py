"""A list of plans as somebody asked for it, and the sentence with its totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, QuerySet, Sum

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.queries import head_sequence
from woonregie.foundation.norms.queries import classes_of, profile_named
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import lineage
from woonregie.subjects.plans.models import LocationKind, PlanVersion
from woonregie.subjects.plans.queries.changes import places_changed_since
from woonregie.subjects.plans.queries.deliveries import without_year
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.queries.versions import visible_plans

CLASSES = ("hard", "soft", "unknown")
SORTS: dict[str, tuple[str, ...]] = {
    "naam": ("name", "plan_id"),
    "-naam": ("-name", "-plan_id"),
    "gemeente": ("municipality__code", "name", "plan_id"),
    "-gemeente": ("-municipality__code", "-name", "-plan_id"),
    "status": ("planning_status", "name", "plan_id"),
    "-status": ("-planning_status", "-name", "-plan_id"),
    "netto": ("net", "name", "plan_id"),
    "-netto": ("-net", "name", "plan_id"),
}


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What a reader asks of the list; empty means "all"."""

    on: date
    known_on: datetime | None = None
    municipality: str = ""
    status: str = ""
    direction: str = ""
    phase: str = ""
    text: str = ""
    flaw: str = ""

    def apply(self, *, account: Person, region: Region, today: date) -> QuerySet[PlanVersion]:
        """Return the plans that answer to this filter and that the reader may see."""
        found = visible_plans(
            account=account, region=region, on=self.on, known_on=self.known_on, today=today
        )
        if self.municipality:
            asked = Municipality.objects.filter(code=self.municipality)
            found = found.filter(
                municipality__in=lineage(asked.values_list("pk", flat=True), on=self.on)
            )
        if self.status:
            found = found.filter(planning_status=self.status)
        if self.phase:
            found = found.filter(project_phase=self.phase)
        if self.direction:
            kinds = [kind.value for kind in LocationKind if kind.direction == self.direction]
            found = found.filter(location_kind__in=kinds)
        if self.text:
            found = found.filter(name__icontains=self.text)
        if self.flaw == "zonder-jaar":
            found = found.filter(without_year())
        return found

    def always_shown(self, version: PlanVersion) -> bool:
        """Return whether a plan of which only a part is seen answers to this filter.

        Only what stands on every such page is looked at: name, municipality, status and phase.
        """
        asked = (
            (self.status, version.planning_status),
            (self.phase, version.project_phase),
            (self.municipality, version.municipality.code),
        )
        return self.text.casefold() in version.name.casefold() and all(
            not wanted or wanted == has for wanted, has in asked
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals of a list, in dwellings net, by capacity class."""

    plans: int
    hard: int
    soft: int
    unknown: int

    @property
    def total(self) -> int:
        """All dwellings, net."""
        return self.hard + self.soft + self.unknown


def summary(
    wanted: PlanFilter,
    *,
    account: Person,
    region: Region,
    today: date,
    profile: str = "legal-hard",
    found: QuerySet[PlanVersion] | None = None,
) -> Summary:
    """Return the totals of a filtered list.

    They are remembered per municipality. When something changed since, only what changed is
    counted again: with 342 municipalities somebody always just saved something.

    Args:
        wanted: the filter.
        account: who asks.
        region: the region of the list.
        today: the day of asking.
        profile: by which definition plans are hard or soft.
        found: what `wanted.apply` gave for this account, region and day, if it was asked.
    """
    question = digest([wanted.__repr__(), account.pk, region.pk, today, profile])
    head, name = head_sequence(), f"plans:summary:{question}"
    kept: _Kept | None = cache.get(name)
    if kept is None or kept.sequence != head:
        if found is None:
            found = wanted.apply(account=account, region=region, today=today)
        back = plans_that_step_back(wanted.on, wanted.known_on)
        kept = _counted(found, back, profile, head, kept)
        cache.set(name, kept, 3600)
    return Summary(
        *(sum(counts) for counts in zip((0, 0, 0, 0), *kept.counts.values(), strict=True))
    )


Counts = dict[str, tuple[int, int, int, int]]
"""Plans, and dwellings hard, soft and unknown, by the hex digits of a municipality's key.

The cache writes and reads a text in a tenth of the time that a UUID takes.
"""


class _Kept(NamedTuple):
    """What is remembered: as of which event, by which classes, how many."""

    sequence: int
    classes: dict[str, str]
    counts: Counts


def _counted(
    found: QuerySet[PlanVersion], back: set[UUID], profile: str, head: int, kept: _Kept | None
) -> _Kept:
    changed = places_changed_since(kept.sequence) if kept else None
    if kept is None or changed is None:
        classes = classes_of(profile_named(profile))
        return _Kept(head, classes, _count(found, back, classes))
    gone = {place.hex for place in changed}
    counts = {place: counts for place, counts in kept.counts.items() if place not in gone}
    if changed:
        counts |= _count(found.filter(municipality__in=changed), back, kept.classes)
    return _Kept(head, kept.classes, counts)


def _count(versions: QuerySet[PlanVersion], back: set[UUID], classes: Mapping[str, str]) -> Counts:
    # Grouped as the index of lists is ordered, so that the database need not sort.
    groups = versions.order_by().values("municipality_id", "planning_status")
    sums = groups.annotate(plans=Count("pk"), net=Sum(F("build") - F("demolition")))
    columns = ("municipality_id", "planning_status", "plans", "net")
    counts: Counts = {}
    for place, status, plans, net in sums.values_list(*columns):
        group = classes.get(status, "unknown")
        _add(counts, place, plans, group, net)
    # Few plans step back: they are listed, and taken from the sums.
    homes = F("build") - F("demolition")
    for place, status, net in versions.filter(plan__in=back).values_list(*columns[:2], homes):
        _add(counts, place, 0, classes.get(status, "unknown"), -net)
    return counts


def _add(counts: Counts, place: UUID, plans: int, group: str, net: int) -> None:
    counted, *homes = counts.get(place.hex, (0, 0, 0, 0))
    hard, soft, unknown = (
        have + net * (group == name) for have, name in zip(homes, CLASSES, strict=True)
    )
    counts[place.hex] = (counted + plans, hard, soft, unknown)


def order_of(sort: str) -> Sequence[str]:
    """Return the fields of a sort; an unknown sort is by name."""
    return SORTS.get(sort, SORTS["naam"])
