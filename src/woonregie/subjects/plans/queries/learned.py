"""What senders taught us about their own lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of, reachable_municipalities
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.models import LearnedKind, LearnedMeaning, PlanImport

LOOKED_AT = 100
"""In so many of the latest deliveries is looked when something was used last."""


@dataclass(frozen=True, slots=True)
class Learned:
    """Something learned, and when a list was last read by it; None is never since then."""

    meaning: LearnedMeaning
    used_at: datetime | None


def sender_of(*, municipality: Municipality | None, region: Region | None) -> Organisation | None:
    """Return who sends a list: the municipality it is for, else the region; None for neither."""
    if municipality is not None:
        return municipality.organisation
    return region.organisation if region is not None else None


def standing_meanings(sender: Organisation) -> QuerySet[LearnedMeaning]:
    """Return what stands of what a sender taught us."""
    found = LearnedMeaning.objects.filter(organisation=sender, superseded_at__isnull=True)
    return found.select_related("recorded_by").order_by("kind", "column", "written", "pk")


def meanings_of(sender: Organisation | None) -> Meanings:
    """Return what a sender decided about earlier lists."""
    if sender is None:
        return Meanings()
    columns: dict[str, str] = {}
    words: dict[tuple[str, str], str] = {}
    for item in standing_meanings(sender):
        if item.kind == LearnedKind.COLUMN:
            columns[item.written] = item.meaning
        else:
            words[item.column, item.written] = item.meaning
    return Meanings(columns, words)


def reachable_senders(*, account: Person, region: Region, today: date) -> list[Organisation]:
    """Return of whom somebody may see and change what was learned.

    Those for whom she may deliver; the region itself only for who delivers for all of it.
    """
    within = set(municipalities_of(region, on=today).values_list("pk", flat=True))
    own = reachable_municipalities(account, "plans.import", on=today).filter(pk__in=within)
    places = list(own.select_related("organisation").order_by("organisation__name"))
    senders = [place.organisation for place in places]
    return [region.organisation, *senders] if within == {item.pk for item in places} else senders


def learned_of(sender: Organisation) -> list[Learned]:
    """Return what stands of what a sender taught us, with when it was used last."""
    used = dict(_used(sender))
    return [
        Learned(item, used.get((item.column, item.written))) for item in standing_meanings(sender)
    ]


def _used(sender: Organisation) -> Iterator[tuple[tuple[str, str], datetime]]:
    """Yield what the latest deliveries were read by, the earliest first."""
    deliveries = PlanImport.objects.filter(municipality__organisation=sender)
    if not Municipality.objects.filter(organisation=sender).exists():
        deliveries = PlanImport.objects.filter(
            municipality__isnull=True, region__organisation=sender
        )
    latest = deliveries.exclude(meanings={}).order_by("-created_at")[:LOOKED_AT]
    for meanings, at in reversed(latest.values_list("meanings", "created_at")):
        yield from ((key, at) for key in _keys(meanings))


def _keys(meanings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for written in meanings.get("columns", {}):
        yield "", written
    for column, words in meanings.get("words", {}).items():
        yield from ((column, written) for written in words)
