"""From counted tables to a beginning: by hand, and laws that always hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.engines.household import (
    COMPONENTS,
    STEPS,
    Baseline,
    EngineError,
    Position,
    Priors,
    Scenario,
    calibrated,
    project,
)
from woonregie.engines.household._calibrate_moves import to_arrivals, to_moves
from woonregie.engines.household._calibrate_positions import Seats, fitted
from woonregie.engines.household._calibrate_steps import incidence, seen_change, updated
from woonregie.engines.household._schedules import hadwiger, rogers_castro
from woonregie.engines.household._shrink import shrunk
from woonregie.engines.household.tests.assumptions import CURVE, priors, values
from woonregie.engines.household.tests.counts import EVENTS, PEOPLE, TOWNS, counted

STARTS = tuple(range(0, 100, 5))
ORIGINS = [step.origin for step in STEPS]


@pytest.fixture(scope="module")
def found():
    return calibrated(counted(), priors())


@pytest.fixture(scope="module")
def year(found):
    return project(found.baseline, Scenario(), years=1)


def codes(result):
    return {note.code for note in result.notes}


class TestSchedules:
    def test_have_as_many_children_as_asked(self):
        assert hadwiger(1.6, 4.5, 31).sum() == pytest.approx(1.6)

    def test_move_most_when_a_life_of_their_own_begins(self):
        curve = rogers_castro(**CURVE)

        assert 20 <= int(curve.argmax()) <= 26
        assert curve[5] < curve[0]
        assert curve[90] > curve[75]


class TestShrinking:
    def test_leaves_a_large_region_nearly_as_counted(self):
        result = shrunk(np.array([3.0, 90_000, 160_000]), np.array([1.0, 125_000, 125_000]))

        assert result.level[1:] == pytest.approx([0.72, 1.28], rel=1e-3)
        # 3 where 1 was expected: 2.9 of that level is chance as far as anybody can tell.
        assert 1 < result.level[0] < 1.5

    def test_takes_all_levels_to_one_where_counts_differ_by_chance_only(self):
        result = shrunk(np.array([98.0, 103, 99, 100]), np.full(4, 100.0))

        assert result.level == pytest.approx(np.ones(4), abs=1e-3)

    def test_takes_a_region_that_was_not_counted_as_the_others(self):
        result = shrunk(np.array([np.nan, 50, 150]), np.array([100.0, 100, 100]))

        assert result.level[0] == 1

    @given(
        cells=st.lists(st.tuples(st.integers(0, 10_000), st.floats(0.1, 1e4)), min_size=2),
    )
    @settings(max_examples=40)
    def test_stays_between_the_count_and_one(self, cells):
        observed, expected = (np.array(row, dtype=float) for row in zip(*cells, strict=True))

        result = shrunk(observed, expected)

        low, high = np.minimum(result.raw, 1), np.maximum(result.raw, 1)
        assert (result.level >= low - 1e-9).all()
        assert (result.level <= high + 1e-9).all()

    def test_refuses_fewer_than_nothing(self):
        with pytest.raises(EngineError, match="zero or more"):
            shrunk(np.array([-1.0, 2]), np.ones(2))


class TestSeats:
    def test_meet_people_groups_and_couples(self):
        chance = np.random.default_rng(3)
        seed = chance.uniform(1, 9, (2, 2, 101, 8))
        people = seed.sum(axis=3)
        groups = np.add.reduceat(chance.uniform(1, 9, seed.shape).sum(axis=1), STARTS, axis=1)
        whole = np.add.reduceat(people.sum(axis=1), STARTS, axis=1)
        groups *= (whole / groups.sum(axis=2))[..., None]

        result = fitted(seed, Seats(people, groups, STARTS))

        assert result.sum(axis=3) == pytest.approx(people, rel=1e-9)
        met = np.add.reduceat(result.sum(axis=1), STARTS, axis=1)
        assert met == pytest.approx(groups, rel=1e-4)
        partners = result[..., Position.COUPLE].sum(axis=2)
        assert partners[:, 0] == pytest.approx(partners[:, 1], rel=1e-4)


class TestSteps:
    def test_stay_what_was_assumed_where_that_gives_what_was_counted(self):
        prior = priors().transitions
        shares = priors().positions
        change = np.einsum("hk,sak->sah", incidence(), shares[..., ORIGINS] * prior)

        assert updated(prior, shares, change) == pytest.approx(prior, abs=1e-9)

    def test_give_the_change_that_was_counted(self):
        prior, shares = priors().transitions, priors().positions
        change = np.zeros_like(shares)
        # One in a hundred people of 40 more begins to live with a partner.
        usual = np.einsum("hk,sak->sah", incidence(), shares[..., ORIGINS] * prior)
        change[:, 40] = usual[:, 40]
        change[:, 40, Position.ALONE] -= 0.01
        change[:, 40, Position.COUPLE] += 0.01

        result = updated(prior, shares, change)

        made = np.einsum("hk,sak->sah", incidence(), shares[..., ORIGINS] * result)
        assert made[:, 40] == pytest.approx(change[:, 40], abs=2e-4)

    def test_read_the_way_of_a_cohort_from_two_counts(self):
        before, now = np.zeros((2, 101, 8)), np.zeros((2, 101, 8))
        now[:, 44, Position.ALONE] = 0.2

        change = seen_change(before, now, 4)

        # From 40 to 44 a fifth more lives alone: a twentieth a year, at 40, 41, 42 and 43; each
        # age is passed by the cohorts of four ages.
        assert change[0, 40:44, Position.ALONE].tolist() == pytest.approx([0.0125] * 4)


class TestDestinations:
    @given(seed=st.integers(0, 1000))
    @settings(max_examples=20)
    def test_send_everybody_to_where_arrivals_were_counted(self, seed):
        chance = np.random.default_rng(seed)
        shares = chance.uniform(0.1, 1, (2, 4, 4)) * (1 - np.eye(4))
        shares /= shares.sum(axis=2, keepdims=True)
        leavers = chance.uniform(1, 9, (2, 4))
        # Nobody gets more than all others together send.
        arrivals = np.einsum("gr,grd->d", leavers, shares**1.5 / (shares**1.5).sum(2)[..., None])

        result = to_arrivals(shares, leavers, arrivals)

        assert result.sum(axis=2) == pytest.approx(np.ones((2, 4)))
        assert np.einsum("gr,grd->d", leavers, result) == pytest.approx(arrivals, rel=1e-6)

    def test_lean_towards_counted_moves_the_more_there_are(self):
        shares = np.array([[[0.0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]])
        moves = np.array([[[0.0, 60, 0], [0, 0, 0], [4000, 0, 0]]])

        result = to_moves(shares, np.ones((1, 3)), moves)

        # 60 moves count for 60, what was expected for 40: (60 + 20) / 100.
        assert result[0, 0].tolist() == pytest.approx([0, 0.8, 0.2])
        assert result[0, 1].tolist() == pytest.approx([0.5, 0, 0.5])
        assert result[0, 2, 0] > 0.99


class TestCalibrated:
    def test_begins_with_everybody_who_was_counted(self, found):
        assert found.baseline.population.sum(axis=(1, 2, 3)) == pytest.approx(PEOPLE)

    @pytest.mark.parametrize("name", COMPONENTS)
    def test_gives_the_events_of_the_window_again(self, year, name):
        modelled = getattr(year.ledger, name)[0]

        assert modelled.sum() == pytest.approx(sum(EVENTS[name]), rel=2e-3)
        assert modelled == pytest.approx(EVENTS[name], rel=0.02)

    def test_has_as_many_men_as_women_with_a_partner(self, found):
        partners = found.baseline.population[..., Position.COUPLE].sum(axis=2)

        assert partners[:, 0] == pytest.approx(partners[:, 1], rel=1e-3)

    def test_keeps_positions_by_age_as_they_were(self, found):
        later = project(found.baseline, Scenario(), years=10)

        before = found.baseline.population.sum(axis=(0, 1))
        after = later.final.sum(axis=(0, 1))
        alone = [
            people[30:60, Position.ALONE].sum() / people[30:60].sum() for people in (before, after)
        ]
        assert alone[1] == pytest.approx(alone[0], abs=0.03)

    def test_says_what_was_missing(self, found):
        assert codes(found) == {
            "curves_assumed",
            "ages_assumed",
            "no_positions",
            "no_households",
            "permits_assumed",
            "no_moves",
            "no_stock",
            "one_cross_section",
        }

    def test_leaves_out_what_was_not_counted_and_says_so(self):
        bare = dict.fromkeys((*COMPONENTS, "window_people", "minutes"))

        result = calibrated(counted(**bare), priors())

        assert {f"no_{name}" for name in COMPONENTS} <= codes(result)
        assert "no_minutes" in codes(result)
        assert not result.baseline.immigration.any()
        assert not result.baseline.emigration.any()

    def test_takes_one_region_alone(self):
        alone = {name: np.array([[EVENTS[name][0]]] * 2, dtype=float) for name in COMPONENTS}

        result = calibrated(
            counted(
                regions=("Raalte",),
                people=PEOPLE[:1],
                window_people=PEOPLE[:1] * np.ones((2, 1)),
                minutes=None,
                **alone,
            ),
            priors(),
        )

        assert "single_region" in codes(result)
        assert not result.baseline.leaving.any()

    def test_meets_counted_households(self):
        usual = calibrated(counted(), priors()).baseline
        asked = households(usual) * np.array([1.05, 0.97, 1.0, 1.0])

        result = calibrated(counted(households=asked), priors())

        assert households(result.baseline) == pytest.approx(asked, rel=1e-4)
        assert "households_leaned" in codes(result)

    def test_tells_households_that_cannot_be(self):
        result = calibrated(counted(households=PEOPLE * 0.99), priors())

        (told,) = [note for note in result.notes if note.code == "households_off"]
        assert told.fields["regions"] == list(TOWNS)

    def test_meets_counted_positions_and_households_of_one_day(self):
        positions = np.zeros((4, 20, 6))
        people = PEOPLE[:, None] * np.full(20, 0.05)
        positions[:, :4, Position.CHILD] = people[:, :4]
        positions[:, 4:, Position.ALONE] = people[:, 4:] * 0.3
        positions[:, 4:, Position.COUPLE] = people[:, 4:] * 0.6
        positions[:, 4:, Position.OTHER] = people[:, 4:] * 0.1
        # Alone, half a couple, and one household for each five other members.
        asked = PEOPLE * 0.8 * (0.3 + 0.3 + 0.02)

        result = calibrated(
            counted(
                positions=positions,
                position_year=2020,
                households=asked,
                households_year=2020,
            ),
            priors(),
        ).baseline

        other = result.population[..., Position.OTHER].sum(axis=(1, 2))
        lodgers = result.population[..., Position.LODGER].sum(axis=(1, 2))
        # 2.5 members make a household: half of all other members; the rest are lodgers.
        assert (other / (other + lodgers)).tolist() == pytest.approx([0.5] * 4, rel=1e-3)
        assert result.other_households.tolist() == pytest.approx([0.4] * 4)

    def test_balances_departures_and_arrivals_that_differ_and_says_so(self):
        fewer = np.array([EVENTS["arrivals"]] * 2, dtype=float) * 0.9

        result = calibrated(counted(arrivals=fewer), priors())

        assert "out_of_balance" in codes(result)

    def test_takes_the_years_that_were_counted_and_names_who_has_fewer(self):
        later = np.array([EVENTS["births"]] * 2, dtype=float)
        later[0, 0] = np.nan

        result = calibrated(counted(births=later), priors())

        (told,) = [note for note in result.notes if note.code == "fewer_years"]
        births = project(result.baseline, Scenario(), years=1).ledger.births[0]
        assert told.fields["regions"] == ["Raalte"]
        assert births == pytest.approx(EVENTS["births"], rel=0.02)

    def test_estimates_moves_of_a_zone_that_counts_its_own_too(self):
        unknown = {
            name: np.array([[*EVENTS[name][:3], np.nan]] * 2)
            for name in ("departures", "arrivals")
        }

        result = calibrated(counted(**unknown), priors())

        ledger = project(result.baseline, Scenario(), years=1).ledger
        assert "zones_estimated" in codes(result)
        assert ledger.departures[0, :3] == pytest.approx(EVENTS["departures"][:3], rel=0.02)
        assert ledger.arrivals[0, :3] == pytest.approx(EVENTS["arrivals"][:3], rel=0.02)

    def test_tells_of_more_arrivals_than_all_others_send(self):
        many = np.array([[1130.0, 6000, 1700, 60_000]] * 2)

        result = calibrated(counted(arrivals=many), priors())

        assert "arrivals_impossible" in codes(result)

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"births": np.ones((3, 4))}, "births has shape"),
            ({"deaths": np.full((2, 4), -1.0)}, "fewer than nobody"),
            ({"people": np.full(4, np.nan)}, "counted in every region"),
            ({"people": np.ones((4, 3))}, "people have shape"),
            ({"moves": np.ones((1, 3, 3))}, "moves have shape"),
            ({"position_starts": (5, 10)}, "begin at 0"),
        ],
    )
    def test_refuses_tables_that_do_not_fit(self, changed, why):
        with pytest.raises(EngineError, match=why):
            counted(**changed)

    def test_refuses_priors_that_lack_a_number(self):
        with pytest.raises(EngineError, match="fertility/total is missing"):
            priors_without("fertility/total")


def households(base: Baseline):
    return project(base, Scenario(), years=1).households[0]


def priors_without(key):
    return Priors.from_values({name: value for name, value in values().items() if name != key})
