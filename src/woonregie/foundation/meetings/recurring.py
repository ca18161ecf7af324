"""Times that come back by a rule, on the clock of the wall: 14:00 stays 14:00 in summer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from woonregie.foundation.meetings.errors import MeetingError

WALL = ZoneInfo("Europe/Amsterdam")
MOST = 60
"""So many meetings a series plans at most."""
MOST_APART = 24
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = 5
"""The fifth of a weekday in a month is its last: not each month has five."""


class Every(Enum):
    """What a rule counts in."""

    WEEK = "WEEKLY"
    MONTH = "MONTHLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """How often a meeting comes back.

    Args:
        every: weeks or months.
        interval: of how many; 2 is every second.
        count: how many meetings.
    """

    every: Every
    interval: int
    count: int


def rule_text(rule: Rule, first: datetime) -> str:
    """Return a rule as iCalendar writes it; by month it is the same weekday of the month.

    Raises:
        MeetingError: an interval or a count that no series has.

    >>> rule_text(Rule(Every.MONTH, 2, 6), datetime(2026, 12, 10, 14, tzinfo=WALL))
    'FREQ=MONTHLY;INTERVAL=2;COUNT=6;BYDAY=2TH'
    """
    if not 1 <= rule.interval <= MOST_APART or not 2 <= rule.count <= MOST:  # noqa: PLR2004  one is no series
        raise MeetingError(
            _(
                "Kies om de hoeveel weken of maanden (1 tot en met %(apart)s), en hoe vaak "
                "(2 tot en met %(most)s)."
            )
            % {"apart": MOST_APART, "most": MOST},
            interval=rule.interval,
            count=rule.count,
        )
    text = f"FREQ={rule.every.value};INTERVAL={rule.interval};COUNT={rule.count}"
    if rule.every is Every.WEEK:
        return text
    local = first.astimezone(WALL)
    nth = (local.day - 1) // 7 + 1
    return f"{text};BYDAY={-1 if nth == LAST else nth}{DAYS[local.weekday()]}"


def occurrences(
    rule: str, starts_at: datetime, ends_at: datetime
) -> list[tuple[datetime, datetime]]:
    """Return when meetings of a series begin and end, in UTC.

    Args:
        rule: as iCalendar writes it.
        starts_at: when the first one begins.
        ends_at: when the first one ends.

    Raises:
        MeetingError: a rule that cannot be read.
    """
    return list(islice(_times(rule, starts_at, ends_at), MOST))


def _times(
    rule: str, starts_at: datetime, ends_at: datetime
) -> Iterator[tuple[datetime, datetime]]:
    first = starts_at.astimezone(WALL).replace(tzinfo=None)
    lasts = ends_at.astimezone(UTC) - starts_at.astimezone(UTC)
    try:
        found = rrulestr(rule, dtstart=first)
    except ValueError as error:
        raise MeetingError(
            _("Deze herhaling kunnen wij niet lezen: %(rule)s.") % {"rule": rule}, rule=rule
        ) from error
    for wall in found:
        yield _utc(wall), _utc(wall) + lasts


def _utc(wall: datetime) -> datetime:
    """Return a time of the wall in UTC; an hour that is skipped in spring is one later."""
    return wall.replace(tzinfo=WALL).astimezone(UTC)
