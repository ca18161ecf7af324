"""What has to be hidden besides, so that nothing hidden can be worked out.

Each step looks for another world: values of the atoms that would publish exactly the same numbers,
and in which what is hidden differs enough. Where no such world exists, the numbers that forbid it
at the least cost are hidden too. The worlds that are found are kept: they prove that what is
hidden stays hidden, and anybody can check them with one sum.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from woonregie.engines.suppression._linear import Entries, Programme
from woonregie.engines.suppression._release import Bools, Floats, Ints, Release, Sums

ROUNDS = 12
# In so many rounds only what is hidden already may move; then more may be hidden.
FREE = 3
# Beyond so many numbers that have to move, all values are first moved at once.
MANY = 50
PENALTY = 1e4
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Parts:
    """How to look at a large release in parts: quicker, and more may be hidden.

    Args:
        unit: (atom,) what stays together, such as a municipality; 0 and up.
        near: (atom,) units with one label are looked at together, such as those of a province.
        together: so many units at a time.
    """

    unit: Ints
    near: Ints
    together: int = 8


@dataclass(frozen=True, slots=True)
class Protection:
    """What is hidden, and why that is enough.

    Args:
        hidden: (number,) numbers that are not to be published.
        worlds: per reader (world, atom) values that publish the same to that reader.
        exposed: per reader (number,) hidden numbers that it may still narrow too far, because
            what would have to be hidden must be published.
    """

    hidden: Bools
    worlds: Sequence[Floats]
    exposed: Sequence[Bools]


def protect(
    release: Release,
    primary: Bools,
    *,
    rng: np.random.Generator,
    width: float = 0.2,
    least: float = 1.0,
    known: Sequence[Bools | None] = (None,),
    cost: Floats | None = None,
    keep: Bools | None = None,
    told: Sequence[Bools] | None = None,
    parts: Parts | None = None,
) -> Protection:
    """Hide what is sensitive, and whatever else would tell it.

    Args:
        release: what is to be published.
        primary: (number,) numbers that are sensitive.
        rng: decides in which direction values are tried.
        width: how far each hidden number must stay open, as a part of what a reader does not know
            of it (0-1).
        least: how far at least, in units of the values.
        known: per reader (atom,) what it knows anyway; None for a reader who knows nothing.
        cost: (number,) what hiding a number costs; None prefers small numbers of few atoms.
        keep: (number,) what must be published; None for nothing.
        told: per reader (number,) what it can work out anyway from what must be published, so
            that hiding more does not help; None for nothing.
        parts: how to look at a large release in parts; None looks at all atoms together.

    Returns:
        What to hide, with the worlds that prove it; docs/engines/suppression.md.

    >>> corners = Sums(np.arange(4), np.arange(4), 4, 4)
    >>> rows = Sums(np.array([0, 0, 1, 1]), np.arange(4), 2, 4)
    >>> columns = Sums(np.array([0, 1, 0, 1]), np.arange(4), 2, 4)
    >>> table = Sums.together([corners, rows, columns])
    >>> one = Release(np.array([10.0, 20.0, 30.0, 40.0]), np.arange(4), table)
    >>> found = protect(one, np.arange(8) == 0, rng=np.random.default_rng(1))
    >>> found.hidden.tolist()
    [True, True, True, True, False, False, False, False]
    """
    numbers = release.numbers
    if cost is None:
        cost = np.log2(1.0 + release.sums.counts()) * np.maximum(width * numbers, least)
    kept = np.zeros(numbers.shape, dtype=bool) if keep is None else keep
    search = _Search(release, primary & ~kept, width, least, rng, cost, kept, parts)
    nothing = np.zeros(numbers.shape, dtype=bool)
    readers = [
        _Reader(release, item, nothing if told is None else told[at])
        for at, item in enumerate(known)
    ]
    # What is hidden for one reader is hidden for all, so all are looked at until nothing moves.
    for _again in range(ROUNDS):
        before = search.hidden.copy()
        for reader in readers:
            search.settle(reader)
        if (search.hidden == before).all():
            break
    return Protection(
        search.hidden,
        [reader.worlds() for reader in readers],
        [search.open_of(reader) | (primary & kept) for reader in readers],
    )


class _Reader:
    """What a reader does not know, and how far each number is proved to be open for it.

    Atoms that stand in the same numbers are one cell here: what one of them wins the other can
    lose without any number telling.

    Args:
        release: what is to be published.
        known: (atom,) what the reader knows anyway; None for nothing.
        told: (number,) what it can work out whatever is hidden.
    """

    def __init__(self, release: Release, known: Bools | None, told: Bools) -> None:
        self._release = release
        self.told = told
        free = np.ones(release.values.shape, dtype=bool) if known is None else ~known
        self._atoms = np.flatnonzero(free)
        first, self._cell = _alike(release.sums, free)
        self.atom = self._atoms[first]
        self.contributor = release.contributor[self.atom]
        held = np.bincount(self._cell, release.values[self._atoms], first.size)
        self.values: Floats = held.astype(np.float64)
        place: Ints = np.full(release.values.size, -1, dtype=np.int64)
        place[self.atom] = np.arange(first.size)
        cell = place[release.sums.atom]
        found = cell >= 0
        numbers = release.sums.numbers
        self.sums = Sums(release.sums.number[found], cell[found], numbers, first.size)
        self.unknown: Floats = self.sums.of(self.values)
        self.moved: Floats = np.zeros(numbers)
        self._worlds: list[tuple[Ints, Floats]] = []

    def see(self, cells: Ints, step: Floats) -> None:
        """Keep a world in which cells differ by a step."""
        delta = np.zeros(self.values.shape)
        delta[cells] = step
        self._worlds.append((cells, step))
        self.moved = np.maximum(self.moved, np.abs(self.sums.of(delta)))

    def worlds(self) -> Floats:
        """Return (world, atom) values that publish the same."""
        held = self.values[self._cell]
        count = np.bincount(self._cell)[self._cell]
        true = self._release.values
        share = np.where(held > 0, true[self._atoms] / np.where(held > 0, held, 1.0), 1 / count)
        found = np.repeat(true[np.newaxis], len(self._worlds), axis=0)
        for world, (cells, step) in zip(found, self._worlds, strict=True):
            delta = np.zeros(self.values.shape)
            delta[cells] = step
            world[self._atoms] += delta[self._cell] * share
        return found


def _alike(sums: Sums, free: Bools) -> tuple[Ints, Ints]:
    """Return the first atom of each cell among the free, and (free atom,) its cell."""
    order = np.lexsort((sums.number, sums.atom))
    order = order[free[sums.atom[order]]]
    rows = sums.number[order]
    ends = np.searchsorted(sums.atom[order], np.flatnonzero(free), side="right")
    seen: dict[bytes, int] = {}
    cells: Ints = np.empty(ends.size, dtype=np.int64)
    start = 0
    for at, end in enumerate(ends.tolist()):
        cells[at] = seen.setdefault(rows[start:end].tobytes(), len(seen))
        start = end
    first: Ints = np.empty(len(seen), dtype=np.int64)
    first[cells[::-1]] = np.arange(ends.size)[::-1]
    return first, cells


class _Search:
    """Looks for worlds, and hides what forbids them."""

    def __init__(
        self,
        release: Release,
        hidden: Bools,
        width: float,
        least: float,
        rng: np.random.Generator,
        cost: Floats,
        keep: Bools,
        parts: Parts | None,
    ) -> None:
        self.hidden = hidden
        self._width, self._least, self._rng = width, least, rng
        self._cost, self._keep, self._parts = cost, keep, parts
        low, high = release.bounds()
        self._below, self._above = release.numbers - low, high - release.numbers

    def _needed(self, reader: _Reader) -> Floats:
        return np.maximum(self._width * reader.unknown, self._least)

    def open_of(self, reader: _Reader) -> Bools:
        """Return the hidden numbers that are not proved to be open."""
        # A number of which a reader knows all that counts tells it nothing new.
        counts = (reader.unknown > 0) & ~reader.told
        return self.hidden & counts & (reader.moved < self._needed(reader) * (1 - TINY))

    def settle(self, reader: _Reader) -> None:
        """Look until every hidden number is proved to be open, or no more is found."""
        for turn in range(ROUNDS):
            if not self.open_of(reader).any():
                return
            for cells in self._together(reader):
                if turn < FREE - 1:
                    self._sweep(reader, cells, alone=turn > 0)
                self._move(reader, cells, hide=turn >= FREE)

    def _sweep(self, reader: _Reader, cells: Ints, *, alone: bool) -> None:
        """Move every value as far as it needs, in directions drawn by chance.

        Few rows and a bound for each value: nearly all reach their bound in one programme.

        Args:
            reader: for whom.
            cells: what may move.
            alone: each value has a direction of its own; else those of one contributor share it.
        """
        part, touched = _part(reader.sums, cells)
        if self.open_of(reader)[touched].sum() <= MANY:
            return
        shown = part.only(~self.hidden[touched])
        kept = touched[~self.hidden[touched]]
        values = reader.values[cells]
        far = 2.0 * np.maximum(self._width * values, self._least)
        programme = Programme(
            -np.minimum(values, far),
            far,
            np.column_stack([-self._below[kept], self._above[kept]]),
            Entries(shown.number, shown.atom, np.ones(shown.atom.size)),
        )
        whose = np.arange(cells.size) if alone else reader.contributor[cells]
        sign = self._rng.choice([-1.0, 1.0], int(whose.max(initial=0)) + 1)[whose]
        reader.see(cells, programme.cheapest(sign / far))

    def _together(self, reader: _Reader) -> Iterator[Ints]:
        """Yield the cells that are looked at together, shuffled anew each time."""
        if self._parts is None:
            yield np.arange(reader.values.size)
            return
        unit, near = self._parts.unit[reader.atom], self._parts.near[reader.atom]
        place: Ints = np.zeros(int(unit.max(initial=-1)) + 1, dtype=np.int64)
        place[unit] = near
        shuffled = np.lexsort((self._rng.random(place.size), place))
        rank = np.empty_like(shuffled)
        rank[shuffled] = np.arange(place.size)
        batch = rank[unit] // self._parts.together
        order = np.argsort(batch, kind="stable")
        yield from np.split(order, np.flatnonzero(np.diff(batch[order])) + 1)

    def _move(self, reader: _Reader, cells: Ints, *, hide: bool) -> None:
        part, touched = _part(reader.sums, cells)
        todo = self.open_of(reader)[touched]
        if not todo.any():
            return
        problem = _Problem(
            part=part,
            values=reader.values[cells],
            below=self._below[touched],
            above=self._above[touched],
            shown=~self.hidden[touched],
            yields=~self.hidden[touched] & ~self._keep[touched] & hide,
            aims=todo,
            needed=self._needed(reader)[touched],
        )
        sign = self._rng.choice([-1.0, 1.0], int(todo.sum()))
        weight = self._cost[touched]
        step, beyond = problem.solve(sign, weight)
        if (beyond > TINY).any():
            # What showed little the first time costs more now, so that few numbers show much.
            # Prices may lie too far apart for the solver; then the first answer stands.
            with suppress(ArithmeticError):
                step, beyond = problem.solve(sign, weight / (beyond / problem.needed + TINY))
        self.hidden[touched[beyond > TINY]] = True
        reader.see(cells, step)


def _part(sums: Sums, cells: Ints) -> tuple[Sums, Ints]:
    """Return the sums over some cells, and the numbers that count any of them."""
    place: Ints = np.full(sums.atoms, -1, dtype=np.int64)
    place[cells] = np.arange(cells.size)
    inside = place[sums.atom] >= 0
    touched, number = np.unique(sums.number[inside], return_inverse=True)
    return Sums(number, place[sums.atom[inside]], touched.size, cells.size), touched


@dataclass(frozen=True, slots=True)
class _Problem:
    """The linear programme of one step, over some cells and the numbers that they touch.

    Args:
        part: which cells each number counts.
        values: (cell,) what they hold.
        below: (number,) how far a number may fall before that shows.
        above: (number,) how far it may rise.
        shown: (number,) whether it is published.
        yields: (number,) whether it may be hidden.
        aims: (number,) whether it has to move.
        needed: (number,) how far.
    """

    part: Sums
    values: Floats
    below: Floats
    above: Floats
    shown: Bools
    yields: Bools
    aims: Bools
    needed: Floats

    def solve(self, sign: Floats, weight: Floats) -> tuple[Floats, Floats]:
        """Return (cell,) how far each moves, and (number,) how far beyond what may show.

        Args:
            sign: (aim,) in which direction each number that aims has to move.
            weight: (number,) cost of each unit that shows.
        """
        cells, aims = self.values.size, sign.size
        hiding, shown = int(self.yields.sum()), int(self.shown.sum())
        showing, aimed = self.part.only(self.shown), self.part.only(self.aims)
        gives = np.flatnonzero(self.yields[self.shown])
        ones = np.ones(hiding)
        # Columns: the cells, what shows above and below, and what an aim falls short.
        up, down, short = cells + np.arange(hiding), cells + hiding, cells + 2 * hiding
        entries = Entries(
            np.concatenate(
                [showing.number, gives, gives, shown + aimed.number, shown + np.arange(aims)]
            ),
            np.concatenate(
                [showing.atom, up, down + np.arange(hiding), aimed.atom, short + np.arange(aims)]
            ),
            np.concatenate(
                [np.ones(showing.atom.size), -ones, ones, sign[aimed.number], np.ones(aims)]
            ),
        )
        needed = self.needed[self.aims]
        rows = np.column_stack(
            [
                np.concatenate([-self.below[self.shown], needed]),
                np.concatenate([self.above[self.shown], np.full(aims, np.inf)]),
            ]
        )
        low = np.concatenate([-self.values, np.zeros(2 * hiding + aims)])
        programme = Programme(low, np.full(low.shape, np.inf), rows, entries)
        penalty = PENALTY * float(weight.max(initial=1.0))
        price = weight[self.yields]
        found = programme.cheapest(
            np.concatenate([np.zeros(cells), price, price, penalty / needed])
        )
        beyond = np.zeros(self.shown.shape)
        beyond[self.yields] = found[up] + found[down + np.arange(hiding)]
        return found[:cells], beyond
