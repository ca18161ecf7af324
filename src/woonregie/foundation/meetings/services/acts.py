"""The acts of this room, and how each writes its line."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.audit.services import record
from woonregie.foundation.meetings.errors import MeetingError, NotYoursError
from woonregie.foundation.meetings.models import Meeting, MeetingState
from woonregie.foundation.meetings.permissions import may_lead
from woonregie.foundation.region.models import Region

PLANNED = register_act("meetings.planned", gettext_lazy("plande een vergadering"))
SERIES = register_act("meetings.series_started", gettext_lazy("begon een reeks vergaderingen"))
CHANGED = register_act("meetings.changed", gettext_lazy("wijzigde een vergadering"))
INVITED = register_act("meetings.invited", gettext_lazy("verstuurde uitnodigingen"))
CANCELLED = register_act("meetings.cancelled", gettext_lazy("zegde een vergadering af"))
ANSWERED = register_act("meetings.poll_answered", gettext_lazy("vulde een datumprikker in"))
CHOSEN = register_act("meetings.date_chosen", gettext_lazy("koos de datum van een vergadering"))
LISTED = register_act("meetings.backlog_added", gettext_lazy("zette een punt in de voorraad"))
UNLISTED = register_act(
    "meetings.backlog_withdrawn", gettext_lazy("haalde een punt uit de voorraad")
)
ITEM_ADDED = register_act("meetings.item_added", gettext_lazy("zette een punt op de agenda"))
ITEM_MOVED = register_act("meetings.item_moved", gettext_lazy("verplaatste een agendapunt"))
ITEM_REMOVED = register_act("meetings.item_removed", gettext_lazy("haalde een agendapunt weg"))
DOCUMENT = register_act("meetings.document_added", gettext_lazy("leverde een vergaderstuk"))
NOTED = register_act("meetings.notes_kept", gettext_lazy("schreef mee bij een agendapunt"))
OUTCOME = register_act("meetings.outcome_recorded", gettext_lazy("legde een uitkomst vast"))
HELD = register_act("meetings.held", gettext_lazy("sloot een vergadering af"))
ACTION_DONE = register_act("meetings.action_done", gettext_lazy("meldde een actiepunt klaar"))

OVER = frozenset({MeetingState.HELD, MeetingState.CANCELLED})


def tell(
    act: str,
    by: Account | None,
    at: datetime,
    target: KeyedModel,
    region: Region,
    **payload: Any,
) -> None:
    """Write the line of an act; ids and numbers only, for no text is kept in the trail."""
    record(
        act=act,
        by=by,
        at=at,
        target=target,
        organisation_id=region.organisation_id,
        payload=payload,
    )


def locked(meeting: Meeting) -> Meeting:
    """Return the meeting as it stands now, for nobody else to change meanwhile."""
    found = Meeting.objects.select_for_update(of=("self",)).select_related("region__organisation")
    return found.get(pk=meeting.pk)


def require_lead(by: Account | None, meeting: Meeting, on: date) -> None:
    """Refuse who does not plan this meeting.

    Raises:
        NotYoursError: she does not organise it, and does not keep the office.
    """
    if not may_lead(by, meeting, on=on):
        raise NotYoursError(
            _("Alleen %(who)s en de regiosecretaris wijzigen deze vergadering.")
            % {"who": meeting.organiser.name},
            meeting=str(meeting.pk),
        )


def leading(by: Account | None, meeting: Meeting, at: datetime) -> Meeting:
    """Return the meeting, locked, for who leads it and as long as it is not over.

    Raises:
        NotYoursError: she does not lead it.
        MeetingError: it was held or cancelled.
    """
    found = locked(meeting)
    require_lead(by, found, localdate(at))
    if found.state in OVER:
        raise MeetingError(
            _("Deze vergadering is %(state)s; er is niets meer aan te wijzigen.")
            % {"state": found.get_state_display()},
            meeting=str(found.pk),
            state=found.state,
        )
    return found
