"""Search for machines: the same answer as the page."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.pages.schemas import DutchSchema, Link, Links
from woonregie.foundation.region.access import region_for
from woonregie.foundation.search.queries import MOST, PAGE, Group, Hit, find
from woonregie.foundation.search.registry import searchables

router = Router()


class UnknownKindError(RefusedError):
    """A kind of things that nobody registered."""

    code = "unknown_kind"


class ZoekresultaatSchema(DutchSchema):
    """One thing that was found, with the address of its page."""

    titel: str
    regel: str
    fragment: str
    datum: date | None
    pagina: Link


class ZoekgroepSchema(DutchSchema):
    """What was found of one kind, the best first; `meer` when there is more for this caller."""

    soort: str
    omschrijving: str
    meer: bool
    resultaten: list[ZoekresultaatSchema]


class ZoekresultatenSchema(DutchSchema):
    """The answer to a question, by kind."""

    links: Links
    voorbeeldgegevens: bool
    groepen: list[ZoekgroepSchema]


@router.get("", response=ZoekresultatenSchema, summary="Zoeken", by_alias=True)
def search_results(
    request: HttpRequest,
    regio: str = Query(..., description="De naam van de regio in het adres."),
    q: str = Query(..., description="De woorden; alle moeten erin staan, het laatste mag half."),
    soort: str = Query("", description="Alleen deze soort, bijvoorbeeld plannen."),
    aantal: int = Query(PAGE, ge=1, le=MOST, description="Hoeveel per soort."),
) -> ZoekresultatenSchema:
    """Geef wat u mag zien en waarin alle woorden staan, per soort, het beste eerst."""
    if not isinstance(request.user, Account):
        raise ForbiddenError("Log in.")
    kinds = [item.name for item in searchables()]
    if soort and soort not in kinds:
        raise UnknownKindError(
            _("Deze soort kennen wij niet: %(kind)s. Kies uit: %(kinds)s.")
            % {"kind": soort, "kinds": ", ".join(kinds)},
            kind=soort,
        )
    today = timezone.localdate()
    place = region_for(request.user, regio, today=today)
    found = find(q, account=request.user, region=place, today=today, kind=soort, most=aantal)
    return ZoekresultatenSchema(
        links=Links(self=Link(href=request.build_absolute_uri())),
        voorbeeldgegevens=place.demonstration,
        groepen=[_group(request, group) for group in found.groups],
    )


def _group(request: HttpRequest, group: Group) -> ZoekgroepSchema:
    return ZoekgroepSchema(
        soort=group.item.name,
        omschrijving=str(group.item.title),
        meer=group.more,
        resultaten=[_hit(request, hit) for hit in group.hits],
    )


def _hit(request: HttpRequest, hit: Hit) -> ZoekresultaatSchema:
    return ZoekresultaatSchema(
        titel=hit.row.title,
        regel=hit.row.line,
        fragment="".join(piece for piece, _asked in hit.text),
        datum=hit.row.on,
        pagina=Link(href=request.build_absolute_uri(hit.url)),
    )
