"""Moving a lever again and again: quick, never old, and nothing that is not for the reader."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from woonregie.foundation.accounts.models import Membership
from woonregie.foundation.disclosure.circles import Circle
from woonregie.subjects.forecast.services import choose_reference
from woonregie.subjects.forecast.tests.factories import (
    AT,
    choose,
    households,
    keep_back,
    lay,
    record_start,
    record_vintage,
)
from woonregie.subjects.forecast.tests.test_national import KEY, national, publish
from woonregie.subjects.forecast.tests.test_workbench import answer_of, words
from woonregie.subjects.plans.tests.factories import change, record_plan

pytestmark = pytest.mark.django_db
LEVERS_FORM = "form#knoppen"
MOST_QUERIES = 6
"""Session, account, region, memberships, members of the region, and the last line of the trail."""


@pytest.fixture(autouse=True)
def _today(legal_hard):
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def move(client_for, region, start):
    """Return what comes of a lever that somebody moves on a page that she has already."""
    address = reverse("forecast:workbench", args=[region.slug])
    headers = {
        "HX-Request": "true",
        "HX-Source": LEVERS_FORM,
        "X-Woonregie-Draws": "browser",
    }
    browsers = {}

    def moved(account, query="jaren=5&jaar=2030"):
        # Nobody stays logged in for a night.
        key = account, timezone.localdate()
        if key not in browsers:
            browsers[key] = client_for(account)
        return browsers[key].get(f"{address}?{query}", headers=headers)

    return moved


PLANS = "jaren=5&jaar=2030&gemeente=GM0166&plannen=plannen"


def stock(response):
    """Return the dwellings that there are in 2030."""
    found = {item.label: item.value for item in response.context["figures"]}
    return found["woningen die er zijn"]


class TestIsNeverOld:
    def test_when_plans_come_and_change(self, move, official_kampen, kampen):
        bare = stock(move(official_kampen, PLANS))
        plan = record_plan(kampen, "Reeve", {2027: 60})
        first = stock(move(official_kampen, PLANS))

        change(plan, build={2027: 400})
        second = stock(move(official_kampen, PLANS))
        record_plan(kampen, "Kanaalzone", {2028: 40})
        third = stock(move(official_kampen, PLANS))

        found = [first - bare, second - bare, third - bare]
        assert found == pytest.approx([60, 400, 440], abs=0.05)

    def test_when_a_plan_is_kept_back_from_now_on(self, move, official_kampen, kampen):
        bare = stock(move(official_kampen, PLANS))
        plan = record_plan(kampen, "Reeve", {2027: 60})
        assert stock(move(official_kampen, PLANS)) == pytest.approx(bare + 60, abs=0.05)

        keep_back(plan, circles=Circle.OWN | Circle.OFFICE)

        # Not even for who may see the plan itself: what many read says nothing of it.
        assert stock(move(official_kampen, PLANS)) == bare

    def test_when_the_day_on_which_a_plan_changes_comes(self, move, official_kampen, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 60})
        today = stock(move(official_kampen, PLANS))
        change(plan, on=AT.date() + timedelta(days=1), build={2027: 400})
        assert stock(move(official_kampen, PLANS)) == today

        with time_machine.travel(AT + timedelta(days=1), tick=False):
            tomorrow = stock(move(official_kampen, PLANS))

        assert tomorrow == pytest.approx(today + 340, abs=0.05)

    def test_when_the_region_chooses_what_own_need_is(self, move, official_kampen, region):
        definition = lay(region)
        assert "telt in deze regio" not in words(move(official_kampen))

        choose(region, definition)

        assert "telt in deze regio Saldo nul" in words(move(official_kampen))

    def test_when_another_starting_point_is_recorded(
        self, move, official_kampen, region, a_source
    ):
        before = answer_of(move(official_kampen))

        record_start(region, a_source, seed=2, at=AT + timedelta(seconds=1), title="Opnieuw")

        shown = move(official_kampen)
        assert "Opnieuw" in words(shown)
        assert answer_of(shown) != before

    def test_when_a_reference_is_chosen(
        self, move, official_kampen, region, a_source, kampen, zwolle
    ):
        expected = {2026: 20_000, 2031: 21_000}
        figures = [*households(kampen, expected), *households(zwolle, expected)]
        vintage = record_vintage(a_source, figures)
        assert "Primos 2025" not in words(move(official_kampen))

        choose_reference(
            by=None,
            at=AT,
            region=region,
            vintage=vintage,
            scenario="midden",
            valid_on=date(2026, 1, 1),
        )

        assert "Primos 2025" in words(move(official_kampen))

    def test_when_a_national_forecast_is_taken_in(self, move, official_kampen, a_source):
        following = f"jaren=5&landelijk={KEY}"
        assert "Deze landelijke prognose is er niet." in words(move(official_kampen, following))

        publish(a_source, national())

        shown = words(move(official_kampen, following))
        assert "Deze landelijke prognose is er niet." not in shown
        assert "Wat van heel Nederland Landelijk 2025, midden volgt" in shown


class TestIsForWhoMay:
    def test_see_totals_also_when_somebody_else_just_saw_them(
        self, move, official_kampen, market_expert, kampen
    ):
        record_plan(kampen, "Reeve", {2027: 60})
        plain = stock(move(market_expert, PLANS.replace("plannen=plannen", "")))
        assert stock(move(official_kampen, PLANS)) == pytest.approx(plain + 60, abs=0.05)

        shown = move(market_expert, PLANS)

        assert "U ziet geen totalen van plannen in deze regio." in words(shown)
        assert stock(shown) == plain

    def test_work_here_also_when_somebody_else_just_did(self, move, official_kampen, stranger):
        assert move(official_kampen).status_code == 200

        assert move(stranger).status_code == 404

    def test_still_work_here(self, move, official_kampen, official_zwolle):
        assert move(official_kampen).status_code == 200

        # Behind everybody's back: nothing was recorded, and yet she is asked who she is.
        Membership.objects.filter(account=official_kampen).update(ends_before=AT.date())

        assert move(official_kampen).status_code == 404
        assert move(official_zwolle).status_code == 200

    def test_save_for_her_own_organisation_only(self, move, official_kampen, official_zwolle):
        assert voices(move(official_kampen)) == ["Kampen"]
        assert voices(move(official_zwolle)) == ["Zwolle"]
        assert voices(move(official_kampen)) == ["Kampen"]


def voices(response):
    """Return the organisations for which somebody may save."""
    return [item.name for item in response.context["organisations"]]


class TestAsksLittle:
    @pytest.mark.parametrize(
        "query",
        [
            "immigratie=%s",
            "immigratie=%s&plannen=plannen",
            f"jaren=5&immigratie=%s&landelijk={KEY}",
        ],
    )
    def test_of_the_database(self, move, official_kampen, kampen, a_source, query):
        record_plan(kampen, "Reeve", {2027: 60})
        publish(a_source, national())
        move(official_kampen, query % 80)

        with CaptureQueriesContext(
            connection,
        ) as asked:
            shown = move(official_kampen, query % 81)

        assert "Immigratie 81" in words(shown)
        assert len(asked) <= MOST_QUERIES, [item["sql"] for item in asked]
