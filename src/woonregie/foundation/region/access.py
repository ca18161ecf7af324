"""The region in a page address, for whoever works there; for all others it does not exist.

Somebody may work in two regions: what she may do in one says nothing about the other.
"""

from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.region.queries import regions_of


def region_for(account: Account, slug: str, *, today: date) -> Region:
    """Return the region with this slug if the account works in it today.

    Raises:
        Http404: no such region, or not for this account; the answer does not tell which.
    """
    region = regions_of(account, on=today).filter(organisation__slug=slug).first()
    if region is None:
        raise Http404(_("Deze regio bestaat niet, of u werkt er niet."))
    return region


def permitted(account: Account, permission: str, region: Region, *, on: date) -> bool:
    """Return whether somebody has a permission through an organisation that works in a region."""
    through = {grant.organisation_id for grant in grants(account, permission, on)}
    return bool(through) and organisations_in([region.pk], on=on).filter(pk__in=through).exists()
