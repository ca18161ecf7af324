"""The chain itself: what each link holds, and the proof that none was changed or lost."""

from dataclasses import dataclass

from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.models import ChainHead, Event


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What re-computing the chain found; `broken_at` is the sequence of the first bad link."""

    events: int
    broken_at: int | None
    reason: str

    @property
    def intact(self) -> bool:
        """Whether every link holds and none is missing."""
        return self.broken_at is None


def link_hash(event: Event) -> str:
    """Return the hash that this event must carry: its content and the hash before it."""
    return digest(
        {
            "sequence": event.sequence,
            "at": event.at,
            "act": event.act,
            "actor": event.actor_id,
            "target_type": event.target_type,
            "target": event.target_id,
            "organisation": event.organisation_id,
            "payload": event.payload,
            "previous": event.previous_hash,
        }
    )


def verify() -> ChainReport:
    """Re-compute every link from the first event to the head of the chain."""
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    previous, count = "0" * 64, 0
    for event in Event.objects.order_by("sequence").iterator(chunk_size=2000):
        count += 1
        if event.sequence != count:
            return ChainReport(count - 1, count, "missing")
        if event.previous_hash != previous or event.hash != link_hash(event):
            return ChainReport(count, count, "changed")
        previous = event.hash
    if head.sequence != count or (count and head.hash != previous):
        return ChainReport(count, count + 1, "cut_off")
    return ChainReport(count, None, "")
