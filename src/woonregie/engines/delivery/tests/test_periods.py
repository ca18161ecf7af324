"""What a delivery period gives within a horizon: by hand, by a plain loop, and as a law."""

import numpy as np
import pytest
from hypothesis import given

from woonregie.engines.delivery import UNPHASED, whole, within
from woonregie.engines.delivery.tests import oracle
from woonregie.engines.delivery.tests.tables import horizon_of, phased, phased_rows, years


class TestWithin:
    def test_spreads_a_period_evenly_over_its_years(self):
        inside = within(
            np.array([2025]), np.array([2030]), np.array([100]), (2025, 2027), count_unphased=True
        )

        assert inside.tolist() == [40]

    @pytest.mark.parametrize(
        ("horizon", "expected"),
        [
            ((2020, 2025), 0),  # ends before the delivery begins
            ((2020, 2026), 20),  # its first year only
            ((2024, 2040), 100),  # all of it
            ((2029, 2030), 20),  # its last year only
            ((2030, 2040), 0),  # begins when the delivery is over
            ((2027, 2027), 0),  # no year at all
        ],
    )
    def test_cuts_a_period_at_both_ends_of_the_horizon(self, horizon, expected):
        inside = within(
            np.array([2025]), np.array([2030]), np.array([100]), horizon, count_unphased=True
        )

        assert inside.tolist() == [expected]

    def test_counts_homes_without_a_year_only_when_told(self):
        row = np.array([UNPHASED]), np.array([UNPHASED]), np.array([12])

        assert within(*row, (2025, 2035), count_unphased=True).tolist() == [12]
        assert within(*row, (2025, 2035), count_unphased=False).tolist() == [0]

    def test_gives_nothing_for_no_rows(self):
        nothing = np.array([], dtype=np.int64)

        inside = within(nothing, nothing, nothing, (2025, 2035), count_unphased=True)

        assert inside.tolist() == []

    @given(phased_rows, years, years)
    def test_equals_a_plain_loop(self, rows, one, other):
        horizon = horizon_of(one, other)

        fast = within(*phased(rows), horizon, count_unphased=True)

        slow = [
            float(oracle.inside((*period, dwellings), horizon, count_unphased=True))
            for period, dwellings in rows
        ]
        assert fast.tolist() == pytest.approx(slow, abs=1e-9)

    @given(phased_rows, years, years, years)
    def test_horizons_that_follow_one_another_add_up(self, rows, one, two, three):
        first, middle, last = sorted((one, two, three))
        table = phased(rows)

        parts = [
            within(*table, part, count_unphased=True) for part in ((first, middle), (middle, last))
        ]

        together = within(*table, (first, last), count_unphased=True)
        assert (parts[0] + parts[1]).tolist() == pytest.approx(together.tolist(), abs=1e-9)

    @given(phased_rows)
    def test_a_long_horizon_delivers_everything(self, rows):
        table = phased(rows)

        assert within(*table, (2000, 2100), count_unphased=True).tolist() == table[2].tolist()

    @given(phased_rows, years, years)
    def test_rows_of_one_period_may_be_added_up_first(self, rows, one, other):
        horizon = horizon_of(one, other)
        added = {}
        for period, dwellings in rows:
            added[period] = added.get(period, 0) + dwellings

        apart = within(*phased(rows), horizon, count_unphased=True)
        together = within(*phased(list(added.items())), horizon, count_unphased=True)

        assert float(apart.sum()) == pytest.approx(float(together.sum()), abs=1e-6)


class TestWhole:
    def test_rounds_half_up_also_below_zero(self):
        assert whole(np.array([0.49, 0.5, 1.5, -0.5, -0.51, -1.5])).tolist() == [
            0,
            1,
            2,
            0,
            -1,
            -1,
        ]

    def test_takes_a_hair_below_a_half_for_a_half(self):
        # Five years of a tenth of five dwellings are 2.4999999999999996 in floating point.
        assert whole(np.array([0.5 - 1e-10])).tolist() == [1]
