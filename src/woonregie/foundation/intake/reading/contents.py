"""What the cells under a heading say about it: dates, numbers, codes, addresses on the web."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from woonregie.foundation.intake.cells import is_formula_error, text
from woonregie.foundation.intake.reading.headings import plain
from woonregie.foundation.intake.schema import Field, Kind

_NUMBER = re.compile(
    r"[-+]?(?:\d{1,3}(?:[,. ]\d{3})+|\d+)(?:[.,]\d+)?(?:e[-+]?\d+)?", re.IGNORECASE
)
_COMMA = re.compile(r"[-+]?\d+,(?:\d{1,2}|\d{4,})")
_DATE = re.compile(
    r"\d{1,4}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ,]+\d{2,4}(?:[ t].*)?|[a-z]{3,9} \d{1,2},? \d{4}"
    r"|\d{4}|\d{8}",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
# Days between 1970 and 2070 as a spreadsheet counts them.
_SERIAL = (25_569, 62_091)
_NOTHING = re.compile(
    r"|-+|[–—]|\?+|\.|#?n[./ ]?[ab]\.?|n\.?v\.?t\.?|<*null>*|none|nil|geen|onbekend",
    re.IGNORECASE,
)
_YES_NO = frozenset(
    ["yes", "no", "y", "n", "true", "false", "ja", "nee", "j", "waar", "onwaar", "1", "0"]
)
_SHORT = 60
_OTHERWISE = 0.6
_SERIAL_DIGITS = 5


def is_nothing(value: Any) -> bool:
    """Return whether a cell says that there is no value.

    >>> is_nothing("#N/A"), is_nothing(" - "), is_nothing("n.v.t."), is_nothing(0)
    (True, True, True, False)
    """
    return value is None or (isinstance(value, str) and _is_nothing(value))


@lru_cache(maxsize=50_000)
def _is_nothing(value: str) -> bool:
    return bool(_NOTHING.fullmatch(value.strip()))


def number_in(value: Any) -> float | None:
    """Return the number that a cell holds, roughly; None when it holds none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    found = text(value)
    if not _NUMBER.fullmatch(found):
        return None
    if _COMMA.fullmatch(found):
        return float(found.replace(",", "."))
    try:
        return float(found.replace(",", "").replace(" ", ""))
    except ValueError:
        return 0.0


def looks_like_data(value: Any) -> bool:
    """Return whether a cell holds what no heading holds: a number, a day, a link."""
    if isinstance(value, str):
        told = value.strip()
        return bool(_NUMBER.fullmatch(told) or _DATE.fullmatch(told) or _URL.match(told))
    return value is not None


def fit(item: Field, values: Sequence[Any], codes: Mapping[str, frozenset[str]]) -> float | None:
    """Return which part (0 to 1) of the filled cells could be of a field; None when all are empty.

    Args:
        item: the field.
        values: cells of one column.
        codes: field -> plain spellings of its codes.
    """
    filled = [value for value in values if not is_nothing(value) and not is_formula_error(value)]
    if not filled:
        return None
    return sum(_fits(item, value, codes) for value in filled) / len(filled)


def _fits(item: Field, value: Any, codes: Mapping[str, frozenset[str]]) -> float:
    if item.kind in {Kind.TEXT, Kind.ADDRESS}:
        # Anything may stand in a text; but a day or a link has a better home.
        return _OTHERWISE if isinstance(value, date) or _URL.match(text(value)) else 1.0
    if item.kind is Kind.CODE:
        return float(plain(text(value)) in codes[item.name]) or _short_text(value)
    if item.kind is Kind.YES_NO:
        told = plain(text(value))
        return float(told in _YES_NO or told in codes[item.name]) or _short_text(value) / 2
    if item.kind is Kind.DATE:
        return _date(value)
    if item.kind is Kind.URL:
        return 1.0 if _URL.match(text(value)) else 0.3 * isinstance(value, str)
    return _number(item, value)


def _short_text(value: Any) -> float:
    """Return how likely a text is an unknown spelling of a code."""
    if not isinstance(value, str) or looks_like_data(value):
        return 0.0
    return 0.5 if len(value) < _SHORT else 0.1


def _date(value: Any) -> float:
    if isinstance(value, date):
        return 1.0
    if isinstance(value, int | float):
        return 0.8 * (_SERIAL[0] <= value <= _SERIAL[1])
    told = text(value)
    if told.isdigit() and len(told) == _SERIAL_DIGITS:
        return 0.8 * (_SERIAL[0] <= int(told) <= _SERIAL[1])
    return float(bool(_DATE.fullmatch(told)))


def _number(item: Field, value: Any) -> float:
    if isinstance(value, date):
        return 0.0
    found = number_in(value)
    if found is None:
        return 0.3 if isinstance(value, str) and any(map(str.isdigit, value)) else 0.0
    if item.least is not None and found < item.least:
        return 0.6
    if item.most is not None and found > item.most:
        return 0.4
    return 1.0 if item.kind is not Kind.WHOLE or found.is_integer() else 0.6
