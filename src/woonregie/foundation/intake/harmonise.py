"""Values put right by their kind: days, numbers, codes, coordinates; what cannot be is told."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from rapidfuzz import fuzz, process

from woonregie.foundation.intake.cells import is_formula_error, text
from woonregie.foundation.intake.dates import NoDayError, months_come_first, read_day
from woonregie.foundation.intake.numbers import NoNumberError, read_number, writes_commas
from woonregie.foundation.intake.places import moved, system_of
from woonregie.foundation.intake.reading import Issue, ReadTable, plain
from woonregie.foundation.intake.reading.contents import is_nothing
from woonregie.foundation.intake.schema import Field, Kind, Place, Schema

YES = frozenset(["yes", "y", "true", "ja", "j", "waar", "1", "x"])
NO = frozenset(["no", "n", "false", "nee", "onwaar", "0"])
YEARS = (1900, 2100)
_SHOWN = 100
_URL = re.compile(r"(?:https?|ftp)://[^/]", re.IGNORECASE)
_BOTH = re.compile(r"\(\s*(-?\d+\.?\d*)\s*,\s*(-?\d+\.?\d*)\s*\)")
_PARTS = re.compile(r"[,;\r\n]")
_RANGE = re.compile(r"(?<=\d) - (?=\d)")
LIKEST, CLEARLY, SHORTEST = 86, 3, 6
"""So alike (of 100) an unknown spelling must be to a known one, by how much more than to those of
other codes, and how many signs it must have."""


class _WrongError(ValueError):
    """A cell that cannot be put right; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Harmonised:
    """The rows of a table with their values put right.

    Args:
        rows: name of a field -> text, number, day or yes/no; None where nothing stands. One for
            each row that was read, in the same order.
        issues: cells that could not be put right, and those that were in a way people should know.
        filled: field -> how many rows took its value from another field.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    filled: dict[str, int] = field(default_factory=dict)


def harmonise(table: ReadTable, schema: Schema) -> Harmonised:
    """Return the rows of a table with their values put right.

    Whole columns are looked at first: they tell whether months come before days, and commas before
    decimals. Each spelling is put right once.

    Args:
        table: what was read.
        schema: what the fields are.
    """
    told = Harmonised([{} for _row in table.rows])
    headings = {column.field: column.heading for column in table.found.columns if column.field}
    for item in table.fields.values():
        if item.kind in {Kind.X, Kind.Y} and schema.place is not None:
            continue
        values = [row[item.name] for row in table.rows]
        column = _Column(item, schema, values, headings.get(item.name, ""))
        column.put(table.lines, told)
    if schema.place is not None:
        _put_places(table, schema.place, told, headings)
    for item in schema.fields:
        _complete(item, told)
    return told


def written(value: Any) -> str:
    """Return a value as it stands in a csv file.

    >>> from datetime import date
    >>> written(date(2026, 1, 2)), written(12.0), written(None), written(True)
    ('2026-01-02', '12', '', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.12f}".rstrip("0").rstrip(".") if abs(value) < 1 else repr(value)
    return text(value)


class _Column:
    """Puts the cells of one column right, each spelling once."""

    def __init__(self, item: Field, schema: Schema, values: Sequence[Any], heading: str) -> None:
        self.item, self.values, self.heading = item, values, heading
        self.nothing = re.compile("|".join(schema.nothing), re.IGNORECASE)
        self.known: dict[Any, tuple[Any, str]] = {}
        self.right = self._way(schema)

    def put(self, lines: Sequence[int], told: Harmonised) -> None:
        """Put all cells into the rows."""
        name, known = self.item.name, self.known
        for row, line, value in zip(told.rows, lines, self.values, strict=True):
            key = value if type(value) is str else (type(value), value)
            if key not in known:
                known[key] = self._tried(value)
            row[name], wrong = known[key]
            if wrong:
                told.issues.append(Issue(wrong, line, name, self.heading, text(value)[:_SHOWN]))

    def _tried(self, value: Any) -> tuple[Any, str]:
        if value is None or value == "":
            return None, ""
        if is_formula_error(value) and not self._is_nothing(value):
            return None, "formula_error"
        if self._is_nothing(value):
            return None, ""
        try:
            return self.right(value), ""
        except _WrongError as error:
            # A link that is none still tells a person where to look; a day that is none does not.
            return (text(value) if self.item.kind is Kind.URL else None), error.code

    def _is_nothing(self, value: Any) -> bool:
        if not isinstance(value, str):
            return False
        told = value.strip()
        if self.item.kind is Kind.TEXT:
            return not told or bool(self.nothing.fullmatch(told))
        return is_nothing(told) or bool(self.nothing.fullmatch(told))

    def _way(self, schema: Schema) -> Callable[[Any], Any]:
        """Return how one cell is put right."""
        kind = self.item.kind
        if kind is Kind.DATE:
            first = months_come_first(self.values, schema.month_first)
            return partial(_day, month_first=first)
        if kind in {Kind.CODE, Kind.YES_NO}:
            codes = {
                plain(spelling): code
                for code, spellings in self.item.codes.items()
                for spelling in (code, *spellings)
            }
            return partial(_code if kind is Kind.CODE else _yes_no, codes=codes)
        if kind is Kind.TEXT:
            return text
        if kind is Kind.URL:
            return _url
        if kind is Kind.ADDRESS:
            return _address
        return partial(_number, item=self.item, comma=writes_commas(self.values))


def _day(value: Any, *, month_first: bool) -> Any:
    try:
        found = read_day(value, month_first=month_first)
    except NoDayError:
        raise _WrongError("not_a_day") from None
    if not YEARS[0] <= found.year < YEARS[1]:
        raise _WrongError("out_of_range")
    return found


def _code(value: Any, *, codes: Mapping[str, str]) -> str | None:
    told = plain(text(value))
    found = codes.get(told)
    if found is None:
        found = _likeliest(told, codes)
    if found is None:
        raise _WrongError("unknown_code")
    return found or None


def _likeliest(told: str, codes: Mapping[str, str]) -> str | None:
    """Return the code of which a spelling is nearly what is told, and no other code's is."""
    if len(told) < SHORTEST:
        return None
    alike = process.extract(told, codes.keys(), scorer=fuzz.ratio, score_cutoff=LIKEST, limit=None)
    if not alike:
        return None
    best, ratio, _at = alike[0]
    near = {codes[name] for name, other, _at in alike if other > ratio - CLEARLY}
    return codes[best] if len(near) == 1 else None


def _address(value: Any) -> str:
    r"""Return an address on one line, its parts behind commas.

    >>> _address('"22 - 26 Melkmarkt;\nZwolle, "')
    '22-26 Melkmarkt, Zwolle'
    """
    told = text(value).strip('"“” ')
    parts = [" ".join(part.split()) for part in _PARTS.split(told)]
    return _RANGE.sub("-", ", ".join(part for part in parts if part))


def _yes_no(value: Any, *, codes: Mapping[str, str]) -> bool | None:
    if isinstance(value, bool):
        return value
    told = codes.get(plain(text(value)), plain(text(value)))
    if told in YES:
        return True
    if told in NO:
        return False
    if not told:
        return None
    raise _WrongError("unknown_code")


def _url(value: Any) -> str:
    # Links hold no spaces; line ends and spaces within come from programs that broke them off.
    told = "".join(text(value).split())
    if not _URL.match(told):
        raise _WrongError("not_a_link")
    return told


def _number(value: Any, *, item: Field, comma: bool) -> int | float:
    whole = item.kind in {Kind.WHOLE, Kind.YEAR}
    try:
        found = read_number(value, comma=comma, whole=whole, endings=item.endings)
    except NoNumberError:
        raise _WrongError("not_a_number") from None
    least, most = (YEARS[0], YEARS[1]) if item.kind is Kind.YEAR else (item.least, item.most)
    if (least is not None and found < least) or (most is not None and found > most):
        raise _WrongError("out_of_range")
    if whole:
        if not found.is_integer():
            raise _WrongError("not_whole")
        return int(found)
    return found if item.decimals is None else round(found, item.decimals)


def _put_places(
    table: ReadTable, place: Place, told: Harmonised, headings: Mapping[str, str]
) -> None:
    """Put coordinates in the system that is delivered, each pair together."""
    xs, ys = _coordinates(table, place)
    if not xs:
        return
    commas = writes_commas(xs), writes_commas(ys)
    heading = headings.get(place.x, "")
    by_system: dict[int, list[tuple[int, tuple[float, float]]]] = {}
    for at, (x, y) in enumerate(zip(xs, ys, strict=True)):
        told.rows[at][place.x] = told.rows[at][place.y] = None
        wrong, system, pair = _placed(x, y, commas, place)
        if wrong:
            told.issues.append(Issue(wrong, table.lines[at], place.x, heading, _pair(x, y)))
        if system:
            by_system.setdefault(system, []).append((at, pair))
    for system, pairs in by_system.items():
        put = moved([pair for _at, pair in pairs], system, place)
        for (at, _old), (across, up) in zip(pairs, put, strict=True):
            told.rows[at][place.x], told.rows[at][place.y] = across, up


def _coordinates(table: ReadTable, place: Place) -> tuple[list[Any], list[Any]]:
    """Return the cells of x and of y, from their own columns or from one that holds both."""
    if {place.x, place.y} <= set(table.fields):
        return [row[place.x] for row in table.rows], [row[place.y] for row in table.rows]
    if place.pair not in table.fields:
        return [], []
    found = [_BOTH.search(text(row[place.pair])) for row in table.rows]
    # People write the northing (or latitude) first in such a pair.
    return [both[2] if both else "" for both in found], [both[1] if both else "" for both in found]


def _placed(
    x: Any, y: Any, commas: tuple[bool, bool], place: Place
) -> tuple[str, int, tuple[float, float]]:
    """Return what is wrong with a pair, its system (0 for none), and its numbers in order."""
    nowhere = (0.0, 0.0)
    if is_nothing(x) and is_nothing(y):
        return "", 0, nowhere
    try:
        first, second = read_number(x, comma=commas[0]), read_number(y, comma=commas[1])
    except NoNumberError:
        return "not_a_number", 0, nowhere
    found = system_of(first, second, place)
    if found is None:
        return "nowhere", 0, nowhere
    system, swapped = found
    return ("swapped", system, (second, first)) if swapped else ("", system, (first, second))


def _pair(x: Any, y: Any) -> str:
    return f"{text(x)}, {text(y)}"[:_SHOWN]


def _complete(item: Field, told: Harmonised) -> None:
    """Join texts, and take what is empty from other fields."""
    if item.joined:
        for row in told.rows:
            texts = [row.get(name) for name in (item.name, *item.joined)]
            joined = item.joiner.join(str(part) for part in texts if part) or None
            row[item.name] = (
                item.joiner + joined if item.leading and joined and not texts[0] else joined
            )
    if item.otherwise:
        for row in told.rows:
            if row.get(item.name) is None:
                found = next(
                    (row[name] for name in item.otherwise if row.get(name) is not None), None
                )
                if found is not None:
                    row[item.name] = found
                    told.filled[item.name] = told.filled.get(item.name, 0) + 1
