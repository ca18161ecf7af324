"""Levels of steps by region, under which each stays as different from the others as it is."""

import numpy as np

from woonregie.engines.household._baseline import Baseline
from woonregie.engines.household._calibrate_steps import incidence, smoothed
from woonregie.engines.household._limits import TINY
from woonregie.engines.household._positions import ORIGIN, POSITIONS, STEPS, Floats
from woonregie.engines.household._reference import reference
from woonregie.engines.household._scenario import Scenario

ROUNDS = 8
WEIGHT = 40.0
"""So many steps a year count as much as the level of the whole country."""
LONGEST = 0.5
LEVELS = (0.4, 1.6)
"""A lever that asks more of a step has room up to `MOST_FACTOR`."""


def local_levels(base: Baseline) -> Floats:
    """Return (region, step) levels under which regions keep their own positions (equation 39).

    With the steps of the whole country each region would become like it within a few years: where
    few live alone many households would be formed. Nobody counts that.

    Args:
        base: where the forecast begins, its levels of steps still 1.

    Raises:
        EngineError: arrays do not fit.

    >>> from woonregie.engines.household import invented
    >>> local_levels(invented(2)).shape
    (2, 20)
    """
    moves, own = incidence(), _usual(base)
    usual = np.einsum("rsak,sak->rk", base.population[..., ORIGIN[: len(STEPS)]], base.transitions)
    pull: Floats = np.zeros((len(base.regions), POSITIONS))
    level: Floats = np.ones_like(usual)
    for _round in range(ROUNDS):
        gap = _missing(_with_levels(base, level), own) - WEIGHT * pull
        slope = np.einsum("hk,rk,jk->rhj", moves, usual * level, moves)
        slope += WEIGHT * np.eye(POSITIONS)
        turn = np.asarray(np.linalg.solve(slope, gap[..., None]), dtype=np.float64)[..., 0]
        pull += np.clip(turn, -LONGEST, LONGEST)
        level[:] = np.clip(np.exp(pull @ moves), *LEVELS)
    return level


def _with_levels(base: Baseline, level: Floats) -> Baseline:
    return Baseline.from_arrays(
        regions=base.regions,
        year=base.year,
        arrays=base.arrays() | {"transition_level": level},
        move_bands=base.move_bands,
    )


def _missing(base: Baseline, own: Floats) -> Floats:
    """Return (region, position) persons who are not where they were expected after a year.

    Args:
        base: with levels.
        own: (region, sex, age, position) by how much shares differ from those of all regions.
    """
    after = reference(base, Scenario(), 1).final
    together = _shares(after.sum(axis=0))
    wanted = np.einsum("rsa,rsah->rh", after.sum(axis=3), own + together)
    found: Floats = wanted - after.sum(axis=(1, 2))
    return found


def _usual(base: Baseline) -> Floats:
    """Return (region, sex, age, position) shares less those of all regions together."""
    together = _shares(smoothed(base.population.sum(axis=0)))
    by_region = np.stack([smoothed(region) for region in base.population])
    nobody = by_region.sum(axis=3, keepdims=True) <= TINY
    found: Floats = np.where(nobody, 0.0, _shares(by_region) - together)
    return found


def _shares(people: Floats) -> Floats:
    found: Floats = people / np.maximum(people.sum(axis=-1, keepdims=True), TINY)
    return found
