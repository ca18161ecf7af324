"""What was published of restricted plans, and what of it a balance may count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from woonregie.foundation.disclosure.models import Publication
from woonregie.foundation.region.models import Region
from woonregie.subjects.balance.queries.asking import Question
from woonregie.subjects.balance.tables import ACCOUNTS, CAPACITY, CLASSES, capacity_key

Shown = Mapping[tuple[str, str, str], int | None]


def published_in(region: Region) -> QuerySet[Publication]:
    """Return the publications of a region, the newest reference date first.

    They hold no secret: whoever may read totals may read them.
    """
    return (
        Publication.objects.filter(scope=region.organisation_id)
        .select_related("scope")
        .order_by("-on", "-published_at", "-pk")
    )


def newest_for(region: Region, question: Question) -> Publication | None:
    """Return the newest publication that a question can know of."""
    known = Q() if question.known_on is None else Q(published_at__lte=question.known_on)
    return published_in(region).filter(known, on__lte=question.on).first()


@dataclass(frozen=True, slots=True)
class Added:
    """What a publication adds to an area, by class: dwellings to build and to demolish."""

    build: Sequence[int]
    demolition: Sequence[int]


def added_to(shown: Shown, area: str, profile: str) -> Added | None:
    """Return what restricted plans add to an area; None where any class of it is hidden."""
    found = {}
    for account in ACCOUNTS:
        values = [
            shown.get((CAPACITY, area, capacity_key(profile, group, account))) for group in CLASSES
        ]
        found[account] = [value for value in values if value is not None]
        if len(found[account]) < len(CLASSES):
            return None
    return Added(found["build"], found["demolition"])


def fits(publication: Publication, profile: str, version: int, period: tuple[int, int]) -> bool:
    """Return whether a publication counts with this definition and period."""
    terms = publication.terms.get(CAPACITY, {})
    return any(
        (item["name"], item["version"], tuple(item["years"])) == (profile, version, period)
        for item in terms.get("profiles", [])
    )


def counted_in(publication: Publication) -> frozenset[UUID]:
    """Return the plans that a publication counts."""
    return frozenset(UUID(plan) for plan in publication.counted)


def reference_dates(region: Region) -> list[date]:
    """Return the reference dates for which a region published, the newest first."""
    return list(dict.fromkeys(published_in(region).values_list("on", flat=True)))
