"""Commitments for machines: what the caller may read, and how it stands."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.commitments.models import Commitment, Measure
from woonregie.foundation.commitments.queries import (
    last_observations,
    readable,
    with_result,
)
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.schemas import DutchSchema, Link, Links
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region

router = Router()
MOST = 500


class TussendoelSchema(DutchSchema):
    """A point on the way to a target."""

    op: date
    waarde: float


class MaatSchema(DutchSchema):
    """How a commitment is measured, and its last value.

    Two values with the same `vingerafdruk` were made of the same figures.
    """

    sleutel: UUID
    omschrijving: str
    meet: str
    waar: str | None
    segment: str
    definitie: str
    richting: str
    doel: float
    op: date
    eenheid: str
    speling: float
    marge: float
    pad: list[TussendoelSchema]
    waarde: float | None
    gemeten_op: date | None
    vingerafdruk: str | None


class AfspraakSchema(DutchSchema):
    """A commitment with its parties and how it stands."""

    sleutel: UUID
    nummer: str
    voorbeeldgegevens: bool
    titel: str
    tekst: str
    wie: str
    aan_wie: list[str]
    hardheid: str
    vanaf: date
    tot: date | None
    stand: str
    ingetrokken: bool
    vervangt: str | None
    vervangen_door: str | None
    pagina: Link
    maten: list[MaatSchema]


class AfsprakenSchema(DutchSchema):
    """All commitments of a region that the caller may read."""

    links: Links
    voorbeeldgegevens: bool
    afspraken: list[AfspraakSchema]


def _seen(request: HttpRequest, regio: str) -> tuple[Region, Any]:
    if not isinstance(request.user, Account):
        raise ForbiddenError("Log in.")
    today = timezone.localdate()
    region = region_for(request.user, regio, today=today)
    return region, with_result(readable(request.user, region, today=today))


@router.get("", response=AfsprakenSchema, summary="Afspraken", by_alias=True)
def commitments(
    request: HttpRequest,
    regio: str = Query(..., description="De naam van de regio in het adres."),
    aantal: int = Query(100, ge=1, le=MOST, description="Hoeveel ten hoogste."),
) -> AfsprakenSchema:
    """Geef de afspraken die u mag lezen, op titel, met hun maten en hoe het ervoor staat."""
    region, found = _seen(request, regio)
    return AfsprakenSchema(
        links=Links(self=Link(href=request.build_absolute_uri())),
        voorbeeldgegevens=region.demonstration,
        afspraken=_told(request, found, list(found.order_by("title", "pk")[:aantal])),
    )


@router.get("/{sleutel}", response=AfspraakSchema, summary="Afspraak", by_alias=True)
def commitment(
    request: HttpRequest,
    sleutel: UUID,
    regio: str = Query(..., description="De naam van de regio in het adres."),
) -> AfspraakSchema:
    """Geef één afspraak die u mag lezen."""
    _region, found = _seen(request, regio)
    one = found.filter(pk=sleutel).first()
    if one is None:
        raise Http404
    return _told(request, found, [one])[0]


def _told(
    request: HttpRequest, seen: QuerySet[Commitment], items: list[Any]
) -> list[AfspraakSchema]:
    keys = [item.pk for item in items]
    measures: dict[UUID, list[Measure]] = {}
    rows = Measure.objects.filter(commitment__in=keys, withdrawn_at__isnull=True)
    for measure in rows.select_related("scope").prefetch_related("path").order_by("due_on", "pk"):
        measures.setdefault(measure.commitment_id, []).append(measure)
    last = last_observations([one.pk for some in measures.values() for one in some])
    owed: dict[UUID, list[str]] = {}
    creditors = Commitment.objects.filter(pk__in=keys).values_list(
        "pk", "creditors__organisation__name"
    )
    for key, name in creditors.order_by("creditors__organisation__name"):
        owed.setdefault(key, []).append(name)
    others, instead = _replacements(seen, items)
    return [
        AfspraakSchema(
            sleutel=item.pk,
            nummer=item.reference,
            voorbeeldgegevens=item.invented,
            titel=item.title,
            tekst=item.text,
            wie=item.debtor.name,
            aan_wie=owed.get(item.pk, []),
            hardheid=item.hardness,
            vanaf=item.starts_on,
            tot=item.ends_before,
            stand=item.result,
            ingetrokken=item.withdrawn_at is not None,
            vervangt=others.get(item.replaces_id),
            vervangen_door=instead.get(item.pk),
            pagina=Link(href=request.build_absolute_uri(_page(item))),
            maten=[_measure(one, last) for one in measures.get(item.pk, [])],
        )
        for item in items
    ]


def _replacements(
    seen: QuerySet[Commitment], items: list[Any]
) -> tuple[dict[UUID | None, str], dict[UUID | None, str]]:
    """Return the numbers of what was replaced, and of what came in its place, if she may know."""
    keys = [item.pk for item in items]
    old = seen.filter(pk__in=[item.replaces_id for item in items if item.replaces_id])
    new = seen.filter(replaces__in=keys)
    return (
        {one.pk: one.reference for one in old},
        {one.replaces_id: one.reference for one in new},
    )


def _page(item: Commitment) -> str:
    return reverse("commitments:detail", args=[item.region.slug, item.pk])


def _measure(one: Measure, last: Any) -> MaatSchema:
    seen = last.get(one.pk)
    return MaatSchema(
        sleutel=one.pk,
        omschrijving=one.title,
        meet=one.metric,
        waar=one.scope.name if one.scope else None,
        segment=one.segment,
        definitie=one.profile,
        richting=one.direction,
        doel=float(one.target),
        op=one.due_on,
        eenheid=one.unit,
        speling=float(one.tolerance),
        marge=float(one.margin),
        pad=[
            TussendoelSchema(op=point.on, waarde=float(point.value))
            for point in sorted(one.path.all(), key=lambda point: point.on)
        ],
        waarde=None if seen is None or seen.value is None else float(seen.value),
        gemeten_op=seen.as_of if seen else None,
        vingerafdruk=seen.digest if seen else None,
    )
