"""Names and places say how much two plans are alike; nobody is paired twice."""

import pytest
import shapely

from woonregie.subjects.plans.likeness import Described, likely_pairs, one_to_one

SQUARE = shapely.box(191_000, 507_000, 191_100, 507_100)


def described(*plans):
    """Describe plans, each a name or (name, shape)."""
    given = [plan if isinstance(plan, tuple) else (plan, None) for plan in plans]
    return Described.of(
        [name for name, _shape in given],
        [None if shape is None else shapely.to_wkb(shape) for _name, shape in given],
    )


def found(ours, theirs):
    return [(pair.ours, pair.theirs, pair.score) for pair in likely_pairs(ours, theirs)]


class TestNames:
    @pytest.mark.parametrize(
        "written", ["reeve, fase 1", "Reeve  (Fase 1)", "Fase 1 Reeve", "Rééve fase 1"]
    )
    def test_are_one_whatever_their_signs_case_and_order(self, written):
        assert found(described(written), described("Reeve fase 1")) == [(0, 0, 1.0)]

    def test_with_other_numbers_are_of_other_plans(self):
        assert found(described("Reeve fase 2"), described("Reeve fase 1", "Reeve fase II")) == []

    def test_that_differ_by_a_letter_are_nearly_one(self):
        # "stadshagen" and "stadshaegen": one letter of 10 and 11 too many, 2 * 10 / 21.
        assert found(described("Stadshaegen"), described("Stadshagen")) == [(0, 0, 0.952)]

    def test_that_have_nothing_in_common_are_not_asked(self):
        assert found(described("Onderdijks"), described("Stadshagen", "Reeve")) == []

    def test_of_nothing_but_signs_are_alike_to_none(self):
        assert found(described("???"), described("!!!")) == []


class TestPlaces:
    def test_of_one_name_far_apart_are_asked_with_doubt(self):
        far = shapely.Point(195_000, 507_000)
        near = shapely.Point(191_000, 507_000)

        [pair] = likely_pairs(described(("Reeve", far)), described(("Reeve", near)))

        assert (pair.score, pair.apart_m, pair.shared) == (0.5, 4_000.0, None)

    def test_halfway_in_between_count_half(self):
        # 250 of 500 metres: half alike; with the same name (1 + 0.5) / 2.
        one, other = shapely.Point(191_000, 507_000), shapely.Point(191_250, 507_000)

        [pair] = likely_pairs(described(("Reeve", one)), described(("Reeve", other)))

        assert (pair.place, pair.score) == (0.5, 0.75)

    def test_that_overlap_say_how_much(self):
        # The other is the half of it: 5,000 of 10,000 m2 together, all of the smaller one.
        half = shapely.box(191_000, 507_000, 191_050, 507_100)

        [pair] = likely_pairs(described(("Reeve", SQUARE)), described(("Reeve", half)))

        assert (pair.place, pair.shared, pair.score) == (0.5, 1.0, 0.75)

    def test_that_are_the_same_are_asked_under_any_name(self):
        assert found(described(("Kloosterhof", SQUARE)), described(("Reeve", SQUARE)))

    def test_that_only_touch_are_not(self):
        beside = shapely.box(191_100, 507_000, 191_200, 507_100)

        assert not found(described(("Kloosterhof", SQUARE)), described(("Reeve", beside)))

    def test_that_nobody_knows_leave_it_to_the_names(self):
        assert found(described(("Reeve", SQUARE)), described("Reeve")) == [(0, 0, 1.0)]


class TestOneToOne:
    def test_the_likest_pair_goes_first(self):
        ours, theirs = described("Stadshaegen", "Stadshagen"), described("Stadshagen")

        pairs = one_to_one(likely_pairs(ours, theirs))

        assert [pair[:2] for pair in pairs] == [(1, 0)]

    def test_of_two_alike_the_first_of_the_list_goes_first(self):
        ours, theirs = described("Reeve", "Reeve"), described("Reeve", "Reeve")

        pairs = one_to_one(likely_pairs(ours, theirs))

        assert [pair[:2] for pair in pairs] == [(0, 0), (1, 1)]

    def test_of_nothing_is_nothing(self):
        assert one_to_one(likely_pairs(described(), described("Reeve"))) == []
        assert one_to_one(likely_pairs(described("Reeve"), described())) == []
