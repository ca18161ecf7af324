"""The list and the map of plans: one filter, garbage and all."""

import json
from datetime import date, timedelta
from html import unescape

import pytest

from woonregie.foundation.pages.paging import keyset
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.tests.factories import AT, change, homes, record_plan

pytestmark = pytest.mark.usefixtures("legal_hard")


@pytest.fixture
def plans(kampen, zwolle):
    reeve = record_plan(
        kampen, "Reeve", cells=homes({2027: 1200, None: 34}, {2026: 4}), x=191_200.0, y=507_900.0
    )
    record_plan(
        kampen, "Stationskwartier", {2028: 40}, planning_status="3", location_kind="conversion"
    )
    record_plan(zwolle, "Stadshagen", {2028: 300}, x=203_000.0, y=503_000.0)
    return reeve


def words(response):
    """Return the text of a page with single spaces."""
    return " ".join(unescape(response.content.decode()).split())


def names(response):
    return [row["naam"] for row in response.context["table"].rows]


@pytest.mark.usefixtures("plans")
class TestPlanList:
    def test_shows_plans_with_their_homes(self, visit, secretary):
        response = visit(secretary)

        first = response.context["table"].rows[0]
        assert names(response) == ["Reeve", "Stadshagen", "Stationskwartier"]
        assert (first["bouw"], first["sloop"], first["netto"], first["zonder_jaar"]) == (
            1234,
            4,
            1230,
            34,
        )
        assert (first["gemeente"], first["status"], first["soort"]) == (
            "Kampen",
            "1A onherroepelijk",
            "onbekend",
        )
        assert "1.234" in words(response)

    def test_says_the_totals_in_a_sentence(self, visit, secretary):
        # 1234 - 4 in Reeve and 300 in Stadshagen are hard, 40 of status 3 are soft.
        assert "3 plannen: 1.530 woningen hard en 40 zacht." in words(visit(secretary))

    def test_filters(self, visit, secretary):
        assert names(visit(secretary, query={"gemeente": "GM0166"})) == [
            "Reeve",
            "Stationskwartier",
        ]
        assert names(visit(secretary, query={"richting": "infill", "status": "3"})) == [
            "Stationskwartier"
        ]
        assert names(visit(secretary, query={"gebrek": "zonder-jaar"})) == ["Reeve"]

    def test_says_so_when_nothing_answers(self, visit, secretary):
        assert "Geen plannen bij dit filter." in words(visit(secretary, query={"zoek": "Urk"}))

    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ("netto", ["Stationskwartier", "Stadshagen", "Reeve"]),
            ("-netto", ["Reeve", "Stadshagen", "Stationskwartier"]),
            ("-naam", ["Stationskwartier", "Stadshagen", "Reeve"]),
            ("-gemeente", ["Stadshagen", "Stationskwartier", "Reeve"]),
            ("status", ["Reeve", "Stadshagen", "Stationskwartier"]),
            ("vorm", ["Reeve", "Stadshagen", "Stationskwartier"]),
            ("netto; drop table", ["Reeve", "Stadshagen", "Stationskwartier"]),
            ("", ["Reeve", "Stadshagen", "Stationskwartier"]),
        ],
    )
    def test_sorts_and_takes_an_unknown_sort_for_by_name(self, visit, secretary, sort, order):
        assert names(visit(secretary, query={"sorteer": sort})) == order

    @pytest.mark.parametrize(
        ("query", "error"),
        [
            ({"status": "9Z"}, "status"),
            ({"gemeente": "GM9999"}, "gemeente"),
            ({"richting": "<script>"}, "richting"),
            ({"op": "gisteren"}, "op"),
            ({"bekend_op": "32-13-2026"}, "bekend_op"),
            ({"zoek": "a\x00b"}, "zoek"),
        ],
    )
    def test_shows_all_and_the_error_when_a_filter_cannot_be_read(
        self, visit, secretary, query, error
    ):
        response = visit(secretary, query=query)

        assert response.status_code == 200
        assert names(response) == ["Reeve", "Stadshagen", "Stationskwartier"]
        assert list(response.context["form"].errors) == [error]
        assert "<script>" not in response.content.decode().split("</head>")[1].replace(
            '<script type="module"', ""
        )

    @pytest.mark.parametrize("cursor", ["onzin", "a:b:c", "\x00", "W10:1:x" * 200])
    @pytest.mark.parametrize("way", ["na", "voor"])
    def test_a_made_up_page_says_how_to_go_on(self, visit, secretary, way, cursor):
        response = visit(secretary, query={way: cursor})

        assert response.status_code == 400
        assert "Begin opnieuw bij de eerste bladzijde." in words(response)

    def test_a_page_of_another_sort_says_how_to_go_on(self, visit, secretary):
        by_status = keyset(
            PlanVersion.objects.all(), order=["planning_status", "name", "plan_id"], size=1
        ).next_cursor

        response = visit(secretary, query={"sorteer": "netto", "na": by_status})

        assert response.status_code == 400
        assert "De sortering is veranderd." in words(response)

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_takes_any_day_of_the_calendar(self, visit, secretary, day):
        for query in ({"op": day}, {"bekend_op": day}, {"op": day, "bekend_op": day}):
            for path in ("", "kaart/", "kaart.geojson", "plannen.csv"):
                assert visit(secretary, path, query).status_code == 200

    def test_offers_a_new_plan_only_to_who_may_make_one(self, visit, secretary, official_kampen):
        assert "Plan vastleggen" in words(visit(official_kampen))
        assert "Plan vastleggen" not in words(visit(secretary))

    def test_tells_who_sees_totals_where_they_are(self, visit, corporation_adviser):
        response = visit(corporation_adviser)

        assert response.status_code == 403
        assert "Die staan bij Balans" in words(response)


class TestTwoTimes:
    @pytest.fixture
    def changed(self, plans):
        change(
            plans,
            on=date(2026, 6, 1),
            at=AT + timedelta(days=2),
            name="Reeve aan het water",
            build={2030: 900},
            x=191_000.0,
            y=507_000.0,
        )
        return plans

    def test_shows_what_held_on_a_day(self, visit, secretary, changed, today):
        today.move_to(AT + timedelta(days=3))

        response = visit(secretary, query={"op": "31-05-2026", "gemeente": "GM0166"})

        assert names(response)[0] == "Reeve"
        assert "1.230 woningen hard" in words(response)
        assert names(visit(secretary, query={"gemeente": "GM0166"}))[0] == "Reeve aan het water"

    def test_shows_what_was_known_on_a_day(self, visit, secretary, changed, today):
        today.move_to(AT + timedelta(days=3))

        response = visit(secretary, query={"bekend_op": "2026-11-25", "gemeente": "GM0166"})

        assert names(response)[0] == "Reeve"
        assert "1.230 woningen hard" in words(response)

    def test_the_address_of_a_plan_keeps_both(self, visit, secretary, changed, today):
        today.move_to(AT + timedelta(days=3))
        query = {"op": "01-07-2026", "bekend_op": "2026-11-25", "gemeente": "GM0166"}

        listed = visit(secretary, query=query).context["table"].rows[0]
        drawn = json.loads(visit(secretary, "kaart.geojson", query).content)["features"][0]

        address = f"/testregio/plannen/{changed.number}/?op=2026-07-01&bekend_op=2026-11-25"
        assert listed["naam_url"] == drawn["properties"]["adres"] == address
        assert drawn["properties"]["naam"] == "Reeve"

    def test_the_file_is_of_the_same_two_times(self, visit, secretary, changed, today):
        today.move_to(AT + timedelta(days=3))

        def bought(query):
            text = visit(secretary, "plannen.csv", query).content.decode("utf-8-sig")
            return next(line for line in text.splitlines() if line.startswith(changed.number))

        assert ";Reeve aan het water;" in bought({})
        assert ";900;0;900;0;" in bought({})
        assert ";Reeve;" in bought({"bekend_op": "2026-11-25"})
        assert ";1234;4;1230;34;" in bought({"bekend_op": "2026-11-25"})
        assert ";1234;4;1230;34;" in bought({"op": "2026-05-31"})


@pytest.mark.usefixtures("plans")
class TestMap:
    def test_asks_for_the_same_plans_as_the_list(self, visit, secretary):
        response = visit(secretary, "kaart/", {"gemeente": "GM0166", "zoek": "ree"})

        layers = {layer.key: layer.url for layer in response.context["map"].layers}
        assert layers["plannen"] == "/testregio/plannen/kaart.geojson?gemeente=GM0166&zoek=ree"
        assert "1 plan in Kampen: 1.230 woningen hard" in words(response)

    def test_has_a_point_for_each_plan_with_a_location(self, visit, secretary):
        found = json.loads(visit(secretary, "kaart.geojson").content)

        assert found["type"] == "FeatureCollection"
        told = {
            item["properties"]["naam"]: (
                item["properties"]["woningen"],
                item["properties"]["klasse"],
                item["properties"]["tekst"],
            )
            for item in found["features"]
        }
        assert told == {
            "Reeve": (1230, "hard", "1.230 woningen netto, 1A onherroepelijk"),
            "Stadshagen": (300, "hard", "300 woningen netto, 1A onherroepelijk"),
        }

    def test_lies_in_kampen_in_degrees(self, visit, secretary):
        found = json.loads(visit(secretary, "kaart.geojson", {"zoek": "Reeve"}).content)

        east, north = found["features"][0]["geometry"]["coordinates"]
        # The railway bridge of Kampen is at about 5.92 E, 52.55 N.
        assert (round(east, 1), round(north, 1)) == (5.9, 52.6)

    def test_a_plan_that_takes_homes_away_has_the_smallest_point(self, visit, secretary, zwolle):
        record_plan(
            zwolle, "Sloop Kamperpoort", cells=homes({}, {2026: 50}), x=203_000.0, y=503_000.0
        )

        found = json.loads(visit(secretary, "kaart.geojson", {"zoek": "Sloop"}).content)

        shown = found["features"][0]["properties"]
        assert (shown["woningen"], shown["tekst"][:19]) == (0, "-50 woningen netto,")


class TestManyPlans:
    def test_come_in_pages_that_keep_the_filter(self, visit, secretary, kampen):
        for number in range(53):
            record_plan(kampen, "Vlek", {2027: number + 1})

        first = visit(secretary, query={"status": "1A"})
        page = first.context["page"]
        second = visit(secretary, query={"status": "1A", "na": page.next_cursor})

        seen = [row["nummer"] for item in (first, second) for row in item.context["table"].rows]
        assert (len(names(first)), len(names(second)), len(set(seen))) == (50, 3, 53)
        assert f"?status=1A&amp;na={page.next_cursor.replace(':', '%3A')}" in (
            first.content.decode()
        )
        # 1 + 2 + ... + 53 homes, on every page the same sentence.
        for response in (first, second):
            assert "53 plannen: 1.431 woningen hard" in words(response)
