"""Answering for a party, and saying how a reservation ended."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.errors import (
    AlreadyAnsweredError,
    AlreadySettledError,
    AnswerError,
    MandateError,
    ThingChangedError,
    TooLateError,
)
from woonregie.foundation.consents.models import (
    Answer,
    Body,
    Consent,
    Decision,
    Reply,
    Request,
    ReservationOutcome,
    Signature,
)
from woonregie.foundation.consents.permissions import ANSWER, require_mandate
from woonregie.foundation.consents.queries.requests import pointer_to
from woonregie.foundation.consents.services.asking import LONGEST_TERM, require_open
from woonregie.foundation.consents.services.decisions import Decided, note_decision
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.pages.errors import StaleVersionError
from woonregie.foundation.search.pointing import things

ANSWERED = register_act("consents.answered", gettext_lazy("beantwoordde een vraag om instemming"))
SETTLED = register_act(
    "consents.reservation_settled", gettext_lazy("legde de afloop van een voorbehoud vast")
)
LONGEST_REASON = 4000
YES = frozenset({Reply.AGREED, Reply.RESERVED})


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as somebody writes it down.

    Args:
        reply: what the party answers.
        body: of which body it awaits the decision; only with a reservation.
        body_decides_by: until when; only with a reservation.
        reason: in words; an objection always has one.
        valid_until: the last day on which a yes holds; None is without an end.
        file: the letter or minutes that prove it.
        decided: the decision that proves it.
    """

    reply: str
    body: str = ""
    body_decides_by: date | None = None
    reason: str = ""
    valid_until: date | None = None
    file: StoredFile | None = None
    decided: Decided | None = None


@transaction.atomic
def answer(
    *,
    by: Account,
    at: datetime,
    request: Request,
    organisation: Organisation,
    given: Given,
    base: int | None = None,
) -> Answer:
    """Answer a question for a party; an earlier answer stays to be read, the last one stands.

    Args:
        by: who answers.
        at: the moment.
        request: the question.
        organisation: the party for which she speaks.
        given: the answer.
        base: how many answers of this party she saw; None is whatever stands.

    Raises:
        MandateError: the party was not asked, or she does not speak for it today.
        WithdrawnError: the question was taken back.
        TooLateError: the last day is over.
        ThingChangedError: the thing is another than was asked about.
        AnswerError: a reservation without a body, an objection without a reason, a day that is
            over, or a yes to what she may not see.
        AlreadyAnsweredError: this answer stands already.
        StaleVersionError: somebody else answered for this party meanwhile.
    """
    today = localdate(at)
    consent = asked_party(request, organisation)
    role = require_mandate(by, ANSWER, organisation, on=today)
    require_open(request)
    if today > request.last_day:
        raise TooLateError(
            _(
                "De laatste dag voor een antwoord was %(day)s. Vraag %(who)s om de termijn te "
                "verlengen, of om de vraag opnieuw te stellen."
            )
            % {"day": date_format(request.last_day, "j F Y"), "who": request.organisation},
            answer_by=request.last_day.isoformat(),
        )
    _check(given, today)
    require_same_thing(request, by, today, yes=given.reply in YES)
    before = _last(_locked(consent))
    if Signature.objects.filter(consent=consent).exists():
        raise AnswerError(
            _("%(party)s tekende al. Een antwoord daarna zou daarmee in strijd zijn.")
            % {"party": organisation}
        )
    if before is not None and _same(before, given):
        raise AlreadyAnsweredError(
            _("%(party)s gaf dit antwoord al op %(day)s.")
            % {"party": organisation, "day": date_format(localdate(before.answered_at), "j F Y")}
        )
    _require_last(before, base)
    decision = _decision(by, at, organisation, given.decided)
    said = Answer(
        consent=consent,
        number=before.number + 1 if before else 1,
        reply=given.reply,
        body=given.body,
        body_decides_by=given.body_decides_by,
        reason=given.reason.strip(),
        valid_until=given.valid_until,
        file=given.file,
        decision=decision,
        answered_by=by,
        role=role,
        answered_at=at,
    )
    said.save(force_insert=True)
    record(
        act=ANSWERED.name,
        by=by,
        at=at,
        target=request,
        organisation_id=organisation.pk,
        payload={"reply": given.reply},
    )
    return said


@transaction.atomic
def settle_reservation(
    *,
    by: Account,
    at: datetime,
    consent: Consent,
    agreed: bool,
    decided: Decided,
    reason: str = "",
) -> ReservationOutcome:
    """Say how a reservation ended: the body agreed, or it did not; also after the last day.

    Args:
        by: who says so.
        at: the moment.
        consent: the party whose answer had the reservation.
        agreed: whether the body agreed; if not, the party objects.
        decided: the decision of the body.
        reason: why not.

    Raises:
        MandateError: she does not speak for the party today.
        WithdrawnError: the question was taken back.
        AnswerError: there is no reservation that is still open, or no reason for a no.
        AlreadySettledError: the same was said of it before.
        DecisionOfTomorrowError: the body has yet to decide.
    """
    today = localdate(at)
    require_mandate(by, ANSWER, consent.organisation, on=today)
    require_open(consent.request)
    last = _last(_locked(consent))
    ended = ReservationOutcome.objects.filter(answer=last).first()
    if ended is not None and ended.agreed is agreed:
        raise AlreadySettledError(
            _("Hoe dit voorbehoud van %(party)s afliep, is al vastgelegd.")
            % {"party": consent.organisation}
        )
    if last is None or last.reply != Reply.RESERVED or ended is not None:
        raise AnswerError(
            _("%(party)s heeft hier geen voorbehoud dat nog open staat.")
            % {"party": consent.organisation}
        )
    why = reason.strip()
    if not agreed and not why:
        raise AnswerError(_("Schrijf waarom het orgaan niet akkoord is."))
    _short_enough(why)
    outcome = ReservationOutcome.objects.create(
        answer=last,
        agreed=agreed,
        decision=note_decision(by=by, at=at, organisation=consent.organisation, decided=decided),
        reason=why,
        recorded_by=by,
        recorded_at=at,
    )
    record(
        act=SETTLED.name,
        by=by,
        at=at,
        target=consent.request,
        organisation_id=consent.organisation_id,
        payload={"agreed": agreed, "decision": outcome.decision_id},
    )
    return outcome


# ------------------------------------------------------------------ what is refused
def asked_party(request: Request, organisation: Organisation) -> Consent:
    """Return the party that was asked.

    Raises:
        MandateError: it was not.
    """
    consent = Consent.objects.filter(request=request, organisation=organisation).first()
    if consent is None:
        raise MandateError(
            _("Aan %(party)s is dit niet gevraagd. Alleen wie gevraagd is, antwoordt.")
            % {"party": organisation},
            organisation=organisation.slug,
        )
    return consent


def _locked(consent: Consent) -> Consent:
    """Return the party, locked: of two who answer at once the second sees what the first said."""
    return Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)


def _check(given: Given, today: date) -> None:
    if given.reply not in Reply.values:
        raise AnswerError(_("Kies een antwoord."))
    _check_reservation(given, today)
    if given.reply == Reply.OBJECTION and not given.reason.strip():
        raise AnswerError(_("Schrijf waarom u bezwaar hebt."))
    _short_enough(given.reason)
    if given.valid_until is not None:
        if given.reply not in YES:
            raise AnswerError(_("Alleen een akkoord heeft een einddatum."))
        if given.valid_until < today:
            raise AnswerError(_("Kies een einddatum van vandaag of later."))


def _check_reservation(given: Given, today: date) -> None:
    if given.reply != Reply.RESERVED:
        if given.body or given.body_decides_by:
            raise AnswerError(
                _("Een orgaan dat nog besluit, hoort bij een akkoord onder voorbehoud.")
            )
        return
    if given.body not in Body.values or given.body_decides_by is None:
        raise AnswerError(_("Kies welk orgaan nog besluit, en uiterlijk wanneer."))
    if given.body_decides_by < today:
        raise AnswerError(
            _("Kies een dag van vandaag of later waarop het orgaan uiterlijk besluit.")
        )
    if given.body_decides_by > today + LONGEST_TERM:
        raise AnswerError(_("Kies een dag binnen tien jaar waarop het orgaan besluit."))


def _short_enough(reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        raise AnswerError(
            _("Schrijf een toelichting van hoogstens %(most)s tekens.") % {"most": LONGEST_REASON}
        )


def require_same_thing(request: Request, by: Account, today: date, *, yes: bool) -> None:
    """Refuse an answer to what is another than was asked about, or a yes to what is not seen.

    Raises:
        ThingChangedError: it is another.
        AnswerError: she may not see it, or it is gone.
    """
    pointer = pointer_to(request)
    seen = things([pointer], account=by, region=request.region, today=today).get(pointer)
    if seen is None:
        if yes:
            raise AnswerError(
                _(
                    "U mag het stuk niet zien, of het is er niet meer. Zonder het te zien kunt u "
                    "geen akkoord geven. Vraag %(who)s om het met u te delen."
                )
                % {"who": request.organisation}
            )
    elif seen.digest != request.thing_digest:
        raise ThingChangedError(
            _(
                "Het stuk is gewijzigd sinds de vraag. Een antwoord zou gaan over wat er niet "
                "meer staat. Vraag %(who)s om de vraag opnieuw te stellen."
            )
            % {"who": request.organisation}
        )


# ------------------------------------------------------------------ what stands
def _last(consent: Consent) -> Answer | None:
    return Answer.objects.filter(consent=consent).order_by("-number").first()


def _require_last(last: Answer | None, base: int | None) -> None:
    number = last.number if last else 0
    if base is not None and base != number:
        raise _stale(base, number)


def _stale(base: int | None, number: int) -> StaleVersionError:
    return StaleVersionError(
        _(
            "Een collega gaf intussen een antwoord namens uw organisatie. Kijk wat er nu staat, "
            "en antwoord zo nodig opnieuw."
        ),
        base_version=base,
        current_version=number,
    )


def _same(before: Answer, given: Given) -> bool:
    said = (before.reply, before.body, before.body_decides_by, before.reason, before.valid_until)
    now = (
        given.reply,
        given.body,
        given.body_decides_by,
        given.reason.strip(),
        given.valid_until,
    )
    ended = ReservationOutcome.objects.filter(answer=before).exists()
    same = said == now and _same_decision(before.decision, given.decided)
    return same and given.file is None and not ended


def _same_decision(before: Decision | None, now: Decided | None) -> bool:
    if before is None or now is None:
        return before is None and now is None
    said = (before.body, before.title, before.decided_on, before.number)
    return said == (now.body.strip(), now.title.strip(), now.decided_on, now.number.strip())


def _decision(
    by: Account, at: datetime, organisation: Organisation, decided: Decided | None
) -> Decision | None:
    if decided is None:
        return None
    return note_decision(by=by, at=at, organisation=organisation, decided=decided)
