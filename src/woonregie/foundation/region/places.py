"""In which regions somebody works, for rooms that lie below this one."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.notices.registry import Place
from woonregie.foundation.region.queries import regions_of


def places(account: Account, today: date) -> Iterable[Place]:
    """Return the regions in which somebody works; not their parts, which have the same turns."""
    for region in regions_of(account, on=today).filter(parent=None):
        yield Place(region.organisation_id, str(region), reverse("home", args=[region.slug]))
