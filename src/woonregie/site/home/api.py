"""Whose turn it is, for machines: the same answer as the page."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.notices.queries import deadlines_for, turns_for
from woonregie.foundation.notices.registry import Turn
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.schemas import DutchSchema, Link, Links
from woonregie.foundation.region.access import region_for

router = Router()


class BeurtSchema(DutchSchema):
    """Something that waits; `sleutel` stays the same for as long as it does."""

    sleutel: str
    tekst: str
    uiterlijk: date | None
    risico: bool
    pagina: Link


class TermijnSchema(DutchSchema):
    """A day by which something has to be done."""

    sleutel: str
    tekst: str
    datum: date
    pagina: Link


class AanZetSchema(DutchSchema):
    """What waits for the caller, what waits for others, and the days of the coming 60 days."""

    links: Links
    voorbeeldgegevens: bool
    uw_beurt: list[BeurtSchema]
    anderen_aan_zet: list[BeurtSchema]
    termijnen: list[TermijnSchema]


@router.get("", response=AanZetSchema, summary="Aan zet", by_alias=True)
def whose_turn(
    request: HttpRequest,
    regio: str = Query(..., description="De naam van de regio in het adres."),
) -> AanZetSchema:
    """Geef wat op u wacht, wat op anderen wacht, en welke termijnen er komen."""
    if not isinstance(request.user, Account):
        raise ForbiddenError("Log in.")
    today = timezone.localdate()
    place = region_for(request.user, regio, today=today)
    turns = turns_for(request.user, place.organisation_id, today=today)
    return AanZetSchema(
        links=Links(self=Link(href=request.build_absolute_uri())),
        voorbeeldgegevens=place.demonstration,
        uw_beurt=[_turn(request, turn) for turn in turns.mine],
        anderen_aan_zet=[_turn(request, turn) for turn in turns.others],
        termijnen=[
            TermijnSchema(
                sleutel=item.about,
                tekst=item.text,
                datum=item.on,
                pagina=Link(href=request.build_absolute_uri(item.url)),
            )
            for item in deadlines_for(request.user, place.organisation_id, today=today)
        ],
    )


def _turn(request: HttpRequest, turn: Turn) -> BeurtSchema:
    return BeurtSchema(
        sleutel=turn.about,
        tekst=turn.text,
        uiterlijk=turn.due,
        risico=turn.risk,
        pagina=Link(href=request.build_absolute_uri(turn.url)),
    )
