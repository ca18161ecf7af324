"""Which clause of a text that was taken in is which clause of a work.

First by number where the words are alike, then by the same words, then by words that are alike,
and last by number alone: that one a person looks at. What she chose goes before all of it. A
clause stays where it stands; a clause that is new comes where the text has it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID

from rapidfuzz import fuzz, process

from woonregie.foundation.audit.digest import digest
from woonregie.foundation.documents.models import Clause, ClauseKind, OpKind
from woonregie.foundation.documents.tree import Line
from woonregie.foundation.documents.values import Change, NewClause, Origin

ALIKE = 60
"""Two clauses with one number belong together above so much likeness."""
VERY_ALIKE = 80
"""Two clauses with other numbers do so above this."""
MOST_PAIRS = 250_000
"""So many pairs of clauses with other numbers are compared at most."""
COMPARED = 400
"""So many characters of a clause are compared."""
_MARKS = re.compile(r"[*_`]+|^\s*(?:[-+]|\d+[.)])\s+", re.MULTILINE)


class How(Enum):
    """Why two clauses were put together."""

    CHOSEN = "chosen"
    ALIKE = "alike"
    NUMBER = "number"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Match:
    """A clause of the text, and the one of the work that it is; None where it is new."""

    new: NewClause
    line: Line | None
    how: How

    @property
    def same(self) -> bool:
        """Whether the words are the same; marks of bold and lists that Word lost do not count."""
        return self.line is not None and words_of(self.line.revision.text) == words_of(
            self.new.text
        )


@dataclass(frozen=True, slots=True)
class Matched:
    """All clauses of a text, and those of the work that it does not have."""

    matches: Sequence[Match]
    missing: Sequence[Line]
    elsewhere: Sequence[str]
    """The numbers of clauses of the work that the text has in another order."""


def words_of(text: str) -> str:
    r"""Return the words of a text, without marks of markdown and with single spaces.

    >>> words_of("De corporatie bouwt **100**\n- woningen")
    'De corporatie bouwt 100 woningen'
    """
    return " ".join(_MARKS.sub(" ", text).split())


def match(
    lines: Sequence[Line], clauses: Sequence[NewClause], choices: Mapping[str, str]
) -> Matched:
    """Return which clause of a text is which clause of a work.

    Args:
        lines: the work as it stands, in reading order.
        clauses: what was read, in the order of the text.
        choices: number in the text -> number in the work that somebody chose; "" is a new clause.
    """
    found = _Search(lines, clauses)
    found.chosen(choices)
    found.by_number(ALIKE)
    found.same_words()
    found.alike()
    found.by_number(0)
    return Matched(
        [
            Match(new, lines[found.pairs[at]], found.how[at])
            if at in found.pairs
            else Match(new, None, found.how.get(at, How.NEW))
            for at, new in enumerate(clauses)
        ],
        [line for at, line in enumerate(lines) if at not in found.taken],
        [lines[at].clause.number for at in _out_of_order(found)],
    )


@dataclass(slots=True)
class _Search:
    """The pairs while they are sought: place in the text -> place in the work."""

    lines: Sequence[Line]
    clauses: Sequence[NewClause]
    pairs: dict[int, int] = field(default_factory=dict)
    how: dict[int, How] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take the words of both once."""
        self.said = [words_of(line.revision.text) for line in self.lines]
        self.read = [words_of(new.text) for new in self.clauses]

    def pair(self, new: int, old: int, how: How) -> None:
        """Put two clauses together, unless one of them is taken."""
        if new not in self.how and old not in self.taken:
            self.pairs[new], self.how[new] = old, how
            self.taken.add(old)

    def waiting(self) -> Iterator[int]:
        """Give the clauses of the text that are not put anywhere."""
        return (at for at in range(len(self.clauses)) if at not in self.how)

    def chosen(self, choices: Mapping[str, str]) -> None:
        """Do what somebody chose."""
        places = {line.clause.number: at for at, line in enumerate(self.lines)}
        for at, new in enumerate(self.clauses):
            choice = choices.get(new.number)
            if choice == "":
                self.how[at] = How.CHOSEN
            elif choice in places:
                self.pair(at, places[choice], How.CHOSEN)

    def by_number(self, likeness: int) -> None:
        """Put together what has one number and is so much alike."""
        places = {line.clause.number: at for at, line in enumerate(self.lines)}
        for at in list(self.waiting()):
            old = places.get(self.clauses[at].number)
            if old is None or not (likeness or self._of_one_sort(at, old)):
                continue
            if self._likeness(at, old) >= likeness:
                self.pair(at, old, How.ALIKE if likeness else How.NUMBER)

    def same_words(self) -> None:
        """Put together what says the same, in order."""
        places: dict[str, list[int]] = {}
        for at, words in enumerate(self.said):
            if at not in self.taken:
                places.setdefault(words, []).append(at)
        for at in list(self.waiting()):
            if same := places.get(self.read[at]):
                self.pair(at, same.pop(0), How.ALIKE)

    def alike(self) -> None:
        """Put together what is very much alike, the best first; not in an endless text."""
        new = list(self.waiting())
        old = [at for at in range(len(self.lines)) if at not in self.taken]
        if not new or not old or len(new) * len(old) > MOST_PAIRS:
            return
        table = process.cdist(
            [self.read[at][:COMPARED] for at in new],
            [self.said[at][:COMPARED] for at in old],
            scorer=fuzz.ratio,
            score_cutoff=VERY_ALIKE,
        )
        best = sorted(
            ((-float(table[x, y]), x, y) for x, y in zip(*table.nonzero(), strict=True)),
        )
        for _score, x, y in best:
            self.pair(new[x], old[y], How.ALIKE)

    def _likeness(self, new: int, old: int) -> float:
        return fuzz.ratio(self.read[new][:COMPARED], self.said[old][:COMPARED])

    def _of_one_sort(self, new: int, old: int) -> bool:
        heading = self.clauses[new].kind == ClauseKind.HEADING
        return heading is self.lines[old].heading


def fingerprint(lines: Sequence[Line]) -> str:
    """Return what tells one state of a work from another."""
    return digest([[line.clause.number, line.revision.number] for line in lines])


def changes(
    found: Matched, lines: Sequence[Line], *, remove: bool, origin: Origin
) -> list[Change]:
    """Return what a text asks of a work: other words, new clauses, and what goes.

    Args:
        found: which clause is which.
        lines: the work as it stands, in reading order.
        remove: whether what the text does not have goes; a clause under which others stay never
            does.
        origin: where the words come from.
    """
    made: list[Change] = []
    ends: dict[UUID | int | None, Clause | int] = {}
    new_at: dict[str, Clause | int] = {}
    for one in found.matches:
        if one.line is None:
            change = _inserted(one.new, new_at, ends, origin)
            place: Clause | int = len(made)
            made.append(change)
            ends[_key(new_at.get(one.new.parent))] = place
        else:
            place = one.line.clause
            ends[one.line.revision.parent_id] = place
            if not one.same:
                made.append(_replaced(one.line, one.new, origin))
        new_at[one.new.number] = place
    return made + (_removed(found, lines) if remove else [])


def _inserted(
    new: NewClause,
    new_at: Mapping[str, Clause | int],
    ends: Mapping[UUID | int | None, Clause | int],
    origin: Origin,
) -> Change:
    below = new_at.get(new.parent)
    after = ends.get(_key(below))
    return Change(
        OpKind.INSERT,
        text=new.text,
        kind=new.kind,
        number=new.number,
        parent=below if isinstance(below, Clause) else None,
        below_new=below if isinstance(below, int) else None,
        after=after if isinstance(after, Clause) else None,
        after_new=after if isinstance(after, int) else None,
        origin=origin,
    )


def _key(place: Clause | int | None) -> UUID | int | None:
    return place.pk if isinstance(place, Clause) else place


def _replaced(line: Line, new: NewClause, origin: Origin) -> Change:
    return Change(
        OpKind.REPLACE,
        clause=line.clause,
        base=line.revision,
        text=new.text,
        plain=line.revision.plain,
        origin=origin,
    )


def _removed(found: Matched, lines: Sequence[Line]) -> list[Change]:
    """Return what goes, the innermost first; a clause under which others stay does not."""
    gone = {line.clause.pk for line in found.missing}
    for line in reversed(lines):
        # Whatever stays keeps what it stands under.
        if line.clause.pk not in gone and line.revision.parent_id is not None:
            gone.discard(line.revision.parent_id)
    return [
        Change(OpKind.DELETE, clause=line.clause, base=line.revision)
        for line in reversed(lines)
        if line.clause.pk in gone
    ]


def _out_of_order(found: _Search) -> list[int]:
    """Return the places in the work of as few clauses as can be that stand elsewhere in a text."""
    order = [old for _new, old in sorted(found.pairs.items())]
    lowest: list[int] = []
    lengths: list[int] = []
    for place in order:
        length = bisect_left(lowest, place)
        lowest[length : length + 1] = [place]
        lengths.append(length)
    kept: set[int] = set()
    wanted, last = len(lowest) - 1, len(found.lines)
    for place, length in zip(reversed(order), reversed(lengths), strict=True):
        if length == wanted and place < last:
            kept.add(place)
            last = place
            wanted -= 1
    return [place for place in sorted(order) if place not in kept]
