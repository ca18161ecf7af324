"""A coming meeting of Kampen, Zwolle and the office of the region."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.meetings.models import Meeting, MeetingKind
from woonregie.foundation.meetings.services import Details, plan_meeting
from woonregie.foundation.region.models import Municipality, Region

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
BEGINS = datetime(2026, 12, 10, 13, 0, tzinfo=UTC)
ENDS = BEGINS + timedelta(hours=2)


@pytest.fixture
def details(region: Region, kampen: Municipality, zwolle: Municipality) -> Callable[..., Details]:
    """Return a function that says what a meeting of Kampen and Zwolle is."""

    def made(**other: Any) -> Details:
        usual: dict[str, Any] = {
            "title": "Portefeuillehoudersoverleg",
            "kind": MeetingKind.PARTIES,
            "organiser": region.organisation,
            "parties": [kampen.organisation, zwolle.organisation],
            "place": "Stadhuis Zwolle",
        }
        return Details(**{**usual, **other})

    return made


@pytest.fixture
def meeting(
    region: Region,
    secretary: Account,
    official_kampen: Account,
    official_zwolle: Account,
    details: Callable[..., Details],
) -> Meeting:
    """Return a meeting of next month."""
    return plan_meeting(
        by=secretary, at=AT, region=region, details=details(), times=[(BEGINS, ENDS)]
    )


@pytest.fixture
def poll(
    region: Region,
    secretary: Account,
    official_kampen: Account,
    official_zwolle: Account,
    details: Callable[..., Details],
) -> Meeting:
    """Return a meeting that seeks a date: Thursday or the Thursday after."""
    week = timedelta(days=7)
    times = [(BEGINS, ENDS), (BEGINS + week, ENDS + week)]
    return plan_meeting(by=secretary, at=AT, region=region, details=details(), times=times)
