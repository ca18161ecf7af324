"""Regions stay as different as they are: levels of steps by region."""

import numpy as np
import pytest

from woonregie.engines.household import STEPS, Baseline, Position, Scenario, calibrated, project
from woonregie.engines.household._calibrate_local import local_levels
from woonregie.engines.household.tests.assumptions import priors
from woonregie.engines.household.tests.counts import TOWNS, counted

NAMES = [f"{step.origin.name}>{step.destination.name}" for step in STEPS]
ALONE_TO_COUPLE, COUPLE_TO_ALONE = NAMES.index("ALONE>COUPLE"), NAMES.index("COUPLE>ALONE")


class TestLocalLevels:
    def test_are_one_where_all_regions_are_alike(self):
        """Three towns of one composition, with the same rates."""
        base = alike(1.0)

        levels = local_levels(base)

        assert levels == pytest.approx(np.ones((3, len(STEPS))), abs=0.01)

    def test_keep_a_region_as_different_as_it_is(self):
        """A tenth of who lives alone in the other towns lives with a partner in Raalte."""
        plain = alike(0.9)
        levels = local_levels(plain)
        levelled = Baseline.from_arrays(
            regions=plain.regions,
            year=plain.year,
            arrays=plain.arrays() | {"transition_level": levels},
            move_bands=plain.move_bands,
        )

        alone = {base: apart_after_a_year(base) for base in (plain, levelled)}

        assert levels[0, ALONE_TO_COUPLE] > 1
        assert levels[0, COUPLE_TO_ALONE] < 1
        # Of how far Raalte is from the others the steps of all would leave 0.9 in a year.
        assert alone[plain] < 0.95
        assert alone[levelled] == pytest.approx(1, abs=0.02)

    def test_leave_the_country_as_it_was(self):
        plain = alike(0.9)
        arrays = plain.arrays() | {"transition_level": local_levels(plain)}
        levelled = Baseline.from_arrays(regions=plain.regions, year=2020, arrays=arrays)

        grown = [project(base, Scenario(), years=1).households[1] for base in (plain, levelled)]

        assert grown[1].sum() == pytest.approx(grown[0].sum(), rel=5e-4)
        assert abs(grown[1][0] - grown[0][0]) > 5 * abs(grown[1].sum() - grown[0].sum())


def alike(alone: float) -> Baseline:
    """Return three towns alike, but that fewer people live alone in the first."""
    plain = calibrated(counted(), priors()).baseline
    arrays = plain.arrays()
    shares = plain.population.sum(axis=0) / plain.population.sum()
    people = shares * np.array([40_000, 130_000, 50_000])[:, None, None, None]
    people = people.copy()
    moved = people[0, :, :, Position.ALONE] * (1 - alone)
    people[0, :, :, Position.ALONE] -= moved
    people[0, :, :, Position.COUPLE] += moved
    kept = ("fertility", "mortality_by_position", "newborn_mortality", "transitions")
    return Baseline.from_arrays(
        regions=TOWNS[:3],
        year=2020,
        arrays={name: arrays[name] for name in kept}
        | {
            "population": people,
            "mortality": plain.mortality.mean(axis=0, keepdims=True),
            "leaving": np.zeros((2, 101, 8)),
            "destinations": (1 - np.eye(3))[None] / 2,
            "arrival_positions": priors().arrival_positions,
            "emigration": np.zeros((2, 101)),
            "stock": people.sum(axis=(1, 2, 3)) / 2,
        },
    )


def apart_after_a_year(base: Baseline) -> float:
    """Return how much of the difference in living alone is left, at the same ages."""
    final = project(base, Scenario(), years=1).final
    left = []
    for people in (base.population, final):
        share = people[..., Position.ALONE] / np.maximum(people.sum(axis=3), 1e-9)
        # At the ages of the whole, so that only positions count.
        weights = base.population.sum(axis=(0, 3))
        by_region = (share * weights).sum(axis=(1, 2)) / weights.sum()
        left.append(by_region[0] - by_region[1])
    return float(left[1] / left[0])
