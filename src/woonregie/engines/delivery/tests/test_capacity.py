"""Capacity per municipality and class: by hand, by a plain loop, as laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from woonregie.engines.delivery import capacity
from woonregie.engines.delivery.tests import oracle
from woonregie.engines.delivery.tests.tables import SHAPE, horizon_of, ledger, ledger_rows, years


def held(rows, horizon, *, count_unphased=True):
    return capacity(**ledger(rows), shape=SHAPE, horizon=horizon, count_unphased=count_unphased)


counted_rows = ledger_rows.map(lambda rows: [(row[0], max(row[1], 0), *row[2:]) for row in rows])


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

    def test_rounds_once_per_municipality_and_class(self):
        # Three plans of 10 dwellings over 4 years, one year inside: 3 x 2.5 = 7.5, so 8; rounding
        # each plan would give 9.
        rows = [(0, 0, False, 2025, 2029, 10)] * 3

        found = held(rows, (2025, 2026))

        assert found.build[0].tolist() == [8, 0, 0]

    def test_is_zero_where_nothing_is_planned(self):
        found = held([(0, 0, False, 2025, 2026, 1)], (2025, 2026))

        assert found.net.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]

    @given(ledger_rows, years, years, st.booleans())
    def test_equals_a_plain_loop(self, rows, one, other, count_unphased):
        horizon = horizon_of(one, other)

        found = held(rows, horizon, count_unphased=count_unphased)

        build, demolition = oracle.capacity(
            rows, horizon, shape=SHAPE, count_unphased=count_unphased
        )
        assert found.build.tolist() == build
        assert found.demolition.tolist() == demolition

    @given(ledger_rows, years, years, years)
    def test_horizons_that_follow_one_another_add_up_within_rounding(self, rows, one, two, three):
        first, middle, last = sorted((one, two, three))
        early = held(rows, (first, middle), count_unphased=False)
        late = held(rows, (middle, last), count_unphased=False)

        together = held(rows, (first, last), count_unphased=False)

        for parts, whole in (
            (early.build + late.build, together.build),
            (early.demolition + late.demolition, together.demolition),
        ):
            assert np.abs(parts - whole).max() <= 1

    @given(counted_rows, st.lists(st.integers(0, SHAPE[1] - 1), min_size=3, max_size=3))
    def test_counting_classes_otherwise_moves_dwellings_but_loses_none(self, rows, classes):
        other = [(row[0], classes[row[1]], *row[2:]) for row in rows]

        before, after = held(rows, (2000, 2100)), held(other, (2000, 2100))

        assert before.net.sum(axis=1).tolist() == after.net.sum(axis=1).tolist()


class TestPublishedBalanceOf2025:
    """The woondeal of 20 March 2025: 38,787 = 19,044 hard + 19,743 soft against 28,200."""

    @pytest.fixture
    def found(self):
        return capacity(
            municipality=np.zeros(2, dtype=np.int64),
            group=np.array([0, 1]),
            demolition=np.zeros(2, dtype=np.bool_),
            from_year=np.array([2024, 2024]),
            before_year=np.array([2031, 2031]),
            dwellings=np.array([19_044, 19_743]),
            shape=(1, 2),
            horizon=(2024, 2031),
            count_unphased=True,
        )

    def test_gives_the_published_percentages(self, found):
        task = 28_200

        shares = [100 * dwellings / task for dwellings in (found.net.sum(), found.net[0, 0])]

        assert [round(share, 1) for share in shares] == [137.5, 67.5]

    def test_shows_what_another_period_makes_of_it(self, found):
        # 7,960 dwellings of the task for 2022-2030 stood at the end of 2024: the capacity of
        # 2024-2030 meets the 20,240 that were left, and that is 192 %, not 137.5 %.
        left = 28_200 - 7_960

        assert left == 20_240
        assert round(100 * found.net.sum() / left) == 192
