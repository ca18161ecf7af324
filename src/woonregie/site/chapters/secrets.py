"""The chapter of secrets: plans that few may see, and that count in published totals all the same.

Invented: no municipality keeps these plans to itself.
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.disclosure.circles import USUAL, Circle
from woonregie.foundation.disclosure.models import Ground
from woonregie.foundation.disclosure.services import Wanted, say_audience
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import within
from woonregie.subjects.balance.services import publish_totals
from woonregie.subjects.plans.groups import GEOMETRY
from woonregie.subjects.plans.queries import versions_on

DECIDED_ON = date(2026, 9, 1)
SAID_AT = datetime(2026, 9, 2, 9, tzinfo=UTC)
PUBLISHED = (
    (date(2026, 10, 1), datetime(2026, 10, 2, 9, tzinfo=UTC)),
    (date(2026, 11, 1), datetime(2026, 11, 2, 9, tzinfo=UTC)),
)
OWN_ONLY = (
    "Reeve, eerste fase",
    "Stadshagen, Breecamp West",
    "Geertruidentuin",
    "Rivierenwijk",
    "Havenkwartier",
    "Hasselt om de Weede",
)
SHARED, SHARED_WITH = "Stadshagen, Breecamp West", "deltawonen"
WITHOUT_PLACE, PUBLIC = "Steenbrugge, eerste fase", "Stadshagen, Breezicht"


def tell(region: Region) -> None:
    """Keep six plans to their municipality, one of them shared, and publish for two dates."""
    for name in OWN_ONLY:
        named = [_corporation()] if name == SHARED else []
        _say(region, name, Circle.OWN, partners=named)
    _say(region, WITHOUT_PLACE, Circle.OWN, group=GEOMETRY)
    _say(region, PUBLIC, USUAL | Circle.PUBLIC)
    for on, at in PUBLISHED:
        publish_totals(by=None, at=at, region=region, on=on)


def _corporation() -> UUID:
    return Organisation.objects.get(slug=SHARED_WITH).pk


def _say(
    region: Region,
    name: str,
    circles: Circle,
    *,
    partners: list[UUID] | None = None,
    group: str = "",
) -> None:
    plan = _plan(region, name)
    kept = not circles & Circle.PUBLIC
    say_audience(
        by=None,
        at=SAID_AT,
        target=plan,
        owner=plan.municipality.organisation,
        group=group,
        wanted=Wanted(
            circles=circles,
            partners=partners or [],
            ground=Ground.COMPETITION if kept else Ground.OPEN,
            decided_by="college van B en W (voorbeeld)",
            decided_on=DECIDED_ON,
            reason="Voorbeeld",
            review_on=date(2027, 9, 1) if kept else None,
        ),
    )


def _plan(region: Region, name: str) -> Any:
    found = versions_on(DECIDED_ON).filter(
        name=name, municipality__in=within(region, on=DECIDED_ON)
    )
    return found.select_related("plan__municipality__organisation").get().plan
