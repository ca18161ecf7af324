import numpy as np
import pytest

from woonregie.engines.suppression import Release, Rule, Sums, sensitive


def one_number(*homes, known=None):
    sums = Sums(np.zeros(len(homes), dtype=int), np.arange(len(homes)), 1, len(homes))
    release = Release(np.array(homes, dtype=float), np.arange(len(homes)), sums)
    return release if known is None else (release, np.array(known))


class TestSensitive:
    def test_two_contributors_know_each_other(self):
        assert sensitive(one_number(50, 50), Rule()).tolist() == [True]

    def test_three_of_one_size_do_not(self):
        assert sensitive(one_number(40, 30, 30), Rule()).tolist() == [False]

    def test_one_that_has_nearly_all_of_it_is_told(self):
        # 90 of 100 is more than 85 %; 80 of 100 is not, and 20 left over is enough.
        assert sensitive(one_number(90, 5, 5), Rule(closeness=0)).tolist() == [True]
        assert sensitive(one_number(80, 10, 10), Rule(closeness=0)).tolist() == [False]

    def test_the_second_may_not_work_out_the_first(self):
        # 100 - 60 - 30 = 10 homes stay open: less than 20 % of 60, more than 15 %.
        assert sensitive(one_number(60, 30, 5, 5), Rule(closeness=0.2)).tolist() == [True]
        assert sensitive(one_number(60, 30, 5, 5), Rule(closeness=0.15)).tolist() == [False]

    def test_of_one_contributor_in_several_atoms_it_is_one(self):
        sums = Sums(np.zeros(3, dtype=int), np.arange(3), 1, 3)
        release = Release(np.array([30.0, 30.0, 40.0]), np.array([0, 0, 1]), sums)

        assert sensitive(release, Rule(contributors=2, share=1)).tolist() == [True]
        assert sensitive(release, Rule(2, 1, 0)).tolist() == [False]

    def test_a_reader_takes_out_its_own(self):
        release, own = one_number(40, 30, 30, 25, known=[True, False, False, False])

        assert sensitive(release, Rule(share=1)).tolist() == [False]
        assert sensitive(release, Rule(share=1), own).tolist() == [False]
        assert sensitive(release, Rule(contributors=4, share=1), own).tolist() == [True]

    def test_nothing_is_no_secret(self):
        assert sensitive(one_number(0, 0), Rule()).tolist() == [False]


class TestRelease:
    @pytest.mark.parametrize("values", [[-1.0], [float("nan")]])
    def test_refuses_less_than_nothing(self, values):
        sums = Sums(np.array([0]), np.array([0]), 1, 1)

        with pytest.raises(ValueError, match="zero or more"):
            Release(np.array(values), np.array([0]), sums)

    def test_refuses_shapes_that_do_not_fit(self):
        sums = Sums(np.array([0]), np.array([0]), 1, 1)

        with pytest.raises(ValueError, match="same atoms"):
            Release(np.array([1.0]), np.array([0, 1]), sums)
