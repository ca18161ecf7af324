"""Every class of readers that there is around some municipalities, for safe totals."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from woonregie.foundation.accounts.models import Organisation, Role
from woonregie.foundation.accounts.permissions import HELD_AT
from woonregie.foundation.disclosure.circles import EVERYBODY, Circle, Reader
from woonregie.foundation.region.models import Municipality, RegionMember
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.region.queries import circles_at, holds_on


def kinds_of_readers(
    owners: Collection[UUID], partners: Collection[UUID], *, on: date
) -> list[Reader]:
    """Return each class of readers: everybody, and per organisation what a role there sees.

    Args:
        owners: organisations whose secrets are at stake.
        partners: organisations with which something is shared by name.
        on: the day.
    """
    members = RegionMember.objects.filter(holds_on(on), organisation__in=_now(owners))
    regions = set(members.values_list("region", flat=True))
    inside = dict(organisations_in(regions, on=on).values_list("pk", "kind"))
    named = Organisation.objects.filter(pk__in=[*partners, *owners])
    inside |= dict(named.values_list("pk", "kind"))
    found = [EVERYBODY]
    for key, kind in inside.items():
        stands: list[Mapping[UUID, Circle]] = []
        for role in Role.values:
            if kind not in HELD_AT[role] or role == Role.GUEST:
                continue
            circles = circles_at(key, role, on=on)
            if circles not in stands and (circles or key in partners):
                stands.append(circles)
        found += [Reader(circles, frozenset([key])) for circles in stands]
    return found


def _now(owners: Collection[UUID]) -> set[UUID]:
    """Return the owners, and whoever their municipality went up in."""
    gone = Municipality.objects.filter(organisation__in=owners)
    after = gone.values_list("organisation__successor", flat=True)
    return {*owners, *(key for key in after if key is not None)}
