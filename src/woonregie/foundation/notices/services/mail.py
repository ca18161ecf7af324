"""Mail that waits until the mail server takes it: a server that is down loses nothing.

A mail is a row first. Sending takes the rows that are due one by one; a row is put off before it
is handed over, so that two senders at once do not both send it and one that dies sends it again.
No transaction stays open while the server is spoken to.
"""

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.notices.models import Mail
from woonregie.foundation.notices.permissions import may_see_mail
from woonregie.foundation.pages.errors import ForbiddenError

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=1)
LEASE = timedelta(minutes=10)
"""So long a mail is left to the sender that took it."""
GIVE_UP_AFTER = timedelta(days=14)
AT_ONCE = 500
"""So many mails go out in one run at most; the rest waits for the next."""
PERMANENT = 500
"""From this answer on a mail server means: never."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar file that goes with a mail.

    Args:
        text: the file, as iCalendar writes it.
        method: what the calendar of the reader does with it: REQUEST or CANCEL.
    """

    text: str
    method: str


@dataclass(slots=True)
class Sent:
    """What one run of sending did, in mails."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0


def queue_mail(
    *,
    to: Account,
    at: datetime,
    subject: str,
    text: str,
    html: str = "",
    calendar: CalendarFile | None = None,
) -> Mail:
    """Put a mail in the queue; it goes out with the next run of `send-mail`.

    Args:
        to: who gets it, at the address that she has when it goes out.
        at: now.
        subject: one line; line breaks in it become spaces.
        text: the mail as plain text.
        html: the same, made up.
        calendar: a calendar file that goes with it.
    """
    return Mail.objects.create(
        account=to,
        subject=" ".join(subject.split())[:200],
        body_text=text,
        body_html=html,
        calendar=calendar.text if calendar else "",
        calendar_method=calendar.method if calendar else "",
        queued_at=at,
        next_attempt_at=at,
    )


def send_waiting(*, at: datetime) -> Sent:
    """Send the mail that is due, and put off what the server does not take.

    When the server cannot be reached nothing else is tried: all that is due waits longer, each
    time twice as long, at most an hour. An address that the server refuses for good, or a mail
    that waited two weeks, is given up.
    """
    done = Sent()
    due = list(_waiting().filter(next_attempt_at__lte=at).select_related("account")[:AT_ONCE])
    if not due:
        return done
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        _put_off(due, at, error, done)
        return done
    try:
        _send_each(server, due, at, done)
    finally:
        _close(server)
    return done


def try_again(*, by: Account, at: datetime) -> int:
    """Make all mail that waits due now, and return how much that is.

    Raises:
        ForbiddenError: this person does not keep the mail.
    """
    if not may_see_mail(by, on=localdate(at)):
        raise ForbiddenError(_("Alleen de beheerder laat de post opnieuw proberen."))
    return _waiting().filter(queued_at__lte=at).update(next_attempt_at=at)


def _waiting() -> QuerySet[Mail]:
    return Mail.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)


def _send_each(server: BaseEmailBackend, due: list[Mail], at: datetime, done: Sent) -> None:
    for number, mail in enumerate(due):
        if not _taken(mail, at):
            continue
        if not mail.account.is_active:
            _give_up(mail, at, _("Het account is gesloten."), done)
            continue
        try:
            server.send_messages([_message(mail, server)])
        except smtplib.SMTPRecipientsRefused as error:
            _refused(mail, at, error, done)
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            _answered(mail, at, error, done)
        except (OSError, smtplib.SMTPException) as error:
            # The server went away half-way: the rest would fail as well.
            _put_off(due[number:], at, error, done)
            return
        else:
            mail.sent_at, mail.failure = at, ""
            mail.save(update_fields=["sent_at", "failure"])
            done.sent += 1


def _taken(mail: Mail, at: datetime) -> bool:
    """Put a mail off for whoever else sends; return whether it is ours to send."""
    mine = _waiting().filter(pk=mail.pk, next_attempt_at=mail.next_attempt_at)
    mail.next_attempt_at = at + LEASE
    return bool(mine.update(next_attempt_at=mail.next_attempt_at))


def _message(mail: Mail, server: BaseEmailBackend) -> EmailMultiAlternatives:
    """Return the mail as it goes out; a second attempt has the same number, so it shows once."""
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body_text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.account.email],
        headers={
            "Message-ID": f"<{mail.pk}@woonregie>",
            "Auto-Submitted": "auto-generated",
        },
        connection=server,
    )
    if mail.body_html:
        message.attach_alternative(mail.body_html, "text/html")
    if mail.calendar:
        message.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}")
        message.attach("uitnodiging.ics", mail.calendar, "text/calendar")
    return message


def _refused(mail: Mail, at: datetime, error: smtplib.SMTPRecipientsRefused, done: Sent) -> None:
    code, _said = next(iter(error.recipients.values()))
    if code >= PERMANENT:
        # What the server says may name the address, and this text stands on a page.
        text = _("De mailserver weigert dit adres (antwoord %(code)s).") % {"code": code}
        _give_up(mail, at, text, done)
    else:
        _put_off([mail], at, error, done)


def _answered(mail: Mail, at: datetime, error: smtplib.SMTPResponseException, done: Sent) -> None:
    """Put off a mail that the server does not take now; the next one may go."""
    if at - mail.queued_at > GIVE_UP_AFTER:
        _give_up(mail, at, _said(error), done)
    else:
        _put_off([mail], at, error, done)


def _give_up(mail: Mail, at: datetime, why: str, done: Sent) -> None:
    mail.given_up_at, mail.failure = at, why[:300]
    mail.save(update_fields=["given_up_at", "failure"])
    done.given_up += 1


def _put_off(mails: Iterable[Mail], at: datetime, error: Exception, done: Sent) -> None:
    logger.warning("Mail server: %s", _said(error))
    for mail in mails:
        if at - mail.queued_at > GIVE_UP_AFTER:
            _give_up(mail, at, _said(error), done)
            continue
        # Counted from five minutes: 5, 10, 20, 40, 60 and from then on each hour.
        pause = min(FIRST_PAUSE * 2 ** min(mail.attempts, 10), LONGEST_PAUSE)
        _waiting().filter(pk=mail.pk).update(
            attempts=F("attempts") + 1, next_attempt_at=at + pause, failure=_said(error)[:300]
        )
        done.put_off += 1


def _said(error: Exception) -> str:
    """Return what went wrong, without any address that the answer may hold."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _("De mailserver antwoordt %(code)s.") % {"code": error.smtp_code}
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _("De mailserver neemt dit adres nu niet aan.")
    if isinstance(error, TimeoutError):
        return _("De mailserver antwoordt niet op tijd.")
    return _("De mailserver is niet te bereiken.")


def _close(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except (OSError, smtplib.SMTPException):
        logger.warning("The mail server did not say goodbye.")
