"""How long a forecast can be kept: sums done by hand, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from woonregie.engines.household import EngineError, shelf_life

GONE = np.nan
ERRORS = arrays.arrays(
    np.float64,
    arrays.array_shapes(min_dims=2, max_dims=2, max_side=8),
    elements=st.one_of(st.floats(-0.5, 0.5), st.just(GONE)),
)


def kept(error, **asked):
    return shelf_life(error, range(1, len(error) + 1), **asked)


class TestShelfLife:
    def test_ends_in_the_first_year_in_which_too_few_are_close(self):
        # Five towns: all close, then four of five (80 %), then three of five (60 %), then all.
        error = np.array(
            [
                [0.01, 0.01, 0.01, 0.01, 0.01],
                [0.01, 0.01, -0.09, 0.02, 0.11],
                [0.01, 0.01, -0.09, 0.12, 0.13],
                [0.01, 0.01, 0.01, 0.01, 0.01],
            ]
        )

        found = kept(error)

        assert (found.years, found.ended) == (2, True)
        assert found.within == pytest.approx((1.0, 0.8, 0.6, 1.0))
        assert found.judged == (5, 5, 5, 5)

    def test_a_tenth_off_is_still_close(self):
        assert kept(np.array([[1100 / 1000 - 1]])).years == 1
        assert kept(np.array([[1101 / 1000 - 1]])).years == 0

    def test_lasts_at_least_as_long_as_was_counted(self):
        found = kept(np.array([[0.01], [0.02]]))

        assert (found.years, found.ended) == (2, False)

    def test_is_none_when_the_first_year_is_far_off(self):
        found = kept(np.array([[0.2], [0.01]]))

        assert (found.years, found.ended) == (0, True)

    def test_skips_years_in_which_nothing_was_counted(self):
        found = shelf_life(np.array([[0.01, 0.02], [GONE, GONE], [0.03, GONE]]), [1, 2, 6])

        assert (found.years, found.ahead, found.judged) == (6, (1, 6), (2, 1))

    def test_nothing_counted_is_no_shelf_life_and_no_end(self):
        found = kept(np.array([[GONE]]))

        assert (found.years, found.ended, found.ahead) == (0, False, ())

    @pytest.mark.parametrize("ahead", [[1], [2, 1], [0, 1], [1, 1]])
    def test_years_that_do_not_fit_are_refused(self, ahead):
        with pytest.raises(EngineError):
            shelf_life(np.zeros((2, 3)), ahead)


class TestLaws:
    @given(ERRORS, st.floats(0, 0.4), st.floats(0, 0.2))
    def test_whoever_allows_more_keeps_it_no_shorter(self, error, tolerance, more):
        assert (
            kept(error, tolerance=tolerance + more).years >= kept(error, tolerance=tolerance).years
        )

    @given(ERRORS, st.floats(0, 1), st.floats(0, 1))
    def test_whoever_asks_fewer_regions_keeps_it_no_shorter(self, error, one, other):
        few, many = sorted([one, other])

        assert kept(error, enough=few).years >= kept(error, enough=many).years

    @given(ERRORS, st.randoms(use_true_random=False))
    def test_the_order_of_regions_does_not_matter(self, error, chance):
        order = list(range(error.shape[1]))
        chance.shuffle(order)

        assert kept(error[:, order]) == kept(error)

    @given(ERRORS)
    def test_too_many_counts_as_much_as_too_few(self, error):
        assert kept(-error) == kept(error)

    @given(ERRORS)
    def test_later_years_do_not_make_it_shorter(self, error):
        assert kept(error).years >= kept(error[:-1]).years
