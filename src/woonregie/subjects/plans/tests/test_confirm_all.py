"""In one click: nothing changed in all plans of a municipality."""

from html import unescape

import pytest

from woonregie.foundation.audit.models import Event
from woonregie.subjects.plans.models import Confirmation
from woonregie.subjects.plans.tests.factories import change, record_plan

pytestmark = pytest.mark.usefixtures("legal_hard")
PATH = "ongewijzigd/alles/"


@pytest.fixture
def plans(kampen):
    return [record_plan(kampen, f"Plan {serial:02}", {2028: 1}) for serial in range(52)]


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def test_confirms_every_plan_also_of_later_pages(visit, send, plans, zwolle, official_kampen):
    record_plan(zwolle, "Stadshagen", {2027: 1})
    events = Event.objects.count()

    response = send(official_kampen, PATH, {})

    assert response.url == "/testregio/plannen/?"
    assert Confirmation.objects.count() == 52
    assert Event.objects.count() == events + 1
    assert "52 plannen bevestigd." in words(visit(official_kampen))


def test_keeps_to_the_filter(send, plans, official_kampen):
    response = send(official_kampen, f"{PATH}?zoek=Plan+01", {})

    assert response.url.endswith("?zoek=Plan+01")
    assert [item.plan for item in Confirmation.objects.all()] == [plans[1]]


def test_a_second_time_on_one_day_says_so(visit, send, plans, official_kampen):
    send(official_kampen, PATH, {})
    events = Event.objects.count()

    send(official_kampen, PATH, {})

    assert Confirmation.objects.count() == 52
    assert Event.objects.count() == events
    assert "waren vandaag al bevestigd" in words(visit(official_kampen))


def test_names_the_version_that_stood(send, plans, official_kampen):
    change(plans[0], note="Anders")

    send(official_kampen, PATH, {})

    assert Confirmation.objects.get(plan=plans[0]).version == 2


def test_is_offered_with_the_number_of_plans(visit, plans, official_kampen):
    assert "In deze 52 plannen van Kampen is niets veranderd" in words(visit(official_kampen))


@pytest.mark.parametrize("query", [{"op": "2026-01-01"}, {"bekend_op": "2026-11-24"}])
def test_is_not_offered_for_another_day(visit, plans, official_kampen, query):
    assert "is niets veranderd" not in words(visit(official_kampen, "", query))


def test_is_not_offered_to_who_only_reads(visit, plans, secretary):
    assert "is niets veranderd" not in words(visit(secretary))


def test_is_refused_for_who_only_reads(send, plans, secretary):
    assert send(secretary, PATH, {}).status_code == 403
    assert not Confirmation.objects.exists()


def test_of_another_municipality_is_not_there(send, plans, zwolle, official_kampen):
    assert send(official_kampen, f"{PATH}?gemeente=GM0193", {}).status_code == 404
