"""The region in a page address, for whoever works there; for all others it does not exist.

Somebody may work in two regions: what she may do in one says nothing about the other.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Membership, Organisation, Role
from woonregie.foundation.accounts.permissions import grants, memberships_on
from woonregie.foundation.audit.remembering import until_recorded
from woonregie.foundation.pages.once import once
from woonregie.foundation.region.models import Region, RegionMember
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.region.queries import holds_on

NARROW = frozenset({Role.GUEST, Role.MARKET_EXPERT})
"""Roles that read only what their organisation is a party of."""


def region_for(account: Account, slug: str, *, today: date) -> Region:
    """Return the region with this slug if the account works in it today.

    Raises:
        Http404: no such region, or not for this account; the answer does not tell which.
    """
    region = region_where(account, slug, today)
    if region is None:
        raise Http404(_("Deze regio bestaat niet, of u werkt er niet."))
    return region


@once
def region_where(account: Account, slug: str, on: date) -> Region | None:
    """Return the region with this slug if the account works in it on a day, else nothing."""
    region = Region.objects.select_related("organisation").filter(organisation__slug=slug).first()
    return region if region is not None and works_through(account, region, on) else None


@once
def works_through(account: Account, region: Region, on: date) -> frozenset[UUID]:
    """Return the organisations through which somebody works in a region on a day."""
    mine = frozenset(item.organisation_id for item in memberships_on(account, on))
    members = RegionMember.objects.filter(holds_on(on), region=region, organisation__in=mine)
    # Most work for the region or a member of it; only for others is it asked who else does.
    if mine <= {region.organisation_id, *members.values_list("organisation", flat=True)}:
        return mine
    found = organisations_in([region.pk], on=on).filter(pk__in=mine)
    return frozenset(found.values_list("pk", flat=True))


@once
def here(account: Account, region: Region, on: date) -> tuple[Membership, ...]:
    """Return through which memberships somebody works in a region on a day."""
    through = works_through(account, region, on)
    return tuple(item for item in memberships_on(account, on) if item.organisation_id in through)


def works_for(account: Account, region: Region, on: date) -> frozenset[UUID]:
    """Return the organisations for which somebody works in a region on a day, with those merged.

    What a municipality took part in before a merger, the people of its successor read.
    """
    return with_merged(works_through(account, region, on), on=on)


def reads_widely(account: Account, region: Region, on: date) -> bool:
    """Return whether somebody reads what is for all who work in the region."""
    return any(item.role not in NARROW for item in here(account, region, on))


def with_merged(organisations: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Return organisations with those that went up in them by a day."""
    return _with_merged(frozenset(organisations), on)


@once
@until_recorded(most=256)
def _with_merged(organisations: frozenset[UUID], on: date) -> frozenset[UUID]:
    found = set(organisations)
    newest = set(found)
    while newest:
        before = Organisation.objects.filter(successor__in=newest, ends_before__lte=on)
        newest = set(before.exclude(pk__in=found).values_list("pk", flat=True))
        found |= newest
    return frozenset(found)


def permitted(account: Account, permission: str, region: Region, *, on: date) -> bool:
    """Return whether somebody has a permission through an organisation that works in a region."""
    through = {grant.organisation_id for grant in grants(account, permission, on)}
    return bool(through) and not through.isdisjoint(works_through(account, region, on))
