"""What meetings have to say beside things of other rooms: on which agenda they stand."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from woonregie.foundation.meetings.calendars import address_of
from woonregie.foundation.meetings.models import AgendaItem
from woonregie.foundation.meetings.queries import visible_meetings
from woonregie.foundation.pages.beside import Asked, Line

MOST = 5


def tell(asked: Asked) -> list[Line]:
    """Return the meetings that speak of a thing, as far as the reader may see them."""
    seen = visible_meetings(asked.account, asked.region, today=asked.today).order_by()
    found = (
        AgendaItem.objects.filter(
            thing_kind=asked.kind, thing_id=asked.key, meeting__in=seen.values("pk")
        )
        .select_related("meeting__region__organisation")
        .order_by("-meeting__starts_at")[:MOST]
    )
    return [_line(item) for item in found]


def _line(item: AgendaItem) -> Line:
    meeting = item.meeting
    if meeting.starts_at is None:
        return Line(meeting.title, address_of(meeting))
    day = date_format(localtime(meeting.starts_at), "j F Y")
    text = _("%(title)s van %(day)s") % {"title": meeting.title, "day": day}
    return Line(text, address_of(meeting))
