"""Whose turn meetings know: a date to answer, a document to deliver, an action to do."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Membership
from woonregie.foundation.meetings.calendars import address_of, occasion_of
from woonregie.foundation.meetings.models import (
    ActionItem,
    AgendaItem,
    Meeting,
    MeetingState,
    PollAnswer,
)
from woonregie.foundation.meetings.permissions import SPEAK, may_lead, speaks_at, through
from woonregie.foundation.meetings.queries import documents_due, visible_meetings
from woonregie.foundation.notices.registry import Occasion, Turn
from woonregie.foundation.region.access import works_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import region_at

KEPT = timedelta(days=60)
"""So long a meeting that was held stays in somebody's calendar."""
MOST_OTHERS = 10


def turns(account: Account, organisation_id: UUID, today: date) -> Iterable[Turn]:
    """Return what meetings ask of somebody, and what they ask of others."""
    region = region_at(organisation_id)
    meetings = list(
        visible_meetings(account, region, today=today).filter(
            state__in=[MeetingState.POLLING, MeetingState.PLANNED]
        )
    )
    yield from _polls(account, meetings, today)
    yield from _documents(account, region, meetings, today)
    yield from _to_close(account, meetings, today)
    yield from _actions(account, region, today)


def occasions(account: Account, organisation_id: UUID, today: date) -> Iterable[Occasion]:
    """Return the meetings of the parties for which somebody works, from two months ago on."""
    region = region_at(organisation_id)
    found = visible_meetings(account, region, today=today).filter(
        parties__in=works_for(account, region, today),
        starts_at__date__gte=today - KEPT,
    )
    for meeting in found.distinct():
        occasion = occasion_of(meeting)
        if occasion is not None:
            yield occasion


def _polls(account: Account, meetings: Iterable[Meeting], today: date) -> Iterator[Turn]:
    answered = set(
        PollAnswer.objects.filter(account=account).values_list("option__meeting", flat=True)
    )
    for meeting in meetings:
        if meeting.state != MeetingState.POLLING or meeting.pk in answered:
            continue
        if speaks_at(account, meeting, on=today):
            yield Turn(
                f"meetings.poll:{meeting.pk}",
                _("Zeg welke dag u past voor %(title)s.") % {"title": meeting.title},
                reverse("meetings:poll", args=[meeting.region.slug, meeting.pk]),
                mine=True,
            )


def _documents(
    account: Account, region: Region, meetings: Iterable[Meeting], today: date
) -> Iterator[Turn]:
    by_key = {item.pk: item for item in meetings if item.starts_at is not None}
    speaks_for = through(account, region, SPEAK, on=today)
    missing = AgendaItem.objects.filter(
        meeting__in=list(by_key), prepared_by__isnull=False, documents__isnull=True
    ).select_related("prepared_by")
    for item in missing:
        meeting = by_key[item.meeting_id]
        mine = item.prepared_by_id in speaks_for
        text = (
            _("Lever het stuk voor %(item)s (%(title)s).")
            if mine
            else _("%(who)s levert het stuk voor %(item)s (%(title)s).")
        )
        due = documents_due(meeting)
        yield Turn(
            f"meetings.document:{item.pk}",
            text % {"item": item.title, "title": meeting.title, "who": item.prepared_by},
            f"{address_of(meeting)}#punt-{item.pk}",
            mine=mine,
            due=due,
            risk=due is not None and today > due,
        )


def _to_close(account: Account, meetings: Iterable[Meeting], today: date) -> Iterator[Turn]:
    for meeting in meetings:
        if meeting.ends_at is None or localdate(meeting.ends_at) >= today:
            continue
        if may_lead(account, meeting, on=today):
            yield Turn(
                f"meetings.close:{meeting.pk}",
                _("Leg de uitkomsten vast van %(title)s en sluit af.") % {"title": meeting.title},
                reverse("meetings:minutes", args=[meeting.region.slug, meeting.pk]),
                mine=True,
            )


def _actions(account: Account, region: Region, today: date) -> Iterator[Turn]:
    """Return her own actions; and those whose owner left, for who speaks for the organisation."""
    page = reverse("meetings:actions", args=[region.slug])
    mine = through(account, region, SPEAK, on=today)
    party = Q(organisation=OuterRef("organisation")) | Q(
        organisation=OuterRef("organisation__successor")
    )
    there = Membership.objects.filter(
        party, account=OuterRef("owner"), starts_on__lte=today
    ).exclude(ends_before__lte=today)
    waiting = (
        ActionItem.objects.filter(region=region, done_at__isnull=True)
        .annotate(owner_there=Exists(there))
        .select_related("organisation", "owner")
        .order_by("due_on")
    )
    others = 0
    own = waiting.filter(owner=account, owner_there=True)
    for action in waiting.filter(organisation__in=mine) | own:
        hers = action.owner_id == account.pk or not action.owner_there
        others += not hers
        if hers or others <= MOST_OTHERS:
            yield _action(action, page, hers=hers, today=today)


def _action(action: ActionItem, page: str, *, hers: bool, today: date) -> Turn:
    text = action.text if hers else f"{action.owner.display_name}: {action.text}"
    return Turn(
        f"meetings.action:{action.pk}",
        text,
        f"{page}?actie={action.pk}",
        mine=hers,
        due=action.due_on,
        risk=today > action.due_on,
    )
