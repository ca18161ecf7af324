"""Finding a date: who answers what, and which date it becomes."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.meetings.errors import MeetingError, NotYoursError
from woonregie.foundation.meetings.models import (
    DateOption,
    Meeting,
    MeetingState,
    PollAnswer,
    Suits,
)
from woonregie.foundation.meetings.permissions import speaks_at
from woonregie.foundation.meetings.services import acts


@transaction.atomic
def answer_poll(
    *, by: Account, at: datetime, meeting: Meeting, answers: Mapping[UUID, str]
) -> int:
    """Keep which dates suit somebody; she may change her mind until a date is chosen.

    Args:
        by: who answers, for a party of the meeting.
        at: now.
        meeting: the meeting that seeks a date.
        answers: key of a date -> yes, maybe or no.

    Returns:
        How many dates she answered.

    Raises:
        NotYoursError: she speaks for no party of this meeting.
        MeetingError: the date was chosen already, or an answer is of no date of this poll.
    """
    found = acts.locked(meeting)
    mine = speaks_at(by, found, on=localdate(at))
    if not mine:
        raise NotYoursError(
            _("Alleen wie namens een partij van deze vergadering spreekt, vult de prikker in."),
            meeting=str(found.pk),
        )
    _require_polling(found)
    options = {option.pk: option for option in found.options.all()}
    strange = [key for key in answers if key not in options]
    if strange or not answers or not set(answers.values()) <= set(Suits.values):
        raise MeetingError(_("Kies bij elke datum: ja, als het moet, of nee."))
    party = min(mine)
    for key, suits in answers.items():
        PollAnswer.objects.update_or_create(
            option=options[key],
            account=by,
            defaults={"suits": suits, "organisation_id": party, "answered_at": at},
        )
    acts.tell(acts.ANSWERED.name, by, at, found, found.region, numbers=len(answers))
    return len(answers)


@transaction.atomic
def choose_date(*, by: Account | None, at: datetime, option: DateOption) -> Meeting:
    """Choose a date of the poll: the meeting is planned then, and can be invited to.

    Raises:
        NotYoursError: she does not lead the meeting.
        MeetingError: it has a date already, or is over.
    """
    found = acts.leading(by, option.meeting, at)
    _require_polling(found)
    found.starts_at, found.ends_at = option.starts_at, option.ends_at
    found.state = MeetingState.PLANNED
    found.version += 1
    found.save(update_fields=["starts_at", "ends_at", "state", "version"])
    acts.tell(acts.CHOSEN.name, by, at, found, found.region)
    return found


def _require_polling(meeting: Meeting) -> None:
    if meeting.state != MeetingState.POLLING:
        raise MeetingError(
            _("Deze vergadering zoekt geen datum meer: zij is %(state)s.")
            % {"state": meeting.get_state_display()},
            state=meeting.state,
        )
