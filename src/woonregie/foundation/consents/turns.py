"""Whose turn it is to answer or to lift a reservation, and what ends by which day."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.consents.queries import Party, State, states_in
from woonregie.foundation.consents.standing import Standing
from woonregie.foundation.notices.registry import Deadline, Turn
from woonregie.foundation.region.models import Region

SOON = timedelta(days=30)
"""A yes that ends within so many days is told."""


def turns(account: Account, organisation_id: UUID, today: date) -> Iterable[Turn]:
    """Return what waits for an answer, or for what a body decides."""
    for region, state in _states(account, organisation_id, today):
        for party in state.parties:
            if party.waits and state.outcome.counts:
                yield _turn(region, state, party)


def _turn(region: Region, state: State, party: Party) -> Turn:
    request, organisation = state.request, party.consent.organisation
    told = {"party": organisation, "question": request}
    about = f"consents.request:{request.pk}:{organisation.pk}"
    place = [region.slug, request.pk]
    detail = reverse("consents:detail", args=place)
    if party.standing == Standing.RESERVED and party.answer:
        text = _("%(party)s: leg vast wat %(body)s besloot over “%(question)s”.")
        return Turn(
            about=f"{about}:{party.answer.number}",
            text=text % {**told, "body": party.answer.body_in_a_sentence},
            url=reverse("consents:settle", args=[*place, organisation.slug])
            if party.mine
            else detail,
            mine=party.mine,
            due=party.answer.body_decides_by,
            risk=party.overdue,
        )
    extended = len(request.extensions.all())
    return Turn(
        # Who got more time is told so: it is another turn.
        about=f"{about}:until:{request.last_day}" if extended else about,
        text=_answer_text(party, extended=bool(extended))
        % {**told, "day": date_format(request.last_day, "j F Y")},
        url=reverse("consents:answer", args=[*place, organisation.slug]) if party.mine else detail,
        mine=party.mine,
        due=request.last_day,
        # Who says nothing has then said something after all.
        risk=request.silence_agrees and party.mine,
    )


def _answer_text(party: Party, *, extended: bool) -> str:
    if not party.mine:
        return _("%(party)s antwoordt nog op “%(question)s”.")
    if extended:
        return _(
            "Antwoord namens %(party)s: “%(question)s”. De termijn is verlengd tot en met %(day)s."
        )
    return _("Antwoord namens %(party)s: “%(question)s”.")


def deadlines(account: Account, organisation_id: UUID, today: date) -> Iterable[Deadline]:
    """Return the last days for answers and decisions, and what agreement ends soon."""
    for region, state in _states(account, organisation_id, today):
        if not state.outcome.counts:
            continue
        url = reverse("consents:detail", args=[region.slug, state.request.pk])
        if any(party.standing == Standing.ASKED for party in state.parties):
            yield Deadline(
                f"consents.answer_by:{state.request.pk}",
                _("Laatste dag voor antwoord op “%(question)s”") % {"question": state.request},
                url,
                state.request.last_day,
            )
        for party in state.parties:
            yield from _ends(party, url, today)


def _ends(party: Party, url: str, today: date) -> Iterator[Deadline]:
    answer = party.answer
    if answer is None:
        return
    named = {"party": party.consent.organisation, "question": party.consent.request}
    waits_until = answer.body_decides_by
    if party.standing == Standing.RESERVED and waits_until and waits_until >= today:
        yield Deadline(
            f"consents.body:{answer.pk}",
            _("%(party)s: %(body)s besluit uiterlijk over “%(question)s”")
            % {**named, "body": answer.body_in_a_sentence},
            url,
            waits_until,
        )
    until = answer.valid_until
    if party.standing == Standing.AGREED and until and today <= until <= today + SOON:
        yield Deadline(
            f"consents.valid_until:{answer.pk}",
            _("Akkoord van %(party)s loopt af: “%(question)s”") % named,
            url,
            until,
        )


def _states(
    account: Account, organisation_id: UUID, today: date
) -> Iterator[tuple[Region, State]]:
    region = Region.objects.select_related("organisation").filter(organisation=organisation_id)
    for place in region:
        for state in states_in(account, place, today=today):
            yield place, state
