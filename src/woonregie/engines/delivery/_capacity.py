"""Capacity per municipality and class."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.delivery._periods import whole, within


@dataclass(frozen=True, slots=True)
class Capacity:
    """Dwellings by municipality (m) and class (c); demolition is positive."""

    build: NDArray[np.int64]
    demolition: NDArray[np.int64]

    @property
    def net(self) -> NDArray[np.int64]:
        """(m, c) build minus demolition."""
        return self.build - self.demolition


def capacity(
    *,
    municipality: NDArray[np.int64],
    group: NDArray[np.int64],
    demolition: NDArray[np.bool_],
    from_year: NDArray[np.int64],
    before_year: NDArray[np.int64],
    dwellings: NDArray[np.int64],
    shape: tuple[int, int],
    horizon: tuple[int, int],
    count_unphased: bool,
) -> Capacity:
    """Return what plans deliver within a horizon, per municipality and class.

    Args:
        municipality: (n,) position of the municipality, below `shape[0]`.
        group: (n,) position of the class, below `shape[1]`; -1 leaves the row out.
        demolition: (n,) whether the row is on the account of demolition.
        from_year: (n,) first year of delivery, `UNPHASED` where not known.
        before_year: (n,) first year after delivery.
        dwellings: (n,) dwellings.
        shape: number of municipalities and of classes.
        horizon: first year, and first year after it.
        count_unphased: whether dwellings without a period count.

    Returns:
        Dwellings, rounded per municipality and class; equation 2 of docs/engines/delivery.md.

    >>> one = capacity(
    ...     municipality=np.array([0, 0]),
    ...     group=np.array([0, 0]),
    ...     demolition=np.array([False, True]),
    ...     from_year=np.array([2026, 2026]),
    ...     before_year=np.array([2028, 2027]),
    ...     dwellings=np.array([10, 4]),
    ...     shape=(1, 1),
    ...     horizon=(2025, 2035),
    ...     count_unphased=True,
    ... )
    >>> one.net.tolist()
    [[6]]
    """
    inside = within(from_year, before_year, dwellings, horizon, count_unphased=count_unphased)
    places, groups = shape
    counted = group >= 0
    cell = municipality * groups + group

    def side(rows: NDArray[np.bool_]) -> NDArray[np.int64]:
        sums: NDArray[np.float64] = np.zeros(places * groups)
        np.add.at(sums, cell[rows], inside[rows])
        return whole(sums).reshape(shape)

    return Capacity(build=side(counted & ~demolition), demolition=side(counted & demolition))
