"""Reading one cell of a table of counted people."""

import re

from woonregie.subjects.forecast.formats.cells import CellError

OLDEST = 130
LAST_AGE = 100
"""Everybody of this age and older is one group."""
FIRST_YEAR, LAST_YEAR = 1800, 2200
TOGETHER = "total"
SEXES = {
    TOGETHER: (TOGETHER, "totaal", "t", "t001038", "both", "all"),
    "men": ("men", "man", "mannen", "male", "males", "m", "3000"),
    "women": ("women", "woman", "vrouwen", "vrouw", "v", "female", "females", "f", "w", "4000"),
}
SEX = {word: sex for sex, words in SEXES.items() for word in words}
NOTHING = frozenset({"", ".", "-", "x", "na", "nan", "null", "#n/a", "..", "...", ":"})
"""What statistical offices write where there is no count."""
EVERY_AGE = frozenset({TOGETHER, "totaal", "all", "alle leeftijden", "10000"})

_AGE = re.compile(r"(\d{1,3})(?: jaar)?")
_OPEN = re.compile(r"(\d{1,3}) ?(?:\+|jaar of ouder|en ouder|and over)")
_GROUP = re.compile(r"\d{1,3} ?(?:-|tot|to) ?\d{1,3}(?: jaar)?")
_YEAR = re.compile(r"(\d{4})(?:JJ00)?")
_WHOLE = re.compile(r"-?\d{1,9}(?:\.0+)?")
_NUMBER = re.compile(r"-?\d+[.,]\d+")


def sex(text: str) -> str:
    """Return total, men or women.

    Raises:
        CellError: unknown_sex.
    """
    found = SEX.get(text.strip().lower())
    if found is None:
        raise CellError("unknown_sex")
    return found


def age(text: str) -> tuple[int, bool] | None:
    """Return an age and whether it is open; None is all ages together.

    >>> age("37"), age("98+"), age("95 jaar of ouder"), age("total")
    ((37, False), (98, True), (95, True), None)

    Raises:
        CellError: age_group, or unknown_age.
    """
    written = text.strip().lower()
    if written in EVERY_AGE:
        return None
    for shape, last in ((_AGE, False), (_OPEN, True)):
        match = shape.fullmatch(written)
        if match and int(match[1]) <= OLDEST:
            return int(match[1]), last
    raise CellError("age_group" if _GROUP.fullmatch(written) else "unknown_age")


def year(text: str) -> int:
    """Return a year: 2020, or 2020JJ00 as CBS writes it.

    Raises:
        CellError: not_a_year, or year_out_of_range.
    """
    match = _YEAR.fullmatch(text.strip())
    if match is None:
        raise CellError("not_a_year")
    if not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise CellError("year_out_of_range")
    return int(match[1])


def count(text: str) -> int | None:
    """Return a count; None where a sign says that there is none.

    >>> count("8420"), count("8420.0"), count(".")
    (8420, 8420, None)

    Raises:
        CellError: negative, not_whole or not_a_number.
    """
    written = text.strip()
    if written.lower() in NOTHING:
        return None
    if not _WHOLE.fullmatch(written):
        raise CellError("not_whole" if _NUMBER.fullmatch(written) else "not_a_number")
    found = int(written.split(".")[0])
    if found < 0:
        raise CellError("negative")
    return found
