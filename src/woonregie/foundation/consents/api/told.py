"""Requests, parties and decisions as machines read them."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.consents.api.schemas import (
    BesluitSchema,
    InstemmingSchema,
    PartijSchema,
    VerlengingSchema,
)
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.consents.queries import Party, State, state_of
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.schemas import Link
from woonregie.foundation.region.access import region_for

REGIO = "De naam van de regio in het adres."


def caller(request: HttpRequest) -> Account:
    """Return who calls.

    Raises:
        ForbiddenError: nobody that we know.
    """
    if not isinstance(request.user, Account):
        raise ForbiddenError("Log in.")
    return request.user


def state_named(account: Account, key: UUID, slug: str) -> State:
    """Return a request that somebody may read.

    Raises:
        Http404: it is not there, or not for her; the answer does not tell which.
    """
    today = timezone.localdate()
    place = region_for(account, slug, today=today)
    state = state_of(account, place, key, today=today)
    if state is None:
        raise Http404(_("Deze vraag is er niet, of u mag haar niet lezen."))
    return state


def party_named(state: State, slug: str) -> Party:
    """Return the party with this name in its address.

    Raises:
        Http404: it was not asked.
    """
    for party in state.parties:
        if party.consent.organisation.slug == slug:
            return party
    raise Http404(_("Deze partij is hier niet gevraagd."))


def shown(request: HttpRequest, state: State, slug: str) -> InstemmingSchema:
    """Return a request as a machine reads it."""
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
        antwoord_uiterlijk=asked.last_day,
        verlengingen=[
            VerlengingSchema(
                was_uiterlijk=given.ended_on,
                nu_uiterlijk=given.ends_on,
                reden=given.reason,
                verlengd_op=given.at,
            )
            for given in asked.extensions.all()
        ],
        stilte_is_geen_bezwaar=asked.silence_agrees,
        uitkomst=state.outcome.text,
        allen_akkoord=state.outcome.all_agreed,
        partijen=[party_of(party) for party in state.parties],
        voorbeeldgegevens=asked.invented,
        pagina=Link(href=request.build_absolute_uri(f"/{slug}/instemming/{asked.pk}/")),
    )


def party_of(party: Party) -> PartijSchema:
    """Return where a party stands as a machine reads it."""
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


def decision_of(request: HttpRequest, decision: Decision, slug: str) -> BesluitSchema:
    """Return a decision as a machine reads it."""
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
