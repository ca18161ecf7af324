"""Invitations, changes and cancellations, as mail with a calendar file."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.meetings.calendars import calendar_file
from woonregie.foundation.meetings.errors import MeetingError
from woonregie.foundation.meetings.models import Meeting, MeetingState
from woonregie.foundation.meetings.queries.people import invited_to
from woonregie.foundation.meetings.services import acts
from woonregie.foundation.notices.queries import choice_of
from woonregie.foundation.notices.services import CalendarFile, queue_mail

REQUEST, CANCEL = "REQUEST", "CANCEL"


@transaction.atomic
def invite(*, by: Account | None, at: datetime, meeting: Meeting) -> int:
    """Put an invitation in the mail for everybody who takes part, and return how many.

    Inviting again sends it again, to who came in the meantime as well.

    Raises:
        NotYoursError: she does not lead it.
        MeetingError: it has no date yet, or is over.
    """
    found = acts.leading(by, meeting, at)
    if found.state == MeetingState.POLLING:
        raise MeetingError(_("Kies eerst een datum; daarna nodigt u uit."))
    found.invited_at = at
    found.save(update_fields=["invited_at"])
    count = _send(found, at, REQUEST, invited_to(found, on=localdate(at)), "invitation")
    acts.tell(acts.INVITED.name, by, at, found, found.region, numbers=count)
    return count


@transaction.atomic
def cancel_meeting(*, by: Account | None, at: datetime, meeting: Meeting, because: str) -> Meeting:
    """Cancel a meeting; it leaves the calendars of who was invited, its items go back.

    Raises:
        NotYoursError: she does not lead it.
        MeetingError: it is over, or no reason is given.
    """
    found = acts.leading(by, meeting, at)
    if not because.strip():
        raise MeetingError(_("Schrijf waarom de vergadering niet doorgaat."))
    found.state, found.cancelled_because = MeetingState.CANCELLED, because.strip()[:300]
    found.sequence += 1
    found.version += 1
    found.save()
    if found.invited_at is not None:
        _send(found, at, CANCEL, invited_to(found, on=localdate(at)), "cancellation")
    acts.tell(acts.CANCELLED.name, by, at, found, found.region)
    return found


def send_change(meeting: Meeting, at: datetime, *, before: Collection[Organisation]) -> None:
    """Send a change to who takes part, and take it from the calendars of who does no longer."""
    today = localdate(at)
    now = invited_to(meeting, on=today)
    _send(meeting, at, REQUEST, now, "change")
    left = set(before) - set(meeting.parties.all())
    keep = {account.pk for account in now}
    gone = [
        account
        for account in invited_to(meeting, on=today, parties=left)
        if account.pk not in keep
    ]
    _send(meeting, at, CANCEL, gone, "cancellation")


def _send(
    meeting: Meeting, at: datetime, method: str, people: Iterable[Account], template: str
) -> int:
    count = 0
    for account in people:
        with override(choice_of(account).language):
            shown = {"meeting": meeting, "account": account, "site": settings.SITE_URL}
            queue_mail(
                to=account,
                at=at,
                subject=_subject(template) % {"title": meeting.title},
                text=render_to_string(f"meetings/{template}.txt", shown),
                calendar=CalendarFile(
                    calendar_file(meeting, at=at, method=method, to=account), method
                ),
            )
        count += 1
    return count


def _subject(template: str) -> str:
    return {
        "invitation": _("Uitnodiging: %(title)s"),
        "change": _("Gewijzigd: %(title)s"),
        "cancellation": _("Gaat niet door: %(title)s"),
    }[template]
