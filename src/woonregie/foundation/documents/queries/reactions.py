"""Which parties reacted on a work since remarks were asked."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from woonregie.foundation.documents.models import ChangeProposal, Clause, Reading, Remark, Work


def asking(works: QuerySet[Work], *, today: date) -> QuerySet[Work]:
    """Return those works on which remarks are asked today, the first to end first."""
    found = works.filter(remarks_until__gte=today)
    return found.select_related("region__organisation").order_by("remarks_until", "pk")


def reacted(works: Iterable[Work]) -> dict[UUID, set[UUID]]:
    """Return for each work the parties that remarked, read otherwise or proposed since it asked.

    Args:
        works: on which remarks are asked.
    """
    return {work.pk: set(_organisations(work)) for work in works}


def _organisations(work: Work) -> Iterable[UUID]:
    if work.remarks_asked_at is None:
        return
    clauses = Clause.objects.filter(work=work).values("pk")
    since = {"recorded_at__gte": work.remarks_asked_at}
    for rows in (
        Remark.objects.filter(target_type=work.model_label, target_id=work.pk, **since),
        Remark.objects.filter(target_type="documents.clause", target_id__in=clauses, **since),
        Reading.objects.filter(target_type="documents.clause", target_id__in=clauses, **since),
        ChangeProposal.objects.filter(work=work, **since),
    ):
        yield from rows.values_list("organisation_id", flat=True)
