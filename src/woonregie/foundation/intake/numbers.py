"""Numbers as people write them, with the decimal sign that a whole column tells."""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from woonregie.foundation.intake.cells import text

_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'")
# Commas that can only be decimal signs: not three digits behind them, or points before them.
_COMMA = re.compile(
    r"[-+]?(?:\d{1,3}(?:\.\d{3})+|\d*),(?:\d{1,2}|\d{4,})|[-+]?(?:\d{1,3}(?:\.\d{3})+|0+),\d+"
)
_POINT = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d*)\.\d+")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+")
_POINTS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+")
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_SIGNS_BEFORE = re.compile(
    r"^(?:c\.|ca\.?|circa|approx\.?|approximately|~|±|£|€|\$)+\s*", re.IGNORECASE
)


class NoNumberError(ValueError):
    """A cell that is no number."""


def writes_commas(values: Iterable[Any]) -> bool:
    """Return whether a column writes its decimals behind a comma.

    >>> writes_commas(["1,5", "1.389"]), writes_commas(["1,389", "2.5"])
    (True, False)
    """
    commas = points = 0
    for value in values:
        if isinstance(value, str):
            told = value.translate(_SPACES)
            commas += "," in told and bool(_COMMA.fullmatch(told))
            points += "." in told and bool(_POINT.fullmatch(told)) and not _POINTS.fullmatch(told)
    return commas > points


def read_number(
    value: Any, *, comma: bool = False, whole: bool = False, endings: Sequence[str] = ()
) -> float:
    """Return the number that a cell holds.

    >>> read_number("1,389", whole=True), read_number("0,5 ha", comma=True, endings=["ha"])
    (1389.0, 0.5)

    Args:
        value: the cell.
        comma: whether its column writes decimals behind a comma.
        whole: whether only whole numbers are meant; then "1.389" and "1,389" are thousands.
        endings: units that may stand behind it.

    Raises:
        NoNumberError: it holds none.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(float(value))
    told = _SIGNS_BEFORE.sub("", text(value))
    for ending in endings:
        if told.lower().endswith(ending):
            told = told[: -len(ending)]
            break
    told = told.translate(_SPACES).replace("\u2212", "-")
    if not _PLAIN.fullmatch(told) or comma or whole:
        told = _points(told, comma=comma, whole=whole)
    if not _PLAIN.fullmatch(told):
        raise NoNumberError(told)
    return _finite(float(told))


def _points(told: str, *, comma: bool, whole: bool) -> str:
    """Return a written number with a point before its decimals, and no other signs."""
    if comma and ("," in told or _POINTS.fullmatch(told)):
        return told.replace(".", "").replace(",", ".")
    if whole and _POINTS.fullmatch(told):
        return told.replace(".", "")
    if _THOUSANDS.fullmatch(told) or _POINT.fullmatch(told):
        return told.replace(",", "")
    return told.replace(".", "").replace(",", ".") if _COMMA.fullmatch(told) else told


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise NoNumberError(str(value))
    return value
