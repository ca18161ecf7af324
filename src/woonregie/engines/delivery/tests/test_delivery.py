"""The engine of plan delivery: sums done by hand, laws, and a plain loop as oracle."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from woonregie.engines.delivery import ROUNDING, UNPHASED, bridge, capacity, need, within

rows = st.lists(
    st.tuples(st.integers(2015, 2045), st.integers(1, 20), st.integers(0, 5000)),
    min_size=1,
    max_size=30,
)
years = st.integers(2010, 2060)


def arrays(given_rows):
    start = np.array([row[0] for row in given_rows], dtype=np.int64)
    before = start + np.array([row[1] for row in given_rows], dtype=np.int64)
    return start, before, np.array([row[2] for row in given_rows], dtype=np.int64)


def slow_within(start, before, dwellings, horizon):
    """The rule of equation 1, one row and one year at a time, with exact fractions."""
    return [
        sum(
            (
                Fraction(count, last - first)
                for year in range(first, last)
                if horizon[0] <= year < horizon[1]
            ),
            Fraction(),
        )
        for first, last, count in zip(
            start.tolist(), before.tolist(), dwellings.tolist(), strict=True
        )
    ]


class TestWithin:
    def test_spreads_a_period_evenly_over_its_years(self):
        inside = within(
            np.array([2025]), np.array([2030]), np.array([100]), (2025, 2027), count_unphased=True
        )

        assert inside.tolist() == [40]

    def test_counts_homes_without_a_year_only_when_told(self):
        row = np.array([UNPHASED]), np.array([UNPHASED]), np.array([12])

        assert within(*row, (2025, 2035), count_unphased=True).tolist() == [12]
        assert within(*row, (2025, 2035), count_unphased=False).tolist() == [0]

    @given(rows, years, years)
    def test_equals_a_plain_loop(self, given_rows, one, other):
        horizon = (min(one, other), max(one, other))

        fast = within(*arrays(given_rows), horizon, count_unphased=True)

        slow = [float(share) for share in slow_within(*arrays(given_rows), horizon)]
        assert fast.tolist() == pytest.approx(slow, abs=1e-9)

    @given(rows, years, years, years)
    def test_horizons_that_follow_one_another_add_up(self, given_rows, one, two, three):
        first, middle, last = sorted((one, two, three))
        table = arrays(given_rows)

        parts = [
            within(*table, part, count_unphased=True) for part in ((first, middle), (middle, last))
        ]

        together = within(*table, (first, last), count_unphased=True)
        assert (parts[0] + parts[1]).tolist() == pytest.approx(together.tolist(), abs=1e-9)

    @given(rows)
    def test_a_long_horizon_delivers_everything(self, given_rows):
        table = arrays(given_rows)

        assert within(*table, (2000, 2100), count_unphased=True).tolist() == table[2].tolist()


class TestCapacity:
    def test_subtracts_demolition_and_leaves_out_what_does_not_count(self):
        found = capacity(
            municipality=np.array([0, 0, 1, 1]),
            group=np.array([0, 0, 1, -1]),
            demolition=np.array([False, True, False, False]),
            from_year=np.array([2026, 2026, 2026, 2026]),
            before_year=np.array([2027, 2027, 2027, 2027]),
            dwellings=np.array([50, 8, 30, 999]),
            shape=(2, 2),
            horizon=(2025, 2035),
            count_unphased=True,
        )

        assert found.net.tolist() == [[42, 0], [0, 30]]
        assert found.demolition.tolist() == [[8, 0], [0, 0]]


class TestNeed:
    def test_kampen_by_hand(self):
        # 22,000 to 22,980 households, 2 % stays empty: 980 / 0.98 = 1,000; 40 are demolished.
        found = need(
            households_start=np.array([22_000.0]),
            households_end=np.array([22_980.0]),
            vacancy_share=0.02,
            shortage=np.array([0.0]),
            withdrawals=np.array([40.0]),
        )

        assert found.net.tolist() == pytest.approx([1000.0])
        assert found.gross.tolist() == pytest.approx([1040.0])

    @pytest.mark.parametrize("share", [-0.1, 1.0])
    def test_refuses_a_share_that_is_none(self, share):
        nothing = np.zeros(1)

        with pytest.raises(ValueError, match="vacancy_share"):
            need(
                households_start=nothing,
                households_end=nothing,
                vacancy_share=share,
                shortage=nothing,
                withdrawals=nothing,
            )


totals = st.dictionaries(
    st.integers(0, 20), st.floats(-500, 5000).map(lambda value: round(value, 3))
)


class TestBridge:
    @given(
        totals,
        totals,
        st.dictionaries(st.integers(0, 20), st.sampled_from(["new", "gone", "status"])),
    )
    def test_lines_are_the_whole_difference(self, before, after, causes):
        start, end = round(sum(before.values())), round(sum(after.values()))

        found = bridge(before, after, causes, start=start, end=end)

        assert found.start + sum(line.dwellings for line in found.lines) == end

    def test_rounding_stays_below_one_dwelling_per_line(self):
        found = bridge({}, {1: 0.4, 2: 0.4, 3: 0.4}, {1: "a", 2: "b", 3: "c"}, start=0, end=1)

        assert [(line.cause, line.dwellings) for line in found.lines][-1] == (ROUNDING, 1)
