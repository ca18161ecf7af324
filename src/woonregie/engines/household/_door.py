"""What a forecast is asked with: one without chance, many with it, two beside each other."""

from collections.abc import Callable, Sequence

from woonregie.engines.draws import LARGEST_SEED
from woonregie.engines.household._baseline import Baseline
from woonregie.engines.household._chance import Uncertainty
from woonregie.engines.household._course import course, wanted
from woonregie.engines.household._decomposition import Decomposition
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._fan import KEPT, Comparison, Fan
from woonregie.engines.household._results import Projection
from woonregie.engines.household._scenario import Scenario

MOST_TRAJECTORIES = 100_000
MOST_WORKERS = 256
MOST_KEPT_BYTES = 2_000_000_000
"""What the kept measures of one run may take; more is asked in parts, or with fewer measures."""
BYTES_EACH = 4


def require_fit(base: Baseline, scenario: Scenario, *, years: int) -> None:
    """Look whether a forecast of this scenario can be made, without making it.

    Raises:
        EngineError: scenario and baseline do not fit.
    """
    course(base, scenario, years)
    wanted(scenario.national, years)


def project(base: Baseline, scenario: Scenario, *, years: int) -> Projection:
    """Return the forecast (*prognose*) of a scenario, without chance.

    Args:
        base: where it begins.
        scenario: the levers.
        years: how many, at most 100.

    Raises:
        EngineError: scenario and baseline do not fit.

    >>> from woonregie.engines.household import ZERO, invented
    >>> found = project(invented(3), Scenario(own_need=ZERO), years=10)
    >>> found.years[-1], found.ledger.worst() < 1e-5
    (2036, True)
    """
    from woonregie.engines.household._project import walked  # noqa: PLC0415  compiles its loops

    return walked(course(base, scenario, years), wanted(scenario.national, years))[0]


def decomposed(base: Baseline, scenario: Scenario, years: int) -> Decomposition:
    """Return by what households become more or fewer (*waar groei vandaan komt*), without chance.

    Args:
        base: where it begins.
        scenario: the levers.
        years: how many, at most 100.

    Raises:
        EngineError: scenario and baseline do not fit.

    >>> import numpy as np
    >>> from woonregie.engines.household import ZERO, invented
    >>> found = decomposed(invented(3), Scenario(own_need=ZERO), 10)
    >>> list(found.parts())
    ['age_structure', 'behaviour', 'domestic', 'abroad', 'supply']
    >>> bool(np.allclose(sum(found.parts().values()), found.growth)), bool(found.domestic.any())
    (True, False)
    """
    from woonregie.engines.household._switched import divided  # noqa: PLC0415  as above

    return divided(course(base, scenario, years), wanted(scenario.national, years))


def simulate(
    base: Baseline,
    scenario: Scenario,
    *,
    years: int,
    trajectories: int = 1000,
    seed: int = 1,
    uncertainty: Uncertainty | None = None,
    first: int = 0,
    workers: int = 1,
    keep: Sequence[str] = KEPT,
    told: Callable[[int], None] | None = None,
) -> Fan:
    """Return many trajectories (*doorrekeningen*) of a scenario, each with its own chance.

    A trajectory follows from baseline, scenario, uncertainty, seed and its number, whichever
    others are asked and however many workers there are.

    Args:
        base: where it begins.
        scenario: the levers.
        years: how many, at most 100.
        trajectories: how many.
        seed: another one is other chance.
        uncertainty: how far trajectories go apart; None for the usual one.
        first: number of the first: to make one again, or to go on where a run ended.
        workers: threads.
        keep: what is kept of each, out of `KEPT`.
        told: is told how many are done; what it raises ends the run.

    Raises:
        EngineError: scenario and baseline do not fit, or what is asked cannot be.

    >>> from woonregie.engines.household import invented
    >>> fan = simulate(invented(3), Scenario(), years=5, trajectories=20, seed=7)
    >>> alone = simulate(invented(3), Scenario(), years=5, trajectories=1, seed=7, first=11)
    >>> bool((fan.kept["households"][11] == alone.kept["households"][0]).all())
    True
    """
    _check(trajectories, seed, first, workers, keep)
    plan = course(base, scenario, years)
    _check_size(trajectories * (years + 1) * len(base.regions), keep)
    from woonregie.engines.household._simulate import Order, ensemble  # noqa: PLC0415  as above

    order = Order(
        uncertainty=uncertainty or Uncertainty(),
        seed=seed,
        first=first,
        trajectories=trajectories,
        workers=workers,
        keep=tuple(keep),
        told=told,
    )
    return ensemble(plan, wanted(scenario.national, years), order)


def compare(
    base: Baseline,
    first: Scenario,
    second: Scenario,
    *,
    years: int,
    trajectories: int = 1000,
    seed: int = 1,
    uncertainty: Uncertainty | None = None,
    workers: int = 1,
    keep: Sequence[str] = KEPT,
) -> Comparison:
    """Return two scenarios under the same chance, so that their difference is free of noise.

    Args:
        base: where both begin.
        first: the one.
        second: the other.
        years: how many.
        trajectories: how many of each.
        seed: of both.
        uncertainty: of both.
        workers: threads.
        keep: what is kept.

    Raises:
        EngineError: as for `simulate`.

    >>> from woonregie.engines.household import invented
    >>> more = Scenario(immigration=1.2)
    >>> found = compare(invented(3), Scenario(), more, years=4, trajectories=8)
    >>> bool((found.quantile("population", 0.1)[-1] > 0).all())
    True
    """
    one, other = (
        simulate(
            base,
            scenario,
            years=years,
            trajectories=trajectories,
            seed=seed,
            uncertainty=uncertainty,
            workers=workers,
            keep=keep,
        )
        for scenario in (first, second)
    )
    return Comparison(one, other)


def _check(trajectories: int, seed: int, first: int, workers: int, keep: Sequence[str]) -> None:
    limits = {
        "trajectories": (trajectories, 1, MOST_TRAJECTORIES),
        "seed": (seed, 0, LARGEST_SEED),
        "first": (first, 0, MOST_TRAJECTORIES),
        "workers": (workers, 1, MOST_WORKERS),
    }
    for name, (value, low, high) in limits.items():
        if not low <= value <= high:
            raise EngineError(f"{name} lies between {low} and {high}, not at {value}", name=name)
    unknown = [name for name in keep if name not in KEPT]
    if unknown or not keep:
        raise EngineError(f"keep some of: {', '.join(KEPT)}", unknown=unknown)


def _check_size(each: int, keep: Sequence[str]) -> None:
    """Refuse to keep more than fits, before anything is worked out."""
    size = each * len(set(keep)) * BYTES_EACH
    if size > MOST_KEPT_BYTES:
        raise EngineError(
            f"what is kept would take {size:,} bytes, and at most {MOST_KEPT_BYTES:,} is "
            "possible: ask fewer trajectories at a time (first=), or keep fewer measures",
            bytes=size,
            most=MOST_KEPT_BYTES,
        )
