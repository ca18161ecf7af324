"""Somebody's calendar as iCalendar writes it: meetings, turns with a last day, deadlines."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.notices.queries import deadlines_for, occasions_for, turns_for
from woonregie.foundation.notices.registry import Occasion, Place, places_of

PRODUCT = "-//Woonregie//NL"
REFRESH = timedelta(hours=1)
MOST_TEXT = 1000
"""So much of a text stands in a calendar at most."""


def feed(account: Account, *, today: date) -> bytes:
    """Return somebody's calendar on a day: empty for who works nowhere.

    The same day and the same things give the same bytes, so that a client sees that nothing
    changed.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Woonregie")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for place in places_of(account, today):
        for event in _of_region(account, place, today):
            calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body


def _of_region(account: Account, place: Place, today: date) -> list[Event]:
    where = place.organisation_id
    days = [
        (turn.about, _("Aan zet: %(text)s") % {"text": turn.text}, turn.url, turn.due)
        for turn in turns_for(account, where, today=today).mine
        if turn.due is not None
    ] + [
        (item.about, _("Termijn: %(text)s") % {"text": item.text}, item.url, item.on)
        for item in deadlines_for(account, where, today=today)
    ]
    return [
        *(event_of(item, _midnight(today)) for item in occasions_for(account, where, today=today)),
        *(_day(*day, today) for day in days),
    ]


def event_of(item: Occasion, stamped: datetime) -> Event:
    """Return something with a time; times are written in UTC, so no calendar has to guess."""
    event = _event(item.about, item.title, item.url, stamped)
    event.add("dtstart", item.starts_at.astimezone(UTC))
    event.add("dtend", item.ends_at.astimezone(UTC))
    event.add("sequence", item.sequence)
    event.add("status", "CANCELLED" if item.cancelled else "CONFIRMED")
    if item.place:
        event.add("location", item.place[:MOST_TEXT])
    return event


def _day(about: str, title: str, url: str, on: date, stamped: date) -> Event:
    event = _event(about, title, url, _midnight(stamped))
    event.add("dtstart", on)
    # Without an end it lasts that day (RFC 5545, 3.6.1), also the last one that a calendar knows.
    event.add("transp", "TRANSPARENT")
    return event


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _event(about: str, title: str, url: str, stamped: datetime) -> Event:
    event = Event()
    event.add("uid", uid(about))
    event.add("dtstamp", stamped)
    event.add("summary", title[:MOST_TEXT])
    event.add("url", f"{settings.SITE_URL}{url}")
    return event


def uid(about: str) -> str:
    """Return the name by which calendars know a thing; an invitation has the same as the feed."""
    return f"{about}@woonregie"
