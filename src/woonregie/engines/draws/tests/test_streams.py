"""Random numbers that follow from a seed, a trajectory and a purpose."""

import numpy as np
import pytest

from woonregie.engines.draws import LARGEST_SEED, stream


class TestStream:
    def test_is_the_same_whenever_it_is_asked(self):
        first, again = stream(7, 3, 1).random(100), stream(7, 3, 1).random(100)

        assert np.array_equal(first, again)

    def test_differs_by_seed_trajectory_and_purpose(self):
        asked = [(7, 3, 1), (8, 3, 1), (7, 4, 1), (7, 3, 2)]

        first = {stream(*place).random() for place in asked}

        assert len(first) == len(asked)

    def test_neighbours_have_nothing_to_do_with_each_other(self):
        drawn = np.array([stream(7, trajectory, 0).random(2_000) for trajectory in range(4)])

        correlation = np.corrcoef(drawn) - np.eye(4)

        assert np.abs(correlation).max() < 0.1

    @pytest.mark.parametrize(
        "place", [(-1, 0, 0), (LARGEST_SEED + 1, 0, 0), (0, -1, 0), (0, 0, -1)]
    )
    def test_refuses_what_is_no_place(self, place):
        with pytest.raises(ValueError, match="zero or more"):
            stream(*place)
