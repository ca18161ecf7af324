"""What a set of cells must satisfy, and how one set becomes another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woonregie.subjects.plans.errors import (
    NegativeQuantityError,
    OverAllocatedError,
    UnknownCellError,
)
from woonregie.subjects.plans.models import CATEGORIES
from woonregie.subjects.plans.quantities import (
    check_cells,
    difference,
    order_of_cell,
    overallocated,
)
from woonregie.subjects.plans.tests.factories import homes
from woonregie.subjects.plans.values import Cell


class TestCheckCells:
    def test_takes_a_plan_as_lists_deliver_it(self):
        check_cells(
            homes(
                {2027: 40, (2028, 2031): 50, None: 10},
                {2026: 30},
                type={"ground_bound": 60, "apartment": 40},
                tenure={"rent": 30},
                price={"rent_social": 30, "owner_affordable": 20},
            )
        )

    def test_takes_nothing_at_all(self):
        check_cells({})

    def test_refuses_a_number_below_zero_even_in_a_list_of_others(self):
        with pytest.raises(NegativeQuantityError):
            check_cells(homes({2027: -1}), allow_overallocation=True)

    @pytest.mark.parametrize(
        "cell",
        [
            Cell("build", "type", "rent", None, None),
            Cell("build", "price", "", None, None),
            Cell("build", "total", "apartment", None, None),
            Cell("build", "colour", "", None, None),
            Cell("stock", "total", "", None, None),
            Cell("build", "total", "", 2027, None),
            Cell("build", "total", "", None, 2028),
            Cell("build", "total", "", 2028, 2028),
            Cell("build", "total", "", 2028, 2027),
        ],
    )
    def test_refuses_a_cell_that_we_do_not_know(self, cell):
        with pytest.raises(UnknownCellError) as refusal:
            check_cells({cell: 1}, allow_overallocation=True)

        assert refusal.value.fields["cell"] == list(cell)

    def test_counts_a_breakdown_over_all_years(self):
        # 60 + 40 homes in two years, 100 apartments without a year.
        check_cells(homes({2027: 60, 2028: 40}, type={"apartment": 100}))

    def test_a_breakdown_of_demolition_is_held_against_demolition(self):
        cells = homes({2027: 500}, {2026: 30})
        cells[Cell("demolition", "type", "apartment", None, None)] = 31

        with pytest.raises(OverAllocatedError, match="totaal te slopen is 30") as refusal:
            check_cells(cells)

        assert refusal.value.fields == {
            "account": "demolition",
            "breakdown": "type",
            "claimed": 31,
            "total": 30,
        }

    def test_a_list_of_others_may_claim_too_much_and_is_told(self):
        cells = homes({2027: 10}, tenure={"rent": 8, "owner": 8}, type={"apartment": 10})

        check_cells(cells, allow_overallocation=True)

        assert list(overallocated(cells)) == [("build", "tenure", 16, 10)]


CELLS = st.dictionaries(
    st.one_of(
        st.builds(
            lambda account, first, length: Cell(
                account, "total", "", first, first and first + length
            ),
            st.sampled_from(["build", "demolition"]),
            st.sampled_from([None, 2027, 2028, 2035]),
            st.integers(1, 5),
        ),
        st.sampled_from(
            [
                Cell("build", breakdown, category, None, None)
                for breakdown, categories in CATEGORIES.items()
                for category in categories
            ]
        ),
    ),
    st.integers(0, 1000),
    max_size=12,
)


class TestDifference:
    def test_is_what_must_move(self):
        moves = difference(homes({2027: 100, 2028: 50}), homes({2027: 80, 2029: 70}))

        assert moves == homes({2027: -20, 2028: -50, 2029: 70})

    @given(now=CELLS, wanted=CELLS)
    def test_brings_the_one_to_the_other(self, now, wanted):
        moves = difference(now, wanted)

        reached = {cell: now.get(cell, 0) + moves.get(cell, 0) for cell in {*now, *moves}}
        assert {c: n for c, n in reached.items() if n} == {c: n for c, n in wanted.items() if n}
        assert 0 not in moves.values()

    @given(cells=CELLS)
    def test_between_the_same_nothing_moves(self, cells):
        assert difference(cells, dict(reversed(cells.items()))) == {}

    def test_comes_in_an_order_that_people_expect(self):
        cells = homes(
            {2028: 1, None: 1, (2027, 2031): 1, 2027: 1},
            {2026: 1},
            type={"apartment": 1},
            price={"rent_social": 1},
        )

        moves = difference({}, cells)

        assert [(cell.account, cell.breakdown, cell.from_year) for cell in moves] == [
            ("build", "total", None),
            ("build", "total", 2027),
            ("build", "total", 2027),
            ("build", "total", 2028),
            ("build", "type", None),
            ("build", "price", None),
            ("demolition", "total", 2026),
        ]
        assert list(moves) == sorted(moves, key=order_of_cell)
