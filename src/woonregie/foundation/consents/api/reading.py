"""Requests for consent and decisions that a machine may read."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.consents.api.schemas import (
    BesluitenSchema,
    InstemmingenSchema,
    InstemmingSchema,
    PartijSchema,
)
from woonregie.foundation.consents.api.told import (
    REGIO,
    caller,
    decision_of,
    party_named,
    party_of,
    shown,
    state_named,
)
from woonregie.foundation.consents.queries import states_in, visible_decisions
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.pages.schemas import Link, Links
from woonregie.foundation.region.access import region_for

router = Router()
decisions_router = Router()


@router.get("", response=InstemmingenSchema, by_alias=True, summary="Vragen om instemming")
def consent_requests(
    request: HttpRequest, regio: str = Query(..., description=REGIO)
) -> InstemmingenSchema:
    """Geef de vragen die u mag lezen, met waar elke partij staat."""
    account, today = caller(request), timezone.localdate()
    place = region_for(account, regio, today=today)
    return InstemmingenSchema(
        links=Links(self=Link(href=request.build_absolute_uri())),
        voorbeeldgegevens=place.demonstration,
        vragen=[shown(request, state, regio) for state in states_in(account, place, today=today)],
    )


@router.get("/{uuid:sleutel}", response=InstemmingSchema, by_alias=True, summary="Eén vraag")
def consent_request(
    request: HttpRequest, sleutel: UUID, regio: str = Query(..., description=REGIO)
) -> InstemmingSchema:
    """Geef één vraag, met waar elke partij staat."""
    return shown(request, state_named(caller(request), sleutel, regio), regio)


@router.get(
    "/{uuid:sleutel}/antwoorden/{slug:partij}",
    response=PartijSchema,
    by_alias=True,
    summary="Waar een partij staat",
)
def consent_answer(
    request: HttpRequest,
    sleutel: UUID,
    partij: str,
    regio: str = Query(..., description=REGIO),
) -> PartijSchema:
    """Geef waar één partij staat, met haar laatste antwoord."""
    return party_of(party_named(state_named(caller(request), sleutel, regio), partij))


@decisions_router.get("", response=BesluitenSchema, by_alias=True, summary="Besluiten")
def decision_list(
    request: HttpRequest,
    regio: str = Query(..., description=REGIO),
    na: str = Query("", description="Vanaf welke bladzijde; staat in links.volgende."),
) -> BesluitenSchema:
    """Geef de besluiten van organen die u mag lezen, het nieuwste eerst."""
    account, today = caller(request), timezone.localdate()
    place = region_for(account, regio, today=today)
    visible = visible_decisions(account, place, today=today)
    page = keyset(visible, order=("-decided_on", "-id"), after=na or None)
    following = None
    if page.next_cursor:
        values = request.GET.copy()
        values["na"] = page.next_cursor
        following = Link(href=request.build_absolute_uri(f"?{values.urlencode()}"))
    return BesluitenSchema(
        links=Links(self=Link(href=request.build_absolute_uri()), volgende=following),
        voorbeeldgegevens=place.demonstration,
        besluiten=[decision_of(request, decision, regio) for decision in page.items],
    )
