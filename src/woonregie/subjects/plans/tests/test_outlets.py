"""What is delivered to others says what it cannot hold, and our own files come back the same."""

import json
from datetime import timedelta
from pathlib import Path

import pyogrio
import pytest
import shapely

from woonregie.foundation.audit.models import Event
from woonregie.foundation.files.services import store
from woonregie.foundation.region.models import Settlement
from woonregie.subjects.plans.formats import UnknownOutletError, outlet_named, outlets
from woonregie.subjects.plans.formats.losses import missing_fields
from woonregie.subjects.plans.models import Movement, PlanVersion
from woonregie.subjects.plans.services import apply_import, preview_import, relate
from woonregie.subjects.plans.services.delivering import (
    Ask,
    NothingToDeliverError,
    UnknownKindError,
    deliver,
    look_at_losses,
)
from woonregie.subjects.plans.tests.everything import CASES, NAMES, SQUARE
from woonregie.subjects.plans.tests.factories import AT, SINCE, TODAY, record_plan
from woonregie.subjects.plans.values import located

LATER = AT + timedelta(hours=1)
OURS = [
    ("template", "xlsx"),
    ("template", "ods"),
    ("template", "csv"),
    ("gpkg", "gpkg"),
    ("gelderland", "gdb.zip"),
    ("zuid-holland", "geojson"),
]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def made(region, tmp_path):
    """Return a function that delivers and gives what was told and where the file is."""

    def deliver_now(name, *, kind="", by=None, **asked):
        place = tmp_path / f"uit.{kind or outlet_named(name).usual_kind}"
        ask = Ask(outlet_named(name), TODAY, kind, **{"region": region, **asked})
        return deliver(by=by, at=LATER, ask=ask, place=place), place

    return deliver_now


def taken_in(region, place: Path, by=None):
    """Let our own reader take a file in; return what that did."""
    with place.open("rb") as stream:
        kept = store(stream, name=place.name, at=LATER)
    delivery = preview_import(by=by, at=LATER, file=kept, region=region, reference_date=TODAY)
    assert not delivery.report["severities"].get("error"), delivery.report["issues"]
    return apply_import(by=by, at=LATER, delivery=delivery).report["applied"]


class TestOutlets:
    def test_are_found_by_their_folder(self):
        assert {"template", "gpkg", "geojson"} <= set(outlets())

    def test_refuse_a_name_that_is_none(self):
        with pytest.raises(UnknownOutletError, match="template, "):
            outlet_named("shapefile")

    @pytest.mark.parametrize("name", outlets())
    def test_speak_of_every_field(self, name):
        assert missing_fields(outlet_named(name).holds) == set()


class TestDelivery:
    @pytest.mark.parametrize("name", outlets())
    def test_holds_every_home_of_the_register(self, name, made, kampen):
        record_plan(kampen, "Reeve", {2027: 100, (2030, 2035): 57, None: 5})
        record_plan(kampen, "Sloop", cells={**CASES["demolished"]["cells"]})

        done, place = made(name)

        assert place.stat().st_size > 0
        assert (done.written.plans, done.written.build, done.written.demolition) == (2, 163, 7)
        assert (done.report.build, done.report.demolition) == (163, 7)

    def test_is_a_line_in_the_trail(self, made, kampen, secretary, region):
        record_plan(kampen, "Reeve", {2027: 100})

        done, _place = made("gpkg", by=secretary)

        line = Event.objects.get(act="plans.delivered")
        assert (line.actor_id, line.organisation_id) == (secretary.pk, region.organisation_id)
        assert line.payload == {
            "format": "gpkg",
            "plans": 1,
            "dwellings": 100,
            "on": "2026-11-24",
            "digest": done.digest,
        }

    def test_holds_only_what_somebody_may_see(self, made, kampen, zwolle, official_kampen):
        record_plan(kampen, "Reeve", {2027: 100})
        record_plan(zwolle, "Stadshagen", {2027: 900})

        done, place = made("geojson", by=official_kampen)

        found = json.loads(place.read_text())["features"]
        assert [item["properties"]["Naam"] for item in found] == ["Reeve"]
        assert done.report.build == 100

    def test_does_not_name_a_plan_that_somebody_may_not_see(
        self, made, kampen, zwolle, official_kampen
    ):
        reeve = record_plan(kampen, "Reeve", {2027: 100})
        other = record_plan(zwolle, "Stadshagen", {2027: 900})
        relate(by=None, at=AT, plan=reeve, other=other, kind="exchanged_with", valid_on=SINCE)

        _done, place = made("geojson", by=official_kampen)

        assert other.number not in place.read_text()

    def test_of_one_municipality_has_its_plans_only(self, made, kampen, zwolle):
        record_plan(kampen, "Reeve", {2027: 100})
        record_plan(zwolle, "Stadshagen", {2027: 900})

        done, _place = made("gpkg", municipality=zwolle)

        assert (done.report.place, done.report.build) == ("Zwolle", 900)

    def test_refuses_to_deliver_nothing(self, made, kampen, tmp_path):
        with pytest.raises(NothingToDeliverError, match="24-11-2026"):
            made("gpkg")

        assert [path.name for path in tmp_path.iterdir()] == []
        assert not Event.objects.filter(act="plans.delivered").exists()

    def test_refuses_an_ending_that_the_format_has_not(self, made, kampen):
        record_plan(kampen, "Reeve", {2027: 100})

        with pytest.raises(UnknownKindError, match="xlsx, ods, csv"):
            made("template", kind="pdf")


class TestLosses:
    def test_are_counted_per_field_with_plans_and_homes(self, kampen, region):
        record_plan(kampen, "Reeve", {2027: 100}, note="x" * 40_000)
        record_plan(kampen, "Hagenkwartier", {2027: 40})
        ask = Ask(outlet_named("template"), TODAY, region=region)

        report = look_at_losses(by=None, at=LATER, ask=ask)

        (note,) = [item for item in report.fields if item.key == "note"]
        assert (note.extent, note.plans, note.dwellings) == ("coarse", 1, 100)
        assert note.examples[0].name == "Reeve"

    def test_are_none_where_nothing_is_lost(self, kampen, region):
        record_plan(kampen, "Reeve", {2027: 100}, note="x" * 40_000, **located(SQUARE))
        ask = Ask(outlet_named("gpkg"), TODAY, region=region)

        assert look_at_losses(by=None, at=LATER, ask=ask).lost == []


class TestOurOwnFiles:
    @pytest.mark.parametrize(("name", "kind"), OURS)
    def test_taken_in_again_change_nothing(self, name, kind, made, kampen, region):
        for title, said in CASES.items():
            record_plan(kampen, title.capitalize(), **said)
        for title in NAMES:
            record_plan(kampen, title, {2027: 1})
        home = Settlement.objects.get(municipality=kampen)
        record_plan(kampen, "In de kern", {2027: 1}, settlement_id=home.pk)
        before = [model.objects.count() for model in (PlanVersion, Movement)]

        _done, place = made(name, kind=kind)

        plans = len(CASES) + len(NAMES) + 1
        assert taken_in(region, place) == {"created": 0, "changed": 0, "unchanged": plans}
        assert [model.objects.count() for model in (PlanVersion, Movement)] == before

    def test_show_shapes_to_other_programs(self, made, kampen):
        record_plan(kampen, "Reeve", {2027: 100}, **located(SQUARE))

        _done, place = made("gpkg")

        meta, _fids, shapes, values = pyogrio.raw.read(place)
        assert meta["crs"] == "EPSG:28992"
        assert shapely.from_wkb(shapes[0]).area == SQUARE.area
        assert values[list(meta["fields"]).index("Bouw 2027")][0] == 100

    def test_in_degrees_lie_where_they_lay(self, made, kampen):
        record_plan(kampen, "Reeve", {2027: 100}, **located(SQUARE))

        _done, place = made("geojson")

        (item,) = json.loads(place.read_text())["features"]
        west, south, _east, _north = shapely.geometry.shape(item["geometry"]).bounds
        # By hand: 36 km east of Amersfoort (5.387), at 67.7 km a degree on this latitude.
        assert (round(west, 2), round(south, 2)) == (5.92, 52.55)

    def test_in_rd_say_so(self, made, kampen):
        record_plan(kampen, "Reeve", {2027: 100}, **located(SQUARE))

        _done, place = made("geojson", kind="rd.geojson")

        told = json.loads(place.read_text())
        assert told["crs"]["properties"]["name"].endswith("28992")
        assert shapely.geometry.shape(told["features"][0]["geometry"]).equals(SQUARE)
