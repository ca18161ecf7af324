"""Which sources somebody may see."""

from datetime import date

from django.db.models import Q, QuerySet

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.reserved import reserved


def public_sources() -> QuerySet[Source]:
    """Return the sources that everybody who logs in may see."""
    found = Source.objects.all()
    for kind in reserved():
        found = found.exclude(pk__in=kind.all_keys())
    return found


def visible_sources(account: Account, *, on: date) -> QuerySet[Source]:
    """Return the sources that somebody may see on a day.

    A delivered list tells how a municipality calls its file, so it is kept from the others.
    """
    found = Source.objects.all()
    for kind in reserved():
        found = found.filter(~Q(pk__in=kind.all_keys()) | Q(pk__in=kind.keys_for(account, on)))
    return found
