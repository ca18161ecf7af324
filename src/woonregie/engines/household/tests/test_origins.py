"""Moves as a product of few numbers, and the gate for the moves of another age."""

from dataclasses import replace

import numpy as np
import pytest

from woonregie.engines.household import (
    POSITIONS,
    Baseline,
    EngineError,
    Moves,
    Position,
    Scenario,
    banded_flows,
    flow_error,
    leavers_off,
    reference,
)

BANDS = (0, 15, 20, 30, 45, 65)
RATES = (0.02, 0.05, 0.10, 0.05, 0.02, 0.01)
YEARS, REGIONS, AGES = 4, 3, 101


def people():
    """Return 1,000 persons of each age and sex in three regions, four years."""
    return np.full((YEARS, REGIONS, 2, AGES), 1000.0)


def moves(mobility=(1.0, 1.0, 1.0, 1.0)):
    """Return moves by a rate of each group of ages, two thirds to the next region."""
    rate = np.repeat(RATES, np.diff([*BANDS, AGES]))
    goes = np.array([[0, 2, 1], [1, 0, 2], [2, 1, 0]]) / 3
    found = 1000 * goes[None, :, :, None, None] * rate
    return found * np.array(mobility)[:, None, None, None, None] * np.ones((1, 1, 1, 2, 1))


class TestMoves:
    def test_finds_the_rate_of_each_group_again(self):
        model = Moves.fit(moves(), people())

        found = banded_flows(moves()).sum(axis=(0, 2, 3)) / (YEARS * REGIONS)
        leaving = model.flows(people()[0]).sum(axis=(1, 2)) / REGIONS
        assert leaving == pytest.approx(found)

    def test_expects_the_mobility_of_the_last_years(self):
        model = Moves.fit(moves((1.0, 1.0, 1.0, 2.0)), people())

        # Beside the mean of 1.25: 0.8, 0.8, 0.8, 1.6, of which the last counts 8 of 15.
        assert model.mobility == pytest.approx([0.8, 0.8, 0.8, 1.6])
        assert model.ahead == pytest.approx((0.8 * 7 + 1.6 * 8) / 15)

    def test_everybody_who_leaves_arrives_somewhere_else(self):
        model = Moves.fit(moves(), people())

        flows = model.flows(people()[0])

        assert flows.sum() == pytest.approx(model.leavers(people()[0], model.ahead).sum())
        assert not np.einsum("grr->gr", flows).any()

    def test_is_what_the_forecast_itself_makes_of_it(self):
        model = Moves.fit(moves(), people())
        population = np.zeros((REGIONS, 2, AGES, POSITIONS))
        population[..., Position.ALONE] = people()[0]
        arriving = np.zeros((2, AGES, POSITIONS))
        arriving[:, :, Position.ALONE] = 1
        base = Baseline.from_arrays(
            regions=["Raalte", "Zwolle", "Kampen"],
            year=2026,
            arrays={
                "population": population,
                "fertility": 0.0,
                "mortality": 0.0,
                "arrival_positions": arriving,
                "stock": 1e5,
                **model.arrays(),
            },
            sources={},
        )

        found = reference(base, Scenario(), 1)

        # Nobody is born and nobody dies: in the first year these leave, and nobody else.
        leaving = model.leavers(people()[0], model.ahead).sum()
        assert found.ledger.departures[0].sum() == pytest.approx(leaving, rel=0.005)

    @pytest.mark.parametrize(
        ("given", "why"),
        [
            (np.zeros((YEARS, 2, 2, 2, AGES)), "shape"),
            (np.ones((YEARS, REGIONS, REGIONS, 2, AGES)), "within a region"),
            (np.zeros((YEARS, REGIONS, REGIONS, 2, AGES)), "nobody ever leaves"),
        ],
    )
    def test_refuses_what_are_no_moves(self, given, why):
        with pytest.raises(EngineError, match=why):
            Moves.fit(given, people())


def off(model, counted):
    """Return from which ages the gate finds leavers that are not those counted."""
    return [group.from_age for group in leavers_off(*model.beside(counted, people()))]


class TestTheGate:
    def test_opens_for_moves_of_the_right_ages(self):
        assert off(Moves.fit(moves(), people()), moves()) == []

    def test_opens_whatever_the_year(self):
        counted = moves((0.7, 1.3, 0.9, 1.1))

        assert off(Moves.fit(counted, people()), counted) == []

    @pytest.mark.parametrize("other", [0, 1, 2, 3, 4])
    def test_closes_when_the_old_move_as_another_group_does(self, other):
        model = Moves.fit(moves(), people())
        wrong = model.profile.copy()
        wrong[:, 65:] = model.profile[:, BANDS[other] + 2, None]

        assert off(replace(model, profile=wrong), moves()) == [65]

    def test_closes_when_two_groups_change_places_in_the_levels(self):
        counted = moves()
        counted[:, 0, :, :, 65:] *= 3
        model = Moves.fit(counted, people())
        wrong = model.level.copy()
        wrong[:, 5] = model.level[:, 2]

        assert 65 in off(replace(model, level=wrong), counted)

    def test_asks_for_the_years_that_were_fitted(self):
        model = Moves.fit(moves(), people())

        with pytest.raises(EngineError, match="years that were fitted"):
            model.beside(moves()[:2], people()[:2])


class TestFlowError:
    def test_is_all_misses_over_all_moves(self):
        assert flow_error(np.array([8.0, 13]), np.array([10.0, 10])) == pytest.approx(0.25)
