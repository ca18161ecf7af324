"""How far a count of a small region tells something of that region, and how far it is chance."""

import math
from dataclasses import dataclass

import numpy as np

from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import Floats

LEAST_WEIGHT, MOST_WEIGHT = 1.0, 1e7
"""Between these the weight is looked for, in expected events."""
SEARCHED = 60
GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Levels of regions beside all of them together.

    Args:
        level: (region,) 1 is the same as all together.
        raw: (region,) counted divided by expected, without shrinking; 1 where nothing counts.
        weight: expected events that are added to each region, at level 1.
        factor: by which all expectations were multiplied to meet what was counted.
    """

    level: Floats
    raw: Floats
    weight: float
    factor: float


def shrunk(observed: Floats, expected: Floats) -> Shrunk:
    """Return levels by gamma-Poisson shrinkage, its weight from the regions (equation 31).

    The weight is the most likely one if regions have levels that differ by a gamma distribution
    around 1, and what is counted has chance of its own. A region that was not counted is 1.

    Args:
        observed: (region,) events, not a number where nothing was counted.
        expected: (region,) what the rates of all together give.

    Raises:
        EngineError: fewer than nothing was counted, or expected.

    >>> found = shrunk(np.array([0.0, 900, 1600]), np.array([2.0, 1250, 1250]))
    >>> bool(found.raw[0] < found.level[0] < 1), found.level.round(2)[1:].tolist()
    (True, [0.72, 1.28])
    """
    known = np.isfinite(observed)
    counted = np.where(known, observed, 0.0)
    usual = np.where(known, expected, 0.0)
    if (counted < 0).any() or not (np.isfinite(usual) & (usual >= 0)).all():
        raise EngineError("events are zero or more", array="observed")
    factor = float(counted.sum()) / max(float(usual.sum()), 1e-12)
    usual = usual * factor
    if counted.sum() <= 0:
        ones = np.ones_like(counted)
        return Shrunk(ones, ones, MOST_WEIGHT, factor)
    weight = _weight(counted[known], usual[known])
    raw = np.where(usual > 0, counted / np.maximum(usual, 1e-12), 1.0)
    level: Floats = (counted + weight) / (usual + weight)
    return Shrunk(np.where(known, level, 1.0), np.where(known, raw, 1.0), weight, factor)


def _weight(counted: Floats, usual: Floats) -> float:
    """Return the weight under which these counts are most likely, by golden section."""
    low, high = math.log(LEAST_WEIGHT), math.log(MOST_WEIGHT)
    first, second = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_first, at_second = (_likelihood(counted, usual, at) for at in (first, second))
    for _turn in range(SEARCHED):
        if at_first > at_second:
            high, second, at_second = second, first, at_first
            first = high - GOLDEN * (high - low)
            at_first = _likelihood(counted, usual, first)
        else:
            low, first, at_first = first, second, at_second
            second = low + GOLDEN * (high - low)
            at_second = _likelihood(counted, usual, second)
    return math.exp((low + high) / 2)


def _likelihood(counted: Floats, usual: Floats, log_weight: float) -> float:
    weight = math.exp(log_weight)
    rising = sum(math.lgamma(weight + events) - math.lgamma(weight) for events in counted.tolist())
    return rising + float(
        (-weight * np.log1p(usual / weight) - counted * np.log(weight + usual)).sum()
    )
