"""Which municipalities are in a region on a day, and which of them somebody may reach."""

import operator
from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from woonregie.foundation.accounts.models import Account, Role
from woonregie.foundation.accounts.permissions import (
    PERMISSIONS,
    Grant,
    Reach,
    grants,
    memberships_on,
)
from woonregie.foundation.disclosure.circles import NOBODY, SYSTEM, Circle, Reader
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.pages.once import once
from woonregie.foundation.region.models import (
    Border,
    CountedMeasure,
    Municipality,
    Province,
    PublicFact,
    Region,
    RegionMember,
    WorkingArea,
)


class UnknownPlaceError(RefusedError):
    """A region or municipality that we do not know."""

    code = "unknown_place"


def region_named(slug: str) -> Region:
    """Return the region whose slug stands in the address.

    Raises:
        Region.DoesNotExist: no such region.
    """
    return Region.objects.select_related("organisation").get(organisation__slug=slug)


@once
def region_at(organisation_id: UUID) -> Region:
    """Return the region that is this organisation.

    Raises:
        Region.DoesNotExist: the organisation is no region.
    """
    return Region.objects.select_related("organisation").get(organisation=organisation_id)


def holds_on(on: date, prefix: str = "") -> Q:
    """Return the filter for rows whose period holds on a day; an empty end is open.

    Args:
        on: the day.
        prefix: path to the row that has the period, such as "organisation__".
    """
    begun = Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": on})
    going_on = Q(**{f"{prefix}ends_before__isnull": True}) | Q(**{f"{prefix}ends_before__gt": on})
    return begun & going_on


def municipalities_of(
    region: Region, *, on: date, fictitious: bool | None = None
) -> QuerySet[Municipality]:
    """Return the municipalities of a region on a day, by name.

    Args:
        region: any kind of region.
        on: the day that membership must hold.
        fictitious: None for all, False to leave out the fictitious one (as every total does).
    """
    members = RegionMember.objects.filter(holds_on(on), region=region)
    found = Municipality.objects.filter(
        holds_on(on, "organisation__"), organisation__in=members.values("organisation")
    )
    if fictitious is not None:
        found = found.filter(organisation__fictitious=fictitious)
    return found.select_related("organisation").order_by("organisation__name")


@once
def places_in(region: Region, *, on: date) -> dict[UUID, tuple[str, str]]:
    """Return the code and name of each municipality of a region on a day, by key, by name."""
    found = municipalities_of(region, on=on).values_list("pk", "code", "organisation__name")
    return {key: (code, name) for key, code, name in found}


def reachable_municipalities(
    account: Account, permission: str, *, on: date
) -> QuerySet[Municipality]:
    """Return the municipalities for which somebody has a permission on a day.

    Own reach is the municipality itself, or those in which a corporation works; region reach is
    every municipality of the regions (or of the province) that the organisation is or belongs to.
    Who may reach a municipality may reach those that went up in it: their plans are now hers.
    """
    return Municipality.objects.filter(
        pk__in=reachable_ids(account, permission, on=on)
    ).select_related("organisation")


@once
def reachable_ids(account: Account, permission: str, *, on: date) -> frozenset[UUID]:
    """Return the keys of the municipalities for which somebody has a permission on a day."""
    return frozenset(_reached(frozenset(grants(account, permission, on)), on))


@once
def _reached(held: frozenset[Grant], on: date) -> Mapping[UUID, UUID]:
    """Return municipality -> its organisation, for each that is reached through grants on a day.

    Most permissions are held through the same organisations, and one answer does for them all.
    """
    own = {grant.organisation_id for grant in held if grant.reach is not Reach.REGION}
    wide = {grant.organisation_id for grant in held if grant.reach is Reach.REGION}
    if not held:
        return {}
    reach = [_own(own, on)] * bool(own) + [_wide(wide, on)] * bool(wide)
    found = Municipality.objects.filter(reduce(operator.or_, reach)).order_by()
    owners = dict(found.values_list("pk", "organisation_id"))
    living = lineage(owners)
    if living.keys() != owners.keys():
        owners = {merger.old: merger.owner for merger in _merged()} | owners
    return {key: owners[key] for key in living}


CIRCLES: Mapping[str, Circle] = {
    "circle.own": Circle.OWN,
    "circle.office": Circle.OFFICE,
    "circle.officials": Circle.OFFICIALS,
    "circle.aldermen": Circle.ALDERMEN,
    "circle.province": Circle.PROVINCE,
}
"""Permission -> the circle around a municipality in which who has it stands."""


@once
def reader_of(account: Account | None, *, on: date) -> Reader:
    """Return where somebody stands on a day, for audiences; None is the system itself.

    Who stands around a municipality stands around those that went up in it.
    """
    if account is None:
        return SYSTEM
    circles: dict[UUID, Circle] = {}
    together: dict[frozenset[Grant], Circle] = {}
    for permission, circle in CIRCLES.items():
        held = frozenset(grants(account, permission, on))
        together[held] = together.get(held, NOBODY) | circle
    for held, circle in together.items():
        for owner in _reached(held, on).values():
            circles[owner] = circles.get(owner, NOBODY) | circle
    works_for = frozenset(
        item.organisation_id for item in memberships_on(account, on) if item.role != Role.GUEST
    )
    return Reader(circles, works_for)


@once
def circles_at(organisation_id: UUID, role: str, *, on: date) -> dict[UUID, Circle]:
    """Return owner -> the circles in which somebody with a role at an organisation stands."""
    circles: dict[UUID, Circle] = {}
    for permission, circle in CIRCLES.items():
        reach = PERMISSIONS[permission].get(role)
        if reach is None:
            continue
        held = frozenset({Grant(organisation_id, reach)})
        for owner in _reached(held, on).values():
            circles[owner] = circles.get(owner, NOBODY) | circle
    return circles


@once
def within(region: Region, *, on: date) -> frozenset[UUID]:
    """Return the keys of a region's municipalities on a day, and of those that went up in them."""
    return frozenset(lineage(places_in(region, on=on), on=on))


@once
def reachable_in(
    region: Region, account: Account, permission: str, *, on: date
) -> frozenset[UUID]:
    """Return the keys of those of `reachable_ids` that lie in a region on the day."""
    inside = frozenset(lineage(places_in(region, on=on)))
    here = Grant(region.organisation_id, Reach.REGION)
    if here in grants(account, permission, on):
        return inside
    return reachable_ids(account, permission, on=on) & inside


def lineage(municipality_ids: Iterable[UUID], *, on: date | None = None) -> dict[UUID, UUID]:
    """Return municipality -> the asked municipality in which it lives on; each asked one itself.

    Mergers (*herindelingen*): plans, and figures of a forecast that was made before the merger,
    keep the municipality of their time and count for the one that came of it. A municipality that
    was divided counts for the one that the national list names as its successor.

    Args:
        municipality_ids: the municipalities that are asked.
        on: only mergers that have happened by this day; None is all of them.
    """
    living = {key: key for key in municipality_ids}
    merged = {old: new for old, new, gone, _owner in _merged() if on is None or gone <= on}
    for old in merged:
        now, seen = old, {old}
        while now not in living and merged.get(now) not in {None, *seen}:
            now = merged[now]
            seen.add(now)
        if now in living:
            living[old] = living[now]
    return living


def successions() -> list[tuple[str, str, date, bool]]:
    """Return (code that ended, that of its successor, first day without it) of every merger.

    With each of them: whether its successor was there before that day.
    """
    ended = Municipality.objects.filter(
        organisation__successor__municipality__isnull=False,
        organisation__ends_before__isnull=False,
    ).order_by("code")
    successor = "organisation__successor"
    columns = (
        "code",
        f"{successor}__municipality__code",
        "organisation__ends_before",
        f"{successor}__starts_on",
    )
    return [
        (old, new, gone, began is None or began < gone)
        for old, new, gone, began in ended.values_list(*columns)
        if gone
    ]


def predecessors() -> dict[UUID, set[UUID]]:
    """Return municipality -> those that went up in it directly."""
    found: dict[UUID, set[UUID]] = {}
    for old, new, _gone, _owner in _merged():
        found.setdefault(new, set()).add(old)
    return found


class _Merger(NamedTuple):
    """A municipality that ended: its successor, the first day without it, its organisation."""

    old: UUID
    new: UUID
    gone: date
    owner: UUID


@once
def _merged() -> tuple[_Merger, ...]:
    ended = Municipality.objects.filter(organisation__successor__municipality__isnull=False)
    columns = (
        "pk",
        "organisation__successor__municipality",
        "organisation__ends_before",
        "organisation_id",
    )
    return tuple(
        _Merger(old, new, gone or date.max, owner)
        for old, new, gone, owner in ended.values_list(*columns)
    )


def _own(organisations: Iterable[UUID], on: date) -> Q:
    worked_in = WorkingArea.objects.filter(holds_on(on), organisation__in=organisations)
    return Q(organisation__in=organisations) | Q(pk__in=worked_in.values("municipality"))


def _wide(organisations: Iterable[UUID], on: date) -> Q:
    organisations = list(organisations)
    memberships = RegionMember.objects.filter(holds_on(on))
    regions = Region.objects.filter(
        Q(organisation__in=organisations)
        | Q(pk__in=memberships.filter(organisation__in=organisations).values("region"))
    )
    provinces = Province.objects.filter(organisation__in=organisations)
    return Q(organisation__in=memberships.filter(region__in=regions).values("organisation")) | Q(
        province_code__in=provinces.values("code")
    )


def regions_of(account: Account, *, on: date) -> QuerySet[Region]:
    """Return the regions in which somebody has any work on a day, by name."""
    organisations = [item.organisation_id for item in memberships_on(account, on)]
    memberships = RegionMember.objects.filter(holds_on(on), organisation__in=organisations)
    working = WorkingArea.objects.filter(holds_on(on), organisation__in=organisations)
    via_area = RegionMember.objects.filter(
        holds_on(on), organisation__in=working.values("municipality__organisation")
    )
    via_province = RegionMember.objects.filter(
        holds_on(on),
        organisation__municipality__province_code__in=Province.objects.filter(
            organisation__in=organisations
        ).values("code"),
    )
    return (
        Region.objects.filter(
            Q(organisation__in=organisations)
            | Q(pk__in=memberships.values("region"))
            | Q(pk__in=via_area.values("region"))
            | Q(pk__in=via_province.values("region"))
        )
        .select_related("organisation")
        .order_by("organisation__name")
    )


def municipality_by_code(code: str) -> Municipality:
    """Return the municipality with a CBS code such as "GM0193".

    Raises:
        Municipality.DoesNotExist: no such code.
    """
    return Municipality.objects.select_related("organisation").get(code=code)


def borders_of(region: Region, *, on: date) -> QuerySet[Border]:
    """Return the borders of a region's municipalities on a day.

    Real ones before schematic ones.
    """
    places = municipalities_of(region, on=on).order_by().values("pk")
    found = Border.objects.filter(holds_on(on), municipality__in=places)
    real = found.filter(schematic=False).values("municipality")
    return found.exclude(schematic=True, municipality__in=real).select_related(
        "municipality__organisation"
    )


def counted_facts(organisation_ids: Iterable[UUID]) -> list[PublicFact]:
    """Return what the statistical office counted in municipalities, by measure and year.

    A year may be printed again. Then the newest reading counts: by the date of its source, then
    by when we recorded it.
    """
    facts = PublicFact.objects.filter(
        organisation__in=list(organisation_ids), measure__in=CountedMeasure.values
    ).select_related("source")
    newest = {
        (fact.organisation_id, fact.measure, fact.starts_on): fact
        for fact in sorted(facts, key=lambda fact: (fact.source.dated_on or date.min, fact.pk))
    }
    return sorted(newest.values(), key=lambda fact: (fact.measure, fact.starts_on))
