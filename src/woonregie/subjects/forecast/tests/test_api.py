"""Forecasts for machines, and how scenarios are found."""

import pytest
from django.utils import timezone

from woonregie.foundation.search.pointing import things
from woonregie.subjects.forecast.levers import LEVERS
from woonregie.subjects.forecast.models import ForecastScenario, RegionReference
from woonregie.subjects.forecast.queries import needs_of, tried
from woonregie.subjects.forecast.services import dissent, share_scenario
from woonregie.subjects.forecast.tests.factories import AT, choose, lay, save, turned

pytestmark = pytest.mark.django_db
BASE = "/api/v1/prognoses"
QUERY = "?regio=testregio"
FIVE = {"jaren": 5}


@pytest.fixture
def call(client_for):
    """Return a function that asks or sends something as somebody, and gives what was answered."""

    def called(account, path, body=None, *, status=200):
        client = client_for(account)
        address = f"{BASE}{path}{QUERY}"
        answer = (
            client.get(address)
            if body is None
            else client.post(address, body, content_type="application/json")
        )
        assert answer.status_code == status, answer.content
        return answer.json()

    return called


class TestStartingPoints:
    def test_are_told_with_what_was_assumed(self, call, start, official_kampen):
        found = call(official_kampen, "/uitgangspunten")

        (point,) = found["uitgangspunten"]
        assert (point["jaar"], point["aantekeningen"]) == (2026, ["verzonnen"])
        assert point["vingerafdruk"] == start.digest
        assert found["voorbeeldgegevens"] is False


class TestLevers:
    def test_are_told_with_band_and_source(self, call, start, official_kampen):
        found = {item["naam"]: item for item in call(official_kampen, "/knoppen")["knoppen"]}

        assert len(found) == len(LEVERS)
        assert found["immigratie"]["aannemelijkTot"] == 150.0
        assert [item["naam"] for item in found["plannen"]["keuzes"]] == [
            "geen",
            "plannen",
            "eigen",
        ]

    def test_begin_where_the_region_chose(self, call, start, region, official_kampen):
        choose(region, lay(region))

        levers = call(official_kampen, "/knoppen")["knoppen"]
        told = call(official_kampen, "/doorrekeningen", {"knoppen": FIVE})

        (own,) = [item for item in levers if item["naam"] == "eigenBehoefte"]
        assert (own["standaard"], told["knoppen"]["eigenBehoefte"]) == ("nul", "nul")


class TestOwnNeed:
    def test_tells_definitions_choice_dissent_and_outcome(
        self, call, start, region, kampen, official_kampen, legal_hard
    ):
        zero = lay(region)
        trend = lay(region, key="trend", title="Trend", domestic="trend")
        choice = choose(region, zero)
        dissent(
            by=None,
            at=AT,
            choice=choice,
            municipality=kampen,
            reason="Kampen vangt de stad op.",
            definition=trend,
        )

        told = call(official_kampen, "/eigen-behoefte")

        (need, other) = needs_of(
            [zero, trend], region=region, starting_point=start, account=None, today=AT.date()
        )
        first, second = sorted(told["definities"], key=lambda item: item["sleutel"])
        assert (first["sleutel"], first["soort"]) == ("nul", "zero")
        assert first["groei"]["GM0166"] == pytest.approx(need.growth["GM0166"], abs=0.06)
        assert second["groeipotentie"]["GM0166"] == pytest.approx(other.margin["GM0166"], abs=0.06)
        assert told["keuze"]["definitie"] == "nul"
        assert told["keuze"]["orgaan"] == "Bestuurlijk overleg"
        assert [(item["gemeente"], item["definitie"]) for item in told["standpunten"]] == [
            ("GM0166", "trend")
        ]
        assert (told["jaren"], told["uitgangspunt"]) == (10, str(start.pk))
        assert told["voorbeeldgegevens"] is False

    def test_says_why_nothing_comes_of_it_without_a_starting_point(
        self, call, region, kampen, official_kampen
    ):
        lay(region)

        told = call(official_kampen, "/eigen-behoefte")

        assert "nog geen uitgangspunt" in told["melding"]
        assert (told["keuze"], told["definities"][0]["groei"]) == (None, {})


class TestTry:
    def test_works_levers_out_and_keeps_nothing(self, call, start, region, official_kampen):
        knobs = {**FIVE, "immigratie": 300}

        found = call(official_kampen, "/doorrekeningen", {"knoppen": knobs})

        kampen = found["gebieden"][0]
        expected = tried(
            turned(**knobs), region=region, starting_point=start, account=None, today=AT.date()
        ).projection
        assert (kampen["gebied"], kampen["inDeRegio"]) == ("GM0166", True)
        assert kampen["huishoudens"] == pytest.approx(expected.households[:, 0], abs=0.006)
        assert found["jaren"] == [2026, 2027, 2028, 2029, 2030, 2031]
        assert [item["knop"] for item in found["waarschuwingen"]] == ["immigratie"]
        assert not ForecastScenario.objects.exists()

    def test_books_every_year(self, call, start, official_kampen):
        area = call(official_kampen, "/doorrekeningen", {"knoppen": FIVE})["gebieden"][0]

        flows, people = area["stromen"], area["inwoners"]
        for year in range(5):
            booked = flows["geboorte"][year] - flows["sterfte"][year] + flows["immigratie"][year]
            booked += flows["vestiging"][year] - flows["vertrek"][year] - flows["emigratie"][year]
            assert people[year + 1] - people[year] == pytest.approx(booked, abs=0.1)

    @pytest.mark.parametrize(
        ("knobs", "name"),
        [
            ({"imigratie": 300}, "imigratie"),
            ({"immigratie": "veel"}, "immigratie"),
            ({"plannen": "eigen", "bronPlannen": "x", "hard": {"GM9999": 1}}, "hard-GM9999"),
        ],
    )
    def test_says_which_lever_is_wrong(self, call, start, official_kampen, knobs, name):
        found = call(official_kampen, "/doorrekeningen", {"knoppen": knobs}, status=400)

        assert list(found["velden"]["levers"]) == [name]

    def test_without_a_starting_point_says_what_to_do(self, call, official_kampen):
        found = call(official_kampen, "/doorrekeningen", {}, status=400)

        assert found["code"] == "no_starting_point"


class TestScenarios:
    def test_are_saved_shared_and_withdrawn(self, call, start, official_zwolle, official_kampen):
        given = {"organisatie": "zwolle", "naam": "Trend", "knoppen": FIVE}

        key = call(official_zwolle, "/scenarios", given)["id"]

        assert call(official_kampen, "/scenarios")["scenarios"] == []
        call(official_kampen, f"/scenarios/{key}", status=404)
        assert call(official_zwolle, f"/scenarios/{key}/delen", {})["gedeeld"]
        found = call(official_kampen, f"/scenarios/{key}")
        assert (found["naam"], found["knoppen"]["jaren"]) == ("Trend", 5)
        assert len(found["uitkomst"]["jaren"]) == 6
        call(official_zwolle, f"/scenarios/{key}/intrekken", {})
        assert call(official_kampen, "/scenarios")["scenarios"] == []

    def test_are_replaced(self, call, start, zwolle, official_zwolle):
        first = save(start, zwolle.organisation)
        given = {"organisatie": "zwolle", "naam": "Beter", "vervangt": str(first.pk)}

        saved = call(official_zwolle, "/scenarios", given)

        assert saved["vervangt"] == str(first.pk)
        assert [item["naam"] for item in call(official_zwolle, "/scenarios")["scenarios"]] == [
            "Beter"
        ]

    @pytest.mark.parametrize("name", ["", "x" * 121, "a\x00b"])
    def test_refuse_a_name_that_cannot_be_kept(self, call, start, official_zwolle, name):
        given = {"organisatie": "zwolle", "naam": name, "knoppen": FIVE}

        assert call(official_zwolle, "/scenarios", given, status=400)["detail"]

    def test_of_an_organisation_that_is_not_here_are_not_there(self, call, start, official_zwolle):
        given = {"organisatie": "hellendoorn", "naam": "Trend"}

        call(official_zwolle, "/scenarios", given, status=404)

    def test_are_adopted_with_a_decision(self, call, start, region, secretary):
        saved = save(start, region.organisation)
        given = {"orgaan": "Tafel wonen", "titel": "Referentie", "beslotenOp": "2026-01-15"}

        found = call(secretary, f"/scenarios/{saved.pk}/vaststellen", given)

        chosen = RegionReference.objects.get()
        assert found["prognose"] == chosen.vintage.slug
        assert found["besluit"] == str(chosen.decision_id)


class TestSearch:
    def test_names_a_scenario_for_who_may_read_it(
        self, start, zwolle, region, official_zwolle, official_kampen
    ):
        saved, today = save(start, zwolle.organisation), timezone.localdate()
        wanted = [("prognosescenarios", saved.pk)]

        def named(account):
            found = things(wanted, account=account, region=region, today=today)
            return [item.title for item in found.values()]

        assert (named(official_zwolle), named(official_kampen)) == (["Trend"], [])
        share_scenario(by=None, at=AT, scenario=saved)
        assert named(official_kampen) == ["Trend"]
