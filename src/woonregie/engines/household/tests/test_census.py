"""From counted groups to a beginning, and households with one national factor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from woonregie.engines.household import (
    POSITIONS,
    EngineError,
    Position,
    grouped,
    households_of,
    one_factor,
    spread_over_ages,
)

STARTS = list(range(0, 100, 5))


class TestSpreadOverAges:
    def test_divides_a_group_over_its_ages_and_both_sexes(self):
        counted = np.zeros((1, 20, POSITIONS))
        counted[0, 4, Position.ALONE] = 100

        found = spread_over_ages(counted, STARTS, women=0.6)

        # 100 people of 20 to 24: 8 men and 12 women of each age.
        assert found[0, :, 22, Position.ALONE].tolist() == pytest.approx([8, 12])
        assert not found[0, :, 25].any()

    @given(
        counted=arrays(
            np.float64,
            (2, 20, POSITIONS),
            elements=st.floats(0, 1e6, allow_subnormal=False),
        )
    )
    def test_adds_up_to_what_was_counted(self, counted):
        found = grouped(spread_over_ages(counted, STARTS), STARTS)

        assert found == pytest.approx(counted, rel=1e-9, abs=1e-9)

    @pytest.mark.parametrize("counted", [np.ones((1, 3, POSITIONS)), -np.ones((1, 20, POSITIONS))])
    def test_refuses_what_is_no_count(self, counted):
        with pytest.raises(EngineError, match="counted"):
            spread_over_ages(counted, STARTS)


class TestHouseholds:
    def test_follow_from_positions_with_one_factor(self):
        people = np.zeros((2, 2, 101, POSITIONS))
        people[0, 0, 40, [Position.ALONE, Position.COUPLE, Position.OTHER]] = 100, 60, 40
        people[1, 0, 40, [Position.ALONE, Position.CHILD, Position.OTHER]] = 50, 70, 10

        # 100 + 30 and 50; the other 20 households are of 50 people.
        factor = one_factor(people, np.array([150.0, 50]))

        assert factor == pytest.approx(0.4)
        assert households_of(people, factor).tolist() == pytest.approx([146, 54])

    @pytest.mark.parametrize("households", [99.0, 1000.0])
    def test_refuses_a_factor_that_cannot_be(self, households):
        people = np.zeros((1, 2, 101, POSITIONS))
        people[0, 0, 40, [Position.ALONE, Position.OTHER]] = 100, 40

        with pytest.raises(EngineError, match="other households"):
            one_factor(people, np.array([households]))
