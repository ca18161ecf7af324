"""The columns of a layout: what may stand in them, and what is refused."""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import combinations
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.formats.own.headings import plain
from woonregie.subjects.plans.formats.own.schema import CODES, FIRST_YEAR, LAST_YEAR, NET, REALISED
from woonregie.subjects.plans.formats.template.columns import (
    SYNONYMS,
    TEXTS,
    VALUE_COLUMNS,
    ReversedPeriodError,
    cell_of,
)
from woonregie.subjects.plans.values import Cell

MOST, LEAST, LONGEST_HEADING, LONGEST_WORD = 150, 2, 120, 120
UNITS = (1, 10, 100, 1000)
CODE_OF_PLACE, KEY_PROJECT = "gemeentecode", "sleutelproject"
SUMS = (NET, REALISED)
"""Numbers that are worked out of others."""
TEXT_FIELDS = (
    # Whether a plan counts says nothing to a receiver: of these he gets only those that do.
    *(name for name in TEXTS if name not in {*SUMS, "telt mee"}),
    CODE_OF_PLACE,
    FIRST_YEAR,
    LAST_YEAR,
)
YES, NO = "ja", "nee"
_OPEN = re.compile(r"(?P<what>.+) (?P<way>t/m|vanaf) (?P<year>(?:19|20|21)\d\d)", re.ASCII)
_ALL = {"totaal bouw": "build", "totaal sloop": "demolition"}
_WITHOUT = " zonder jaar"


class LayoutRefusedError(PlanError):
    """A layout in which something is wrong."""

    code = "bad_layout"


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """One column of a receiver.

    Args:
        heading: what the receiver calls it.
        field: what of ours stands there, by the name of our template.
        codes: our code -> their word; a code that is not named is written by our own word.
        times: how many homes one unit is; 10 writes 120 homes as 12.
    """

    heading: str
    field: str
    codes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    times: int = 1

    def as_json(self) -> dict[str, Any]:
        """Return it as the register keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which homes a column counts.

    Args:
        line: account, breakdown and category.
        years: first and last year, both included, None where it is open; None as a whole for
            homes without a year.
        whole: whether all homes of the line are counted, whatever their years.
    """

    line: tuple[str, str, str]
    years: tuple[int | None, int | None] | None = None
    whole: bool = False

    def takes(self, cell: Cell) -> bool:
        """Return whether all homes of a cell are counted here."""
        if (cell.account, cell.breakdown, cell.category) != self.line:
            return False
        if self.whole or self.years is None:
            return self.whole or cell.from_year is None
        if cell.from_year is None or cell.before_year is None:
            return False
        first, last = self.years
        return (first is None or first <= cell.from_year) and (
            last is None or cell.before_year <= last + 1
        )

    def keeps(self, cell: Cell) -> bool:
        """Return whether a cell stands alone here, with its own years."""
        if self.whole or not self.takes(cell):
            return False
        return self.years is None or self.years == (cell.from_year, (cell.before_year or 0) - 1)

    def overlaps(self, other: "Numbers") -> bool:
        """Return whether two columns count the same homes; a total beside its parts may."""
        if self.line != other.line or self.whole != other.whole:
            return False
        if self.years is None or other.years is None:
            return self.years == other.years
        (first, last), (first_too, last_too) = self.years, other.years
        ends_before = last is not None and first_too is not None and last < first_too
        begins_after = first is not None and last_too is not None and last_too < first
        return not (ends_before or begins_after)


@cache
def numbers_of(name: str) -> Numbers | None:
    """Return which homes a field counts; None for a field that counts none.

    >>> numbers_of("bouw 2027-2030").years, numbers_of("koop").whole, numbers_of("naam")
    ((2027, 2030), True, None)
    >>> numbers_of("bouw vanaf 2036").years, numbers_of("sloop zonder jaar").years
    ((2036, None), None)
    """
    if name in _ALL:
        return Numbers((_ALL[name], "total", ""), whole=True)
    if opened := _OPEN.fullmatch(name):
        year = int(opened["year"])
        cell = cell_of(f"{opened['what']} {year}")
        years = (None, year) if opened["way"] == "t/m" else (year, None)
        return Numbers(_line(cell), years) if cell else None
    try:
        cell = cell_of(name)
    except ReversedPeriodError:
        return None
    if cell is None:
        return None
    if cell.from_year is not None and cell.before_year is not None:
        return Numbers(_line(cell), (cell.from_year, cell.before_year - 1))
    return Numbers(_line(cell), whole=not name.endswith(_WITHOUT))


def _line(cell: Cell) -> tuple[str, str, str]:
    return cell.account, cell.breakdown, cell.category


def offered() -> list[str]:
    """Return the names of fields, for a list to choose from; years may be added to numbers."""
    numbers = [*_ALL, "bouw 2027", "bouw 2030-2034", "bouw vanaf 2036", "bouw zonder jaar"]
    return [*TEXT_FIELDS, *SUMS, *numbers, "sloop 2027", *VALUE_COLUMNS]


@cache
def our_words(name: str) -> Mapping[str, str]:
    """Return our codes of a field with their Dutch words; nothing for a field without codes."""
    if name == KEY_PROJECT:
        return {YES: YES, NO: NO}
    if name not in CODES:
        return {}
    with translation.override("nl"):
        return {str(item.value): str(item.label) for item in CODES[name]}


def words_of(column: LayoutColumn) -> dict[str, str]:
    """Return our codes of a column with the words that are written."""
    return {**our_words(column.field), **column.codes}


def columns_of(told: Iterable[Mapping[str, Any]]) -> list[LayoutColumn]:
    """Return columns as the register keeps them."""
    return [LayoutColumn(**one) for one in told]


# ------------------------------------------------------------------ what is refused
def checked(columns: Sequence[LayoutColumn]) -> list[LayoutColumn]:
    """Return columns with tidy names.

    Raises:
        LayoutRefusedError: too few or too many columns, a heading twice, a field or code that we
            do not know, two codes with one word by accident, or homes that are counted twice.
    """
    found = [_tidied(column) for column in columns]
    if not LEAST <= len(found) <= MOST:
        raise LayoutRefusedError(
            _("Een indeling heeft %(least)s tot %(most)s kolommen. Vul de kolommen in.")
            % {"least": LEAST, "most": MOST},
            columns=len(found),
        )
    for key, times in Counter(plain(column.heading) for column in found).items():
        if times > 1:
            heading = next(one.heading for one in found if plain(one.heading) == key)
            raise LayoutRefusedError(
                _("De kop %(heading)s staat er meer dan één keer. Geef elke kolom een eigen kop.")
                % {"heading": heading},
                heading=heading,
            )
    _check_overlaps(found)
    return found


def _tidied(column: LayoutColumn) -> LayoutColumn:
    heading, name = " ".join(column.heading.split()), " ".join(column.field.lower().split())
    if not plain(heading) or len(heading) > LONGEST_HEADING or "\x00" in heading:
        raise LayoutRefusedError(
            _("Een kop heeft een naam van hoogstens %(most)s tekens. Bij veld: %(field)s.")
            % {"most": LONGEST_HEADING, "field": name[:80] or "-"},
            field=name[:80],
        )
    name = name if name in TEXT_FIELDS else SYNONYMS.get(name, name)
    numbers = numbers_of(name)
    if name not in (*TEXT_FIELDS, *SUMS) and numbers is None:
        raise LayoutRefusedError(
            _(
                "Het veld %(field)s bij kop %(heading)s kennen wij niet. Kies een naam uit ons "
                "sjabloon, zoals naam, planologische status of bouw 2027."
            )
            % {"field": name[:80] or "-", "heading": heading},
            field=name[:80],
            heading=heading,
        )
    if column.times not in UNITS or (column.times != 1 and numbers is None):
        raise LayoutRefusedError(
            _("De eenheid bij kop %(heading)s past niet. Kies 1, 10, 100 of 1000 bij een aantal.")
            % {"heading": heading},
            heading=heading,
        )
    tidied = LayoutColumn(heading, name, _codes(column.codes, name, heading), column.times)
    _check_words(tidied)
    return tidied


def _codes(given: Mapping[str, str], name: str, heading: str) -> dict[str, str]:
    known = {code.lower(): code for code in our_words(name)}
    found: dict[str, str] = {}
    for said, word in given.items():
        code, told = known.get(said.strip().lower()), " ".join(word.split())
        if code is None:
            raise LayoutRefusedError(
                _("De code %(code)s bij kop %(heading)s kennen wij niet. Wij kennen: %(all)s.")
                % {
                    "code": said.strip()[:80] or "-",
                    "heading": heading,
                    "all": ", ".join(known.values()) or _("geen codes bij dit veld"),
                },
                heading=heading,
            )
        if not told or len(told) > LONGEST_WORD or "\x00" in told or code in found:
            raise LayoutRefusedError(
                _("Geef code %(code)s bij kop %(heading)s één keer een woord.")
                % {"code": code, "heading": heading},
                heading=heading,
            )
        found[code] = told
    return found


def _check_words(column: LayoutColumn) -> None:
    """Refuse a word of theirs that is our own word for a code that they gave no word."""
    ours = our_words(column.field)
    taken = {plain(word): code for code, word in column.codes.items()}
    for code, word in ours.items():
        if code not in column.codes and plain(word) in taken:
            raise LayoutRefusedError(
                _(
                    "Bij kop %(heading)s botsen twee codes: %(code)s en %(other)s heten allebei "
                    "%(word)s. Geef %(other)s ook een woord."
                )
                % {
                    "heading": column.heading,
                    "code": taken[plain(word)],
                    "other": code,
                    "word": word,
                },
                heading=column.heading,
            )


def _check_overlaps(columns: Sequence[LayoutColumn]) -> None:
    counting = [(one, numbers) for one in columns if (numbers := numbers_of(one.field))]
    for (one, numbers), (other, numbers_too) in combinations(counting, 2):
        if numbers.overlaps(numbers_too):
            raise LayoutRefusedError(
                _("De koppen %(one)s en %(other)s tellen dezelfde woningen. Haal er een weg.")
                % {"one": one.heading, "other": other.heading},
                headings=[one.heading, other.heading],
            )
