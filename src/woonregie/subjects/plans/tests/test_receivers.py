"""The files of receivers: homes per year and category, and what becomes of what we know better."""

import csv
import io
from collections import defaultdict
from datetime import date

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.norms.models import Norm
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.formats import outlet_named
from woonregie.subjects.plans.formats.bzk.outlet import categories
from woonregie.subjects.plans.formats.yearly import classes_per_year, divided
from woonregie.subjects.plans.services import apply_bulk, relate
from woonregie.subjects.plans.services.delivering import Ask, deliver, look_at_losses
from woonregie.subjects.plans.tests.factories import AT, SINCE, TODAY, homes, record_plan
from woonregie.subjects.plans.tests.factories import row as row_of
from woonregie.subjects.plans.values import Cell, HomeKind


@pytest.fixture
def rows_of(region, tmp_path):
    """Return a function that delivers and gives the rows of the file, read by another program."""

    def rows(name, kind="csv"):
        place = tmp_path / f"uit.{kind}"
        place.unlink(missing_ok=True)
        deliver(by=None, at=AT, ask=Ask(outlet_named(name), TODAY, kind, region), place=place)
        if kind == "csv":
            text = place.read_text(encoding="utf-8-sig")
            return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
        book = python_calamine.CalamineWorkbook.from_path(place)
        head, *body = book.get_sheet_by_index(0).to_python()
        return [dict(zip(head, row, strict=True)) for row in body]

    return rows


@pytest.fixture
def finding(region):
    """Return a function that gives one finding of a loss report."""

    def found(name, key):
        report = look_at_losses(by=None, at=AT, ask=Ask(outlet_named(name), TODAY, region=region))
        items = [*report.left_out, *report.fields, *report.asked]
        return next(item for item in items if item.key == key)

    return found


class TestDivided:
    def test_gives_what_rounding_leaves_to_the_largest_rests(self):
        # 7 over 10, 10 and 1: 3.33, 3.33 and 0.33; one is left, and the first year gets it.
        assert divided(7, {2028: 10, 2029: 10, None: 1}) == {2028: 4, 2029: 3}

    @given(
        st.integers(0, 500),
        st.dictionaries(st.one_of(st.none(), st.integers(2020, 2050)), st.integers(0, 90)),
    )
    def test_never_gives_a_year_more_than_its_room(self, wanted, room):
        given_out = divided(wanted, room)

        assert sum(given_out.values()) == min(wanted, sum(room.values()))
        assert all(count <= room[year] for year, count in given_out.items())


class TestClassesPerYear:
    def test_keep_their_own_year_and_share_the_rest(self):
        fixed = Cell("build", "type", "apartment", 2028, 2029)
        loose = Cell("build", "type", "ground_bound", None, None)

        found, beyond = classes_per_year(
            [(loose, "ground", 5), (fixed, "flat", 8)], {2028: 10, 2029: 6}
        )

        # 2028 has 2 left and 2029 has 6: of five homes 1.25 and 3.75.
        assert found == {(2028, "flat"): 8, (2028, "ground"): 1, (2029, "ground"): 4}
        assert beyond == 0

    def test_count_what_is_claimed_beyond_the_total(self):
        cell = Cell("build", "type", "apartment", None, None)

        assert classes_per_year([(cell, "flat", 9)], {2028: 4}) == ({(2028, "flat"): 4}, 5)


class TestMinistry:
    def test_has_a_row_per_year(self, rows_of, kampen):
        record_plan(kampen, "Reeve", {2027: 10, (2028, 2031): 8, None: 3})

        rows = rows_of("bzk")

        # Eight homes over three years: three, three, two.
        assert [(row["Jaartal"], row["Nieuwbouw"]) for row in rows] == [
            ("2027", "10"),
            ("2028", "3"),
            ("2029", "3"),
            ("2030", "2"),
            ("onbekend", "3"),
        ]

    def test_puts_what_is_known_into_its_category(self, rows_of, kampen):
        cells = homes(
            {2027: 10},
            type={"apartment": 6},
            care={"clustered": 4},
            flexible={"flexible": 1},
            price={"rent_social": 3, "owner_expensive": 2},
            tenure={"rent": 5, "owner": 2},
        )
        record_plan(kampen, "Reeve", cells=cells)

        (row,) = rows_of("bzk")

        told = {name: int(row[name]) for name in row if ": " in name and row[name] != "0"}
        assert told == {
            "woningtype: Meergezins": 6,
            "woningtype: Onbekend": 4,
            "wonen en zorg: Geclusterd": 4,
            "wonen en zorg: Onbekend": 6,
            "flexwoningen: Flexwoningen": 1,
            "flexwoningen: Regulier permanent": 9,
            "betaalbaarheid: Sociale huur": 3,
            # Five are rented, of which three have a price.
            "betaalbaarheid: Huur onbekend": 2,
            "betaalbaarheid: Koop dure koop": 2,
            "betaalbaarheid: Onbekend Koop of Huur": 3,
        }

    def test_derives_the_class_of_a_price_by_the_norms(self, rows_of, kampen):
        source = Source.objects.create(key="grens", publisher="Rijk", title="Grens")
        for key, value in (("rent_social_max_eur_month", 900), ("rent_mid_max_eur_month", 1200)):
            Norm.objects.create(
                key=key, value=value, unit="eur", starts_on=date(2026, 1, 1), source=source
            )
        rented = HomeKind(tenure="rent", price_cents=95_000).written()
        cells = homes({2027: 10}) | {Cell("build", "cell", rented, 2027, 2028): 4}
        record_plan(kampen, "Reeve", cells=cells)

        (row,) = rows_of("bzk")

        assert row["betaalbaarheid: Huur middenhuur"] == "4"

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_each_group_adds_up_to_the_new_homes_of_the_year(self, kind, rows_of, kampen):
        cells = homes(
            {2027: 11, (2028, 2033): 23, None: 5},
            {2027: 4},
            # More kinds than homes: what is too many is left out, never counted twice.
            type={"apartment": 30, "ground_bound": 20},
            price={"rent_mid": 7, "owner_unknown": 13},
            care={"regular": 39},
        )
        apply_bulk(by=None, at=AT, valid_on=SINCE, rows=[row_of(kampen, "Reeve", cells=cells)])

        for row in rows_of("bzk", kind):
            sums = defaultdict(int)
            for heading in (name for codes in categories().values() for name in codes.values()):
                assert int(row[heading]) >= 0
                sums[heading.partition(":")[0]] += int(row[heading])
            assert set(sums.values()) == {int(row["Nieuwbouw"])}

    def test_keeps_a_plan_without_homes(self, rows_of, kampen):
        record_plan(kampen, "Later")

        (row,) = rows_of("bzk")

        assert (row["Plannaam"], row["Jaartal"], row["Nieuwbouw"]) == ("Later", "onbekend", "0")

    def test_leaves_out_a_plan_of_which_the_parts_go_along(self, rows_of, finding, kampen):
        whole = record_plan(kampen, "Reeve", {2027: 100})
        part = record_plan(kampen, "Reeve fase 1", {2027: 60})
        relate(by=None, at=AT, plan=part, other=whole, kind="part_of", valid_on=SINCE)

        rows = rows_of("bzk")

        assert [row["Plannaam"] for row in rows] == ["Reeve fase 1"]
        left = finding("bzk", "plan")
        assert (left.plans, left.dwellings) == (1, 100)

    def test_says_how_many_homes_it_spreads(self, finding, kampen):
        record_plan(kampen, "Reeve", {2027: 10, (2028, 2031): 8})

        assert finding("bzk", "phasing").dwellings == 8

    def test_asks_for_the_years_that_we_do_not_know(self, finding, kampen):
        record_plan(kampen, "Reeve", {None: 8})

        assert finding("bzk", "Jaartal").plans == 1

    @pytest.mark.parametrize("name", ["=1+1", "Reeve; fase 1", 'De "Kade"'])
    def test_writes_names_that_no_spreadsheet_takes_for_a_formula(self, name, rows_of, kampen):
        record_plan(kampen, name, {2027: 10})

        (row,) = rows_of("bzk")

        assert row["Plannaam"] == ("'=1+1" if name == "=1+1" else name)


class TestNationalMap:
    def test_has_a_row_per_plan_hard_or_soft(self, rows_of, kampen, legal_hard):
        record_plan(kampen, "Reeve", {2027: 100}, planning_status="1A")
        record_plan(kampen, "Later", {2030: 50}, planning_status="3")
        record_plan(kampen, "Ooit", {None: 5}, planning_status="unknown")

        rows = rows_of("national")

        assert [(row["Plannaam"], row["Planstatus"]) for row in rows] == [
            ("Reeve", "Hard"),
            ("Later", "Zacht"),
            ("Ooit", ""),
        ]

    def test_tells_gross_and_net(self, rows_of, kampen):
        record_plan(kampen, "Reeve", cells=homes({2027: 100}, {2026: 30}))

        (row,) = rows_of("national")

        assert (row["Bruto Plancapaciteit"], row["Netto Plancapaciteit"]) == ("100", "70")
        assert (row["gemeente"], row["provincie"]) == ("Kampen", "Overijssel")
        assert row["peilmoment"] == "2026-11-24"

    def test_never_prices_more_homes_than_there_are(self, rows_of, finding, kampen):
        cells = homes({2027: 10}, price={"rent_mid": 15})
        apply_bulk(by=None, at=AT, valid_on=SINCE, rows=[row_of(kampen, "Reeve", cells=cells)])

        (row,) = rows_of("national")

        assert row["Huur middenhuur"] == "10"
        assert finding("national", "price").dwellings == 5

    def test_says_that_years_are_lost(self, finding, kampen):
        record_plan(kampen, "Reeve", {2027: 10, None: 4})

        found = finding("national", "phasing")
        assert (found.extent, found.plans, found.dwellings) == ("none", 1, 10)
