import numpy as np

from woonregie.engines.suppression import Release, attack
from woonregie.engines.suppression.tests.regions import named, square


def interval(release, hidden, known=None):
    found = attack(release, hidden, release.sums.only(hidden), known)
    return list(zip(found.lower.tolist(), found.upper.tolist(), strict=True))


class TestAttack:
    def test_one_hidden_cell_is_worked_out_from_its_row(self):
        assert interval(square([10, 20, 30, 40]), named(0)) == [(10, 10)]

    def test_two_in_one_row_are_worked_out_from_their_columns(self):
        assert interval(square([10, 20, 30, 40]), named(0, 1)) == [(10, 10), (20, 20)]

    def test_a_rectangle_stays_open_as_far_as_its_smallest_corners(self):
        # One up in the first corner is one down beside and below it, and one up across:
        # 10 down at most (the first corner), 20 up (the second).
        assert interval(square([10, 20, 30, 40]), named(0, 1, 2, 3)) == [
            (0, 30),
            (0, 30),
            (10, 40),
            (30, 60),
        ]

    def test_without_a_total_there_is_no_upper_end(self):
        assert interval(square([10, 20, 30, 40]), named(0, 4, 6)) == [
            (0, np.inf),
            (20, np.inf),
            (30, np.inf),
        ]

    def test_who_knows_a_corner_knows_the_rectangle(self):
        own = np.array([False, False, False, True])

        found = interval(square([10, 20, 30, 40]), named(0, 1, 2, 3), own)

        assert found == [(10, 10), (20, 20), (30, 30), (40, 40)]

    def test_rounding_keeps_a_number_open(self):
        plain = square([10, 20, 30, 40])
        rounded = Release(plain.values, plain.contributor, plain.sums, base=5)

        # Row and cell beside it may each be 2.5 off on either side, the column likewise.
        assert interval(rounded, named(0)) == [(5, 15)]
