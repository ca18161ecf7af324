"""Drawing where a plan lies: what is read, what lies around, and what the server says of it."""

import json
from html import unescape

import numpy as np
import pytest
import shapely
from django.core.exceptions import ValidationError

from woonregie.foundation.region.geometry import abroad, exact_degrees, to_degrees, to_rd
from woonregie.foundation.region.models import Border
from woonregie.subjects.plans.forms.locations import read_location
from woonregie.subjects.plans.models import Plan
from woonregie.subjects.plans.queries import versions_on
from woonregie.subjects.plans.queries.neighbours import placing
from woonregie.subjects.plans.tests.factories import TODAY, record_plan
from woonregie.subjects.plans.tests.test_edit_pages import SENT
from woonregie.subjects.plans.values import located

pytestmark = pytest.mark.usefixtures("legal_hard")

REEVE = shapely.box(191_000, 507_000, 191_200, 507_100)


def geojson(*shapes):
    features = [
        {"type": "Feature", "properties": {}, "geometry": exact_degrees(shape)} for shape in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def here(longitude, latitude):
    return to_rd(shapely.Point(longitude, latitude))


@pytest.fixture
def reeve(kampen):
    return record_plan(kampen, "Reeve", {2027: 40}, **located(REEVE))


@pytest.fixture
def place(send, official_kampen):
    """Return a function that asks the server how a drawing fits."""

    def placed(text, query=""):
        answer = send(official_kampen, f"ligging/{query}", {"ligging": text})
        return json.loads(answer.content)

    return placed


class TestReadLocation:
    @pytest.mark.parametrize("text", ["191200, 507900", "191200 507900", "POINT (191200 507900)"])
    def test_two_numbers_are_a_point(self, text):
        assert read_location(text).equals(shapely.Point(191_200, 507_900))

    def test_a_corner_drawn_on_a_neighbours_corner_stays_there(self):
        found = read_location(geojson(REEVE))

        assert shapely.hausdorff_distance(found, REEVE) < 0.002
        assert read_location(found.wkt).equals(found)

    def test_areas_drawn_over_one_another_become_one(self):
        other = shapely.box(191_100, 507_000, 191_300, 507_100)

        found = read_location(geojson(REEVE, other))

        assert found.geom_type == "Polygon"
        assert found.area == pytest.approx(30_000, abs=1)

    def test_areas_apart_stay_apart(self):
        far = shapely.box(192_000, 507_000, 192_100, 507_100)

        assert read_location(geojson(REEVE, far)).geom_type == "MultiPolygon"

    def test_geojson_in_metres_is_taken_as_metres(self):
        assert read_location(shapely.to_geojson(REEVE)).equals(REEVE)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("{nee", "kunnen wij niet lezen"),
            ("{}", "kunnen wij niet lezen"),
            ('{"type": "Polygon", "coordinates": [[[5, 52]]]}', "kunnen wij niet lezen"),
            ('{"type": "FeatureCollection", "features": []}', "Gebruik een POINT"),
            ('{"type": "LineString", "coordinates": [[5, 52], [6, 52]]}', "Gebruik een POINT"),
            ('{"type": "Point", "coordinates": [2.35, 48.86]}', "niet in Nederland"),
            ('{"type": "Point", "coordinates": [4.40, 51.20]}', "een ander land"),
            (
                "POLYGON ((191000 507000, 191100 507100, 191100 507000, 191000 507100, "
                "191000 507000))",
                "kruist zichzelf",
            ),
        ],
    )
    def test_says_what_is_wrong(self, text, message):
        with pytest.raises(ValidationError) as refused:
            read_location(text)

        assert message in refused.value.messages[0]

    def test_a_drawn_area_that_crosses_itself_beside_another_is_refused(self):
        bow = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
        bow = shapely.transform(bow, lambda pairs: np.add(pairs, (191_000, 507_000)))

        with pytest.raises(ValidationError, match="kruist zichzelf"):
            read_location(geojson(bow, REEVE))


class TestAbroad:
    @pytest.mark.parametrize(
        "place",
        [(5.9, 52.55), (3.55, 51.45), (5.69, 50.85), (6.9, 53.3), (4.8, 53.08), (5.95, 50.95)],
    )
    def test_dutch_places_are_not(self, place):
        assert not abroad(here(*place))

    @pytest.mark.parametrize("place", [(4.40, 51.20), (7.63, 51.96), (5.57, 50.63), (7.2, 52.6)])
    def test_antwerp_munster_luik_and_lingen_are(self, place):
        assert abroad(here(*place))


class TestPlacing:
    def test_says_how_much_two_plans_share(self, reeve):
        drawn = shapely.box(191_190, 507_000, 191_400, 507_100)

        how = placing(drawn, among=versions_on(TODAY), border=None)

        assert how.overlaps == [("Reeve", pytest.approx(1_000))]
        assert (how.area_m2, how.outside) == (pytest.approx(21_000), False)

    def test_plans_that_touch_do_not_overlap(self, reeve):
        drawn = shapely.box(191_200, 507_000, 191_400, 507_100)

        assert placing(drawn, among=versions_on(TODAY), border=None).overlaps == []

    @pytest.mark.parametrize(("schematic", "outside"), [(False, True), (True, False)])
    def test_a_schematic_border_decides_only_when_all_lies_beyond(
        self, kampen, schematic, outside
    ):
        border = Border(
            municipality=kampen,
            geometry=shapely.to_wkb(shapely.box(190_000, 506_000, 191_100, 508_000)),
            schematic=schematic,
        )

        assert placing(REEVE, among=(), border=border).outside is outside

    def test_a_point_beyond_the_border_is_outside(self, kampen):
        border = Border(municipality=kampen, geometry=shapely.to_wkb(REEVE))

        assert placing(shapely.Point(0, 400_000), among=(), border=border).outside
        assert not placing(shapely.Point(191_100, 507_050), among=(), border=border).outside


class TestPlaceDrawing:
    def test_gives_metres_area_and_the_shape_back(self, place, kampen):
        said = place(geojson(REEVE))

        assert shapely.from_wkt(said["wkt"]).area == pytest.approx(20_000, abs=0.5)
        assert said["vlak"]["type"] == "Polygon"
        assert (said["zin"], said["fouten"]) == ("Oppervlakte: 20.000 m².", [])

    def test_names_the_plan_that_it_overlaps(self, place, reeve):
        said = place(geojson(shapely.box(191_190, 507_000, 191_400, 507_100)))

        assert said["letOp"] == ["Overlapt met Reeve: 1.000 m²."]

    def test_a_plan_does_not_overlap_itself(self, place, reeve):
        assert place(geojson(REEVE), f"?behalve={reeve.number}")["letOp"] == []

    def test_says_what_cannot_be(self, place, kampen):
        said = place('{"type": "Point", "coordinates": [4.40, 51.20]}')

        assert said["wkt"] is None
        assert said["fouten"] == ["Dit ligt in een ander land. Leg het plan in Nederland."]

    def test_nothing_is_nothing(self, place, kampen):
        assert place(" ")["vlak"] is None

    def test_keeps_nothing(self, place, kampen):
        place(geojson(REEVE))

        assert not Plan.objects.exists()

    def test_says_nothing_of_plans_that_are_not_hers(self, place, zwolle, kampen):
        record_plan(zwolle, "Geheim", {2027: 40}, **located(REEVE))

        assert place(geojson(REEVE))["letOp"] == []


class TestNeighbours:
    def test_are_the_areas_that_somebody_may_see(self, visit, official_kampen, reeve, zwolle):
        record_plan(zwolle, "Geheim", {2027: 40}, **located(REEVE))

        found = json.loads(visit(official_kampen, "buren.geojson").content)

        assert [item["properties"]["naam"] for item in found["features"]] == ["Reeve"]
        ring = found["features"][0]["geometry"]["coordinates"][0][0]
        corner = to_degrees(shapely.Point(191_200, 507_000))
        assert ring[0] == pytest.approx((corner.x, corner.y), abs=2e-9)

    def test_leave_out_the_plan_itself(self, visit, official_kampen, reeve):
        answer = visit(official_kampen, "buren.geojson", {"behalve": reeve.number})

        assert json.loads(answer.content)["features"] == []

    def test_the_border_of_the_municipality_is_a_line(
        self, visit, official_kampen, kampen, a_source
    ):
        Border.objects.create(municipality=kampen, geometry=shapely.to_wkb(REEVE), source=a_source)

        found = json.loads(visit(official_kampen, "buren.geojson").content)

        assert found["features"][0]["geometry"]["type"] == "MultiLineString"


class TestSaving:
    def test_a_drawing_is_kept_and_the_overlap_is_said(self, visit, send, official_kampen, reeve):
        drawn = shapely.box(191_190, 507_000, 191_400, 507_100)

        answer = send(
            official_kampen, "nieuw/", {**SENT, "name": "Dijk", "location": geojson(drawn)}
        )

        page = unescape(
            visit(official_kampen, answer.url.removeprefix("/testregio/plannen/")).content.decode()
        )
        assert versions_on(TODAY).get(name="Dijk").area_m2 == pytest.approx(21_000, abs=0.5)
        assert "Overlapt met Reeve: 1.000 m²." in page

    def test_the_form_shows_the_map_with_what_it_needs(self, visit, official_kampen, reeve):
        page = unescape(visit(official_kampen, f"{reeve.number}/bewerken/").content.decode())

        assert f"buren.geojson?gemeente=GM0166&behalve={reeve.number}" in page.replace(
            "\\u0026", "&"
        )
        assert "Vlak tekenen" in page
