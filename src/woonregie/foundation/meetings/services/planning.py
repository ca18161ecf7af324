"""Planning meetings, one or a series of them, and changing what was planned."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.meetings.errors import MeetingError, NotYoursError
from woonregie.foundation.meetings.models import (
    DateOption,
    Meeting,
    MeetingKind,
    MeetingState,
    Reach,
    Series,
)
from woonregie.foundation.meetings.permissions import PLAN, in_office, through
from woonregie.foundation.meetings.recurring import Rule, occurrences, rule_text
from woonregie.foundation.meetings.services import acts
from woonregie.foundation.meetings.services.inviting import send_change
from woonregie.foundation.pages.errors import StaleVersionError
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in

Times = tuple[datetime, datetime]
MOST_OPTIONS = 20
LONGEST_HOURS = 72


@dataclass(frozen=True, slots=True)
class Details:
    """What a meeting is, beside its time.

    Args:
        title: what it is called.
        kind: what kind of meeting.
        organiser: the organisation that calls it.
        parties: who takes part; the organiser always does.
        place: where; empty when on line only.
        online: the address on line.
        chair: who leads it.
        theme: of which backlog its agenda comes.
        reach: who reads it beside the parties.
        documents_days: so many days before it the documents have to be there.
    """

    title: str
    kind: str
    organiser: Organisation
    parties: Collection[Organisation]
    place: str = ""
    online: str = ""
    chair: Account | None = None
    theme: str = ""
    reach: str = Reach.PARTIES
    documents_days: int = 7


@transaction.atomic
def plan_meeting(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    details: Details,
    times: Sequence[Times],
    invented: bool = False,
) -> Meeting:
    """Plan a meeting at a time; with more than one time its date is sought by a poll.

    Raises:
        NotYoursError: she plans no meetings for that organisation.
        MeetingError: a time that ends before it begins, a party that does not work here.
    """
    _require_planner(by, region, details.organiser, at)
    _check(region, details, times, at)
    meeting = _made(region, details, times, invented=invented)
    acts.tell(acts.PLANNED.name, by, at, meeting, region, numbers=len(times))
    return meeting


@transaction.atomic
def start_series(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    details: Details,
    first: Times,
    rule: Rule,
    invented: bool = False,
) -> Series:
    """Plan meetings that come back by a rule, at the same time of the clock on the wall.

    Raises:
        NotYoursError: she plans no meetings for that organisation.
        MeetingError: a time that ends before it begins, a party that does not work here, a rule
            that no series has.
    """
    _require_planner(by, region, details.organiser, at)
    _check(region, details, [first], at)
    text = rule_text(rule, first[0])
    series = Series.objects.create(
        region=region,
        title=details.title,
        kind=details.kind,
        rule=text,
        starts_at=first[0],
        ends_at=first[1],
        organiser=details.organiser,
    )
    found = occurrences(text, *first)
    for times in found:
        _made(region, details, [times], series=series, invented=invented)
    acts.tell(acts.SERIES.name, by, at, series, region, numbers=len(found))
    return series


@transaction.atomic
def change_meeting(
    *,
    by: Account | None,
    at: datetime,
    meeting: Meeting,
    details: Details,
    times: Times | None,
    base_version: int,
) -> Meeting:
    """Change what was planned; who was invited gets the change in her calendar.

    Args:
        by: who changes; None is the system itself.
        at: now.
        meeting: the meeting.
        details: all of it as it is to be; the organiser stays.
        times: when; None leaves a meeting that seeks a date without one.
        base_version: the version that she looked at.

    Raises:
        NotYoursError: she does not lead it.
        StaleVersionError: somebody else changed it meanwhile.
        MeetingError: it is over, or something does not fit.
    """
    found = acts.leading(by, meeting, at)
    if found.version != base_version:
        raise StaleVersionError(
            _("Iemand anders wijzigde deze vergadering. Laad de pagina opnieuw en kijk eerst."),
            base_version=base_version,
            current_version=found.version,
        )
    _check(found.region, details, [times] if times else [], at)
    if times is None and found.state != MeetingState.POLLING:
        raise MeetingError(_("Vul in wanneer de vergadering is."))
    before = _shown_in_calendars(found)
    for name in ("title", "kind", "place", "online", "chair", "theme", "reach", "documents_days"):
        setattr(found, name, getattr(details, name))
    if times is not None:
        found.starts_at, found.ends_at = times
        found.state = MeetingState.PLANNED
    found.version += 1
    told = _shown_in_calendars(found) != before
    found.sequence += told
    found.save()
    was = set(found.parties.all())
    found.parties.set({*details.parties, found.organiser})
    if found.invited_at is not None and (told or was != set(found.parties.all())):
        send_change(found, at, before=was)
    acts.tell(acts.CHANGED.name, by, at, found, found.region, version=found.version)
    return found


def _made(
    region: Region,
    details: Details,
    times: Sequence[Times],
    *,
    series: Series | None = None,
    invented: bool = False,
) -> Meeting:
    polling = len(times) > 1
    starts_at, ends_at = (None, None) if polling else times[0]
    meeting = Meeting.objects.create(
        region=region,
        series=series,
        state=MeetingState.POLLING if polling else MeetingState.PLANNED,
        starts_at=starts_at,
        ends_at=ends_at,
        invented=invented,
        **_kept(details),
    )
    meeting.parties.set({*details.parties, details.organiser})
    if polling:
        DateOption.objects.bulk_create(
            DateOption(meeting=meeting, starts_at=begin, ends_at=end)
            for begin, end in sorted(times)
        )
    return meeting


def _kept(details: Details) -> dict[str, Any]:
    return {
        "title": details.title.strip(),
        "kind": details.kind,
        "organiser": details.organiser,
        "place": details.place.strip(),
        "online": details.online,
        "chair": details.chair,
        "theme": details.theme.strip(),
        "reach": details.reach,
        "documents_days": details.documents_days,
    }


def _shown_in_calendars(meeting: Meeting) -> tuple[Any, ...]:
    return meeting.title, meeting.starts_at, meeting.ends_at, meeting.place, meeting.online


def _require_planner(
    by: Account | None, region: Region, organiser: Organisation, at: datetime
) -> None:
    today = localdate(at)
    if by is None or in_office(by, region, on=today):
        return
    if organiser.pk not in through(by, region, PLAN, on=today):
        raise NotYoursError(
            _("U plant geen vergaderingen namens %(who)s. Vraag de regiosecretaris.")
            % {"who": organiser.name},
            organisation=organiser.slug,
        )


def _check(region: Region, details: Details, times: Sequence[Times], at: datetime) -> None:
    if not details.title.strip():
        raise MeetingError(_("Vul in hoe de vergadering heet."))
    if details.kind not in MeetingKind.values or details.reach not in Reach.values:
        raise MeetingError(_("Kies de soort vergadering, en wie er meeleest."))
    _check_times(times)
    wanted = {details.organiser, *details.parties}
    here = set(
        organisations_in([region.pk], on=localdate(at))
        .filter(pk__in=[item.pk for item in wanted])
        .values_list("pk", flat=True)
    )
    strange = sorted(item.name for item in wanted if item.pk not in here)
    if strange:
        raise MeetingError(
            _("%(who)s werkt niet in deze regio. Kies partijen die hier werken.")
            % {"who": ", ".join(strange)},
            parties=strange,
        )


def _check_times(times: Sequence[Times]) -> None:
    if len(times) > MOST_OPTIONS:
        raise MeetingError(_("Stel niet meer dan %(most)s data voor.") % {"most": MOST_OPTIONS})
    for begin, end in times:
        if end <= begin:
            raise MeetingError(
                _("De vergadering eindigt voordat zij begint: %(begin)s tot %(end)s.")
                % {"begin": f"{begin:%d-%m-%Y %H:%M}", "end": f"{end:%d-%m-%Y %H:%M}"}
            )
        if (end - begin).total_seconds() > LONGEST_HOURS * 3600:
            raise MeetingError(
                _("Een vergadering duurt niet langer dan %(hours)s uur. Kijk de datum na.")
                % {"hours": LONGEST_HOURS}
            )
    if any(one[0] == other[0] for one, other in pairwise(sorted(times))):
        raise MeetingError(_("Dezelfde datum staat er twee keer. Stel elke datum één keer voor."))
