"""The chapter of meetings: a series of portfolio holders, one that was held, one that comes.

Invented: nobody said this, decided this or promised this.
"""

from datetime import UTC, date, datetime

from django.utils.timezone import localdate

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.documents.models import Work
from woonregie.foundation.meetings.models import Dealt, Meeting, MeetingKind, Purpose, Reach
from woonregie.foundation.meetings.recurring import Every, Rule
from woonregie.foundation.meetings.services import (
    Details,
    Point,
    add_item,
    add_to_backlog,
    close_meeting,
    keep_notes,
    plan_meeting,
    record_outcome,
    start_series,
)
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in

PLANNED_AT = datetime(2026, 10, 1, 9, tzinfo=UTC)
FIRST = (datetime(2026, 11, 12, 13, tzinfo=UTC), datetime(2026, 11, 12, 15, tzinfo=UTC))
HELD_AT = datetime(2026, 11, 12, 15, 30, tzinfo=UTC)
AGENDA_AT = datetime(2026, 11, 19, 9, tzinfo=UTC)
POLLED = (
    (datetime(2027, 1, 19, 9, tzinfo=UTC), datetime(2027, 1, 19, 11, tzinfo=UTC)),
    (datetime(2027, 1, 21, 9, tzinfo=UTC), datetime(2027, 1, 21, 11, tzinfo=UTC)),
    (datetime(2027, 1, 26, 13, tzinfo=UTC), datetime(2027, 1, 26, 15, tzinfo=UTC)),
)
PARTIES = ("Zwolle", "Kampen", "Raalte", "Sallandermark", "Provincie Overijssel")
THEME = "Bouwprogramma"


def tell(region: Region) -> None:
    """Record the chapter in the demonstration region."""
    secretary = _account("regiosecretaris")
    there = organisations_in([region.pk], on=localdate(PLANNED_AT))
    parties = {item.name: item for item in there.filter(name__in=PARTIES)}
    series = start_series(
        by=secretary,
        at=PLANNED_AT,
        region=region,
        details=Details(
            title="Portefeuillehoudersoverleg wonen",
            kind=MeetingKind.EXECUTIVE,
            organiser=region.organisation,
            parties=list(parties.values()),
            place="Stadhuis Zwolle",
            chair=_account("wethouder.kampen"),
            theme=THEME,
            reach=Reach.REGION,
        ),
        first=FIRST,
        rule=Rule(Every.MONTH, 2, 3),
        invented=True,
    )
    held, coming, _later = series.meetings.order_by("starts_at")
    _hold(held, secretary, parties)
    _prepare(coming, secretary, parties)
    _poll(region, secretary, parties)


def _hold(meeting: Meeting, secretary: Account, parties: dict[str, Organisation]) -> None:
    programme = add_item(
        by=secretary,
        at=PLANNED_AT,
        meeting=meeting,
        point=Point("Bouwprogramma 2027-2036", Purpose.DECIDE, 40, "Wethouder Kampen"),
    )
    villages = add_item(
        by=secretary,
        at=PLANNED_AT,
        meeting=meeting,
        point=Point("Kleine kernen", Purpose.DISCUSS, 30),
    )
    add_item(
        by=secretary,
        at=PLANNED_AT,
        meeting=meeting,
        point=Point("Leegstaande winkels", Purpose.DISCUSS, 20),
    )
    for item, notes in (
        (programme, "Allen steunen het aantal. Raalte vraagt aandacht voor de kleine kernen."),
        (
            villages,
            "Wat is er nodig om de scholen open te houden? Eerst de cijfers, dan het gesprek.",
        ),
    ):
        keep_notes(
            by=secretary, at=HELD_AT, item=item, notes=notes, dealt=Dealt.DEALT, base_version=1
        )
    record_outcome(
        by=secretary,
        at=HELD_AT,
        item=programme,
        kind="decision",
        text="Het bouwprogramma 2027-2036 gaat voor instemming naar de partijen.",
        invented=True,
    )
    for who, party, text, due_on in (
        (
            "beleid.kampen",
            "Kampen",
            "Kampen rekent uit wat de kleine kernen nodig hebben.",
            date(2026, 12, 18),
        ),
        (
            "beleid.zwolle",
            "Zwolle",
            "Zwolle deelt de fasering van Stadshagen.",
            date(2027, 1, 8),
        ),
    ):
        record_outcome(
            by=secretary,
            at=HELD_AT,
            item=villages,
            kind="action",
            text=text,
            fields={
                "owner": _account(who),
                "organisation": parties[party],
                "due_on": due_on,
            },
            invented=True,
        )
    record_outcome(
        by=secretary,
        at=HELD_AT,
        item=villages,
        kind="commitment",
        text="Raalte houdt in elk dorp ruimte voor starters.\nPer dorp staat in 2027 waar.",
        fields={"debtor": parties["Raalte"], "hardness": "effort"},
        invented=True,
    )
    record_outcome(
        by=secretary,
        at=HELD_AT,
        item=villages,
        kind="proposal",
        text="Elke gemeente zegt per dorp hoeveel woningen er nodig zijn om de school te houden.",
        fields={
            "work": Work.objects.get(region=meeting.region, code="AP"),
            "motive": "Zonder cijfers per dorp blijft het bij zorgen.",
        },
        invented=True,
    )
    close_meeting(by=secretary, at=HELD_AT, meeting=meeting)


def _prepare(meeting: Meeting, secretary: Account, parties: dict[str, Organisation]) -> None:
    add_item(
        by=secretary,
        at=AGENDA_AT,
        meeting=meeting,
        point=Point(
            "Kleine kernen: de cijfers",
            Purpose.DISCUSS,
            30,
            "Beleidsadviseur Kampen",
            prepared_by=parties["Kampen"],
        ),
    )
    add_item(
        by=secretary,
        at=AGENDA_AT,
        meeting=meeting,
        point=Point("Stand van de instemming", Purpose.INFORM, 10),
    )
    add_to_backlog(
        by=_account("beleid.zwolle"),
        at=AGENDA_AT,
        region=meeting.region,
        organisation=parties["Zwolle"],
        title="Tijdelijke woningen na 2030",
        theme="Tijdelijk wonen",
        invented=True,
    )


def _poll(region: Region, secretary: Account, parties: dict[str, Organisation]) -> None:
    plan_meeting(
        by=secretary,
        at=AGENDA_AT,
        region=region,
        details=Details(
            title="Themabijeenkomst wonen en zorg",
            kind=MeetingKind.THEME,
            organiser=region.organisation,
            parties=[parties["Zwolle"], parties["Kampen"], parties["Raalte"]],
            theme="Wonen en zorg",
            reach=Reach.REGION,
        ),
        times=POLLED,
        invented=True,
    )


def _account(name: str) -> Account:
    return Account.objects.get(email=f"{name}@voorbeeld.example")
