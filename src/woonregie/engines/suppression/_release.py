"""What is published together: numbers, and the atoms that they add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sums:
    """Which atoms each number adds up: one entry per number and atom.

    Args:
        number: (entry,) position of the number.
        atom: (entry,) position of the atom.
        numbers: how many numbers there are.
        atoms: how many atoms.
    """

    number: Ints
    atom: Ints
    numbers: int
    atoms: int

    @classmethod
    def together(cls, parts: "Sequence[Sums]") -> "Sums":
        """Return the numbers of several tables over the same atoms, one after the other."""
        begun = np.cumsum([0, *(part.numbers for part in parts)])
        return cls(
            np.concatenate([part.number + at for part, at in zip(parts, begun, strict=False)]),
            np.concatenate([part.atom for part in parts]),
            int(begun[-1]),
            parts[0].atoms,
        )

    def of(self, values: Floats) -> Floats:
        """Return (number,) the sums of values (atom,).

        >>> Sums(np.array([0, 0, 1]), np.array([0, 1, 1]), 2, 2).of(np.array([3.0, 4.0])).tolist()
        [7.0, 4.0]
        """
        return np.bincount(self.number, values[self.atom], self.numbers).astype(np.float64)

    def counts(self) -> Ints:
        """Return (number,) of how many atoms each is the sum."""
        return np.bincount(self.number, minlength=self.numbers).astype(np.int64)

    def only(self, numbers: Bools) -> "Sums":
        """Return the sums of some numbers, numbered anew."""
        kept = numbers[self.number]
        place = np.cumsum(numbers) - 1
        return Sums(place[self.number[kept]], self.atom[kept], int(numbers.sum()), self.atoms)


@dataclass(frozen=True, slots=True)
class Release:
    """Numbers that are published together, as sums of atoms.

    An atom is the smallest part that two numbers can share: what one contributor has in one cell.
    All tables of a region that somebody can lay side by side belong to one release, those of other
    dates and definitions too, because what is hidden in one can be worked out from another.

    Args:
        values: (atom,) what each atom holds, zero or more.
        contributor: (atom,) number of the contributor whose atom it is, 0 and up.
        sums: which atoms each published number counts.
        base: numbers are published rounded to this multiple; 0 is as they are.

    Raises:
        ValueError: shapes that do not fit, or a value below zero.
    """

    values: Floats
    contributor: Ints
    sums: Sums
    base: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no release."""
        if self.contributor.shape != self.values.shape or self.sums.atoms != self.values.size:
            raise ValueError("values, contributor and sums must speak of the same atoms")
        if self.values.size and not self.values.min() >= 0:
            raise ValueError("an atom holds zero or more")

    @property
    def numbers(self) -> Floats:
        """(number,) the true value of each number."""
        return self.sums.of(self.values)

    def bounds(self) -> tuple[Floats, Floats]:
        """(number,) between which values a reader knows each published number to lie.

        >>> sums = Sums(np.array([0]), np.array([0]), 1, 1)
        >>> low, high = Release(np.array([12.0]), np.array([0]), sums, base=5).bounds()
        >>> low.tolist(), high.tolist()
        ([7.5], [12.5])
        """
        true = self.numbers
        if not self.base:
            return true, true
        shown = np.ceil(true / self.base - 0.5) * self.base
        return np.maximum(shown - self.base / 2, 0.0), shown + self.base / 2


def margins(places: Sequence[Ints], groupings: Sequence[Sequence[Ints]]) -> tuple[Sums, Ints]:
    """Return all numbers of a table with its margins.

    Args:
        places: per dimension (atom,) the place of each atom in it, 0 and up.
        groupings: per dimension its levels, each (place,) the group of a place; every combination
            of one level per dimension is published. A level with one group is a total.

    Returns:
        The sums, and (number,) which combination of levels each belongs to.

    >>> town, year = np.array([0, 0, 1]), np.array([0, 1, 1])
    >>> sums, level = margins([town, year], [[np.arange(2), np.zeros(2, int)], [np.arange(2)]])
    >>> sums.of(np.array([1.0, 10.0, 100.0])).tolist()
    [1.0, 10.0, 100.0, 1.0, 110.0]
    >>> level.tolist()
    [0, 0, 0, 1, 1]
    """
    atoms = places[0].size
    numbers: list[Ints] = []
    levels: list[Ints] = []
    begun = 0
    for at, chosen in enumerate(product(*groupings)):
        cell: Ints = np.zeros(atoms, dtype=np.int64)
        for place, level in zip(places, chosen, strict=True):
            cell = cell * (int(level.max(initial=0)) + 1) + level[place]
        found, row = np.unique(cell, return_inverse=True)
        numbers.append(row.astype(np.int64) + begun)
        levels.append(np.full(found.size, at, dtype=np.int64))
        begun += found.size
    every = np.tile(np.arange(atoms, dtype=np.int64), len(numbers))
    return Sums(np.concatenate(numbers), every, begun, atoms), np.concatenate(levels)
