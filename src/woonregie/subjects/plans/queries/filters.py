"""A list of plans as somebody asked for it, and the sentence with its totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from woonregie.subjects.plans.queries.deliveries import without_year
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.queries.versions import visible_plans

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
    """Return the totals of a filtered list; remembered until anything in the house changes.

    Args:
        wanted: the filter.
        account: who asks.
        region: the region of the list.
        today: the day of asking.
        profile: by which definition plans are hard or soft.
        found: what `wanted.apply` gave for this account, region and day, if it was asked.
    """
    name = digest([head_sequence(), wanted.__repr__(), account.pk, region.pk, today, profile])
    known = cache.get(f"plans:summary:{name}")
    if known is None:
        if found is None:
            found = wanted.apply(account=account, region=region, today=today)
        known = _count(found, profile, plans_that_step_back(wanted.on, wanted.known_on))
        cache.set(f"plans:summary:{name}", known, 3600)
    return Summary(*known)


def _count(
    versions: QuerySet[PlanVersion], profile: str, back: set[UUID]
) -> tuple[int, int, int, int]:
    classes = classes_of(profile_named(profile))
    # Grouped as the index of lists is ordered, so that the database need not sort.
    groups = versions.order_by().values("municipality_id", "planning_status")
    sums = groups.annotate(plans=Count("pk"), net=Sum(F("build") - F("demolition")))
    totals = {"plans": 0, "hard": 0, "soft": 0, "unknown": 0}
    for status, plans, net in sums.values_list("planning_status", "plans", "net"):
        totals["plans"] += plans
        group = classes.get(status, "unknown")
        if group in totals:
            totals[group] += net
    # Few plans step back: they are listed, and taken from the sums.
    for status, net in versions.filter(plan__in=back).values_list(
        "planning_status", F("build") - F("demolition")
    ):
        group = classes.get(status, "unknown")
        if group in totals:
            totals[group] -= net
    return totals["plans"], totals["hard"], totals["soft"], totals["unknown"]


def order_of(sort: str) -> Sequence[str]:
    """Return the fields of a sort; an unknown sort is by name."""
    return SORTS.get(sort, SORTS["naam"])
