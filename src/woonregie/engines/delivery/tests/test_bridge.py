"""Why two totals differ: lines that add up, by hand and as a law."""

from hypothesis import given
from hypothesis import strategies as st

from woonregie.engines.delivery import ROUNDING, bridge

totals = st.dictionaries(
    st.integers(0, 20), st.floats(-500, 5000).map(lambda value: round(value, 3))
)
causes_of = st.dictionaries(st.integers(0, 20), st.sampled_from(["new", "gone", "status"]))


def lines_of(found):
    return [(line.cause, line.dwellings, line.plans) for line in found.lines]


class TestBridge:
    def test_reeve_by_hand(self):
        before = {"Reeve, eerste fase": 600, "Reeve, tweede fase": 0, "Molenweide": 40}
        after = {"Reeve, eerste fase": 520, "Reeve, tweede fase": 700, "Dorpsrand": 12}
        causes = {
            "Reeve, eerste fase": "quantity",
            "Reeve, tweede fase": "status",
            "Molenweide": "gone",
            "Dorpsrand": "new",
        }

        found = bridge(before, after, causes, start=640, end=1232)

        assert lines_of(found) == [
            ("status", 700, 1),
            ("quantity", -80, 1),
            ("gone", -40, 1),
            ("new", 12, 1),
        ]

    def test_two_equal_totals_have_no_lines(self):
        found = bridge({"Reeve": 600}, {"Reeve": 600}, {}, start=600, end=600)

        assert lines_of(found) == []

    def test_a_plan_without_a_cause_is_booked_under_other(self):
        found = bridge({"Reeve": 600}, {"Reeve": 500}, {}, start=600, end=500)

        assert lines_of(found) == [("other", -100, 1)]

    def test_what_moves_up_and_down_under_one_cause_is_counted_together(self):
        causes = {"Reeve": "status", "Stadshagen": "status"}

        found = bridge(
            {"Reeve": 600, "Stadshagen": 0},
            {"Reeve": 0, "Stadshagen": 600},
            causes,
            start=600,
            end=600,
        )

        assert lines_of(found) == [("status", 0, 2)]

    def test_rounding_stays_below_one_dwelling_per_line(self):
        found = bridge({}, {1: 0.4, 2: 0.4, 3: 0.4}, {1: "a", 2: "b", 3: "c"}, start=0, end=1)

        assert lines_of(found)[-1] == (ROUNDING, 1, 0)

    @given(totals, totals, causes_of)
    def test_lines_are_the_whole_difference(self, before, after, causes):
        start, end = round(sum(before.values())), round(sum(after.values()))

        found = bridge(before, after, causes, start=start, end=end)

        assert found.start + sum(line.dwellings for line in found.lines) == end

    @given(totals, totals, causes_of)
    def test_there_and_back_is_nothing(self, before, after, causes):
        start, end = round(sum(before.values())), round(sum(after.values()))

        there = bridge(before, after, causes, start=start, end=end)
        back = bridge(after, before, causes, start=end, end=start)

        assert sum(line.dwellings for line in (*there.lines, *back.lines)) == 0
