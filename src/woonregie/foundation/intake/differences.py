"""What changed between two rounds of a list: matched by key, then by likeness of name and place.

Keys are the first answer. What they leave over is compared by its texts, as far as the rows share
a word that few others have or lie close together, so that tens of thousands of rows stay quick.
The likeliest pair goes first, and nobody is matched twice.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rapidfuzz import fuzz

from woonregie.foundation.intake.reading import plain, words

Row = Mapping[str, Any]
KEY, LIKENESS = "key", "likeness"
LIKELY = 0.85
"""So alike (0 to 1) texts must be when nothing else speaks for a pair."""
NEAR_ENOUGH = 0.65
"""So alike texts must be of rows that lie close together."""
OTHER_NUMBER = 0.65
"""What is left of a likeness when the numbers in the texts differ: phase 1 is not phase 2."""
_COMMON = 40
# A word that more rows have than this says little about any of them.
_RAREST = 4
# A text of more signs is no name, and numbers in it say little.
_NAMELIKE = 80
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is not what it was."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the older list and the row of the newer one that tells about the same thing.

    Args:
        old: number of the row in the older list, from 0.
        new: number of the row in the newer list, from 0.
        how: key or likeness.
        score: how sure, 0 to 1.
        changes: fields that differ.
    """

    old: int
    new: int
    how: str
    score: float
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed between two lists.

    Args:
        pairs: rows that are the same thing, in the order of the newer list.
        new: numbers of rows that only the newer list has.
        gone: numbers of rows that only the older list has.
    """

    pairs: Sequence[Pair]
    new: Sequence[int]
    gone: Sequence[int]

    @property
    def changed(self) -> list[Pair]:
        """The pairs in which something changed."""
        return [pair for pair in self.pairs if pair.changes]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were matched in which way, changed, came and went."""
        by = Counter(pair.how for pair in self.pairs)
        return {
            "by_key": by[KEY],
            "by_likeness": by[LIKENESS],
            "changed": len(self.changed),
            "new": len(self.new),
            "gone": len(self.gone),
        }

    @property
    def changed_fields(self) -> dict[str, int]:
        """How many pairs changed in each field, most first."""
        counted = Counter(change.field for pair in self.pairs for change in pair.changes)
        return dict(counted.most_common())


def differences(
    old: Sequence[Row],
    new: Sequence[Row],
    *,
    key: str = "",
    texts: Sequence[str] = (),
    place: tuple[str, str] | None = None,
    reach: float = 0.0,
    compare: Sequence[str] | None = None,
) -> Differences:
    """Return what changed from an older list to a newer one.

    >>> told = differences(
    ...     [{"nr": "1", "naam": "Reeve fase 1", "woningen": 600}],
    ...     [{"nr": "A7", "naam": "Reeve, fase 1", "woningen": 550}],
    ...     key="nr",
    ...     texts=["naam"],
    ... )
    >>> told.counts["by_likeness"], told.changed_fields
    (1, {'nr': 1, 'naam': 1, 'woningen': 1})

    Args:
        old: rows of the older list.
        new: rows of the newer list.
        key: the field that tells rows apart; empty when there is none.
        texts: fields by which rows are known when their key is not: names, addresses.
        place: the fields of x and y; both lists count in the same system.
        reach: how far apart, in the unit of `place`, rows are still close together.
        compare: which fields may change; None for all that both lists have.
    """
    pairs = _by_key(old, new, key, texts) if key else []
    rest_old = sorted(set(range(len(old))) - {first for first, _second, _score in pairs})
    rest_new = sorted(set(range(len(new))) - {second for _first, second, _score in pairs})
    alike = _by_likeness(
        _Side(old, rest_old, texts, place), _Side(new, rest_new, texts, place), reach
    )
    fields = _compared(old, new, compare)
    # A key that is written otherwise is no change: the rows were matched by it.
    beside = [name for name in fields if name != key]
    found = [
        Pair(first, second, how, round(score, 4), _changes(old[first], new[second], changing))
        for how, matched, changing in ((KEY, pairs, beside), (LIKENESS, alike, fields))
        for first, second, score in matched
    ]
    taken_old, taken_new = {pair.old for pair in found}, {pair.new for pair in found}
    return Differences(
        sorted(found, key=lambda pair: pair.new),
        [at for at in range(len(new)) if at not in taken_new],
        [at for at in range(len(old)) if at not in taken_old],
    )


Matched = tuple[int, int, float]


def _by_key(
    old: Sequence[Row], new: Sequence[Row], key: str, texts: Sequence[str]
) -> list[Matched]:
    """Match rows by key; of rows that share one, those with the likest texts."""
    groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((old, new)):
        for at, row in enumerate(rows):
            if told := key_of(row.get(key)):
                groups[told][side].append(at)
    found: list[Matched] = []
    for first, second in groups.values():
        if len(first) == len(second) == 1:
            found.append((first[0], second[0], 1.0))
        elif first and second:
            ranked = [
                (_alike(_told(old[one], texts), _told(new[two], texts)), one, two)
                for one in first
                for two in second
            ]
            found += [(one, two, 1.0) for one, two, _score in _greedy(ranked)]
    return found


def key_of(value: Any) -> str:
    """Return a key without what programs add or take: signs, case, noughts in front, ".0".

    >>> key_of("0686-040"), key_of(686040.0)
    ('686040', '686040')
    """
    if value is None:
        return ""
    told = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return plain(told).lstrip("0") or told.strip()


def _greedy(ranked: Iterable[tuple[float, int, int]]) -> Iterator[Matched]:
    """Yield the likeliest pairs, each row once."""
    firsts, seconds = set(), set()
    for score, one, two in sorted(ranked, key=lambda item: (-item[0], item[1], item[2])):
        if one not in firsts and two not in seconds:
            firsts.add(one)
            seconds.add(two)
            yield one, two, score


class _Side:
    """The rows of one list that are left over, with what is needed to compare them."""

    def __init__(
        self,
        rows: Sequence[Row],
        left: Sequence[int],
        texts: Sequence[str],
        place: tuple[str, str] | None,
    ) -> None:
        self.left = left
        self.told = {at: _told(rows[at], texts) for at in left}
        self.words = {at: frozenset(self.told[at].split()) for at in left}
        self.points = {at: point for at in left if (point := _point(rows[at], place)) is not None}


def _told(row: Row, texts: Sequence[str]) -> str:
    return " ".join(" ".join(words(str(row[name]))) for name in texts if row.get(name))


def _point(row: Row, place: tuple[str, str] | None) -> tuple[float, float] | None:
    if place is None:
        return None
    x, y = row.get(place[0]), row.get(place[1])
    if not isinstance(x, int | float) or not isinstance(y, int | float):
        return None
    return float(x), float(y)


def _by_likeness(old: _Side, new: _Side, reach: float) -> list[Matched]:
    ranked = []
    for one, two in _candidates(old, new, reach):
        alike = _alike(old.told[one], new.told[two])
        near = _nearness(old.points.get(one), new.points.get(two), reach)
        if alike >= LIKELY or (near > 0 and alike >= NEAR_ENOUGH):
            ranked.append((0.8 * alike + 0.2 * near, one, two))
    return list(_greedy(ranked))


def _alike(first: str, second: str) -> float:
    if not first or not second:
        return 0.0
    alike = fuzz.token_sort_ratio(first, second) / 100
    if alike < NEAR_ENOUGH or first == second or max(len(first), len(second)) > _NAMELIKE:
        return alike
    numbers = set(_NUMBERS.findall(first)), set(_NUMBERS.findall(second))
    return alike * OTHER_NUMBER if all(numbers) and numbers[0] != numbers[1] else alike


def _nearness(
    first: tuple[float, float] | None, second: tuple[float, float] | None, reach: float
) -> float:
    if first is None or second is None or not reach:
        return 0.0
    return max(1 - math.dist(first, second) / reach, 0.0)


def _candidates(old: _Side, new: _Side, reach: float) -> set[tuple[int, int]]:
    """Return pairs that are worth comparing: they share a rare word, or lie close together."""
    having: dict[str, list[int]] = defaultdict(list)
    for at in old.left:
        for word in old.words[at]:
            having[word].append(at)
    found: set[tuple[int, int]] = set()
    for two in new.left:
        shared = sorted((len(having[word]), word) for word in new.words[two] if word in having)
        for count, word in shared[:_RAREST]:
            if count <= _COMMON:
                found.update((one, two) for one in having[word])
    if reach:
        found.update(_neighbours(old, new, reach))
    return found


def _neighbours(old: _Side, new: _Side, reach: float) -> Iterator[tuple[int, int]]:
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, (x, y) in old.points.items():
        squares[math.floor(x / reach), math.floor(y / reach)].append(at)
    for two, (x, y) in new.points.items():
        across, up = math.floor(x / reach), math.floor(y / reach)
        for square in ((across + i, up + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for one in squares.get(square, ())[:_COMMON]:
                yield one, two


def _compared(
    old: Sequence[Row], new: Sequence[Row], compare: Sequence[str] | None
) -> Sequence[str]:
    if compare is not None:
        return compare
    if not old or not new:
        return ()
    there = {name for row in new for name in row}
    return [name for name in dict.fromkeys(name for row in old for name in row) if name in there]


def _changes(old: Row, new: Row, fields: Sequence[str]) -> tuple[Change, ...]:
    if all(old.get(name) == new.get(name) for name in fields):
        return ()
    return tuple(
        Change(name, old.get(name), new.get(name))
        for name in fields
        if not same(old.get(name), new.get(name))
    )


def same(old: Any, new: Any) -> bool:
    """Return whether two cells say the same, whatever the case, white space and kind of number.

    >>> same("BP Filed", "bp  filed"), same(12, 12.0), same("", None), same(0, None)
    (True, True, True, False)
    """
    if old == new:
        return True
    if old in {"", None} or new in {"", None}:
        return old in {"", None} and new in {"", None}
    if isinstance(old, int | float) and isinstance(new, int | float):
        return math.isclose(old, new, rel_tol=1e-9)
    if isinstance(old, date | datetime) or isinstance(new, date | datetime):
        return False
    return " ".join(str(old).casefold().split()) == " ".join(str(new).casefold().split())
