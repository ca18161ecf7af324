"""How many years ahead forecasts stayed close to what was counted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import Floats

TOLERANCE, ENOUGH = 0.10, 0.80
_ROUNDING = 1e-9
"""A share such as 11 / 10 - 1 is a little more than a tenth."""


@dataclass(frozen=True, slots=True)
class ShelfLife:
    """For how many years ahead a forecast could be kept (*houdbaarheid*).

    Args:
        years: the last year ahead up to which enough regions lay within; 0 where there is none.
        ended: whether a later year was judged, in which too few lay within; otherwise it lasts
            at least so long, and nobody knows how much longer.
        ahead: years ahead that could be judged, in order.
        within: (ahead,) share of regions (0-1) that lay within.
        judged: (ahead,) how many regions there were.
    """

    years: int
    ended: bool
    ahead: tuple[int, ...]
    within: tuple[float, ...]
    judged: tuple[int, ...]


def shelf_life(
    error: Floats, ahead: Sequence[int], *, tolerance: float = TOLERANCE, enough: float = ENOUGH
) -> ShelfLife:
    """Return for how many years ahead enough regions lay close to what was counted.

    Args:
        error: (ahead, region) expected beside counted, less one; not a number where nothing was
            counted or expected.
        ahead: (ahead,) years between the forecast and what it says, in order.
        tolerance: how far off is close, as a share of what was counted.
        enough: share of regions (0-1) that has to be close.

    Raises:
        EngineError: shapes do not fit, or years are not in order.

    >>> shelf_life(np.array([[0.02, -0.05], [0.04, -0.12]]), [1, 2])
    ShelfLife(years=1, ended=True, ahead=(1, 2), within=(1.0, 0.5), judged=(2, 2))
    """
    if error.ndim != 2 or error.shape[0] != len(ahead):  # noqa: PLR2004  years by regions
        raise EngineError(f"error has shape {error.shape}, and there are {len(ahead)} years ahead")
    if list(ahead) != sorted(set(ahead)) or any(year < 1 for year in ahead):
        raise EngineError("years ahead begin at 1 and stand in order", ahead=list(ahead))
    counted = np.isfinite(error)
    known: list[int] = np.flatnonzero(counted.any(axis=1)).tolist()
    judged = counted.sum(axis=1)
    close = (counted & (np.abs(error) <= tolerance + _ROUNDING)).sum(axis=1)
    within = [float(close[at] / judged[at]) for at in known]
    years, ended = 0, False
    for at, share in zip(known, within, strict=True):
        if share < enough - _ROUNDING:
            ended = True
            break
        years = int(ahead[at])
    return ShelfLife(
        years=years,
        ended=ended,
        ahead=tuple(int(ahead[at]) for at in known),
        within=tuple(within),
        judged=tuple(int(judged[at]) for at in known),
    )
