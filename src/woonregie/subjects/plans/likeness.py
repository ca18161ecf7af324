"""How much two plans are alike by name and by place, and who is paired with whom.

Likeness proposes and never decides: a person says whether two plans are the same.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

SURE = 0.9
"""From this likeness on a pair is proposed; below it is only asked."""
ASK = 0.7
"""Pairs that are less alike than this are not worth a question."""
NAME_ALONE = 0.85
"""Names this much alike are worth a question wherever the plans lie."""
PLACE_ALONE = 0.8
"""Places this much alike are worth a question whatever the plans are called."""
LEAST_NAME = 0.6
"""Names less alike than this have nothing to do with each other."""
FAR_M = 500.0
"""Points this far apart are not at all alike."""
AT_ONCE = 500
MOST_NAMES = 8
"""So many plans with a name like it are looked at for each plan."""
MOST_NEAR = 300_000
"""Where more pairs than this lie on one heap, places say nothing."""
# Phases of one plan are told apart by their number: they are no doubles.
_NUMBERS = re.compile(r"\d+|\b[ivx]+\b")


def plain(name: str) -> str:
    """Return a name as two people would agree on it: no case, accents, signs or double blanks.

    >>> plain("De  Tippe (fase-1)")
    'de tippe fase 1'
    """
    bare = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in bare if sign.isascii())
    return " ".join(letters.split())


def numbers_in(name: str) -> tuple[str, ...]:
    """Return the numbers in a plain name: plans with other numbers are other plans.

    >>> numbers_in("de tippe fase 1"), numbers_in("reeve ii")
    (('1',), ('ii',))
    """
    return tuple(_NUMBERS.findall(name))


class Pair(NamedTuple):
    """Two plans that may be one: positions, and how much they are alike (0-1).

    `place` is None when one of both has no place; `apart_m` is the distance of their middles,
    and `shared` the share of the smaller area that lies in the other, where both are areas.
    """

    ours: int
    theirs: int
    score: float
    name: float
    place: float | None
    apart_m: float | None
    shared: float | None


@dataclass(frozen=True, slots=True)
class Described:
    """What likeness looks at: names and places of some plans.

    Args:
        names: as people wrote them.
        shapes: (n,) shapes in RD metres, None where a plan has no place.
    """

    names: Sequence[str]
    shapes: NDArray[np.object_]

    @classmethod
    def of(cls, names: Sequence[str], geometries: Sequence[bytes | None]) -> "Described":
        """Describe plans by names and geometries (WKB)."""
        shapes = np.full(len(names), None, dtype=object)
        shapes[:] = shapely.from_wkb(np.array(geometries, dtype=object), on_invalid="ignore")
        return cls([plain(name) for name in names], shapes)


def likely_pairs(ours: Described, theirs: Described) -> list[Pair]:
    """Return all pairs that are worth a question, the likest first.

    >>> nowhere = [None]
    >>> known = Described.of(["Reeve, fase 1"], nowhere)
    >>> [pair.score for pair in likely_pairs(Described.of(["reeve fase 1"], nowhere), known)]
    [1.0]
    >>> likely_pairs(Described.of(["Reeve fase 2"], nowhere), known)
    []
    """
    by_name = _by_name(ours.names, theirs.names)
    pairs = sorted(by_name.keys() | _by_place(ours.shapes, theirs.shapes))
    if not pairs:
        return []
    first, second = np.array(pairs).T
    names = np.array([by_name.get(pair, 0.0) for pair in pairs])
    places, apart, shared = _places(ours.shapes[first], theirs.shapes[second])
    scores = np.round(np.where(np.isnan(places), names, (names + places) / 2), 3)
    # Whatever is compared with "not known" is no.
    worth = (scores >= ASK) | (names >= NAME_ALONE) | (places >= PLACE_ALONE)
    order = np.lexsort((second, first, -names, -scores))
    columns = (first, second, scores, names, places, apart, shared)
    return [
        Pair(*(_said(column[at]) for column in columns))  # type: ignore[arg-type]
        for at in order[worth[order]]
    ]


def _said(value: np.generic) -> int | float | None:
    """Return a number as Python has it; None for "not known"."""
    found: int | float = value.item()
    return None if found != found else found  # noqa: PLR0124  nan is the one that differs


def one_to_one(pairs: Sequence[Pair]) -> list[Pair]:
    """Return at most one pair for each side, the likest first, in the order of ours.

    >>> same = {"score": 0.9, "name": 0.9, "place": None, "apart_m": None, "shared": None}
    >>> [pair[:2] for pair in one_to_one([Pair(0, 0, **same), Pair(1, 0, **same)])]
    [(0, 0)]
    """
    ours: set[int] = set()
    theirs: set[int] = set()
    found = []
    for pair in pairs:
        if pair.ours not in ours and pair.theirs not in theirs:
            ours.add(pair.ours)
            theirs.add(pair.theirs)
            found.append(pair)
    return sorted(found, key=lambda pair: pair.ours)


def _by_name(ours: Sequence[str], theirs: Sequence[str]) -> dict[tuple[int, int], float]:
    """Return pairs with the likeness of their names, for each of ours the likest few.

    Only names with the same numbers are laid beside each other.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415  most requests need no likeness

    known = _by_numbers(theirs)
    found: dict[tuple[int, int], float] = {}
    for numbers, rows in _by_numbers(ours).items():
        others = known.get(numbers, [])
        for start in range(0, len(rows) if others else 0, AT_ONCE):
            part = rows[start : start + AT_ONCE]
            likeness = process.cdist(
                [ours[at] for at in part],
                [theirs[at] for at in others],
                scorer=fuzz.token_sort_ratio,
                score_cutoff=LEAST_NAME * 100,
                dtype=np.float32,
            )
            for one, row in zip(part, likeness, strict=True):
                for at in _likest(row):
                    found[one, others[at]] = round(float(row[at]) / 100, 3)
    return found


def _likest(row: NDArray[np.float32]) -> list[int]:
    """Return the positions of the highest few in a row that are not zero."""
    some = np.flatnonzero(row)
    if len(some) > MOST_NAMES:
        some = some[np.argsort(-row[some], kind="stable")[:MOST_NAMES]]
    return [int(at) for at in some]


def _by_numbers(names: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        if name:
            found[numbers_in(name)].append(at)
    return found


def _by_place(ours: NDArray[np.object_], theirs: NDArray[np.object_]) -> set[tuple[int, int]]:
    """Return pairs that lie so near each other that the place alone may say something."""
    tree = shapely.STRtree(theirs)
    near = (1 - PLACE_ALONE) * FAR_M
    found: set[tuple[int, int]] = set()
    for start in range(0, len(ours), AT_ONCE):
        first, second = tree.query(
            ours[start : start + AT_ONCE], predicate="dwithin", distance=near
        )
        found |= set(zip((first + start).tolist(), second.tolist(), strict=True))
        if len(found) > MOST_NEAR:
            break
    return found


Places = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _places(one: NDArray[np.object_], other: NDArray[np.object_]) -> Places:
    """Return for each pair how much the places are alike, how far apart, which share is shared."""
    apart = shapely.distance(shapely.centroid(one), shapely.centroid(other))
    between = np.clip(1 - shapely.distance(one, other) / FAR_M, 0, 1)
    areas, others = shapely.area(one), shapely.area(other)
    both = (areas > 0) & (others > 0)
    common = np.full(len(one), np.nan)
    common[both] = shapely.area(shapely.intersection(one[both], other[both]))
    together = np.where(both, areas + others - common, np.nan)
    alike = np.where(both, common / together, between)
    smaller = np.where(both, np.minimum(areas, others), np.nan)
    return np.asarray(np.round(alike, 3), dtype=np.float64), apart, common / smaller
