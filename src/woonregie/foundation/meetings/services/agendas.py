"""The backlog and the agenda: what is spoken of, in which order, with which documents."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.meetings.errors import MeetingError, NotYoursError
from woonregie.foundation.meetings.models import (
    AgendaDocument,
    AgendaItem,
    BacklogItem,
    Meeting,
    Purpose,
    Reach,
    Series,
)
from woonregie.foundation.meetings.permissions import (
    SPEAK,
    may_deliver,
    through,
)
from woonregie.foundation.meetings.queries import may_withdraw, open_backlog, visible_backlog
from woonregie.foundation.meetings.services import acts
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.pointing import Pointer, things

LONGEST_ITEM = 480
"""An item lasts no longer than a working day, in minutes."""


@dataclass(frozen=True, slots=True)
class Point:
    """What is to be spoken of.

    Args:
        title: in a few words.
        purpose: to know, to discuss or to decide.
        minutes: how long, in minutes.
        presenter: who introduces it.
        prepared_by: the party that delivers the document; None when there is none.
        thing_kind: kind of what it speaks of, as search names it; empty when of nothing.
        thing_id: its key.
    """

    title: str
    purpose: str = Purpose.DISCUSS
    minutes: int = 10
    presenter: str = ""
    prepared_by: Organisation | None = None
    thing_kind: str = ""
    thing_id: UUID | None = None


@transaction.atomic
def add_to_backlog(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    organisation: Organisation,
    title: str,
    theme: str = "",
    note: str = "",
    series: Series | None = None,
    about: Pointer | None = None,
    invented: bool = False,
) -> BacklogItem:
    """Put something in the backlog of a theme, for who speaks for an organisation.

    All who work in the region read it, guests and market experts excepted.

    Raises:
        NotYoursError: she does not speak for that organisation.
        MeetingError: no title, or it speaks of a thing that is not there for her.
    """
    if by is not None and organisation.pk not in through(by, region, SPEAK, on=localdate(at)):
        raise NotYoursError(_("U spreekt niet namens %(who)s.") % {"who": organisation.name})
    if not title.strip():
        raise MeetingError(_("Vul in waarover het gaat."))
    _require_seen(about, by, region, at)
    item = BacklogItem.objects.create(
        region=region,
        series=series,
        organisation=organisation,
        reach=Reach.REGION,
        theme=theme.strip(),
        title=title.strip(),
        note=note.strip(),
        thing_kind=about[0] if about else "",
        thing_id=about[1] if about else None,
        added_at=at,
        invented=invented,
    )
    acts.tell(acts.LISTED.name, by, at, item, region)
    return item


@transaction.atomic
def withdraw_from_backlog(*, by: Account | None, at: datetime, item: BacklogItem) -> None:
    """Take something out of the backlog; again is once.

    Raises:
        NotYoursError: it is of another organisation, and she does not keep the office.
    """
    if by is not None and not may_withdraw(by, item, today=localdate(at)):
        raise NotYoursError(
            _("Alleen %(who)s en de regiosecretaris halen dit punt weg.")
            % {"who": item.organisation.name}
        )
    if BacklogItem.objects.filter(pk=item.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
        acts.tell(acts.UNLISTED.name, by, at, item, item.region)


@transaction.atomic
def add_item(
    *,
    by: Account | None,
    at: datetime,
    meeting: Meeting,
    point: Point,
    backlog: BacklogItem | None = None,
) -> AgendaItem:
    """Put something on the agenda, at its end; from what she sees of the backlog, or new.

    Raises:
        NotYoursError: she does not lead the meeting.
        MeetingError: it is over, no title, a length that no item has, a document from who takes
            no part, an item that stands on another agenda already, or a thing that is not there
            for her.
    """
    found = acts.leading(by, meeting, at)
    _check(found, point)
    if backlog is not None and not _free(backlog, found, by, at):
        raise MeetingError(_("Dit punt staat al op een agenda, of is al behandeld."))
    about = (point.thing_kind, point.thing_id) if point.thing_id is not None else None
    # What somebody else put in the backlog may speak of a thing that she does not see.
    if backlog is None or about != (backlog.thing_kind, backlog.thing_id):
        _require_seen(about, by, found.region, at)
    last = found.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=found,
        position=last + 1,
        title=point.title.strip(),
        purpose=point.purpose,
        minutes=point.minutes,
        presenter=point.presenter.strip(),
        prepared_by=point.prepared_by,
        thing_kind=point.thing_kind,
        thing_id=point.thing_id,
        backlog=backlog,
    )
    acts.tell(acts.ITEM_ADDED.name, by, at, item, found.region)
    return item


@transaction.atomic
def move_item(*, by: Account | None, at: datetime, item: AgendaItem, up: bool) -> None:
    """Let an item change places with the one before or behind it; at the end nothing happens.

    Raises:
        NotYoursError: she does not lead the meeting.
        MeetingError: it is over.
    """
    found = acts.leading(by, item.meeting, at)
    items = list(found.items.order_by("position", "pk"))
    place = [one.pk for one in items].index(item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        return
    items[place], items[other] = items[other], items[place]
    for position, one in enumerate(items, start=1):
        AgendaItem.objects.filter(pk=one.pk).update(position=position)
    acts.tell(acts.ITEM_MOVED.name, by, at, item, found.region)


@transaction.atomic
def remove_item(*, by: Account | None, at: datetime, item: AgendaItem) -> None:
    """Take an item off the agenda; what came from the backlog is there again.

    Raises:
        NotYoursError: she does not lead the meeting.
        MeetingError: the meeting is over, or something was delivered or noted with the item.
    """
    found = acts.leading(by, item.meeting, at)
    if item.documents.exists() or item.outcomes.exists() or item.actions.exists() or item.notes:
        raise MeetingError(
            _("Bij dit punt staan al stukken, aantekeningen of uitkomsten. Schuif het door.")
        )
    acts.tell(acts.ITEM_REMOVED.name, by, at, item, found.region)
    item.delete()


@transaction.atomic
def add_document(
    *, by: Account, at: datetime, item: AgendaItem, file: StoredFile, title: str
) -> AgendaDocument:
    """Deliver a document with an item: who leads the meeting, or the party that prepares it.

    Raises:
        NotYoursError: neither of these.
        MeetingError: the meeting is over.
    """
    found = acts.locked(item.meeting)
    require_deliverer(by, item, at)
    if found.state in acts.OVER:
        raise MeetingError(_("De vergadering is voorbij; een stuk kan er niet meer bij."))
    document = AgendaDocument.objects.create(
        item=item, file=file, title=title.strip() or file.name, added_at=at, added_by=by
    )
    acts.tell(acts.DOCUMENT.name, by, at, document, found.region)
    return document


def require_deliverer(by: Account, item: AgendaItem, at: datetime) -> None:
    """Refuse who may not deliver a document with an item.

    Raises:
        NotYoursError: she does not lead the meeting, and does not speak for who prepares it.
    """
    if not may_deliver(by, item, on=localdate(at)):
        raise NotYoursError(_("Dit stuk levert de partij die bij het agendapunt staat."))


def _require_seen(about: Pointer | None, by: Account | None, region: Region, at: datetime) -> None:
    """Refuse a pointer to what she may not see; no word tells that from what is not there."""
    if about is None or by is None:
        return
    if about not in things([about], account=by, region=region, today=localdate(at)):
        raise MeetingError(
            _(
                "Het stuk waarover dit punt gaat, is er niet, of u mag het niet zien. Open het "
                "stuk en kies daar „Zet in de voorraad”."
            )
        )


def _check(meeting: Meeting, point: Point) -> None:
    if not point.title.strip():
        raise MeetingError(_("Vul in waarover het gaat."))
    if point.purpose not in Purpose.values:
        raise MeetingError(_("Kies: ter kennisname, ter bespreking of ter besluitvorming."))
    if not 1 <= point.minutes <= LONGEST_ITEM:
        raise MeetingError(
            _("Een agendapunt duurt 1 tot en met %(most)s minuten.") % {"most": LONGEST_ITEM}
        )
    by = point.prepared_by
    if by is not None and not meeting.parties.filter(pk=by.pk).exists():
        raise MeetingError(_("%(who)s doet niet mee aan deze vergadering.") % {"who": by.name})


def _free(backlog: BacklogItem, meeting: Meeting, by: Account | None, at: datetime) -> bool:
    seen = (
        open_backlog(meeting.region)
        if by is None
        else visible_backlog(by, meeting.region, today=localdate(at))
    )
    return seen.filter(pk=backlog.pk).exists()
