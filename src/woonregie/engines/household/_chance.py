"""What may turn out otherwise by chance, and how much; every draw can be made again."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.draws import stream
from woonregie.engines.household._course import Course
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import Floats

Words = NDArray[np.uint32]
NATIONAL, LEAVING, PULL, COUNTS, MARKET, HARD, SOFT, ROUNDING = range(8)
"""What the streams of random numbers are for. In each the years come one after the other, so that
the first years of a trajectory do not depend on how many follow."""
USUAL_SIZE = 20_000
DRIVERS, DRIVEN = ("fertility", "mortality", "immigration", "mobility"), ("spread", "memory")
ALONE = ("leaving", "pull", "by_size", "remembered", "market", "own")


@dataclass(frozen=True, slots=True)
class Driver:
    """A national driver around its path: the logarithm of a factor, with memory (*AR(1)*).

    Args:
        spread: standard deviation in the long run.
        memory: which share of a deviation is left a year later, 0 to below 1.
    """

    spread: float
    memory: float

    def __post_init__(self) -> None:
        """Refuse a driver that runs away.

        Raises:
            EngineError: a spread below zero, or a memory outside 0-1.
        """
        if not 0 <= self.spread <= 2 or not 0 <= self.memory < 1:  # noqa: PLR2004  two logs wide
            raise EngineError("a driver has a spread of 0 to 2 and a memory of 0 to below 1")


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far trajectories go apart.

    The figures that stand here are to try things with; the application takes its own from dated
    rows with a source, of which the walks were fitted on what forecasts were off (`Walks.fit`).

    Args:
        fertility: the national number of children per woman.
        mortality: the national rates of mortality.
        immigration: people from abroad, without permit holders.
        mobility: moves between municipalities.
        leaving: spread a year of the walk of who leaves a municipality of 20,000.
        pull: likewise of what it attracts.
        by_size: how fast both become smaller with size; 0.5 is as counts do.
        remembered: what is left a year later of how far a municipality walked; 1 is a random
            walk, that begins at the level of today.
        market: how far building moves up and down everywhere at once, each year.
        own: how far it does in each municipality by itself.
        counts: whether events are counts of people with a noise of their own.
    """

    fertility: Driver = Driver(0.07, 0.9)
    mortality: Driver = Driver(0.04, 0.8)
    immigration: Driver = Driver(0.2, 0.7)
    mobility: Driver = Driver(0.06, 0.7)
    leaving: float = 0.02
    pull: float = 0.025
    by_size: float = 0.25
    remembered: float = 1.0
    market: float = 0.5
    own: float = 0.5
    counts: bool = True

    @classmethod
    def from_values(cls, values: Mapping[str, float]) -> "Uncertainty":
        """Return the uncertainty of numbers by key.

        Args:
            values: "chance/DRIVER/spread" and "chance/DRIVER/memory" of the four national
                drivers, and "chance/leaving", pull, by_size, remembered, market and own.

        Raises:
            EngineError: a number is missing, or cannot be.
        """
        names = [*(f"{name}/{part}" for name in DRIVERS for part in DRIVEN), *ALONE]
        missing = [name for name in names if f"chance/{name}" not in values]
        if missing:
            key = f"chance/{missing[0]}"
            raise EngineError(f"the number {key} is missing", key=key)
        drivers = (
            Driver(*(values[f"chance/{name}/{part}"] for part in DRIVEN)) for name in DRIVERS
        )
        fertility, mortality, immigration, mobility = drivers
        leaving, pull, by_size, remembered, market, own = (
            values[f"chance/{name}"] for name in ALONE
        )
        return cls(
            fertility,
            mortality,
            immigration,
            mobility,
            leaving=leaving,
            pull=pull,
            by_size=by_size,
            remembered=remembered,
            market=market,
            own=own,
        )

    @classmethod
    def none(cls, *, counts: bool = False) -> "Uncertainty":
        """Return no uncertainty at all, or only that of counts.

        >>> Uncertainty.none().counts
        False
        """
        still = Driver(0.0, 0.0)
        return cls(still, still, still, still, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, counts=counts)

    def __post_init__(self) -> None:
        """Refuse what is no spread.

        Raises:
            EngineError: a spread below zero or without end, or a memory outside 0-1.
        """
        spreads = np.array([self.leaving, self.pull, self.by_size, self.market, self.own])
        if not (np.isfinite(spreads) & (spreads >= 0) & (spreads <= 5)).all():  # noqa: PLR2004
            raise EngineError("spreads lie between 0 and 5")
        if not 0 <= self.remembered <= 1:
            raise EngineError("what a walk remembers lies between 0 and 1")

    def walks(self, people: Floats, spread: float) -> Floats:
        """Return (region,) the spread a year of the walk of a municipality of some people."""
        found: Floats = spread * (np.maximum(people, 1.0) / USUAL_SIZE) ** -self.by_size
        return found


@dataclass(frozen=True, slots=True)
class Chance:
    """What chance does to some trajectories.

    Args:
        keys: (year, trajectory) words from which the noise of counts follows; empty for none.
        fertility: (year, trajectory) factor.
        mortality: (year, trajectory) factor.
        immigration: (year, trajectory) factor.
        mobility: (year, trajectory) factor.
        leaving: (year, trajectory, region) factor of who leaves.
        pull: (year, trajectory, region) factor of attraction.
        additions: (year, trajectory, region) dwellings that plans add.
    """

    keys: Words
    fertility: Floats
    mortality: Floats
    immigration: Floats
    mobility: Floats
    leaving: Floats
    pull: Floats
    additions: Floats

    @classmethod
    def none(cls, plan: Course) -> "Chance":
        """Return one trajectory in which everything goes as expected."""
        years, regions = plan.years, len(plan.base.regions)
        one, each = np.ones((years, 1)), np.ones((years, 1, regions))
        silent = np.zeros((years, 0), dtype=np.uint32)
        return cls(silent, one, one, one, one, each, each, plan.additions[:, None, :])

    def beside(self, size: int) -> "Chance":
        """Return the same for some trajectories beside each other, of one trajectory."""
        return Chance(
            **{
                item.name: np.repeat(getattr(self, item.name), size, axis=1)
                for item in fields(self)
            }
        )


def chances(plan: Course, uncertainty: Uncertainty, seed: int, first: int, size: int) -> Chance:
    """Return what chance does to trajectories, to each from its number (equations 14 to 16)."""
    trajectories = range(first, first + size)
    shape = (plan.years, len(plan.base.regions))
    people = plan.base.population.sum(axis=(1, 2, 3))

    def drawn(purpose: int, each: tuple[int, int] = shape) -> Floats:
        """Return (year, trajectory, ..) numbers without a mean, with a spread of one."""
        made = [stream(seed, at, purpose).standard_normal(each) for at in trajectories]
        return np.stack(made, axis=1)

    words = [
        stream(seed, at, COUNTS).integers(0, 2**32, plan.years, dtype=np.uint32)
        for at in trajectories
    ]
    keys: Words = np.stack(words, axis=1)
    national = drawn(NATIONAL, (plan.years, 4))
    return Chance(
        keys=np.ascontiguousarray(keys if uncertainty.counts else keys[:, :0]),
        fertility=_driven(uncertainty.fertility, national[..., 0]),
        mortality=_driven(uncertainty.mortality, national[..., 1]),
        immigration=_driven(uncertainty.immigration, national[..., 2]),
        mobility=_driven(uncertainty.mobility, national[..., 3]),
        leaving=_walked(uncertainty, uncertainty.leaving, people, drawn(LEAVING)),
        pull=_walked(uncertainty, uncertainty.pull, people, drawn(PULL)),
        additions=np.stack([_built(plan, uncertainty, seed, at) for at in trajectories], axis=1),
    )


def _driven(driver: Driver, noise: Floats) -> Floats:
    """Return (year, trajectory) factors whose mean is one (equation 14)."""
    path, now = np.zeros_like(noise), np.zeros(noise.shape[1:])
    step = driver.spread * np.sqrt(1 - driver.memory**2)
    for year, drawn in enumerate(noise):
        now = driver.memory * now + step * drawn
        path[year] = now
    years = np.arange(1, len(noise) + 1)[:, None]
    spread = driver.spread**2 * (1 - driver.memory ** (2 * years))
    found: Floats = np.exp(path - spread / 2)
    return found


def _walked(uncertainty: Uncertainty, spread: float, people: Floats, noise: Floats) -> Floats:
    """Return (year, .., region) factors whose mean is one (equation 15)."""
    each = uncertainty.walks(people, spread)
    if not each.any():
        return np.ones_like(noise)
    memory = uncertainty.remembered
    years = np.arange(1, len(noise) + 1).reshape(-1, *[1] * (noise.ndim - 1))
    steps = noise * each
    if memory == 1:
        found: Floats = np.exp(np.cumsum(steps, axis=0) - years * each**2 / 2)
        return found
    # Somewhere on its way already: nobody knows how far the level of today is from the usual one.
    path, now = np.empty_like(steps), steps[0] / np.sqrt(1 - memory**2)
    for year, step in enumerate(steps):
        now = now if year == 0 else memory * now + step
        path[year] = now
    around: Floats = np.exp(path - each**2 / (1 - memory**2) / 2)
    return around


def _built(plan: Course, uncertainty: Uncertainty, seed: int, trajectory: int) -> Floats:
    """Return (year, region) dwellings of plans that are built (equation 16)."""
    planned = plan.hard.any() or plan.soft.any()
    if not planned or not (uncertainty.market or uncertainty.own):
        return plan.additions
    years, regions = plan.hard.shape
    market = stream(seed, trajectory, MARKET).standard_normal((years, 1)) * uncertainty.market
    rounding = stream(seed, trajectory, ROUNDING).random((years, 2, regions))
    built = np.zeros((years, regions))
    for at, (purpose, dwellings, realised) in enumerate(
        (
            (HARD, plan.hard, plan.realised_hard),
            (SOFT, plan.soft, plan.realised_soft),
        )
    ):
        own = stream(seed, trajectory, purpose).standard_normal((years, regions))
        turn = np.tanh(market + uncertainty.own * own)
        share = realised[:, None] + np.minimum(realised, 1 - realised)[:, None] * turn
        # A whole number of dwellings, whose mean is the share: rounded up as often as it should.
        built += np.floor(dwellings * share + rounding[:, at])
    return built
