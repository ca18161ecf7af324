"""What a region offers to QGIS: pages of the standard, municipalities with their borders."""

import json

import pytest
import shapely

from woonregie.foundation.region.features.asked import AROUND, Coordinates, area_of
from woonregie.foundation.region.features.collections import collections
from woonregie.foundation.region.geometry import RD_BOX, to_rd
from woonregie.foundation.region.models import Border

HERE = "/api/v1/ogc/testregio"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@pytest.fixture
def ask(client_for, secretary):
    """Return a function that asks as the secretary of the region."""
    browser = client_for(secretary)
    return lambda path="", **query: browser.get(f"{HERE}{path}", query)


@pytest.fixture
def bordered(kampen, zwolle, a_source):
    """Give Kampen a border, and Zwolle none."""
    Border.objects.create(
        municipality=kampen,
        geometry=shapely.to_wkb(shapely.box(185_000, 500_000, 195_000, 510_000)),
        schematic=True,
        source=a_source,
    )


class TestLanding:
    def test_leads_to_all_there_is(self, ask):
        links = {link["rel"]: link for link in ask().json()["links"]}

        assert set(links) == {"self", "service-desc", "service-doc", "conformance", "data"}
        assert links["service-desc"]["type"] == "application/vnd.oai.openapi+json;version=3.0"
        for rel in ("self", "service-desc", "conformance", "data"):
            path = links[rel]["href"].removeprefix(f"http://testserver{HERE}")
            assert ask(path)["Content-Type"] == links[rel]["type"]

    def test_of_a_region_where_one_does_not_work_is_not_there(self, client_for, stranger, region):
        for path in ("", "/api", "/conformance", "/collections", "/collections/plannen/items"):
            answer = client_for(stranger).get(f"{HERE}{path}")

            assert answer.status_code == 404, path
            assert answer["Content-Type"] == "application/problem+json"

    def test_is_the_same_with_a_slash_behind(self, ask):
        assert ask("/").json() == ask().json()

    def test_asks_who_one_is(self, client, region):
        answer = client.get(HERE)

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"

    @pytest.mark.parametrize("path", ["", "/api", "/conformance", "/collections"])
    def test_knows_no_parameters(self, ask, path):
        assert ask(path, f="html").status_code == 400


class TestConformance:
    def test_names_the_parts_that_are_there(self, ask):
        said = ask("/conformance").json()["conformsTo"]

        parts = {address.removeprefix("http://www.opengis.net/spec/") for address in said}
        assert parts == {
            "ogcapi-common-1/1.0/conf/core",
            "ogcapi-features-1/1.0/conf/core",
            "ogcapi-features-1/1.0/conf/oas30",
            "ogcapi-features-1/1.0/conf/geojson",
            "ogcapi-features-2/1.0/conf/crs",
        }


class TestCollections:
    def test_say_in_which_coordinates_they_come(self, ask, bordered):
        body = ask("/collections").json()

        assert [item["id"] for item in body["collections"]] == ["gemeenten", "plannen"]
        for item in body["collections"]:
            assert item["crs"] == [CRS84, RD]
            assert item["storageCrs"] == RD
            assert ask(f"/collections/{item['id']}").json() == item

    def test_reach_as_far_as_the_borders(self, ask, bordered):
        extent = ask("/collections/plannen").json()["extent"]["spatial"]

        west, south, east, north = extent["bbox"][0]
        corners = shapely.MultiPoint([(west, south), (east, north)])
        assert extent["crs"] == CRS84
        # Turned to degrees a box leans a little: half a kilometre here.
        assert to_rd(corners).bounds == pytest.approx(
            (185_000, 500_000, 195_000, 510_000), abs=500
        )

    def test_reach_over_the_country_where_nobody_knows_the_borders(self, ask, kampen):
        (box,) = ask("/collections/plannen").json()["extent"]["spatial"]["bbox"]

        assert box == [3.2, 50.75, 7.22, 53.7]

    @pytest.mark.parametrize("path", ["", "/items", "/items/GM0166"])
    def test_that_nobody_has_are_not_there(self, ask, path):
        assert ask(f"/collections/kastelen{path}").status_code == 404


class TestMunicipalities:
    def test_come_with_their_border(self, ask, bordered):
        body = ask("/collections/gemeenten/items", crs=RD).json()

        kampen, zwolle = body["features"]
        assert (body["numberMatched"], body["numberReturned"]) == (2, 2)
        assert kampen["id"] == "GM0166"
        assert kampen["properties"] == {
            "code": "GM0166",
            "naam": "Kampen",
            "schematisch": True,
            "voorbeeldgegevens": False,
        }
        assert shapely.from_geojson(json.dumps(kampen["geometry"])).bounds == (
            185_000,
            500_000,
            195_000,
            510_000,
        )
        assert zwolle["geometry"] is None
        assert zwolle["properties"]["schematisch"] is None

    @pytest.mark.parametrize(
        ("query", "codes"),
        [
            ({"code": "GM0193"}, ["GM0193"]),
            ({"bbox": "194000,509000,199000,519000", "bbox-crs": RD}, ["GM0166"]),
            ({"bbox": "195001,509000,199000,519000", "bbox-crs": RD}, []),
            ({"datetime": "2021-01-01"}, ["GM0166", "GM0193"]),
        ],
    )
    def test_are_asked_for(self, ask, bordered, query, codes):
        features = ask("/collections/gemeenten/items", **query).json()["features"]

        assert [item["id"] for item in features] == codes

    def test_are_asked_one_by_one(self, ask, bordered):
        one = ask("/collections/gemeenten/items/GM0166").json()

        assert one["properties"]["naam"] == "Kampen"
        assert {link["rel"] for link in one["links"]} == {"self", "collection"}
        assert ask("/collections/gemeenten/items/GM9999").status_code == 404

    def test_come_in_pages(self, ask, bordered):
        body = ask("/collections/gemeenten/items", limit=1).json()

        following = next(link["href"] for link in body["links"] if link["rel"] == "next")
        rest = ask(following.removeprefix(f"http://testserver{HERE}")).json()
        assert [item["id"] for item in body["features"] + rest["features"]] == ["GM0166", "GM0193"]
        assert "next" not in {link["rel"] for link in rest["links"]}


class TestSpecification:
    def test_tells_each_collection_and_its_filters(self, ask):
        document = ask("/api").json()

        assert document["openapi"] == "3.0.3"
        for item in collections():
            path = document["paths"][f"/collections/{item.name}/items"]["get"]
            names = {parameter["name"] for parameter in path["parameters"]}
            assert names == {
                *("limit", "bbox", "bbox-crs", "datetime", "bekendOp", "crs", "na"),
                *item.filters,
            }


class TestBox:
    def test_bends_with_the_earth(self):
        west, south, east, north = 4.0, 52.0, 7.0, 52.5
        area = area_of(f"{west},{south},{east},{north}", Coordinates.CRS84)

        # Halfway its southern side: on it by the parallel, south of it by a ruler in RD.
        inside = to_rd(shapely.Point(5.5, 52.0001))
        outside = to_rd(shapely.Point(5.5, 51.9999))
        assert shapely.intersects(area, inside)
        assert not shapely.intersects(area, outside)

    def test_of_the_whole_world_holds_the_whole_country(self):
        area = area_of("-180,-90,180,90", Coordinates.CRS84)

        assert shapely.covers(area, shapely.box(*RD_BOX))
        assert AROUND[0] > -180
