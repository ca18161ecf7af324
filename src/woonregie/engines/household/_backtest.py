"""How earlier forecasts would have turned out: the same past, several models, what came."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from woonregie.engines.household._drift import FEWEST_YEARS, ours
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._history import Flags, History, Outlook
from woonregie.engines.household._naive import averaged, hamilton_perry, linear, share
from woonregie.engines.household._positions import Floats

Model = Callable[[History, int], Outlook]
MODELS: Mapping[str, Model] = {
    "ours": ours,
    "hamilton-perry": hamilton_perry,
    "linear": linear,
    "mean": averaged,
    "share": share,
}
"""Forecasts by name; `mean` is that of Hamilton-Perry and linear."""
BY_AGE = frozenset({"hamilton-perry", "mean"})
"""Those that cannot do without ages."""
JUMP = 0.08
LARGE = 20_000
FAR_OFF = 0.10
JUDGED_BANDS = (0, 15, 30, 45, 65, 80)
"""First age of the groups by which forecasts with ages are judged."""
MOST_HORIZON = 50


@dataclass(frozen=True, slots=True)
class Score:
    """How one model did.

    Args:
        model: its name.
        expected: (region,) persons.
        error: (region,) expected beside counted, less one.
        large: (region,) whether it counts as large.
        by_age: group of ages -> sum of absolute errors by region, as a share of the people;
            empty where the model knows no ages.
    """

    model: str
    expected: Floats
    error: Floats
    large: Flags
    by_age: Mapping[str, float]

    @property
    def mape(self) -> float:
        """Return the mean absolute error in percent, each region counting once."""
        return float(100 * np.abs(self.error).mean())

    @property
    def mape_large(self) -> float | None:
        """Return the same of large regions; None where there are none."""
        if not self.large.any():
            return None
        return float(100 * np.abs(self.error[self.large]).mean())

    @property
    def far_off(self) -> float:
        """Return the share of regions (0-1) that are off by more than 10 %."""
        return float((np.abs(self.error) > FAR_OFF).mean())


@dataclass(frozen=True, slots=True)
class Backtest:
    """Forecasts from one year, beside what was counted later.

    Args:
        origin: the last year that models saw.
        target: the year that is forecast.
        national: whether the national total of the target year was given.
        regions: those that are judged.
        counted: (region,) persons in the target year.
        left_out: other regions, and why: gap, empty or jump.
        scores: one per model.
    """

    origin: int
    target: int
    national: bool
    regions: tuple[str, ...]
    counted: Floats
    left_out: Mapping[str, str]
    scores: tuple[Score, ...]

    def score(self, model: str) -> Score:
        """Return how a model did.

        Raises:
            EngineError: it did not take part.
        """
        for item in self.scores:
            if item.model == model:
                return item
        raise EngineError(f"{model} did not take part", model=model)

    def beside(self, model: str, expected: Floats) -> "Backtest":
        """Return the same with what another forecast expected, judged likewise.

        Args:
            model: what it is called.
            expected: (region,) persons in the target year, of `regions`.

        Raises:
            EngineError: it has another number of regions, or expects nobody somewhere.

        >>> known = History.from_arrays(
        ...     regions=["Raalte", "Zwolle"],
        ...     years=range(2018, 2022),
        ...     people=np.array([[100.0, 300], [101, 303], [102, 306], [104, 306]]),
        ... )
        >>> found = backtest(known, origin=2020, horizon=1, models=["linear"])
        >>> found.beside("other", np.array([100.0, 310])).score("other").expected.tolist()
        [100.0, 310.0]
        """
        if expected.shape != self.counted.shape or not (expected > 0).all():
            raise EngineError(
                f"{model} says something of {len(self.regions)} regions, each of somebody"
            )
        outlook = Outlook(expected)
        if self.national:
            outlook = outlook.scaled(float(self.counted.sum()))
        score = _score(model, outlook, self.counted[:, None, None])
        return replace(self, scores=(*self.scores, score))

    def worst(self, model: str, count: int = 10) -> list[tuple[str, float]]:
        """Return the regions that a model missed most, with the error as a share."""
        error = self.score(model).error
        order = np.argsort(-np.abs(error), kind="stable")[:count]
        return [(self.regions[at], float(error[at])) for at in order]


def backtest(
    history: History,
    *,
    origin: int,
    horizon: int,
    models: Sequence[str] = (),
    national: bool = True,
    jump: float = JUMP,
) -> Backtest:
    """Return how forecasts from an earlier year turned out.

    A model is handed what was known on 1 January of the origin; of later years it sees nothing
    but, when `national`, the one total of all regions together.

    Args:
        history: with the target year.
        origin: year from which is forecast.
        horizon: years ahead.
        models: out of `MODELS`; none is all that can be made of this history.
        national: whether forecasts are brought to the counted total.
        jump: regions that change more than this share in one year are left out.

    Raises:
        EngineError: a year is not there, a model is not known, or nothing is left to judge.

    >>> found = backtest(
    ...     History.from_arrays(
    ...         regions=["Raalte", "Zwolle"],
    ...         years=range(2018, 2022),
    ...         people=np.array([[100.0, 300], [101, 303], [102, 306], [104, 306]]),
    ...     ),
    ...     origin=2020,
    ...     horizon=1,
    ...     models=["linear"],
    ... )
    >>> found.score("linear").expected.round(1).tolist()
    [102.5, 307.5]
    """
    if not 1 <= horizon <= MOST_HORIZON:
        raise EngineError(f"horizon lies between 1 and {MOST_HORIZON}", horizon=horizon)
    asked = _asked(history, models)
    if history.place(origin) + 1 < FEWEST_YEARS:
        raise EngineError(
            f"forecasts ask for {FEWEST_YEARS} years up to the origin; there is "
            f"{history.years[0]} to {origin}",
            origin=origin,
        )
    target = origin + horizon
    left_out = history.left_out(target, jump)
    kept = np.array([region not in left_out for region in history.regions])
    if not kept.any():
        raise EngineError("no region can be judged", left_out=dict(left_out))
    judged = history.only(kept)
    real = judged.people[judged.place(target)]
    past = judged.until(origin)
    scores: list[Score] = []
    for name in asked:
        outlook = MODELS[name](past, horizon)
        if national:
            outlook = outlook.scaled(float(real.sum()))
        scores.append(_score(name, outlook, real))
    return Backtest(
        origin=origin,
        target=target,
        national=national,
        regions=judged.regions,
        counted=real.sum(axis=(1, 2)),
        left_out=left_out,
        scores=tuple(scores),
    )


def _asked(history: History, models: Sequence[str]) -> tuple[str, ...]:
    possible = [name for name in MODELS if history.knows_ages or name not in BY_AGE]
    unknown = [name for name in models if name not in possible]
    if unknown:
        raise EngineError(
            f"{', '.join(unknown)} cannot be made; there are: {', '.join(possible)}",
            models=unknown,
        )
    return tuple(models or possible)


def _score(name: str, outlook: Outlook, real: Floats) -> Score:
    counted = real.sum(axis=(1, 2))
    return Score(
        model=name,
        expected=outlook.total,
        error=outlook.total / counted - 1,
        large=counted >= LARGE,
        by_age={} if outlook.people is None else _by_age(outlook.people, real),
    )


def _by_age(expected: Floats, real: Floats) -> dict[str, float]:
    starts = [first for first in JUDGED_BANDS if first < real.shape[2]]
    off, among = (
        np.add.reduceat(values.sum(axis=1), starts, axis=1) for values in (expected, real)
    )
    found = np.abs(off - among).sum(axis=0) / np.maximum(among.sum(axis=0), 1.0)
    ends = [*(str(first - 1) for first in starts[1:]), ""]
    return {
        f"{first}-{end}" if end else f"{first}+": float(value)
        for first, end, value in zip(starts, ends, found, strict=True)
    }


@dataclass(frozen=True, slots=True)
class Band:
    """How far forecasts are usually off, by size: an interval of so many percent.

    Args:
        coverage: share of regions (0-1) that should lie within.
        width: relative error of 20,000 people that is not passed so often.
        slope: how the error falls with size: (people / 20,000) to the power of minus this.
    """

    coverage: float
    width: float
    slope: float

    @classmethod
    def fit(cls, error: Floats, people: Floats, coverage: float = 0.8) -> "Band":
        """Return the band of what earlier forecasts were off.

        Args:
            error: (region,) relative errors.
            people: (region,) size.
            coverage: share (0-1) that lies within.

        Raises:
            EngineError: fewer than ten regions.
        """
        if error.size < 10:  # noqa: PLR2004  a quantile of fewer says nothing
            raise EngineError("a band asks for ten regions", regions=int(error.size))
        size = np.log(people / LARGE)
        apart = size - size.mean()
        off = np.log(np.maximum(np.abs(error), 1e-4))
        slope = -float(apart @ off / max(float(apart @ apart), 1e-12))
        slope = min(max(slope, 0.0), 1.0)
        width = float(np.quantile(np.abs(error) * np.exp(slope * size), coverage))
        return cls(coverage, width, slope)

    def half(self, people: Floats) -> Floats:
        """Return (region,) how far a forecast may be off, as a share of what is counted."""
        found: Floats = self.width * (people / LARGE) ** -self.slope
        return found

    def covered(self, error: Floats, people: Floats) -> float:
        """Return the share of regions whose error lies within."""
        return float((np.abs(error) <= self.half(people)).mean())


def crossed(error: Floats, people: Floats, coverage: float = 0.8) -> tuple[float, float]:
    """Return how much two bands cover, each fitted on one half of the regions and not its own.

    Regions are dealt out by size, one to each half in turn.

    Args:
        error: (region,) relative errors.
        people: (region,) size.
        coverage: share (0-1) that should lie within.

    Raises:
        EngineError: a half has fewer than ten regions.
    """
    order = np.argsort(-people, kind="stable")
    halves = (order[::2], order[1::2])
    first, second = (Band.fit(error[half], people[half], coverage) for half in halves)
    return (
        second.covered(error[halves[0]], people[halves[0]]),
        first.covered(error[halves[1]], people[halves[1]]),
    )
