"""What somebody may see of things of one kind."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from woonregie.foundation.disclosure.circles import EVERYBODY, USUAL, Circle, Reader
from woonregie.foundation.disclosure.groups import kinds
from woonregie.foundation.disclosure.models import Audience, Partner
from woonregie.foundation.pages.once import once

WHOLE = ""
"""The group that is the whole thing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The audience of one group of one thing that holds on a day."""

    target_id: UUID
    group: str
    owner_id: UUID
    circles: Circle
    partners: Collection[UUID]
    counts: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader sees otherwise than usual, of things of one kind.

    Args:
        hidden: things of which she may not know that they are there.
        shown: things that she sees although she usually would not.
        partly: thing -> groups of fields that she does not see of it; such a thing is in none of
            the other two, or in `shown`.
    """

    hidden: frozenset[UUID] = frozenset()
    shown: frozenset[UUID] = frozenset()
    partly: Mapping[UUID, frozenset[str]] = field(default_factory=dict)


@once
def standing(kind: str, on: date) -> tuple[Standing, ...]:
    """Return the audiences of all things of a kind that hold on a day.

    Args:
        kind: such as "plans.plan".
        on: the day of reading; an embargo that ends on it is over.
    """
    rows = list(audiences_on(kind, on=on))
    named: dict[UUID, list[UUID]] = {}
    if rows:
        partners = Partner.objects.filter(audience__in=audiences_on(kind, on=on).values("pk"))
        for audience_id, organisation_id in partners.values_list("audience", "organisation"):
            named.setdefault(audience_id, []).append(organisation_id)
    return tuple(
        Standing(
            row.target_id,
            row.group,
            row.owner_id,
            row.circle_set,
            named.get(row.pk, ()),
            row.counts_in_totals,
        )
        for row in rows
    )


def audiences_on(kind: str, *, on: date) -> QuerySet[Audience]:
    """Return the rows that hold on a day for things of a kind."""
    held = Q(embargo_until__isnull=True) | Q(embargo_until__gt=on)
    return Audience.objects.filter(held, kind=kind, superseded_at__isnull=True)


def seen_by(reader: Reader, kind: str, *, on: date) -> Seen:
    """Return what a reader sees otherwise than usual on a day."""
    return Seen() if reader.everything else seen_in(reader, standing(kind, on))


def seen_in(reader: Reader, items: Iterable[Standing]) -> Seen:
    """Return what a reader sees otherwise than usual by these audiences.

    They need not stand: who looks what an audience would do asks it before she says it.
    """
    hidden, shown = set(), set()
    partly: dict[UUID, set[str]] = {}
    for item in items:
        meets = reader.meets(item.owner_id, item.circles, item.partners)
        if item.group == WHOLE and not meets:
            hidden.add(item.target_id)
        elif item.group == WHOLE and not reader.meets(item.owner_id, USUAL, ()):
            shown.add(item.target_id)
        elif item.group != WHOLE and not meets:
            partly.setdefault(item.target_id, set()).add(item.group)
    return Seen(
        frozenset(hidden),
        frozenset(shown),
        {key: frozenset(groups) for key, groups in partly.items() if key not in hidden},
    )


@dataclass(frozen=True, slots=True)
class Veiled:
    """What the trail does not tell a reader.

    Args:
        things: things of which she may not see everything.
        owners: organisations that keep anything from her.
    """

    things: frozenset[UUID] = frozenset()
    owners: frozenset[UUID] = frozenset()


def veiled_for(reader: Reader, *, on: date) -> Veiled:
    """Return what is kept from a reader, of things of every kind, and by whom."""
    kept = [
        item
        for kind in kinds()
        for item in standing(kind, on)
        if not reader.meets(item.owner_id, item.circles, item.partners)
    ]
    return Veiled(
        frozenset(item.target_id for item in kept), frozenset(item.owner_id for item in kept)
    )


def kept_from(
    readers: Iterable[Reader], kind: str, groups: Collection[str], *, on: date
) -> dict[UUID, bool]:
    """Return the things of which any of these readers may not know some groups.

    Args:
        readers: who reads.
        kind: of what.
        groups: the groups of fields; whoever may not see the whole may not see its groups.
        on: the day of reading.

    Returns:
        thing -> whether it counts in totals all the same.
    """
    found: dict[UUID, bool] = {}
    asked = list(readers)
    for item in standing(kind, on):
        if item.group != WHOLE and item.group not in groups:
            continue
        if any(not one.meets(item.owner_id, item.circles, item.partners) for one in asked):
            found[item.target_id] = found.get(item.target_id, True) and item.counts
    return found


def restricted(kind: str, groups: Collection[str], *, on: date) -> dict[UUID, bool]:
    """Return the things whose groups are kept from somebody who usually sees them.

    These are the secrets that safe totals protect: thing -> whether it counts in totals.
    """
    found: dict[UUID, bool] = {}
    for item in standing(kind, on):
        if item.group != WHOLE and item.group not in groups:
            continue
        if item.circles & Circle.PUBLIC or item.circles & USUAL == USUAL:
            continue
        found[item.target_id] = found.get(item.target_id, True) and item.counts
    return found


def said_of(kind: str, target_id: UUID, *, on: date) -> dict[str, Audience]:
    """Return the rows that hold for one thing on a day, by group."""
    rows = audiences_on(kind, on=on).filter(target_id=target_id)
    return {row.group: row for row in rows.prefetch_related("partners__organisation")}


def last_said_at(owners: Collection[UUID]) -> datetime | None:
    """Return when any of some owners last said, changed or lifted an audience; None is never.

    What was worked out before that moment may hold what is kept from its reader now.
    """
    moments = Audience.objects.filter(owner__in=owners).aggregate(
        said=Max("recorded_at"), over=Max("superseded_at")
    )
    return max(filter(None, moments.values()), default=None)


def history_of(kind: str, target_id: UUID) -> QuerySet[Audience]:
    """Return all rows ever recorded for one thing, the newest first."""
    return (
        Audience.objects.filter(kind=kind, target_id=target_id)
        .select_related("recorded_by")
        .prefetch_related("partners__organisation")
        .order_by("-recorded_at", "-pk")
    )


def to_review(owner_ids: Collection[UUID], *, on: date) -> QuerySet[Audience]:
    """Return the restrictions of these owners that had to be looked at again by a day."""
    return Audience.objects.filter(
        superseded_at__isnull=True, owner__in=list(owner_ids), review_on__lte=on
    ).order_by("review_on")


def is_public(item: Standing) -> bool:
    """Return whether everybody may see it."""
    return EVERYBODY.meets(item.owner_id, item.circles, item.partners)
