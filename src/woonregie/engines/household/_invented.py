"""An invented country, to try and to measure the engine on; no figure in it is anybody's."""

import numpy as np

from woonregie.engines.household._baseline import MOVE_BANDS, Baseline
from woonregie.engines.household._flows import gravity
from woonregie.engines.household._positions import (
    AGES,
    POSITIONS,
    SEXES,
    STEPS,
    Floats,
    Position,
    households_per_person,
)

AGE: Floats = np.arange(AGES, dtype=np.float64)
CHILDBEARING = (15, 50)
ADULT = 16
RARE = 2e-4
KNOTS = (0, 16, 20, 25, 30, 40, 50, 60, 75, 85, 100)
SHARES = {
    Position.CHILD: (1.0, 0.99, 0.8, 0.3, 0.12, 0.05, 0.03, 0.02, 0.0, 0.0, 0.0),
    Position.ALONE: (0.0, 0.0, 0.12, 0.34, 0.26, 0.17, 0.18, 0.22, 0.32, 0.5, 0.42),
    Position.COUPLE: (0.0, 0.0, 0.03, 0.25, 0.3, 0.12, 0.2, 0.56, 0.58, 0.3, 0.08),
    Position.COUPLE_WITH_CHILDREN: (0.0, 0.0, 0.01, 0.06, 0.26, 0.56, 0.47, 0.13, 0.03, 0.01, 0.0),
    Position.LONE_PARENT: (0.0, 0.0, 0.01, 0.01, 0.03, 0.07, 0.09, 0.04, 0.02, 0.02, 0.02),
    Position.OTHER: (0.0, 0.005, 0.02, 0.03, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02),
    Position.LODGER: (0.0, 0.005, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.02, 0.02),
    Position.INSTITUTION: (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.02, 0.13, 0.44),
}
# Peak and place of each step by age: share a year, age of the peak, width in years.
PEAKS: tuple[tuple[float, float, float], ...] = (
    (0.11, 22, 5),
    (0.07, 24, 5),
    (0.012, 20, 4),
    (0.003, 22, 4),
    (0.09, 28, 11),
    (0.012, 36, 9),
    (0.008, 32, 8),
    (0.02, 21, 4),
    (0.08, 95, 10),
    (0.17, 30, 6),
    (0.05, 26, 12),
    (0.05, 95, 9),
    (0.14, 57, 9),
    (0.008, 42, 10),
    (0.015, 38, 9),
    (0.12, 55, 9),
    (0.06, 38, 10),
    (0.12, 35, 30),
    (0.05, 28, 9),
    (0.1, 35, 40),
)


def invented(regions: int, seed: int = 1, year: int = 2026) -> Baseline:
    """Return an invented country of some regions, always the same for one seed.

    Args:
        regions: how many, at least 2.
        seed: another one is another country.
        year: of 1 January on which it begins.

    >>> int(invented(3).population.sum().round(-3))
    157000
    """
    chance = np.random.default_rng(seed)
    people = np.exp(chance.normal(10.4, 0.8, regions))
    people *= 52_300 * regions / people.sum()
    place = chance.uniform(0, 180, (regions, 2))
    minutes = 12 + np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    population = _population(people, chance)
    weights = households_per_person(np.full(regions, 0.4))
    homes = np.einsum("hr,rh->r", weights, population.sum(axis=(1, 2)))
    deaths = np.minimum(1.5e-5 * np.exp(0.1 * AGE), 1.0) + 2e-4
    leaving = 0.012 + 0.07 * _peak(24, 6) + 0.02 * _peak(32, 8) + 0.01 * _peak(3, 6)
    move = np.array([1.4, 0.9, 0.9, 1.3, 1.5, 1.5])
    by_position = np.array([0.6, 1.3, 1.2, 0.7, 1.1, 1.4, 1.2, 0.6])
    both = (SEXES, AGES)
    return Baseline.from_arrays(
        regions=[f"region {at + 1}" for at in range(regions)],
        year=year,
        arrays={
            "population": population,
            "fertility": 0.125
            * _peak(31, 5.5)
            * ((CHILDBEARING[0] <= AGE) & (CHILDBEARING[1] > AGE)),
            "fertility_level": chance.uniform(0.9, 1.1, regions),
            "fertility_by_position": np.array([0.05, 0.25, 1.4, 1.3, 0.5, 0.3, 0.2, 0.0]),
            "mortality": chance.uniform(0.95, 1.05, (regions, 1, 1))
            * np.array([1.25, 0.85])[:, None]
            * deaths,
            "mortality_by_position": np.array([1, 1.1, 0.9, 0.8, 1, 1.1, 1.1, 1.5]),
            "newborn_mortality": np.array([0.004, 0.003]),
            "emigration": np.broadcast_to(0.002 + 0.02 * _peak(27, 8), both),
            "emigration_level": chance.uniform(0.6, 1.4, regions),
            "leaving": np.broadcast_to(leaving[:, None] * by_position, (*both, POSITIONS)),
            "leaving_level": chance.uniform(0.8, 1.2, (regions, 1)),
            "immigration": 0.009 * people * chance.uniform(0.6, 1.4, regions),
            "immigration_profile": _profile(24, 8),
            "permit_holders": 0.0012 * people,
            "permit_profile": _profile(20, 14),
            "transitions": _transitions(),
            "transition_level": chance.uniform(0.9, 1.1, (regions, len(STEPS))),
            "destinations": gravity(people, minutes, move),
            "arrival_positions": np.broadcast_to(_positions(), (*both, POSITIONS)),
            "size_pull": 0.8,
            "access_pull": -0.1,
            "nearness": 1 / minutes,
            "other_households": 0.4,
            "stock": homes * chance.uniform(0.96, 1.0, regions),
            "elsewhere": 0.03,
            "vacancy": 0.02,
        },
        move_bands=MOVE_BANDS,
        sources=dict.fromkeys(("population", "transitions", "destinations"), "invented"),
    )


def _peak(at: float, width: float) -> Floats:
    found: Floats = np.exp(-0.5 * ((AGE - at) / width) ** 2)
    return found


def _positions() -> Floats:
    """Return (age, position) shares of people by position."""
    found = np.array([np.interp(AGE, KNOTS, SHARES[position]) for position in Position]).T
    shares: Floats = found / found.sum(axis=1, keepdims=True)
    return shares


def _population(people: Floats, chance: np.random.Generator) -> Floats:
    """Return (region, sex, age, position) persons, in whole numbers."""
    shape = np.exp(-((np.maximum(AGE - 62, 0) / 20) ** 2)) * (1 + 0.15 * _peak(58, 10))
    young = chance.uniform(-0.2, 0.2, (people.size, 1)) * _peak(25, 8)
    by_age = shape * (1 + young)
    by_age *= people[:, None] / by_age.sum(axis=1, keepdims=True)
    found: Floats = by_age[:, None, :, None] / SEXES * _positions()
    return np.rint(np.broadcast_to(found, (people.size, SEXES, AGES, POSITIONS)))


def _profile(at: float, width: float) -> Floats:
    found = np.broadcast_to(
        (_peak(at, width) + 0.02)[:, None] * _positions(), (SEXES, AGES, POSITIONS)
    )
    shares: Floats = found / found.sum()
    return shares


def _transitions() -> Floats:
    found = np.array([height * _peak(at, width) for height, at, width in PEAKS]).T
    # Children do not leave before 16, and nobody takes a step that hardly anybody takes.
    found = np.where((AGE[:, None] >= ADULT) & (found >= RARE), found, 0.0)
    return np.broadcast_to(found, (SEXES, AGES, len(STEPS)))
