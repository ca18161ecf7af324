"""The door: who comes in and who does not, and what it tells to whom it keeps out."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client

from woonregie.foundation.accounts.models import Account

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
FORGOTTEN = "/account/wachtwoord/vergeten/"
ADDRESS, PASSWORD = "adviseur-kampen@voorbeeld.example", "wachtwoord-voor-toetsen"
FORGED = "fout-wachtwoord"
WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar."


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def door():
    return Client(headers={"accept-language": "nl"})


def _errors(answer):
    """Return what stands on top of the form, in one line."""
    html = answer.content.decode()
    if 'role="alert"' not in html:
        return ""
    block = html.split('role="alert"', 1)[1].split("</div>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", block.split(">", 1)[1])).strip()


def _tried(door, login=ADDRESS, password=PASSWORD, **more):
    return door.post(LOGIN, {"login": login, "password": password, **more})


class TestLogin:
    @pytest.mark.parametrize("typed", [ADDRESS, ADDRESS.upper(), f" {ADDRESS} "])
    def test_lets_somebody_in_by_e_mail(self, door, official_kampen, typed):
        answer = _tried(door, typed)

        assert answer.status_code == 302
        assert answer["Location"] == "/"
        assert door.get("/")["Location"] == "/testregio/"

    def test_greets_with_u(self, door, official_kampen):
        _tried(door)

        page = door.get("/testregio/").content.decode()

        assert "U bent aangemeld." in page
        assert "Je bent" not in page

    def test_brings_somebody_where_she_was_going(self, door, official_kampen):
        assert door.get("/testregio/normen/")["Location"] == f"{LOGIN}?next=/testregio/normen/"

        assert _tried(door, next="/testregio/normen/")["Location"] == "/testregio/normen/"

    @pytest.mark.parametrize(
        "elsewhere", ["https://kwaad.example/", "//kwaad.example/", "javascript:x"]
    )
    def test_brings_nobody_to_another_house(self, door, official_kampen, elsewhere):
        assert _tried(door, next=elsewhere)["Location"] == "/"

    def test_says_in_dutch_that_it_does_not_fit(self, door, official_kampen):
        answer = _tried(door, password=FORGED)

        assert answer.status_code == 200
        assert WRONG in _errors(answer)
        assert "_auth_user_id" not in door.session

    def test_does_not_tell_whether_there_is_such_an_address(self, door, official_kampen):
        known = _tried(door, password=FORGED)
        unknown = _tried(door, "niemand@voorbeeld.example", FORGED)

        assert _errors(known) == _errors(unknown) != ""
        assert known.status_code == unknown.status_code == 200

    def test_does_not_tell_that_an_account_is_closed_to_who_guesses(self, door, official_kampen):
        wrong = _errors(_tried(door, password=FORGED))
        Account.objects.update(is_active=False)

        assert _errors(_tried(door, password=FORGED)) == wrong

    def test_keeps_a_closed_account_out(self, door, official_kampen):
        Account.objects.update(is_active=False)

        answer = _tried(door)

        assert answer.get("Location") == "/account/gesloten/"
        assert "_auth_user_id" not in door.session

    def test_keeps_out_who_never_chose_a_password(self, door, official_kampen):
        official_kampen.set_unusable_password()
        official_kampen.save()

        assert _errors(_tried(door, password="")) != ""
        for _unusable in ("!", official_kampen.password):
            assert _errors(_tried(door, password=_unusable)) != ""

    def test_puts_out_who_is_closed_while_inside(self, door, official_kampen):
        _tried(door)
        Account.objects.update(is_active=False)

        assert door.get("/testregio/")["Location"].startswith(LOGIN)

    @pytest.mark.parametrize("login", ["", "geen-adres", "x" * 400, "a@b\x00c.nl"])
    def test_answers_odd_input_in_words(self, door, login):
        answer = _tried(door, login)

        assert answer.status_code == 200
        assert _errors(answer)

    def test_gives_a_new_session_to_who_comes_in(self, door, official_kampen):
        door.get(LOGIN)
        session = door.session
        session["before"] = "stranger"
        session.save()
        before = session.session_key

        _tried(door)

        assert door.session.session_key != before

    def test_needs_the_token_of_our_own_form(self, official_kampen):
        strict = Client(enforce_csrf_checks=True)

        assert _tried(strict).status_code == 403

    def test_its_cookie_is_not_for_scripts_or_other_sites(self, door, official_kampen):
        _tried(door)

        cookie = door.cookies["sessionid"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_holds_a_working_day_and_no_longer(self, door, official_kampen, moment):
        with time_machine.travel(moment, tick=False):
            _tried(door, remember="on")
            assert door.cookies["sessionid"]["max-age"] == 8 * 60 * 60
        with time_machine.travel(moment + timedelta(hours=7, minutes=59), tick=False):
            assert door.get("/testregio/").status_code == 200
        with time_machine.travel(moment + timedelta(hours=8, minutes=1), tick=False):
            assert door.get("/testregio/")["Location"].startswith(LOGIN)

    def test_ends_with_the_browser_unless_somebody_wants_otherwise(self, door, official_kampen):
        _tried(door)

        assert door.cookies["sessionid"]["max-age"] == ""


class TestTooManyTries:
    def test_a_wrong_password_can_be_tried_five_times(self, door, official_kampen, moment):
        with time_machine.travel(moment, tick=False):
            for _try in range(5):
                assert WRONG in _errors(_tried(door, password=FORGED))

            shut = _tried(door, password=PASSWORD)

        assert "U probeerde het te vaak." in _errors(shut)
        assert "_auth_user_id" not in door.session

    def test_the_door_opens_again_after_five_minutes(self, door, official_kampen, moment):
        with time_machine.travel(moment, tick=False):
            for _try in range(5):
                _tried(door, password=FORGED)
        with time_machine.travel(moment + timedelta(minutes=5, seconds=1), tick=False):
            assert _tried(door).status_code == 302

    def test_others_can_still_come_in(self, door, official_kampen, official_zwolle, moment):
        with time_machine.travel(moment, tick=False):
            for _try in range(5):
                _tried(door, password=FORGED)

            answer = _tried(Client(), "adviseur-zwolle@voorbeeld.example")

        assert answer.status_code == 302

    def test_a_machine_that_goes_on_gets_429(self, door, official_kampen, moment):
        with time_machine.travel(moment, tick=False):
            answers = [
                _tried(door, f"niemand{number}@voorbeeld.example", "fout") for number in range(35)
            ]

        assert answers[0].status_code == 200
        assert answers[-1].status_code == 429
        assert "te vaak" in answers[-1].content.decode()


class TestLogout:
    def test_asks_first(self, door, official_kampen):
        _tried(door)

        answer = door.get("/account/logout/")

        assert "Weet u zeker" in answer.content.decode()
        assert "_auth_user_id" in door.session

    def test_happens_on_a_post(self, door, official_kampen):
        _tried(door)

        assert door.post("/account/logout/")["Location"] == "/"

        assert "_auth_user_id" not in door.session
        assert door.get("/testregio/")["Location"].startswith(LOGIN)

    def test_says_goodbye_with_u(self, door, official_kampen):
        _tried(door)

        page = door.post("/account/logout/", follow=True).content.decode()

        assert "U bent afgemeld." in page


class TestSignUp:
    @pytest.mark.parametrize("address", ["/account/signup/", "/account/email/", "/beheer/"])
    def test_is_closed(self, door, address):
        asked = door.get(address)
        tried = door.post(
            address,
            {"email": "ik@voorbeeld.example", "password1": PASSWORD, "password2": PASSWORD},
        )

        assert {asked.status_code, tried.status_code} <= {302, 404}
        for answer in (asked, tried):
            assert answer.get("Location", LOGIN).startswith(LOGIN)
        assert not Account.objects.exists()


class TestForgottenPassword:
    def test_does_not_tell_whether_there_is_such_an_address(self, door, official_kampen):
        known = door.post(FORGOTTEN, {"email": ADDRESS})
        unknown = door.post(FORGOTTEN, {"email": "niemand@voorbeeld.example"})

        assert known.status_code == unknown.status_code == 302
        assert known["Location"] == unknown["Location"]
        assert [letter.to for letter in mail.outbox] == [[ADDRESS]]

    def test_sends_nothing_for_a_closed_account(self, door, official_kampen):
        Account.objects.update(is_active=False)

        door.post(FORGOTTEN, {"email": ADDRESS})

        assert mail.outbox == []

    def test_leads_to_a_new_password_once(self, door, official_kampen):
        door.post(FORGOTTEN, {"email": ADDRESS})
        [path] = re.findall(
            r"https?://testserver(/account/wachtwoord/kiezen/\S+)", mail.outbox[0].body
        )
        form = door.get(path, follow=True)
        [(action, _status)] = form.redirect_chain

        door.post(
            action, {"password1": "een-nieuw-wachtwoord", "password2": "een-nieuw-wachtwoord"}
        )

        official_kampen.refresh_from_db()
        assert official_kampen.check_password("een-nieuw-wachtwoord")
        assert 'type="password"' not in Client().get(path, follow=True).content.decode()

    @pytest.mark.parametrize(
        "weak", ["kort", "123456789012", "administrator", "adviseur-kampen@voorbeeld.example"]
    )
    def test_takes_no_weak_password(self, door, official_kampen, weak):
        door.post(FORGOTTEN, {"email": ADDRESS})
        [path] = re.findall(
            r"https?://testserver(/account/wachtwoord/kiezen/\S+)", mail.outbox[0].body
        )
        [(action, _status)] = door.get(path, follow=True).redirect_chain

        answer = door.post(action, {"password1": weak, "password2": weak})

        official_kampen.refresh_from_db()
        assert official_kampen.check_password(PASSWORD)
        assert _errors(answer)

    def test_a_link_that_was_made_up_opens_nothing(self, door, official_kampen):
        answer = door.get("/account/wachtwoord/kiezen/abc-set-password/")

        assert answer.status_code == 200
        assert 'type="password"' not in answer.content.decode()
