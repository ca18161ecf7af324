"""Writing the audit trail: the last line of every service."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import models, transaction
from django.dispatch import Signal

from woonregie.foundation.audit.acts import act_named
from woonregie.foundation.audit.chain import link_hash
from woonregie.foundation.audit.digest import plain
from woonregie.foundation.audit.models import ChainHead, Event

recorded = Signal()
"""Sent on commit with `event`; recomputation, search, notices and webhooks subscribe to it."""


class Actor(Protocol):
    """Whoever acts: anything with a primary key."""

    pk: Any


def record(
    *,
    act: str,
    by: Actor | None,
    at: datetime,
    target: models.Model | None = None,
    organisation_id: UUID | None = None,
    payload: Mapping[str, Any] | None = None,
) -> Event:
    """Write one line at the end of the chain; call it last, inside the transaction of the act.

    Args:
        act: registered name of the act, such as "plans.plan_created".
        by: the account that acts; None for the system itself.
        at: the moment, handed in at the edge.
        target: what it was done to.
        organisation_id: whose people may read the line.
        payload: ids and numbers that tell what changed; never personal data.

    Returns:
        The event, with its place in the chain.

    Raises:
        UnknownActError: the act is not registered.
        TransactionManagementError: called outside a transaction.
    """
    act_named(act)
    head = ChainHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        ChainHead.objects.get_or_create(pk=1)
        head = ChainHead.objects.select_for_update().get(pk=1)
    event = Event(
        sequence=head.sequence + 1,
        at=at,
        act=act,
        actor_id=by.pk if by is not None else None,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=target.pk if target is not None else None,
        organisation_id=organisation_id,
        payload=plain(payload or {}),
        previous_hash=head.hash,
    )
    event.hash = link_hash(event)
    event.save(force_insert=True)
    head.sequence, head.hash = event.sequence, event.hash
    head.save(update_fields=["sequence", "hash"])
    transaction.on_commit(lambda: recorded.send(sender=Event, event=event))
    return event
