"""How forecasts made earlier would have turned out, as figures for a command."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from woonregie.engines.household import MODELS as ENGINE_MODELS
from woonregie.engines.household import Backtest, EngineError, Score, backtest, crossed
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.forecast.formats.past import Borders, Past, read_past, recoded
from woonregie.subjects.forecast.judging import HOUSEHOLD, Believed, spreads

MODELS = (*ENGINE_MODELS, HOUSEHOLD)
COVERAGE = 0.8
FEWEST_FOR_BAND = 40


def tried(
    folder: Path,
    *,
    origin: int,
    horizon: int,
    models: Sequence[str] = (),
    national: bool = True,
    worst: int = 10,
    fitted: int = 0,
    workers: int = 1,
    borders: Borders | None = None,
) -> tuple[Backtest, dict[str, Any]]:
    """Return how forecasts from a year of a folder turned out, and the same told in figures.

    Args:
        folder: with population.csv.
        origin: the last year that a forecast may see.
        horizon: years ahead.
        models: some of `MODELS`; none is all that know people only, as far as the folder allows.
        national: whether the total of the country in the target year is given.
        worst: how many of the municipalities that a model missed most are named.
        fitted: trajectories of the fans on which spreads of municipalities are fitted; 0 is not.
        workers: threads of these.
        borders: mergers, where the folder has no borders.csv of its own.

    Raises:
        RefusedError: the folder cannot be read, or this cannot be asked of it.
    """
    with recoded(folder, borders) as (place, told):
        past = read_past(place)
        found = turned_out(
            place, past, origin=origin, horizon=horizon, models=models, national=national
        )
        fit = _spreads(place, past, found, fitted, workers)
    return found, {
        "origin": origin,
        "horizon": horizon,
        "target": found.target,
        "national_total": "given" if national else "own",
        "regions": len(found.regions),
        "large_regions": int(found.scores[0].large.sum()),
        "ages": past.history.knows_ages,
        "left_out": dict(found.left_out),
        "notes": [*told, *past.notes],
        "models": {score.model: _told(found, score, worst) for score in found.scores},
        **fit,
    }


def turned_out(
    folder: Path,
    past: Past,
    *,
    origin: int,
    horizon: int,
    models: Sequence[str] = (),
    national: bool = True,
) -> Backtest:
    """Return forecasts from a year of a folder beside what was counted.

    Args:
        folder: with population.csv, and components.csv for the household model.
        past: what `read_past` read of it.
        origin: the last year that a forecast may see.
        horizon: years ahead.
        models: some of `MODELS`.
        national: whether the total of the country in the target year is given.

    Raises:
        RefusedError: this cannot be asked of the folder.
    """
    years = past.history.years
    if origin not in years or origin + horizon not in years:
        raise RefusedError(
            f"Er zijn jaren van {years[0]} tot en met {years[-1]}; nodig zijn {origin} en "
            f"{origin + horizon}. Kies een ander begin of een kortere termijn.",
            first=years[0],
            last=years[-1],
        )
    plain = [name for name in models if name != HOUSEHOLD]
    if models and not plain:
        plain = ["share"]
    try:
        found = backtest(
            past.history, origin=origin, horizon=horizon, models=plain, national=national
        )
    except EngineError as error:
        raise RefusedError(
            "Deze proef kan niet met deze cijfers: vraag een termijn van 1 tot en met 50 jaar, "
            "drie jaren of meer tot en met het begin, alleen modellen die zonder leeftijden "
            "kunnen waar die er niet zijn, en minstens één gemeente zonder ontbrekend jaar of "
            "sprong.",
            why=str(error),
            **error.fields,
        ) from None
    if HOUSEHOLD not in models:
        return found
    believed = Believed.from_folder(folder, origin=origin, horizon=horizon)
    found = found.beside(HOUSEHOLD, believed.people[-1, believed.places(found.regions)])
    return replace(found, scores=tuple(item for item in found.scores if item.model in models))


def _spreads(
    folder: Path, past: Past, found: Backtest, trajectories: int, workers: int
) -> dict[str, Any]:
    if not trajectories:
        return {}
    history = past.history
    at = [history.regions.index(region) for region in found.regions]
    first, last = history.place(found.origin) + 1, history.place(found.target) + 1
    counted = (found.regions, history.total[first:last, at])
    return {
        "spreads": spreads(
            folder,
            origin=found.origin,
            counted=counted,
            national=found.national,
            trajectories=trajectories,
            workers=workers,
        )
    }


def _told(found: Backtest, score: Score, worst: int) -> dict[str, Any]:
    large = score.mape_large
    told: dict[str, Any] = {
        "mape": round(score.mape, 4),
        "mape_large": None if large is None else round(large, 4),
        "beyond_ten_percent": round(score.far_off, 4),
        "by_age": {group: round(100 * off, 3) for group, off in score.by_age.items()},
        "worst": [
            {"region": region, "error_percent": round(100 * off, 2)}
            for region, off in found.worst(score.model, worst)
        ],
    }
    if len(found.regions) >= FEWEST_FOR_BAND:
        halves = crossed(score.error, score.expected, COVERAGE)
        told["coverage"] = {
            "asked": COVERAGE,
            "found": round(sum(halves) / 2, 4),
            "halves": [round(half, 4) for half in halves],
        }
    return told
