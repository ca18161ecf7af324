"""Reading one cell: numbers as people write them, days, years, texts."""

import math
import re
from datetime import date, datetime, time, timedelta
from typing import Any

from woonregie.foundation.intake.sheetxml import NOT_WORKED_OUT

_DUTCH = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$|^-?\d+(,\d+)?$")
_ENGLISH = re.compile(r"^-?\d{1,3}(,\d{3}){2,}(\.\d+)?$|^-?\d{1,3}(,\d{3})+\.\d+$|^-?\d+\.\d+$")
_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_LOOKS_LIKE_A_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'")
# What no text of a plan needs, and what some databases refuse; line breaks and tabs stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]|[\ud800-\udfff]")
FORMULA_ERRORS = {
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    # As a Dutch Excel and LibreOffice write them.
    "#VERW!",
    "#N/B",
    "#WAARDE!",
    "#DEEL/0!",
    "#NAAM?",
    "#GETAL!",
    "#LEEG!",
    "#OVERLOPEN!",
    "#BEREKENEN!",
}
EMPTY = {"", "-", "–", "nvt", "n.v.t.", "onbekend"}
MOST_DWELLINGS = 100_000
# 1-1-2000 and 31-12-2060 as a spreadsheet counts days: more than any plan has dwellings.
SERIAL_DAYS = (36_526, 58_806)
SERIAL_ZERO = date(1899, 12, 30)
YEARS = (1990, 2100)


class CellError(ValueError):
    """A cell that cannot be read; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text(value: Any) -> str:
    """Return a cell as text; a whole float loses its ".0", what cannot be seen is left out.

    >>> text(12.0), text(True), text(None), text(" Reeve" + chr(0))
    ('12', 'WAAR', '', 'Reeve')
    """
    if isinstance(value, str):
        return (_CONTROL.sub("", value) if not value.isprintable() else value).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    return str(value).strip()


def has_control_signs(value: Any) -> bool:
    """Return whether a cell holds signs that cannot be seen."""
    return isinstance(value, str) and not value.isprintable() and bool(_CONTROL.search(value))


def line(value: Any) -> str:
    """Return a cell as text on one line.

    >>> line("Reeve " + chr(10) + "fase 1")
    'Reeve fase 1'
    """
    found = text(value)
    return found if found.isprintable() else " ".join(found.split())


def dwellings(value: Any) -> int:
    """Return a number of dwellings; an empty cell is zero.

    >>> dwellings("1.389"), dwellings("12,0"), dwellings(7.0), dwellings("")
    (1389, 12, 7, 0)

    Raises:
        CellError: formula_error, not_a_number, ambiguous_number, not_whole, date_for_number,
            looks_like_a_day or out_of_range.
    """
    found = number(value)
    if found is None:
        return 0
    if not found.is_integer():
        raise CellError("not_whole")
    if abs(found) > MOST_DWELLINGS:
        raise CellError("out_of_range")
    if SERIAL_DAYS[0] <= found <= SERIAL_DAYS[1]:
        raise CellError("looks_like_a_day")
    return int(found)


def number(value: Any) -> float | None:
    """Return a number as Dutch or English people write it, or None for an empty cell.

    Raises:
        CellError: formula_error, not_a_number, date_for_number or ambiguous_number ("1,389":
            1.389 or 1389?).
    """
    if isinstance(value, bool):
        raise CellError("boolean_for_number")
    if isinstance(value, int | float):
        return _finite(value)
    if isinstance(value, date | datetime | time | timedelta):
        raise CellError("date_for_number")
    return _written_number(text(value))


def _finite(value: float) -> float:
    try:
        found = float(value)
    except OverflowError:
        raise CellError("out_of_range") from None
    if not math.isfinite(found):
        raise CellError("not_a_number")
    return found


def _written_number(written: str) -> float | None:
    found = written.translate(_SPACES).replace("\u2212", "-")
    _check_formula(found)
    if found.lower() in EMPTY:
        return None
    if _AMBIGUOUS.fullmatch(found):
        raise CellError("ambiguous_number")
    if _DUTCH.match(found):
        return _finite(float(found.replace(".", "").replace(",", ".")))
    if _ENGLISH.match(found):
        return _finite(float(found.replace(",", "")))
    raise CellError("date_for_number" if _LOOKS_LIKE_A_DAY.fullmatch(found) else "not_a_number")


def _check_formula(found: str) -> None:
    if found == NOT_WORKED_OUT:
        raise CellError("formula_without_value")
    if found.upper() in FORMULA_ERRORS:
        raise CellError("formula_error")


def is_formula_error(value: Any) -> bool:
    """Return whether a cell holds an error of a formula, such as #REF!."""
    return (
        isinstance(value, str)
        and value.startswith("#")
        and (value == NOT_WORKED_OUT or value.upper() in FORMULA_ERRORS)
    )


def year(value: Any) -> int | None:
    """Return a year, or None for an empty cell.

    Raises:
        CellError: not_a_year, or what `number` raises.
    """
    found = number(value)
    if found is None:
        return None
    if not found.is_integer() or not YEARS[0] <= found <= YEARS[1]:
        raise CellError("not_a_year")
    return int(found)


def day(value: Any) -> date | None:
    """Return a day: a date cell, a date as Dutch people or ISO write it, or a serial number.

    >>> day("24-11-2026"), day("2026-11-24"), day(46350)
    (datetime.date(2026, 11, 24), datetime.date(2026, 11, 24), datetime.date(2026, 11, 24))

    Raises:
        CellError: not_a_day, also for a day before 1990 or after 2100, or formula_error.
    """
    found = any_day(value)
    if found is not None and not YEARS[0] <= found.year < YEARS[1]:
        raise CellError("not_a_day")
    return found


def any_day(value: Any) -> date | None:
    """Return a day as `day` reads it, of whatever year.

    Raises:
        CellError: not_a_day or formula_error.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(value)
    written = text(value)
    _check_formula(written)
    if written.lower() in EMPTY:
        return None
    if re.fullmatch(r"\d{5}", written):
        return _from_serial(float(written))
    return _written_day(written)


def _from_serial(value: float) -> date:
    if not math.isfinite(value) or not SERIAL_DAYS[0] <= value <= SERIAL_DAYS[1]:
        raise CellError("not_a_day")
    return SERIAL_ZERO + timedelta(days=int(value))


def _written_day(written: str) -> date:
    found = _DAY_FIRST.fullmatch(written)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(written[:10])
    except ValueError:
        raise CellError("not_a_day") from None
