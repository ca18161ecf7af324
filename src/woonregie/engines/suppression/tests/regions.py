"""Small regions by chance: who plans how much where and when."""

from dataclasses import dataclass

import numpy as np

from woonregie.engines.suppression import Release, Sums, margins


@dataclass(frozen=True)
class SmallRegion:
    """A release, the municipality of each atom, and the level of each number."""

    release: Release
    town: np.ndarray
    level: np.ndarray


def small_region(rng, towns=3, years=2, kinds=2, plans=9, base=0.0):
    """Return plans with homes in one or two years and kinds, with all margins of the table."""
    town = rng.integers(0, towns, plans)
    plan = np.repeat(np.arange(plans), 2)
    places = [town[plan], rng.integers(0, years, plan.size), rng.integers(0, kinds, plan.size)]
    cell = np.ravel_multi_index([plan, *places], (plans, towns, years, kinds))
    _cell, first = np.unique(cell, return_index=True)
    places = [place[first] for place in places]
    homes = np.ceil(rng.lognormal(2.5, 1.0, first.size))
    sums, level = margins(
        places,
        [
            [np.arange(size), np.zeros(size, dtype=int)][: min(size, 2)]
            for size in (towns, years, kinds)
        ],
    )
    return SmallRegion(Release(homes, plan[first], sums, base), places[0], level)


def square(values):
    """Return a table of two by two with its margins; each cell has a contributor of its own."""
    sums = Sums.together(
        [
            Sums(np.arange(4), np.arange(4), 4, 4),
            Sums(np.array([0, 0, 1, 1]), np.arange(4), 2, 4),
            Sums(np.array([0, 1, 0, 1]), np.arange(4), 2, 4),
        ]
    )
    return Release(np.array(values, dtype=float), np.arange(4), sums)


def named(*positions, size=8):
    """Return which numbers are meant."""
    return np.isin(np.arange(size), positions)
