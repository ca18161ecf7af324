"""Days as people write them, in the order of day and month that a whole column tells."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from woonregie.foundation.intake.cells import SERIAL_ZERO, text

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari",
            "feb february februari",
            "mar march maart mrt",
            "apr april",
            "may mei",
            "jun june juni",
            "jul july juli",
            "aug august augustus",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
# A moment of the day, and what time zones look like, behind a day.
_TIME = r"(?:[t ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?: ?(?:z|[+-]\d{2}:?\d{0,2}))?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/. ])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})\s*[-/. ]\s*(\d{{1,2}})\s*[-/. ]\s*(\d{{4}}|\d{{2}}){_TIME}")
_NAMED = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|e)?[-/. ]*(?:of )?({_NAMES})[-/., ]*'?(\d{{4}}|\d{{2}}){_TIME}"
)
_NAME_FIRST = re.compile(rf"({_NAMES})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_TIME}")
_MONTH = re.compile(rf"({_NAMES})[-/., ]*'?(\d{{4}}|\d{{2}})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? ")
_CENTURY = 50
"""A year of two digits below this one is in this century."""
_MOST_MONTHS = 12
# Days between 1930 and 2100 as a spreadsheet counts them.
_SERIALS = (10_959, 73_050)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


class NoDayError(ValueError):
    """A cell that is no day."""


def months_come_first(values: Iterable[Any], default: bool) -> bool:
    """Return whether a column writes the month before the day.

    >>> months_come_first(["3/4/2020", "3/14/2020"], False)
    True

    Args:
        values: cells of the column.
        default: what counts when no cell tells, or when they contradict each other.
    """
    firsts = seconds = 0
    for value in values:
        found = _YEAR_LAST.fullmatch(value.strip().lower()) if isinstance(value, str) else None
        if found is not None:
            firsts += int(found[1]) > _MOST_MONTHS
            seconds += int(found[2]) > _MOST_MONTHS
    if bool(firsts) == bool(seconds):
        return default
    return seconds > 0


def read_day(value: Any, *, month_first: bool = False) -> date:
    """Return the day that a cell holds; of a month or a year its first day.

    >>> read_day("28-Sep-05"), read_day("11/03/2009 08:00:00 AM +0000", month_first=True)
    (datetime.date(2005, 9, 28), datetime.date(2009, 11, 3))
    >>> read_day("1st March 2018"), read_day(43075)
    (datetime.date(2018, 3, 1), datetime.date(2017, 12, 6))

    Args:
        value: the cell.
        month_first: whether 3/4/2020 is the fourth of March.

    Raises:
        NoDayError: it holds none.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial(float(value))
    told = _WEEKDAY.sub("", " ".join(text(value).lower().split()))
    try:
        return _written(told, month_first)
    except (ValueError, OverflowError):
        raise NoDayError(told) from None


def _written(told: str, month_first: bool) -> date:
    if found := _YEAR_FIRST.fullmatch(told):
        return date(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(told):
        day, month = (found[2], found[1]) if month_first else (found[1], found[2])
        return _either(_full(found[3]), int(month), int(day))
    if _SERIAL.fullmatch(told):
        return _serial(float(told))
    return _rare(told)


def _rare(told: str) -> date:
    if found := _NAMED.fullmatch(told):
        return date(_full(found[3]), _MONTHS[found[2]], int(found[1]))
    if found := _NAME_FIRST.fullmatch(told):
        return date(int(found[3]), _MONTHS[found[1]], int(found[2]))
    if found := _MONTH.fullmatch(told):
        return date(_full(found[2]), _MONTHS[found[1]], 1)
    if found := _COMPACT.fullmatch(told):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if _YEAR.fullmatch(told):
        return date(int(told), 1, 1)
    raise NoDayError(told)


def _either(year: int, month: int, day: int) -> date:
    """Return a day; one that can only be meant the other way round is read so."""
    if month > _MOST_MONTHS >= day:
        month, day = day, month
    return date(year, month, day)


def _full(year: str) -> int:
    number = int(year)
    if len(year) > 2:  # noqa: PLR2004  two digits
        return number
    return number + (2000 if number < _CENTURY else 1900)


def _serial(value: float) -> date:
    if value.is_integer() and _YEAR.fullmatch(str(int(value))):
        return date(int(value), 1, 1)
    if not _SERIALS[0] <= value <= _SERIALS[1]:
        raise NoDayError(str(value))
    return SERIAL_ZERO + timedelta(days=int(value))
