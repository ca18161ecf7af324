"""Recording decisions of bodies."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.errors import ConsentError, DecisionOfTomorrowError
from woonregie.foundation.consents.models import Decision, Readers
from woonregie.foundation.consents.permissions import RECORD, require_mandate
from woonregie.foundation.files.models import StoredFile

DECISION_RECORDED = register_act(
    "consents.decision_recorded", gettext_lazy("legde een besluit vast")
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a body decided, as somebody writes it down.

    Args:
        body: the council, the executive, the supervisory board.
        title: what was decided, as the decision calls it.
        decided_on: the day of the decision.
        number: its number, where it has one.
        file: the decision itself, where it is kept here.
        url: where it can be read elsewhere.
        read_by: who reads it.
    """

    body: str
    title: str
    decided_on: date
    number: str = ""
    file: StoredFile | None = None
    url: str = ""
    read_by: str = Readers.PARTIES


@transaction.atomic
def note_decision(
    *, by: Account, at: datetime, organisation: Organisation, decided: Decided
) -> Decision:
    """Return a decision of an organisation's body, recorded by who speaks for it.

    Raises:
        MandateError: she does not speak for the organisation today.
        DecisionOfTomorrowError: a day that has yet to come.
        ConsentError: no body or no title.
    """
    require_mandate(by, RECORD, organisation, on=localdate(at))
    body, title = decided.body.strip(), decided.title.strip()
    if not body or not title:
        raise ConsentError(_("Noem het orgaan dat besloot, en wat het besloot."))
    decision = record_decision(
        by=by,
        at=at,
        organisation=organisation,
        body=body[:120],
        title=title[:250],
        decided_on=decided.decided_on,
        number=decided.number.strip()[:80],
        read_by=decided.read_by,
    )
    if decision.read_by == decided.read_by:
        _complete(decision, decided)
    return decision


def _complete(decision: Decision, decided: Decided) -> None:
    """Keep file and address with a decision that had none: it may have been recorded before."""
    fields = []
    if decided.file is not None and decision.file_id is None:
        decision.file = decided.file
        fields.append("file")
    if decided.url and not decision.url:
        decision.url = decided.url
        fields.append("url")
    if fields:
        decision.save(update_fields=fields)


@transaction.atomic
def record_decision(
    *,
    by: Account | None,
    at: datetime,
    organisation: Organisation,
    body: str,
    title: str,
    decided_on: date,
    number: str = "",
    read_by: str = Readers.PARTIES,
    invented: bool = False,
) -> Decision:
    """Return the decision, recorded once per body, number, day and title.

    It checks no permission: a decision is recorded with what it is about, by the service that
    knows who may.

    Args:
        by: who records it; None is the system itself.
        at: the moment of recording.
        organisation: whose body decided.
        body: the council, the executive, the regional table.
        title: what was decided, as the decision calls it.
        decided_on: the day of the decision.
        number: its number, where it has one.
        read_by: who reads it; unless it is said to be wider, who speaks for the organisation.
        invented: whether it is an example.

    Raises:
        DecisionOfTomorrowError: a day that has yet to come.
    """
    if decided_on > localdate(at):
        raise DecisionOfTomorrowError(
            _("%(day)s is nog niet geweest: leg een besluit vast als het genomen is.")
            % {"day": decided_on.strftime("%d-%m-%Y")},
            decided_on=decided_on.isoformat(),
        )
    decision, made = Decision.objects.get_or_create(
        organisation=organisation,
        body=body,
        number=number,
        title=title,
        decided_on=decided_on,
        defaults={"invented": invented, "read_by": read_by},
    )
    if made:
        record(
            act=DECISION_RECORDED.name,
            by=by,
            at=at,
            target=decision,
            organisation_id=organisation.pk,
            # The names of body and decision were typed by somebody; they stand on the decision.
            payload={"decided_on": decided_on},
        )
    return decision
