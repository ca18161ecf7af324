"""What somebody chooses, what she is told, and the mail with which she is."""

from woonregie.foundation.notices.services.calendars import make_calendar, revoke_calendar
from woonregie.foundation.notices.services.choosing import choose_mail, mark_read
from woonregie.foundation.notices.services.mail import (
    CalendarFile,
    Sent,
    queue_mail,
    send_waiting,
    try_again,
)
from woonregie.foundation.notices.services.telling import Told, tell_all

__all__ = [
    "CalendarFile",
    "Sent",
    "Told",
    "choose_mail",
    "make_calendar",
    "mark_read",
    "queue_mail",
    "revoke_calendar",
    "send_waiting",
    "tell_all",
    "try_again",
]
