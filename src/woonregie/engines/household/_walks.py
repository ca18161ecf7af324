"""How far municipalities walk from what was expected: spreads fitted on what forecasts were off.

The equations are 36 to 38 of docs/engines/household.md.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household._chance import USUAL_SIZE, Uncertainty
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import Floats

Places = NDArray[np.int64]
COVERED, WIDE = 0.8, 1.2815515655446004
"""Of a normal chance 80 % lies within so many standard deviations."""
STEEPEST, SEARCHED = 1.0, 30
SMALLEST = 0.05
"""An error of fewer standard deviations counts as so many where the slope is looked for: the
logarithm of none says nothing."""
ON_THE_BOUND = 1e-9
"""An error on the bound of what 80 % ask for lies within, however it is rounded."""
FEWEST = 10
MEMORIES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5)


@dataclass(frozen=True, slots=True)
class TotalsOff:
    """How far forecasts of the people of municipalities were off, and what that may come from.

    Args:
        people: (region,) persons at the origin.
        off: (horizon, region) logarithm of counted beside expected; not a number where nothing
            was counted. The first row is a year ahead, the second two years.
        chance: (horizon, region) standard deviation of the same if municipalities did not walk:
            by counts and national drivers.
        departures: (region,) who leaves for another region in a year, for each inhabitant.
        arrivals: (region,) who comes from one.
    """

    people: Floats
    off: Floats
    chance: Floats
    departures: Floats
    arrivals: Floats

    def __post_init__(self) -> None:
        """Refuse what does not fit.

        Raises:
            EngineError: shapes do not fit, or fewer than nobody lives somewhere.
        """
        regions = self.people.shape
        if (
            self.off.ndim != 2  # noqa: PLR2004  years by regions
            or self.off.shape != self.chance.shape
            or {self.off.shape[1:], self.departures.shape, self.arrivals.shape} != {regions}
        ):
            raise EngineError("errors are (horizon, region), all else is (region,)")
        if not (self.people > 0).all() or not (self.chance >= 0).all():
            raise EngineError("people are more than nobody, and a spread is zero or more")

    def only(self, at: Places) -> "TotalsOff":
        """Return some of the regions, by their places."""
        return TotalsOff(
            self.people[at],
            self.off[:, at],
            self.chance[:, at],
            self.departures[at],
            self.arrivals[at],
        )

    def halves(self) -> tuple[Places, Places]:
        """Return the places of two halves, dealt out by size, one to each in turn."""
        order = np.argsort(-self.people, kind="stable").astype(np.int64)
        return order[::2], order[1::2]


@dataclass(frozen=True, slots=True)
class Walks:
    """The random walks of municipalities (equation 15).

    Args:
        leaving: spread a year of who leaves a municipality of 20,000.
        pull: likewise of what it attracts.
        by_size: how fast both become smaller with size.
        memory: what is left a year later of how far a municipality walked; 1 is a random walk.
    """

    leaving: float
    pull: float
    by_size: float
    memory: float = 1.0

    @classmethod
    def fit(cls, found: TotalsOff, ratio: float) -> "Walks":
        """Return the walks under which 80 % of the errors lie where 80 % should (38).

        Each error asks for a spread, given what chance did besides; the spread is the one that
        80 % of them ask for at most. How it falls with size is where large and small errors lie
        evenly over large and small municipalities; how much a walk remembers, where they do over
        the years ahead. With one year ahead that is unknown, and nothing is forgotten.

        Args:
            found: the errors.
            ratio: spread of pull, for each of leaving.

        Raises:
            EngineError: fewer than ten regions, or a ratio below zero.

        >>> people, moves = np.full(10, 20e3), np.full(10, 0.05)
        >>> off = np.full((1, 10), 0.02)
        >>> found = Walks.fit(TotalsOff(people, off, 0 * off, moves, 0 * moves), ratio=1.0)
        >>> round(found.leaving, 4), found.memory  # 0.02 is 1.28 spreads of 0.05 x 0.3121
        (0.3121, 1.0)
        """
        if found.people.size < FEWEST:
            raise EngineError(f"walks ask for {FEWEST} regions", regions=int(found.people.size))
        if not np.isfinite(ratio) or ratio < 0:
            raise EngineError("a ratio of spreads is zero or more", ratio=ratio)
        # With one year ahead rounding would choose.
        several = np.isfinite(found.off).any(axis=1).sum() > 1
        memories = MEMORIES if several else (1.0,)
        tried = [cls._remembering(found, ratio, memory) for memory in memories]
        uneven = [float(((item.covered(found) - COVERED) ** 2).sum()) for item in tried]
        return tried[int(np.argmin(np.round(uneven, 9)))]

    @classmethod
    def _remembering(cls, found: TotalsOff, ratio: float, memory: float) -> "Walks":
        flat = cls(1.0, ratio, 0.0, memory).reach(found)
        size = found.people / USUAL_SIZE
        low, high = 0.0, STEEPEST
        if _leaning(found, flat) >= 0:
            high = low
        elif _leaning(found, flat * size**-high) <= 0:
            low = high
        for _turn in range(SEARCHED):
            middle = (low + high) / 2
            if _leaning(found, flat * size**-middle) < 0:
                low = middle
            else:
                high = middle
        slope = (low + high) / 2
        spread = _asked(found.off, found.chance, flat * size**-slope)
        return cls(spread, ratio * spread, slope, memory)

    def reach(self, found: TotalsOff) -> Floats:
        """Return (horizon, region) what the walks alone do to the logarithm of people (36)."""
        moved = (self.leaving * found.departures) ** 2 + (self.pull * found.arrivals) ** 2
        size = (found.people / USUAL_SIZE) ** -self.by_size
        stays = np.clip(1 - found.departures, 0.0, 1.0)
        reach: Floats = np.sqrt(_summed(len(found.off), self.memory, stays) * moved) * size
        return reach

    def spread(self, found: TotalsOff) -> Floats:
        """Return (horizon, region) the standard deviation of errors under these walks (36)."""
        spread: Floats = np.hypot(found.chance, self.reach(found))
        return spread

    def covered(self, found: TotalsOff) -> Floats:
        """Return (horizon,) which share of the errors lies where 80 % should."""
        within = np.abs(found.off) <= WIDE * self.spread(found) * (1 + ON_THE_BOUND)
        known = np.isfinite(found.off)
        share: Floats = (within & known).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        return share

    def of(self, usual: Uncertainty) -> Uncertainty:
        """Return the same uncertainty with these walks."""
        return replace(
            usual,
            leaving=self.leaving,
            pull=self.pull,
            by_size=self.by_size,
            remembered=self.memory,
        )


def flow_spread(off: Floats, counted: Floats) -> float:
    """Return how far a yearly flow of municipalities goes apart, net of the chance of counts (37).

    Args:
        off: (year, region) logarithm of counted beside expected, less that of all together.
        counted: (year, region) persons.

    Raises:
        EngineError: shapes do not fit, or there is no error.

    >>> spread = 1.2815515655446004 * 0.1
    >>> round(flow_spread(np.full((1, 3), spread), np.full((1, 3), 1e9)), 4)
    0.1
    """
    if off.shape != counted.shape:
        raise EngineError(f"errors have shape {off.shape}, and counts {counted.shape}")
    known = np.where(np.isfinite(off) & (counted > 0), off, np.nan)
    chance = 1 / np.sqrt(np.where(counted > 0, counted, 1.0))
    return _asked(known, chance, np.ones_like(off))


def _summed(years: int, memory: float, stays: Floats) -> Floats:
    """Return (horizon, region) the variance of a walk, summed over the years, for a step of one.

    What a year brought is there later as far as people stay (36).

    >>> one = np.ones(1)
    >>> _summed(3, 1.0, one).tolist(), (0.75 * _summed(2, 0.5, one)).tolist()
    ([[1.0], [5.0], [14.0]], [[1.0], [3.0]])
    """
    ahead = np.arange(1, years + 1)
    apart = np.abs(ahead[:, None] - ahead[None])
    together = (
        np.minimum(ahead[:, None], ahead[None]).astype(np.float64)
        if memory == 1
        else memory**apart / (1 - memory**2)
    )
    since = ahead[:, None] - ahead[None]
    left = np.where(since[..., None] >= 0, stays ** np.maximum(since, 0)[..., None], 0.0)
    found: Floats = np.einsum("htr,tu,hur->hr", left, together, left)
    return found


def _asked(off: Floats, chance: Floats, reach: Floats) -> float:
    """Return the spread that 80 % of the errors ask for at most."""
    known = np.isfinite(off) & (reach > 0)
    if not known.any():
        raise EngineError("no error tells how far municipalities walk")
    left = np.maximum((off[known] / WIDE) ** 2 - chance[known] ** 2, 0.0)
    return float(np.quantile(np.sqrt(left) / reach[known], COVERED))


def _leaning(found: TotalsOff, reach: Floats) -> float:
    """Return how errors, in standard deviations, go up with size; below zero: small ones more."""
    spread = np.hypot(found.chance, _asked(found.off, found.chance, reach) * reach)
    known = np.isfinite(found.off) & (spread > 0)
    size = np.broadcast_to(np.log(found.people), found.off.shape)[known]
    far = np.log(np.maximum(np.abs(found.off[known]) / spread[known], SMALLEST))
    return float((size - size.mean()) @ far)
