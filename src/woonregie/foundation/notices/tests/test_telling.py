"""Everybody is told what waits for her: once, in her rhythm, in her language."""

from datetime import UTC, datetime, timedelta

import pytest

from woonregie.foundation.notices import registry
from woonregie.foundation.notices.models import Mail, MailChoice, Notice, Rhythm
from woonregie.foundation.notices.registry import Deadline, Turn
from woonregie.foundation.notices.services import choose_mail, mark_read, tell_all
from woonregie.foundation.notices.tests.conftest import ROOMS

THURSDAY = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
FRIDAY = THURSDAY + timedelta(days=1)


def sign(**other):
    return Turn(
        other.pop("about", "consents.request:1"),
        "Stem in met de woonafspraken.",
        "/testregio/instemmen/1/",
        mine=other.pop("mine", True),
        **other,
    )


class TestTellAll:
    def test_tells_a_turn_once(self, rooms, region, secretary):
        rooms.turns = [sign()]

        tell_all(at=THURSDAY)
        tell_all(at=FRIDAY)

        notice = Notice.objects.get()
        assert (notice.account, notice.told_at, notice.mailed_at) == (
            secretary,
            THURSDAY,
            THURSDAY,
        )
        assert Mail.objects.count() == 1

    def test_tells_a_turn_that_came_back_again(self, rooms, region, secretary):
        rooms.turns = [sign()]
        tell_all(at=THURSDAY)
        rooms.turns = []
        tell_all(at=FRIDAY)
        rooms.turns = [sign()]

        tell_all(at=FRIDAY + timedelta(days=3))

        told = Notice.objects.order_by("told_at")
        assert [notice.over_at for notice in told] == [FRIDAY, None]
        assert Mail.objects.count() == 2

    def test_tells_nobody_of_the_turn_of_another(self, rooms, region, secretary):
        rooms.turns = [sign(mine=False)]

        tell_all(at=THURSDAY)

        assert not Notice.objects.exists()
        assert not Mail.objects.exists()

    def test_mails_what_is_new_before_what_was_known(self, rooms, region, secretary):
        rooms.turns = [sign(due=THURSDAY.date() + timedelta(days=8))]
        tell_all(at=THURSDAY)
        rooms.turns = [*rooms.turns, Turn("b", "Vul de datumprikker in.", "/b/", mine=True)]
        rooms.deadlines = [
            Deadline("n", "Monitor insturen", "/normen/", FRIDAY.date() + timedelta(days=14)),
            Deadline("v", "Te ver weg", "/normen/", FRIDAY.date() + timedelta(days=15)),
        ]

        tell_all(at=FRIDAY)

        text = Mail.objects.latest("queued_at").body_text
        assert text.index("Vul de datumprikker in.") < text.index("Stem in met de woonafspraken.")
        assert "uiterlijk 4 december 2026" in text
        assert "11 december 2026: Monitor insturen" in text
        assert "Te ver weg" not in text
        assert "http://localhost:8000/testregio/instemmen/1/" in text

    def test_mails_nothing_at_the_weekend(self, rooms, region, secretary):
        rooms.turns = [sign()]

        tell_all(at=THURSDAY + timedelta(days=2))

        assert Notice.objects.count() == 1
        assert not Mail.objects.exists()

    def test_tells_only_who_works_somewhere(self, rooms, region, secretary):
        secretary.memberships.update(ends_before=THURSDAY.date())
        rooms.turns = [sign()]

        tell_all(at=THURSDAY)

        assert not Notice.objects.exists()

    def test_ends_what_waited_for_who_left(self, rooms, region, secretary):
        rooms.turns = [sign()]
        tell_all(at=THURSDAY)
        secretary.memberships.update(ends_before=FRIDAY.date())

        tell_all(at=FRIDAY)

        assert Notice.objects.get().over_at == FRIDAY

    def test_goes_on_when_it_goes_wrong_with_one(
        self, rooms, region, secretary, administrator, monkeypatch
    ):
        def wrong_for_one(account, organisation_id, today):
            if account == secretary:
                raise ZeroDivisionError
            return [sign()]

        monkeypatch.setattr(ROOMS, "tell_turns", wrong_for_one)

        told = tell_all(at=THURSDAY)

        assert (told.failed, told.notices) == (1, 1)
        assert Notice.objects.get().account == administrator

    def test_escapes_what_a_text_holds(self, rooms, region, secretary):
        rooms.turns = [Turn("x", "<script>alert(1)</script>", "/x/", mine=True)]

        tell_all(at=THURSDAY)

        mail = Mail.objects.get()
        assert "<script>" not in mail.body_html
        assert "&lt;script&gt;" in mail.body_html

    def test_throws_away_mail_that_went_out_long_ago(self, rooms, region, secretary):
        rooms.turns = [sign()]
        tell_all(at=THURSDAY)
        Mail.objects.update(sent_at=THURSDAY)

        tell_all(at=THURSDAY + timedelta(days=91))

        assert not Mail.objects.filter(sent_at=THURSDAY).exists()


class TestRhythm:
    @pytest.mark.parametrize(
        ("rhythm", "days", "mails"),
        [
            (Rhythm.DAILY, (0, 1, 4, 5), 4),
            (Rhythm.WEEKLY, (0, 1, 4, 6), 1),
            (Rhythm.WEEKLY, (0, 6, 7, 13, 14), 3),
            (Rhythm.NEVER, (0, 1, 4, 5), 0),
        ],
    )
    def test_is_kept(self, rooms, region, secretary, rhythm, days, mails):
        choose_mail(by=secretary, at=THURSDAY, rhythm=rhythm, language="nl")

        for number, days_on in enumerate(days):
            rooms.turns = [*rooms.turns, sign(about=f"consents.request:{number}")]
            tell_all(at=THURSDAY + timedelta(days=days_on))

        assert Mail.objects.count() == mails

    def test_twice_on_a_day_is_once(self, rooms, region, secretary):
        rooms.turns = [sign()]
        tell_all(at=THURSDAY)
        rooms.turns = [sign(), sign(about="consents.request:2")]

        tell_all(at=THURSDAY + timedelta(hours=2))

        assert Mail.objects.count() == 1

    def test_english_mail_is_english(self, rooms, region, secretary):
        choose_mail(by=secretary, at=THURSDAY, rhythm=Rhythm.DAILY, language="en")
        rooms.turns = [sign()]

        tell_all(at=THURSDAY)

        assert Mail.objects.get().subject == "Woonregie: 1 item is waiting for you"

    def test_the_same_choice_again_writes_nothing(self, secretary):
        choose_mail(by=secretary, at=THURSDAY, rhythm=Rhythm.WEEKLY, language="nl")
        MailChoice.objects.update(digest_on=THURSDAY.date())

        choose_mail(by=secretary, at=FRIDAY, rhythm=Rhythm.WEEKLY, language="nl")

        assert MailChoice.objects.get().digest_on == THURSDAY.date()


class TestMarkRead:
    def test_marks_only_her_own(self, rooms, region, secretary, administrator):
        rooms.turns = [sign()]
        tell_all(at=THURSDAY)

        count = mark_read(by=secretary, at=FRIDAY)

        assert count == 1
        assert {notice.account: notice.read_at for notice in Notice.objects.all()} == {
            secretary: FRIDAY,
            administrator: None,
        }


class TestRegions:
    def test_are_those_in_which_somebody_works_on_the_day(self, region, secretary):
        day = THURSDAY.date()
        secretary.memberships.update(ends_before=day)

        before, after = (
            registry.places_of(secretary, on) for on in (day - timedelta(days=1), day)
        )

        assert before == [registry.Place(region.organisation_id, "Testregio", "/testregio/")]
        assert after == []
