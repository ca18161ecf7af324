"""A forecast of a folder of tables, as figures for a command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household import (
    Baseline,
    EngineError,
    Fan,
    Projection,
    Scenario,
    calibrated,
    project,
    simulate,
)
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.forecast.errors import FolderError
from woonregie.subjects.forecast.formats.tables import (
    ASSUMED,
    assumptions,
    chances,
    read_beginning,
    said,
)
from woonregie.subjects.forecast.levers import BY_KEY, OWN_NEED, Caution, read_levers, scenario_of

MEASURES = ("population", "households", "need", "task", "shortage")
FANNED = ("population", "households", "need", "shortage")
QUANTILES = (0.1, 0.5, 0.9)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Started:
    """Where a forecast of a folder begins, and the levers on it."""

    base: Baseline
    scenario: Scenario
    notes: Sequence[str]
    warnings: Sequence[Caution]


def projected(folder: Path, *, years: int, **asked: Any) -> dict[str, Any]:
    """Return the forecast of a folder, without chance.

    Args:
        folder: of tables, as `read_beginning` reads them.
        years: how many.
        asked: of `started`.

    Raises:
        RefusedError: the folder or a lever cannot be used.
    """
    start = started(folder, years=years, **asked)
    try:
        found = project(start.base, start.scenario, years=years)
    except EngineError as error:
        raise _cannot(error) from None
    return _told(start, found.years) | {
        "measures": _rows(found),
        "alarms": [
            {"year": item.year, "component": item.component, "factor": round(item.factor, 4)}
            for item in found.alarms()
        ],
        "unmet": [
            {"year": item.year, "what": item.what, "region": item.region} for item in found.unmet
        ],
    }


def simulated(
    folder: Path, *, years: int, trajectories: int, seed: int, workers: int, **asked: Any
) -> dict[str, Any]:
    """Return many trajectories of a folder, as quantiles.

    Args:
        folder: of tables.
        years: how many.
        trajectories: how many.
        seed: another one is other chance.
        workers: threads.
        asked: of `started`.

    Raises:
        RefusedError: the folder or a lever cannot be used.
    """
    start = started(folder, years=years, **asked)
    try:
        fan = simulate(
            start.base,
            start.scenario,
            years=years,
            trajectories=trajectories,
            seed=seed,
            workers=workers,
            uncertainty=chances(asked.get("assumed") or ASSUMED),
        )
    except EngineError as error:
        raise _cannot(error) from None
    return _told(start, fan.years) | {
        "trajectories": trajectories,
        "seed": seed,
        "measures": _fanned(fan),
    }


def started(
    folder: Path,
    *,
    years: int,
    levers: Sequence[str] = (),
    begin: int | None = None,
    window: int = 5,
    assumed: Path | None = None,
) -> Started:
    """Return where a forecast of a folder begins.

    Args:
        folder: of tables.
        years: how many the forecast has.
        levers: "key=value" each, by the keys of the table of levers.
        begin: year of the first day; None for the last one that was counted.
        window: years of events.
        assumed: csv of assumptions; None for ours.

    Raises:
        RefusedError: the folder or a lever cannot be used.
    """
    _rows_of, priors = assumptions() if assumed is None else assumptions(assumed)
    found = read_beginning(folder, priors, year=begin, window=window)
    try:
        result = calibrated(found.counted, priors)
    except EngineError as error:
        raise FolderError(
            f"Uit deze tabellen is geen begin te ijken: {error}.", **error.fields
        ) from None
    read = read_levers(_by_name([*levers, f"years={years}"]))
    if read.errors:
        raise RefusedError(" ".join(read.errors.values()), levers=dict(read.errors))
    ours = [name for name in result.baseline.regions if name not in found.zones]
    need = read.levers[OWN_NEED]
    if need["kind"] == "zero-within":
        need = {**need, "members": ours}
    turned = {**read.levers, OWN_NEED: need, "places": ours}
    return Started(
        result.baseline,
        scenario_of(turned, result.baseline),
        [*found.notes, *said(result.notes)],
        read.warnings,
    )


def _by_name(levers: Sequence[str]) -> dict[str, str]:
    """Return levers by the names that are read, of "key=value"."""
    found: dict[str, str] = {}
    for given in levers:
        key, sign, value = given.partition("=")
        if not sign or key not in BY_KEY:
            raise RefusedError(
                f"De knop {given} is niet te lezen. Schrijf knop=waarde; knoppen zijn: "
                f"{', '.join(sorted(BY_KEY))}.",
                lever=given,
            )
        found[BY_KEY[key].name] = value
    return found


def _cannot(error: EngineError) -> RefusedError:
    return RefusedError(
        "Deze prognose kan niet: vraag 1 tot 100 jaar en 1 tot 100.000 doorrekeningen, en kijk of "
        "knoppen bij elkaar passen.",
        why=str(error),
    )


def _told(start: Started, years: Sequence[int]) -> dict[str, Any]:
    return {
        "regions": list(start.base.regions),
        "years": list(years),
        "baseline": start.base.digest,
        "scenario": start.scenario.digest(),
        "notes": list(start.notes),
        "warnings": [item.text for item in start.warnings],
    }


def _rows(found: Projection) -> dict[str, Any]:
    tables: Mapping[str, Floats] = {
        "population": found.population.sum(axis=(2, 3)),
        "households": found.households,
        "need": found.need,
        "task": found.task,
        "shortage": found.shortage,
    }
    return {name: np.round(tables[name], 1).tolist() for name in MEASURES}


def _fanned(fan: Fan) -> dict[str, Any]:
    return {
        name: {
            f"{100 * share:.0f}": np.round(fan.quantile(name, share), 1).tolist()
            for share in QUANTILES
        }
        for name in FANNED
    }
