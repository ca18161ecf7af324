"""Asking, answering and taking back by a machine: the services of the screen, with their checks.

Signing is not here: who signs reads what she signs, and her key comes along.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.consents import services
from woonregie.foundation.consents.api.reading import router
from woonregie.foundation.consents.api.schemas import (
    AfloopInvoer,
    AntwoordInvoer,
    BesluitInvoer,
    InstemmingSchema,
    RedenInvoer,
    TermijnInvoer,
    VraagInvoer,
)
from woonregie.foundation.consents.api.told import (
    REGIO,
    caller,
    party_named,
    shown,
    state_named,
)
from woonregie.foundation.consents.errors import (
    AlreadyAnsweredError,
    AlreadyExtendedError,
    AlreadySettledError,
    AskingError,
    WithdrawnError,
)
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in

__all__ = ["router"]


@router.post("", response=InstemmingSchema, by_alias=True, summary="Instemming vragen")
def ask_consent(
    request: HttpRequest, invoer: VraagInvoer, regio: str = Query(..., description=REGIO)
) -> InstemmingSchema:
    """Vraag partijen om instemming met een stuk zoals het nu is."""
    account, now = caller(request), timezone.now()
    today = timezone.localdate(now)
    place = region_for(account, regio, today=today)
    [asker], parties = (
        _named(names, place, today) for names in ([invoer.namens], invoer.partijen)
    )
    asked = services.ask(
        by=account,
        at=now,
        region=place,
        organisation=asker,
        question=services.Question(
            pointer=(invoer.soort, invoer.stuk),
            text=invoer.vraag,
            parties=parties,
            answer_by=invoer.antwoord_uiterlijk,
            silence_agrees=invoer.stilte_is_geen_bezwaar,
            read_by=invoer.lezers,
        ),
    )
    return shown(request, state_named(account, asked.pk, regio), regio)


def _named(slugs: Sequence[str], place: Region, today: date) -> list[Organisation]:
    """Return the organisations with these names in the address, in that order."""
    there = organisations_in([place.pk], on=today).filter(slug__in=slugs)
    known = {one.slug: one for one in there}
    strangers = [slug for slug in slugs if slug not in known]
    if strangers:
        raise AskingError(
            _("Deze partijen werken nu niet in deze regio: %(names)s.")
            % {"names": ", ".join(dict.fromkeys(strangers))}
        )
    return [known[slug] for slug in slugs]


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
    account = caller(request)
    state = state_named(account, sleutel, regio)
    asked = party_named(state, partij)
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
    return shown(request, state_named(account, sleutel, regio), regio)


def _given(invoer: AntwoordInvoer) -> services.Given:
    return services.Given(
        reply=invoer.antwoord,
        body=invoer.voorbehoud_van,
        body_decides_by=invoer.orgaan_besluit_uiterlijk,
        reason=invoer.toelichting,
        valid_until=invoer.geldt_tot_en_met,
        decided=_decided(invoer.besluit) if invoer.besluit else None,
    )


def _decided(invoer: BesluitInvoer) -> services.Decided:
    return services.Decided(
        body=invoer.orgaan,
        title=invoer.titel,
        decided_on=invoer.besloten_op,
        number=invoer.nummer,
    )


@router.put(
    "/{uuid:sleutel}/termijn",
    response=InstemmingSchema,
    by_alias=True,
    summary="Termijn verlengen",
)
def extend_consent_request(
    request: HttpRequest,
    sleutel: UUID,
    invoer: TermijnInvoer,
    regio: str = Query(..., description=REGIO),
) -> InstemmingSchema:
    """Geef partijen meer tijd; wat de laatste dag was, blijft te lezen."""
    account = caller(request)
    with suppress(AlreadyExtendedError):
        services.extend(
            by=account,
            at=timezone.now(),
            request=state_named(account, sleutel, regio).request,
            ends_on=invoer.antwoord_uiterlijk,
            reason=invoer.reden,
        )
    return shown(request, state_named(account, sleutel, regio), regio)


@router.put(
    "/{uuid:sleutel}/voorbehouden/{slug:partij}",
    response=InstemmingSchema,
    by_alias=True,
    summary="Afloop van een voorbehoud",
)
def settle_consent_reservation(
    request: HttpRequest,
    sleutel: UUID,
    partij: str,
    invoer: AfloopInvoer,
    regio: str = Query(..., description=REGIO),
) -> InstemmingSchema:
    """Leg vast wat het orgaan besloot waarop het antwoord van een partij wachtte."""
    account = caller(request)
    asked = party_named(state_named(account, sleutel, regio), partij)
    with suppress(AlreadySettledError):
        services.settle_reservation(
            by=account,
            at=timezone.now(),
            consent=asked.consent,
            agreed=invoer.akkoord,
            decided=_decided(invoer.besluit),
            reason=invoer.toelichting,
        )
    return shown(request, state_named(account, sleutel, regio), regio)


@router.put(
    "/{uuid:sleutel}/intrekking",
    response=InstemmingSchema,
    by_alias=True,
    summary="Vraag intrekken",
)
def withdraw_consent_request(
    request: HttpRequest,
    sleutel: UUID,
    invoer: RedenInvoer,
    regio: str = Query(..., description=REGIO),
) -> InstemmingSchema:
    """Trek een vraag in; wat partijen antwoordden, blijft te lezen en telt niet meer."""
    account = caller(request)
    with suppress(WithdrawnError):
        services.withdraw(
            by=account,
            at=timezone.now(),
            request=state_named(account, sleutel, regio).request,
            reason=invoer.reden,
        )
    return shown(request, state_named(account, sleutel, regio), regio)
