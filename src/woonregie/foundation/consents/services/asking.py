"""Asking several parties for a yes, and taking the question back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.errors import AskingError, WithdrawnError
from woonregie.foundation.consents.models import Consent, Readers, Request, Withdrawal
from woonregie.foundation.consents.permissions import ASK, require_mandate
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.region.queries import holds_on
from woonregie.foundation.search.pointing import Pointer, Thing, things

ASKED = register_act("consents.asked", gettext_lazy("vroeg om instemming"))
WITHDREW = register_act("consents.withdrawn", gettext_lazy("trok een vraag om instemming in"))
KIND = "instemming"
"""The kind of requests in search: what is asked about may not be a request itself."""
LONGEST_QUESTION = 2000
LONGEST_TERM = timedelta(days=3653)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom, as somebody writes it down.

    Args:
        pointer: kind and key of the thing, as search names it.
        text: the question in words.
        parties: who is asked.
        answer_by: the last day for an answer.
        silence_agrees: whether no answer is no objection after that day.
        read_by: who reads this.
        file: the thing as a file, when it is to be signed.
        invented: whether it is an example.
    """

    pointer: Pointer
    text: str
    parties: Sequence[Organisation]
    answer_by: date
    silence_agrees: bool = False
    read_by: str = Readers.PARTIES
    file: StoredFile | None = None
    invented: bool = False


@transaction.atomic
def ask(
    *, by: Account, at: datetime, region: Region, organisation: Organisation, question: Question
) -> Request:
    """Ask parties for consent with a thing as it is now.

    Args:
        by: who asks.
        at: the moment.
        region: where the thing stands and the parties work.
        organisation: for which organisation she asks.
        question: what is asked of whom.

    Raises:
        MandateError: she does not speak for the organisation today.
        AskingError: no thing that she may see, no parties of the region, a day that is over, no
            words, or the same question that is still open.
    """
    today = localdate(at)
    require_mandate(by, ASK, organisation, on=today)
    text = question.text.strip()
    _check(question, text, today)
    thing = _thing(question.pointer, by, region, today)
    _require_there(region, [organisation, *question.parties], today)
    request = Request(
        region=region,
        thing_kind=thing.kind,
        thing_id=thing.key,
        thing_digest=thing.digest,
        question=text,
        organisation=organisation,
        asked_by=by,
        asked_at=at,
        answer_by=question.answer_by,
        silence_agrees=question.silence_agrees,
        read_by=question.read_by,
        file=question.file,
        invented=question.invented,
    )
    _require_new(request, question.parties, today)
    request.save(force_insert=True)
    Consent.objects.bulk_create(
        Consent(request=request, organisation=party) for party in question.parties
    )
    record(
        act=ASKED.name,
        by=by,
        at=at,
        target=request,
        organisation_id=organisation.pk,
        payload={"parties": len(question.parties), "until": question.answer_by},
    )
    return request


@transaction.atomic
def withdraw(*, by: Account, at: datetime, request: Request, reason: str) -> Withdrawal:
    """Take a question back; what was answered stays to be read, and counts no longer.

    Raises:
        MandateError: she does not speak for the organisation that asked.
        WithdrawnError: it was taken back already.
        AskingError: no reason.
    """
    require_mandate(by, ASK, request.organisation, on=localdate(at))
    standing = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    require_open(standing)
    why = reason.strip()
    if not why:
        raise AskingError(_("Schrijf in een zin waarom u de vraag intrekt."))
    taken = Withdrawal.objects.create(request=standing, by=by, at=at, reason=why[:500])
    record(
        act=WITHDREW.name,
        by=by,
        at=at,
        target=standing,
        organisation_id=standing.organisation_id,
    )
    return taken


def require_open(request: Request) -> None:
    """Refuse what is done to a question that was taken back.

    Raises:
        WithdrawnError: it was.
    """
    if Withdrawal.objects.filter(request=request).exists():
        raise WithdrawnError(
            _("Deze vraag is ingetrokken. U kunt haar nog lezen, niet meer beantwoorden.")
        )


def _check(question: Question, text: str, today: date) -> None:
    if not text or len(text) > LONGEST_QUESTION:
        raise AskingError(
            _("Schrijf de vraag in 1 tot %(most)s tekens.") % {"most": LONGEST_QUESTION}
        )
    if question.pointer[0] == KIND:
        raise AskingError(
            _(
                "Over een vraag om instemming kunt u geen instemming vragen. Vraag het over het "
                "stuk zelf."
            )
        )
    if not today <= question.answer_by <= today + LONGEST_TERM:
        raise AskingError(
            _("Kies als laatste dag vandaag of later, en hoogstens tien jaar vooruit."),
            answer_by=question.answer_by.isoformat(),
        )
    if question.read_by not in Readers.values:
        raise AskingError(_("Kies wie dit mag lezen."))
    keys = [party.pk for party in question.parties]
    if not keys:
        raise AskingError(_("Kies ten minste één partij."))
    if len(set(keys)) != len(keys):
        raise AskingError(_("Vraag elke partij één keer."))


def _thing(pointer: Pointer, by: Account, region: Region, today: date) -> Thing:
    thing = things([pointer], account=by, region=region, today=today).get(pointer)
    if thing is None:
        raise AskingError(
            _(
                "Dit stuk is er niet, of u mag het niet zien. Open het stuk en kies daar voor "
                "instemming vragen."
            )
        )
    return thing


def _require_there(region: Region, organisations: Sequence[Organisation], today: date) -> None:
    wanted = {item.pk for item in organisations}
    there = organisations_in([region.pk], on=today).filter(holds_on(today), pk__in=wanted)
    missing = wanted - set(there.values_list("pk", flat=True))
    if missing:
        names = sorted(item.name for item in organisations if item.pk in missing)
        raise AskingError(
            _("Deze partijen werken nu niet in deze regio: %(names)s.")
            % {"names": ", ".join(dict.fromkeys(names))}
        )


def _require_new(request: Request, parties: Sequence[Organisation], today: date) -> None:
    same = Request.objects.filter(
        region=request.region,
        organisation=request.organisation,
        thing_kind=request.thing_kind,
        thing_id=request.thing_id,
        thing_digest=request.thing_digest,
        question=request.question,
        withdrawal__isnull=True,
    )
    asked = {party.pk for party in parties}
    for other in same.prefetch_related("consents", "extensions"):
        if other.last_day >= today and asked <= {
            consent.organisation_id for consent in other.consents.all()
        }:
            raise AskingError(
                _("Deze vraag staat al open bij deze partijen. Trek haar eerst in, of wacht."),
                request=str(other.pk),
            )
