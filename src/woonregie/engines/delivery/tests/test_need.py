"""Need: by hand, and as laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from woonregie.engines.delivery import need, whole

households = st.lists(st.integers(0, 100_000), min_size=3, max_size=3).map(
    lambda values: np.array(values, dtype=np.float64)
)
shares = st.floats(0, 0.5)


def asked(start, end, *, vacancy_share=0.0, shortage=None, withdrawals=None):
    nothing = np.zeros(len(start))
    return need(
        households_start=start,
        households_end=end,
        vacancy_share=vacancy_share,
        shortage=nothing if shortage is None else shortage,
        withdrawals=nothing if withdrawals is None else withdrawals,
    )


class TestNeed:
    def test_kampen_by_hand(self):
        # 22,000 to 22,980 households, 2 % stays empty: 980 / 0.98 = 1,000; 40 are demolished.
        found = asked(
            np.array([22_000.0]),
            np.array([22_980.0]),
            vacancy_share=0.02,
            withdrawals=np.array([40.0]),
        )

        assert found.net.tolist() == pytest.approx([1000.0])
        assert found.gross.tolist() == pytest.approx([1040.0])

    def test_adds_the_initial_shortage(self):
        found = asked(np.array([1000.0]), np.array([1098.0]), shortage=np.array([35.0]))

        assert found.net.tolist() == [133.0]

    def test_is_below_zero_where_households_become_fewer(self):
        # 98 households fewer leave 98 / 0.98 = 100 dwellings empty; 10 of them are demolished.
        found = asked(
            np.array([1000.0]),
            np.array([902.0]),
            vacancy_share=0.02,
            withdrawals=np.array([10.0]),
        )

        assert found.net.tolist() == pytest.approx([-100.0])
        assert found.gross.tolist() == pytest.approx([-90.0])

    def test_takes_no_municipality_at_all(self):
        assert asked(np.array([]), np.array([])).gross.tolist() == []

    @pytest.mark.parametrize("share", [-0.1, 1.0])
    def test_refuses_a_share_that_is_none(self, share):
        nothing = np.zeros(1)

        with pytest.raises(ValueError, match="vacancy_share"):
            asked(nothing, nothing, vacancy_share=share)

    @given(households, households, households, shares)
    def test_periods_that_follow_one_another_add_up(self, start, middle, end, share):
        parts = asked(start, middle, vacancy_share=share), asked(middle, end, vacancy_share=share)

        together = asked(start, end, vacancy_share=share)

        added = parts[0].net + parts[1].net
        assert added.tolist() == pytest.approx(together.net.tolist(), abs=1e-6)
        rounded = whole(parts[0].net) + whole(parts[1].net)
        assert np.abs(rounded - whole(together.net)).max() <= 1

    @given(households, households, shares, households)
    def test_gross_less_demolition_is_net_on_both_sides(self, start, end, share, demolished):
        build = np.array([500.0, 0.0, 20_000.0])

        found = asked(start, end, vacancy_share=share, withdrawals=demolished)

        # With the demolition that plans foresee as withdrawals, what is short is the same
        # whether one compares net with net or gross with gross.
        gap_gross, gap_net = found.gross - build, found.net - (build - demolished)
        assert gap_gross.tolist() == pytest.approx(gap_net.tolist(), abs=1e-6)

    @given(households, households, shares)
    def test_an_empty_share_never_makes_a_need_smaller(self, start, end, share):
        growing = np.maximum(start, end)

        with_empty = asked(start, growing, vacancy_share=share)

        assert (with_empty.net >= asked(start, growing).net - 1e-6).all()
