"""The public pages: what everybody may see, and nothing more."""

from datetime import date, timedelta

import pytest
from django.test import Client

from woonregie.foundation.disclosure.circles import USUAL, Circle
from woonregie.foundation.disclosure.models import Ground
from woonregie.foundation.disclosure.services import Wanted
from woonregie.subjects.balance.services import publish_totals
from woonregie.subjects.plans.groups import GEOMETRY, NUMBERS
from woonregie.subjects.plans.services import say_plan_audience
from woonregie.subjects.plans.tests.factories import AT, record_plan

PUBLIC = Wanted(USUAL | Circle.PUBLIC, "college", date(2026, 11, 1))
KEPT = Wanted(USUAL, "college", date(2026, 11, 1), Ground.INTERESTS, review_on=date(2098, 6, 1))


def say(plan, wanted, group=""):
    say_plan_audience(by=None, at=AT, plan=plan, wanted=wanted, group=group)


@pytest.fixture
def reeve(kampen, legal_hard):
    """Return Reeve, which everybody may see."""
    plan = record_plan(kampen, "Reeve", {2031: 4321}, x=191_200.0, y=507_900.0)
    say(plan, PUBLIC)
    return plan


@pytest.fixture
def kloosterhof(zwolle):
    """Return a plan of which nothing is public."""
    return record_plan(zwolle, "Kloosterhof", {2031: 8}, x=203_000.0, y=503_000.0)


@pytest.fixture
def stranger_asks(db):
    """Return a function with which somebody asks who did not log in."""
    return lambda more="": Client().get(f"/openbaar/testregio/{more}")


def text(answer):
    return answer.content.decode()


class TestPortal:
    def test_is_not_there_as_long_as_nothing_is_public(self, kloosterhof, stranger_asks):
        for more in ("", "plannen.geojson", "grenzen.geojson", "plannen/GM0193-2026-0001/"):
            assert stranger_asks(more).status_code == 404

    def test_of_no_region_is_not_there(self, reeve):
        assert Client().get("/openbaar/nergens/").status_code == 404

    def test_shows_public_plans_only(self, reeve, kloosterhof, stranger_asks):
        shown = text(stranger_asks())

        assert "1 openbaar plan in 1 gemeente" in shown
        assert "Reeve" in shown
        assert "4.321 woningen" in shown
        assert "Kloosterhof" not in shown
        assert "Wet open overheid" in shown

    def test_shows_the_same_to_who_is_logged_in(self, reeve, kloosterhof, client_for, secretary):
        shown = text(client_for(secretary).get("/openbaar/testregio/"))

        assert "Kloosterhof" not in shown

    def test_draws_public_plans_only(self, reeve, kloosterhof, stranger_asks):
        dots = stranger_asks("plannen.geojson").json()["features"]

        assert [dot["properties"]["naam"] for dot in dots] == ["Reeve"]
        assert stranger_asks("grenzen.geojson").status_code == 200

    def test_keeps_numbers_that_are_not_public(self, reeve, stranger_asks):
        say(reeve, KEPT, NUMBERS)

        for more in ("", "plannen.geojson", f"plannen/{reeve.number}/"):
            shown = text(stranger_asks(more))
            assert "4321" not in shown
            assert "4.321" not in shown
        assert "aantal afgeschermd" in text(stranger_asks())

    def test_keeps_a_place_that_is_not_public(self, reeve, stranger_asks):
        say(reeve, KEPT, GEOMETRY)

        assert stranger_asks("plannen.geojson").json()["features"] == []
        assert stranger_asks(f"plannen/{reeve.number}/vlak.geojson").status_code == 404
        assert "191200" not in text(stranger_asks(f"plannen/{reeve.number}/"))


class TestPlan:
    def test_shows_what_everybody_may_see(self, reeve, stranger_asks):
        shown = text(stranger_asks(f"plannen/{reeve.number}/"))

        assert "2031: 4.321" in shown
        assert "191200, 507900" in shown

    def test_gives_its_place(self, reeve, stranger_asks):
        shape = stranger_asks(f"plannen/{reeve.number}/vlak.geojson").json()

        assert shape["features"][0]["properties"] == {"naam": "Reeve"}

    @pytest.mark.parametrize("number", ["GM0193-2026-0001", "nergens"])
    def test_that_is_not_public_is_not_there(self, reeve, kloosterhof, stranger_asks, number):
        assert stranger_asks(f"plannen/{number}/").status_code == 404

    def test_that_was_lifted_is_public_no_more(self, reeve, stranger_asks):
        say(reeve, Wanted(USUAL, "college", date(2026, 11, 1)))

        assert stranger_asks().status_code == 404


class TestTotals:
    def test_are_those_that_the_region_published(self, kloosterhof, region, legal_hard):
        say(kloosterhof, KEPT)
        asks = Client().get
        before = asks("/openbaar/testregio/").status_code
        publish_totals(by=None, at=AT, region=region, on=date(2026, 11, 1))

        shown = text(asks("/openbaar/testregio/"))

        assert before == 404
        assert "Totalen van de regio" in shown
        assert "Peildatum 1 november 2026" in shown
        assert "Kloosterhof" not in shown

    def test_hold_plans_that_are_not_public(self, reeve, kloosterhof, zwolle, region):
        for name in ("Spoorzone", "Stadshagen", "Weezenlanden"):
            record_plan(zwolle, name, {2031: 8})
        publish_totals(by=None, at=AT + timedelta(hours=1), region=region, on=AT.date())

        shown = text(Client().get("/openbaar/testregio/"))

        # Reeve is public; four plans of 8 in Zwolle are not.
        assert "Een totaal bevat alle plannen van de regio" in shown
        assert "4.353" in shown
        assert "Spoorzone" not in shown

    def test_of_a_single_plan_are_hidden(self, reeve, kloosterhof, region):
        publish_totals(by=None, at=AT + timedelta(hours=1), region=region, on=AT.date())

        shown = text(Client().get("/openbaar/testregio/"))

        # 4,321 + 8 would tell Kloosterhof.
        assert "4.329" not in shown
        assert '–<span class="wr-hidden"> verborgen</span>' in shown

    def test_make_no_plan_public(self, kloosterhof, region, legal_hard):
        publish_totals(by=None, at=AT, region=region, on=date(2026, 11, 1))

        page = Client().get(f"/openbaar/testregio/plannen/{kloosterhof.number}/")

        assert page.status_code == 404
