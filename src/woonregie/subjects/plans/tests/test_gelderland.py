"""The province's geodatabase: its schema to the letter, what comes back, and what is wrong."""

from pathlib import Path

import pyogrio
import pytest
import shapely

from woonregie.foundation.disclosure.circles import USUAL, Circle
from woonregie.foundation.disclosure.models import Ground
from woonregie.foundation.disclosure.services import Wanted
from woonregie.foundation.region.models import Settlement
from woonregie.subjects.plans.formats import FileRefusedError, outlet_named
from woonregie.subjects.plans.formats.gelderland.codes import layers, tables
from woonregie.subjects.plans.formats.gelderland.echo import as_tables
from woonregie.subjects.plans.formats.gelderland.geodatabase import write_geodatabase
from woonregie.subjects.plans.formats.gelderland.layers import Layer, Setting, plan_layers
from woonregie.subjects.plans.formats.gelderland.reading import read_layers
from woonregie.subjects.plans.models import Plan, PlanVersion
from woonregie.subjects.plans.services import relate
from woonregie.subjects.plans.services.audiences import say_plan_audience
from woonregie.subjects.plans.services.delivering import Ask, deliver, look_at_losses
from woonregie.subjects.plans.tests.everything import SQUARE
from woonregie.subjects.plans.tests.factories import (
    AT,
    SINCE,
    TODAY,
    change,
    homes,
    record_plan,
    standing,
)
from woonregie.subjects.plans.tests.lists import KAMPEN, context, read
from woonregie.subjects.plans.tests.outplans import outgoing_plan
from woonregie.subjects.plans.tests.registers import elsewhere, taken_in
from woonregie.subjects.plans.values import Cell, HomeKind, PlanValues, located

TEMPLATE = Path(__file__).parents[5] / "../shared/data/plans/formats/Gelderland.gdb.zip"
GUID = "{0190A3F2-0000-7000-8000-000000000001}"
PLAN = {
    "GlobalID": GUID,
    "plannaam": "Reeve",
    "gemeente": "Kampen",
    "regio": "West-Overijssel",
    "status_planologisch": "1A. Onherroepelijk",
}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def delivered(region, tmp_path):
    """Return a function that delivers all plans of the region, and gives the file."""

    def deliver_now(name="gelderland"):
        outlet = outlet_named(name)
        place = tmp_path / f"uit.{outlet.usual_kind}"
        deliver(by=None, at=AT, ask=Ask(outlet, TODAY, region=region), place=place)
        return place

    return deliver_now


def read_of(plans, years=None, labels=None, shapes=None, known=None):
    """Return what is read of layers with these records."""
    found = [Layer("Planregistratie", list(plans), shapes or [None] * len(plans))]
    for name, records in (("DetailPlanning", years), ("Regiovelden", labels)):
        if records is not None:
            found.append(Layer(name, list(records), [None] * len(records)))
    return read_layers(as_tables(tuple(found)), known or context())


def codes_of(result):
    """Return (code, row, column) of each issue but the missing shape."""
    return [
        (item.code, item.row, item.column) for item in result.issues if item.code != "no_shape"
    ]


# ------------------------------------------------------------------ schema
class TestSchema:
    def test_is_that_of_the_province_to_the_letter(self, delivered, kampen):
        if not TEMPLATE.exists():
            pytest.skip("the province's template is not there")
        record_plan(kampen, "Reeve", {2027: 100}, **located(SQUARE))

        ours, theirs = delivered(), TEMPLATE

        assert pyogrio.list_layers(ours).tolist() == pyogrio.list_layers(theirs).tolist()
        for name, _kind in pyogrio.list_layers(theirs):
            written, asked = (pyogrio.read_info(place, layer=name) for place in (ours, theirs))
            for about in ("fields", "ogr_types", "ogr_subtypes"):
                assert list(written[about]) == list(asked[about]), (name, about)
            assert written["geometry_name"] == asked["geometry_name"]
            assert written["crs"] == (asked["crs"] or written["crs"])

    def test_has_the_spelling_of_the_province(self):
        names = [item.name for item in layers()["Planregistratie"]]

        assert "overkoeppelende_plan_id" in names
        assert "totaal_koop_resterend" in names
        assert "Totaal_koop1" in names

    def test_knows_what_must_be_filled(self):
        required = {item.name for item in layers()["Planregistratie"] if item.required}

        assert required == {"GlobalID", "regio", "gemeente", "status_planologisch"}

    def test_has_a_word_for_every_code_of_ours(self):
        for name, code in (
            ("planning_status", "5B"),
            ("project_phase", "0"),
            ("location_kind", "conversion"),
            ("client_kind", "several"),
            ("living_environment", "green_urban"),
        ):
            assert tables()[name].word(code)


class TestFile:
    def test_opens_in_other_programs_with_all_homes(self, delivered, kampen):
        record_plan(kampen, "Reeve", {2027: 100, (2030, 2032): 50}, **located(SQUARE))

        place = delivered()

        plans = pyogrio.read_info(place, layer="Planregistratie")
        assert (plans["crs"], plans["features"]) == ("EPSG:28992", 1)
        meta, _ids, shapes, values = pyogrio.raw.read(place, layer="Planregistratie")
        record = dict(zip(meta["fields"], values, strict=True))
        assert shapely.from_wkb(shapes[0]).area == pytest.approx(10_000)
        assert record["SHAPE_Area"][0] == pytest.approx(10_000)
        assert record["totaal_bouw"][0] == 150
        meta, _ids, _shapes, values = pyogrio.raw.read(place, layer="DetailPlanning")
        years = dict(zip(meta["fields"], values, strict=True))
        assert dict(zip(years["jaartal"], years["onbekend_onbekend"], strict=True)) == {
            2027: 100,
            2030: 25,
            2031: 25,
        }
        assert set(years["parent_globalid"]) == set(record["GlobalID"])

    def test_names_the_limits_of_the_region(self, delivered, kampen):
        record_plan(kampen, "Reeve", {2027: 100})

        meta, _ids, _shapes, values = pyogrio.raw.read(delivered(), layer="Regiovelden")

        labels = dict(
            zip(
                values[list(meta["fields"]).index("veldnaam")],
                values[list(meta["fields"]).index("alternativetekst")],
                strict=True,
            )
        )
        assert len(labels) == 33
        assert labels["eengezins_huur2"].startswith("Eengezins sociale huur")

    def test_puts_a_plan_with_parts_in_a_layer_of_its_own(self, delivered, kampen):
        whole = record_plan(kampen, "Stadshagen", {2027: 900}, **located(SQUARE))
        part = record_plan(kampen, "Breezicht", {2028: 300})
        relate(by=None, at=AT, plan=part, other=whole, kind="part_of", valid_on=SINCE)

        place = delivered()

        meta, _ids, _shapes, values = pyogrio.raw.read(place, layer="Planregistratie")
        plans = dict(zip(meta["fields"], values, strict=True))
        assert list(plans["plannaam"]) == ["Breezicht"]
        assert list(plans["overkoeppelende_plan_naam"]) == ["Stadshagen"]
        meta, _ids, _shapes, values = pyogrio.raw.read(place, layer="Overkoepelendeplannen")
        wholes = dict(zip(meta["fields"], values, strict=True))
        assert list(wholes["GlobalID"]) == list(plans["overkoeppelende_plan_id"])

    def test_says_that_examples_are_examples(self, delivered, kampen):
        record_plan(kampen, "Reeve", {2027: 100}, invented=True)

        meta, _ids, _shapes, values = pyogrio.raw.read(delivered(), layer="Planregistratie")

        told = values[list(meta["fields"]).index("opmerkingen_kwalitatief")][0]
        assert "verzonnen" in told


# ------------------------------------------------------------------ round trips
class TestRoundTrip:
    def test_into_an_empty_register_keeps_what_the_report_does_not_name(
        self, delivered, kampen, region, tmp_path
    ):
        flat = HomeKind("apartment", "rent", "rent_mid").written()
        lines = {"type": {"apartment": 6}, "price": {"rent_social": 5}}
        cells = homes({2028: 10, None: 3}, {2027: 4}, **lines) | {
            Cell("build", "cell", flat, 2028, 2029): 4
        }
        home = Settlement.objects.get(municipality=kampen)
        said = {
            "planning_status": "2B",
            "project_phase": "4",
            "location_kind": "densification",
            "client_kind": "several",
            "living_environment": "village",
            "key_project": True,
            "note": "Eerste regel\nTweede regel",
            "settlement_id": home.pk,
        }
        with elsewhere():
            record_plan(kampen, "Reeve", cells=cells, **said, **located(SQUARE))
            place = delivered()

        done = taken_in(region, place)

        assert done == {"created": 1, "changed": 0, "unchanged": 0}
        values, held = standing(Plan.objects.get(), TODAY)
        assert values.named("Reeve") == PlanValues(name="Reeve", **said)
        assert shapely.from_wkb(values.geometry).equals(SQUARE)
        assert held == cells

    def test_into_an_empty_register_twice_makes_no_plan_twice(self, delivered, kampen, region):
        with elsewhere():
            record_plan(kampen, "Reeve", {2028: 10}, **located(SQUARE))
            place = delivered()

        first, second = taken_in(region, place), taken_in(region, place)

        assert (first["created"], second["created"], second["unchanged"]) == (1, 0, 1)

    def test_takes_over_only_what_changed_elsewhere(self, delivered, kampen, region):
        cells = homes({(2030, 2035): 50}) | {
            Cell("build", "cell", HomeKind(price_cents=85_000).written(), 2030, 2035): 6
        }
        plan = record_plan(
            kampen, "Reeve", cells=cells, programme_class="agreed", note="Eerst", **located(SQUARE)
        )
        place = delivered()
        change(plan, note="Daarna")

        taken_in(region, place)

        values, held = standing(plan, TODAY)
        assert (values.note, values.programme_class) == ("Eerst", "agreed")
        assert held == cells

    def test_of_a_status_by_decisions_leaves_what_was_stated(self, delivered, kampen, region):
        plan = record_plan(kampen, "Reeve", {2028: 10}, planning_status="5A", **located(SQUARE))
        before = PlanVersion.objects.count()

        done = taken_in(region, delivered())

        assert done["unchanged"] == 1
        assert PlanVersion.objects.count() == before
        assert standing(plan, TODAY)[0].planning_status == "5A"

    def test_of_a_municipality_that_sends_new_numbers_changes_those(
        self, kampen, region, tmp_path
    ):
        plan = record_plan(kampen, "Reeve", {2028: 10}, built_up_area="within")
        setting = Setting("West-Overijssel", "Overijssel", None, {}, {})
        sent = outgoing_plan(homes({2028: 25}), number=plan.number)
        place = tmp_path / "aangepast.gdb.zip"
        write_geodatabase("aangepast", plan_layers([sent], setting), place)

        taken_in(region, place)

        values, held = standing(plan, TODAY)
        assert held == homes({2028: 25})
        assert values.built_up_area == "within"


# ------------------------------------------------------------------ bad input
class TestBadInput:
    def test_without_the_layer_with_plans_is_refused(self, tmp_path):
        place = tmp_path / "jaren.gdb.zip"
        years = Layer("DetailPlanning", [{"parent_globalid": GUID, "jaartal": 2028}], [None])
        write_geodatabase("jaren", [years], place)

        with pytest.raises(FileRefusedError, match="ontbreekt de laag Planregistratie") as refused:
            read(place)

        assert "DetailPlanning" in str(refused.value)

    def test_without_years_reads_the_total_without_a_year(self):
        result = read_of([{**PLAN, "totaal_resterend": 12}])

        assert codes_of(result) == [
            ("no_detail_layer", 0, "DetailPlanning"),
            ("detail_without_years", 2, "totaal_resterend"),
        ]
        assert result.rows[0].cells == homes({None: 12})

    def test_with_years_of_no_plan_says_so(self):
        stray = {"parent_globalid": GUID.replace("1}", "2}"), "jaartal": 2028}

        result = read_of([PLAN], [{**stray, "onbekend_onbekend": 7}])

        (told,) = [item for item in result.issues if item.code == "detail_without_plan"]
        assert (told.row, told.column) == (2, "DetailPlanning.parent_globalid")
        assert told.value == "0190a3f2-0000-7000-8000-000000000002"
        assert result.rows[0].cells == {}

    def test_with_nothing_filled_in_is_read_as_nothing_said(self):
        empty = dict.fromkeys(item.name for item in layers()["Planregistratie"])

        result = read_of([{**empty, **PLAN}], [{"parent_globalid": GUID}])

        assert codes_of(result) == []
        assert result.rows[0].cells == {}
        assert {"build total", "build type", "build care"} <= result.rows[0].silent

    def test_of_a_plan_with_nothing_at_all_names_what_is_missing(self):
        empty = dict.fromkeys(item.name for item in layers()["Planregistratie"])

        result = read_of([empty], [])

        assert codes_of(result) == [("unknown_municipality", 2, "gemeente")]
        assert result.rows == []

    def test_with_a_year_in_the_middle_ages_does_not_count_it(self):
        years = [{"parent_globalid": GUID, "jaartal": 1026, "onbekend_onbekend": 7}]

        result = read_of([PLAN], years)

        (told,) = [item for item in result.issues if item.severity == "error"]
        assert (told.code, told.column, told.value) == (
            "not_a_year",
            "DetailPlanning.jaartal",
            "1026",
        )

    def test_with_a_total_that_is_not_the_sum_of_the_years_counts_the_years(self):
        years = [{"parent_globalid": GUID, "jaartal": 2028, "onbekend_onbekend": 7}]

        result = read_of([{**PLAN, "totaal_resterend": 12}], years)

        (told,) = [item for item in result.issues if item.code == "years_differ"]
        assert (told.column, told.value) == ("totaal_resterend", "12")
        assert "7 woningen" in told.reason
        assert result.rows[0].cells == homes({2028: 7})

    def test_with_a_class_smaller_than_its_years_says_so(self):
        years = [{"parent_globalid": GUID, "jaartal": 2028, "eengezins_huur3": 7}]

        result = read_of([{**PLAN, "totaal_huur_resterend": 3}], years)

        assert ("lines_differ", 2, "totaal_huur_resterend") in codes_of(result)

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("status_planologisch", "9Z. Misschien"),
            ("projectfase", "42"),
            ("plantype", "Zandkasteel"),
            ("opdrachtgever_type", "Marsbewoner"),
            ("beoogd_woonmilieu_ABF5", "Onder water"),
            ("sleutelproject", "wellicht"),
        ],
    )
    def test_with_an_unknown_code_records_unknown(self, column, value):
        result = read_of([{**PLAN, column: value}], [])

        (told,) = [item for item in result.issues if item.code == "not_in_code_list"]
        assert (told.row, told.value) == (2, value)

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("4A. Visie", "4A"),
            ("4B. Idee", "4B"),
            ("4B. Opgenomen in de visie", "4A"),
            ("4a niet opgenomen in de visie", "4B"),
        ],
    )
    def test_with_swapped_words_for_a_vision_follows_the_words(self, written, code):
        result = read_of([{**PLAN, "status_planologisch": written}], [])

        assert result.rows[0].values.planning_status == code
        told = "status_swapped" in {item.code for item in result.issues}
        assert told == (written not in {"4A. Visie", "4B. Idee"})

    def test_with_the_same_plan_twice_is_stopped(self, tmp_path):
        place = tmp_path / "dubbel.gdb.zip"
        twice = Layer("Planregistratie", [PLAN, {**PLAN, "plannaam": "Reeve II"}], [None] * 2)
        write_geodatabase("dubbel", [twice, Layer("DetailPlanning")], place)

        result = read(place)

        assert ("duplicate_key", "error") in {(item.code, item.severity) for item in result.issues}

    def test_without_a_place_says_so(self):
        result = read_of([PLAN], [])

        (told,) = [item for item in result.issues if item.code == "no_shape"]
        assert (told.row, told.column) == (2, "geometrie")

    def test_in_degrees_where_it_says_rd_turns_them(self):
        degrees = shapely.to_wkb(shapely.MultiPolygon([shapely.box(5.92, 52.55, 5.93, 52.56)]))

        result = read_of([PLAN], [], shapes=[degrees])

        assert ("degrees", 2, "geometrie") in codes_of(result)
        assert result.rows[0].values.x == pytest.approx(191_400, abs=1000)

    def test_with_heights_leaves_them_out(self):
        area = shapely.force_3d(shapely.MultiPolygon([SQUARE]), 7.0)

        result = read_of([PLAN], [], shapes=[shapely.to_wkb(area)])

        assert codes_of(result) == []
        assert not shapely.has_z(shapely.from_wkb(result.rows[0].values.geometry))

    def test_with_a_border_that_crosses_itself_mends_it(self):
        bow = shapely.Polygon(
            [(191_000, 507_000), (191_100, 507_100), (191_100, 507_000), (191_000, 507_100)]
        )

        result = read_of([PLAN], [], shapes=[shapely.to_wkb(shapely.MultiPolygon([bow]))])

        assert ("mended", 2, "geometrie") in codes_of(result)

    def test_with_a_line_for_an_area_has_no_place(self):
        line = shapely.LineString([(191_000, 507_000), (191_100, 507_100)])

        result = read_of([PLAN], [], shapes=[shapely.to_wkb(line)])

        assert ("not_a_geometry", 2, "geometrie") in codes_of(result)

    def test_with_an_empty_shape_has_no_place(self):
        result = read_of([PLAN], [], shapes=[shapely.to_wkb(shapely.MultiPolygon())])

        assert "no_shape" in {item.code for item in result.issues}
        assert result.rows[0].values.geometry is None

    def test_with_homes_that_are_done_does_not_count_them(self):
        years = [
            {
                "parent_globalid": GUID,
                "jaartal": 2024,
                "eengezins_koop2": 7,
                "bouw_gerealiseerd": "Ja",
            },
            {"parent_globalid": GUID, "jaartal": 2028, "eengezins_koop2": 3},
        ]

        result = read_of([{**PLAN, "totaal_resterend": 3}], years)

        totals = {
            cell.from_year: n for cell, n in result.rows[0].cells.items() if not cell.category
        }
        assert totals == {2028: 3}
        assert ("already_done", 2, "totaal_resterend") in codes_of(result)

    def test_below_zero_is_not_counted(self):
        years = [{"parent_globalid": GUID, "jaartal": 2028, "onbekend_onbekend": -7}]

        result = read_of([PLAN], years)

        assert ("negative", 2, "DetailPlanning.onbekend_onbekend") in codes_of(result)

    def test_of_others_leaves_them_out(self):
        zwolle = {**PLAN, "GlobalID": GUID.replace("1}", "9}"), "gemeente": "Zwolle"}

        result = read_of([PLAN, zwolle], [], known=context(municipality_id=KAMPEN))

        assert [row.values.name for row in result.rows] == ["Reeve"]
        assert result.skipped == 1


class TestLabels:
    def test_of_a_region_decide_what_a_class_is(self):
        years = [{"parent_globalid": GUID, "jaartal": 2028, "eengezins_koop1": 7}]
        labels = [
            {
                "regionaam": "West-Overijssel",
                "veldnaam": "eengezins_koop1",
                "alternativetekst": "Eengezins dure koop",
            }
        ]

        (row,) = read_of([PLAN], years, labels).rows

        assert _classes(row) == {"owner_expensive"}

    def test_of_the_province_count_where_a_region_has_none(self):
        years = [{"parent_globalid": GUID, "jaartal": 2028, "eengezins_koop1": 7}]

        (row,) = read_of([PLAN], years).rows

        assert _classes(row) == {"owner_affordable"}

    def test_that_nobody_knows_are_told(self):
        labels = [
            {
                "regionaam": "West-Overijssel",
                "veldnaam": "eengezins_koop1",
                "alternativetekst": "Eengezins kasteel",
            }
        ]

        result = read_of([PLAN], [], labels)

        assert ("unknown_label", 2, "Regiovelden.eengezins_koop1") in codes_of(result)


def _classes(row):
    return {
        HomeKind.read(cell.category).price_class for cell in row.cells if cell.breakdown == "cell"
    }


class TestWhoMaySeeAPlan:
    @pytest.mark.parametrize(
        ("circles", "step"),
        [
            (Circle.OWN, "Gemeente"),
            (Circle.OWN | Circle.OFFICE, "Regio"),
            (USUAL, "ProvincieGemeente"),
            (USUAL | Circle.PUBLIC, "Openbaar"),
        ],
    )
    def test_is_the_step_of_the_province_in_each_layer(self, delivered, kampen, circles, step):
        plan = record_plan(kampen, "Reeve", {2027: 10})
        wanted = Wanted(
            circles, "college", TODAY, ground=Ground.HARM, review_on=TODAY.replace(year=2030)
        )
        say_plan_audience(by=None, at=AT, plan=plan, wanted=wanted)

        place = delivered()

        for layer in ("Planregistratie", "DetailPlanning"):
            rows = pyogrio.raw.read(place, layer=layer)
            names, values = list(rows[0]["fields"]), rows[3]
            assert list(values[names.index("vertrouwelijkheid")]) == [step], layer

    def test_is_told_as_lost_where_a_file_has_no_place_for_it(self, region, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 10})
        record_plan(kampen, "Station", {2027: 10})
        wanted = Wanted(USUAL | Circle.ALDERMEN, "college", TODAY)
        say_plan_audience(by=None, at=AT, plan=plan, wanted=wanted)
        ask = Ask(outlet_named("template"), TODAY, region=region)

        report = look_at_losses(by=None, at=AT, ask=ask)

        lost = {item.key: item for item in report.lost}
        assert (lost["audience"].plans, lost["audience"].dwellings) == (1, 10)
        assert "bestuurders van de regio" in lost["audience"].examples[0].what
