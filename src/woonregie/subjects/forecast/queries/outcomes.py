"""What comes of levers: a forecast without chance, worked out anew for whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from woonregie.engines.household import (
    Baseline,
    Decomposition,
    EngineError,
    Projection,
    Scenario,
    decomposed,
    project,
)
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.files.services import path_of
from woonregie.foundation.region.models import Region
from woonregie.subjects.forecast.errors import LeversError
from woonregie.subjects.forecast.levers import Caution, cautions, default_levers, scenario_of
from woonregie.subjects.forecast.models import ForecastScenario, StartingPoint
from woonregie.subjects.forecast.queries.settling import settled
from woonregie.subjects.forecast.queries.starting import baseline_at, baseline_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """A forecast without chance, with all that it came from.

    Args:
        starting_point: where it begins.
        base: its baseline.
        levers: settled.
        scenario: what they mean to the engine.
        projection: what comes of it.
        cautions: levers outside what is plausible; every page that shows this shows these.
    """

    starting_point: StartingPoint
    base: Baseline
    levers: Mapping[str, Any]
    scenario: Scenario
    projection: Projection
    cautions: Sequence[Caution]

    @property
    def places(self) -> Sequence[str]:
        """The codes of the municipalities of the region, in the order of the projection."""
        ours: Sequence[str] = self.levers["places"]
        return ours


def tried(
    levers: Mapping[str, Any],
    *,
    region: Region,
    starting_point: StartingPoint,
    account: Account | None,
    today: date,
) -> Outcome:
    """Return what comes of levers that somebody turned, with the plans of today.

    Args:
        levers: as `read_levers` gave them.
        region: for which region.
        starting_point: where it begins.
        account: who turned them; None is the system itself.
        today: the day of the plans and of who may see them.

    Raises:
        LeversError: levers that do not fit.
        DamagedStartingPointError: the file of the starting point is gone.
    """
    base = baseline_of(starting_point)
    found = settled(
        levers,
        region=region,
        starting_point=starting_point,
        base=base,
        account=account,
        today=today,
    )
    return _projected(found, starting_point, base)


def outcome_of(scenario: ForecastScenario) -> Outcome:
    """Return what comes of a scenario that was saved: the same on every day.

    Raises:
        DamagedStartingPointError: the file of the starting point is gone.
    """
    point = scenario.starting_point
    return _projected(scenario.levers, point, baseline_of(point), scenario.name)


def trend_of(outcome: Outcome, begin: StartingPoint | None = None) -> Projection:
    """Return what comes of the same starting point when nobody turns a lever.

    The process remembers the last few: every move of a lever is compared with it.

    Args:
        outcome: for how many years, and of which municipalities.
        begin: another starting point of the same places and year; None for that of the outcome.
    """
    point = begin or outcome.starting_point
    years = int(outcome.levers["years"])
    return _trend(point.digest, path_of(point.file), tuple(outcome.places), years)


@lru_cache(maxsize=8)
def _trend(digest: str, path: Path, places: tuple[str, ...], years: int) -> Projection:
    base = baseline_at(digest, path)
    levers = {**default_levers(), "years": years, "places": places}
    return project(base, scenario_of(levers, base, name="trend"), years=years)


def causes_of(outcome: Outcome) -> Decomposition:
    """Return by what households become more or fewer (*oorzaken van groei*).

    It costs several forecasts, so it is for whoever asks it, not for every move of a lever. The
    process remembers the last few.
    """
    point, years = outcome.starting_point, int(outcome.levers["years"])
    return _causes(point.digest, path_of(point.file), outcome.scenario, years)


@lru_cache(maxsize=8)
def _causes(digest: str, path: Path, scenario: Scenario, years: int) -> Decomposition:
    return decomposed(baseline_at(digest, path), scenario, years)


def _projected(
    levers: Mapping[str, Any], starting_point: StartingPoint, base: Baseline, name: str = ""
) -> Outcome:
    scenario = scenario_of(levers, base, name=name)
    try:
        found = project(base, scenario, years=int(levers["years"]))
    except EngineError as error:
        raise LeversError(str(error), **error.fields) from error
    return Outcome(starting_point, base, levers, scenario, found, cautions(levers))
