"""Which formats of an old workbook show a number as a day."""

import re

# Numbers that stand for a format everywhere: days and times, of which some in Asian calendars.
_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_DRESSING = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DURATION = re.compile(r"\[[hms]+\]")


def is_day_format(number: int, code: str | None) -> bool:
    """Return whether a format shows a day or a time of day, not a duration.

    >>> is_day_format(14, None), is_day_format(164, "dd-mm-yyyy"), is_day_format(165, '0 "dagen"')
    (True, True, False)
    """
    if code is None:
        return number in _DAYS
    if _DURATION.search(code.lower()):
        return False
    plain = _DRESSING.sub("", code).lower().split(";")[0]
    return "general" not in plain and any(sign in plain for sign in "dmyhsj")
