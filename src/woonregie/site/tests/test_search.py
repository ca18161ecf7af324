"""The page of search and its twin for machines: a plain answer to whatever is asked."""

import pytest

from woonregie.foundation.search.services import rebuild
from woonregie.subjects.plans.tests.factories import TODAY, record_plan

PAGE = "/testregio/zoeken/"
API = "/api/v1/zoekresultaten"
ODD = (
    "", "r", "a" * 10_000, '"', '""', '"reeve', "AND", "NEAR(reeve, 2)", "*", "title:reeve",
    "re\x00eve", "🏠", "مرحبا", "<script>alert(1)</script>", "' OR 1=1 --", "%", "\\", "\u202e",
    "reeve\n\n", "ß", "\U0010ffff", "à" * 500,
)  # fmt: skip


@pytest.fixture
def reeve(kampen):
    plan = record_plan(kampen, "Reeve", {2027: 600}, note="Met <b>huurwoningen</b> & meer.")
    rebuild(today=TODAY)
    return plan


@pytest.fixture
def browser(client_for, secretary):
    return client_for(secretary)


class TestPage:
    def test_leads_to_what_was_found_and_marks_the_words(self, reeve, browser):
        page = browser.get(PAGE, {"q": "woning"}).content.decode()

        assert f'href="/testregio/plannen/{reeve.number}/"' in page
        assert "&lt;b&gt;<mark>huurwoningen</mark>&lt;/b&gt; &amp; meer." in page

    def test_says_that_nothing_was_found_and_how_to_search(self, reeve, browser):
        page = browser.get(PAGE, {"q": "olifant"}).content.decode()

        assert "Wij vonden niets" in page
        assert "Zo zoekt u" in page

    def test_a_page_that_is_not_asked_anything_says_how_to_search(self, browser, region):
        page = browser.get(PAGE).content.decode()

        assert "Wij vonden niets" not in page
        assert "Zo zoekt u" in page

    @pytest.mark.parametrize("text", ODD)
    def test_whatever_is_typed_has_a_plain_answer(self, reeve, browser, text):
        answer = browser.get(PAGE, {"q": text})

        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()

    def test_a_long_question_is_cut_and_says_so(self, reeve, browser):
        page = browser.get(PAGE, {"q": "reeve " * 2_000}).content.decode()

        assert "wij zoeken op de eerste 12 woorden" in page
        assert reeve.number in page

    @pytest.mark.parametrize("slip", ["", "-1", "7", "veel", "999999999999", "²"])
    def test_a_slip_in_how_many_asks_the_usual_number(self, kampen, browser, slip):
        for number in range(21):
            record_plan(kampen, f"Reeve {number}", {2027: 1})
        rebuild(today=TODAY)

        page = browser.get(PAGE, {"q": "reeve", "aantal": slip}).content.decode()

        assert page.count('href="/testregio/plannen/GM0166') == 20
        assert "Meer bij Plannen" in page

    def test_more_of_one_kind(self, kampen, browser):
        for number in range(21):
            record_plan(kampen, f"Reeve {number}", {2027: 1})
        rebuild(today=TODAY)

        page = browser.get(PAGE, {"q": "reeve", "soort": "plannen", "aantal": "40"})

        assert page.content.decode().count('href="/testregio/plannen/GM0166') == 21
        assert "Meer bij" not in page.content.decode()

    def test_other_rooms_are_found_too(self, zwolle, a_source, browser):
        rebuild(today=TODAY)

        places = browser.get(PAGE, {"q": "zwol"}).content.decode()
        sources = browser.get(PAGE, {"q": "plancapaciteit monitor"}).content.decode()

        assert "/testregio/regio/?gemeente=GM0193" in places
        assert f"/bronnen/{a_source.key}/" in sources

    def test_every_page_of_the_region_has_the_box(self, browser, region):
        page = browser.get("/testregio/").content.decode()

        assert f'action="{PAGE}"' in page
        assert '<label class="wr-hidden" for="zoek-overal">' in page

    def test_speaks_english(self, reeve, browser):
        page = browser.get(PAGE, {"q": "olifant"}, headers={"accept-language": "en"})

        assert "We found nothing" in page.content.decode()

    def test_few_questions_to_the_database(self, reeve, browser, django_assert_max_num_queries):
        browser.get(PAGE, {"q": "reeve"})

        with django_assert_max_num_queries(40):
            browser.get(PAGE, {"q": "reeve"})


class TestForMachines:
    def test_the_same_answer(self, reeve, browser):
        answer = browser.get(API, {"regio": "testregio", "q": "woning"}).json()

        found = answer["groepen"][0]["resultaten"][0]
        assert (answer["groepen"][0]["soort"], found["titel"]) == ("plannen", "Reeve")
        assert found["fragment"] == "Met <b>huurwoningen</b> & meer."
        assert found["pagina"]["href"].endswith(f"/testregio/plannen/{reeve.number}/")

    def test_a_kind_that_is_not_there(self, reeve, browser):
        answer = browser.get(API, {"regio": "testregio", "q": "reeve", "soort": "mensen"})

        assert (answer.status_code, answer.json()["code"]) == (400, "unknown_kind")

    @pytest.mark.parametrize("text", [text for text in ODD if "\x00" not in text])
    def test_whatever_is_asked_has_a_plain_answer(self, reeve, browser, text):
        assert browser.get(API, {"regio": "testregio", "q": text}).status_code == 200

    def test_a_sign_that_is_no_text_is_refused(self, reeve, browser):
        assert browser.get(API, {"regio": "testregio", "q": "re\x00eve"}).status_code == 400
