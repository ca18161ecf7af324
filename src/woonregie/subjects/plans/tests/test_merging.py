"""Three sides of a plan: who changed nothing gives way, who both changed must choose."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from woonregie.subjects.plans.merging import LIST, REGISTER, differing, merged, with_our_years
from woonregie.subjects.plans.tests.factories import homes
from woonregie.subjects.plans.values import BulkRow, PlanValues

KAMPEN = UUID(int=1)
BASE = PlanValues("Reeve", planning_status="3", project_phase="2")


def row(values=BASE, cells=None, silent=()):
    """Return what a sender says of one plan."""
    held = homes({2027: 600}) if cells is None else cells
    return BulkRow("template", "K-17", "", KAMPEN, values, held, frozenset(silent))


class TestOneSide:
    def test_that_the_sender_did_not_change_stays_as_the_register_has_it(self):
        ours = replace(BASE, planning_status="1A")

        found = merged(row(), row(), ours, homes({2027: 450}))

        assert (found.values, found.cells) == (ours, homes({2027: 450}))
        assert found.kept == ("planning_status", "build total")

    def test_that_the_register_did_not_change_is_taken_from_the_list(self):
        theirs = row(replace(BASE, planning_status="1A"), homes({2028: 700}))

        found = merged(row(), theirs, BASE, homes({2027: 600}))

        assert (found.values, found.cells) == (theirs.values, theirs.cells)
        assert found.taken == ("planning_status", "build total")

    def test_of_each_field_is_looked_at_by_itself(self):
        theirs = row(replace(BASE, planning_status="1A"))
        ours = replace(BASE, project_phase="4")

        found = merged(row(), theirs, ours, homes({2027: 600}))

        assert found.values == replace(BASE, planning_status="1A", project_phase="4")
        assert (found.kept, found.taken) == (("project_phase",), ("planning_status",))

    def test_of_a_line_of_numbers_is_one_whole(self):
        # Years of one side and periods of another cannot be added up.
        theirs = row(cells=homes({(2027, 2030): 600}))

        found = merged(row(), theirs, BASE, homes({2027: 600}))

        assert found.cells == homes({(2027, 2030): 600})

    def test_of_another_line_stays(self):
        held = homes({2027: 600}, type={"apartment": 100})
        theirs = row(cells=homes({2027: 500}))

        found = merged(row(), theirs, BASE, held)

        assert found.cells == homes({2027: 500}, type={"apartment": 100})
        assert found.kept == ("build type",)

    def test_of_a_place_is_one_whole(self):
        here = {"geometry": b"here", "x": 1.0, "y": 1.0}
        there = {"geometry": b"there", "x": 2.0, "y": 1.0}
        theirs = row(replace(BASE, **there))

        found = merged(row(), theirs, replace(BASE, **here), homes({2027: 600}))

        assert found.conflicts == ("location",)


class TestBothSides:
    THEIRS = row(replace(BASE, planning_status="2A"), homes({2027: 700}))
    OURS = replace(BASE, planning_status="1A")

    def test_that_say_the_same_are_no_conflict(self):
        found = merged(row(), self.THEIRS, self.THEIRS.values, self.THEIRS.cells)

        assert (found.kept, found.taken, found.conflicts) == ((), (), ())

    def test_that_say_something_else_are_a_conflict_and_the_register_stays_meanwhile(self):
        found = merged(row(), self.THEIRS, self.OURS, homes({2027: 450}))

        assert found.conflicts == ("planning_status", "build total")
        assert (found.values, found.cells) == (self.OURS, homes({2027: 450}))

    def test_take_the_list_when_somebody_chose_it(self):
        found = merged(row(), self.THEIRS, self.OURS, homes({2027: 450}), choice=LIST)

        assert (found.values, found.cells) == (self.THEIRS.values, self.THEIRS.cells)

    def test_keep_the_register_when_somebody_chose_it(self):
        found = merged(row(), self.THEIRS, self.OURS, homes({2027: 450}), choice=REGISTER)

        assert (found.values, found.cells) == (self.OURS, homes({2027: 450}))

    def test_choose_only_where_they_differ(self):
        theirs = row(replace(BASE, planning_status="2A", name="Reeve-Zuid"))

        found = merged(row(), theirs, self.OURS, homes({2027: 600}), choice=REGISTER)

        assert found.values == replace(self.OURS, name="Reeve-Zuid")


class TestSilence:
    def test_of_the_list_leaves_the_register(self):
        ours = replace(BASE, project_phase="4")

        found = merged(row(), row(silent={"project_phase"}), ours, homes({2027: 600}))

        assert (found.values, found.kept) == (ours, ())

    def test_of_the_last_list_lets_this_one_speak(self):
        theirs, ours = replace(BASE, project_phase="3"), replace(BASE, project_phase="4")

        found = merged(row(silent={"project_phase"}), row(theirs), ours, homes({2027: 600}))

        assert (found.values, found.conflicts) == (theirs, ())

    def test_on_a_line_of_numbers_leaves_it(self):
        held = homes({2027: 600}, type={"apartment": 40})

        found = merged(row(), row(silent={"build type"}), BASE, held)

        assert (found.cells, found.kept) == (held, ())


class TestYears:
    HELD = homes({2026: 30, 2027: 20, None: 10})

    def years_of(self, homes_said):
        said = replace(row(cells=homes({None: homes_said})), yearless=frozenset({"build"}))
        return with_our_years(said, self.HELD).cells

    def test_of_the_register_stay_when_the_list_counts_the_same(self):
        assert self.years_of(60) == self.HELD

    def test_are_emptied_from_the_earliest_on(self):
        assert self.years_of(25) == homes({2027: 15, None: 10})

    def test_give_way_last_of_all_without_a_year(self):
        assert self.years_of(4) == homes({None: 4})

    @given(st.integers(0, 200))
    def test_add_up_to_what_the_list_says(self, said):
        assert sum(self.years_of(said).values()) == said


class TestDiffering:
    def test_names_fields_and_lines(self):
        other = row(replace(BASE, note="Wacht op de brug"), homes({2027: 500}))

        assert differing(row(), other) == ("note", "build total")

    def test_of_a_row_and_itself_is_nothing(self):
        assert differing(row(), row(cells={**homes({2027: 600}), **homes({2028: 0})})) == ()


# ------------------------------------------------------------------ laws
VALUES = st.builds(
    PlanValues,
    name=st.sampled_from(["Reeve", "Stadshagen"]),
    planning_status=st.sampled_from(["1A", "2A", "3"]),
    project_phase=st.sampled_from(["1", "2"]),
    key_project=st.booleans(),
    note=st.sampled_from(["", "Wacht op de brug"]),
)
PERIODS = st.sampled_from([None, 2027, (2028, 2033)])
CELLS = st.builds(
    homes,
    st.dictionaries(PERIODS, st.integers(1, 9), max_size=2),
    st.dictionaries(PERIODS, st.integers(1, 9), max_size=1),
    type=st.dictionaries(st.sampled_from(["apartment", "ground_bound"]), st.integers(1, 9)),
)
ROWS = st.builds(row, VALUES, CELLS)


class TestLaws:
    @given(base=ROWS, values=VALUES, cells=CELLS)
    def test_a_sender_that_says_the_same_changes_nothing(self, base, values, cells):
        found = merged(base, base, values, cells)

        assert (found.values, found.cells, found.conflicts) == (values, cells, ())

    @given(base=ROWS, theirs=ROWS)
    def test_a_register_that_says_the_same_takes_the_list(self, base, theirs):
        found = merged(base, theirs, base.values, base.cells)

        assert (found.values, found.cells) == (theirs.values, theirs.cells)
        assert (found.kept, found.conflicts) == ((), ())

    @given(base=ROWS, theirs=ROWS, values=VALUES, cells=CELLS)
    def test_choosing_settles_all(self, base, theirs, values, cells):
        by_list = merged(base, theirs, values, cells, choice=LIST)
        again = merged(theirs, theirs, by_list.values, by_list.cells)

        assert (again.values, again.cells) == (by_list.values, by_list.cells)

    @given(theirs=ROWS, values=VALUES, cells=CELLS)
    def test_without_a_base_the_list_speaks(self, theirs, values, cells):
        found = merged(None, theirs, values, cells)

        assert (found.values, found.cells) == (theirs.values, theirs.cells)
