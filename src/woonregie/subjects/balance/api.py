"""Published totals for machines: of all plans, and both parts, where that may be shown."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.disclosure.models import Publication
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.schemas import DutchSchema
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Region
from woonregie.subjects.balance.queries.published import published_in

router = Router()


class GetalSchema(DutchSchema):
    """One number: of which table, area and key; what is hidden has no dwellings.

    The whole total is that of open and restricted plans together.
    """

    tabel: str
    gebied: str
    sleutel: str
    woningen: int | None
    open_plannen: int | None
    afgeschermde_plannen: int | None


class PublicatieKortSchema(DutchSchema):
    """What was published when, for which reference date."""

    id: UUID
    peildatum: date
    gepubliceerd: datetime
    niets_nieuws_getoond: bool
    niets_nieuws_getoond_open: bool
    vingerafdruk: str


class PublicatiesSchema(DutchSchema):
    """The publications of a region, the newest reference date first."""

    regio: str
    publicaties: list[PublicatieKortSchema]
    voorbeeldgegevens: bool


class PublicatieSchema(PublicatieKortSchema):
    """One publication with its numbers."""

    regio: str
    getallen: list[GetalSchema]
    voorbeeldgegevens: bool


@router.get("", response=PublicatiesSchema, summary="Gepubliceerde totalen", by_alias=True)
def publications(
    request: HttpRequest,
    regio: str = Query(..., description="De naam van de regio in het adres."),
) -> PublicatiesSchema:
    """Geef wanneer een regio totalen publiceerde, en voor welke peildatum."""
    place = _region(request, regio)
    return PublicatiesSchema(
        regio=place.slug,
        publicaties=[PublicatieKortSchema(**_short(item)) for item in published_in(place)],
        voorbeeldgegevens=place.demonstration,
    )


@router.get("/{sleutel}", response=PublicatieSchema, summary="Eén publicatie", by_alias=True)
def publication(
    request: HttpRequest,
    sleutel: UUID,
    regio: str = Query(..., description="De naam van de regio in het adres."),
) -> PublicatieSchema:
    """Geef de getallen van een publicatie; waar geen woningen staan, is het getal verborgen.

    `woningen` is het hele totaal: open en afgeschermde plannen samen.
    """
    place = _region(request, regio)
    found = published_in(place).filter(pk=sleutel).first()
    if found is None:
        raise Http404
    open_plans, restricted = found.open_shown(), found.shown()
    return PublicatieSchema(
        **_short(found),
        regio=place.slug,
        getallen=[
            GetalSchema(
                tabel=key[0],
                gebied=key[1],
                sleutel=key[2],
                woningen=value,
                open_plannen=open_plans.get(key),
                afgeschermde_plannen=restricted[key],
            )
            for key, value in found.whole().items()
        ],
        voorbeeldgegevens=place.demonstration,
    )


def _short(item: Publication) -> dict[str, Any]:
    return {
        "id": item.pk,
        "peildatum": item.on,
        "gepubliceerd": item.published_at,
        "niets_nieuws_getoond": item.withheld,
        "niets_nieuws_getoond_open": item.open_withheld,
        "vingerafdruk": item.digest,
    }


def _region(request: HttpRequest, slug: str) -> Region:
    if not isinstance(request.user, Account):
        raise ForbiddenError("Log in.")
    today = timezone.localdate()
    place = region_for(request.user, slug, today=today)
    if not permitted(request.user, "totals.view", place, on=today):
        raise ForbiddenError(_("U ziet geen totalen van deze regio. Vraag de regiosecretaris."))
    return place
