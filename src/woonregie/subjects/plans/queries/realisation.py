"""What waits for approval, and what was counted beside what was booked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import CountedMeasure, Municipality, Region
from woonregie.foundation.region.queries import counted_facts, lineage, reachable_in
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.models import (
    Breakdown,
    BuildingChange,
    Movement,
    MovementKind,
    PlanVersion,
    PostingProposal,
    ProposalState,
)
from woonregie.subjects.plans.queries.withheld import guarded, withheld

SIDES: Mapping[MovementKind, frozenset[str]] = {
    # An addition is booked as a realisation too, so both are counted.
    MovementKind.REALISATION: frozenset({CountedMeasure.NEW, CountedMeasure.ADDED}),
    MovementKind.DEMOLITION: frozenset({CountedMeasure.DEMOLISHED}),
    MovementKind.WITHDRAWAL: frozenset({CountedMeasure.WITHDRAWN}),
}
"""What the statistical office counts, beside the kind of movement that books it."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Homes of proposals that were rejected for one reason."""

    why: str
    dwellings: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One municipality and year: counted by the statistical office, booked by us, and why not.

    All in homes. `waiting` are proposals of a plan, `unmatched` those that lie in no plan, and
    `rejected` those that somebody rejected, by reason, the most homes first.
    """

    municipality: Municipality
    year: int
    kind: MovementKind
    counted: int
    booked: int
    waiting: int
    unmatched: int
    reasons: Sequence[Rejected]
    sources: Sequence[Source] = ()

    @property
    def rejected(self) -> int:
        """Homes that were rejected, for whatever reason."""
        return sum(reason.dwellings for reason in self.reasons)

    @property
    def unexplained(self) -> int:
        """What no proposal explains; below zero when more was booked than counted."""
        return self.counted - self.booked - self.waiting - self.unmatched - self.rejected


def proposals_for(
    places: Iterable[Municipality], *, account: Person | None, today: date
) -> QuerySet[PostingProposal]:
    """Return the proposals of some municipalities that somebody may see, the newest first.

    Not those of a plan that is kept from her. Of a municipality that keeps a plan from her she
    does not see those without a plan either: where homes were built is public, so what is missing
    there would tell where that plan lies.

    Each has `change_count`, how many objects it is made of; `plan_name`, how its plan is called
    last; and `later_on`, the day of the first later version of its plan with a source: that list
    may have these homes in its numbers already.
    """
    versions = PlanVersion.objects.filter(plan=OuterRef("plan"), superseded_at__isnull=True)
    later = versions.filter(valid_on__gt=OuterRef("on"), source__isnull=False)
    return (
        PostingProposal.objects.filter(_told(account, today), municipality__in=list(places))
        .select_related("plan", "municipality__organisation", "decided_by")
        .annotate(
            change_count=Count("changes"),
            plan_name=Subquery(versions.order_by("-valid_on").values("name")[:1]),
            later_on=Subquery(later.order_by("valid_on").values("valid_on")[:1]),
        )
        .order_by("-on", "pk")
    )


def _told(account: Person | None, today: date) -> Q:
    kept = withheld(account, today=today)
    if not kept:
        return Q()
    of_plan = Q(plan__isnull=False) & ~Q(Among("plan", kept))
    of_none = Q(plan__isnull=True) & ~Q(Among("municipality", guarded(account, today=today)))
    return of_plan | of_none


def waiting_homes(
    places: Iterable[Municipality], *, account: Person | None, today: date
) -> tuple[int, int, int]:
    """Return how many proposals wait, how many homes they hold, and how many of no plan."""
    found = PostingProposal.objects.filter(
        _told(account, today), municipality__in=list(places), state=ProposalState.OPEN
    ).aggregate(
        waiting=Count("pk"),
        homes=Sum("dwellings", default=0),
        unmatched=Sum("dwellings", filter=Q(plan__isnull=True), default=0),
    )
    return found["waiting"], found["homes"], found["unmatched"]


def proposals_to_judge(*, account: Person, region: Region, today: date) -> int:
    """Return how many proposals wait for somebody who may judge them."""
    places = reachable_in(region, account, "plans.edit", on=today)
    found = PostingProposal.objects.filter(municipality__in=places, state=ProposalState.OPEN)
    return found.count()


def known_on_other_days(
    object_ids: Sequence[str],
) -> dict[tuple[str, str], set[date]]:
    """Return (object, kind) -> the days on which we know that change."""
    found: dict[tuple[str, str], set[date]] = defaultdict(set)
    for start in range(0, len(object_ids), 5000):
        rows = BuildingChange.objects.filter(object_id__in=object_ids[start : start + 5000])
        for number, kind, day in rows.values_list("object_id", "kind", "changed_on"):
            found[number, kind].add(day)
    return found


def counted_beside_booked(
    places: Iterable[Municipality],
    *,
    account: Person | None,
    today: date,
    kind: MovementKind = MovementKind.REALISATION,
) -> Sequence[Difference]:
    """Return each municipality and year of which the statistical office counted homes.

    Args:
        places: which municipalities; what went up in them counts for them.
        account: who reads; what belongs to plans that are kept from her is in no number.
        today: years that start later are left out; the day of which the audiences hold.
        kind: realisation, demolition or withdrawal.
    """
    listed = list(places)
    living = lineage([place.pk for place in listed])
    counted = _counted(living, kind, today)
    booked = _booked(living, kind, withheld(account, today=today))
    proposed = _proposed(living, kind, _told(account, today))
    found = []
    for place in listed:
        for owner, year in sorted(key for key in counted if key[0] == place.pk):
            homes, sources = counted[owner, year]
            of_year = proposed.get((owner, year), {})
            found.append(
                Difference(
                    municipality=place,
                    year=year,
                    kind=kind,
                    counted=homes,
                    booked=booked.get((owner, year), 0),
                    waiting=of_year.get((ProposalState.OPEN, True, ""), 0),
                    unmatched=of_year.get((ProposalState.OPEN, False, ""), 0),
                    reasons=_reasons(of_year),
                    sources=sources,
                )
            )
    return found


Counted = dict[tuple[UUID, int], tuple[int, list[Source]]]
Proposed = dict[tuple[str, bool, str], int]


def _counted(living: Mapping[UUID, UUID], kind: MovementKind, today: date) -> Counted:
    """Return (municipality, year) -> homes and sources.

    A year of which the municipality itself has a figure does not count its predecessors again.
    """
    owners = dict(
        Municipality.objects.filter(pk__in=list(living)).values_list("organisation", "pk")
    )
    own: Counted = {}
    before: Counted = {}
    for fact in counted_facts(owners):
        if fact.measure not in SIDES[kind] or fact.starts_on > today:
            continue
        place = owners[fact.organisation_id]
        found = own if living[place] == place else before
        homes, sources = found.get((living[place], fact.starts_on.year), (0, []))
        found[living[place], fact.starts_on.year] = (
            homes + int(fact.value),
            sources if fact.source in sources else [*sources, fact.source],
        )
    return before | own


def _booked(
    living: Mapping[UUID, UUID], kind: MovementKind, kept: frozenset[UUID]
) -> dict[tuple[UUID, int], int]:
    found: dict[tuple[UUID, int], int] = defaultdict(int)
    rows = (
        Movement.objects.filter(
            plan__municipality__in=list(living),
            kind=kind,
            breakdown=Breakdown.TOTAL,
            posting__corrected_by__isnull=True,
        )
        .values_list("plan__municipality_id", "booked_on__year")
        .annotate(sum=Sum("dwellings"))
        .order_by()
    )
    if kept:
        rows = rows.exclude(Among("plan", kept))
    for place, year, homes in rows:
        found[living[place], year] -= homes
    return dict(found)


def _proposed(
    living: Mapping[UUID, UUID], kind: MovementKind, told: Q
) -> dict[tuple[UUID, int], Proposed]:
    found: dict[tuple[UUID, int], Proposed] = defaultdict(lambda: defaultdict(int))
    rows = (
        PostingProposal.objects.filter(told, municipality__in=list(living), kind=kind)
        .exclude(state=ProposalState.APPROVED)
        .values_list("municipality_id", "on__year", "state", "plan_id", "why")
        .annotate(sum=Sum("dwellings"))
        .order_by()
    )
    for place, year, state, plan, why, homes in rows:
        matched = plan is not None or state == ProposalState.REJECTED
        found[living[place], year][state, matched, why] += homes
    return found


def _reasons(of_year: Proposed) -> list[Rejected]:
    found = [
        Rejected(why, homes)
        for (state, _matched, why), homes in of_year.items()
        if state == ProposalState.REJECTED
    ]
    return sorted(found, key=lambda reason: (-reason.dwellings, reason.why))
