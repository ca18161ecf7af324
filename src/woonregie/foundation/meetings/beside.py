"""What meetings have to say beside things of other rooms: on which agenda, and a way to it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from woonregie.foundation.meetings.calendars import address_of
from woonregie.foundation.meetings.models import AgendaItem
from woonregie.foundation.meetings.permissions import SPEAK, through
from woonregie.foundation.meetings.queries import visible_meetings
from woonregie.foundation.pages.beside import Asked, Line
from woonregie.foundation.search.pointing import written

MOST = 5
# On the page of a meeting its agenda is made.
OWN = frozenset({"vergaderingen", "acties"})


def tell(asked: Asked) -> list[Line]:
    """Return the meetings that speak of a thing, as far as she may see them; and a way to one."""
    seen = visible_meetings(asked.account, asked.region, today=asked.today).order_by()
    found = (
        AgendaItem.objects.filter(
            thing_kind=asked.kind, thing_id=asked.key, meeting__in=seen.values("pk")
        )
        .select_related("meeting__region__organisation")
        .order_by("-meeting__starts_at")[:MOST]
    )
    lines = [_line(item) for item in found]
    if asked.kind not in OWN and through(asked.account, asked.region, SPEAK, on=asked.today):
        over = urlencode({"over": written((asked.kind, asked.key))})
        page = reverse("meetings:backlog", args=[asked.region.slug])
        lines.append(Line(_("Zet in de voorraad"), f"{page}?{over}#toevoegen", act=True))
    return lines


def _line(item: AgendaItem) -> Line:
    meeting = item.meeting
    if meeting.starts_at is None:
        return Line(meeting.title, address_of(meeting))
    day = date_format(localtime(meeting.starts_at), "j F Y")
    text = _("%(title)s van %(day)s") % {"title": meeting.title, "day": day}
    return Line(text, address_of(meeting))
