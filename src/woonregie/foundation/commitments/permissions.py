"""Who reads a commitment, and for whom somebody writes one; roles stand in `accounts`."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.accounts.permissions import Grant, Reach, grants
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import permitted, with_merged, works_through
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in


def is_office(account: Account, region: Region, on: date) -> bool:
    """Return whether somebody works at the office of the region, which reads all of it."""
    return permitted(account, "commitments.office", region, on=on)


def speaks_for(account: Account, region: Region, on: date) -> frozenset[UUID]:
    """Return the organisations for which somebody may write in a region on a day.

    Who writes for an organisation, writes also for those that went up in it.
    """
    held = _held(account, region, on)
    if any(grant.reach is Reach.REGION for grant in held):
        everybody = organisations_in([region.pk], on=on)
        return with_merged(everybody.values_list("pk", flat=True), on=on)
    return with_merged((grant.organisation_id for grant in held), on=on)


def own_voices(account: Account, region: Region, on: date) -> frozenset[UUID]:
    """Return the organisations at which somebody works and may write: not all, for the office."""
    return with_merged((grant.organisation_id for grant in _held(account, region, on)), on=on)


def _held(account: Account, region: Region, on: date) -> list[Grant]:
    here = works_through(account, region, on)
    return [
        grant for grant in grants(account, "commitments.make", on) if grant.organisation_id in here
    ]


def require_one_of(
    by: Account | None, parties: Iterable[Organisation], region: Region, *, on: date
) -> None:
    """Refuse whoever speaks for none of these parties; None is the system itself.

    Raises:
        ForbiddenError: with the names of the parties.
    """
    wanted = list(parties)
    if by is None or not speaks_for(by, region, on).isdisjoint(one.pk for one in wanted):
        return
    names = ", ".join(one.name for one in wanted)
    raise ForbiddenError(
        _("Dit doet alleen wie namens een van deze partijen spreekt: %(names)s.")
        % {"names": names},
        permission="commitments.make",
    )
