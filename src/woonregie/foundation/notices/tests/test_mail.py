"""Mail on a real mail server on this computer, and on one that is not there."""

import socket
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from woonregie.foundation.notices.errors import NoticeError
from woonregie.foundation.notices.models import Mail
from woonregie.foundation.notices.queries import mail_state
from woonregie.foundation.notices.services import (
    CalendarFile,
    choose_mail,
    queue_mail,
    send_waiting,
    try_again,
)
from woonregie.foundation.pages.errors import ForbiddenError

AT = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Letterbox:
    """A mail server that keeps what it gets, and answers as a test wishes."""

    def __init__(self):
        self.kept = []
        self.answer = "250 OK"
        self.to = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.to.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.answer.startswith("250"):
            self.kept.append(message_from_bytes(envelope.content, policy=default))
        return self.answer


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def port(settings):
    """Return a port on which no mail server listens yet."""
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    settings.EMAIL_TIMEOUT = 5
    return settings.EMAIL_PORT


@pytest.fixture
def letterbox(port):
    """Return a mail server that runs."""
    box = Letterbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box
    server.stop()


def invite(to, **other):
    return queue_mail(to=to, at=AT, subject="Uitnodiging", text="U komt toch?", **other)


class TestSendWaiting:
    def test_hands_a_mail_to_the_server(self, letterbox, secretary):
        mail = invite(secretary, html="<p>U komt toch?</p>")

        sent = send_waiting(at=AT)

        (received,) = letterbox.kept
        assert sent.sent == 1
        assert received["To"] == "regiosecretaris@voorbeeld.example"
        assert received["Message-ID"] == f"<{mail.pk}@woonregie>"
        assert [part.get_content_type() for part in received.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
        mail.refresh_from_db()
        assert (mail.sent_at, mail.failure) == (AT, "")

    def test_sends_nothing_twice(self, letterbox, secretary):
        invite(secretary)
        send_waiting(at=AT)

        send_waiting(at=AT + timedelta(days=1))

        assert len(letterbox.kept) == 1

    def test_sends_a_calendar_file_that_a_calendar_takes(self, letterbox, secretary):
        text = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
        invite(secretary, calendar=CalendarFile(text, "REQUEST"))

        send_waiting(at=AT)

        (received,) = letterbox.kept
        part = next(part for part in received.walk() if part.get_content_type() == "text/calendar")
        assert part.get_param("method") == "REQUEST"
        assert "METHOD:REQUEST" in part.get_content()

    def test_a_line_break_in_a_subject_makes_no_second_header(self, letterbox, secretary):
        queue_mail(to=secretary, at=AT, subject="Overleg\nBcc: iedereen@x.example", text="Dag")

        send_waiting(at=AT)

        (received,) = letterbox.kept
        assert received["Subject"] == "Overleg Bcc: iedereen@x.example"
        assert received["Bcc"] is None

    def test_a_mail_that_another_took_is_left_alone(self, letterbox, secretary):
        mail = invite(secretary)
        Mail.objects.filter(pk=mail.pk).update(next_attempt_at=AT + timedelta(minutes=10))

        sent = send_waiting(at=AT)

        assert sent.sent == 0
        assert letterbox.kept == []


class TestServerDown:
    def test_loses_nothing_in_a_day(self, port, secretary, official_kampen):
        invite(secretary)
        invite(official_kampen)
        at = AT
        while at < AT + timedelta(days=1):
            send_waiting(at=at)
            at += timedelta(minutes=5)
        state = mail_state()
        box = Letterbox()
        server = Controller(box, hostname="127.0.0.1", port=port)
        server.start()

        sent = send_waiting(at=at + timedelta(hours=1))

        server.stop()
        assert (state.waiting, state.failing) == (2, 2)
        assert state.down(at)
        assert sent.sent == 2
        assert len(box.kept) == 2
        assert not mail_state().down(at)

    def test_waits_longer_each_time_and_at_most_an_hour(self, port, secretary):
        mail = invite(secretary)
        pauses, at = [], AT
        for _attempt in range(7):
            send_waiting(at=at)
            mail.refresh_from_db()
            pauses.append(mail.next_attempt_at - at)
            at = mail.next_attempt_at

        assert [pause.total_seconds() / 60 for pause in pauses] == [5, 10, 20, 40, 60, 60, 60]

    def test_is_told_without_the_address_of_anybody(self, port, secretary):
        invite(secretary)

        send_waiting(at=AT)

        assert mail_state().failure == "De mailserver is niet te bereiken."

    def test_gives_up_after_two_weeks(self, port, secretary):
        mail = invite(secretary)

        sent = send_waiting(at=AT + timedelta(days=15))

        mail.refresh_from_db()
        assert sent.given_up == 1
        assert mail.given_up_at == AT + timedelta(days=15)


class TestServerThatRefuses:
    def test_an_address_that_is_not_there_is_given_up_at_once(
        self, letterbox, secretary, official_kampen
    ):
        letterbox.to = "550 regiosecretaris@voorbeeld.example bestaat niet"
        mail = invite(secretary)

        sent = send_waiting(at=AT)

        mail.refresh_from_db()
        assert sent.given_up == 1
        assert mail.failure == "De mailserver weigert dit adres (antwoord 550)."

    def test_an_address_that_is_full_is_tried_again(self, letterbox, secretary):
        letterbox.to = "452 vol"
        invite(secretary)
        send_waiting(at=AT)
        letterbox.to = "250 OK"

        sent = send_waiting(at=AT + timedelta(minutes=5))

        assert sent.sent == 1

    def test_a_mail_that_is_not_taken_keeps_no_other_waiting(
        self, letterbox, secretary, official_kampen
    ):
        letterbox.answer = "451 later"
        invite(secretary)
        invite(official_kampen)

        sent = send_waiting(at=AT)

        assert (sent.sent, sent.put_off) == (0, 2)
        assert mail_state().failure == "De mailserver antwoordt 451."

    def test_a_closed_account_gets_no_mail(self, letterbox, secretary):
        invite(secretary)
        secretary.is_active = False
        secretary.save()

        sent = send_waiting(at=AT)

        assert (sent.given_up, letterbox.kept) == (1, [])


class TestTryAgain:
    def test_makes_all_that_waits_due(self, port, secretary, administrator):
        mail = invite(secretary)
        send_waiting(at=AT)

        count = try_again(by=administrator, at=AT + timedelta(minutes=1))

        mail.refresh_from_db()
        assert count == 1
        assert mail.next_attempt_at == AT + timedelta(minutes=1)

    def test_is_for_who_keeps_the_server(self, secretary):
        with pytest.raises(ForbiddenError, match="beheerder"):
            try_again(by=secretary, at=AT)


class TestChooseMail:
    @pytest.mark.parametrize(("rhythm", "language"), [("hourly", "nl"), ("daily", "fy"), ("", "")])
    def test_refuses_what_there_is_not(self, secretary, rhythm, language):
        with pytest.raises(NoticeError, match="Kies hoe vaak"):
            choose_mail(by=secretary, at=AT, rhythm=rhythm, language=language)


class TestPages:
    def test_say_to_the_administrator_that_mail_stays(
        self, port, secretary, administrator, client_for
    ):
        queue_mail(to=secretary, at=AT - timedelta(days=1), subject="Oud", text="Dag")
        send_waiting(at=AT)

        page = client_for(administrator).get("/post/").content.decode()

        assert "De mail blijft liggen" in page
        assert "regiosecretaris@" not in page

    def test_say_so_to_who_watches_the_server(self, port, secretary, client):
        before = client.get("/gezond/post")
        queue_mail(to=secretary, at=AT - timedelta(days=1), subject="Oud", text="Dag")
        send_waiting(at=AT - timedelta(days=1))

        after = client.get("/gezond/post")

        assert (before.status_code, after.status_code) == (200, 503)
