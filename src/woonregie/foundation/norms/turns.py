"""Days by which law or region asks something: norms of unit "deadline"."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.urls import reverse

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.norms.queries import deadlines_of
from woonregie.foundation.notices.registry import Deadline
from woonregie.foundation.region.queries import region_at


def deadlines(account: Account, organisation_id: UUID, today: date) -> Iterable[Deadline]:
    """Return the days that come near; whoever works in the region may know them."""
    region = region_at(organisation_id)
    page = reverse("norms:list", args=[region.slug])
    for norm in deadlines_of(region, today=today):
        yield Deadline(f"norms.norm:{norm.pk}", norm.label, page, norm.starts_on, norm.source)
