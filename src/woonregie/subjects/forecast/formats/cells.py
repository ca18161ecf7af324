"""Reading one cell of a forecast file: numbers as people write them, years."""

import re
from decimal import ROUND_HALF_UP, Decimal

EMPTY = frozenset({"", ".", "x"})
"""What says "no figure": an empty cell, and the signs of CBS for unknown and secret."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST = Decimal(10) ** 11
CENT = Decimal("0.01")

_WHOLE = re.compile(r"-?\d+")
_GROUPS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|-?\d{1,3}(?:\.\d{3})+,\d+")
_ENGLISH_GROUPS = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|-?\d{1,3}(?:,\d{3})+\.\d+")
_DECIMAL = re.compile(r"-?\d+[.,]\d+")
_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
_YEAR = re.compile(r"(\d{4})(?:JJ00)?")


class CellError(ValueError):
    """A cell that cannot be read; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_empty(text: str) -> bool:
    """Return whether a cell says that there is no figure."""
    return text.strip().lower() in EMPTY


def number(text: str) -> Decimal:
    """Return a number as Dutch or English people write it, to the hundredth.

    >>> number("22217"), number("1.234.567"), number("1204,5"), number("0.75")
    (Decimal('22217.00'), Decimal('1234567.00'), Decimal('1204.50'), Decimal('0.75'))

    Raises:
        CellError: not_a_number; ambiguous_number ("22.217": a thousand, or a decimal sign?);
            out_of_range.
    """
    written = text.strip().replace("\u00a0", "").replace(" ", "")
    if _AMBIGUOUS.fullmatch(written):
        raise CellError("ambiguous_number")
    if _WHOLE.fullmatch(written):
        plain = written
    elif _GROUPS.fullmatch(written):
        plain = written.replace(".", "").replace(",", ".")
    elif _ENGLISH_GROUPS.fullmatch(written):
        plain = written.replace(",", "")
    elif _DECIMAL.fullmatch(written):
        plain = written.replace(",", ".")
    else:
        raise CellError("not_a_number")
    found = Decimal(plain)
    if abs(found) >= MOST:
        raise CellError("out_of_range")
    return found.quantize(CENT, ROUND_HALF_UP)


def year(text: str) -> int:
    """Return a year: 2026, or 2026JJ00 as CBS writes it.

    Raises:
        CellError: not_a_year, or year_out_of_range.
    """
    match = _YEAR.fullmatch(text.strip())
    if match is None:
        raise CellError("not_a_year")
    found = int(match[1])
    if not FIRST_YEAR <= found <= LAST_YEAR:
        raise CellError("year_out_of_range")
    return found
