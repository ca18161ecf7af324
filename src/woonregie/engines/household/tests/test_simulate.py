"""Many trajectories: exact in the mean, the same again, and alike between scenarios."""

import numpy as np
import pytest

from woonregie.engines.household import (
    SUPPLY,
    ZERO,
    Comparison,
    Domestic,
    Driver,
    EngineError,
    Fan,
    NationalTotals,
    OwnNeed,
    Programme,
    Scenario,
    Uncertainty,
    compare,
    invented,
    project,
    simulate,
)
from woonregie.engines.household._books import Scales
from woonregie.engines.household._chance import Chance
from woonregie.engines.household._course import course
from woonregie.engines.household._fast import Batch
from woonregie.engines.household._record import Record
from woonregie.engines.household._simulate import side_by_side
from woonregie.engines.household._tables import Tables

BASE = invented(5)
COUNTS = Uncertainty.none(counts=True)
YEARS = 8


def planned(years, regions=5, hard=60.0, soft=40.0):
    shape = (years, regions)
    return Programme(np.full(shape, hard), np.full(shape, soft), np.zeros(shape))


class TestCounts:
    def test_are_exact_in_the_mean(self):
        plain = project(BASE, Scenario(), years=YEARS)

        fan = simulate(BASE, Scenario(), years=YEARS, trajectories=1000, uncertainty=COUNTS)

        for measure, asked in (
            ("population", plain.population.sum(axis=(2, 3))),
            ("households", plain.households),
        ):
            mean = fan.mean(measure)
            spread = np.array(
                [fan.values(measure, 2026 + at).std(axis=0) for at in range(YEARS + 1)]
            )
            off = np.abs(mean - asked)[1:] / (spread[1:] / np.sqrt(1000))
            assert np.abs(mean.sum(axis=1) / asked.sum(axis=1) - 1).max() < 2e-4
            # Forty figures that hang together: hardly any may lie beyond three.
            assert np.quantile(off, 0.9) < 3
            assert off.max() < 4.5

    def test_are_exact_in_the_mean_where_few_live(self):
        arrays = BASE.arrays()
        small = ("population", "immigration", "permit_holders", "stock")
        tiny = BASE.from_arrays(
            regions=BASE.regions,
            year=2026,
            arrays=arrays | {name: arrays[name] / 200 for name in small},
        )
        plain = project(tiny, Scenario(), years=3).population.sum(axis=(1, 2, 3))

        fan = simulate(tiny, Scenario(), years=3, trajectories=1000, uncertainty=COUNTS)

        totals = fan.values("population", 2029).sum(axis=1)
        assert abs(totals.mean() - plain[3]) < 3.5 * totals.std() / np.sqrt(1000)
        assert min(values.min() for values in fan.kept.values()) >= 0

    def test_spread_as_counts_do(self):
        fan = simulate(BASE, Scenario(), years=1, trajectories=600, uncertainty=COUNTS)
        ledger = project(BASE, Scenario(), years=1).ledger
        events = sum(
            getattr(ledger, flow)[0]
            for flow in ("births", "deaths", "immigration", "emigration", "departures", "arrivals")
        )

        spread = fan.values("population", 2027).std(axis=0)

        assert spread == pytest.approx(np.sqrt(events), rel=0.15)

    def test_without_any_chance_all_trajectories_are_the_forecast(self):
        fan = simulate(
            BASE, Scenario(), years=3, trajectories=3, uncertainty=Uncertainty.none(), workers=2
        )

        asked = project(BASE, Scenario(), years=3).households
        assert np.allclose(fan.quantile("households", 0.1), asked, rtol=1e-5)
        assert np.allclose(fan.quantile("households", 0.9), asked, rtol=1e-5)

    def test_every_flow_is_booked(self):
        scenario = Scenario(own_need=SUPPLY, lam=0.7, programme=planned(YEARS), restraint=1.0)

        fan = simulate(BASE, scenario, years=YEARS, trajectories=20)

        assert fan.worst_imbalance < 1e-5

    def test_own_need_is_zero_in_every_trajectory(self):
        nothing = ("fertility", "mortality", "emigration", "immigration", "permit_holders")
        moving = BASE.from_arrays(
            regions=BASE.regions, year=2026, arrays=BASE.arrays() | dict.fromkeys(nothing, 0.0)
        )
        asked = {"years": 2, "trajectories": 20, "keep": ("population",)}

        zero = simulate(moving, Scenario(own_need=ZERO), **asked).kept["population"]
        trend = simulate(moving, Scenario(), **asked).kept["population"]

        # People only move: where as many come as go nothing changes, whatever chance does.
        assert np.abs(zero / zero[:, :1] - 1).max() < 1e-6
        assert np.abs(trend[:, 2] / trend[:, 0] - 1).max() > 1e-3

    def test_what_is_not_booked_counts_in_its_own_trajectory(self):
        plan = course(BASE, Scenario(), 1)
        batch = Batch(Tables(plan, 16))
        before = batch.positions.sum(axis=0, dtype=np.float64)
        record = Record(batch.tables)
        record.begin(batch)
        batch.go(0, batch.tables.laid(Chance.none(plan).beside(16)), Scales.none())
        people = before.reshape(16, -1).sum(axis=1)[3]
        lane = 3 * batch.tables.lanes.wide + 2

        def unbooked():
            record.write(batch, 0)
            return record.worst_imbalance()

        booked = unbooked()
        batch.born[lane] -= np.float32(0.02 * people)
        lost = unbooked()
        batch.arrived[lane] += np.float32(0.02 * people)
        nowhere = unbooked()

        assert booked < 1e-6
        assert lost == pytest.approx(0.02, rel=1e-3)
        # In each region all is booked now, and yet more arrive than leave.
        assert nowhere == pytest.approx(0.02, rel=1e-3)


class TestAgain:
    def test_any_trajectory_alone_is_the_same(self):
        asked = {"years": 3, "seed": 11}
        all_of_them = simulate(BASE, Scenario(), trajectories=150, **asked)

        for number in (0, 7, 101, 149):
            alone = simulate(BASE, Scenario(), trajectories=1, first=number, **asked)

            for measure, values in alone.kept.items():
                assert np.array_equal(values[0], all_of_them.kept[measure][number]), measure

    def test_any_number_of_workers_is_the_same(self):
        asked = {"years": 3, "trajectories": 130}

        one, three = (simulate(BASE, Scenario(), workers=count, **asked) for count in (1, 3))

        assert all(np.array_equal(one.kept[name], three.kept[name]) for name in one.kept)

    def test_another_seed_is_other_chance(self):
        one, other = (
            simulate(BASE, Scenario(), years=2, trajectories=2, seed=seed) for seed in (1, 2)
        )

        assert not np.array_equal(one.kept["population"], other.kept["population"])

    def test_the_first_years_do_not_depend_on_how_many_follow(self):
        scenario = {"realisation_hard": 0.8, "realisation_soft": 0.3, "restraint": 1.0}
        asked = {"trajectories": 20, "seed": 5}

        long, short = (
            simulate(BASE, Scenario(programme=planned(years), **scenario), years=years, **asked)
            for years in (10, 5)
        )

        for measure, values in short.kept.items():
            assert np.array_equal(values, long.kept[measure][:, :6]), measure

    def test_parts_make_the_whole(self):
        asked = {"years": 2, "seed": 3}
        whole = simulate(BASE, Scenario(), trajectories=90, **asked)
        parts = [
            simulate(BASE, Scenario(), trajectories=count, first=first, **asked)
            for first, count in ((0, 50), (50, 40))
        ]

        joined = Fan.joined(parts)

        assert all(np.array_equal(joined.kept[name], whole.kept[name]) for name in whole.kept)
        assert (joined.first, joined.trajectories) == (0, 90)
        assert joined.uncertainty == Uncertainty()
        with pytest.raises(EngineError, match="trajectory 90 is missing"):
            Fan.joined(parts[::-1])
        with pytest.raises(EngineError, match="no parts"):
            Fan.joined([])

    def test_parts_of_another_uncertainty_are_no_parts(self):
        asked = {"years": 1, "trajectories": 4}
        parts = [
            simulate(BASE, Scenario(), **asked),
            simulate(BASE, Scenario(), first=4, uncertainty=COUNTS, **asked),
        ]

        with pytest.raises(EngineError, match="not parts of one forecast"):
            Fan.joined(parts)


class TestScenariosBesideEachOther:
    def test_meet_the_same_chance(self):
        more = Scenario(immigration=1.05)
        found = compare(BASE, Scenario(), more, years=5, trajectories=200)

        apart = found.values("population", 2031).std(axis=0)
        alone = found.first.values("population", 2031).std(axis=0)

        assert (apart < alone / 4).all()
        assert (found.mean("population")[-1] > 0).all()
        assert (found.quantile("population", 0.1)[-1] > 0).all()

    def test_with_other_chance_are_not_compared(self):
        one, other = (
            simulate(BASE, Scenario(), years=1, trajectories=2, seed=seed) for seed in (1, 2)
        )

        with pytest.raises(EngineError, match="not meet the same chance"):
            Comparison(one, other)

    def test_a_scenario_beside_itself_is_no_difference(self):
        found = compare(BASE, Scenario(), Scenario(name="again"), years=2, trajectories=4)

        assert not found.quantile("need", 0.9).any()


class TestDrivers:
    def test_widen_the_fan_every_year(self):
        fan = simulate(BASE, Scenario(), years=10, trajectories=300)

        band = (fan.quantile("population", 0.9) - fan.quantile("population", 0.1)).sum(axis=1)
        assert not band[0]
        assert band[1] < band[5] < band[10]

    def test_have_a_mean_of_one(self):
        only = Uncertainty(
            fertility=Driver(0.1, 0.8),
            mortality=Driver(0, 0),
            immigration=Driver(0, 0),
            mobility=Driver(0, 0),
            leaving=0,
            pull=0,
            market=0,
            own=0,
            counts=False,
        )
        plain = project(BASE, Scenario(), years=4).population.sum(axis=(1, 2, 3))

        fan = simulate(BASE, Scenario(), years=4, trajectories=400, uncertainty=only)

        total = fan.values("population", 2030).sum(axis=1)
        assert abs(total.mean() - plain[4]) < 3.5 * total.std() / 20

    @pytest.mark.parametrize(
        "wrong", [lambda: Driver(-1, 0), lambda: Driver(0.1, 1), lambda: Uncertainty(pull=-1)]
    )
    def test_that_cannot_be_are_refused(self, wrong):
        with pytest.raises(EngineError):
            wrong()


class TestPlans:
    def test_are_built_in_whole_dwellings_with_the_share_as_mean(self):
        scenario = Scenario(programme=planned(2), realisation_hard=0.8, realisation_soft=0.3)

        fan = simulate(BASE, scenario, years=2, trajectories=1000)

        built = fan.values("stock", 2028) - fan.values("stock", 2026)
        assert np.allclose(built, np.rint(built), atol=0.02)
        # 2 x (60 x 0.8 + 40 x 0.3) = 120
        assert np.abs(built.mean(axis=0) - 120).max() < 3.5 * built.std() / np.sqrt(1000)
        assert np.corrcoef(built.T)[0, 1] > 0.3

    def test_the_chance_that_hard_plans_are_more_than_need(self):
        none = simulate(BASE, Scenario(programme=planned(3, hard=0.0)), years=3, trajectories=50)
        many = simulate(BASE, Scenario(programme=planned(3, hard=9e4)), years=3, trajectories=50)

        low, high = (
            fan.probability(lambda now: now["hard_capacity"] > now["need_growth"])[-1]
            for fan in (none, many)
        )

        assert high.tolist() == [1] * 5
        assert (low < 1).any()


class TestNationalTotals:
    def test_are_met_in_the_mean(self):
        totals = NationalTotals("CBS", births=np.array([2300.0, 2300.0]))
        scenario = Scenario(national=totals)
        plain = project(BASE, scenario, years=2).population.sum(axis=(1, 2, 3))

        fan = simulate(BASE, scenario, years=2, trajectories=300, uncertainty=COUNTS)

        total = fan.values("population", 2028).sum(axis=1)
        assert abs(total.mean() - plain[2]) < 3.5 * total.std() / np.sqrt(300)


class TestUnmet:
    STATED = Scenario(
        own_need=OwnNeed(
            "own",
            Domestic.STATED,
            source="raad",
            stated={BASE.regions[0]: -1e5, BASE.regions[1]: 5.0},
        )
    )

    def test_tells_what_no_trajectory_can_make_of_a_statement(self):
        asked = {"years": 2, "trajectories": 20, "keep": ("population",)}

        fan = simulate(BASE, self.STATED, **asked)

        # More than live there cannot leave; five more can always come.
        assert [(item.year, item.region) for item in fan.unmet] == [
            (2026, BASE.regions[0]),
            (2027, BASE.regions[0]),
        ]
        assert all(item.asked == -1e5 < item.found < 0 for item in fan.unmet)

    def test_of_parts_is_that_of_the_whole(self):
        asked = {"years": 1, "keep": ("population",)}
        parts = [
            simulate(BASE, self.STATED, trajectories=8, first=first, **asked) for first in (0, 8)
        ]

        whole = simulate(BASE, self.STATED, trajectories=16, **asked)

        assert Fan.joined(parts).unmet == whole.unmet

    def test_is_nothing_where_nothing_is_stated(self):
        assert list(simulate(BASE, Scenario(), years=1, trajectories=2).unmet) == []


class TestSideBySide:
    @pytest.mark.parametrize("regions", [1, 8, 9, 30, 40, 41, 48, 85, 342, 1000])
    def test_a_part_of_a_fan_holds_whole_batches(self, regions):
        size = side_by_side(regions)

        assert size >= 4
        # A power of two has one bit.
        assert size & (size - 1) == 0


class TestTheFan:
    def test_quantiles_do_not_add_up_but_totals_have_their_own(self):
        fan = simulate(BASE, Scenario(), years=3, trajectories=200, uncertainty=COUNTS)

        both = fan.total_quantile("need", 0.9, BASE.regions[:2])

        assert both[-1] < fan.quantile("need", 0.9)[-1, :2].sum()
        assert both[-1] > fan.quantile("need", 0.5)[-1, :2].sum()

    def test_types_and_ages_add_up(self):
        fan = simulate(BASE, Scenario(), years=2, trajectories=4)

        types = sum(fan.values(name, 2028) for name in ("alone", "couples", "families", "other"))
        ages = sum(fan.values(f"aged_{name}", 2028) for name in ("0_19", "20_64", "65_79", "80"))

        assert np.allclose(
            types + fan.values("lone_parents", 2028), fan.values("households", 2028)
        )
        assert np.allclose(ages, fan.values("population", 2028))

    def test_refuses_what_was_not_kept(self):
        fan = simulate(BASE, Scenario(), years=1, trajectories=2, keep=("population",))

        with pytest.raises(EngineError, match="households was not kept"):
            fan.quantile("need", 0.5)
        with pytest.raises(EngineError, match="2026 to 2027, not of 1"):
            fan.values("population", 1)
        with pytest.raises(EngineError, match="between 0 and 1"):
            fan.quantile("population", 1.5)
        with pytest.raises(EngineError, match="no region Epe"):
            fan.total_quantile("population", 0.5, ["Epe"])

    @pytest.mark.parametrize(
        "asked",
        [
            {"trajectories": 0},
            {"seed": -1},
            {"first": -1},
            {"workers": 0},
            {"keep": ("states",)},
            {"keep": ()},
        ],
    )
    def test_refuses_what_cannot_be_asked(self, asked):
        with pytest.raises(EngineError):
            simulate(BASE, Scenario(), years=1, **asked)

    def test_refuses_to_keep_more_than_fits(self):
        # 100,000 trajectories x 101 years x 5 regions x 12 measures x 4 bytes
        with pytest.raises(EngineError, match="2,424,000,000 bytes, and at most") as caught:
            simulate(BASE, Scenario(), years=100, trajectories=100_000)

        assert caught.value.fields["bytes"] == 2_424_000_000

    def test_tells_how_far_it_is_and_can_be_stopped(self):
        told = []

        class StoppedError(Exception):
            pass

        def tell(done):
            told.append(done)
            if done > 100:
                raise StoppedError

        with pytest.raises(StoppedError):
            simulate(BASE, Scenario(), years=1, trajectories=400, workers=2, told=tell)

        assert told == sorted(told)
        assert told[-1] < 400
