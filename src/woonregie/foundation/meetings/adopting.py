"""The minutes of a meeting as a living document, which a next meeting adopts."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from woonregie.foundation.documents.models import ClauseKind, Work
from woonregie.foundation.documents.services import adopt, open_work
from woonregie.foundation.documents.values import NewClause
from woonregie.foundation.meetings.errors import MeetingError
from woonregie.foundation.meetings.models import BacklogItem, Meeting
from woonregie.foundation.meetings.registry import Said
from woonregie.foundation.search.pointing import Pointer

WORKS, MINUTES = "documenten", "minutes"
"""The kind of search, and the kind of work."""


def write_minutes(meeting: Meeting, *, at: datetime) -> Work | None:
    """Make minutes of what was noted and agreed, and put their adoption in the backlog.

    The system itself begins the work: who may close the meeting was asked before. Without a word
    noted or agreed there are no minutes.
    """
    clauses = _clauses(meeting)
    if not clauses or meeting.starts_at is None:
        return None
    day = localtime(meeting.starts_at)
    title = _("Verslag van %(title)s, %(day)s") % {
        "title": meeting.title,
        "day": date_format(day, "j F Y"),
    }
    work = open_work(
        by=None,
        at=at,
        region=meeting.region,
        kind=MINUTES,
        code=f"V-{day:%Y%m%d}-{meeting.pk.hex[-6:]}",
        title=title,
        parties=list(meeting.parties.all()),
        reach=meeting.reach,
        clauses=clauses,
        invented=meeting.invented,
    )
    left = BacklogItem.objects.create(
        region=meeting.region,
        series=meeting.series,
        theme=meeting.theme,
        title=_("Vaststellen: %(title)s") % {"title": title[:180]},
        organisation=meeting.organiser,
        reach=meeting.reach,
        thing_kind=WORKS,
        thing_id=work.pk,
        added_at=at,
        invented=meeting.invented,
    )
    left.parties.set(meeting.parties.all())
    return work


def _clauses(meeting: Meeting) -> list[NewClause]:
    """Return each item as a heading, with what was noted and agreed under it."""
    found: list[NewClause] = []
    items = meeting.items.prefetch_related("outcomes").order_by("position", "pk")
    for number, item in enumerate(items, start=1):
        said = [item.notes, *(outcome.text for outcome in item.outcomes.all())]
        told = [text for text in said if text.strip()]
        if not told:
            continue
        head = str(number)
        found.append(NewClause(head, item.title, ClauseKind.HEADING))
        found.extend(
            NewClause(f"{head}.{place}", text, ClauseKind.PROCEDURE, parent=head)
            for place, text in enumerate(told, start=1)
        )
    return found


def adopt_minutes(said: Said) -> Pointer | None:
    """Adopt the minutes that an agenda item points to, on the day of this meeting.

    Raises:
        MeetingError: the item points to no minutes.
        RefusedError: the room of documents refuses: adopted already, or not for her to decide.
    """
    item, meeting = said.item, said.item.meeting
    works = Work.objects.filter(kind=MINUTES, region=meeting.region)
    pointed = item.thing_id if item.thing_kind == WORKS else None
    work = works.filter(pk=pointed).first() if pointed is not None else None
    if work is None or meeting.starts_at is None:
        raise MeetingError(
            _("Bij dit punt hoort geen verslag. Zet het verslag uit de voorraad op de agenda.")
        )
    day = localdate(meeting.starts_at)
    decided = f"{meeting.title}, {date_format(day, 'j F Y')}"
    adopt(by=said.by, at=said.at, work=work, starts_on=day, decided=decided)
    return WORKS, work.pk
