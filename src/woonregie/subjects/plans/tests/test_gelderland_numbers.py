"""Homes as the province counts them: sums stay, and what is read back is what was said."""

from collections import Counter

import pytest
from hypothesis import given

from woonregie.subjects.plans.formats.gelderland.echo import as_tables
from woonregie.subjects.plans.formats.gelderland.layers import Setting, plan_layers
from woonregie.subjects.plans.formats.gelderland.numbers import (
    KINDS,
    USUAL,
    beyond,
    by_year,
    home_of,
    kind_of,
    totals_of,
)
from woonregie.subjects.plans.formats.gelderland.reading import read_layers
from woonregie.subjects.plans.formats.yearly import per_year
from woonregie.subjects.plans.tests.factories import homes
from woonregie.subjects.plans.tests.lists import context
from woonregie.subjects.plans.tests.outplans import any_cells, classes_of, outgoing_plan
from woonregie.subjects.plans.values import Cell, HomeKind

SOCIAL_FLAT = HomeKind("apartment", "rent", "rent_social").written()


def read_back(plan):
    """Return the row that our reader makes of a plan that went out."""
    setting = Setting("West-Overijssel", "Overijssel", None, classes_of(plan.cells), {})
    (row,) = read_layers(as_tables(plan_layers([plan], setting)), context()).rows
    return row


class TestYears:
    def test_hold_the_full_division_and_leave_the_rest_unknown(self):
        plan = outgoing_plan(
            {
                Cell("build", "total", "", 2028, 2029): 10,
                Cell("build", "cell", SOCIAL_FLAT, 2028, 2029): 6,
            }
        )

        (row,) = by_year(plan, {SOCIAL_FLAT: "rent_social"})

        assert (row.year, row.build) == (2028, {"meergezins_huur2": 6, "onbekend_onbekend": 4})

    def test_divide_a_period_evenly(self):
        plan = outgoing_plan(homes({(2030, 2033): 8}))

        found = {row.year: row.build["onbekend_onbekend"] for row in by_year(plan, {})}

        assert found == {2030: 3, 2031: 3, 2032: 2}

    def test_have_a_row_without_a_year_for_what_is_not_phased(self):
        plan = outgoing_plan(homes({2028: 10, None: 3}, {None: 2}))

        years = [(row.year, sum(row.demolition.values())) for row in by_year(plan, {})]

        assert years == [(2028, 0), (None, 2)]

    def test_keep_what_was_built_apart(self):
        plan = outgoing_plan(homes({2028: 10}), realised={("build", 2025): 7})

        left, done = by_year(plan, {})

        assert (left.built, done.built) == (False, True)
        assert (done.year, done.build) == (2025, {"onbekend_onbekend": 7})

    @given(any_cells)
    def test_add_up_to_every_year_of_the_plan(self, cells):
        plan = outgoing_plan(cells)

        rows = by_year(plan, classes_of(cells))

        for account, of in (("build", "build"), ("demolition", "demolition")):
            found = {row.year: sum(getattr(row, of).values()) for row in rows}
            wanted = per_year(plan, account)
            assert {year: n for year, n in found.items() if n} == wanted

    @given(any_cells)
    def test_add_up_to_every_kind_of_the_division(self, cells):
        plan, classes = outgoing_plan(cells), classes_of(cells)

        rows = by_year(plan, classes)

        found, wanted = Counter(), Counter()
        for row in rows:
            for kind, n in (*row.build.items(), *row.demolition.items()):
                found[kind] += n
        for cell, n in cells.items():
            if cell.breakdown == "cell":
                wanted[kind_of(cell.category, classes[cell.category])] += n
        del found["onbekend_onbekend"], wanted["onbekend_onbekend"]
        lost = sum((wanted - found).values())
        assert not found - wanted
        assert lost <= beyond(plan)

    @given(any_cells)
    def test_never_hold_what_is_no_kind(self, cells):
        rows = by_year(outgoing_plan(cells), classes_of(cells))

        assert all(set(row.build) | set(row.demolition) <= set(KINDS) for row in rows)


class TestTotals:
    def test_are_what_is_left_what_was_done_and_both(self):
        plan = outgoing_plan(
            homes({2028: 10}, {2027: 4}),
            realised={("build", 2025): 7, ("demolition", 2024): 1},
        )

        found = totals_of(plan, by_year(plan, {}))

        assert [found[f"totaal_{name}"] for name in ("bouw", "gerealiseerd", "resterend")] == [
            17,
            7,
            10,
        ]
        assert [found[f"totaal_sloop{name}"] for name in ("", "_gerealiseerd", "_resterend")] == [
            5,
            1,
            4,
        ]
        assert [found[f"totaal_netto{name}"] for name in ("", "_gerealiseerd", "_resterend")] == [
            12,
            6,
            6,
        ]

    def test_hold_lines_that_have_no_year(self):
        plan = outgoing_plan(
            homes({2028: 10}, type={"apartment": 6}, price={"rent_social": 4, "rent_mid": 3})
        )

        found = totals_of(plan, by_year(plan, {}))

        assert found["totaal_meergezins_resterend"] == 6
        assert found["totaal_type_onbekend_resterend"] == 4
        assert [found[f"Totaal_huur{n}"] for n in (2, 3, 4)] == [4, 3, 0]
        assert found["Totaal_eigendom_onbekend"] == 3

    def test_come_from_the_years_where_the_plan_states_nothing(self):
        plan = outgoing_plan(
            {
                Cell("build", "total", "", 2028, 2029): 10,
                Cell("build", "cell", SOCIAL_FLAT, 2028, 2029): 6,
            }
        )

        found = totals_of(plan, by_year(plan, {SOCIAL_FLAT: "rent_social"}))

        assert (found["Totaal_huur2"], found["totaal_meergezins_resterend"]) == (6, 6)
        assert found["Totaal_eigendom_onbekend"] is None


class TestReadingBack:
    @pytest.mark.parametrize("kind", KINDS)
    def test_knows_every_kind(self, kind):
        home = home_of(kind, USUAL[kind.split("_", 1)[1]])

        assert kind_of(home.written(), home.price_class) in {
            kind,
            kind.replace("koop1", "koop2").replace("koop3", "koop4").replace("huur1", "huur2"),
        }

    def test_gives_what_was_said(self):
        cells = homes(
            {2028: 10, 2030: 5, None: 3},
            {2027: 4},
            type={"apartment": 12},
            tenure={"rent": 9},
            price={"rent_social": 6, "owner_unknown": 2},
            care={"no_stairs": 5},
            flexible={"flexible": 1},
        ) | {
            Cell("build", "cell", SOCIAL_FLAT, 2028, 2029): 6,
            Cell("demolition", "cell", HomeKind("ground_bound").written(), 2027, 2028): 2,
        }

        assert read_back(outgoing_plan(cells)).cells == cells

    @given(any_cells)
    def test_keeps_every_home_of_every_year(self, cells):
        plan = outgoing_plan(cells)

        found = read_back(plan).cells

        for account in ("build", "demolition"):
            years = {
                cell.from_year: n
                for cell, n in found.items()
                if (cell.account, cell.breakdown) == (account, "total")
            }
            assert years == per_year(plan, account)

    @given(any_cells)
    def test_of_what_was_read_back_changes_nothing_more(self, cells):
        once = read_back(outgoing_plan(cells))

        twice = read_back(outgoing_plan(once.cells))

        assert twice.cells == once.cells

    def test_of_a_number_too_large_for_its_field_keeps_it(self):
        plan = outgoing_plan(homes({2030: 70_000}))

        assert read_back(plan).cells == homes({2030: 70_000})
