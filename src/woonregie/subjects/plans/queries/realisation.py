"""What waits for approval, and what was counted beside what was booked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum

from woonregie.foundation.region.models import Municipality, PublicFact
from woonregie.foundation.region.queries import lineage
from woonregie.subjects.plans.models import (
    Breakdown,
    Movement,
    MovementKind,
    PostingProposal,
    ProposalState,
)

COUNTED = "new_dwellings"
"""Measure of the public facts that tell how many homes were built in a year."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One municipality and year: counted by the statistical office, booked by us, and why not.

    All in homes; `waiting` and `rejected` are proposals that explain a part of the difference.
    """

    municipality: Municipality
    year: int
    counted: int
    booked: int
    waiting: int
    rejected: int

    @property
    def unexplained(self) -> int:
        """What no proposal explains."""
        return self.counted - self.booked - self.waiting - self.rejected


def proposals_for(places: Iterable[Municipality]) -> QuerySet[PostingProposal]:
    """Return the proposals of some municipalities, the newest first."""
    return (
        PostingProposal.objects.filter(municipality__in=list(places))
        .select_related("plan", "municipality__organisation", "decided_by")
        .order_by("-on", "pk")
    )


def counted_beside_booked(places: Iterable[Municipality], *, today: date) -> Sequence[Difference]:
    """Return each municipality and year of which the statistical office counted new homes."""
    listed = list(places)
    counted = {
        (fact.organisation_id, fact.starts_on.year): int(fact.value)
        for fact in PublicFact.objects.filter(
            organisation__in=[place.organisation_id for place in listed],
            measure=COUNTED,
            starts_on__lte=today,
        )
    }
    living = lineage([place.pk for place in listed])
    booked = _booked(living)
    proposed = _proposed([place.pk for place in listed])
    found = []
    for place in listed:
        for (owner, year), homes in sorted(counted.items(), key=lambda item: item[0][1]):
            if owner == place.organisation_id:
                key = (place.pk, year)
                found.append(
                    Difference(
                        place,
                        year,
                        homes,
                        booked.get(key, 0),
                        proposed.get((*key, ProposalState.OPEN), 0),
                        proposed.get((*key, ProposalState.REJECTED), 0),
                    )
                )
    return found


def _booked(living: dict[UUID, UUID]) -> dict[tuple[UUID, int], int]:
    found: dict[tuple[UUID, int], int] = defaultdict(int)
    rows = (
        Movement.objects.filter(
            plan__municipality__in=list(living),
            kind=MovementKind.REALISATION,
            breakdown=Breakdown.TOTAL,
            posting__corrected_by__isnull=True,
        )
        .values_list("plan__municipality_id", "booked_on__year")
        .annotate(sum=Sum("dwellings"))
        .order_by()
    )
    for place, year, homes in rows:
        found[living[place], year] -= homes
    return dict(found)


def _proposed(places: Sequence[UUID]) -> dict[tuple[UUID, int, str], int]:
    rows = (
        PostingProposal.objects.filter(municipality__in=places, kind=MovementKind.REALISATION)
        .values_list("municipality_id", "on__year", "state")
        .annotate(sum=Sum("dwellings"))
        .order_by()
    )
    return {(place, year, state): homes for place, year, state, homes in rows}
