"""Who sees which plan: what was said, what one reader sees of it, what has to be looked at."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from django.db.models import Q, QuerySet

from woonregie.foundation.accounts.models import Account, Organisation, OrganisationKind
from woonregie.foundation.disclosure.circles import EVERYBODY, USUAL, Circle, Reader
from woonregie.foundation.disclosure.models import Audience
from woonregie.foundation.disclosure.queries import (
    Standing,
    audiences_on,
    said_of,
    seen_by,
    seen_in,
    standing,
)
from woonregie.foundation.pages.among import Among
from woonregie.foundation.pages.once import once
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import reachable_municipalities, reader_of, within
from woonregie.subjects.plans.groups import PLAN
from woonregie.subjects.plans.models import Plan, PlanVersion
from woonregie.subjects.plans.queries.versions import partly_visible, versions_on, visible_plans


class Sight(Enum):
    """How much of a plan somebody sees."""

    WHOLE = "whole"
    PART = "part"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Look:
    """What one reader sees of a plan: how much, and which groups are kept from her."""

    sight: Sight
    kept: frozenset[str] = frozenset()


# ------------------------------------------------------------------ what was said
def said_of_plan(plan_id: UUID, *, on: date) -> dict[str, Audience]:
    """Return the audiences of a plan that hold on a day, by group; "" is the whole plan."""
    return said_of(PLAN, plan_id, on=on)


def standing_of(plan_id: UUID, group: str) -> Audience | None:
    """Return the audience that was said last, whether or not its embargo is over."""
    found = Audience.objects.filter(
        kind=PLAN, target_id=plan_id, group=group, superseded_at__isnull=True
    )
    return found.first()


def grounds_of(plan_id: UUID, *, on: date) -> dict[str, str]:
    """Return group -> code of the ground on which it is kept, for a day."""
    return {group: row.ground for group, row in said_of_plan(plan_id, on=on).items()}


# ------------------------------------------------------------------ what a reader sees
def readers_around(owner_id: UUID) -> dict[str, Reader]:
    """Return readers by code: somebody of each circle around an owner, and everybody."""
    return {
        "secretary": Reader({owner_id: Circle.OFFICE}),
        "official": Reader({owner_id: Circle.OFFICIALS}),
        "executive": Reader({owner_id: Circle.ALDERMEN}),
        "province": Reader({owner_id: Circle.PROVINCE}),
        "public": EVERYBODY,
    }


OFFICIAL_OF: Mapping[str, Circle] = {
    OrganisationKind.REGION: Circle.OFFICE,
    OrganisationKind.MUNICIPALITY: Circle.OFFICIALS,
    OrganisationKind.PROVINCE: Circle.PROVINCE,
}
"""In which circle the people of an organisation stand who deal with plans of others."""


def partner_as_reader(partner: Organisation, owner_id: UUID) -> Reader:
    """Return somebody who works for an organisation, as she stands to an owner."""
    circle = OFFICIAL_OF.get(partner.kind)
    return Reader({owner_id: circle} if circle else {}, frozenset({partner.pk}))


def look_as(
    reader: Reader, plan: Plan, *, on: date, instead: Iterable[Standing] | None = None
) -> Look:
    """Return what a reader sees of a plan on a day.

    Args:
        reader: who looks.
        plan: at what.
        on: the day.
        instead: the audiences of this plan as somebody is about to say them; None is as they
            stand.
    """
    said = standing(PLAN, on) if instead is None else instead
    owner_id = plan.municipality.organisation_id
    seen = seen_in(reader, [item for item in said if item.target_id == plan.pk])
    usual = reader.meets(owner_id, USUAL, ())
    if plan.pk in seen.hidden or not (usual or plan.pk in seen.shown):
        return Look(Sight.NOTHING)
    kept = seen.partly.get(plan.pk, frozenset())
    return Look(Sight.PART if kept else Sight.WHOLE, kept)


def with_said(
    plan: Plan,
    group: str,
    *,
    circles: Circle,
    partners: Collection[UUID],
    embargo_until: date | None,
    on: date,
) -> list[Standing]:
    """Return the audiences of a plan as they would stand on a day if this were said of a group."""
    others = [
        item for item in standing(PLAN, on) if item.target_id == plan.pk and item.group != group
    ]
    if embargo_until is not None and embargo_until <= on:
        return others
    owner_id = plan.municipality.organisation_id
    said = Standing(plan.pk, group, owner_id, circles | Circle.OWN, tuple(partners), counts=True)
    return [*others, said]


# ------------------------------------------------------------------ who may open the list
@once
def sees_plans(account: Account, region: Region, *, today: date) -> bool:
    """Return whether the list of plans opens: by role, or because a plan is shared with her."""
    if permitted(account, "plans.view", region, on=today):
        return True
    return bool(shared_places(account, region, today=today))


@once
def shared_places(account: Account, region: Region, *, today: date) -> frozenset[UUID]:
    """Return the municipalities of which somebody sees plans only because they are shared."""
    seen = seen_by(reader_of(account, on=today), PLAN, on=today)
    if not seen.shown:
        return frozenset()
    found = versions_on(today).filter(
        Among("plan", seen.shown), Among("municipality", within(region, on=today))
    )
    return frozenset(found.order_by().values_list("municipality", flat=True).distinct())


# ------------------------------------------------------------------ all of them
def audiences_of_own(account: Account, region: Region, *, today: date) -> QuerySet[Audience]:
    """Return the audiences that hold for plans whose audience somebody may change."""
    own = reachable_municipalities(account, "audiences.edit", on=today).filter(
        Among("id", within(region, on=today))
    )
    owners = own.order_by().values("organisation")
    found = audiences_on(PLAN, on=today).filter(owner__in=owners)
    return found.select_related("owner").prefetch_related("partners__organisation")


def audiences_to_review(account: Account, region: Region, *, today: date) -> QuerySet[Audience]:
    """Return those of which the day has come to look again whether they are still needed."""
    due = Q(review_on__isnull=False, review_on__lte=today)
    return audiences_of_own(account, region, today=today).filter(due).order_by("review_on")


def restricted_in_sight(account: Account, region: Region, *, today: date) -> dict[UUID, int]:
    """Return municipality -> of how many plans that somebody sees an audience was said.

    Of a plan that she does not see she does not hear.
    """
    said = {item.target_id for item in standing(PLAN, today)}
    if not said:
        return {}
    whole = visible_plans(account=account, region=region, on=today, today=today)
    seen = list(whole.filter(Among("plan", said)).values_list("municipality", flat=True))
    seen += [
        version.municipality_id
        for version, _kept in partly_visible(account=account, region=region, on=today, today=today)
    ]
    return {place: seen.count(place) for place in dict.fromkeys(seen)}


def names_of(plan_ids: Collection[UUID], *, on: date) -> dict[UUID, PlanVersion]:
    """Return plan -> its version on a day, for plans of which the asker may know."""
    found = versions_on(on).filter(Among("plan", frozenset(plan_ids)))
    return {row.plan_id: row for row in found.select_related("plan", "municipality__organisation")}
