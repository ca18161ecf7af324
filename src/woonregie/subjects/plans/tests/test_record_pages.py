"""The page of one plan, where it lies, and its history."""

import json
from datetime import date, timedelta
from html import unescape

import pytest
import shapely

from woonregie.subjects.plans.services import change_plan
from woonregie.subjects.plans.tests.factories import AT, change, homes, record_plan
from woonregie.subjects.plans.values import PlanValues, located

pytestmark = pytest.mark.usefixtures("legal_hard")
LATER = AT + timedelta(hours=1)


@pytest.fixture
def reeve(kampen):
    return record_plan(
        kampen,
        "Reeve",
        cells=homes(
            {2027: 1200, (2028, 2031): 50, None: 34},
            {2026: 4},
            type={"apartment": 300},
            tenure={"rent": 1284},
        ),
        settlement_id=kampen.settlements.get().pk,
        location_kind="expansion",
        project_phase="4",
        note="Eerste regel\n<b>Tweede regel</b>",
        **located(shapely.box(191_000, 507_000, 191_200, 507_100)),
    )


def words(response):
    return " ".join(unescape(response.content.decode()).split())


class TestDetail:
    def test_tells_all_that_is_known(self, visit, official_kampen, reeve):
        response = visit(official_kampen, f"{reeve.number}/")
        text = words(response)

        for told in (
            '<h1 class="utrecht-heading-1">Reeve</h1>',
            "1A onherroepelijk",
            "4 voorbereiding",
            "<dt>nog te bouwen</dt><dd>1.284</dd>",
            "<dt>nog te slopen</dt><dd>4</dd>",
            "<dt>netto</dt><dd>1.280</dd>",
            "<dt>zonder jaar</dt><dd>34</dd>",
            "<dt>Kern</dt><dd>Kampen</dd>",
            "uitbreiding, uitleg (uitbreiding)",
            "20.000 m²",
            "1 januari 2025",
        ):
            assert told in text, told

    def test_shows_what_somebody_wrote_as_text(self, visit, official_kampen, reeve):
        body = visit(official_kampen, f"{reeve.number}/").content.decode()

        assert "Eerste regel<br>&lt;b&gt;Tweede regel&lt;/b&gt;" in body

    def test_divides_homes_and_names_what_is_unknown(self, visit, official_kampen, reeve):
        tables = {
            table.key: {row["klasse"]: row["woningen"] for row in table.rows}
            for table in visit(official_kampen, f"{reeve.number}/").context["breakdowns"]
        }

        assert tables == {
            "type": {"appartement": 300, "onbekend": 984},
            "tenure": {"huur": 1284},
            "price": {"onbekend": 1284},
        }

    def test_draws_the_phasing_and_gives_its_numbers(self, visit, official_kampen, reeve):
        response = visit(official_kampen, f"{reeve.number}/", {"csv": "fasering"})

        assert response["Content-Type"] == "text/csv; charset=utf-8"
        lines = response.content.decode("utf-8-sig").split()
        assert "2028–2030;te" in lines
        assert [line.split(";")[-1] for line in lines if line[-1].isdigit()] == [
            "1200",
            "50",
            "34",
            "4",
        ]

    def test_a_plan_without_homes_or_location_is_a_page_too(self, visit, official_kampen, kampen):
        plan = record_plan(kampen, "Stationskwartier")

        response = visit(official_kampen, f"{plan.number}/")

        assert response.status_code == 200
        assert response.context["chart"] is None
        assert response.context["map"] is None
        assert response.context["breakdowns"] == []

    def test_lets_only_its_own_people_change_it(
        self, visit, official_kampen, executive_kampen, secretary, reeve
    ):
        shown = {
            account: "Wijzigen" in words(visit(account, f"{reeve.number}/"))
            for account in (official_kampen, executive_kampen, secretary)
        }

        assert shown == {official_kampen: True, executive_kampen: False, secretary: False}


class TestTwoTimes:
    @pytest.fixture
    def changed(self, reeve):
        """Let Reeve have another name, place and number of homes from June 2026 on."""
        change(
            reeve,
            on=date(2026, 6, 1),
            at=AT + timedelta(days=2),
            name="Reeve aan het water",
            build={2030: 900},
            reason="Raad van mei",
            **located(shapely.Point(190_000, 506_000)),
        )
        return reeve

    @pytest.mark.parametrize(
        ("query", "name", "build"),
        [
            ({}, "Reeve aan het water", "900"),
            ({"op": "2026-05-31"}, "Reeve", "1.284"),
            ({"op": "31-05-2026"}, "Reeve", "1.284"),
            ({"bekend_op": "2026-11-25"}, "Reeve", "1.284"),
            ({"bekend_op": "2026-11-26"}, "Reeve aan het water", "900"),
            ({"op": "onzin", "bekend_op": "onzin"}, "Reeve aan het water", "900"),
        ],
    )
    def test_shows_the_plan_of_then(
        self, visit, official_kampen, changed, today, query, name, build
    ):
        today.move_to(AT + timedelta(days=3))

        text = words(visit(official_kampen, f"{changed.number}/", query))

        assert f'<h1 class="utrecht-heading-1">{name}</h1>' in text
        assert f"<dt>nog te bouwen</dt><dd>{build}</dd>" in text

    def test_is_not_there_before_its_first_day(self, visit, official_kampen, reeve):
        for path in ("", "vlak.geojson", "bewerken/", "historie/"):
            response = visit(official_kampen, f"{reeve.number}/{path}", {"op": "2024-12-31"})

            assert response.status_code == 404

    def test_a_plan_that_begins_next_year_is_there_when_asked(
        self, visit, official_kampen, kampen
    ):
        plan = record_plan(kampen, "Stationskwartier", on=date(2027, 1, 1))

        assert visit(official_kampen, f"{plan.number}/").status_code == 404
        assert visit(official_kampen, f"{plan.number}/", {"op": "2027-01-01"}).status_code == 200

    def test_every_address_on_the_page_keeps_both_times(
        self, visit, official_kampen, changed, today
    ):
        today.move_to(AT + timedelta(days=3))
        query = {"op": "2026-07-01", "bekend_op": "2026-11-25"}

        response = visit(official_kampen, f"{changed.number}/", query)

        kept = "?op=2026-07-01&bekend_op=2026-11-25"
        text = unescape(response.content.decode())
        base = f"/testregio/plannen/{changed.number}/"
        assert f'href="{base}bewerken/{kept}"' in text
        assert f'href="{base}historie/{kept}"' in text
        layers = {layer.key: layer.url for layer in response.context["map"].layers}
        assert layers["plan"] == f"{base}vlak.geojson{kept}"
        back = unescape(
            visit(official_kampen, f"{changed.number}/historie/", query).content.decode()
        )
        assert f'href="{base}{kept}"' in back

    def test_the_shape_is_of_then(self, visit, official_kampen, changed, today):
        today.move_to(AT + timedelta(days=3))

        def kind(query):
            path = f"{changed.number}/vlak.geojson"
            feature = json.loads(visit(official_kampen, path, query).content)["features"][0]
            return feature["properties"]["naam"], feature["geometry"]["type"]

        assert kind({}) == ("Reeve aan het water", "Point")
        assert kind({"op": "2026-05-31"}) == ("Reeve", "MultiPolygon")
        assert kind({"bekend_op": "2026-11-25"}) == ("Reeve", "MultiPolygon")

    def test_the_history_beside_it_is_what_was_known(self, visit, official_kampen, changed, today):
        today.move_to(AT + timedelta(days=3))

        now = words(visit(official_kampen, f"{changed.number}/"))
        then = words(visit(official_kampen, f"{changed.number}/", {"bekend_op": "2026-11-25"}))

        assert "Raad van mei" in now
        assert "Raad van mei" not in then


class TestShape:
    def test_of_a_plan_without_location_is_empty(self, visit, official_kampen, kampen):
        plan = record_plan(kampen, "Stationskwartier")

        response = visit(official_kampen, f"{plan.number}/vlak.geojson")

        assert response["Content-Type"] == "application/geo+json"
        assert json.loads(response.content)["features"] == [
            {"type": "Feature", "properties": {"naam": "Stationskwartier"}, "geometry": None}
        ]


class TestHistory:
    def changes(self, response):
        return [
            (row.version, {item.label: (item.before, item.after) for item in differences})
            for row, differences in response.context["changes"]
        ]

    def test_tells_what_changed_newest_first(self, visit, official_kampen, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, at=AT - timedelta(days=9))
        change(
            plan,
            at=AT - timedelta(days=8),
            on=date(2026, 6, 1),
            name="Reeve-Noord",
            by=official_kampen,
            reason="Raad van mei",
        )
        change(plan, at=AT - timedelta(days=7), on=date(2026, 7, 1), build={2027: 80, 2028: 30})

        response = visit(official_kampen, f"{plan.number}/historie/")

        third, second, first = self.changes(response)
        assert third == (
            3,
            {"Te bouwen, 2027": ("100", "80"), "Te bouwen, 2028": ("0", "30")},
        )
        assert second == (2, {"Naam": ("Reeve", "Reeve-Noord")})
        assert first[0] == 1
        assert first[1]["Naam"] == ("–", "Reeve")
        assert first[1]["Te bouwen, 2027"] == ("0", "100")
        text = words(response)
        assert "Raad van mei" in text
        assert official_kampen.display_name in text

    def test_holds_a_correction_against_what_stood_on_that_day(
        self, visit, official_kampen, kampen
    ):
        plan = record_plan(kampen, "Reeve", {2027: 100}, at=AT - timedelta(days=9))
        change(
            plan,
            at=AT - timedelta(days=8),
            on=date(2026, 6, 1),
            name="Reeve aan het water",
            build={2028: 500},
        )
        change(
            plan,
            at=AT - timedelta(days=7),
            on=date(2025, 7, 1),
            planning_status="3",
            build={2027: 60},
        )

        newest = self.changes(visit(official_kampen, f"{plan.number}/historie/"))[0]

        # Not against version 2, which is of a later day.
        assert newest == (
            3,
            {
                "Planologische status": ("1A onherroepelijk", "3 in voorbereiding"),
                "Te bouwen, 2027": ("100", "60"),
            },
        )

    def test_holds_what_is_said_of_before_against_nothing(self, visit, official_kampen, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, at=AT - timedelta(days=9))

        change_plan(
            by=None,
            at=AT - timedelta(days=8),
            plan=plan,
            base_version=1,
            valid_on=date(2023, 1, 1),
            values=PlanValues(name="Onderdijkse Waard", planning_status="4A"),
            cells={},
        )

        newest = self.changes(visit(official_kampen, f"{plan.number}/historie/"))[0]

        assert newest[1]["Naam"] == ("–", "Onderdijkse Waard")
        assert not any(label.startswith("Te bouwen") for label in newest[1])

    def test_tells_of_each_version_once(self, visit, official_kampen, kampen):
        plan = record_plan(kampen, "Reeve", at=AT - timedelta(days=9))
        for turn, day in enumerate((date(2026, 6, 1), date(2026, 3, 1), date(2026, 1, 1))):
            change(plan, at=AT - timedelta(days=8 - turn), on=day, name=f"Reeve {turn}")

        told = self.changes(visit(official_kampen, f"{plan.number}/historie/"))

        assert [version for version, _differences in told] == [4, 3, 2, 1]
        assert told[0][1] == {"Naam": ("Reeve", "Reeve 2")}
