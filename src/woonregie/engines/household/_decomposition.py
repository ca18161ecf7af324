"""Growth of households, divided over what causes it, whatever the order of the causes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import combinations
from math import factorial

import numpy as np

from woonregie.engines.household._positions import AGES, SEXES, Floats


class Cause(StrEnum):
    """What makes households more or fewer than those of the people who live there already."""

    DOMESTIC = "domestic"
    """More people come from other regions than go there, or fewer."""
    ABROAD = "abroad"
    """Immigration and emigration."""
    SUPPLY = "supply"
    """Dwellings attract people, a shortage holds back new households."""


Causes = frozenset[Cause]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Growth of households since the start, and the parts (*oorzaken*) that add up to it.

    The first two are of those who live there and their children, the others of what comes to it.
    Parts of regions may be added up; what came in one year is the difference of two.

    Args:
        regions: the name of each.
        years: calendar years; everything is of 1 January, and zero in the first.
        growth: (year, region) households more than at the start.
        age_structure: (year, region) if people were only born, died and grew older, and those of
            one age and sex went on to form as many households.
        behaviour: (year, region) by more or fewer households at the same age and sex.
        domestic: (year, region) by net migration between regions.
        abroad: (year, region) by immigration and emigration.
        supply: (year, region) by dwellings that are there or are not.
        baseline: digest of where it began.
        scenario: digest of the levers.
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    growth: Floats
    age_structure: Floats
    behaviour: Floats
    domestic: Floats
    abroad: Floats
    supply: Floats
    baseline: str
    scenario: str

    def parts(self) -> dict[str, Floats]:
        """Return (year, region) each part by its name; together they are all growth."""
        return {item.name: getattr(self, item.name) for item in fields(self)[3:8]}


def shared(worth: Mapping[Causes, Floats], causes: Sequence[Cause]) -> dict[Cause, Floats]:
    """Return what each cause adds, averaged over all orders in which causes may come (*Shapley*).

    Args:
        worth: households by the causes that work: one array for each set of them.
        causes: all of them.

    >>> none, one, other = frozenset(), frozenset({Cause.ABROAD}), frozenset({Cause.SUPPLY})
    >>> amounts = {none: 10.0, one: 12.0, other: 15.0, one | other: 19.0}
    >>> worth = {works: np.array(households) for works, households in amounts.items()}
    >>> shared(worth, [Cause.ABROAD, Cause.SUPPLY])[Cause.ABROAD].item()
    3.0
    """
    count = len(causes)
    found: dict[Cause, Floats] = {}
    for cause in causes:
        others = [other for other in causes if other != cause]
        added: Floats = np.zeros_like(worth[frozenset()])
        for size in range(count):
            orders = factorial(size) * factorial(count - 1 - size) / factorial(count)
            for chosen in combinations(others, size):
                before = frozenset(chosen)
                added = added + orders * (worth[before | {cause}] - worth[before])
        found[cause] = added
    return found


def usual_households(population: Floats, weights: Floats) -> Floats:
    """Return (sex, age, region) households per person at the start.

    Where nobody of a sex and age lives it is that of all regions together; where nobody does in
    any of them, that of the ages beside it, and of both sexes where it has to be.

    Args:
        population: (region, sex, age, position) persons.
        weights: (position, region) households per person.
    """
    people = population.sum(axis=3)
    households = np.einsum("rsah,hr->rsa", population, weights)
    everywhere, among = households.sum(axis=0), people.sum(axis=0)
    usual = np.zeros((SEXES, AGES))
    ages = np.arange(AGES)
    for sex in range(SEXES):
        counted, formed = among[sex], everywhere[sex]
        if not counted.any():
            counted, formed = among.sum(axis=0), everywhere.sum(axis=0)
        known = counted > 0
        if known.any():
            usual[sex] = np.interp(ages, ages[known], formed[known] / counted[known])
    found = np.where(people > 0, households / np.where(people > 0, people, 1.0), usual)
    return np.moveaxis(found, 0, -1)
