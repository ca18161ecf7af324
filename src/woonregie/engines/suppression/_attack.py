"""What somebody can work out who lays all published numbers side by side."""

from dataclasses import dataclass

import numpy as np

from woonregie.engines.suppression._linear import Entries, Programme
from woonregie.engines.suppression._release import Bools, Floats, Release, Sums


@dataclass(frozen=True, slots=True)
class Interval:
    """(target,) between which values each hidden quantity must lie; `upper` may be infinite."""

    lower: Floats
    upper: Floats

    def width(self, values: Floats) -> Floats:
        """(target,) how wide each is, as a part of a value (target,)."""
        return (self.upper - self.lower) / np.maximum(values, 1.0)


def attack(release: Release, hidden: Bools, targets: Sums, known: Bools | None = None) -> Interval:
    """Work out from everything that is published how far each hidden quantity can be known.

    For each target two linear programmes: the least and the most that it can be, given that atoms
    are zero or more and that every number that is not hidden has its published value.

    Args:
        release: what is published.
        hidden: (number,) which numbers are left out.
        targets: sums of atoms to find out.
        known: (atom,) atoms that the attacker knows; None for none.

    Returns:
        The narrowest intervals that can be proved; equation 5 of docs/engines/suppression.md.

    >>> sums = Sums(np.array([0, 1, 2, 2]), np.array([0, 1, 0, 1]), 3, 2)
    >>> one = Release(np.array([3.0, 7.0]), np.array([0, 1]), sums)
    >>> found = attack(one, np.array([True, True, False]), sums)
    >>> found.lower.tolist(), found.upper.tolist()
    ([0.0, 0.0, 10.0], [10.0, 10.0, 10.0])
    """
    shown = release.sums.only(~hidden)
    free = np.ones(release.values.shape, dtype=bool) if known is None else ~known
    programme = Programme(
        np.where(free, 0.0, release.values),
        np.where(free, np.inf, release.values),
        np.column_stack([bound[~hidden] for bound in release.bounds()]),
        Entries(shown.number, shown.atom, np.ones(shown.atom.size)),
    )
    programme.warm()
    order = np.argsort(targets.number, kind="stable")
    starts = np.searchsorted(targets.number[order], np.arange(targets.numbers + 1))
    lower, upper = np.zeros(targets.numbers), np.zeros(targets.numbers)
    for at in range(targets.numbers):
        atoms = targets.atom[order[starts[at] : starts[at + 1]]]
        lower[at] = programme.least(atoms, np.ones(atoms.size))
        upper[at] = -programme.least(atoms, -np.ones(atoms.size))
    return Interval(lower, upper)
