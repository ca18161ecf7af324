"""Pages of requests and decisions, as a party and the asker use them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from woonregie.foundation.consents.models import Answer, Decision, Request
from woonregie.foundation.pages.beside import Asked, beside

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(moment):
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture
def page(region, request_of_region):
    def address(name, *more):
        return reverse(f"consents:{name}", args=["testregio", request_of_region.pk, *more])

    return address


class TestAsking:
    @pytest.fixture
    def where(self, region, a_source):
        return f"/testregio/instemming/vragen/?stuk=bronnen:{a_source.pk}"

    def test_asks_about_the_thing_in_the_address(
        self, where, client_for, secretary, region, kampen, zwolle
    ):
        given = {
            "organisation": region.organisation_id,
            "text": "Stemt u in?",
            "parties": [kampen.organisation_id, zwolle.organisation_id],
            "answer_by": "2026-12-15",
            "read_by": "region",
        }

        answer = client_for(secretary).post(where, given)

        request = Request.objects.get()
        assert answer["Location"] == f"/testregio/instemming/{request.pk}/"
        assert request.consents.count() == 2
        assert (request.read_by, request.silence_agrees) == ("region", False)

    @pytest.mark.parametrize("query", ["", "?stuk=bronnen:geen-sleutel", "?stuk=dromen:{0}"])
    def test_without_a_thing_says_where_to_begin(
        self, client_for, secretary, region, a_source, query
    ):
        where = f"/testregio/instemming/vragen/{query.format(a_source.pk)}"

        told = client_for(secretary).get(where).content.decode()

        assert "Zoek het stuk" in told

    def test_says_what_is_wrong_beside_the_form(self, where, client_for, secretary, region):
        told = client_for(secretary).post(where, {"text": ""})

        empty = ["Dit veld is verplicht."]
        assert told.context["form"].errors == dict.fromkeys(
            ("text", "parties", "answer_by", "read_by", "organisation"), empty
        )
        assert 'id="id_text_error"' in told.content.decode()
        assert not Request.objects.exists()

    def test_again_begins_with_what_was_asked(
        self, where, client_for, secretary, request_of_region, kampen
    ):
        told = client_for(secretary).get(f"{where}&opnieuw={request_of_region.pk}")

        form = told.context["form"]
        assert form.initial["text"] == "Stemt u in met deze cijfers?"
        assert kampen.organisation_id in form.initial["parties"]


class TestAnswering:
    def test_leads_from_the_list_to_an_answer(
        self, page, client_for, official_kampen, request_of_region
    ):
        browser = client_for(official_kampen)

        listed = browser.get("/testregio/instemming/").content.decode()
        record = browser.get(page("detail")).content.decode()
        done = browser.post(page("answer", "kampen"), {"reply": "agreed", "base": "0"})

        assert "U bent aan zet bij 1 vraag" in listed
        assert page("answer", "kampen") in record
        assert done.status_code == 302
        assert "1 van de 3 partijen akkoord" in browser.get(page("detail")).content.decode()

    def test_keeps_the_letter_as_evidence(self, page, client_for, official_kampen):
        browser = client_for(official_kampen)
        letter = SimpleUploadedFile("brief.txt", b"Wij stemmen in.")

        browser.post(page("answer", "kampen"), {"reply": "agreed", "base": "0", "file": letter})

        given = browser.get(page("evidence", Answer.objects.get().pk))
        assert given.getvalue() == b"Wij stemmen in."
        assert "attachment" in given["Content-Disposition"]

    def test_a_letter_that_is_too_large_is_not_passed_over(
        self, page, client_for, official_kampen, settings
    ):
        settings.FILES_MAX_BYTES = 10
        letter = SimpleUploadedFile("brief.txt", b"x" * 100)

        told = client_for(official_kampen).post(
            page("answer", "kampen"), {"reply": "agreed", "base": "0", "file": letter}
        )

        assert "te groot" in told.content.decode()
        assert not Answer.objects.exists()

    def test_half_a_decision_is_asked_for_whole(self, page, client_for, official_kampen):
        told = client_for(official_kampen).post(
            page("answer", "kampen"), {"reply": "agreed", "base": "0", "body": "College"}
        )

        assert "laat alles over het besluit leeg" in told.content.decode()

    def test_whose_mandate_ended_yesterday_is_told_so(
        self, page, client_for, former_alderman, reader, kampen
    ):
        # She still reads here, as a member of the council.
        reader.memberships.update(account=former_alderman)

        told = client_for(former_alderman).get(page("answer", "kampen"))

        assert told.status_code == 403
        assert "eindigde op 23 november 2026" in told.content.decode()

    def test_after_the_last_day_the_record_offers_no_answer(
        self, page, client_for, official_kampen, moment
    ):
        with time_machine.travel(moment + timedelta(days=30), tick=False):
            browser = client_for(official_kampen)
            record = browser.get(page("detail")).content.decode()
            told = browser.post(page("answer", "kampen"), {"reply": "agreed", "base": "0"})

        assert page("answer", "kampen") not in record
        assert "geen antwoord: Corporatie de IJssel, Kampen, Zwolle" in record
        assert "laatste dag voor een antwoord was 15 december 2026" in told.content.decode()

    def test_pasted_markup_stays_text(self, page, client_for, official_kampen):
        browser = client_for(official_kampen)

        browser.post(
            page("answer", "kampen"),
            {"reply": "objection", "base": "0", "reason": "<script>alert(1)</script>"},
        )

        told = browser.get(page("detail")).content.decode()
        assert "<script>alert(1)" not in told
        assert "&lt;script&gt;alert(1)" in told


class TestReservation:
    def test_is_lifted_from_the_record(self, page, client_for, official_kampen, answered, moment):
        answered("reserved", body="council", body_decides_by=moment.date())
        browser = client_for(official_kampen)

        done = browser.post(
            page("settle", "kampen"),
            {
                "agreed": "ja",
                "body": "Gemeenteraad",
                "title": "Akkoord",
                "decided_on": "2026-11-24",
            },
        )

        assert done.status_code == 302
        assert Decision.objects.get().body == "Gemeenteraad"
        assert "voorbehoud vervallen" in browser.get(page("detail")).content.decode()


class TestDecisions:
    def test_are_recorded_and_found_again(self, client_for, official_kampen, region, kampen):
        browser = client_for(official_kampen)

        done = browser.post(
            "/testregio/besluiten/nieuw/",
            {
                "organisation": kampen.organisation_id,
                "body": "Gemeenteraad",
                "title": "Woonprogramma",
                "decided_on": "2026-11-19",
                "read_by": "parties",
                "file": SimpleUploadedFile("besluit.txt", b"De raad besluit."),
            },
        )

        record = browser.get(done["Location"]).content.decode()
        listed = browser.get("/testregio/besluiten/?organisatie=kampen").content.decode()
        assert "besluit.txt" in record
        assert "Woonprogramma" in listed

    def test_of_tomorrow_is_told_in_the_form(self, client_for, official_kampen, region, kampen):
        told = client_for(official_kampen).post(
            "/testregio/besluiten/nieuw/",
            {
                "organisation": kampen.organisation_id,
                "body": "Gemeenteraad",
                "title": "Woonprogramma",
                "decided_on": "2026-11-25",
                "read_by": "parties",
            },
        )

        assert "nog niet geweest" in told.content.decode()
        assert not Decision.objects.exists()


class TestBeside:
    @pytest.fixture
    def lines(self, region, a_source, moment):
        def of(account):
            told = dict(beside(Asked(account, region, "bronnen", a_source.pk, moment.date())))
            return [line.text for line in told.get("Instemming", [])]

        return of

    def test_tells_who_agreed_and_under_which_reservation(
        self, lines, answered, official_kampen, official_zwolle, zwolle, moment
    ):
        answered("reserved", body="council", body_decides_by=moment.date())
        answered(by=official_zwolle, organisation=zwolle.organisation)

        assert lines(official_kampen) == [
            "akkoord: Zwolle",
            "Corporatie de IJssel: gevraagd",
            "Kampen: akkoord onder voorbehoud van de gemeenteraad",
            "Vraag instemming",
        ]

    def test_offers_a_reader_no_way_to_ask(self, lines, request_of_region, reader):
        assert "Vraag instemming" not in lines(reader)

    def test_is_silent_to_who_may_not_read_it(self, lines, request_of_region, stranger):
        assert lines(stranger) == []
