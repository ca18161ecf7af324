"""The pages of documents: what each reader sees, and what she can do there."""

import pytest

from woonregie.foundation.documents.models import ChangeProposal, ModelClause, Remark, Work
from woonregie.foundation.documents.queries import contents, latest
from woonregie.foundation.documents.services import accept, copied, open_work
from woonregie.foundation.documents.values import LONGEST_PASTED, NewClause

BASE = "/testregio/documenten/"
AGREEMENT = f"{BASE}KAM-2027/"


@pytest.fixture
def kampen_browser(client_for, official_kampen):
    return client_for(official_kampen)


def _text(answer):
    return answer.content.decode()


class TestList:
    def test_shows_what_she_may_read_and_no_word_of_the_rest(
        self, agreement, programme, client_for, official_zwolle
    ):
        page = _text(client_for(official_zwolle).get(BASE))

        assert "Actieprogramma" in page
        assert "Prestatieafspraken" not in page

    def test_tells_what_will_stand_here(self, region, client_for, official_zwolle):
        assert "Hier komen de documenten" in _text(client_for(official_zwolle).get(BASE))


class TestWork:
    def test_shows_the_clauses_with_their_numbers(self, agreement, kampen_browser):
        page = _text(kampen_browser.get(AGREEMENT))

        assert "<strong>100</strong> woningen" in page
        assert 'id="bepaling-2.1"' in page

    def test_marks_what_changed_since_another_edition(self, adopted, ask, moment, kampen_browser):
        text = "De corporatie bouwt **220** woningen."
        accept(by=None, at=moment, proposal=ask(adopted, "replace", "1.1", text=text))

        page = _text(kampen_browser.get(f"{AGREEMENT}?editie=2&sinds=1"))

        assert "1 gewijzigd, 0 nieuw, 0 geschrapt, 0 verplaatst." in page
        assert "</span>220 </ins>" in page
        assert "</span>100 </del>" in page

    def test_reads_the_edition_of_a_day(self, adopted, ask, moment, kampen_browser):
        accept(by=None, at=moment, proposal=ask(adopted, "replace", "1.1", text="Anders"))

        assert "<strong>100</strong>" in _text(kampen_browser.get(f"{AGREEMENT}?op=2027-06-01"))
        assert "gold er geen editie" in _text(kampen_browser.get(f"{AGREEMENT}?op=2026-06-01"))

    @pytest.mark.parametrize("query", ["editie=9", "editie=x", "op=gisteren", "editie=1&sinds=7"])
    def test_of_what_is_not_there_is_not_there(self, agreement, kampen_browser, query):
        assert kampen_browser.get(f"{AGREEMENT}?{query}").status_code == 404

    def test_shows_pasted_html_as_text(self, region, kampen, moment, kampen_browser):
        open_work(
            by=None,
            at=moment,
            region=region,
            kind="position",
            code="KAM-ST",
            title="<script>alert(1)</script>",
            parties=[kampen.organisation],
            clauses=[
                NewClause("1", "<script>alert(2)</script><img src=x onerror=alert(3)>"),
                NewClause("2", "<b>kop</b>", kind="heading"),
            ],
        )

        page = _text(kampen_browser.get(f"{BASE}KAM-ST/"))

        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>kop" not in page
        assert "&lt;script&gt;alert(2)" in page

    def test_of_5000_clauses_comes_in_parts(self, region, kampen, moment, kampen_browser):
        open_work(
            by=None,
            at=moment,
            region=region,
            kind="agreement",
            code="KAM-LANG",
            title="Lang",
            parties=[kampen.organisation],
            clauses=[NewClause(str(number), f"Afspraak {number}") for number in range(1, 5001)],
        )

        first = _text(kampen_browser.get(f"{BASE}KAM-LANG/"))
        last = _text(kampen_browser.get(f"{BASE}KAM-LANG/?deel=17"))

        assert "deel 1 van 17" in first
        assert 'id="bepaling-301"' not in first
        assert 'id="bepaling-5000"' in last


class TestBegin:
    def form(self, kampen, **values):
        return {
            "kind": "agreement",
            "code": "KAMPEN-2028",
            "title": "Afspraken 2028",
            "reach": "parties",
            "parties": [str(kampen.organisation.pk)],
            **values,
        }

    def test_with_a_pasted_text_makes_clauses(self, kampen, kampen_browser):
        text = "# 1 Nieuwbouw\n1.1 De gemeente wijst locaties aan."

        kampen_browser.post(f"{BASE}nieuw/", self.form(kampen, text=text))

        work = Work.objects.get(code="KAMPEN-2028")
        assert sorted(clause.number for clause in work.clauses.all()) == ["1", "1.1"]

    def test_with_a_text_that_is_too_long_is_refused(self, kampen, kampen_browser):
        text = "1 Wij bouwen.\n" + "a" * LONGEST_PASTED

        answer = kampen_browser.post(f"{BASE}nieuw/", self.form(kampen, text=text))

        assert "Lees hem in als bestand" in _text(answer)
        assert not Work.objects.exists()

    def test_with_the_text_of_this_year(self, agreement, kampen, kampen_browser, texts):
        kampen_browser.post(f"{BASE}nieuw/", self.form(kampen, like="KAM-2027:1"))

        assert texts(Work.objects.get(code="KAMPEN-2028")) == texts(agreement)

    def test_not_with_a_text_that_she_may_not_read(
        self, agreement, zwolle, client_for, official_zwolle
    ):
        browser = client_for(official_zwolle)

        answer = browser.post(f"{BASE}nieuw/", self.form(zwolle, like="KAM-2027:1"))

        assert answer.status_code == 200
        assert Work.objects.count() == 1

    def test_says_what_is_wrong(self, agreement, kampen, kampen_browser):
        answer = kampen_browser.post(f"{BASE}nieuw/", self.form(kampen, code="met spaties"))

        assert "letters, cijfers en streepjes" in _text(answer)


class TestPropose:
    def test_keeps_a_proposal_on_the_text_she_saw(
        self, agreement, standing, kampen_browser, kampen
    ):
        where = f"{AGREEMENT}voorstel/replace/?bepaling=1.1"
        assert "De corporatie bouwt **100** woningen." in _text(kampen_browser.get(where))

        kampen_browser.post(
            where,
            {
                "base": str(standing(agreement, "1.1").pk),
                "text": "De corporatie bouwt **220** woningen.",
                "organisation": str(kampen.organisation.pk),
            },
        )

        proposal = ChangeProposal.objects.get()
        assert proposal.open
        assert "</span>220 </ins>" in _text(
            kampen_browser.get(f"{AGREEMENT}voorstel/{proposal.pk}/")
        )

    def test_of_who_decides_may_stand_at_once(
        self, agreement, standing, kampen_browser, kampen, texts
    ):
        kampen_browser.post(
            f"{AGREEMENT}voorstel/insert/?bepaling=1.2",
            {
                "kind": "agreement",
                "text": "De huurders praten mee.",
                "anchor": "1.2",
                "where": "after",
                "organisation": str(kampen.organisation.pk),
                "direct": "on",
            },
        )

        assert ("1.3", "De huurders praten mee.") in texts(agreement)

    def test_of_two_editors_the_second_sees_three_texts(
        self, agreement, ask, standing, kampen_browser, kampen, moment
    ):
        base = standing(agreement, "1.1")
        accept(
            by=None, at=moment, proposal=ask(agreement, "replace", "1.1", text="Wij bouwen 120.")
        )

        answer = kampen_browser.post(
            f"{AGREEMENT}voorstel/replace/?bepaling=1.1",
            {
                "base": str(base.pk),
                "text": "Wij bouwen 150.",
                "organisation": str(kampen.organisation.pk),
                "direct": "on",
            },
            follow=True,
        )

        page = _text(answer)
        assert "De tekst is intussen gewijzigd." in page
        assert "De corporatie bouwt 100 woningen." in page
        proposal = ChangeProposal.objects.filter(outcome__isnull=True).get()
        kampen_browser.post(
            f"{AGREEMENT}voorstel/{proposal.pk}/",
            {
                "wat": "kiezen",
                "keuze": "tekst",
                "op": str(proposal.ops.get().pk),
                "seen": standing(agreement, "1.1").digest,
                "text": "Wij bouwen 135.",
            },
        )
        kampen_browser.post(f"{AGREEMENT}voorstel/{proposal.pk}/", {"wat": "overnemen"})
        assert standing(agreement, "1.1").text == "Wij bouwen 135."

    def test_with_a_model_clause_remembers_it(
        self, agreement, region, moment, kampen_browser, kampen, standing
    ):
        kampen_browser.post(
            f"{BASE}modelbepalingen/",
            {"title": "Herijking", "kind": "procedure", "text": "Wij herijken elk jaar."},
        )
        model = ModelClause.objects.get()

        kampen_browser.post(
            f"{AGREEMENT}voorstel/insert/",
            {
                "kind": "procedure",
                "model": str(model.pk),
                "anchor": "2",
                "where": "below",
                "organisation": str(kampen.organisation.pk),
                "direct": "on",
            },
        )

        made = standing(agreement, "2.2")
        assert (made.text, made.provenance, made.note) == (
            "Wij herijken elk jaar.",
            "model",
            "Herijking",
        )

    @pytest.mark.parametrize(
        "where", ["voorstel/replace/", "voorstel/replace/?bepaling=9", "voorstel/dansen/"]
    )
    def test_of_what_is_not_there_is_not_there(self, agreement, kampen_browser, where):
        assert kampen_browser.get(AGREEMENT + where).status_code == 404


class TestAdopt:
    def test_freezes_what_people_read(self, agreement, kampen_browser):
        kampen_browser.post(
            f"{AGREEMENT}vaststellen/",
            {"starts_on": "2027-01-01", "decided": "college, 24 november 2026"},
        )

        assert latest(agreement).adopted_at is not None

    def test_freezing_alone_is_one_button(self, agreement, kampen_browser):
        answer = kampen_browser.post(f"{AGREEMENT}voorleggen/", follow=True)

        assert latest(agreement).frozen_at is not None
        assert "kan worden voorgelegd" in _text(answer)


class TestClause:
    def test_takes_remarks_and_their_answers(self, agreement, kampen_browser):
        where = f"{AGREEMENT}bepaling/1.1/"
        kampen_browser.post(where, {"wat": "opmerking", "text": "Is 100 genoeg?"})
        remark = Remark.objects.get()

        kampen_browser.post(where, {"wat": "antwoord", "key": str(remark.pk), "text": "Ja."})

        page = _text(kampen_browser.get(where))
        assert "Is 100 genoeg?" in page
        assert "Ja." in page

    def test_holds_another_reading_of_a_figure(self, agreement, client_for, corporation_adviser):
        browser, where = client_for(corporation_adviser), f"{AGREEMENT}bepaling/1.1/"

        browser.post(where, {"wat": "lezing", "value": "80", "reason": "Er is grond voor 80"})

        assert "Corporatie de IJssel leest hier 80,00." in _text(browser.get(where))

    def test_tells_where_its_words_come_from_to_who_may_read_that(
        self,
        agreement,
        region,
        kampen,
        zwolle,
        moment,
        client_for,
        official_zwolle,
        kampen_browser,
    ):
        open_work(
            by=None,
            at=moment,
            region=region,
            kind="agreement",
            code="ZWO-2027",
            title="Afspraken Zwolle",
            parties=[kampen.organisation, zwolle.organisation],
            clauses=copied(contents(latest(agreement))),
        )
        where = f"{BASE}ZWO-2027/bepaling/1.1/"

        assert "KAM-2027-1.1" in _text(kampen_browser.get(where))
        assert "KAM-2027" not in _text(client_for(official_zwolle).get(where))


class TestDifference:
    def test_of_two_editions_is_told_word_for_word(self, adopted, ask, moment, kampen_browser):
        text = "De corporatie bouwt **220** woningen."
        accept(by=None, at=moment, proposal=ask(adopted, "replace", "1.1", text=text))

        page = _text(kampen_browser.get(f"{BASE}verschil/?van=KAM-2027:1&naar=KAM-2027:2"))

        assert "1 wijziging" in page
        assert "</span>220 </ins>" in page

    @pytest.mark.parametrize("van", ["AP:1", "KAM-2027:9", "KAM-2027:", "x", "KAM-2027:1:1"])
    def test_of_what_she_may_not_read_is_none(
        self, agreement, programme, client_for, tenants_representative, van
    ):
        programme.parties.all().delete()
        Work.objects.filter(pk=programme.pk).update(reach="parties")
        browser = client_for(tenants_representative)

        page = _text(browser.get(f"{BASE}verschil/", {"van": van, "naar": "KAM-2027:1"}))

        assert "Kennis delen" not in page
        assert "Kies twee edities" in page
