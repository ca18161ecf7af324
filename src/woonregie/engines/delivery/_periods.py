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
) -> NDArray[np.float64]:
    """Return the dwellings of each row that are delivered within a horizon, not rounded.

    A period is spread evenly over its years (equation 1 of docs/engines/delivery.md). Because that
    is linear, rows of one period may be added up first: the answer is the same, to 1e-9.

    Args:
        from_year: (n,) first year of delivery; `UNPHASED` where no period is known.
        before_year: (n,) first year after delivery.
        dwellings: (n,) dwellings of the period.
        horizon: first year, and first year after it.
        count_unphased: whether rows without a period count whole or not at all.

    Returns:
        (n,) dwellings within the horizon.

    >>> years = np.array([2025, 2030, UNPHASED]), np.array([2030, 2035, UNPHASED])
    >>> within(*years, np.array([50, 5, 3]), (2025, 2032), count_unphased=True).tolist()
    [50.0, 2.0, 3.0]
    """
    start, end = horizon
    length = np.maximum(before_year - from_year, 1)
    years_inside = np.clip(end - from_year, 0, length) - np.clip(start - from_year, 0, length)
    inside = dwellings * years_inside / length
    return np.where(from_year == UNPHASED, dwellings * float(count_unphased), inside)


def whole(dwellings: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return whole dwellings, half up; a hair below a half is taken for a half.

    >>> whole(np.array([2.5, 2.4999999999, -0.5])).tolist()
    [3, 3, 0]
    """
    return np.floor(dwellings + 0.5 + 1e-9).astype(np.int64)
