"""Pasts that tests look back on: small ones by hand, and one with chance for laws."""

import numpy as np

from woonregie.engines.household import History

TOWNS = ("Raalte", "Zwolle")


def totals(*by_year, first=2018, **changed):
    """Return a past of towns of which totals are known, one row of people per year."""
    people = np.array(by_year, dtype=float)
    names = TOWNS if people.shape[1] == 2 else [f"GM{at:04}" for at in range(people.shape[1])]
    return History.from_arrays(
        regions=names, years=range(first, first + len(people)), people=people, **changed
    )


def by_age(*by_year, first=2018):
    """Return a past of two towns, both sexes together: (town, age) people per year."""
    people = np.array(by_year, dtype=float)[:, :, None, :]
    return History.from_arrays(
        regions=TOWNS, years=range(first, first + len(people)), people=people
    )


def drawn(seed=1, regions=60, years=9, areas=False):
    """Return a past of many regions by age: each has a growth of its own, and chance."""
    rng = np.random.default_rng(seed)
    shape = np.exp(-(np.linspace(0, 3, 101) ** 2) / 4)
    size = np.exp(rng.normal(3.5, 1.0, regions))
    growth = rng.normal(0.0, 0.012, regions)
    people = np.empty((years, regions, 1, 101))
    for year in range(years):
        expected = size[:, None] * np.exp(growth * year)[:, None] * shape
        people[year, :, 0] = rng.poisson(expected * 3)
    names = [f"GM{at:04}" for at in range(regions)]
    return History.from_arrays(
        regions=names,
        years=range(2005, 2005 + years),
        people=people,
        areas=[str(at % 5) for at in range(regions)] if areas else None,
    )
