"""Which lines of the audit trail somebody may read, and of which also what they hold.

That a municipality did something is told to whoever keeps the log; what it did holds numbers of
plans, and is for who sees those. Of what is kept from her not even what was done is told
(docs/adr/0030-one-door.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import Reach, grants
from woonregie.foundation.audit.models import Event
from woonregie.foundation.audit.queries import events_for
from woonregie.foundation.disclosure.groups import kinds
from woonregie.foundation.disclosure.queries import veiled_for
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import (
    reachable_municipalities,
    reader_of,
    regions_of,
)


@dataclass(frozen=True, slots=True)
class Told:
    """How much of some lines a reader is told, by their keys.

    Args:
        acts: lines of which she may read what was done.
        data: lines of which she may read the data as well.
    """

    acts: frozenset[UUID]
    data: frozenset[UUID]


def readable_events(account: Account, *, on: date) -> QuerySet[Event]:
    """Return the lines that somebody may read on a day, newest first."""
    granted = grants(account, "audit.view", on)
    places = reachable_municipalities(account, "audit.view", on=on) if granted else ()
    readable = {place.organisation_id for place in places}
    if any(grant.reach is Reach.REGION for grant in granted):
        readable |= {region.organisation_id for region in regions_of(account, on=on)}
    return events_for(organisation_ids=readable, actor_id=account.pk)


def told_of(account: Account, events: Iterable[Event], *, on: date) -> Told:
    """Return of which lines somebody may read what was done, and of which also the data.

    Data: her own lines, those of a municipality whose plans she sees, and those of no
    municipality. A municipality that keeps anything from her is told of without data, and without
    what was done unless it was done to one thing that she may see.
    """
    listed = list(events)
    veiled = veiled_for(reader_of(account, on=on), on=on)
    whole = frozenset(kinds())

    def told(event: Event) -> bool:
        if event.actor_id == account.pk or event.organisation_id not in veiled.owners:
            return True
        return event.target_type in whole and event.target_id not in veiled.things

    seen = set(
        reachable_municipalities(account, "plans.view", on=on).values_list(
            "organisation_id", flat=True
        )
    )
    places = set(
        Municipality.objects.filter(
            organisation__in={event.organisation_id for event in listed}
        ).values_list("organisation_id", flat=True)
    )
    return Told(
        frozenset(event.pk for event in listed if told(event)),
        frozenset(
            event.pk
            for event in listed
            if event.actor_id == account.pk
            or event.organisation_id not in places
            or event.organisation_id in seen - veiled.owners
        ),
    )
