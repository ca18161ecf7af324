"""Live minutes: what was said, what came of it, and what goes back to the backlog."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.meetings.adopting import write_minutes
from woonregie.foundation.meetings.errors import MeetingError, NotYoursError
from woonregie.foundation.meetings.models import (
    ActionItem,
    AgendaItem,
    BacklogItem,
    Dealt,
    Meeting,
    MeetingState,
    Outcome,
    Reach,
)
from woonregie.foundation.meetings.permissions import may_finish
from woonregie.foundation.meetings.registry import Said, outcome_kinds, outcome_named
from woonregie.foundation.meetings.services import acts
from woonregie.foundation.pages.errors import StaleVersionError

LONGEST_NOTES = 20_000
"""As much as a clause of the minutes holds."""


@transaction.atomic
def keep_notes(
    *,
    by: Account | None,
    at: datetime,
    item: AgendaItem,
    notes: str,
    dealt: str,
    base_version: int,
) -> AgendaItem:
    """Keep what was said of an item, and whether it was dealt with; the same again writes nothing.

    Raises:
        NotYoursError: she does not lead the meeting.
        StaleVersionError: somebody else wrote with this item meanwhile.
        MeetingError: the meeting is over or has no date, or there is too much text.
    """
    found = acts.leading(by, item.meeting, at)
    if found.state != MeetingState.PLANNED:
        raise MeetingError(_("Kies eerst een datum; daarna schrijft u mee."))
    if dealt not in Dealt.values or len(notes) > LONGEST_NOTES:
        raise MeetingError(
            _("Kies of het punt behandeld is, en schrijf hoogstens %(most)s tekens.")
            % {"most": LONGEST_NOTES}
        )
    kept = AgendaItem.objects.select_for_update().get(pk=item.pk)
    text = notes.replace("\r\n", "\n").strip()
    if (kept.notes, kept.dealt) == (text, dealt):
        return kept
    if kept.version != base_version:
        raise StaleVersionError(
            _("Iemand anders schreef mee bij dit punt. Laad de pagina opnieuw om dat te zien."),
            base_version=base_version,
            current_version=kept.version,
        )
    kept.notes, kept.dealt, kept.version = text, dealt, kept.version + 1
    kept.save(update_fields=["notes", "dealt", "version"])
    acts.tell(acts.NOTED.name, by, at, kept, found.region, version=kept.version)
    return kept


@transaction.atomic
def record_outcome(
    *,
    by: Account | None,
    at: datetime,
    item: AgendaItem,
    kind: str,
    text: str,
    fields: Mapping[str, Any] | None = None,
    invented: bool = False,
) -> Outcome:
    """Keep what came of an item, and let the room that registered this kind make it.

    Raises:
        NotYoursError: she does not lead the meeting.
        MeetingError: the meeting is over or has no date, an unknown kind, no text.
        RefusedError: the room that makes it refuses; then nothing is kept.
    """
    found = acts.leading(by, item.meeting, at)
    if found.state != MeetingState.PLANNED:
        raise MeetingError(_("Kies eerst een datum; daarna legt u uitkomsten vast."))
    registered = outcome_named(kind)
    if registered is None:
        names = ", ".join(str(one.title) for one in outcome_kinds())
        raise MeetingError(_("Kies uit: %(kinds)s.") % {"kinds": names}, kind=kind)
    if not text.strip():
        raise MeetingError(_("Schrijf wat er is afgesproken."))
    said = Said(by, at, item, text.strip(), fields or {}, invented=invented)
    pointer = registered.handle(said)
    outcome = Outcome.objects.create(
        item=item,
        kind=kind,
        text=text.strip(),
        recorded_at=at,
        thing_kind=pointer[0] if pointer else "",
        thing_id=pointer[1] if pointer else None,
        invented=invented,
    )
    AgendaItem.objects.filter(pk=item.pk, dealt=Dealt.OPEN).update(dealt=Dealt.DEALT)
    acts.tell(acts.OUTCOME.name, by, at, outcome, found.region, kind=kind)
    return outcome


@transaction.atomic
def close_meeting(*, by: Account | None, at: datetime, meeting: Meeting) -> Meeting:
    """Say that a meeting was held; what was not dealt with returns to the backlog.

    What was noted and agreed becomes minutes, a document that a next meeting adopts.

    An item of a series returns to the backlog of that series, any other to that of its theme.

    Raises:
        NotYoursError: she does not lead it.
        MeetingError: it is over already, has no date, or has yet to begin.
    """
    found = acts.leading(by, meeting, at)
    if found.starts_at is None or found.starts_at > at:
        raise MeetingError(_("De vergadering is nog niet begonnen; sluit haar daarna af."))
    found.state, found.closed_at = MeetingState.HELD, at
    found.version += 1
    found.save(update_fields=["state", "closed_at", "version"])
    left = 0
    for item in found.items.select_related("backlog"):
        if item.dealt == Dealt.DEALT:
            if item.backlog is not None:
                item.backlog.dealt_at = at
                item.backlog.save(update_fields=["dealt_at"])
            continue
        left += 1
        _carry(item, found, at)
    work = write_minutes(found, at=at)
    if work is not None:
        found.minutes_id = work.pk
        found.save(update_fields=["minutes_id"])
    acts.tell(acts.HELD.name, by, at, found, found.region, open=left)
    return found


def _carry(item: AgendaItem, meeting: Meeting, at: datetime) -> None:
    item.dealt = Dealt.CARRIED
    if item.backlog is None:
        item.backlog = BacklogItem.objects.create(
            region=meeting.region,
            series=meeting.series,
            theme=meeting.theme,
            title=item.title,
            organisation=item.prepared_by or meeting.organiser,
            reach=meeting.reach,
            thing_kind=item.thing_kind,
            thing_id=item.thing_id,
            added_at=at,
            invented=meeting.invented,
        )
    elif meeting.series is not None:
        item.backlog.series = meeting.series
        # It tells the name of that series from now on.
        if meeting.reach == Reach.PARTIES:
            item.backlog.reach = Reach.PARTIES
        item.backlog.save(update_fields=["series", "reach"])
    item.backlog.parties.add(*meeting.parties.all())
    item.save(update_fields=["dealt", "backlog"])


@transaction.atomic
def finish_action(*, by: Account, at: datetime, action: ActionItem, note: str = "") -> ActionItem:
    """Say that an action was done: its owner, who speaks for her organisation, or the office.

    An owner who no longer works for that organisation is no owner any more.

    Raises:
        NotYoursError: none of these.
        MeetingError: it was done already.
    """
    kept = ActionItem.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if not may_finish(by, kept, on=localdate(at)):
        raise NotYoursError(
            _("Alleen %(who)s meldt dit actiepunt klaar.") % {"who": kept.organisation.name}
        )
    if kept.done_at is not None:
        raise MeetingError(_("Dit actiepunt is al klaar."))
    kept.done_at, kept.done_note = at, note.strip()[:500]
    kept.save(update_fields=["done_at", "done_note"])
    acts.tell(acts.ACTION_DONE.name, by, at, kept, kept.region)
    return kept
