"""The exchange file of Zuid-Holland: every key of the template, homes in blocks, and back."""

import json
from pathlib import Path

import pyogrio
import pytest
import shapely
from hypothesis import given

from woonregie.subjects.plans.formats import outlet_named
from woonregie.subjects.plans.formats.delivered import ReadResult
from woonregie.subjects.plans.formats.zuid_holland.codes import keys, tables
from woonregie.subjects.plans.formats.zuid_holland.projects import project
from woonregie.subjects.plans.formats.zuid_holland.reading import read_features
from woonregie.subjects.plans.models import Plan
from woonregie.subjects.plans.services.delivering import Ask, deliver
from woonregie.subjects.plans.tests.everything import CASES, SQUARE
from woonregie.subjects.plans.tests.factories import AT, TODAY, homes, record_plan, standing
from woonregie.subjects.plans.tests.lists import context, read
from woonregie.subjects.plans.tests.outplans import any_cells, classes_of, outgoing_plan
from woonregie.subjects.plans.tests.registers import elsewhere, taken_in
from woonregie.subjects.plans.values import Cell, HomeKind, PlanValues, located

TEMPLATE = Path(__file__).parents[5] / "../shared/data/plans/formats/geojson_template.geojson"
LIMITS = {"rent_social": (0, 932.93), "rent_mid": (932.93, 1228.07)}
FLAT = HomeKind("apartment", "rent", price_cents=85_000).written()


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def delivered(region, tmp_path):
    """Return a function that delivers all plans of the region, and gives the file."""

    def deliver_now():
        place = tmp_path / "uit.geojson"
        ask = Ask(outlet_named("zuid-holland"), TODAY, region=region)
        deliver(by=None, at=AT, ask=ask, place=place)
        return place

    return deliver_now


def sent(plan):
    """Return the properties of a plan as they arrive elsewhere."""
    return json.loads(json.dumps(project(plan, classes_of(plan.cells), LIMITS)))


def read_of(properties, shape=SQUARE, **known) -> ReadResult:
    """Return what is read of one feature."""
    return read_features([(properties, shape)], context(**known))


def read_back(plan):
    """Return the row that our reader makes of a plan that went out."""
    (row,) = read_of(sent(plan)).rows
    return row


def codes_of(result):
    """Return (code, column) of each issue."""
    return [(item.code, item.column) for item in result.issues]


def names_of(nested, before=""):
    """Return the names of all parts, of the first of each list."""
    found = set()
    if isinstance(nested, dict):
        for name, value in nested.items():
            found |= {f"{before}{name}"} | names_of(value, f"{before}{name}.")
    elif isinstance(nested, list) and nested:
        found |= names_of(nested[0], f"{before}[].")
    return found


class TestFile:
    def test_has_every_key_of_the_template(self):
        if not TEMPLATE.exists():
            pytest.skip("the template is not there")
        (asked,) = json.loads(TEMPLATE.read_text())["features"]

        written = sent(outgoing_plan(homes({2028: 10})))

        ours, theirs = names_of(written), names_of(asked["properties"])
        assert theirs <= ours
        assert {name for name in ours - theirs if "maatwerk" not in name} == set()

    def test_opens_in_other_programs_in_rd(self, delivered, kampen):
        record_plan(kampen, "Reeve", {2028: 10}, **located(SQUARE))
        record_plan(kampen, "Hagenkwartier", {2029: 5})

        place = delivered()

        about = pyogrio.read_info(place)
        assert (about["crs"], about["features"]) == ("EPSG:28992", 2)
        _meta, _ids, shapes, _values = pyogrio.raw.read(place, where="1=1")
        assert shapely.from_wkb(shapes[1]).area + shapely.from_wkb(shapes[0]).area == 10_000

    def test_has_blocks_that_add_up_to_the_plan(self, delivered, kampen):
        cells = homes({2028: 10, (2030, 2035): 7, None: 3}, {2027: 4}) | {
            Cell("build", "cell", FLAT, 2028, 2029): 6
        }
        record_plan(kampen, "Reeve", cells=cells)

        (feature,) = json.loads(delivered().read_text())["features"]

        blocks = feature["properties"]["woning_blokken"]
        told = [
            (
                block["mutatiegegevens"]["mutatie_type"],
                block["einddatum"],
                block["mutatiegegevens"]["woning_type"],
                block["mutatiegegevens"]["aantal"],
            )
            for block in blocks
        ]
        assert sorted(told, key=str) == sorted(
            [
                ("CONSTRUCTION", "2028-12-31", "MEERGEZINSWONING", 6),
                ("CONSTRUCTION", "2028-12-31", None, 4),
                ("CONSTRUCTION", "2034-12-31", None, 7),
                ("CONSTRUCTION", None, None, 3),
                ("DEMOLITION", "2027-12-31", None, 4),
            ],
            key=str,
        )

    def test_puts_the_day_under_the_status_that_counts(self):
        days = sent(outgoing_plan(planning_status="4A"))["projectgegevens"]

        statuses = days["planologische_planstatus"]
        assert {key: day for key, day in statuses.items() if day} == {
            "_4A_OPGENOMEN_IN_VISIE": "2025-01-01"
        }

    @pytest.mark.parametrize(
        ("phase", "key"),
        [("0", "_1_CONCEPT"), ("1", "_2_INITIATIVE"), ("5", "_6_REALIZATION")],
    )
    def test_follows_the_words_of_a_phase_not_its_number(self, phase, key):
        plan = outgoing_plan(values={"project_phase": phase})

        phases = sent(plan)["projectgegevens"]["projectfasen"]

        assert [name for name, day in phases.items() if day] == [key]

    def test_gives_the_limits_of_a_class(self):
        kind = HomeKind("", "rent", "rent_mid").written()
        plan = outgoing_plan(homes({2028: 5}) | {Cell("build", "cell", kind, 2028, 2029): 5})

        (block,) = sent(plan)["woning_blokken"]

        assert block["waarde"] == {"laag": 932.93, "hoog": 1228.07}

    def test_knows_every_key_of_its_lists(self):
        assert len(keys("planning_status")) == 9
        assert len(keys("project_phase")) == 7
        assert tables()["planning_status"].code("_4B_NIET_OPGENOMEN_IN_VISIE") == ("4B", "")


class TestReadingBack:
    @pytest.mark.parametrize("title", CASES)
    def test_gives_what_was_said(self, title):
        said = dict(CASES[title])
        cells = said.pop("cells", homes({2028: 10}))
        status = said.get("planning_status", "1A")
        plan = outgoing_plan(
            cells, planning_status=status, values={"planning_status": status, **said}
        )
        shape = shapely.from_wkb(said["geometry"]) if said.get("area_m2") else shapely.Polygon()

        (row,) = read_of(sent(plan), shape).rows

        assert row.cells == cells
        told = {name: getattr(row.values, name) for name in said if name != "note"}
        assert told == {name: value for name, value in said.items() if name != "note"}
        assert row.values.note == said.get("note", "").replace("\r\n", "\n")

    @given(any_cells)
    def test_keeps_every_home_of_every_period(self, cells):
        found = read_back(outgoing_plan(cells)).cells

        totals = {cell: n for cell, n in cells.items() if cell.breakdown == "total"}
        assert {cell: n for cell, n in found.items() if cell.breakdown == "total"} == totals

    @given(any_cells)
    def test_of_what_was_read_back_changes_nothing_more(self, cells):
        once = read_back(outgoing_plan(cells))

        assert read_back(outgoing_plan(once.cells)).cells == once.cells

    @pytest.mark.parametrize(
        ("field", "code"), [("project_phase", "7"), ("planning_status", "5B")]
    )
    def test_keeps_a_code_that_is_finer_than_the_format(self, field, code):
        plan = outgoing_plan(values={field: code}, **({field: code} if "status" in field else {}))

        assert getattr(read_back(plan).values, field) == code

    def test_lets_the_format_lead_where_a_code_changed_elsewhere(self):
        properties = sent(outgoing_plan(planning_status="3"))
        properties["projectgegevens"]["planologische_planstatus"] |= {
            "_3_IN_VOORBEREIDING": "2025-01-01",
            "_2A_VASTGESTELD": "2026-05-01",
        }

        (row,) = read_of(properties).rows

        assert row.values.planning_status == "2A"


class TestThroughTheRegister:
    def test_into_an_empty_register_gives_the_same_plan(self, delivered, kampen, region, tmp_path):
        cells = homes({2028: 10, (2030, 2035): 7}, type={"apartment": 6}) | {
            Cell("build", "cell", FLAT, 2028, 2029): 6
        }
        said = {"planning_status": "3", "programme_class": "agreed", "note": "Regel\nTwee"}
        with elsewhere():
            record_plan(kampen, "Reeve", cells=cells, **said, **located(SQUARE))
            place = delivered()

        first, second = taken_in(region, place), taken_in(region, place)

        assert (first["created"], second["created"], second["unchanged"]) == (1, 0, 1)
        values, held = standing(Plan.objects.get(), TODAY)
        assert values.named("Reeve") == PlanValues(name="Reeve", **said)
        assert shapely.from_wkb(values.geometry).equals(SQUARE)
        assert held == cells

    def test_of_the_empty_template_says_that_it_is_empty(self, tmp_path):
        empty = {"type": "Polygon", "coordinates": []}

        result = read(_written(tmp_path, empty, name=None, town=None))

        assert [item.code for item in result.issues] == ["empty_template"]
        assert result.issues[0].severity == "error"

    def test_of_the_template_itself_says_that_it_is_empty(self):
        if not TEMPLATE.exists():
            pytest.skip("the template is not there")

        result = read(TEMPLATE)

        assert [item.code for item in result.issues] == ["empty_template"]

    def test_with_the_same_plan_twice_and_other_homes_is_stopped(self, tmp_path):
        area = json.loads(shapely.to_geojson(SQUARE))

        result = read(_written(tmp_path, area, area))

        assert ("duplicate_key", "error") in {(item.code, item.severity) for item in result.issues}


def _written(folder, *shapes, name="Reeve", town="Kampen"):
    """Write one file with a feature per shape, all of the same plan; each has a home more."""
    features = []
    for at, shape in enumerate(shapes):
        properties = sent(outgoing_plan(homes({2028: 10 + at})))
        properties["projectgegevens"]["basisgegevens"]["naam"] = name
        properties["projectgegevens"]["locatie"]["gemeente"] = town
        features.append({"type": "Feature", "geometry": shape, "properties": properties})
    crs = {"type": "name", "properties": {"name": "EPSG:28992"}}
    place = folder / "projecten.geojson"
    place.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return place


class TestBadInput:
    def test_of_the_empty_template_says_that_it_is_empty(self):
        properties = sent(outgoing_plan())
        properties["projectgegevens"]["basisgegevens"]["naam"] = None
        properties["projectgegevens"]["locatie"]["gemeente"] = None

        result = read_of(properties, shapely.Polygon())

        assert codes_of(result) == [("empty_template", "naam")]
        assert result.rows == []

    def test_without_properties_is_empty_too(self):
        assert codes_of(read_of({}, None)) == [("empty_template", "naam")]

    @pytest.mark.parametrize("blocks", [7, "veel", {"aantal": 3}])
    def test_with_blocks_of_another_form_says_so(self, blocks):
        properties = {**sent(outgoing_plan()), "woning_blokken": blocks}

        assert ("block_unreadable", "woning_blokken") in codes_of(read_of(properties))

    @pytest.mark.parametrize(
        ("change", "code", "column"),
        [
            ({"aantal": None}, "block_without_homes", "woning_blokken[1].aantal"),
            ({"aantal": -3}, "negative", "woning_blokken[1].aantal"),
            ({"aantal": "veel"}, "not_a_number", "woning_blokken[1].aantal"),
            ({"aantal": [1, 2]}, "not_a_number", "woning_blokken[1].aantal"),
            ({"mutatie_type": None}, "unknown_mutation", "woning_blokken[1].mutatie_type"),
            ({"mutatie_type": "VERHUIZING"}, "unknown_mutation", "woning_blokken[1].mutatie_type"),
            ({"woning_type": "TENT"}, "not_in_code_list", "woning_blokken[1].woning_type"),
        ],
    )
    def test_in_a_block_is_told_with_its_place(self, change, code, column):
        properties = sent(outgoing_plan(homes({2028: 10})))
        properties["woning_blokken"][0]["mutatiegegevens"] |= change

        assert (code, column) in codes_of(read_of(properties))

    def test_with_a_block_in_the_middle_ages_says_so(self):
        properties = sent(outgoing_plan(homes({2028: 10})))
        properties["woning_blokken"][0]["einddatum"] = "1026-12-31"

        assert ("not_a_day", "woning_blokken[1].einddatum") in codes_of(read_of(properties))

    def test_with_a_block_that_is_no_block_says_so(self):
        properties = {**sent(outgoing_plan()), "woning_blokken": [None, 3]}

        found = codes_of(read_of(properties))

        assert ("block_unreadable", "woning_blokken[1]") in found
        assert ("block_unreadable", "woning_blokken[2]") in found

    def test_with_two_statuses_on_one_day_takes_the_furthest(self):
        properties = sent(outgoing_plan(planning_status="2A"))
        properties["projectgegevens"]["planologische_planstatus"]["_3_IN_VOORBEREIDING"] = (
            "2025-01-01"
        )

        result = read_of(properties)

        assert result.rows[0].values.planning_status == "2A"
        assert ("several_statuses", "planologische_planstatus") in codes_of(result)

    def test_of_a_status_still_to_come_is_not_the_status(self):
        properties = sent(outgoing_plan(planning_status="3"))
        properties["projectgegevens"]["planologische_planstatus"]["_1A_ONHERROEPELIJK"] = (
            "2029-01-01"
        )

        (row,) = read_of(properties, reference_year=2026).rows

        assert row.values.planning_status == "3"

    def test_with_swapped_words_for_a_vision_follows_the_words(self):
        properties = sent(outgoing_plan(planning_status="unknown"))
        days = properties["projectgegevens"]["planologische_planstatus"]
        days["_4B_OPGENOMEN_IN_VISIE"] = "2026-01-01"

        result = read_of(properties)

        assert result.rows[0].values.planning_status == "4A"
        assert "status_swapped" in {item.code for item in result.issues}

    def test_with_a_price_upside_down_does_not_read_it(self):
        properties = sent(outgoing_plan(homes({2028: 10})))
        properties["woning_blokken"][0]["waarde"] = {"laag": 900, "hoog": 800}

        assert ("price_reversed", "woning_blokken[1].waarde") in codes_of(read_of(properties))

    def test_without_a_key_is_known_by_its_name(self):
        properties = sent(outgoing_plan())
        properties["projectgegevens"]["basisgegevens"]["identificatie_nr"] = None
        del properties["projectgegevens"]["maatwerk_projecteigenschappen"]["Sleutel"]

        result = read_of(properties)

        assert ("no_identification", "identificatie_nr") in codes_of(result)
        assert ":naam:" in result.rows[0].key

    def test_in_degrees_where_it_says_rd_turns_them(self):
        result = read_of(sent(outgoing_plan()), shapely.box(5.92, 52.55, 5.93, 52.56))

        assert ("degrees", "geometrie") in codes_of(result)
