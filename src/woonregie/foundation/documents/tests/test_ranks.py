"""Places among siblings: there is always room, and they always sort."""

from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.documents.ranks import between, spread


class TestSpread:
    @given(st.integers(0, 3000))
    def test_gives_different_places_in_order(self, count):
        places = spread(count)

        assert places == sorted(set(places))
        assert len(places) == count

    @given(st.integers(1, 3000))
    def test_leaves_room_before_the_first(self, count):
        assert not any(place.endswith("0") or not place for place in spread(count))


class TestBetween:
    @given(st.lists(st.integers(0, 10_000), max_size=60))
    def test_finds_room_wherever_it_is_asked(self, choices):
        places: list[str] = []
        for choice in choices:
            at = choice % (len(places) + 1)
            low = places[at - 1] if at else ""
            high = places[at] if at < len(places) else ""
            places.insert(at, between(low, high))

        assert places == sorted(set(places))

    def test_stays_short_at_the_end_and_fits_at_one_place(self):
        end, low, high = "i", "i", "j"
        for _time in range(1000):
            end = between(end)
            high = between(low, high)

        assert len(end) < 60
        assert len(high) < 250
