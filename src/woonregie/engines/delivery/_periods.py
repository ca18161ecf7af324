"""How many dwellings of a delivery period fall within a horizon."""

import numpy as np
from numpy.typing import NDArray

UNPHASED = 0
"""The year that stands for "no delivery period known"."""


def within(
    from_year: NDArray[np.int64],
    before_year: NDArray[np.int64],
    dwellings: NDArray[np.int64],
    horizon: tuple[int, int],
    *,
    count_unphased: bool,
) -> NDArray[np.int64]:
    """Return the dwellings of each row that are delivered within a horizon.

    A period is spread evenly over its years. The part within the horizon is the difference of two
    rounded cumulative numbers, so that horizons that follow one another add up to the whole, to
    the dwelling (equation 1 of docs/engines/delivery.md).

    Args:
        from_year: (n,) first year of delivery; `UNPHASED` where no period is known.
        before_year: (n,) first year after delivery.
        dwellings: (n,) dwellings of the period.
        horizon: first year, and first year after it.
        count_unphased: whether rows without a period count whole or not at all.

    Returns:
        (n,) dwellings within the horizon.

    >>> years = np.array([2025, 2030, UNPHASED]), np.array([2030, 2035, UNPHASED])
    >>> within(*years, np.array([50, 7, 3]), (2025, 2032), count_unphased=True).tolist()
    [50, 3, 3]
    """
    start, end = horizon
    length = np.maximum(before_year - from_year, 1)
    until_end = np.clip(end - from_year, 0, length)
    until_start = np.clip(start - from_year, 0, length)
    inside = _rounded(dwellings * until_end, length) - _rounded(dwellings * until_start, length)
    unphased = from_year == UNPHASED
    return np.where(unphased, dwellings if count_unphased else 0, inside)


def _rounded(numerator: NDArray[np.int64], denominator: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return numerator / denominator rounded half up, in whole numbers only."""
    return (2 * numerator + denominator) // (2 * denominator)
