"""The map draws each plan, and adds plans up per municipality when they are too many to draw."""

import json

import pytest

from woonregie.subjects.plans.tests.factories import homes, record_plan

pytestmark = pytest.mark.usefixtures("legal_hard")


@pytest.fixture
def at_most(monkeypatch):
    """Return a function that sets how many plans are drawn one by one."""

    def set_to(count):
        for module in ("views.lists", "dots"):
            monkeypatch.setattr(f"woonregie.subjects.plans.{module}.MOST_DOTS", count)

    return set_to


@pytest.fixture
def plans(kampen, zwolle):
    record_plan(kampen, "Reeve", {2027: 100}, x=190_000.0, y=508_000.0)
    record_plan(
        kampen, "Het Onderdijks", cells=homes({2027: 50}, {2026: 20}), x=192_000.0, y=508_000.0
    )
    record_plan(
        kampen, "Stationskwartier", {2028: 40}, planning_status="3", x=191_000.0, y=507_000.0
    )
    record_plan(kampen, "Melmerpark", {2028: 7})
    record_plan(zwolle, "Stadshagen", {2028: 300}, x=203_000.0, y=503_000.0)


def drawn(visit, account, query=None):
    """Return the facts and the rounded place of each dot."""
    found = json.loads(visit(account, "kaart.geojson", query).content)["features"]
    return {
        (item["properties"]["naam"], item["properties"]["klasse"]): {
            **item["properties"],
            "lies": [round(degrees, 3) for degrees in item["geometry"]["coordinates"]],
        }
        for item in found
    }


@pytest.mark.usefixtures("plans")
class TestTooManyToDraw:
    def test_are_added_up_per_municipality_and_class(self, visit, secretary, at_most):
        at_most(4)

        found = drawn(visit, secretary)

        assert {name: (item["woningen"], item["tekst"]) for name, item in found.items()} == {
            # 100 in Reeve and 50 - 20 in Het Onderdijks; Melmerpark has no place.
            ("Kampen", "hard"): (130, "2 plannen, 130 woningen netto"),
            ("Kampen", "soft"): (40, "1 plan, 40 woningen netto"),
            ("Zwolle", "hard"): (300, "1 plan, 300 woningen netto"),
        }

    def test_lie_in_the_middle_of_their_plans(self, visit, secretary, at_most):
        alone = drawn(visit, secretary)
        east, west = alone["Reeve", "hard"]["lies"], alone["Het Onderdijks", "hard"]["lies"]
        at_most(4)

        middle = drawn(visit, secretary)["Kampen", "hard"]["lies"]

        assert middle == pytest.approx(
            [(east[0] + west[0]) / 2, (east[1] + west[1]) / 2], abs=2e-3
        )

    def test_lead_to_the_list_of_that_municipality_with_the_same_filter(
        self, visit, secretary, at_most
    ):
        at_most(0)

        found = drawn(visit, secretary, {"status": "1A"})

        assert found["Kampen", "hard"]["adres"] == "/testregio/plannen/?status=1A&gemeente=GM0166"

    def test_say_so_in_words(self, visit, secretary, at_most):
        each = "Elke stip is een plan"
        assert each in visit(secretary, "kaart/").content.decode()

        at_most(4)

        told = visit(secretary, "kaart/").content.decode()
        assert "elke stip telt de plannen van een gemeente op" in told
        assert each not in told
        assert each in visit(secretary, "kaart/", {"gemeente": "GM0193"}).content.decode()
