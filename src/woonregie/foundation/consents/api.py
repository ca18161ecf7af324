"""Requests for consent and decisions for machines: read, and answer for a party."""

from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.params.functions import Query
from pydantic import Field

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.consents import services
from woonregie.foundation.consents.errors import AlreadyAnsweredError
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.consents.queries import (
    Party,
    State,
    state_of,
    states_in,
    visible_decisions,
)
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.pages.schemas import DutchSchema, Link, Links
from woonregie.foundation.region.access import region_for

router = Router()
decisions_router = Router()
REGIO = "De naam van de regio in het adres."
# No database holds the character that ends a text in C.
TEXT = r"^[^\x00]*$"


class PartijSchema(DutchSchema):
    """Where one party stands; `antwoorden` is how many it gave."""

    partij: str
    naam: str
    stand: str
    toelichting: str
    voorbehoud_van: str
    orgaan_besluit_uiterlijk: date | None
    geldt_tot_en_met: date | None
    beantwoord_op: datetime | None
    antwoorden: int
    voorbeeldgegevens: bool


class InstemmingSchema(DutchSchema):
    """One question to several parties; `gewijzigd` is null where the caller may not see it."""

    sleutel: UUID
    vraag: str
    soort: str
    stuk: UUID | None
    vingerafdruk: str | None
    gewijzigd: bool | None
    ingetrokken: bool
    gevraagd_door: str
    gevraagd_op: datetime
    antwoord_uiterlijk: date
    stilte_is_geen_bezwaar: bool
    uitkomst: str
    allen_akkoord: bool
    partijen: list[PartijSchema]
    voorbeeldgegevens: bool
    pagina: Link


class InstemmingenSchema(DutchSchema):
    """The questions that this caller may read: her turn first, then the newest."""

    links: Links
    voorbeeldgegevens: bool
    vragen: list[InstemmingSchema]


class AntwoordInvoer(DutchSchema):
    """An answer of a party."""

    antwoord: str = Field(max_length=12, description="agreed, reserved, objection of abstention.")
    voorbehoud_van: str = Field("", max_length=15)
    orgaan_besluit_uiterlijk: date | None = None
    toelichting: str = Field("", max_length=4000, pattern=TEXT)
    geldt_tot_en_met: date | None = None
    antwoorden: int | None = Field(
        None, ge=0, description="Hoeveel antwoorden van deze partij u las."
    )


class BesluitSchema(DutchSchema):
    """What a body decided."""

    sleutel: UUID
    organisatie: str
    orgaan: str
    titel: str
    nummer: str
    besloten_op: date
    adres: str
    voorbeeldgegevens: bool
    pagina: Link


class BesluitenSchema(DutchSchema):
    """Decisions that this caller may read, the newest first."""

    links: Links
    voorbeeldgegevens: bool
    besluiten: list[BesluitSchema]


@router.get("", response=InstemmingenSchema, by_alias=True, summary="Vragen om instemming")
def consent_requests(
    request: HttpRequest, regio: str = Query(..., description=REGIO)
) -> InstemmingenSchema:
    """Geef de vragen die u mag lezen, met waar elke partij staat."""
    account, today = _caller(request), timezone.localdate()
    place = region_for(account, regio, today=today)
    return InstemmingenSchema(
        links=Links(self=Link(href=request.build_absolute_uri())),
        voorbeeldgegevens=place.demonstration,
        vragen=[_shown(request, state, regio) for state in states_in(account, place, today=today)],
    )


@router.get("/{uuid:sleutel}", response=InstemmingSchema, by_alias=True, summary="Eén vraag")
def consent_request(
    request: HttpRequest, sleutel: UUID, regio: str = Query(..., description=REGIO)
) -> InstemmingSchema:
    """Geef één vraag, met waar elke partij staat."""
    return _shown(request, _state(_caller(request), sleutel, regio), regio)


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
    return _party(_asked(_state(_caller(request), sleutel, regio), partij))


@router.put(
    "/{uuid:sleutel}/antwoorden/{slug:partij}",
    response=InstemmingSchema,
    by_alias=True,
    summary="Antwoorden",
)
def answer_consent_request(
    request: HttpRequest,
    sleutel: UUID,
    partij: str,
    invoer: AntwoordInvoer,
    regio: str = Query(..., description=REGIO),
) -> InstemmingSchema:
    """Antwoord namens een partij; een eerder antwoord blijft te lezen, het laatste telt."""
    account = _caller(request)
    state = _state(account, sleutel, regio)
    asked = _asked(state, partij)
    # What stands already may be said again: PUT twice is as once.
    with suppress(AlreadyAnsweredError):
        services.answer(
            by=account,
            at=timezone.now(),
            request=state.request,
            organisation=asked.consent.organisation,
            given=_given(invoer),
            base=invoer.antwoorden,
        )
    return _shown(request, _state(account, sleutel, regio), regio)


def _given(invoer: AntwoordInvoer) -> services.Given:
    return services.Given(
        reply=invoer.antwoord,
        body=invoer.voorbehoud_van,
        body_decides_by=invoer.orgaan_besluit_uiterlijk,
        reason=invoer.toelichting,
        valid_until=invoer.geldt_tot_en_met,
    )


@decisions_router.get("", response=BesluitenSchema, by_alias=True, summary="Besluiten")
def decision_list(
    request: HttpRequest,
    regio: str = Query(..., description=REGIO),
    na: str = Query("", description="Vanaf welke bladzijde; staat in links.volgende."),
) -> BesluitenSchema:
    """Geef de besluiten van organen die u mag lezen, het nieuwste eerst."""
    account, today = _caller(request), timezone.localdate()
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
        besluiten=[_decision(request, decision, regio) for decision in page.items],
    )


def _caller(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise ForbiddenError("Log in.")
    return request.user


def _state(account: Account, key: UUID, slug: str) -> State:
    today = timezone.localdate()
    place = region_for(account, slug, today=today)
    state = state_of(account, place, key, today=today)
    if state is None:
        raise Http404(_("Deze vraag is er niet, of u mag haar niet lezen."))
    return state


def _asked(state: State, slug: str) -> Party:
    for party in state.parties:
        if party.consent.organisation.slug == slug:
            return party
    raise Http404(_("Deze partij is hier niet gevraagd."))


def _shown(request: HttpRequest, state: State, slug: str) -> InstemmingSchema:
    asked = state.request
    return InstemmingSchema(
        sleutel=asked.pk,
        vraag=asked.question,
        soort=asked.thing_kind,
        stuk=asked.thing_id if state.thing else None,
        vingerafdruk=asked.thing_digest if state.thing else None,
        gewijzigd=state.outcome.changed,
        ingetrokken=state.withdrawn,
        gevraagd_door=asked.organisation.slug,
        gevraagd_op=asked.asked_at,
        antwoord_uiterlijk=asked.answer_by,
        stilte_is_geen_bezwaar=asked.silence_agrees,
        uitkomst=state.outcome.text,
        allen_akkoord=state.outcome.all_agreed,
        partijen=[_party(party) for party in state.parties],
        voorbeeldgegevens=asked.invented,
        pagina=Link(href=request.build_absolute_uri(f"/{slug}/instemming/{asked.pk}/")),
    )


def _party(party: Party) -> PartijSchema:
    answer = party.answer
    return PartijSchema(
        partij=party.consent.organisation.slug,
        naam=party.consent.organisation.name,
        stand=party.standing.value,
        toelichting=answer.reason if answer else "",
        voorbehoud_van=answer.body if answer else "",
        orgaan_besluit_uiterlijk=answer.body_decides_by if answer else None,
        geldt_tot_en_met=answer.valid_until if answer else None,
        beantwoord_op=answer.answered_at if answer else None,
        antwoorden=len(party.answers),
        voorbeeldgegevens=party.consent.request.invented,
    )


def _decision(request: HttpRequest, decision: Decision, slug: str) -> BesluitSchema:
    return BesluitSchema(
        sleutel=decision.pk,
        organisatie=decision.organisation.slug,
        orgaan=decision.body,
        titel=decision.title,
        nummer=decision.number,
        besloten_op=decision.decided_on,
        adres=decision.url,
        voorbeeldgegevens=decision.invented,
        pagina=Link(href=request.build_absolute_uri(f"/{slug}/besluiten/{decision.pk}/")),
    )
