"""In one click: nothing changed in all plans of a municipality."""

from html import unescape

import pytest

from woonregie.foundation.audit.models import Event
from woonregie.subjects.plans.models import Confirmation
from woonregie.subjects.plans.services import load_register_rules
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


class TestErrors:
    """A plan without status is an error of the checks: it is not confirmed, but may be written."""

    @pytest.fixture
    def unclear(self, plans, kampen, moment):
        load_register_rules(at=moment)
        return record_plan(kampen, "Kanaalstraat", {2028: 24}, planning_status="unknown")

    def test_stop_a_confirmation_of_that_plan_alone(self, visit, send, unclear, official_kampen):
        send(official_kampen, PATH, {})

        assert Confirmation.objects.count() == 52
        assert not Confirmation.objects.filter(plan=unclear).exists()
        said = words(visit(official_kampen))
        assert "52 plannen bevestigd." in said
        assert f"staat een fout; het is niet bevestigd: {unclear.number}." in said

    def test_stop_one_that_is_confirmed_by_itself(self, visit, send, unclear, official_kampen):
        send(official_kampen, "ongewijzigd/", {"plan": unclear.number})

        assert not Confirmation.objects.exists()
        assert "bevestigd." not in words(visit(official_kampen)).replace("niet bevestigd", "")

    def test_never_stop_a_draft(self, unclear):
        change(unclear, note="Nog steeds niet bekend")

        assert unclear.versions.filter(superseded_at__isnull=True, note__startswith="Nog").exists()

    def test_mended_is_confirmed(self, send, unclear, official_kampen):
        change(unclear, planning_status="3")

        send(official_kampen, PATH, {})

        assert Confirmation.objects.filter(plan=unclear).exists()


def test_a_plan_of_others_is_as_if_it_were_not_there(send, plans, zwolle, official_kampen):
    theirs = record_plan(zwolle, "Stadshagen", {2027: 1})

    known = send(official_kampen, "ongewijzigd/", {"plan": theirs.number})
    unknown = send(official_kampen, "ongewijzigd/", {"plan": "GM0193-2026-9999"})

    assert known.status_code == unknown.status_code == 404
    assert not Confirmation.objects.exists()
