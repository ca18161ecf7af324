"""The difference between two editions: of one work, of two years, of two organisations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from rapidfuzz import fuzz

from woonregie.foundation.documents.markdown import as_words
from woonregie.foundation.documents.tree import Line
from woonregie.foundation.documents.words import Mark, Piece, changes_in, compare

ALIKE = 55
"""Two clauses of different works with one number belong together above so much likeness."""


class Change(Enum):
    """What became of a clause between two editions."""

    SAME = "same"
    CHANGED = "changed"
    MARKED = "marked"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Compared:
    """One clause in a difference: as it stood, as it stands, what changed in its words."""

    before: Line | None
    after: Line | None
    moved: bool = False

    @property
    def line(self) -> Line:
        """The clause as it stands, or as it stood when it is gone."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a comparison of nothing")
        return found

    @property
    def change(self) -> Change:
        """What became of it; other bold or another list is told apart from other words."""
        if self.before is None:
            return Change.ADDED
        if self.after is None:
            return Change.REMOVED
        said = _said(self.before), _said(self.after)
        if said[0] == said[1]:
            return Change.MOVED if self.moved else Change.SAME
        same_kind = said[0][0] == said[1][0]
        return Change.MARKED if same_kind and not self.count else Change.CHANGED

    @cached_property
    def pieces(self) -> list[Piece]:
        """The words of the text in pieces, without marks of bold or lists."""
        old = self.before.revision.text if self.before else ""
        new = self.after.revision.text if self.after else ""
        return _pieces(old, new)

    @cached_property
    def plain_pieces(self) -> list[Piece]:
        """The words of the text in plain language in pieces."""
        old = self.before.revision.plain if self.before else ""
        new = self.after.revision.plain if self.after else ""
        return _pieces(old, new)

    @property
    def count(self) -> int:
        """How many changes there are in its words."""
        return changes_in(self.pieces) + changes_in(self.plain_pieces)


def _pieces(old: str, new: str) -> list[Piece]:
    words = as_words(new)
    return [Piece(Mark.SAME, words)] if old == new else compare(as_words(old), words)


def difference(before: Sequence[Line], after: Sequence[Line]) -> list[Compared]:
    """Return how one edition became another, in the order of the new one.

    What is gone stands behind what it stood behind. Clauses belong together that are the same
    clause, or were taken over from it; of different works also those that say the same, and those
    with one number that look alike.

    Args:
        before: the clauses as they stood, in reading order.
        after: the clauses as they stand, in reading order.
    """
    pairs = _pairs(before, after)
    matched = {old: new for new, old in pairs.items()}
    gone: dict[int, list[Compared]] = {}
    behind = -1
    for at, line in enumerate(before):
        if at in matched:
            behind = matched[at]
        else:
            gone.setdefault(behind, []).append(Compared(line, None))
    found = list(gone.get(-1, []))
    for at, line in enumerate(after):
        old = before[pairs[at]] if at in pairs else None
        found.append(Compared(old, line, moved=old is not None and _moved(old, line)))
        found += gone.get(at, [])
    return found


def _pairs(before: Sequence[Line], after: Sequence[Line]) -> dict[int, int]:
    """Return new place -> old place of the clauses that belong together."""
    ways = (_same_clause, _taken_over, _same_words, _alike)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for way in ways:
        for new, old in way(before, after, pairs, taken):
            if new not in pairs and old not in taken:
                pairs[new] = old
                taken.add(old)
    return pairs


Found = Iterator[tuple[int, int]]


def _same_clause(
    before: Sequence[Line], after: Sequence[Line], _pairs: dict[int, int], _taken: set[int]
) -> Found:
    places = {line.revision.clause_id: at for at, line in enumerate(before)}
    for at, line in enumerate(after):
        if line.revision.clause_id in places:
            yield at, places[line.revision.clause_id]


def _taken_over(
    before: Sequence[Line], after: Sequence[Line], _pairs: dict[int, int], _taken: set[int]
) -> Found:
    places = {line.revision.pk: at for at, line in enumerate(before)}
    backwards = {
        line.revision.came_from: at for at, line in enumerate(before) if line.revision.came_from
    }
    for at, line in enumerate(after):
        source = line.revision.came_from
        if source in places:
            yield at, places[source]
        elif line.revision.pk in backwards:
            yield at, backwards[line.revision.pk]


def _same_words(
    before: Sequence[Line], after: Sequence[Line], pairs: dict[int, int], taken: set[int]
) -> Found:
    places: dict[tuple[str, str, str], list[int]] = {}
    for at, line in enumerate(before):
        if at not in taken:
            places.setdefault(_said(line), []).append(at)
    for at, line in enumerate(after):
        same = places.get(_said(line))
        if at not in pairs and same:
            yield at, same.pop(0)


def _alike(
    before: Sequence[Line], after: Sequence[Line], pairs: dict[int, int], taken: set[int]
) -> Found:
    if not _of_two_works(before, after):
        return
    places = {line.clause.number: at for at, line in enumerate(before) if at not in taken}
    for at, line in enumerate(after):
        old = places.get(line.clause.number)
        if at in pairs or old is None or before[old].clause.kind != line.clause.kind:
            continue
        if fuzz.ratio(before[old].revision.text, line.revision.text, score_cutoff=ALIKE):
            yield at, old


def _of_two_works(before: Sequence[Line], after: Sequence[Line]) -> bool:
    return bool(before and after) and before[0].clause.work_id != after[0].clause.work_id


def _said(line: Line) -> tuple[str, str, str]:
    return line.clause.kind, line.revision.text, line.revision.plain


def _moved(old: Line, new: Line) -> bool:
    """Return whether somebody put the clause elsewhere; in another work every place is other."""
    was, now = old.revision, new.revision
    if was.clause_id != now.clause_id:
        return False
    return (was.parent_id, was.rank) != (now.parent_id, now.rank)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much changed."""

    changed: int
    added: int
    removed: int
    moved: int
    marked: int

    @property
    def any(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.changed or self.added or self.removed or self.moved or self.marked)


def tally(found: Sequence[Compared]) -> Tally:
    """Return how many clauses changed, came, went and moved."""
    kinds = [item.change for item in found]
    return Tally(
        kinds.count(Change.CHANGED),
        kinds.count(Change.ADDED),
        kinds.count(Change.REMOVED),
        kinds.count(Change.MOVED),
        kinds.count(Change.MARKED),
    )
