"""Decisions of bodies that somebody may read."""

from datetime import date

from django.db.models import Q, QuerySet

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.consents.models import Decision, Readers
from woonregie.foundation.consents.permissions import RECORD, speaks_for
from woonregie.foundation.region.access import reads_widely
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import ever_in


def visible_decisions(account: Account, region: Region, *, today: date) -> QuerySet[Decision]:
    """Return the decisions of a region's organisations that somebody may read on a day.

    A decision that was recorded with something else, such as a plan, may tell of what is kept from
    others. So unless it was said to be wider, it is for those who speak for its organisation.
    """
    found = Decision.objects.filter(organisation__in=ever_in(region, on=today))
    may = Q(organisation__in=speaks_for(account, RECORD, on=today))
    if reads_widely(account, region, today):
        may |= Q(read_by=Readers.REGION)
    return found.filter(may).select_related("organisation", "file")
