"""Where people go: shares of moves, and of size and distance."""

import numpy as np
import pytest

from woonregie.engines.household import EngineError, gravity, shares_of_moves


class TestSharesOfMoves:
    def test_uses_all_bands_where_one_is_empty(self):
        moves = np.array([[[0.0, 0, 0], [1, 0, 1], [1, 1, 0]], [[0, 6, 2], [1, 0, 1], [1, 1, 0]]])

        found = shares_of_moves(moves)

        assert found[0, 0].tolist() == [0, 0.75, 0.25]

    @pytest.mark.parametrize(
        ("moves", "why"),
        [
            (np.ones((2, 2)), "shape"),
            (-np.ones((1, 2, 2)), "zero or more"),
            (np.ones((1, 2, 2)), "within a region"),
            (np.zeros((1, 2, 2)), "nobody ever leaves"),
        ],
    )
    def test_refuses_what_are_no_moves(self, moves, why):
        with pytest.raises(EngineError, match=why):
            shares_of_moves(moves)


class TestGravity:
    def test_twice_as_large_draws_twice_as_many(self):
        minutes = np.full((3, 3), 30.0)

        found = gravity(np.array([100.0, 100, 200]), minutes, np.array([1.5]))

        assert found[0, 0].tolist() == pytest.approx([0, 1 / 3, 2 / 3])

    def test_refuses_a_region_alone(self):
        with pytest.raises(EngineError, match="two regions or more"):
            gravity(np.ones(1), np.zeros((1, 1)), np.ones(1))

    def test_refuses_a_distance_of_nothing(self):
        with pytest.raises(EngineError, match="above zero"):
            gravity(np.ones(2), np.zeros((2, 2)), np.ones(1))
