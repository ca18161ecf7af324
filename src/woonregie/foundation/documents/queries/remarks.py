"""Reading remarks and readings; the subject has asked who may see the thing."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.documents.models import Reading, Remark


def remarks_on(target: KeyedModel) -> QuerySet[Remark]:
    """Return the remarks on a thing: what is open first, then the newest."""
    return (
        Remark.objects.filter(target_type=target.model_label, target_id=target.pk)
        .select_related("organisation", "recorded_by", "settled_by")
        .order_by("settled_at", "-recorded_at")
    )


def readings_of(target: KeyedModel, *, known_on: datetime | None = None) -> QuerySet[Reading]:
    """Return the other readings of a thing's figures that stand, by field.

    Args:
        target: the thing.
        known_on: as known at this moment; None is now.
    """
    if known_on is None:
        stands = Q(withdrawn_at__isnull=True)
    else:
        stands = Q(recorded_at__lte=known_on) & (
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_on)
        )
    return (
        Reading.objects.filter(stands, target_type=target.model_label, target_id=target.pk)
        .select_related("organisation", "recorded_by", "source")
        .order_by("field", "recorded_at")
    )


def open_counts(target_type: str, keys: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many remarks are open, for things that have any."""
    found = Remark.objects.filter(
        target_type=target_type, target_id__in=list(keys), settled_at__isnull=True
    )
    return dict(found.values_list("target_id").annotate(Count("pk")).order_by())
