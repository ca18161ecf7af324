"""A meeting as calendars know it: in the feed, and as a file that goes with an invitation."""

from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, vCalAddress

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.meetings.models import Meeting, MeetingState
from woonregie.foundation.notices.feed import PRODUCT, event_of
from woonregie.foundation.notices.registry import Occasion


def occasion_of(meeting: Meeting) -> Occasion | None:
    """Return a meeting as it stands in a calendar; nothing for as long as it has no time."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    return Occasion(
        about=f"meetings.meeting:{meeting.pk}",
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        url=address_of(meeting),
        place=" | ".join(part for part in (meeting.place, meeting.online) if part),
        sequence=meeting.sequence,
        cancelled=meeting.state == MeetingState.CANCELLED,
    )


def address_of(meeting: Meeting) -> str:
    """Return the page of a meeting."""
    return reverse("meetings:detail", args=[meeting.region.slug, meeting.pk])


def calendar_file(
    meeting: Meeting, *, at: datetime, method: str, to: Account | None = None
) -> str:
    """Return a meeting as an iCalendar file.

    Args:
        meeting: the meeting.
        at: now.
        method: REQUEST, CANCEL, or PUBLISH for a file without an invitation.
        to: who is invited.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    occasion = occasion_of(meeting)
    if occasion is not None:
        event = event_of(occasion, at.astimezone(UTC))
        event.add("organizer", _address(settings.DEFAULT_FROM_EMAIL, meeting.organiser.name))
        if to is not None:
            attendee = _address(to.email, to.display_name)
            attendee.params["PARTSTAT"] = "NEEDS-ACTION"
            event.add("attendee", attendee)
        calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body.decode()


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = name.replace('"', "")
    return address
