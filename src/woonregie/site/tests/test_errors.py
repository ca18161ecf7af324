"""What somebody sees when something is wrong, and what a probe hears."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.translation import override

from woonregie.foundation.pages.errors import ForbiddenError, RefusedError, StaleVersionError
from woonregie.site import views
from woonregie.site.refusals import RefusalMiddleware
from woonregie.site.urls import urlpatterns as house

BREAKS = "woonregie.site.tests.test_errors"


def _breaks(_request):
    raise ZeroDivisionError


def _refuses(_request):
    raise RefusedError("Plan Reeve heeft nog 600 woningen.")


def _forbids(_request):
    raise ForbiddenError("Alleen de beheerder mag dit.")


def _is_stale(_request):
    raise StaleVersionError("Iemand anders was u voor.")


urlpatterns = [
    path("breekt/", _breaks, name="breaks"),
    path("weigert/", _refuses, name="refuses"),
    path("verbiedt/", _forbids, name="forbids"),
    path("te-laat/", _is_stale, name="stale"),
    *house,
]
handler400 = "woonregie.site.views.bad_request"
handler403 = "woonregie.site.views.forbidden"
handler404 = "woonregie.site.views.not_found"
handler500 = "woonregie.site.views.broken"


@pytest.fixture
def visitor(official_kampen, settings):
    """Return the browser of an official in a house where some pages break."""
    settings.ROOT_URLCONF = BREAKS
    browser = Client(raise_request_exception=False, headers={"accept-language": "nl"})
    browser.force_login(official_kampen)
    return browser


def text_of(answer):
    return answer.content.decode()


class TestBrokenPage:
    def test_says_that_the_fault_is_ours(self, visitor):
        answer = visitor.get("/breekt/")

        assert answer.status_code == 500
        assert "De fout ligt bij ons." in text_of(answer)
        assert "ZeroDivisionError" not in text_of(answer)

    def test_says_so_in_english(self, visitor):
        answer = visitor.get("/breekt/", headers={"accept-language": "en"})

        assert answer.status_code == 500
        assert '<html lang="en"' in text_of(answer)
        assert "The fault is ours" in text_of(answer)

    def test_needs_no_database(self):
        # Without the fixture of a database every question to it fails.
        answer = views.broken(RequestFactory().get("/"))

        assert answer.status_code == 500
        assert "De fout ligt bij ons." in text_of(answer)


class TestPageThatIsNotThere:
    def test_says_what_to_do(self, visitor):
        answer = visitor.get("/nergens/iets/")

        assert answer.status_code == 404
        assert "Deze pagina is er niet" in text_of(answer)

    def test_says_so_in_english(self, visitor):
        answer = visitor.get("/nergens/iets/", headers={"accept-language": "en"})

        assert answer.status_code == 404
        assert '<html lang="en"' in text_of(answer)
        assert "Deze pagina" not in text_of(answer)

    def test_asks_somebody_unknown_to_log_in_where_a_region_might_be(self, db):
        answer = Client().get("/west-overijssel/")

        assert answer.status_code == 302
        assert answer["Location"] == "/account/login/?next=/west-overijssel/"


class TestForbiddenPage:
    def test_says_why_and_who_can(self, visitor):
        answer = visitor.get("/testregio/mensen/")

        assert answer.status_code == 403
        assert "Dit mag u niet zien of doen" in text_of(answer)
        assert "Alleen de beheerder en de regiosecretaris" in text_of(answer)

    def test_says_so_in_english(self, visitor):
        answer = visitor.get("/testregio/mensen/", headers={"accept-language": "en"})

        assert answer.status_code == 403
        assert "Dit mag u niet" not in text_of(answer)

    def test_of_django_itself_names_who_can_help(self, db):
        with override("nl"):
            answer = views.forbidden(_request_of_nobody(), Exception("secret reason"))

        assert "Vraag de regiosecretaris of de beheerder" in text_of(answer)
        assert "secret reason" not in text_of(answer)


class TestFormFromElsewhere:
    def test_is_refused_in_words(self, official_kampen):
        strict = Client(enforce_csrf_checks=True, headers={"accept-language": "nl"})
        strict.force_login(official_kampen)

        answer = strict.post("/account/toegangssleutels/", {"label": "QGIS"})

        assert answer.status_code == 403
        assert "Deze pagina was te lang open" in text_of(answer)
        assert official_kampen.api_tokens.count() == 0


class TestRequestThatIsNotUnderstood:
    def test_is_told_so(self, visitor):
        answer = visitor.get("/", headers={"host": "kwaadaardig.example"})

        assert answer.status_code == 400


class TestRefusal:
    @pytest.mark.parametrize(
        ("address", "status", "title", "words"),
        [
            ("/weigert/", 400, "Dat kan niet", "Plan Reeve heeft nog 600 woningen."),
            ("/verbiedt/", 403, "Dit mag u niet zien of doen", "Alleen de beheerder mag dit."),
            ("/te-laat/", 409, "Dat kan niet", "Iemand anders was u voor."),
        ],
    )
    def test_becomes_a_page_with_its_sentence(self, visitor, address, status, title, words):
        answer = visitor.get(address)

        assert answer.status_code == status
        assert title in text_of(answer)
        assert words in text_of(answer)

    def test_leaves_other_exceptions_to_django(self):
        middleware = RefusalMiddleware(lambda _request: HttpResponse())

        assert middleware.process_exception(_request_of_nobody(), ValueError()) is None


class TestHealth:
    def test_says_that_the_process_lives_without_asking_the_database(self):
        answer = views.alive(RequestFactory().get("/gezond/leeft"))

        assert (answer.status_code, answer.content) == (200, b"leeft")

    def test_says_ready_when_the_database_is_up_to_date(self, client, db):
        answer = client.get("/gezond/klaar")

        assert (answer.status_code, answer.content) == (200, b"klaar")

    def test_says_not_ready_when_a_migration_waits(self, client, db):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'region'")

        answer = client.get("/gezond/klaar")

        assert answer.status_code == 503

    def test_says_not_ready_when_the_database_does_not_answer(self, client, db):
        def gone(*_arguments):
            raise DatabaseError

        with connection.execute_wrapper(gone):
            answer = client.get("/gezond/klaar")

        assert (answer.status_code, answer.content) == (503, b"database antwoordt niet")

    def test_asks_nobody_to_log_in(self, client, db):
        assert {client.get(f"/gezond/{probe}").status_code for probe in ("leeft", "klaar")} == {
            200
        }


class TestLanguage:
    def test_can_be_switched_before_logging_in(self, db):
        browser = Client(headers={"accept-language": "nl"})

        browser.post("/taal/", {"language": "en", "next": "/account/login/"})

        assert '<html lang="en"' in text_of(browser.get("/account/login/"))

    def test_leads_back_to_the_page(self, official_kampen, client_for):
        answer = client_for(official_kampen).post(
            "/taal/", {"language": "en", "next": "/testregio/regio/"}
        )

        assert answer["Location"] == "/testregio/regio/"

    def test_leads_nobody_away_from_the_house(self, db):
        answer = Client().post("/taal/", {"language": "en", "next": "https://elders.example/"})

        assert answer["Location"] == "/"

    def test_knows_two_languages(self, db):
        browser = Client(headers={"accept-language": "de"})

        browser.post("/taal/", {"language": "de"})

        assert '<html lang="nl"' in text_of(browser.get("/"))

    def test_of_the_api_does_not_change_its_names(self, official_kampen, client_for):
        browser = client_for(official_kampen)

        names = {
            language: set(
                json.loads(
                    browser.get("/api/v1/gemeenten", headers={"accept-language": language}).content
                )
            )
            for language in ("nl", "en")
        }

        assert names["nl"] == names["en"]


class TestSafetyHeaders:
    @pytest.mark.parametrize("address", ["/", "/account/login/", "/gezond/leeft"])
    def test_stand_on_public_pages(self, db, address):
        answer = Client().get(address)

        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert "'unsafe" not in answer["Content-Security-Policy"]

    def test_stand_on_a_page_of_the_region(self, official_kampen, client_for):
        answer = client_for(official_kampen).get("/testregio/")

        assert answer["X-Frame-Options"] == "DENY"
        assert "script-src 'self'" in answer["Content-Security-Policy"]


def _request_of_nobody():
    """Return a request as the middleware leaves it for somebody who is not logged in."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return request
