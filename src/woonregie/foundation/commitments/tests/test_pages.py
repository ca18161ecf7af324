from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from woonregie.foundation.commitments.models import Commitment, Observation
from woonregie.foundation.commitments.services import add_condition
from woonregie.foundation.commitments.tests.factories import AT, count_rooms, make


def page(name, *arguments):
    return reverse(f"commitments:{name}", args=["testregio", *arguments])


VISITS = {
    "title": "Bezoeken",
    "direction": "at_least",
    "target": "10",
    "due_on": "2027-12-31",
    "unit": "count",
}


def rows(*measures, **also):
    """Return what a form with a row for each measure sends."""
    sent = {"maat-TOTAL_FORMS": str(len(measures)), "maat-INITIAL_FORMS": "0", **also}
    for at, one in enumerate(measures):
        sent |= {f"maat-{at}-{name}": value for name, value in one.items()}
    return sent


@pytest.fixture
def browser(client_for, official_zwolle):
    """Return the browser of the policy officer of Zwolle."""
    return client_for(official_zwolle)


class TestTheList:
    def test_names_commitments_with_who_does_it_and_how_it_stands(self, browser, sites):
        text = browser.get(page("list")).content.decode()

        assert "Twee locaties aanwijzen" in text
        assert "1 afspraak" in text
        assert "niet meetbaar" in text

    @pytest.mark.parametrize("words", ["A-2", "a2", " a-2 "])
    def test_finds_a_commitment_by_its_number(
        self, browser, sites, region, corporation, zwolle, words
    ):
        make(region, corporation, zwolle.organisation, title="Veertig woningen", text="Bouwen")

        text = browser.get(page("list"), {"zoek": words}).content.decode()

        assert "Veertig woningen" in text
        assert "1 afspraak" in text

    def test_gives_them_as_csv_with_their_numbers(self, browser, sites):
        answer = browser.get(page("list"), {"csv": "afspraken"})

        heading, row = answer.content.decode("utf-8-sig").splitlines()
        assert heading.startswith("Afspraak;Nummer;Wie doet het")
        assert row.startswith("Twee locaties aanwijzen;A-1;Zwolle")

    def test_filters_by_debtor_and_standing(self, browser, sites, region, corporation, zwolle):
        make(region, corporation, zwolle.organisation, title="Veertig woningen")

        by_debtor = browser.get(page("list"), {"wie": corporation.slug}).content.decode()
        by_standing = browser.get(page("list"), {"stand": "met"}).content.decode()

        assert "Veertig woningen" in by_debtor
        assert "Twee locaties aanwijzen" not in by_debtor
        assert "Geen afspraak past bij dit filter." in by_standing

    def test_does_not_name_what_is_not_for_her(self, browser, region, kampen, raalte):
        make(region, kampen.organisation, raalte.organisation, title="Onderling", reach="parties")

        text = browser.get(page("list")).content.decode()

        assert "Onderling" not in text
        # Not as a choice of the filter either.
        assert "raalte" not in text.lower()

    def test_leaves_out_what_cannot_be_read_in_an_address(self, browser, sites):
        asked = {"stand": "onzin", "wie": "onbekend", "zoek": "x" * 5000}

        assert browser.get(page("list"), asked).status_code == 200


class TestThePage:
    def test_shows_words_measures_and_conditions(self, browser, sites):
        add_condition(by=None, at=AT, commitment=sites, event="De provincie geeft subsidie")

        text = browser.get(page("detail", sites.pk)).content.decode()

        assert "De gemeente wijst voor 1 juli 2027 twee locaties aan." in text
        assert "Minstens 2 op 1 juli 2027" in text
        assert "De provincie geeft subsidie" in text
        assert "opgeschort" in text

    def test_does_not_name_a_commitment_that_is_not_for_her(
        self, browser, sites, region, kampen, raalte
    ):
        hidden = make(
            region, kampen.organisation, raalte.organisation, title="Onderling", reach="parties"
        )
        add_condition(by=None, at=AT, commitment=sites, depends_on=hidden)

        text = browser.get(page("detail", sites.pk)).content.decode()

        assert "Onderling" not in text
        assert "een afspraak die u niet mag zien" in text

    def test_gives_the_figures_of_a_measure(self, browser, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )

        answer = browser.get(page("detail", made.pk), {"csv": f"maat-{made.measures.get().pk}"})

        assert answer["Content-Type"].startswith("text/csv")
        assert "327" in answer.content.decode()

    def test_does_not_run_what_somebody_typed(self, browser, region, zwolle, corporation):
        made = make(
            region,
            zwolle.organisation,
            corporation,
            title="<script>alert(1)</script>",
            text="<img src=x onerror=alert(1)>",
        )

        text = browser.get(page("detail", made.pk)).content.decode()

        assert "<script>alert(1)" not in text
        assert "<img src=x" not in text


class TestWriting:
    def test_a_commitment(self, browser, region, zwolle, corporation):
        filled = {
            "debtor": zwolle.organisation_id,
            "creditors": [corporation.pk],
            "title": "Een park",
            "text": "Zwolle legt een park aan.",
            "hardness": "effort",
            "reach": "region",
            "starts_on": "2026-01-01",
        }

        answer = browser.post(page("add"), filled)

        made = Commitment.objects.get()
        assert answer["Location"] == page("detail", made.pk)
        assert made.title == "Een park"

    def test_says_what_is_wrong_with_it(self, browser, region, zwolle):
        filled = {
            "debtor": zwolle.organisation_id,
            "creditors": [zwolle.organisation_id],
            "title": "Een park",
            "text": "Zwolle legt een park aan.",
            "hardness": "effort",
            "reach": "region",
            "starts_on": "2026-01-01",
        }

        answer = browser.post(page("add"), filled)

        assert answer.status_code == 200
        assert "iemand anders dan Zwolle" in answer.content.decode()

    def test_a_measure_with_its_path(self, browser, sites):
        filled = rows({**VISITS, "path": "01-01-2026 0\n2027-01-01 5,5\n"})

        browser.post(page("measure", sites.pk), filled)

        measure = sites.measures.get(title="Bezoeken")
        assert list(measure.path.order_by("on").values_list("on", "value")) == [
            (date(2026, 1, 1), Decimal(0)),
            (date(2027, 1, 1), Decimal("5.5")),
        ]

    @pytest.mark.parametrize("path", ["morgen 5", "01-01-2027 veel", "01-01-2027 NaN"])
    def test_a_path_that_cannot_be_read_is_told_by_its_line(self, browser, sites, path):
        filled = rows({**VISITS, "path": path})

        answer = browser.post(page("measure", sites.pk), filled)

        assert "Deze regel kunnen wij niet lezen" in answer.content.decode()

    def test_several_measures_at_once(self, browser, sites):
        untouched = {"direction": "at_least", "unit": "dwellings", "metric": "", "segment": ""}
        filled = rows(VISITS, {**VISITS, "title": "Gesprekken"}, untouched)

        answer = browser.post(page("measure", sites.pk), filled)

        assert answer["Location"] == page("detail", sites.pk)
        assert set(sites.measures.values_list("title", flat=True)) == {
            "Aangewezen locaties",
            "Bezoeken",
            "Gesprekken",
        }

    def test_one_that_cannot_be_keeps_all_of_them_out(self, browser, sites):
        share = {**VISITS, "title": "Aandeel", "unit": "share", "target": "30"}

        answer = browser.post(page("measure", sites.pk), rows(VISITS, share))

        first, second = answer.context["rows"].forms
        assert first.non_field_errors() == []
        assert "0,3 is 30 %" in str(second.non_field_errors())
        assert sites.measures.count() == 1

    def test_a_row_more_keeps_what_was_written(self, browser, sites):
        begun = {"direction": "at_most", "title": "Bezoeken"}

        answer = browser.post(page("measure", sites.pk), rows(begun, more="1"))

        first, second = answer.context["rows"].forms
        assert 'value="Bezoeken"' in str(first["title"])
        assert "Dit veld is verplicht" not in answer.content.decode()
        assert second["direction"].value() == "at_least"
        assert sites.measures.count() == 1

    @pytest.mark.parametrize("total", ["0", "21", "1000000", "veel"])
    def test_no_rows_or_a_million_are_told_so(self, browser, sites, total):
        sent = {"maat-TOTAL_FORMS": total, "maat-INITIAL_FORMS": "0"}

        answer = browser.post(page("measure", sites.pk), sent)

        assert answer.status_code == 200
        assert sites.measures.count() == 1

    def test_a_new_commitment_in_the_place_of_one(
        self, client_for, secretary, sites, zwolle, corporation
    ):
        office = client_for(secretary)
        filled = {
            "debtor": zwolle.organisation_id,
            "creditors": [corporation.pk],
            "title": "Drie locaties aanwijzen",
            "text": "Zwolle wijst drie locaties aan.",
            "hardness": "result",
            "reach": "region",
            "starts_on": "2026-01-01",
            "why": "De raad wil er een meer.",
        }

        answer = office.post(page("replace", sites.pk), filled)

        newer = Commitment.objects.get(replaces=sites)
        assert answer["Location"] == page("detail", newer.pk)
        old = office.get(page("detail", sites.pk)).content.decode()
        assert "vervangen" in old
        assert page("detail", newer.pk) in old
        assert "De raad wil er een meer." in old
        assert page("detail", sites.pk) in office.get(page("detail", newer.pk)).content.decode()

    def test_what_is_replaced_begins_as_it_was(self, client_for, secretary, sites, corporation):
        form = client_for(secretary).get(page("replace", sites.pk)).context["form"]

        assert form.initial["title"] == "Twee locaties aanwijzen"
        assert form.initial["creditors"] == [str(corporation.pk)]

    def test_the_debtor_does_not_replace_her_own_promise(self, browser, sites):
        assert browser.get(page("replace", sites.pk)).status_code == 403
        assert (
            page("replace", sites.pk) not in browser.get(page("detail", sites.pk)).content.decode()
        )

    def test_a_value_with_evidence_that_can_be_read_again(
        self, browser, sites, zwolle, client_for, corporation_adviser
    ):
        upload = SimpleUploadedFile("besluit.txt", b"Het college besluit", "text/plain")
        filled = {
            "as_of": timezone.localdate().isoformat(),
            "value": "2",
            "organisation": zwolle.organisation_id,
            "evidence": upload,
        }

        browser.post(page("observe", sites.measures.get().pk), filled)

        seen = Observation.objects.get()
        answer = client_for(corporation_adviser).get(page("evidence", seen.pk))
        assert b"".join(answer.streaming_content) == b"Het college besluit"
        assert answer["Content-Type"] == "application/octet-stream"

    def test_a_circle_is_named_on_the_form(self, browser, sites, region, zwolle, corporation):
        park = make(region, zwolle.organisation, corporation, title="Een park")
        add_condition(by=None, at=AT, commitment=park, depends_on=sites)

        answer = browser.post(page("condition", sites.pk), {"depends_on": park.pk})

        assert "Twee locaties aanwijzen → Een park → Twee locaties" in answer.content.decode()

    def test_a_judgement_stands_beside_the_engine(self, browser, sites, zwolle):
        filled = {
            "organisation": zwolle.organisation_id,
            "result": "at_risk",
            "reason": "De grond is duur",
        }

        browser.post(page("judge", sites.pk), filled)

        text = browser.get(page("detail", sites.pk)).content.decode()
        assert "De grond is duur" in text

    def test_is_not_for_another_municipality(self, client_for, official_kampen, sites):
        browser = client_for(official_kampen)

        for name in ("measure", "condition", "judge", "withdraw"):
            assert browser.get(page(name, sites.pk)).status_code == 403
        assert browser.get(page("observe", sites.measures.get().pk)).status_code == 403


class TestTheApi:
    def test_gives_what_the_page_gives(self, browser, sites):
        found = browser.get("/api/v1/afspraken", {"regio": "testregio"}).json()

        (one,) = found["afspraken"]
        assert (one["titel"], one["wie"], one["stand"]) == (
            "Twee locaties aanwijzen",
            "Zwolle",
            "not_measurable",
        )
        assert one["maten"][0]["doel"] == 2
        assert (one["nummer"], one["vervangt"], one["vervangenDoor"]) == ("A-1", None, None)

    def test_tells_what_came_in_the_place_of_what(
        self, browser, sites, region, zwolle, corporation
    ):
        newer = make(region, zwolle.organisation, corporation, title="Drie", replaces=sites)

        def one(key):
            return browser.get(f"/api/v1/afspraken/{key}", {"regio": "testregio"}).json()

        assert one(sites.pk)["vervangenDoor"] == "A-2"
        assert one(newer.pk)["vervangt"] == "A-1"

    def test_gives_nothing_that_is_not_for_the_caller(self, browser, region, kampen, raalte):
        hidden = make(region, kampen.organisation, raalte.organisation, reach="parties")

        assert browser.get("/api/v1/afspraken", {"regio": "testregio"}).json()["afspraken"] == []
        answer = browser.get(f"/api/v1/afspraken/{hidden.pk}", {"regio": "testregio"})
        assert answer.status_code == 404
