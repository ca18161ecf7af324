"""Which lines of the audit trail somebody may read: those of the municipalities she may reach."""

from datetime import date

from django.db.models import QuerySet

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import Reach, grants
from woonregie.foundation.audit.models import Event
from woonregie.foundation.audit.queries import events_for
from woonregie.foundation.region.queries import reachable_municipalities, regions_of


def readable_events(account: Account, *, on: date) -> QuerySet[Event]:
    """Return the lines that somebody may read on a day, newest first."""
    granted = grants(account, "audit.view", on)
    places = reachable_municipalities(account, "audit.view", on=on) if granted else ()
    readable = {place.organisation_id for place in places}
    if any(grant.reach is Reach.REGION for grant in granted):
        readable |= {region.organisation_id for region in regions_of(account, on=on)}
    return events_for(organisation_ids=readable, actor_id=account.pk)
