"""The fast engine says what the equations say."""

import subprocess
import sys

import numpy as np
import pytest

from woonregie.engines.household import (
    AGES,
    SUPPLY,
    ZERO,
    Domestic,
    EngineError,
    NationalTotals,
    OwnNeed,
    Position,
    Programme,
    Scenario,
    invented,
    leavers_off,
    project,
    reference,
    require_fit,
)
from woonregie.engines.household.tests.towns import MEN, RAALTE, WOMEN, people, towns

YEARS = 25
SAME = 1e-5
MEASURES = {
    "population": 0.005,
    "positions": 0.02,
    "households": 0.02,
    "need": 0.02,
    "stock": 0.02,
    "final": 0.005,
    "hard_capacity": 0,
    # Differences of large numbers have fewer figures of their own.
    "task": 0.05,
    "shortage": 0.05,
    "margin": 0.05,
}
"""Persons or dwellings that the fast engine may be off besides `SAME`, as the document says."""
FLOWS = (
    "births",
    "deaths",
    "immigration",
    "emigration",
    "departures",
    "arrivals",
    "leavers",
    "couples_apart",
    "partners_apart",
)
BASE = invented(5)
PLANS = np.full((YEARS, 5), 100.0)
OUTSIDE = np.where(np.arange(5) == 4, np.nan, PLANS)
OPEN = Programme(OUTSIDE, PLANS / 2, PLANS / 10)
CLOSED = Programme(PLANS, PLANS / 2, PLANS / 10)
STATED = OwnNeed(
    "own", Domestic.STATED, source="raad", stated={"region 1": 100.0, "region 2": -50.0}
)
NEARLY_ALL = OwnNeed(
    "own",
    Domestic.STATED,
    source="raad",
    stated={"region 1": 100.0, "region 2": -50.0, "region 3": 80.0, "region 4": -20.0},
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
    "own statement of nearly all": Scenario(own_need=NEARLY_ALL),
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

        for measure, least in MEASURES.items():
            found, asked = getattr(fast, measure), getattr(plain, measure)
            assert found.shape == asked.shape
            assert np.allclose(found, asked, rtol=SAME, atol=least), measure
        for flow in FLOWS:
            booked = getattr(fast.ledger, flow), getattr(plain.ledger, flow)
            assert np.allclose(*booked, rtol=SAME, atol=0.02), flow
        assert fast.ledger.worst() < SAME
        assert (fast.unmet, plain.unmet) == ([], [])
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

    @pytest.mark.parametrize("asked", [-5_000.0, 100_000.0])
    def test_what_cannot_be_is_told_by_both(self, asked):
        own = OwnNeed("own", Domestic.STATED, source="raad", stated={"region 1": asked})

        fast, plain = (
            engine(BASE, Scenario(own_need=own)).unmet
            for engine in (
                lambda *given: project(*given, years=2),
                lambda *given: reference(*given, 2),
            )
        )

        assert [(item.year, item.region, item.asked) for item in fast] == [
            (2026, "region 1", asked),
            (2027, "region 1", asked),
        ]
        assert [item.found for item in fast] == pytest.approx(
            [item.found for item in plain], abs=0.5
        )

    def test_a_zone_where_nobody_lived_is_the_same(self):
        none = np.zeros((4, 2))
        programme = Programme(np.array([[0.0, np.nan]] * 4), none, none)
        base = towns(leaving=2 / 3, stock=np.array([400.0, 20.0]))

        fast, plain = (
            project(base, Scenario(programme=programme), years=4),
            reference(base, Scenario(programme=programme), 4),
        )

        assert np.allclose(fast.stock, plain.stock, rtol=SAME)
        assert fast.stock[1].tolist() == pytest.approx([400, 50])

    def test_as_many_are_widowed_as_partners_die(self):
        base = towns(
            population=people(*((RAALTE, sex, 80, Position.COUPLE, 100) for sex in (MEN, WOMEN))),
            mortality=np.broadcast_to(np.array([2 / 3, 2 / 19])[None, :, None], (2, 2, 101)),
        )

        found = project(base, Scenario(separation=0.0), years=1)

        assert found.final[RAALTE, :, 81, Position.COUPLE].tolist() == pytest.approx([40, 40])
        assert found.final[RAALTE, :, 81, Position.ALONE].tolist() == pytest.approx([10, 50])

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

        assert leavers_off(expected_leavers(BASE), leavers) == []

    def test_a_row_of_another_age_group_is_caught(self):
        arrays = BASE.arrays()
        wrong = np.array(arrays["leaving"])
        wrong[:, 65:] = wrong[:, 20:21]
        swapped = BASE.from_arrays(
            regions=BASE.regions, year=2026, arrays=arrays | {"leaving": wrong}
        )

        leavers = project(swapped, Scenario(), years=1).ledger.leavers[0]

        (caught,) = leavers_off(expected_leavers(BASE), leavers)
        assert caught.from_age == 65
        assert caught.modelled > 2 * caught.observed


class TestLeaversOff:
    OBSERVED = np.full(AGES, 100.0)

    @pytest.mark.parametrize(("times", "ages"), [(1.019, []), (1.021, [15]), (0.979, [15])])
    def test_begins_beyond_two_percent(self, times, ages):
        modelled = self.OBSERVED.copy()
        modelled[15:20] *= times

        found = leavers_off(self.OBSERVED, modelled)

        assert [group.from_age for group in found] == ages

    def test_may_be_asked_to_be_stricter(self):
        found = leavers_off(self.OBSERVED, self.OBSERVED * 1.01, bands=(0, 65), most=0.005)

        # 65 ages x 100, and 36 of them.
        assert [(group.observed, group.modelled) for group in found] == [
            (6500, pytest.approx(6565)),
            (3600, pytest.approx(3636)),
        ]

    def test_catches_leavers_where_nobody_was_seen(self):
        none = np.zeros(AGES)

        assert [group.from_age for group in leavers_off(none, self.OBSERVED, bands=(0,))] == [0]
        assert leavers_off(none, none) == []

    def test_goes_as_far_as_ages_are_known(self):
        found = leavers_off(np.full(81, 100.0), np.full(81, 110.0), bands=(0, 65))

        assert [(group.from_age, group.observed) for group in found] == [(0, 6500), (65, 1600)]

    @pytest.mark.parametrize("wrong", [-np.ones(AGES), np.full(AGES, np.nan)])
    def test_refuses_what_are_no_leavers(self, wrong):
        with pytest.raises(EngineError, match="modelled leavers are persons, zero or more"):
            leavers_off(self.OBSERVED, wrong)

    @pytest.mark.parametrize("ages", [98, 102])
    def test_refuses_other_ages(self, ages):
        with pytest.raises(EngineError, match="of the same ages, at most 101"):
            leavers_off(self.OBSERVED, np.ones(ages))


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


class TestRequireFit:
    def test_lets_pass_what_can_be_projected(self):
        require_fit(BASE, Scenario(programme=OPEN, own_need=STATED), years=YEARS)

    def test_refuses_what_project_refuses(self):
        with pytest.raises(EngineError, match="has shape"):
            require_fit(BASE, Scenario(programme=OPEN), years=YEARS + 1)
