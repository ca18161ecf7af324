"""Need per municipality, net and gross."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Need:
    """Need in dwellings per municipality (m,), unrounded, with its parts."""

    growth: NDArray[np.float64]
    vacancy: NDArray[np.float64]
    shortage: NDArray[np.float64]
    withdrawals: NDArray[np.float64]

    @property
    def net(self) -> NDArray[np.float64]:
        """(m,) what must be added to the stock."""
        return self.growth + self.vacancy + self.shortage

    @property
    def gross(self) -> NDArray[np.float64]:
        """(m,) what must be built: net need and what replaces withdrawn dwellings."""
        return self.net + self.withdrawals


def need(
    *,
    households_start: NDArray[np.float64],
    households_end: NDArray[np.float64],
    vacancy_share: float,
    shortage: NDArray[np.float64],
    withdrawals: NDArray[np.float64],
) -> Need:
    """Return the need of a period (equations 3 and 4 of docs/engines/delivery.md).

    Args:
        households_start: (m,) households on 1 January of the first year.
        households_end: (m,) households on 1 January after the last year.
        vacancy_share: share of dwellings (0-1) that must be empty for people to move.
        shortage: (m,) part of the initial shortage that is made up for; zeros to leave it out.
        withdrawals: (m,) dwellings demolished or otherwise withdrawn in the period.

    Raises:
        ValueError: a vacancy share outside [0, 1).

    >>> float(
    ...     need(
    ...         households_start=np.array([1000.0]),
    ...         households_end=np.array([1098.0]),
    ...         vacancy_share=0.02,
    ...         shortage=np.zeros(1),
    ...         withdrawals=np.array([10.0]),
    ...     ).gross[0]
    ... )
    110.0
    """
    if not 0 <= vacancy_share < 1:
        raise ValueError(f"vacancy_share must be in [0, 1), not {vacancy_share}")
    growth = households_end - households_start
    # Of every dwelling that is added, a share stays empty: growth / (1 - share).
    vacancy = growth / (1 - vacancy_share) - growth
    return Need(growth=growth, vacancy=vacancy, shortage=shortage, withdrawals=withdrawals)
