"""Who works in a region, and whose roles its administrator may arrange."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from woonregie.foundation.accounts.models import Account, Organisation, OrganisationKind
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.region.models import (
    Municipality,
    Province,
    Region,
    RegionMember,
    WorkingArea,
)
from woonregie.foundation.region.queries import holds_on


def organisations_in(region_ids: Collection[UUID], *, on: date) -> QuerySet[Organisation]:
    """Return everybody who works in some regions on a day.

    The region itself, its members, the corporations and tenants' organisations that work in its
    municipalities, and the provinces in which these lie: the same as `regions_of` lets in.
    """
    members = RegionMember.objects.filter(holds_on(on), region__in=region_ids)
    places = Municipality.objects.filter(organisation__in=members.values("organisation"))
    working = WorkingArea.objects.filter(holds_on(on), municipality__in=places.values("pk"))
    provinces = Province.objects.filter(code__in=places.values("province_code"))
    return Organisation.objects.filter(
        Q(region__in=region_ids)
        | Q(pk__in=members.values("organisation"))
        | Q(pk__in=working.values("organisation"))
        | Q(pk__in=provinces.values("organisation"))
    )


def ever_in(region: Region, *, on: date) -> set[UUID]:
    """Return everybody who works in a region on a day, and who did until it went up in them.

    What went up in a member of this region but worked elsewhere is none of its.
    """
    found = set(organisations_in([region.pk], on=on).values_list("pk", flat=True))
    newest = set(found)
    while newest:
        merged = Organisation.objects.filter(successor__in=newest, ends_before__lte=on)
        newest = {
            one.pk
            for one in merged.exclude(pk__in=found)
            if one.ends_before is not None and _worked_in(one, region, one.ends_before)
        }
        found |= newest
    return found


def _worked_in(organisation: Organisation, region: Region, ended: date) -> bool:
    last = ended - timedelta(days=1)
    return organisations_in([region.pk], on=last).filter(pk=organisation.pk).exists()


def regions_with(account: Account, permission: str, *, on: date) -> set[UUID]:
    """Return the regions for which somebody holds a permission at the region, and their parts."""
    organisations = {grant.organisation_id for grant in grants(account, permission, on)}
    own = Q(organisation__in=organisations) | Q(parent__organisation__in=organisations)
    return set(Region.objects.filter(own).values_list("pk", flat=True)) if organisations else set()


def may_arrange(account: Account, organisation: Organisation, on: date) -> bool:
    """Return whether somebody may give and end roles at an organisation on a day.

    A role at a province opens every region in that province, and its account manager sees all
    plans there. So the administrator of one region gives such a role only when no municipality of
    somebody else's region lies in the province.
    """
    regions = regions_with(account, "people.manage", on=on)
    if not regions:
        return False
    if organisation.kind == OrganisationKind.REGION:
        return Region.objects.filter(pk__in=regions, organisation=organisation).exists()
    if not organisations_in(regions, on=on).filter(pk=organisation.pk).exists():
        return False
    if organisation.kind != OrganisationKind.PROVINCE:
        return True
    members = RegionMember.objects.filter(holds_on(on))
    reached = Municipality.objects.filter(
        province_code__in=Province.objects.filter(organisation=organisation).values("code"),
        organisation__in=members.values("organisation"),
    )
    arranged = members.filter(region__in=regions).values("organisation")
    return not reached.exclude(organisation__in=arranged).exists()
