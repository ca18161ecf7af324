"""Municipalities outside a region as one area: by hand, and what is never lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from woonregie.engines.household import COMPONENTS, Counted
from woonregie.subjects.forecast.formats.tables import Beginning, gathered

NAN = float("nan")
OURS = ["Kampen", "Zwolle"]


def counted(**tables):
    """Return two of ours and three others: 50, 120, 10, 20 and 70 thousand people, two years."""
    usual = {
        "regions": ("Kampen", "Zwolle", "Ommen", "Dalfsen", "Deventer"),
        "year": 2026,
        "people": np.array([50.0, 120, 10, 20, 70]),
        "window": (2024, 2025),
        "window_people": np.array([[49.0, 118, 10, 20, 68], [49.5, 119, 10, 20, 69]]),
        "births": np.array([[5.0, 12, 1, 2, 7], [5, 12, 1, NAN, 8]]),
        "deaths": np.array([[4.0, 10, 1, 1, 6], [4, 10, 1, NAN, 6]]),
        "departures": np.array([[2.0, 6, 1, 1, 4], [2, 6, 1, NAN, 4]]),
    }
    return Counted(**usual | tables)


def together(**tables):
    """Return them with the three others as one area."""
    return gathered(Beginning(counted(**tables), (), ()), OURS)


class TestGathered:
    def test_people_and_events_are_added_up(self):
        found = together().counted

        assert found.regions == ("Kampen", "Zwolle", "rest van Nederland")
        assert found.people.tolist() == [50, 120, 100]
        assert found.births[0].tolist() == [5, 12, 10]
        assert found.deaths[0].tolist() == [4, 10, 8]

    def test_who_was_not_counted_in_a_year_is_no_part_of_its_rates(self):
        found = together().counted

        # Dalfsen has a new border since: of 2025 only Ommen and Deventer count, in both tables.
        assert found.window_people[:, 2].tolist() == [98, 79]
        assert found.births[:, 2].tolist() == [10, 9]

    def test_moves_of_the_area_were_not_counted(self):
        found = together()

        assert np.isnan(found.counted.departures[:, 2]).all()
        assert found.counted.departures[:, 1].tolist() == [6, 6]
        assert found.zones == ("rest van Nederland",)

    def test_it_says_how_many_there_were(self):
        assert together().notes == (
            "Gemeenten buiten de regio zijn opgeteld tot één gebied, rest van Nederland: 3.",
        )

    def test_moves_within_it_are_no_moves(self):
        moves = np.arange(25.0).reshape(1, 5, 5)

        found = together(moves=moves).counted.moves

        # From Kampen to the others 2 + 3 + 4, from them to Kampen 10 + 15 + 20.
        assert found[0, 0].tolist() == [0, 1, 9]
        assert found[0, :, 0].tolist() == [0, 5, 45]
        assert found[0, 2, 2] == 0

    def test_it_is_as_far_as_its_people_live(self):
        far = np.full((5, 5), 60.0)
        far[0, 2:] = far[2:, 0] = 20, 30, 40

        found = together(minutes=far).counted.minutes

        # (10 x 20 + 20 x 30 + 70 x 40) / 100
        assert found[0].tolist() == [60, 60, 36]
        assert found[2].tolist() == [36, 60, 60]

    def test_half_counted_dwellings_are_none(self):
        whole = together(stock=np.array([20.0, 50, 4, 8, 30])).counted
        half = together(stock=np.array([20.0, 50, 4, NAN, 30])).counted

        assert whole.stock.tolist() == [20, 50, 42]
        assert np.isnan(half.stock[2])

    def test_areas_that_somebody_made_stay(self):
        found = gathered(Beginning(counted(), ("Deventer",), ()), OURS)

        assert found.counted.regions == ("Kampen", "Zwolle", "Deventer", "rest van Nederland")
        assert found.counted.people.tolist() == [50, 120, 70, 30]

    def test_one_outside_is_an_area_already(self):
        given = Beginning(counted(), (), ())

        assert gathered(given, [*OURS, "Ommen", "Dalfsen"]) is given

    @given(
        st.lists(st.booleans(), min_size=5, max_size=5),
        st.lists(st.integers(0, 99), min_size=25, max_size=25),
    )
    def test_nobody_and_no_move_of_ours_is_lost(self, ours, numbers):
        moves = np.array(numbers, dtype=float).reshape(1, 5, 5)
        given = counted(moves=moves, births=np.ones((2, 5)), deaths=np.ones((2, 5)))
        names = [name for name, own in zip(given.regions, ours, strict=True) if own]

        found = gathered(Beginning(given, (), ()), names).counted

        assert found.people.sum() == pytest.approx(given.people.sum())
        assert found.births.sum() == pytest.approx(given.births.sum())
        assert found.window_people.sum() == pytest.approx(given.window_people.sum())
        for name in names:
            before, now = given.regions.index(name), found.regions.index(name)
            assert found.moves[0, now].sum() == pytest.approx(moves[0, before].sum())
            assert found.moves[0, :, now].sum() == pytest.approx(moves[0, :, before].sum())
        assert {len(table) for item in COMPONENTS if (table := found.table(item)) is not None} == {
            2
        }
