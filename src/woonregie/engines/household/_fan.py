"""Many trajectories beside each other: bands and chances."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household._chance import Uncertainty
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import Floats
from woonregie.engines.household._results import Unmet

Singles = NDArray[np.float32]
Bools = NDArray[np.bool_]
Choice = Callable[[Mapping[str, Floats]], Bools]

HOUSEHOLDS = ("alone", "couples", "families", "lone_parents", "other")
AGES_SHOWN = ("aged_0_19", "aged_20_64", "aged_65_79", "aged_80")
KEPT = ("population", "households", *HOUSEHOLDS, *AGES_SHOWN, "stock")
"""What is kept of every trajectory, by year and region."""
DERIVED = ("need", "shortage", "need_growth")
"""What follows from it."""
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, slots=True)
class Fan:
    """An ensemble of trajectories (*waaier*): what is kept of each, never whole states.

    Args:
        regions: the name of each.
        years: calendar years; everything is of 1 January.
        first: the number of the first trajectory.
        kept: by measure (trajectory, year, region).
        dwellings_per_household: (year, region) what a household asks.
        hard_capacity: (year, region) dwellings in hard plans up to that day.
        seed: from which chance follows.
        baseline: digest of where it began.
        scenario: digest of the levers.
        uncertainty: how far trajectories go apart.
        worst_imbalance: the largest part of the people of a trajectory that was not booked.
        unmet: what was stated or given and could not be met: of net domestic migration the
            trajectory furthest off, before the chance of arrivals; national totals as without
            chance.
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    first: int
    kept: Mapping[str, Singles] = field(repr=False)
    dwellings_per_household: Floats = field(repr=False)
    hard_capacity: Floats = field(repr=False)
    seed: int
    uncertainty: Uncertainty
    baseline: str
    scenario: str
    worst_imbalance: float
    unmet: Sequence[Unmet] = ()

    @property
    def chance(self) -> tuple[int, Uncertainty, tuple[int, ...]]:
        """From what the chance of a trajectory follows, besides its number."""
        return (self.seed, self.uncertainty, self.years)

    @property
    def trajectories(self) -> int:
        """How many there are."""
        return int(next(iter(self.kept.values())).shape[0])

    def values(self, measure: str, year: int) -> Floats:
        """Return (trajectory, region) a measure on 1 January.

        Args:
            measure: one of `KEPT` or `DERIVED`.
            year: calendar year, such as 2031.

        Raises:
            EngineError: it was not kept, or the forecast has no such year.
        """
        if year not in self.years:
            raise EngineError(
                f"the forecast is of {self.years[0]} to {self.years[-1]}, not of {year}", year=year
            )
        return self.at_place(measure, self.years.index(year))

    def at_place(self, measure: str, place: int) -> Floats:
        """Return the same for the year at a place, 0 is the first.

        Raises:
            EngineError: it was not kept.
        """
        if measure in self.kept:
            return self.kept[measure][:, place].astype(np.float64)
        if measure == "need":
            need: Floats = self.at_place("households", place) * self.dwellings_per_household[place]
            return need
        if measure == "shortage":
            return np.maximum(self.at_place("need", place) - self.at_place("stock", place), 0.0)
        if measure == "need_growth":
            return self.at_place("need", place) - self.at_place("need", 0)
        raise EngineError(f"{measure} was not kept", measure=measure, kept=list(self.kept))

    def quantile(self, measure: str, share: float) -> Floats:
        """Return (year, region) below which a share of the trajectories lies.

        Args:
            measure: one of `KEPT` or `DERIVED`.
            share: 0 to 1.

        Raises:
            EngineError: the measure was not kept, or the share is none.
        """
        _check(share)
        found = [np.quantile(self.at_place(measure, at), share, axis=0) for at in self._places()]
        return np.array(found)

    def total_quantile(self, measure: str, share: float, regions: Sequence[str]) -> Floats:
        """Return (year,) the same for some regions together; quantiles do not add up.

        Raises:
            EngineError: the measure was not kept, the share is none, or there is no such region.
        """
        _check(share)
        unknown = sorted(set(regions) - set(self.regions))
        if unknown:
            raise EngineError(f"there is no region {unknown[0]}", region=unknown[0])
        chosen = [self.regions.index(region) for region in regions]
        found = [
            np.quantile(self.at_place(measure, at)[:, chosen].sum(axis=1), share)
            for at in self._places()
        ]
        return np.array(found)

    def mean(self, measure: str) -> Floats:
        """Return (year, region) the mean of all trajectories."""
        return np.array([self.at_place(measure, at).mean(axis=0) for at in self._places()])

    def probability(self, choice: Choice) -> Floats:
        """Return (year, region) in which share of the trajectories something holds.

        Args:
            choice: from measures, each (trajectory, region) of one year, whether it holds. Besides
                those kept there are `DERIVED`, and "hard_capacity" (1, region).

        An example: `fan.probability(lambda now: now["hard_capacity"] > now["need_growth"])`.
        """
        return np.array([choice(_Year(self, at)).mean(axis=0) for at in self._places()])

    def _places(self) -> range:
        return range(len(self.years))

    @classmethod
    def joined(cls, parts: "Sequence[Fan]") -> "Fan":
        """Return the fan of parts that follow on each other, as one run would have made it.

        Raises:
            EngineError: there are none, they do not follow on each other, or are not of one
                forecast with one uncertainty.
        """
        if not parts:
            raise EngineError("there are no parts to join", parts=0)
        ahead = parts[0].first
        for part in parts:
            if (part.baseline, part.scenario, part.chance, tuple(part.kept)) != (
                parts[0].baseline,
                parts[0].scenario,
                parts[0].chance,
                tuple(parts[0].kept),
            ):
                raise EngineError("these are not parts of one forecast")
            if part.first != ahead:
                raise EngineError(f"trajectory {ahead} is missing", trajectory=ahead)
            ahead += part.trajectories
        first = parts[0]
        return cls(
            regions=first.regions,
            years=first.years,
            first=first.first,
            kept={
                name: np.concatenate([part.kept[name] for part in parts]) for name in first.kept
            },
            dwellings_per_household=first.dwellings_per_household,
            hard_capacity=first.hard_capacity,
            seed=first.seed,
            uncertainty=first.uncertainty,
            baseline=first.baseline,
            scenario=first.scenario,
            worst_imbalance=max(part.worst_imbalance for part in parts),
            unmet=furthest([item for part in parts for item in part.unmet]),
        )


def furthest(items: Sequence[Unmet]) -> list[Unmet]:
    """Return of each year and region what is furthest off."""
    found: dict[tuple[str, str, int], Unmet] = {}
    for item in items:
        known = found.setdefault((item.region, item.what, item.year), item)
        if abs(item.found - item.asked) > abs(known.found - known.asked):
            found[item.region, item.what, item.year] = item
    return sorted(found.values(), key=lambda item: (item.region == "", item.year, item.region))


class _Year(Mapping[str, Floats]):
    """The measures of one year, each worked out when it is asked."""

    def __init__(self, fan: Fan, year: int) -> None:
        self._fan, self._year = fan, year

    def __getitem__(self, measure: str) -> Floats:
        if measure == "hard_capacity":
            capacity: Floats = self._fan.hard_capacity[self._year][None, :]
            return capacity
        return self._fan.at_place(measure, self._year)

    def __iter__(self) -> Iterator[str]:
        return iter((*self._fan.kept, *DERIVED, "hard_capacity"))

    def __len__(self) -> int:
        return len(self._fan.kept) + len(DERIVED) + 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two scenarios that met the same chance, so that their difference has no noise.

    Args:
        first: the one.
        second: the other.
    """

    first: Fan
    second: Fan

    def __post_init__(self) -> None:
        """Refuse two fans that did not meet the same chance.

        Raises:
            EngineError: baseline, years, seed, uncertainty or trajectories differ.
        """
        one, other = (
            (fan.baseline, fan.chance, fan.first, fan.trajectories)
            for fan in (self.first, self.second)
        )
        if one != other:
            raise EngineError("these two did not meet the same chance: their difference has noise")

    def values(self, measure: str, year: int) -> Floats:
        """Return (trajectory, region) by how much the second is more in a calendar year.

        Raises:
            EngineError: as for `Fan.values`.
        """
        return self.second.values(measure, year) - self.first.values(measure, year)

    def quantile(self, measure: str, share: float) -> Floats:
        """Return (year, region) below which a share of the differences lies."""
        _check(share)
        years = self.first.years
        return np.array([np.quantile(self.values(measure, at), share, axis=0) for at in years])

    def mean(self, measure: str) -> Floats:
        """Return (year, region) the mean difference."""
        return np.array([self.values(measure, at).mean(axis=0) for at in self.first.years])


def _check(share: float) -> None:
    if not 0 <= share <= 1:
        raise EngineError(f"a quantile lies between 0 and 1, not at {share:g}", share=share)
