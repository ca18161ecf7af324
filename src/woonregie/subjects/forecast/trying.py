"""How forecasts made earlier would have turned out, as figures for a command."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from woonregie.engines.household import MODELS as ENGINE_MODELS
from woonregie.engines.household import Backtest, EngineError, Score, backtest, crossed
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.forecast.formats.past import read_past

MODELS = tuple(ENGINE_MODELS)
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
) -> dict[str, Any]:
    """Return how forecasts from a year of a folder turned out.

    Args:
        folder: with population.csv.
        origin: the last year that a forecast may see.
        horizon: years ahead.
        models: some of `MODELS`; none is all that the folder allows.
        national: whether the total of the country in the target year is given.
        worst: how many of the municipalities that a model missed most are named.

    Raises:
        RefusedError: the folder cannot be read, or this cannot be asked of it.
    """
    past = read_past(folder)
    last = origin + horizon
    years = past.history.years
    if origin not in years or last not in years:
        raise RefusedError(
            f"Er zijn jaren van {years[0]} tot en met {years[-1]}; nodig zijn {origin} en {last}. "
            "Kies een ander begin of een kortere termijn.",
            first=years[0],
            last=years[-1],
        )
    try:
        found = backtest(
            past.history, origin=origin, horizon=horizon, models=models, national=national
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
    return {
        "origin": origin,
        "horizon": horizon,
        "target": last,
        "national_total": "given" if national else "own",
        "regions": len(found.regions),
        "large_regions": int(found.scores[0].large.sum()),
        "ages": past.history.knows_ages,
        "left_out": dict(found.left_out),
        "notes": list(past.notes),
        "models": {score.model: _told(found, score, worst) for score in found.scores},
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
