"""Plans on the map of other programs, by OGC API Features."""

from datetime import UTC, date, datetime, timedelta

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext

from woonregie.foundation.region.geometry import to_degrees
from woonregie.subjects.plans.tests.factories import AT, change, record_plan
from woonregie.subjects.plans.values import located

HERE = "/api/v1/ogc/testregio/collections/plannen"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
SQUARE = (188_000, 503_000, 188_500, 503_500)


@pytest.fixture
def ask(browser_of):
    """Return a function that asks for features as somebody who is logged in."""

    def asked(account, path="/items", **query):
        named = {name.replace("bbox_crs", "bbox-crs"): value for name, value in query.items()}
        return browser_of(account).get(f"{HERE}{path}", named)

    return asked


@pytest.fixture
def reeve(kampen):
    return record_plan(
        kampen,
        "Reeve",
        {2030: 90, None: 30},
        project_phase="4",
        location_kind="expansion",
        **located(shapely.box(*SQUARE)),
    )


@pytest.fixture
def stationskwartier(kampen):
    return record_plan(
        kampen,
        "Stationskwartier",
        {2031: 40},
        planning_status="3",
        **located(shapely.Point(190_000, 508_000)),
    )


@pytest.fixture
def nowhere(kampen):
    return record_plan(kampen, "Onderdijks", {2032: 10}, planning_status="4A")


def names(answer):
    assert answer.status_code == 200, answer.content
    return sorted(item["properties"]["naam"] for item in answer.json()["features"])


class TestFeature:
    def test_tells_what_is_known_of_a_plan(self, ask, official_kampen, reeve):
        answer = ask(official_kampen, f"/items/{reeve.number}", crs=RD)

        body = answer.json()
        assert answer["Content-Type"] == "application/geo+json"
        assert answer["Content-Crs"] == f"<{RD}>"
        assert body["id"] == "GM0166-2026-0001"
        assert shapely.from_geojson(answer.content).bounds == SQUARE
        assert body["properties"] == {
            "nummer": "GM0166-2026-0001",
            "naam": "Reeve",
            "gemeente": "GM0166",
            "gemeentenaam": "Kampen",
            "kern": None,
            "planologischeStatus": "1A",
            "planologischeStatusNaam": "1A onherroepelijk",
            "projectfase": "4",
            "soortLocatie": "expansion",
            "programmaklasse": "unknown",
            "teBouwen": 120,
            "teSlopen": 0,
            "netto": 120,
            "zonderJaar": 30,
            "teltMee": True,
            "geldtVanaf": "2025-01-01",
            "geldtTot": None,
            "versie": 1,
            "voorbeeldgegevens": False,
        }

    def test_lies_in_degrees_unless_told_otherwise(self, ask, official_kampen, reeve):
        answer = ask(official_kampen, f"/items/{reeve.number}")

        drawn = shapely.from_geojson(answer.content)
        assert answer["Content-Crs"] == f"<{CRS84}>"
        # A ten-millionth of a degree is a centimetre.
        assert drawn.hausdorff_distance(to_degrees(shapely.box(*SQUARE))) < 2e-7

    def test_is_drawn_counterclockwise(self, ask, official_kampen, kampen):
        clockwise = shapely.box(*SQUARE, ccw=False)
        plan = record_plan(kampen, "Zalk", {2030: 1}, **located(clockwise))

        drawn = shapely.from_geojson(ask(official_kampen, f"/items/{plan.number}").content)

        assert drawn.geoms[0].exterior.is_ccw

    def test_without_a_place_is_there_without_geometry(self, ask, official_kampen, nowhere):
        assert ask(official_kampen, f"/items/{nowhere.number}").json()["geometry"] is None

    def test_of_a_plan_of_others_is_not_there(self, ask, official_zwolle, reeve):
        answer = ask(official_zwolle, f"/items/{reeve.number}")

        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("reeve", "stationskwartier", "nowhere")
class TestFeatures:
    def test_are_counted(self, ask, official_kampen):
        body = ask(official_kampen).json()

        assert (body["type"], body["numberMatched"], body["numberReturned"]) == (
            "FeatureCollection",
            3,
            3,
        )
        assert {link["rel"] for link in body["links"]} == {"self", "collection"}

    def test_come_in_pages_that_hold_each_once(self, ask, browser_of, official_kampen):
        answer = ask(official_kampen, limit=2, crs=RD, planologischeStatus="1A")
        assert names(answer) == ["Reeve"]
        seen, address = [], f"{HERE}/items?limit=1&crs={RD}"
        while address:
            answer = browser_of(official_kampen).get(address)
            body = answer.json()
            assert (body["numberMatched"], body["numberReturned"]) == (3, 1)
            assert answer["Content-Crs"] == f"<{RD}>"
            seen += names(answer)
            address = next((one["href"] for one in body["links"] if one["rel"] == "next"), "")

        assert sorted(seen) == ["Onderdijks", "Reeve", "Stationskwartier"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"planologischeStatus": "3"}, ["Stationskwartier"]),
            ({"projectfase": "4"}, ["Reeve"]),
            ({"soortLocatie": "expansion", "planologischeStatus": "3"}, []),
            (
                {"gemeente": "GM0166", "programmaklasse": "unknown"},
                ["Onderdijks", "Reeve", "Stationskwartier"],
            ),
            ({"gemeente": "GM0193"}, []),
        ],
    )
    def test_are_asked_by_property(self, ask, official_kampen, query, found):
        assert names(ask(official_kampen, **query)) == found

    @pytest.mark.parametrize(
        ("box", "found"),
        [
            ((187_000, 502_000, 191_000, 509_000), ["Reeve", "Stationskwartier"]),
            # The middle of Reeve lies outside, a corner of it inside.
            ((188_450, 503_450, 188_900, 503_900), ["Reeve"]),
            ((188_500.01, 503_000, 189_000, 503_500), []),
            # A box without width, and one without size.
            ((188_100, 503_100, 188_100, 503_200), ["Reeve"]),
            ((190_000, 508_000, 190_000, 508_000), ["Stationskwartier"]),
        ],
    )
    def test_are_asked_by_place_in_rd(self, ask, official_kampen, box, found):
        corners = ",".join(str(number) for number in box)

        assert names(ask(official_kampen, bbox=corners, bbox_crs=RD)) == found

    @pytest.mark.parametrize(
        ("box", "found"),
        [
            ("5.8,52.4,6.1,52.7", ["Reeve", "Stationskwartier"]),
            ("5.8,52.4,-10,6.1,52.7,300", ["Reeve", "Stationskwartier"]),
            ("-180,-90,180,90", ["Reeve", "Stationskwartier"]),
            ("4.0,52.4,4.5,52.7", []),
            # Latitude before longitude is Somalia, and nothing of ours lies there.
            ("52.4,5.8,52.7,6.1", []),
            # West beyond east goes round the back of the world, as the standard has it.
            ("5.8,52.4,-170,52.7", ["Reeve", "Stationskwartier"]),
            ("170,-10,-170,10", []),
        ],
    )
    def test_are_asked_by_place_in_degrees(self, ask, official_kampen, box, found):
        assert names(ask(official_kampen, bbox=box)) == found

    def test_of_others_are_not_counted_either(self, ask, official_zwolle):
        assert ask(official_zwolle).json()["numberMatched"] == 0


class TestDays:
    @pytest.fixture
    def changed(self, reeve, today):
        change(
            reeve,
            on=date(2026, 6, 1),
            at=AT + timedelta(days=2),
            name="Reeve aan het water",
            build={2030: 900},
        )
        today.move_to(AT + timedelta(days=3))
        return reeve

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ({}, "Reeve aan het water"),
            ({"datetime": "2026-05-31"}, "Reeve"),
            ({"datetime": "2026-05-31T23:30:00Z"}, "Reeve aan het water"),
            ({"datetime": "2026-05-31T12:00:00+02:00"}, "Reeve"),
            ({"bekendOp": "2026-11-25"}, "Reeve"),
            ({"datetime": "2025-02-01/2026-05-01"}, "Reeve"),
            ({"datetime": "2025-02-01/2026-07-01"}, "Reeve aan het water"),
            ({"datetime": "../2026-05-01"}, "Reeve"),
            ({"datetime": "2026-05-01/.."}, "Reeve aan het water"),
            ({"datetime": "../..", "bekendOp": "2026-11-25"}, "Reeve"),
        ],
    )
    @pytest.mark.usefixtures("changed")
    def test_are_asked(self, ask, official_kampen, query, name):
        assert names(ask(official_kampen, **query)) == [name]

    @pytest.mark.parametrize("when", ["2024-12-31", "2020-01-01/2024-12-31", "../2024-12-31"])
    def test_before_the_first_are_empty(self, ask, official_kampen, reeve, when):
        assert names(ask(official_kampen, datetime=when)) == []

    def test_that_ended_within_a_period_are_there(self, ask, official_kampen, kampen, reeve):
        record_plan(kampen, "Stationskwartier", {2030: 5}, on=date(2026, 1, 1))

        assert names(ask(official_kampen, datetime="2025-06-01/2025-12-31")) == ["Reeve"]

    def test_of_one_plan_are_asked_too(self, ask, official_kampen, changed):
        path = f"/items/{changed.number}"

        past = ask(official_kampen, path, datetime="2026-05-31").json()

        assert past["properties"]["naam"] == "Reeve"
        assert ask(official_kampen, path, datetime="2024-01-01").status_code == 404


class TestWrongQuestions:
    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ({"bbox": "5,52,6"}, "vier getallen"),
            ({"bbox": ""}, "vier getallen"),
            ({"bbox": "5,52,6,noord"}, "vier getallen"),
            ({"bbox": "nan,52,6,53"}, "vier getallen"),
            ({"bbox": "5,52,inf,53"}, "vier getallen"),
            ({"bbox": "5,52,1e999,53"}, "vier getallen"),
            ({"bbox": "٥,52,6,53"}, "vier getallen"),
            ({"bbox": "5,53,6,52"}, "zuiden voor het noorden"),
            ({"bbox": "190000,500000,191000,501000"}, "buiten de wereld"),
            ({"bbox": "6,52,5,53", "bbox_crs": RD}, "westen komt"),
            ({"bbox": "5,52,6,53", "bbox_crs": "EPSG:28992"}, "bbox-crs"),
            ({"crs": "http://www.opengis.net/def/crs/EPSG/0/27700"}, "28992"),
            ({"limit": "0"}, "1 of meer"),
            ({"limit": "-1"}, "1 of meer"),
            ({"limit": "veel"}, "1 of meer"),
            ({"limit": "1.5"}, "1 of meer"),
            ({"datetime": "gisteren"}, "2026-01-31"),
            ({"datetime": "2026-02-31"}, "2026-01-31"),
            ({"datetime": "2026-02-01T12:00:00"}, "2026-01-31"),
            ({"datetime": "2026-02-01/2026-01-01"}, "2026-01-31"),
            ({"datetime": "2026-01-01/2026-02-01/2026-03-01"}, "2026-01-31"),
            ({"datetime": ""}, "2026-01-31"),
            ({"bekendOp": "31-01-2026"}, "bekendOp"),
            ({"gemeente": "Kampen"}, "CBS-code"),
            ({"planologischeStatus": "1a"}, "1A"),
            ({"gemente": "GM0166"}, "gemeente"),
            ({"na": "verzonnen"}, "eerste bladzijde"),
        ],
    )
    def test_are_answered_in_dutch_with_what_to_do(
        self, ask, official_kampen, reeve, query, words
    ):
        answer = ask(official_kampen, **query)

        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert words in answer.json()["detail"]

    @pytest.mark.parametrize("limit", ["1000000000", "9" * 5000, "0002"])
    def test_of_more_than_we_give_get_what_we_give(self, ask, official_kampen, reeve, limit):
        assert names(ask(official_kampen, limit=limit)) == ["Reeve"]

    @pytest.mark.parametrize(
        "query", [{"bbox": "0,0,1,1"}, {"limit": "1"}, {"gemeente": "GM0166"}]
    )
    def test_of_one_plan_know_fewer_parameters(self, ask, official_kampen, reeve, query):
        assert ask(official_kampen, f"/items/{reeve.number}", **query).status_code == 400


class TestLargeRegions:
    def test_ask_no_more_of_the_database_than_small_ones(
        self, ask, official_kampen, kampen, reeve, django_assert_num_queries
    ):
        ask(official_kampen)
        with CaptureQueriesContext(connection) as of_one:
            ask(official_kampen)
        for turn in range(30):
            middle = shapely.Point(190_000 + turn, 508_000)
            record_plan(kampen, f"Reeve {turn}", {2030: 1}, **located(middle))

        with django_assert_num_queries(len(of_one)):
            assert ask(official_kampen).json()["numberReturned"] == 31


class TestMoments:
    def test_end_with_the_day_in_the_netherlands(self, ask, official_kampen, kampen, today):
        record_plan(kampen, "Reeve", at=datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC))
        record_plan(kampen, "Zalk", at=datetime(2026, 7, 1, 22, 0, tzinfo=UTC))

        assert names(ask(official_kampen, bekendOp="2026-07-01")) == ["Reeve"]
