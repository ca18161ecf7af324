"""A machine speaks for an account with a key that we do not know ourselves."""

import hashlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from woonregie.foundation.accounts.models import ApiToken
from woonregie.foundation.accounts.queries import account_of_token, tokens_of
from woonregie.foundation.accounts.services import make_token, revoke_token
from woonregie.foundation.audit.models import Event
from woonregie.foundation.pages.errors import ForbiddenError

pytestmark = pytest.mark.django_db
PAGE = "/account/toegangssleutels/"
API = "/api/v1/gemeenten"


@pytest.fixture
def made(official_kampen, moment):
    """Return a token of the official of Kampen, and its secret."""
    return make_token(by=official_kampen, at=moment, label="QGIS")


@pytest.fixture
def secret(made):
    return made[1]


@pytest.fixture
def token(made):
    return made[0]


class TestMakeToken:
    def test_keeps_the_hash_and_never_the_secret(self, token, secret):
        token.refresh_from_db()

        kept = {str(getattr(token, field.attname)) for field in token._meta.fields}
        assert token.sha256 == hashlib.sha256(secret.encode()).hexdigest()
        assert not any(secret in value for value in kept)
        assert not any(secret in str(line.payload) for line in Event.objects.all())

    def test_is_long_and_starts_so_that_it_can_be_recognised(self, token, secret):
        assert secret.startswith("wr_")
        assert len(secret) >= 43
        assert secret.startswith(token.prefix)
        assert len(token.prefix) == 10

    def test_is_another_one_each_time(self, secret, official_kampen, moment):
        _token, other = make_token(by=official_kampen, at=moment, label="QGIS")

        assert other != secret

    def test_holds_a_year_from_the_day_in_the_netherlands(self, official_kampen):
        just_after_midnight = datetime(2026, 11, 25, 0, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))

        token, _secret = make_token(by=official_kampen, at=just_after_midnight, label="QGIS")

        assert token.expires_on == date(2027, 11, 25)

    def test_writes_a_line(self, token, official_kampen):
        [line] = Event.objects.all()

        assert (line.act, line.actor_id, line.target_id) == (
            "accounts.token_made",
            official_kampen.pk,
            token.pk,
        )


class TestAccountOfToken:
    def test_is_whoever_made_it(self, token, secret, official_kampen):
        assert account_of_token(secret, on=token.created_at.date()) == official_kampen

    @pytest.mark.parametrize(("days", "holds"), [(0, True), (365, True), (366, False)])
    def test_holds_up_to_and_including_its_last_day(self, secret, moment, days, holds):
        found = account_of_token(secret, on=moment.date() + timedelta(days=days))

        assert (found is not None) is holds

    def test_is_nobody_when_it_was_withdrawn(self, token, secret, official_kampen, moment):
        revoke_token(by=official_kampen, at=moment, token=token)

        assert account_of_token(secret, on=moment.date()) is None

    def test_is_nobody_when_the_account_was_closed(self, secret, official_kampen, moment):
        official_kampen.is_active = False
        official_kampen.save()

        assert account_of_token(secret, on=moment.date()) is None

    @pytest.mark.parametrize(
        "change", [str.upper, lambda text: text[:-1], lambda text: f"{text} "]
    )
    def test_is_nobody_when_one_sign_differs(self, secret, moment, change):
        assert account_of_token(change(secret), on=moment.date()) is None

    @pytest.mark.parametrize("other", ["", "wr_", "\x00", "é"])
    def test_is_nobody_for_nonsense(self, token, moment, other):
        assert account_of_token(other, on=moment.date()) is None

    def test_is_nobody_for_the_hash_that_we_keep(self, token, moment):
        assert account_of_token(token.sha256, on=moment.date()) is None


class TestRevokeToken:
    def test_keeps_when_and_writes_a_line(self, token, official_kampen, moment):
        revoke_token(by=official_kampen, at=moment, token=token)

        token.refresh_from_db()
        assert token.revoked_at == moment
        assert Event.objects.order_by("-sequence")[0].act == "accounts.token_revoked"

    def test_twice_is_once(self, token, official_kampen, moment):
        revoke_token(by=official_kampen, at=moment, token=token)
        revoke_token(by=official_kampen, at=moment + timedelta(days=1), token=token)

        token.refresh_from_db()
        assert token.revoked_at == moment
        assert Event.objects.count() == 2

    def test_of_somebody_else_is_refused(self, token, administrator, moment):
        with pytest.raises(ForbiddenError):
            revoke_token(by=administrator, at=moment, token=token)

        token.refresh_from_db()
        assert token.revoked_at is None


class TestPage:
    def test_shows_the_secret_once(self, official_kampen, client_for):
        browser = client_for(official_kampen)

        made = browser.post(PAGE, {"label": "QGIS"})
        again = browser.get(PAGE)

        token = ApiToken.objects.get()
        shown = made.content.decode()
        secret = shown[shown.index("<code>wr_") + len("<code>") :].split("</code>")[0]
        assert hashlib.sha256(secret.encode()).hexdigest() == token.sha256
        assert secret not in again.content.decode()
        assert f"{token.prefix}…" in again.content.decode()

    def test_is_kept_by_no_browser(self, official_kampen, client_for):
        assert (
            "no-store"
            in client_for(official_kampen).post(PAGE, {"label": "QGIS"})["Cache-Control"]
        )

    @pytest.mark.parametrize("label", ["", "  ", "x" * 101])
    def test_asks_what_it_is_for(self, official_kampen, client_for, label):
        answer = client_for(official_kampen).post(PAGE, {"label": label})

        assert "wr_" not in answer.content.decode().split("<main")[1]
        assert not ApiToken.objects.exists()

    def test_shows_ones_own_tokens_only(self, token, official_zwolle, client_for):
        assert token.prefix not in client_for(official_zwolle).get(PAGE).content.decode()
        assert list(tokens_of(official_zwolle)) == []

    def test_withdraws_ones_own(self, token, official_kampen, client_for):
        answer = client_for(official_kampen).post(f"{PAGE}{token.pk}/intrekken/", follow=True)

        token.refresh_from_db()
        assert token.revoked_at is not None
        assert "ingetrokken" in answer.content.decode()

    @pytest.mark.parametrize("name", ["official_zwolle", "administrator", "stranger"])
    def test_of_somebody_else_is_not_there(self, name, token, client_for, request):
        browser = client_for(request.getfixturevalue(name))

        assert browser.post(f"{PAGE}{token.pk}/intrekken/").status_code == 404
        token.refresh_from_db()
        assert token.revoked_at is None

    def test_needs_a_post_to_withdraw(self, token, official_kampen, client_for):
        assert client_for(official_kampen).get(f"{PAGE}{token.pk}/intrekken/").status_code == 405

    def test_asks_a_passer_by_to_log_in(self, token, client):
        assert client.get(PAGE)["Location"].startswith("/account/login/")
        assert client.post(f"{PAGE}{token.pk}/intrekken/")["Location"].startswith(
            "/account/login/"
        )


class TestApi:
    @pytest.fixture(autouse=True)
    def _now(self, moment):
        with time_machine.travel(moment, tick=False):
            yield

    def _asked(self, authorization):
        return Client(headers={"authorization": authorization}).get(API)

    def test_opens_with_a_token(self, secret):
        assert self._asked(f"Bearer {secret}").status_code == 200

    @pytest.mark.parametrize(
        "authorization", ["Bearer", "Bearer ", "Bearer wr_x", "Basic YTpi", "x"]
    )
    def test_stays_shut_without_one(self, secret, authorization):
        answer = self._asked(authorization)

        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"

    def test_shuts_when_it_is_withdrawn(self, token, secret, official_kampen, moment):
        revoke_token(by=official_kampen, at=moment, token=token)

        assert self._asked(f"Bearer {secret}").status_code == 401

    def test_shuts_when_it_expires(self, token, secret, moment):
        ApiToken.objects.update(expires_on=moment.date() - timedelta(days=1))

        assert self._asked(f"Bearer {secret}").status_code == 401

    def test_a_token_opens_no_page(self, secret, region):
        browser = Client(headers={"authorization": f"Bearer {secret}"})

        assert browser.get("/testregio/")["Location"].startswith("/account/login/")
