"""Reading the audit trail."""

from uuid import UUID

from django.db.models import Q, QuerySet

from woonregie.foundation.audit.models import ChainHead, Event


def events_of(target_id: UUID) -> QuerySet[Event]:
    """Return what happened to one thing, newest first."""
    return Event.objects.filter(target_id=target_id).order_by("-sequence")


def events_for(*, organisation_ids: set[UUID], actor_id: UUID) -> QuerySet[Event]:
    """Return the lines of some organisations and of the reader herself, newest first."""
    allowed = Q(organisation_id__in=organisation_ids) | Q(actor_id=actor_id)
    return Event.objects.filter(allowed).order_by("-sequence")


def head_sequence() -> int:
    """Return the number of the last event: what a cache of anything in the house hangs on."""
    return ChainHead.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0


def head_hash() -> str:
    """Return the hash of the last event, which stands for all before it; empty without any."""
    return ChainHead.objects.filter(pk=1).values_list("hash", flat=True).first() or ""


def acts_since(sequence: int, *, most: int) -> list[tuple[str, UUID | None]] | None:
    """Return (act, organisation) of each event after one; None when there are more than `most`."""
    found = Event.objects.filter(sequence__gt=sequence).order_by("sequence")
    acts = list(found.values_list("act", "organisation_id")[: most + 1])
    return acts if len(acts) <= most else None
