"""Meetings for machines: what somebody may read, with agenda, outcomes and actions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.meetings.calendars import address_of
from woonregie.foundation.meetings.models import Meeting
from woonregie.foundation.meetings.queries import (
    Shown,
    agenda_of,
    dated,
    visible_actions,
    visible_meetings,
)
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.pages.schemas import DutchSchema, Link, Links
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region

router = Router()


class VergaderingSchema(DutchSchema):
    """One meeting; without times for as long as a date is sought."""

    sleutel: UUID
    titel: str
    soort: str
    thema: str
    stand: str
    begint: datetime | None
    eindigt: datetime | None
    plaats: str
    partijen: list[str]
    verzonnen: bool
    pagina: Link


class UitkomstSchema(DutchSchema):
    """What came of an item, and where that stands, if the caller may see it."""

    soort: str
    tekst: str
    pagina: Link | None


class AgendapuntSchema(DutchSchema):
    """One item of the agenda."""

    punt: str
    doel: str
    minuten: int
    behandeling: str
    aantekeningen: str
    uitkomsten: list[UitkomstSchema]


class ActiepuntSchema(DutchSchema):
    """What somebody will do, for which organisation, by when."""

    wat: str
    namens: str
    uiterlijk: date
    klaar: bool


class HeleVergaderingSchema(VergaderingSchema):
    """One meeting with all that belongs to it."""

    links: Links
    voorbeeldgegevens: bool
    agenda: list[AgendapuntSchema]
    acties: list[ActiepuntSchema]


class VergaderingenSchema(DutchSchema):
    """One page of meetings, the newest first; links.volgende leads to the next."""

    links: Links
    voorbeeldgegevens: bool
    vergaderingen: list[VergaderingSchema]


@router.get("", response=VergaderingenSchema, summary="Vergaderingen", by_alias=True)
def meeting_list(
    request: HttpRequest,
    regio: str = Query(..., description="De naam van de regio in het adres."),
    na: str = Query("", description="Vanaf welke bladzijde; staat in links.volgende."),
) -> VergaderingenSchema:
    """Geef de vergaderingen die u mag lezen, de nieuwste eerst."""
    account, place, today = _asked(request, regio)
    seen = visible_meetings(account, place, today=today).prefetch_related("parties")
    page = keyset(dated(seen), order=("-day", "-id"), after=na or None)
    following = None
    if page.next_cursor:
        values = request.GET.copy()
        values["na"] = page.next_cursor
        following = Link(href=request.build_absolute_uri(f"?{values.urlencode()}"))
    return VergaderingenSchema(
        links=Links(self=Link(href=request.build_absolute_uri()), volgende=following),
        voorbeeldgegevens=place.demonstration,
        vergaderingen=[VergaderingSchema(**_of(request, meeting)) for meeting in page.items],
    )


@router.get("/{sleutel}", response=HeleVergaderingSchema, summary="Vergadering", by_alias=True)
def meeting(
    request: HttpRequest,
    sleutel: UUID,
    regio: str = Query(..., description="De naam van de regio in het adres."),
) -> HeleVergaderingSchema:
    """Geef een vergadering met agenda, uitkomsten en actiepunten."""
    account, place, today = _asked(request, regio)
    found = visible_meetings(account, place, today=today).filter(pk=sleutel).first()
    if found is None:
        raise Http404(_("Deze vergadering bestaat niet, of u doet er niet aan mee."))
    actions = visible_actions(account, place, today=today).filter(item__meeting=found)
    return HeleVergaderingSchema(
        **_of(request, found),
        links=Links(self=Link(href=request.build_absolute_uri())),
        voorbeeldgegevens=place.demonstration,
        agenda=[
            _item(request, shown)
            for shown in agenda_of(found, account=account, region=place, today=today)
        ],
        acties=[
            ActiepuntSchema(
                wat=action.text,
                namens=action.organisation.name,
                uiterlijk=action.due_on,
                klaar=action.done_at is not None,
            )
            for action in actions
        ],
    )


def _asked(request: HttpRequest, regio: str) -> tuple[Account, Region, date]:
    if not isinstance(request.user, Account):
        raise ForbiddenError("Log in.")
    today = timezone.localdate()
    return request.user, region_for(request.user, regio, today=today), today


def _of(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    return {
        "sleutel": meeting.pk,
        "titel": meeting.title,
        "soort": meeting.get_kind_display(),
        "thema": meeting.theme,
        "stand": meeting.get_state_display(),
        "begint": meeting.starts_at,
        "eindigt": meeting.ends_at,
        "plaats": meeting.place,
        "partijen": sorted(party.name for party in meeting.parties.all()),
        "verzonnen": meeting.invented,
        "pagina": Link(href=request.build_absolute_uri(address_of(meeting))),
    }


def _item(request: HttpRequest, shown: Shown) -> AgendapuntSchema:
    return AgendapuntSchema(
        punt=shown.item.title,
        doel=shown.item.get_purpose_display(),
        minuten=shown.item.minutes,
        behandeling=shown.item.get_dealt_display(),
        aantekeningen=shown.item.notes,
        uitkomsten=[
            UitkomstSchema(
                soort=outcome.kind,
                tekst=outcome.text,
                pagina=Link(href=request.build_absolute_uri(thing.url)) if thing else None,
            )
            for outcome, thing in shown.outcomes
        ],
    )
