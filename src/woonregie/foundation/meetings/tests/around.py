"""Meetings of Kampen and the office of the region, for tests of every page."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.files.services import store
from woonregie.foundation.meetings.models import ActionItem, DateOption, MeetingKind
from woonregie.foundation.meetings.services import (
    Details,
    Point,
    add_document,
    add_item,
    add_to_backlog,
    plan_meeting,
    record_outcome,
)
from woonregie.foundation.region.models import Municipality, Region

BEGUN = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def meetings_of(
    region: Region, place: Municipality, official: Account, at: datetime
) -> Mapping[str, UUID]:
    """Return keys of a meeting that began, one that seeks a date, and what belongs to them."""
    details = Details(
        title="Overleg over Reeve",
        kind=MeetingKind.PARTIES,
        organiser=place.organisation,
        parties=[region.organisation],
    )
    times = (BEGUN, BEGUN + timedelta(hours=1))
    begun = plan_meeting(by=official, at=at, region=region, details=details, times=[times])
    later = [
        (BEGUN + timedelta(days=days), BEGUN + timedelta(days=days, hours=1)) for days in (90, 97)
    ]
    sought = plan_meeting(by=official, at=at, region=region, details=details, times=later)
    bare = add_item(by=official, at=at, meeting=begun, point=Point("Rondvraag"))
    item = add_item(
        by=official,
        at=at,
        meeting=begun,
        point=Point("Reeve", prepared_by=place.organisation),
    )
    document = add_document(
        by=official,
        at=at,
        item=item,
        file=store(io.BytesIO(b"%PDF-1.7 Reeve"), name="reeve.pdf", at=at),
        title="Notitie Reeve",
    )
    record_outcome(
        by=official,
        at=at,
        item=item,
        kind="action",
        text="Kampen rekent de grond na.",
        fields={
            "owner": official,
            "organisation": place.organisation,
            "due_on": date(2099, 1, 1),
        },
    )
    waiting = add_to_backlog(
        by=official, at=at, region=region, organisation=place.organisation, title="Leegstand"
    )
    option = DateOption.objects.filter(meeting=sought).earliest("starts_at")
    return {
        "meeting": begun.pk,
        "polling": sought.pk,
        "option": option.pk,
        "bare_item": bare.pk,
        "item": item.pk,
        "document": document.pk,
        "action": ActionItem.objects.get().pk,
        "backlog": waiting.pk,
    }
