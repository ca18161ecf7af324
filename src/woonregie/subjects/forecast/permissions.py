"""What somebody may do with forecasts."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.accounts.permissions import PERMISSIONS, grants
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import here, permitted, with_merged
from woonregie.foundation.region.models import Region

VIEW, SAVE, SHARE, START = "forecast.view", "forecast.save", "forecast.share", "forecast.start"
DEFINE, DISSENT = "forecast.define", "forecast.dissent"


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
    wanted = grants(account, "forecast.choose", on)
    return any(grant.organisation_id in _own(region) for grant in wanted)


def may_start(account: Account, region: Region, on: date) -> bool:
    """Return whether somebody may record a starting point: the secretary, of the region itself."""
    return any(grant.organisation_id in _own(region) for grant in grants(account, START, on))


def speaks_for(
    account: Account, region: Region, on: date, permission: str = SAVE
) -> frozenset[UUID]:
    """Return the organisations for which somebody may save scenarios in a region on a day.

    Who speaks for an organisation, speaks also for those that went up in it.
    """
    roles = PERMISSIONS[permission]
    hers = (item.organisation_id for item in here(account, region, on) if item.role in roles)
    return with_merged(hers, on=on)


def require_voice(
    by: Account | None,
    organisation: Organisation,
    region: Region,
    *,
    on: date,
    permission: str = SAVE,
) -> None:
    """Refuse whoever does not speak for an organisation; None is the system itself.

    Raises:
        ForbiddenError: with the name of the organisation.
    """
    if by is not None and organisation.pk not in speaks_for(by, region, on, permission):
        raise ForbiddenError(
            _("Dit doet alleen wie namens %(party)s spreekt. Vraag een collega die dat mag.")
            % {"party": organisation.name},
            permission=permission,
            organisation=organisation.slug,
        )


def may_work(account: Account, region: Region, on: date) -> bool:
    """Return whether somebody may turn levers in a region: whoever may see its forecasts."""
    return permitted(account, VIEW, region, on=on)


def _own(region: Region) -> set[UUID]:
    """Return the organisation of a region, and of the region that it is a part of."""
    own = {region.organisation_id}
    if region.parent is not None:
        own.add(region.parent.organisation_id)
    return own
