"""What a machine asks, answers and takes back: what the screen does, with the same refusals."""

import pytest
from django.test import Client
from uuid_utils.compat import uuid7

from woonregie.foundation.accounts.services import make_token
from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents.models import (
    Answer,
    Extension,
    Request,
    ReservationOutcome,
    Withdrawal,
)

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/instemmingen"
REGION = "?regio=testregio"
COUNCIL = {"orgaan": "Gemeenteraad", "titel": "Instemming", "beslotenOp": "2026-01-15"}


@pytest.fixture
def machine(moment, settings):
    """Return a function that gives the client of a machine account, and speaks JSON."""

    def of(account):
        _token, secret = make_token(by=account, at=moment, label="zaaksysteem")
        client = Client(headers={"authorization": f"Bearer {secret}"})

        def do(how, path="", body=None):
            send = getattr(client, how)
            return send(f"{ROOT}{path}{REGION}", body, content_type="application/json")

        return do

    return of


@pytest.fixture
def asked_in_words(a_source, kampen, zwolle):
    """Return what a machine sends to ask about a source."""
    return {
        "soort": "bronnen",
        "stuk": str(a_source.pk),
        "vraag": "Stemt u in met deze cijfers?",
        "namens": "testregio",
        "partijen": ["kampen", "zwolle"],
        "antwoordUiterlijk": "2036-01-15",
    }


@pytest.fixture
def of_secretary(machine, secretary, region):
    return machine(secretary)


@pytest.fixture
def open_request(of_secretary, asked_in_words):
    """Return the path of a question that a machine asked of Kampen and Zwolle."""
    return f"/{of_secretary('post', body=asked_in_words).json()['sleutel']}"


class TestAsking:
    def test_asks_for_the_region(self, of_secretary, asked_in_words, secretary):
        told = of_secretary("post", body=asked_in_words)

        request = Request.objects.get()
        assert told.status_code == 200
        assert told.json()["sleutel"] == str(request.pk)
        assert [party["stand"] for party in told.json()["partijen"]] == ["asked", "asked"]
        assert (request.asked_by, request.read_by) == (secretary, "parties")
        assert Event.objects.filter(act="consents.asked", actor_id=secretary.pk).exists()

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"partijen": ["kampen", "atlantis"]}, "atlantis"),
            ({"namens": "atlantis"}, "atlantis"),
            ({"partijen": []}, "ten minste één partij"),
            ({"antwoordUiterlijk": "2020-01-01"}, "tien jaar"),
            ({"soort": "dromen"}, "niet, of u mag het niet zien"),
            ({"lezers": "iedereen"}, "wie dit mag lezen"),
        ],
    )
    def test_refuses_with_a_sentence(self, of_secretary, asked_in_words, wrong, told):
        got = of_secretary("post", body={**asked_in_words, **wrong})

        assert got.status_code == 400
        assert told in got.json()["detail"]
        assert not Request.objects.exists()

    def test_names_no_party_that_no_name_can_be(self, of_secretary, asked_in_words):
        got = of_secretary("post", body={**asked_in_words, "partijen": ["kampen\x00"]})

        assert 400 <= got.status_code < 500
        assert not Request.objects.exists()

    @pytest.mark.parametrize("who", ["official_kampen", "reader", "guest"])
    def test_not_for_the_region_by_who_does_not_speak_for_it(
        self, machine, asked_in_words, region, request, who
    ):
        got = machine(request.getfixturevalue(who))("post", body=asked_in_words)

        assert got.status_code == 403
        assert not Request.objects.exists()


class TestAnswering:
    @pytest.mark.parametrize(
        ("said", "stands"),
        [
            ({"antwoord": "agreed"}, "agreed"),
            (
                {
                    "antwoord": "reserved",
                    "voorbehoudVan": "council",
                    "orgaanBesluitUiterlijk": "2036-02-01",
                },
                "reserved",
            ),
            ({"antwoord": "objection", "toelichting": "Te weinig."}, "objection"),
            ({"antwoord": "abstention"}, "abstention"),
        ],
    )
    def test_says_each_answer_that_there_is(
        self, machine, official_kampen, open_request, said, stands
    ):
        told = machine(official_kampen)("put", f"{open_request}/antwoorden/kampen", said)

        assert told.json()["partijen"][0]["stand"] == stands

    def test_an_answer_can_rest_on_a_decision(self, machine, official_kampen, open_request):
        said = {"antwoord": "agreed", "besluit": COUNCIL}

        machine(official_kampen)("put", f"{open_request}/antwoorden/kampen", said)

        assert Answer.objects.get().decision.title == "Instemming"

    def test_twice_is_as_once_also_with_a_decision_and_what_she_saw(
        self, machine, official_kampen, open_request
    ):
        said = {"antwoord": "agreed", "besluit": COUNCIL, "antwoorden": 0}

        told = [
            machine(official_kampen)("put", f"{open_request}/antwoorden/kampen", said).status_code
            for _time in range(2)
        ]

        assert told == [200, 200]
        assert Answer.objects.count() == 1

    def test_not_for_another(self, machine, official_kampen, open_request):
        got = machine(official_kampen)(
            "put", f"{open_request}/antwoorden/zwolle", {"antwoord": "agreed"}
        )

        assert got.status_code == 403
        assert not Answer.objects.exists()


class TestReservations:
    @pytest.fixture
    def reserved(self, machine, official_kampen, open_request):
        of_kampen = machine(official_kampen)
        said = {
            "antwoord": "reserved",
            "voorbehoudVan": "council",
            "orgaanBesluitUiterlijk": "2036-02-01",
        }
        of_kampen("put", f"{open_request}/antwoorden/kampen", said)
        return of_kampen, f"{open_request}/voorbehouden/kampen"

    def test_are_lifted_when_the_body_agrees(self, reserved):
        of_kampen, where = reserved

        told = of_kampen("put", where, {"akkoord": True, "besluit": COUNCIL})

        assert told.json()["partijen"][0]["stand"] == "agreed"

    def test_twice_is_as_once(self, reserved):
        of_kampen, where = reserved
        body = {"akkoord": True, "besluit": COUNCIL}

        statuses = [of_kampen("put", where, body).status_code for _time in range(2)]

        assert statuses == [200, 200]
        assert ReservationOutcome.objects.count() == 1

    def test_that_ended_well_do_not_end_badly(self, reserved):
        of_kampen, where = reserved
        of_kampen("put", where, {"akkoord": True, "besluit": COUNCIL})

        got = of_kampen("put", where, {"akkoord": False, "besluit": COUNCIL, "toelichting": "Nee"})

        assert got.status_code == 400
        assert ReservationOutcome.objects.get().agreed

    def test_not_by_who_did_not_answer(self, reserved, of_secretary):
        _of_kampen, where = reserved

        got = of_secretary("put", where, {"akkoord": True, "besluit": COUNCIL})

        assert got.status_code == 403


class TestTerm:
    def test_is_extended_once_however_often_it_is_said(self, of_secretary, open_request):
        body = {"antwoordUiterlijk": "2036-03-01", "reden": "Reces"}

        told = [of_secretary("put", f"{open_request}/termijn", body) for _time in range(2)][-1]

        assert told.json()["antwoordUiterlijk"] == "2036-03-01"
        assert [given["wasUiterlijk"] for given in told.json()["verlengingen"]] == ["2036-01-15"]
        assert Extension.objects.count() == 1

    def test_is_never_made_shorter(self, of_secretary, open_request):
        got = of_secretary(
            "put", f"{open_request}/termijn", {"antwoordUiterlijk": "2035-01-01", "reden": "Haast"}
        )

        assert got.status_code == 400
        assert got.json()["code"] == "asking"

    def test_not_by_who_was_asked(self, machine, official_kampen, open_request):
        body = {"antwoordUiterlijk": "2036-03-01", "reden": "Reces"}

        got = machine(official_kampen)("put", f"{open_request}/termijn", body)

        assert got.status_code == 403


class TestTakingBack:
    def test_takes_it_back_once(self, of_secretary, open_request):
        answers = [
            of_secretary("put", f"{open_request}/intrekking", {"reden": "Vergissing"})
            for _time in range(2)
        ]

        assert [got.json()["ingetrokken"] for got in answers] == [True, True]
        assert Withdrawal.objects.count() == 1

    def test_not_without_a_reason(self, of_secretary, open_request):
        got = of_secretary("put", f"{open_request}/intrekking", {"reden": " "})

        assert got.status_code == 400
        assert not Withdrawal.objects.exists()

    def test_of_what_is_not_there_nothing_is_told(self, of_secretary):
        got = of_secretary("put", f"/{uuid7()}/intrekking", {"reden": "Vergissing"})

        assert got.status_code == 404


def test_nobody_signs_by_machine(of_secretary, open_request):
    got = of_secretary("put", f"{open_request}/tekenen/kampen", {})

    assert got.status_code == 404
