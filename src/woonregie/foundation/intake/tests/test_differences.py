from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.intake.differences import Change, differences

REEVE = {"number": "12", "name": "Reeve fase 1", "homes": 600, "x": 191500.0, "y": 507600.0}
BERKUM = {
    "number": "13",
    "name": "Berkum Kuyerhuislaan",
    "homes": 40,
    "x": 205000.0,
    "y": 504000.0,
}
WAY = {"key": "number", "texts": ["name"], "place": ("x", "y"), "reach": 250.0}


def pairs(told):
    return [(pair.old, pair.new, pair.how) for pair in told.pairs]


class TestDifferences:
    def test_of_a_list_with_itself_are_none(self):
        told = differences([REEVE, BERKUM], [BERKUM, REEVE], **WAY)

        assert pairs(told) == [(1, 0, "key"), (0, 1, "key")]
        assert told.counts == {
            "by_key": 2,
            "by_likeness": 0,
            "changed": 0,
            "new": 0,
            "gone": 0,
        }

    def test_say_per_field_what_was_and_what_is(self):
        told = differences([REEVE], [{**REEVE, "homes": 550, "name": "REEVE  fase 1"}], **WAY)

        assert told.pairs[0].changes == (Change("homes", 600, 550),)
        assert told.changed_fields == {"homes": 1}

    def test_a_key_written_otherwise_is_the_same_key(self):
        told = differences([{"number": "0686-040"}], [{"number": 686040.0}], key="number")

        assert pairs(told) == [(0, 0, "key")]
        assert told.changed == []

    def test_a_new_key_with_the_same_name_is_the_same_plan(self):
        told = differences([REEVE], [{**REEVE, "number": "A7", "name": "Reeve, fase 1"}], **WAY)

        assert pairs(told) == [(0, 0, "likeness")]
        assert told.pairs[0].changes == (
            Change("number", "12", "A7"),
            Change("name", "Reeve fase 1", "Reeve, fase 1"),
        )

    def test_a_name_that_is_less_alike_needs_a_place_nearby(self):
        near = {**REEVE, "number": "A7", "name": "Reeve eerste fase"}
        far = {**near, "x": 205000.0}

        assert pairs(differences([REEVE], [near], **WAY)) == [(0, 0, "likeness")]
        assert pairs(differences([REEVE], [far], **WAY)) == []

    def test_the_second_phase_is_not_the_first_one(self):
        told = differences([REEVE], [{**REEVE, "number": "A7", "name": "Reeve fase 2"}], **WAY)

        assert (list(told.new), list(told.gone)) == ([0], [0])

    def test_another_plan_at_the_same_place_is_another_plan(self):
        told = differences([REEVE], [{**REEVE, "number": "A7", "name": "Onderdijks"}], **WAY)

        assert (list(told.new), list(told.gone)) == ([0], [0])

    def test_the_likeliest_pair_goes_first_and_nobody_twice(self):
        first = {"name": "Stadshagen Breecamp Oost"}
        second = {"name": "Stadshagen Breecamp West"}

        told = differences([first, second], [{"name": "Stadshagen Breecamp-West"}], texts=["name"])

        assert pairs(told) == [(1, 0, "likeness")]
        assert list(told.gone) == [0]

    def test_of_rows_that_share_a_key_the_likest_are_matched(self):
        old = [{**REEVE, "name": "Reeve noord"}, {**REEVE, "name": "Reeve zuid"}]
        new = [{**REEVE, "name": "Reeve zuid"}, {**REEVE, "name": "Reeve noord"}]

        assert pairs(differences(old, new, **WAY)) == [(1, 0, "key"), (0, 1, "key")]

    def test_of_empty_lists_are_what_the_other_holds(self):
        assert list(differences([], [REEVE], **WAY).new) == [0]
        assert list(differences([REEVE], [], **WAY).gone) == [0]

    @given(
        st.lists(st.sampled_from(["1", "2", "3", "", "04"]), max_size=6),
        st.lists(st.sampled_from(["1", "2", "4", "", "5"]), max_size=6),
    )
    def test_lose_no_row_and_match_none_twice(self, before, after):
        old = [{"number": number, "name": f"plan {number}"} for number in before]
        new = [{"number": number, "name": f"plan {number}"} for number in after]

        told = differences(old, new, key="number", texts=["name"])

        assert sorted([pair.old for pair in told.pairs] + list(told.gone)) == list(range(len(old)))
        assert sorted([pair.new for pair in told.pairs] + list(told.new)) == list(range(len(new)))
