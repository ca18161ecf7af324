"""What somebody may do with forecasts."""

from datetime import date

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.region.models import Region


def may_view(account: Account, on: date) -> bool:
    """Return whether somebody may see forecasts; they hold no secrets, but ask for work here."""
    return bool(grants(account, "forecast.view", on))


def may_import(account: Account, on: date) -> bool:
    """Return whether somebody may take in a vintage: a secretary of any region.

    A vintage belongs to no region; whoever takes one in cannot change another.
    """
    return bool(grants(account, "forecast.import", on))


def may_choose(account: Account, region: Region, on: date) -> bool:
    """Return whether somebody may choose the reference: of her region, or of a part of it."""
    own = {region.organisation_id}
    if region.parent is not None:
        own.add(region.parent.organisation_id)
    return any(grant.organisation_id in own for grant in grants(account, "forecast.choose", on))
