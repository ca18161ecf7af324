"""The fast engine says what the equations say."""

import subprocess
import sys

import numpy as np
import pytest

from woonregie.engines.household import (
    SUPPLY,
    ZERO,
    Domestic,
    NationalTotals,
    OwnNeed,
    Position,
    Programme,
    Scenario,
    invented,
    project,
    reference,
)
from woonregie.engines.household.tests.towns import MEN, RAALTE, towns

YEARS = 25
SAME = 1e-5
BASE = invented(5)
PLANS = np.full((YEARS, 5), 100.0)
OUTSIDE = np.where(np.arange(5) == 4, np.nan, PLANS)
OPEN = Programme(OUTSIDE, PLANS / 2, PLANS / 10)
CLOSED = Programme(PLANS, PLANS / 2, PLANS / 10)
STATED = OwnNeed(
    "own", Domestic.STATED, source="raad", stated={"region 1": 100.0, "region 2": -50.0}
)
WITHIN = OwnNeed("within", Domestic.ZERO_WITHIN, source="woondeal", members=BASE.regions[:3])
TOTALS = NationalTotals(
    "CBS 2025",
    births=np.full(YEARS, 2500.0),
    deaths=np.full((YEARS, 2), 1200.0),
    emigration=np.full((YEARS, 2), 800.0),
    immigration=np.full((YEARS, 2), 1500.0),
    bands=(0, 80),
)
SCENARIOS = {
    "trend": Scenario(),
    "all levers": Scenario(
        fertility=0.1,
        life_expectancy=np.linspace(0, 2, YEARS),
        immigration=1.2,
        permit_holders=0.5,
        mobility=0.9,
        leaving_home=1.1,
        separation=0.9,
        institution=0.8,
        vacancy=0.03,
    ),
    "own need": Scenario(own_need=ZERO),
    "own need within the region": Scenario(own_need=WITHIN),
    "own statement": Scenario(own_need=STATED),
    "dwellings, others open": Scenario(
        own_need=SUPPLY, lam=0.6, programme=OPEN, restraint=1.0, response=0.5
    ),
    "dwellings everywhere": Scenario(own_need=SUPPLY, lam=1.0, programme=CLOSED),
    "national totals": Scenario(national=TOTALS, life_expectancy=1.0),
}


class TestProject:
    @pytest.mark.parametrize("name", SCENARIOS)
    def test_is_the_reference_to_five_figures(self, name):
        scenario = SCENARIOS[name]

        fast, plain = project(BASE, scenario, years=YEARS), reference(BASE, scenario, YEARS)

        for measure in ("population", "positions", "households", "need", "stock", "hard_capacity"):
            found, asked = getattr(fast, measure), getattr(plain, measure)
            assert found.shape == asked.shape
            assert np.allclose(found, asked, rtol=SAME, atol=0.02), measure
        for flow in ("births", "deaths", "immigration", "emigration", "departures", "arrivals"):
            booked = getattr(fast.ledger, flow), getattr(plain.ledger, flow)
            assert np.allclose(*booked, rtol=SAME, atol=0.02), flow
        assert np.allclose(fast.ledger.leavers, plain.ledger.leavers, rtol=SAME, atol=0.02)
        assert fast.ledger.worst() < SAME
        assert [item.factor for item in fast.scaling] == pytest.approx(
            [item.factor for item in plain.scaling], rel=1e-4
        )
        assert (fast.baseline, fast.scenario) == (plain.baseline, plain.scenario)

    def test_pull_by_size_and_by_access_is_the_same(self):
        pulled = BASE.from_arrays(
            regions=BASE.regions,
            year=2026,
            arrays=BASE.arrays() | {"size_pull": 0.0, "access_pull": 0.0},
        )

        fast, plain = project(pulled, Scenario(), years=5), reference(pulled, Scenario(), 5)

        assert np.allclose(fast.need, plain.need, rtol=SAME)
        assert not np.allclose(fast.need, project(BASE, Scenario(), years=5).need, rtol=SAME)

    def test_half_of_a_hundred_men_die(self):
        found = project(towns(mortality=2 / 3), Scenario(), years=1)

        assert found.ledger.deaths[0].tolist() == pytest.approx([50, 0])
        assert found.final[RAALTE, MEN, 51, Position.ALONE] == pytest.approx(50)


class TestTheDoor:
    def test_compiles_nothing_until_a_forecast_is_asked(self):
        told = (
            "import sys, woonregie.engines.household as room; "
            "room.reference(room.invented(2), room.Scenario(), 1); "
            "sys.exit('numba' in sys.modules)"
        )

        done = subprocess.run([sys.executable, "-c", told], check=False)  # noqa: S603  our own

        assert done.returncode == 0


class TestTheGateOfLeavers:
    """The fault for which a national forecast was withdrawn: the wrong ages at a rate."""

    def test_leavers_by_age_are_those_of_the_rates(self):
        leavers = project(BASE, Scenario(), years=1).ledger.leavers[0]

        assert np.allclose(leavers, expected_leavers(BASE), rtol=0.02)

    def test_a_row_of_another_age_group_is_caught(self):
        arrays = BASE.arrays()
        wrong = np.array(arrays["leaving"])
        wrong[:, 65:] = wrong[:, 20:21]
        swapped = BASE.from_arrays(
            regions=BASE.regions, year=2026, arrays=arrays | {"leaving": wrong}
        )

        leavers = project(swapped, Scenario(), years=1).ledger.leavers[0]

        assert not np.allclose(leavers[65:], expected_leavers(BASE)[65:], rtol=0.02)


def expected_leavers(base):
    """Return (age,) who leaves in a year when little else happens: rates times people."""
    arrays = base.arrays()
    band = np.searchsorted(base.move_bands, np.arange(101), side="right") - 1
    level = arrays["leaving_level"][:, band]
    died = np.einsum("rsa,h->rsah", arrays["mortality"], arrays["mortality_by_position"])
    went = np.einsum("r,sa->rsa", arrays["emigration_level"], arrays["emigration"])[..., None]
    moved = arrays["leaving"] * level[:, None, :, None]
    hazard = died + went + moved
    return (arrays["population"] * moved / (1 + hazard / 2)).sum(axis=(0, 1, 3))
