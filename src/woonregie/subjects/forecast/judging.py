"""How the household model itself would have turned out: its forecast, its fan, what was counted.

It begins with what was counted up to the origin, as every forecast of `woonregie forecast` does,
and sees nothing later than that; the total of the country only where it is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household import (
    Baseline,
    EngineError,
    Scenario,
    TotalsOff,
    Uncertainty,
    Walks,
    calibrated,
    flow_spread,
    project,
    simulate,
)
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.forecast.formats.past import flows_of
from woonregie.subjects.forecast.formats.tables import assumptions, chances, read_beginning, said

HOUSEHOLD = "household"
"""The name of the model beside those that know people only."""
WINDOW = 5
TRAJECTORIES, SEED = 500, 1
LOW, HIGH, WIDE = 0.1, 0.9, 1.2815515655446004
"""Between the two lie 80 %, and that is so many standard deviations to each side."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Believed:
    """What the household model expects, from an origin on.

    Args:
        base: where it begins.
        people: (year, region) persons, the origin first.
        departures: (year, region) to another region during each year.
        arrivals: (year, region) from one.
        notes: what was missing, and what was assumed instead.
    """

    base: Baseline
    people: Floats
    departures: Floats
    arrivals: Floats
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, base: Baseline, horizon: int, notes: Sequence[str] = ()) -> "Believed":
        """Return what the trend from a baseline is."""
        found = project(base, Scenario(), years=horizon)
        books = found.ledger
        people = found.population.sum(axis=(2, 3))
        return cls(base, people, books.departures, books.arrivals, tuple(notes))

    @classmethod
    def from_folder(cls, folder: Path, *, origin: int, horizon: int) -> "Believed":
        """Return what the model would have expected with what a folder knew at the origin.

        Raises:
            RefusedError: no forecast can begin there.
        """
        _rows, priors = assumptions()
        begun = read_beginning(folder, priors, year=origin, window=WINDOW)
        try:
            found = calibrated(begun.counted, priors)
            return cls.of(found.baseline, horizon, [*begun.notes, *said(found.notes)])
        except EngineError as error:
            raise RefusedError(
                f"Uit deze tabellen is in {origin} geen begin te ijken: {error}.", **error.fields
            ) from None

    def places(self, regions: Sequence[str]) -> list[int]:
        """Return where regions stand.

        Raises:
            RefusedError: one of them does not take part.
        """
        missing = sorted(set(regions) - set(self.base.regions))
        if missing:
            raise RefusedError(f"Van {missing[0]} is in het begin niets geteld.", regions=missing)
        return [self.base.regions.index(region) for region in regions]


@dataclass(frozen=True, slots=True)
class _Case:
    """One origin, judged in every year up to the horizon."""

    believed: Believed
    at: list[int]
    counted: Floats
    national: bool
    trajectories: int
    workers: int

    def scaled(self, people: Floats) -> Floats:
        """Return (..., year, region) people of the regions that are judged, given the total."""
        ours = people[..., self.at]
        if not self.national:
            return ours
        times = self.counted.sum(axis=1) / ours.sum(axis=-1)
        scaled: Floats = ours * times[..., None]
        return scaled

    def fan(self, chance: Uncertainty) -> Floats:
        """Return (trajectory, year, region) people from a year ahead on."""
        found = simulate(
            self.believed.base,
            Scenario(),
            years=len(self.counted),
            trajectories=self.trajectories,
            seed=SEED,
            uncertainty=chance,
            workers=self.workers,
            keep=("population",),
        )
        return self.scaled(found.kept["population"][:, 1:].astype(np.float64))

    def covered(self, chance: Uncertainty, places: NDArray[np.int64]) -> Floats:
        """Return (horizon,) which share of some regions was counted within 80 % of the fan."""
        low, high = np.quantile(self.fan(chance)[..., places], [LOW, HIGH], axis=0)
        real = self.counted[:, places]
        share: Floats = ((real >= low) & (real <= high)).mean(axis=1)
        return share


def spreads(
    folder: Path,
    *,
    origin: int,
    counted: tuple[Sequence[str], Floats],
    national: bool = True,
    trajectories: int = TRAJECTORIES,
    workers: int = 1,
) -> dict[str, Any]:
    """Return the walks of municipalities fitted on what the household model was off.

    Fitted on one half of the municipalities, dealt out by size, and judged by the fan of the
    model itself in the other; and the other way round. What the application takes is in
    `chances`; it is judged as well.

    Args:
        folder: with population.csv and components.csv.
        origin: the last year that the model sees.
        counted: the regions that are judged, and (horizon, region) persons of the years after.
        national: whether totals of the country are given.
        trajectories: of each fan.
        workers: threads.

    Raises:
        RefusedError: moves were not counted, or there are too few municipalities.
    """
    regions, people = counted
    horizon, usual = len(people), chances()
    believed = Believed.from_folder(folder, origin=origin, horizon=horizon)
    at = believed.places(regions)
    case = _Case(believed, at, people, national, trajectories, workers)
    try:
        ratio = _ratio(folder, case, regions, origin)
        off = _off(case, replace(usual, leaving=0.0, pull=0.0))
        halves = off.halves()
        fits = [Walks.fit(off.only(half), ratio) for half in halves]
        whole = Walks.fit(off, ratio)
    except EngineError as error:
        raise RefusedError(
            "Hoe ver gemeenten uit elkaar lopen is met deze map niet te ijken. Nodig zijn in "
            "components.csv vertrek en aankomst van de jaren na het begin, en per helft tien "
            "gemeenten.",
            why=str(error),
        ) from None
    other = zip(fits, reversed(halves), strict=True)
    found = [case.covered(fit.of(usual), half) for fit, half in other]
    return {
        "fitted": _told(whole),
        "halves": [_told(fit) for fit in fits],
        "covered_other_half": [_shares(half) for half in found],
        "covered": _shares(np.mean(found, axis=0)),
        "in_use": {
            "leaving": usual.leaving,
            "pull": usual.pull,
            "by_size": usual.by_size,
            "remembered": usual.remembered,
        },
        "covered_in_use": _shares(case.covered(usual, np.arange(len(regions)))),
        "trajectories": trajectories,
    }


def _ratio(folder: Path, case: _Case, regions: Sequence[str], origin: int) -> float:
    """Return how much further arrivals go apart than departures."""
    years = range(origin, origin + len(case.counted))
    found: list[float] = []
    for name in ("arrivals", "departures"):
        real = flows_of(folder, name, regions, years)
        expected = getattr(case.believed, name)[:, case.at]
        both = np.isfinite(real) & (real > 0) & (expected > 0)
        if not both.any(axis=1).all():
            raise EngineError(f"there is a year without {name}")
        made, beside = np.where(both, real, np.nan), np.where(both, expected, np.nan)
        nation = np.log(np.nansum(made, axis=1) / np.nansum(beside, axis=1))
        off = np.log(made / beside)
        found.append(flow_spread(off - nation[:, None], real))
    if not found[1]:
        raise EngineError("departures do not go apart")
    return found[0] / found[1]


def _off(case: _Case, still: Uncertainty) -> TotalsOff:
    """Return what the model was off, and how far chance goes without any walk."""
    believed, at = case.believed, case.at
    low, high = np.quantile(np.log(case.fan(still)), [LOW, HIGH], axis=0)
    start = believed.people[0, at]
    return TotalsOff(
        people=start,
        off=np.log(case.counted / case.scaled(believed.people[1:])),
        chance=(high - low) / (2 * WIDE),
        departures=believed.departures[0, at] / start,
        arrivals=believed.arrivals[0, at] / start,
    )


def _told(walks: Walks) -> dict[str, float]:
    return {
        "leaving": round(walks.leaving, 4),
        "pull": round(walks.pull, 4),
        "by_size": round(walks.by_size, 3),
        "remembered": walks.memory,
    }


def _shares(found: Floats) -> list[float]:
    return [round(float(share), 4) for share in found]
