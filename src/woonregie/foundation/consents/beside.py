"""What this room says beside a thing of any other: who agreed, and a way to ask."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from woonregie.foundation.consents.permissions import ASK
from woonregie.foundation.consents.queries import Party, State, about
from woonregie.foundation.consents.services import KIND
from woonregie.foundation.consents.standing import YES, Standing
from woonregie.foundation.pages.beside import Asked, Line
from woonregie.foundation.region.access import permitted
from woonregie.foundation.search.pointing import written

MOST = 5
"""So many requests are told of beside a thing; the others stand in the list."""


def tell(asked: Asked) -> Sequence[Line]:
    """Return who stands where on this thing, as far as its reader may know."""
    if asked.kind == KIND:
        return []
    states = about((asked.kind, asked.key), asked.account, asked.region, today=asked.today)
    lines = [line for state in states[:MOST] for line in _lines(state, asked.region.slug)]
    if permitted(asked.account, ASK, asked.region, on=asked.today):
        pointed = urlencode({"stuk": written((asked.kind, asked.key))})
        where = reverse("consents:ask", args=[asked.region.slug])
        lines.append(Line(_("Vraag instemming"), f"{where}?{pointed}", act=True))
    return lines


def _lines(state: State, slug: str) -> list[Line]:
    where = reverse("consents:detail", args=[slug, state.request.pk])
    if not state.outcome.counts or state.outcome.all_agreed:
        return [Line(state.outcome.text, where)]
    yes = state.outcome.named(*YES)
    told = [_("akkoord: %(names)s") % {"names": ", ".join(yes)}] if yes else []
    told += [text for party in state.parties if (text := _in_words(party))]
    return [Line(text, where) for text in told]


def _in_words(party: Party) -> str:
    """Return where a party stands that did not simply say yes."""
    named = {"party": party.consent.organisation, "standing": party.standing.label}
    if party.standing in YES:
        return ""
    if party.standing == Standing.RESERVED and party.answer:
        named["body"] = party.answer.body_in_a_sentence
        return _("%(party)s: akkoord onder voorbehoud van %(body)s") % named
    return _("%(party)s: %(standing)s") % named
