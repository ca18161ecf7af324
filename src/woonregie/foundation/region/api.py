"""Municipalities for machines."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.pages.schemas import DutchSchema, Link, Links
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import holds_on

router = Router()


class GemeenteSchema(DutchSchema):
    """A municipality with its validity, what it came from and what came of it.

    Only a fictitious one is example data.
    """

    code: str
    naam: str
    provinciecode: str
    bestaat_vanaf: str | None
    bestaat_tot: str | None
    opvolger: str | None
    voorgangers: list[str]
    fictief: bool
    voorbeeldgegevens: bool


class GemeentenSchema(DutchSchema):
    """One page of municipalities."""

    links: Links
    voorbeeldgegevens: bool
    gemeenten: list[GemeenteSchema]


@router.get("", response=GemeentenSchema, summary="Gemeenten", by_alias=True)
def municipalities(
    request: HttpRequest,
    na: str | None = Query(None, description="Cursor: na deze gemeente."),
    aantal: int = Query(100, ge=1, le=500, description="Hoeveel gemeenten per bladzijde."),
    alleen_huidige: bool = Query(
        False, alias="alleenHuidige", description="Alleen gemeenten die nu bestaan."
    ),
) -> GemeentenSchema:
    """Geef alle gemeenten sinds 2012, met geldigheid en opvolger."""
    found = _municipalities()
    if alleen_huidige:
        existing = Organisation.objects.filter(holds_on(timezone.localdate()))
        found = found.filter(organisation__in=existing.values("pk"))
    page = keyset(found, order=["code"], after=na, size=aantal)
    values = request.GET.copy()
    values["na"] = page.next_cursor or ""
    following = request.build_absolute_uri(f"{request.path}?{values.urlencode()}")
    return GemeentenSchema(
        links=Links(
            self=Link(href=request.build_absolute_uri()),
            volgende=Link(href=following) if page.next_cursor else None,
        ),
        voorbeeldgegevens=any(place.organisation.fictitious for place in page.items),
        gemeenten=[_shown(place) for place in page.items],
    )


@router.get("/{code}", response=GemeenteSchema, summary="Eén gemeente", by_alias=True)
def municipality(request: HttpRequest, code: str) -> GemeenteSchema:
    """Geef een gemeente op CBS-code, bijvoorbeeld GM0193."""
    place = _municipalities().filter(code=code).first()
    if place is None:
        raise Http404
    return _shown(place)


def _municipalities() -> QuerySet[Municipality]:
    return Municipality.objects.select_related(
        "organisation__successor__municipality"
    ).prefetch_related("organisation__predecessors__municipality")


def _shown(place: Municipality) -> GemeenteSchema:
    about = place.organisation
    successor = getattr(about.successor, "municipality", None) if about.successor else None
    return GemeenteSchema(
        code=place.code,
        naam=about.name,
        provinciecode=place.province_code,
        bestaat_vanaf=about.starts_on.isoformat() if about.starts_on else None,
        bestaat_tot=about.ends_before.isoformat() if about.ends_before else None,
        opvolger=successor.code if successor else None,
        voorgangers=sorted(
            old.municipality.code
            for old in about.predecessors.all()
            if hasattr(old, "municipality")
        ),
        fictief=about.fictitious,
        voorbeeldgegevens=about.fictitious,
    )
