"""Plans for machines."""

from datetime import UTC, date, datetime, timedelta

import pytest

from woonregie.foundation.accounts.services import make_token
from woonregie.foundation.consents.services import record_decision
from woonregie.subjects.plans.models import Plan
from woonregie.subjects.plans.services import write_down
from woonregie.subjects.plans.tests.factories import AT, SINCE, change, homes, record_plan


@pytest.fixture
def ask(browser_of):
    """Return a function that asks the API as somebody who is logged in."""

    def asked(account, path="", query=None):
        return browser_of(account).get(f"/api/v1/plannen{path}", query or {})

    return asked


@pytest.fixture
def reeve(kampen):
    return record_plan(
        kampen,
        "Reeve",
        cells=homes({2027: 100, None: 20}, {2026: 30}, type={"apartment": 40}),
        location_kind="expansion",
        project_phase="4",
        x=191_200.5,
        y=507_900.0,
    )


def names(response):
    return [plan["naam"] for plan in response.json()["plannen"]]


class TestAccount:
    @pytest.fixture
    def agreed(self, reeve, kampen):
        decision = record_decision(
            by=None,
            at=AT,
            organisation=kampen.organisation,
            body="Gemeenteraad",
            title="Minder woningen",
            decided_on=date(2026, 3, 1),
        )
        for dwellings, in_force in ((20, date(2026, 6, 1)), (10, None)):
            write_down(
                by=None,
                at=AT,
                plan=reeve,
                dwellings=dwellings,
                reason="agreement",
                decision=decision,
                agreed_on=date(2026, 3, 1),
                effective_on=in_force,
            )

    @pytest.mark.usefixtures("agreed")
    def test_reads_like_a_statement_of_a_bank(self, ask, official_kampen, reeve):
        found = ask(official_kampen, f"/{reeve.number}/rekening").json()

        assert (found["teBouwen"], found["teSlopen"], found["afgesprokenNogHard"]) == (100, 30, 10)
        assert [(row["soort"], row["rekening"], row["saldo"]) for row in found["regels"]] == [
            ("addition", "build", 120),
            ("addition", "demolition", 30),
            ("write_down", "build", 100),
        ]
        assert found["regels"][2]["woningen"] == -20
        assert [row["woningen"] for row in found["afboekingen"]] == [10]

    @pytest.mark.usefixtures("agreed")
    def test_is_asked_as_of_a_day_and_as_known_on_one(self, ask, official_kampen, reeve):
        path = f"/{reeve.number}/rekening"

        before = ask(official_kampen, path, {"peildatum": "2026-05-31"}).json()
        unknown = ask(official_kampen, path, {"bekendOp": (AT - timedelta(days=1)).date()})

        assert (before["teBouwen"], before["afgesprokenNogHard"]) == (120, 30)
        assert unknown.status_code == 404

    def test_of_a_plan_of_others_is_not_there(self, ask, official_zwolle, reeve):
        assert ask(official_zwolle, f"/{reeve.number}/rekening").status_code == 404


class TestPlan:
    def test_is_named_in_dutch_and_in_camel_case(self, ask, official_kampen, reeve):
        response = ask(official_kampen, f"/{reeve.number}")

        assert response.status_code == 200
        assert response.json() == {
            "nummer": "GM0166-2026-0001",
            "naam": "Reeve",
            "gemeente": "GM0166",
            "planologischeStatus": "1A",
            "statusUitBesluiten": False,
            "programmaklasse": "unknown",
            "teltMee": True,
            "soortLocatie": "expansion",
            "projectfase": "4",
            "teBouwen": 120,
            "teSlopen": 30,
            "x": 191_200.5,
            "y": 507_900.0,
            "geldtVanaf": "2025-01-01",
            "versie": 1,
            "voorbeeldgegevens": False,
        }

    def test_tells_its_version_and_is_kept_nowhere(self, ask, official_kampen, reeve):
        for path in ("", f"/{reeve.number}", "/GM0166-2026-9999", "?aantal=nul"):
            response = ask(official_kampen, path)

            assert response["API-Version"] == "1.0.0"
            assert response["Cache-Control"] == "no-store"

    def test_that_is_not_there_is_a_problem(self, ask, official_kampen):
        response = ask(official_kampen, "/GM0166-2026-9999")

        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert response.json() == {
            "status": 404,
            "title": "Not Found",
            "detail": "Dit plan bestaat niet op deze dag, of is niet voor u.",
            "code": "unknown_plan",
            "velden": {"nummer": "GM0166-2026-9999"},
        }

    @pytest.mark.parametrize(
        "number", ["%00", "a%20b", "GM0166-2026-0001%00", "%F0%9F%8F%A0", "..", "a/b"]
    )
    def test_with_a_number_that_is_none_is_a_problem_too(self, ask, official_kampen, number):
        response = ask(official_kampen, f"/{number}")

        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"


class TestTwoTimes:
    @pytest.fixture
    def changed(self, reeve):
        change(
            reeve,
            on=date(2026, 6, 1),
            at=AT + timedelta(days=2),
            name="Reeve aan het water",
            build={2030: 900},
        )
        return reeve

    @pytest.mark.parametrize(
        ("query", "name", "build", "demolition", "version"),
        [
            ({}, "Reeve aan het water", 900, 0, 2),
            ({"peildatum": "2026-05-31"}, "Reeve", 120, 30, 1),
            ({"bekendOp": "2026-11-25"}, "Reeve", 120, 30, 1),
            ({"bekendOp": "2026-11-26"}, "Reeve aan het water", 900, 0, 2),
            ({"peildatum": "2026-07-01", "bekendOp": "2026-11-25"}, "Reeve", 120, 30, 1),
        ],
    )
    def test_are_asked_of_one_plan_and_of_all(
        self, ask, official_kampen, changed, today, query, name, build, demolition, version
    ):
        today.move_to(AT + timedelta(days=3))
        one = ask(official_kampen, f"/{changed.number}", query).json()
        (all_of_them,) = ask(official_kampen, "", query).json()["plannen"]

        assert one == all_of_them
        assert (one["naam"], one["teBouwen"], one["teSlopen"], one["versie"]) == (
            name,
            build,
            demolition,
            version,
        )

    def test_are_told_with_the_list(self, ask, official_kampen, changed):
        plain = ask(official_kampen).json()
        asked = ask(
            official_kampen, "", {"peildatum": "2026-05-31", "bekendOp": "2026-11-24"}
        ).json()

        assert (plain["peildatum"], plain["bekendOp"]) == ("2026-11-24", None)
        assert (asked["peildatum"], asked["bekendOp"]) == ("2026-05-31", "2026-11-24")

    def test_known_on_a_day_is_known_at_its_end_in_the_netherlands(
        self, ask, official_kampen, kampen, today
    ):
        record_plan(kampen, "Reeve", at=datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC))
        record_plan(kampen, "Stationskwartier", at=datetime(2026, 7, 1, 22, 0, tzinfo=UTC))

        assert names(ask(official_kampen, "", {"bekendOp": "2026-07-01"})) == ["Reeve"]

    def test_today_is_the_day_in_the_netherlands(self, ask, official_kampen, kampen, today):
        record_plan(kampen, "Reeve", on=date(2026, 11, 25))
        today.move_to(datetime(2026, 11, 24, 23, 30, tzinfo=UTC))

        response = ask(official_kampen)

        assert response.json()["peildatum"] == "2026-11-25"
        assert names(response) == ["Reeve"]

    def test_before_its_first_day_a_plan_is_not_there(self, ask, official_kampen, reeve):
        query = {"peildatum": "2024-12-31"}

        assert ask(official_kampen, f"/{reeve.number}", query).status_code == 404
        assert names(ask(official_kampen, "", query)) == []

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_may_be_any_day_of_the_calendar(self, ask, official_kampen, reeve, day):
        response = ask(official_kampen, "", {"peildatum": day, "bekendOp": day})

        assert response.status_code == 200


class TestPages:
    @pytest.fixture
    def seven(self, kampen):
        for turn in range(7):
            record_plan(kampen, "Reeve" if turn else "Zalk", {2027: turn + 1})

    def test_follow_each_other_to_the_last_one(self, ask, browser_of, official_kampen, seven):
        response = ask(official_kampen, "", {"aantal": 3, "gemeente": "GM0166"})
        seen = []
        pages = 0
        while True:
            pages += 1
            seen += [plan["nummer"] for plan in response.json()["plannen"]]
            following = response.json()["links"]["volgende"]
            if following is None:
                break
            assert "gemeente=GM0166" in following["href"]
            response = browser_of(official_kampen).get(following["href"])

        assert pages == 3
        assert seen[-1] == "GM0166-2026-0001"
        assert sorted(seen) == sorted(Plan.objects.values_list("number", flat=True))

    def test_tell_where_they_are(self, ask, official_kampen, seven):
        links = ask(official_kampen, "", {"aantal": 500}).json()["links"]

        assert links == {
            "self": {"href": "http://testserver/api/v1/plannen?aantal=500"},
            "volgende": None,
        }

    def test_of_one_municipality(self, ask, secretary, seven, zwolle):
        record_plan(zwolle, "Stadshagen")

        assert names(ask(secretary, "", {"gemeente": "GM0193"})) == ["Stadshagen"]
        assert names(ask(secretary, "", {"gemeente": "GM0000"})) == []

    def test_that_were_made_up_are_a_problem(self, ask, official_kampen, seven):
        response = ask(official_kampen, "", {"na": "onzin"})

        assert response.status_code == 400
        assert response.json()["code"] == "unknown_cursor"


class TestWrongInput:
    def test_names_all_fields_at_once(self, ask, official_kampen):
        response = ask(
            official_kampen,
            "",
            {"peildatum": "gisteren", "bekendOp": "31-02-2026", "gemeente": "Zwolle", "aantal": 0},
        )

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        found = response.json()
        assert (found["status"], found["detail"]) == (400, "De invoer klopt niet.")
        assert [item["veld"] for item in found["fouten"]] == [
            "peildatum",
            "bekendOp",
            "gemeente",
            "aantal",
        ]
        assert all(item["melding"] for item in found["fouten"])

    @pytest.mark.parametrize(
        "query",
        [
            {"aantal": "501"},
            {"aantal": "-1"},
            {"aantal": "veel"},
            {"gemeente": "GM0166\x00"},
            {"gemeente": "GM016"},
            {"gemeente": "gm0166"},
            {"gemeente": "GM0166\n"},
            {"peildatum": "2026-02-30"},
            {"peildatum": "\x00"},
        ],
    )
    def test_is_never_a_fault_of_ours(self, ask, official_kampen, query):
        response = ask(official_kampen, "", query)

        assert response.status_code == 400
        assert [item["veld"] for item in response.json()["fouten"]] == list(query)

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_nothing_is_written_here(self, browser_of, official_kampen, reeve, method):
        response = getattr(browser_of(official_kampen), method)(f"/api/v1/plannen/{reeve.number}")

        assert response.status_code == 405
        assert response["Content-Type"] == "application/problem+json"


class TestWhoAsks:
    def test_a_machine_shows_its_token(self, client, official_kampen, reeve, today):
        _token, secret = make_token(by=official_kampen, at=AT, label="Dashboard")

        response = client.get("/api/v1/plannen", headers={"authorization": f"Bearer {secret}"})

        assert names(response) == ["Reeve"]

    @pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wr_verzonnen"}])
    def test_without_one_it_is_told_to(self, client, reeve, today, headers):
        response = client.get(f"/api/v1/plannen/{reeve.number}", headers=headers)

        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"

    def test_who_sees_totals_only_gets_no_plans(self, ask, corporation_adviser, reeve):
        assert names(ask(corporation_adviser)) == []


class TestSpecification:
    def test_names_both_times(self, client, db):
        paths = client.get("/api/v1/openapi.json").json()["paths"]

        for path in ("/plannen", "/plannen/{nummer}"):
            asked = {item["name"]: item for item in paths[path]["get"]["parameters"]}
            assert {"peildatum", "bekendOp"} <= set(asked)
            assert asked["bekendOp"]["in"] == "query"
            assert asked["bekendOp"]["description"]
            assert not asked["bekendOp"].get("required")


class TestExampleData:
    def test_says_so(self, ask, official_kampen, kampen):
        record_plan(kampen, "Reeve", on=SINCE, invented=True)

        assert ask(official_kampen).json()["plannen"][0]["voorbeeldgegevens"] is True
