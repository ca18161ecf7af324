"""Which lines of the audit trail somebody may read, and of which also what they hold.

That a municipality did something is told to whoever keeps the log; what it did holds numbers of
plans, and is for who sees those.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import Reach, grants
from woonregie.foundation.audit.models import Event
from woonregie.foundation.audit.queries import events_for
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import reachable_municipalities, regions_of


def readable_events(account: Account, *, on: date) -> QuerySet[Event]:
    """Return the lines that somebody may read on a day, newest first."""
    granted = grants(account, "audit.view", on)
    places = reachable_municipalities(account, "audit.view", on=on) if granted else ()
    readable = {place.organisation_id for place in places}
    if any(grant.reach is Reach.REGION for grant in granted):
        readable |= {region.organisation_id for region in regions_of(account, on=on)}
    return events_for(organisation_ids=readable, actor_id=account.pk)


def told_in_full(account: Account, events: Iterable[Event], *, on: date) -> set[UUID]:
    """Return the lines of which somebody may also read the data: ids of events.

    Her own lines, those of a municipality whose plans she sees, and those of no municipality.
    """
    seen = set(
        reachable_municipalities(account, "plans.view", on=on).values_list(
            "organisation_id", flat=True
        )
    )
    listed = list(events)
    places = set(
        Municipality.objects.filter(
            organisation__in={event.organisation_id for event in listed}
        ).values_list("organisation_id", flat=True)
    )
    return {
        event.pk
        for event in listed
        if event.actor_id == account.pk
        or event.organisation_id in seen
        or event.organisation_id not in places
    }
