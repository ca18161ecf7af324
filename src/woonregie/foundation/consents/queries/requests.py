"""Requests for consent that somebody may read, with where each party stands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.consents.models import Answer, Consent, Readers, Request
from woonregie.foundation.consents.permissions import ANSWER, OFFICE, speaks_for
from woonregie.foundation.consents.standing import (
    Outcome,
    Standing,
    Term,
    said_in,
    standing_of,
)
from woonregie.foundation.region.access import reads_widely, works_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.pointing import Pointer, Thing, things


@dataclass(frozen=True, slots=True)
class Party:
    """One party that was asked, where she stands, and all that she answered, newest first.

    Args:
        consent: the party.
        answers: all her answers, the one that stands first.
        standing: where she stands.
        mine: whether the reader speaks for her.
        waits: whether something is expected of her: an answer, or what her body decided.
        overdue: whether her body should have decided by now.
        signed: whether she signed.
    """

    consent: Consent
    answers: Sequence[Answer]
    standing: Standing
    mine: bool
    waits: bool
    overdue: bool
    signed: bool

    @property
    def answer(self) -> Answer | None:
        """The answer that stands."""
        return self.answers[0] if self.answers else None


@dataclass(frozen=True, slots=True)
class State:
    """A request as somebody may read it on a day.

    Args:
        request: the request.
        parties: who was asked, by name.
        outcome: what it makes together.
        thing: what is asked about; None when she may not see it, or when it is gone.
    """

    request: Request
    parties: Sequence[Party]
    outcome: Outcome
    thing: Thing | None

    @property
    def mine(self) -> Sequence[Party]:
        """The parties for which the reader speaks."""
        return [party for party in self.parties if party.mine]

    @property
    def my_turn(self) -> bool:
        """Whether something is expected of the reader."""
        return self.outcome.counts and any(party.waits for party in self.mine)

    @property
    def withdrawn(self) -> bool:
        """Whether the question was taken back."""
        return self.outcome.withdrawn


def visible_requests(account: Account, region: Region, *, today: date) -> QuerySet[Request]:
    """Return the requests in a region that somebody may read on a day.

    People of its parties, the office of the region, and as wide as was said.
    """
    found = Request.objects.filter(region=region)
    if region.organisation_id in speaks_for(account, OFFICE, on=today):
        return found
    mine = works_for(account, region, today)
    asked = Consent.objects.filter(request=OuterRef("pk"), organisation__in=mine)
    may = Q(organisation__in=mine) | Q(Exists(asked))
    if reads_widely(account, region, today):
        may |= Q(read_by=Readers.REGION)
    return found.filter(may)


def states_in(account: Account, region: Region, *, today: date) -> list[State]:
    """Return all requests that somebody may read: her turn first, then the newest."""
    found = _states(visible_requests(account, region, today=today), account, region, today)
    return sorted(found, key=lambda state: not state.my_turn)


def state_of(account: Account, region: Region, key: UUID, *, today: date) -> State | None:
    """Return one request as somebody may read it; None when she may not, or it is not there."""
    found = visible_requests(account, region, today=today).filter(pk=key)
    return next(iter(_states(found, account, region, today)), None)


def about(pointer: Pointer, account: Account, region: Region, *, today: date) -> list[State]:
    """Return the requests about one thing that somebody may read, the newest first."""
    kind, key = pointer
    found = visible_requests(account, region, today=today)
    return _states(found.filter(thing_kind=kind, thing_id=key), account, region, today)


def _states(
    requests: QuerySet[Request], account: Account, region: Region, today: date
) -> list[State]:
    with_all = requests.select_related("organisation", "withdrawal", "file", "asked_by")
    listed = list(with_all.prefetch_related("extensions__by"))
    pointers = {pointer_to(request) for request in listed}
    seen = things(pointers, account=account, region=region, today=today)
    speaks = speaks_for(account, ANSWER, on=today)
    consents = _consents(listed)
    return [
        _state(request, consents.get(request.pk, []), seen.get(pointer_to(request)), speaks, today)
        for request in listed
    ]


def pointer_to(request: Request) -> Pointer:
    """Return the pointer to what is asked about."""
    return request.thing_kind, request.thing_id


def _consents(requests: Iterable[Request]) -> Mapping[UUID, Sequence[Consent]]:
    answers = Answer.objects.order_by("-number").select_related(
        "outcome__decision", "decision__file", "file", "answered_by"
    )
    found: dict[UUID, list[Consent]] = {}
    consents = (
        Consent.objects.filter(request__in=list(requests))
        .select_related("organisation", "signature")
        .prefetch_related(Prefetch("answers", answers))
        .order_by(Lower("organisation__name"))
    )
    for consent in consents:
        found.setdefault(consent.request_id, []).append(consent)
    return found


def _state(
    request: Request,
    consents: Sequence[Consent],
    thing: Thing | None,
    speaks: Collection[object],
    today: date,
) -> State:
    term = Term(request.last_day, request.silence_agrees)
    parties = [_party(consent, term, speaks, today) for consent in consents]
    outcome = Outcome(
        [(party.consent.organisation.name, party.standing) for party in parties],
        changed=None if thing is None else thing.digest != request.thing_digest,
        withdrawn=hasattr(request, "withdrawal"),
    )
    return State(request, parties, outcome, thing)


def _party(consent: Consent, term: Term, speaks: Collection[object], today: date) -> Party:
    answers = list(consent.answers.all())
    last = answers[0] if answers else None
    standing = standing_of(term, said_in(last), on=today)
    due = last.body_decides_by if last else None
    reserved = standing == Standing.RESERVED
    return Party(
        consent,
        answers,
        standing,
        mine=consent.organisation_id in speaks,
        waits=reserved or standing == Standing.ASKED,
        overdue=reserved and due is not None and due < today,
        signed=hasattr(consent, "signature"),
    )
