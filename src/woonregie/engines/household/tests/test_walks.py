"""How far municipalities walk: by hand, laws, and the fan of the model itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.engines.household import (
    EngineError,
    Scenario,
    TotalsOff,
    Uncertainty,
    Walks,
    flow_spread,
    invented,
    project,
    simulate,
)
from woonregie.engines.household._chance import _walked
from woonregie.engines.household._walks import MEMORIES, WIDE

SOME = st.integers(min_value=0, max_value=2**32 - 1)


def drawn(walks, *, seed=1, regions=400, horizon=5):
    """Return errors of municipalities that walk like this, and of which some is other chance."""
    rng = np.random.default_rng(seed)
    people = np.exp(rng.uniform(np.log(5e3), np.log(3e5), regions))
    moves = rng.uniform(0.03, 0.07, (2, regions))
    chance = np.full((horizon, regions), 0.002)
    empty = TotalsOff(people, np.zeros((horizon, regions)), chance, *moves)
    return replace(empty, off=rng.normal(0, 1, chance.shape) * walks.spread(empty))


class TestWalks:
    def test_by_hand(self):
        # Twenty forecasts two years ahead, all of municipalities of 20,000 of whom 1 in 10 leaves.
        people, leave = np.full(20, 20e3), np.full(20, 0.1)
        off = np.vstack([np.full(20, np.nan), np.full(20, 0.05)])
        chance = np.full((2, 20), 0.03)
        found = Walks.fit(TotalsOff(people, off, chance, leave, 0 * leave), ratio=2.0)

        # A walk of steps s is s after a year and s * sqrt(2) after two; 0.9 of the first stays:
        # 0.9^2 * 1 + 2 * 0.9 * 1 + 2 = 4.61 times (0.1 s)^2.
        asked = np.sqrt((0.05 / WIDE) ** 2 - 0.03**2) / (0.1 * np.sqrt(4.61))
        assert found.leaving == pytest.approx(asked)
        assert found.pull == pytest.approx(2 * asked)
        # One year ahead is known only: nothing tells how much is forgotten.
        assert found.memory == 1

    def test_four_in_five_lie_within(self):
        found = drawn(Walks(0.05, 0.06, 0.2, 0.8))

        fit = Walks.fit(found, 1.2)

        assert fit.covered(found).mean() == pytest.approx(0.8, abs=0.002)

    def test_finds_the_walks_that_errors_were_drawn_from(self):
        true = Walks(0.05, 0.06, 0.3, 0.8)
        errors = drawn(true, regions=1500)

        found = Walks.fit(errors, 1.2)

        reach = found.reach(errors) / true.reach(errors)
        assert reach == pytest.approx(np.ones_like(reach), rel=0.15)
        assert found.by_size == pytest.approx(0.3, abs=0.06)
        assert found.memory in {0.7, 0.75, 0.8, 0.85}

    @given(seed=SOME, times=st.floats(min_value=0.2, max_value=5))
    @settings(max_examples=5, deadline=None)
    def test_errors_so_many_times_as_large_ask_walks_so_many_times_as_wide(self, seed, times):
        found = drawn(Walks(0.04, 0.05, 0.25, 0.9), seed=seed, regions=40, horizon=3)
        larger = replace(found, off=times * found.off, chance=times * found.chance)

        one, other = Walks.fit(found, 1.3), Walks.fit(larger, 1.3)

        assert other.leaving == pytest.approx(times * one.leaving, rel=1e-6)
        assert (other.by_size, other.memory) == (pytest.approx(one.by_size, abs=1e-6), one.memory)

    @given(seed=SOME)
    @settings(max_examples=5, deadline=None)
    def test_too_high_weighs_as_much_as_too_low(self, seed):
        found = drawn(Walks(0.04, 0.05, 0.25, 0.9), seed=seed, regions=40, horizon=3)

        assert Walks.fit(replace(found, off=-found.off), 1.3) == Walks.fit(found, 1.3)

    @pytest.mark.parametrize("memory", [1.0, 0.8])
    def test_is_how_far_the_fan_of_the_model_goes(self, memory):
        base, years = invented(30), 3
        walks = Walks(0.08, 0.1, 0.25, memory)
        still = replace(
            Uncertainty.none(), leaving=0.08, pull=0.1, by_size=0.25, remembered=memory
        )
        fan = simulate(
            base, Scenario(), years=years, trajectories=200, uncertainty=still, keep=["population"]
        )
        books = project(base, Scenario(), years=years).ledger
        people = base.population.sum(axis=(1, 2, 3))
        moved = [flow[0] / people for flow in (books.departures, books.arrivals)]
        nothing = np.zeros((years, people.size))

        made = np.log(fan.kept["population"][:, 1:].astype(np.float64)).std(axis=0)

        expected = walks.spread(TotalsOff(people, nothing, nothing, *moved))
        assert np.median(made / expected, axis=1) == pytest.approx(np.ones(years), abs=0.12)

    @pytest.mark.parametrize("regions", [11, 151])
    def test_of_one_year_ahead_nothing_is_forgotten(self, regions):
        for seed in range(4):
            found = drawn(Walks(0.04, 0.05, 0.25, 0.8), seed=seed, regions=regions, horizon=1)
            later = np.vstack([np.full((1, regions), np.nan), found.off])
            both = replace(found, off=later, chance=np.vstack([found.chance] * 2))

            assert (Walks.fit(found, 1.2).memory, Walks.fit(both, 1.2).memory) == (1, 1)

    def test_the_error_that_sets_the_spread_lies_within(self):
        for seed in range(20):
            found = drawn(Walks(0.04, 0.05, 0.25), seed=seed, regions=11, horizon=1)

            # Of 11, the ninth asks for it: 8 smaller ones and itself.
            assert Walks.fit(found, 1.2).covered(found)[0] == pytest.approx(9 / 11)

    def test_ask_for_ten_regions_and_a_ratio(self):
        nine = drawn(Walks(0.04, 0.05, 0.25), regions=9)
        with pytest.raises(EngineError, match="10 regions"):
            Walks.fit(nine, 1.0)
        with pytest.raises(EngineError, match="ratio"):
            Walks.fit(drawn(Walks(0.04, 0.05, 0.25), regions=10), -1.0)

    def test_refuse_errors_of_other_regions(self):
        ten, nobody = np.ones(10), np.zeros(10)
        with pytest.raises(EngineError, match="horizon, region"):
            TotalsOff(ten, np.ones((2, 9)), np.ones((2, 9)), ten, ten)
        with pytest.raises(EngineError, match="more than nobody"):
            TotalsOff(nobody, np.ones((2, 10)), np.ones((2, 10)), ten, ten)

    def test_halves_share_all_regions_by_size(self):
        found = drawn(Walks(0.04, 0.05, 0.25), regions=11)

        one, other = found.halves()

        assert sorted([*one, *other]) == list(range(11))
        assert found.people[one[0]] >= found.people[other[0]] >= found.people[one[1]]

    def test_become_part_of_the_uncertainty(self):
        made = Walks(0.04, 0.05, 0.25, 0.85).of(Uncertainty())

        assert (made.leaving, made.pull, made.by_size, made.remembered) == (0.04, 0.05, 0.25, 0.85)
        assert made.fertility == Uncertainty().fertility
        assert 1.0 in MEMORIES


class TestFlowSpread:
    def test_leaves_out_the_chance_of_counts(self):
        counted = np.full((2, 5), 100.0)
        off = np.full((2, 5), WIDE * 0.1)

        # A hundred people are a tenth off by chance alone.
        assert flow_spread(off, counted) == pytest.approx(0, abs=1e-6)
        assert flow_spread(np.sqrt(2) * off, counted) == pytest.approx(0.1)

    def test_refuses_other_shapes(self):
        with pytest.raises(EngineError, match="shape"):
            flow_spread(np.ones((2, 5)), np.ones((2, 4)))


class TestRemembering:
    def test_a_walk_that_forgets_keeps_its_mean_and_its_spread(self):
        fading = replace(Uncertainty.none(), by_size=0.0, remembered=0.5)
        noise = np.random.default_rng(1).standard_normal((3, 40_000))

        made = _walked(fading, 0.2, np.full(40_000, 20e3), noise)

        assert made.mean(axis=1) == pytest.approx(np.ones(3), abs=0.005)
        # 0.2 / sqrt(1 - 0.5^2) in every year, and half of it is left a year later.
        assert np.log(made).std(axis=1) == pytest.approx(np.full(3, 0.2309), rel=0.02)
        assert np.corrcoef(np.log(made[0]), np.log(made[1]))[0, 1] == pytest.approx(0.5, abs=0.02)

    @pytest.mark.parametrize("memory", [-0.1, 1.1])
    def test_lies_between_nothing_and_all(self, memory):
        with pytest.raises(EngineError, match="remembers"):
            replace(Uncertainty(), remembered=memory)

    def test_numbers_by_key_give_it(self):
        values = {
            f"chance/{name}/{part}": 0.1
            for name in ("fertility", "mortality", "immigration", "mobility")
            for part in ("spread", "memory")
        }
        values |= {
            f"chance/{name}": 0.2
            for name in ("leaving", "pull", "by_size", "remembered", "market", "own")
        }

        assert Uncertainty.from_values(values).remembered == 0.2
        with pytest.raises(EngineError, match="chance/own is missing"):
            Uncertainty.from_values({key: 0.1 for key in values if key != "chance/own"})
