"""A private calendar: what she may see, for as long as its address holds."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from woonregie.foundation.notices import registry
from woonregie.foundation.notices.feed import feed
from woonregie.foundation.notices.models import CalendarKey
from woonregie.foundation.notices.registry import Deadline, Occasion, Turn
from woonregie.foundation.notices.services import make_calendar, revoke_calendar

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 26)
MEETING = Occasion(
    "meetings.meeting:1",
    "Portefeuillehoudersoverleg",
    datetime(2026, 12, 10, 13, 0, tzinfo=UTC),
    datetime(2026, 12, 10, 15, 0, tzinfo=UTC),
    "/testregio/vergaderingen/1/",
    place="Stadhuis Zwolle",
    sequence=2,
)


def occasions(account, organisation_id, today):
    return [MEETING]


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


@pytest.fixture
def _on_the_day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def full(rooms, region, secretary, monkeypatch):
    monkeypatch.setattr(registry, "_OCCASIONS", {"toets": f"{__name__}.occasions"})
    rooms.turns = [
        Turn("a", "Stem in.", "/testregio/a/", mine=True, due=date(2026, 12, 1)),
        Turn("b", "Zonder dag.", "/testregio/b/", mine=True),
        Turn("c", "Van een ander.", "/testregio/c/", mine=False, due=date(2026, 12, 2)),
    ]
    rooms.deadlines = [Deadline("d", "Monitor insturen", "/testregio/d/", date(2026, 12, 14))]
    return secretary


def events(body):
    return {str(item["summary"]): item for item in Calendar.from_ical(body).walk("VEVENT")}


class TestFeed:
    def test_holds_meetings_turns_with_a_day_and_deadlines(self, full):
        found = events(feed(full, today=TODAY))

        assert set(found) == {
            "Portefeuillehoudersoverleg",
            "Aan zet: Stem in.",
            "Termijn: Monitor insturen",
        }
        meeting = found["Portefeuillehoudersoverleg"]
        assert meeting["dtstart"].dt == MEETING.starts_at
        assert (meeting["sequence"], str(meeting["location"])) == (2, "Stadhuis Zwolle")
        assert str(meeting["uid"]) == "meetings.meeting:1@woonregie"
        assert str(meeting["url"]) == "http://localhost:8000/testregio/vergaderingen/1/"
        assert found["Aan zet: Stem in."]["dtstart"].dt == date(2026, 12, 1)

    def test_is_the_same_to_the_byte_on_the_same_day(self, full):
        assert feed(full, today=TODAY) == feed(full, today=TODAY)

    def test_holds_the_last_day_that_there_is(self, full, rooms):
        rooms.turns = [Turn("a", "Ooit.", "/testregio/a/", mine=True, due=date.max)]

        assert events(feed(full, today=TODAY))["Aan zet: Ooit."]["dtstart"].dt == date.max

    def test_is_empty_for_who_works_nowhere_any_more(self, full):
        full.memberships.update(ends_before=TODAY)

        assert events(feed(full, today=TODAY)) == {}


@pytest.mark.usefixtures("_on_the_day")
class TestAddress:
    def ask(self, secret, **headers):
        return Client().get(f"/agenda/{secret}.ics", headers=headers)

    def test_gives_the_calendar_to_whoever_has_it(self, full):
        secret = make_calendar(by=full, at=AT)

        answer = self.ask(secret)

        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Cache-Control"] == "private, max-age=300"
        assert "Portefeuillehoudersoverleg" in events(answer.content)

    def test_is_kept_as_a_hash_only(self, full):
        secret = make_calendar(by=full, at=AT)

        key = CalendarKey.objects.get()

        assert secret not in (key.sha256, str(key))
        assert len(key.sha256) == 64

    def test_holds_no_longer_when_there_is_a_new_one(self, full):
        old = make_calendar(by=full, at=AT)

        new = make_calendar(by=full, at=AT + timedelta(minutes=1))

        assert (self.ask(old).status_code, self.ask(new).status_code) == (404, 200)

    def test_holds_no_longer_when_it_is_withdrawn(self, full):
        secret = make_calendar(by=full, at=AT)
        self.ask(secret)

        revoke_calendar(by=full, at=AT)
        revoke_calendar(by=full, at=AT)

        assert self.ask(secret).status_code == 404

    def test_gives_an_empty_calendar_at_once_when_a_role_ends(self, full):
        secret = make_calendar(by=full, at=AT)
        before = self.ask(secret)
        full.memberships.update(ends_before=TODAY)

        after = self.ask(secret)

        assert len(events(before.content)) == 3
        assert (after.status_code, events(after.content)) == (200, {})

    def test_says_that_nothing_changed(self, full):
        secret = make_calendar(by=full, at=AT)
        etag = self.ask(secret)["ETag"]

        answer = self.ask(secret, if_none_match=etag)

        assert (answer.status_code, answer.content) == (304, b"")

    def test_does_not_ask_the_rooms_again_within_five_minutes(self, full, rooms):
        secret = make_calendar(by=full, at=AT)
        for _second in range(20):
            self.ask(secret)

        assert len(rooms.asked) == 1

    def test_lets_a_program_that_asks_every_second_wait(self, full, django_assert_num_queries):
        secret = make_calendar(by=full, at=AT)
        for _second in range(30):
            self.ask(secret)

        with django_assert_num_queries(0):
            answer = self.ask(secret)

        assert (answer.status_code, answer["Retry-After"]) == (429, "300")

    def test_another_person_is_not_kept_waiting(self, full, administrator):
        hers = make_calendar(by=full, at=AT)
        other = make_calendar(by=administrator, at=AT)
        for _second in range(31):
            self.ask(hers)

        assert self.ask(other).status_code == 200

    @pytest.mark.parametrize("secret", ["x", "a" * 500, "%00", "..%2f..%2fetc"])
    def test_a_guess_is_not_there(self, full, secret):
        assert self.ask(secret).status_code == 404

    def test_takes_no_writing(self, full):
        secret = make_calendar(by=full, at=AT)

        assert Client().post(f"/agenda/{secret}.ics").status_code == 405


class TestPage:
    def test_shows_the_address_once(self, region, secretary, client_for):
        browser = client_for(secretary)

        made = browser.post("/account/agenda/nieuw/").content.decode()
        later = browser.get("/account/berichten/").content.decode()

        assert "http://testserver/agenda/" in made
        assert "/agenda/" in later
        assert ".ics" not in later
        assert "Adres intrekken" in later

    def test_keeps_a_choice(self, region, secretary, client_for):
        browser = client_for(secretary)

        browser.post("/account/berichten/", {"rhythm": "never", "language": "en"})

        assert secretary.mail_choice.rhythm == "never"

    def test_refuses_what_is_no_choice(self, region, secretary, client_for):
        answer = client_for(secretary).post("/account/berichten/", {"rhythm": "soms"})

        assert answer.status_code == 200
        assert "rhythm" in answer.context["form"].errors
