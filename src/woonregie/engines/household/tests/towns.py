"""Two towns in which every sum can be done by hand: nothing happens unless a test says so."""

import numpy as np

from woonregie.engines.household import AGES, POSITIONS, SEXES, STEPS, Baseline, Position

MEN, WOMEN = 0, 1
RAALTE, ZWOLLE = 0, 1
EVERYBODY = (SEXES, AGES, POSITIONS)


def quiet(**changed):
    """Return the arrays of two towns with 100 men of 50 alone in Raalte, 400 dwellings each."""
    population = np.zeros((2, *EVERYBODY))
    population[RAALTE, MEN, 50, Position.ALONE] = 100
    arriving = np.zeros(EVERYBODY)
    arriving[:, :, Position.ALONE] = 1
    return {
        "population": population,
        "fertility": 0.0,
        "mortality": 0.0,
        "destinations": np.broadcast_to(1 - np.eye(2), (6, 2, 2)),
        "arrival_positions": arriving,
        "stock": 400.0,
    } | changed


def towns(**changed):
    """Return these two towns as a baseline."""
    return Baseline.from_arrays(
        regions=["Raalte", "Zwolle"], year=2026, arrays=quiet(**changed), sources={}
    )


def people(*cells):
    """Return a population of (town, sex, age, position, persons)."""
    found = np.zeros((2, *EVERYBODY))
    for town, sex, age, position, persons in cells:
        found[town, sex, age, position] = persons
    return found


def taking(share, origin, destination, ages=slice(None)):
    """Return transitions in which one step is taken, by both sexes."""
    found = np.zeros((SEXES, AGES, len(STEPS)))
    (step,) = [
        at
        for at, item in enumerate(STEPS)
        if (item.origin, item.destination) == (origin, destination)
    ]
    found[:, ages, step] = share
    return found
