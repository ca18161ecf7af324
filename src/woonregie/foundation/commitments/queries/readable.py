"""The commitments that somebody may read."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.commitments.models import (
    Assessment,
    AssessmentResult,
    Commitment,
    CommitmentReach,
    Creditor,
)
from woonregie.foundation.commitments.permissions import is_office
from woonregie.foundation.region.access import reads_widely, works_for
from woonregie.foundation.region.models import Region


def readable(account: Account | None, region: Region, *, today: date) -> QuerySet[Commitment]:
    """Return the commitments of a region that somebody may read, also what was withdrawn.

    Its parties read it, the office of the region, and others as wide as was said. Guests and
    market experts read only what their organisation is a party of.

    Args:
        account: who reads; None is the system itself.
        region: where.
        today: the day on which she reads.
    """
    found = Commitment.objects.filter(region=region).select_related("debtor", "region")
    if account is None or is_office(account, region, today):
        return found
    mine = works_for(account, region, today)
    owed = Creditor.objects.filter(commitment=OuterRef("pk"), organisation__in=mine)
    reach: Any = Q(debtor__in=mine) | Exists(owed)
    if reads_widely(account, region, today):
        reach |= Q(reach=CommitmentReach.REGION)
    return found.filter(reach)


def with_result(found: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Annotate `result`, how each stands as the engine last worked it out."""
    last = Assessment.objects.filter(
        commitment=OuterRef("pk"), measure__isnull=True, organisation__isnull=True
    ).order_by("-as_of", "-recorded_at", "-pk")
    return found.annotate(
        result=Coalesce(
            Subquery(last.values("result")[:1]), Value(AssessmentResult.NOT_MEASURABLE.value)
        )
    )


def parties_of(commitment: Commitment) -> list[Organisation]:
    """Return who promised and to whom: the debtor first."""
    owed = commitment.creditors.select_related("organisation").order_by("organisation__name")
    return [commitment.debtor, *(item.organisation for item in owed)]
