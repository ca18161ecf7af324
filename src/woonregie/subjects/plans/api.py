"""Plans for machines: the same queries and the same permissions as the pages."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.pages.schemas import DutchSchema, Link, Links
from woonregie.subjects.plans.errors import UnknownPlanError
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.queries import visible_plans, with_totals

router = Router()


class PlanSchema(DutchSchema):
    """A plan as it was on a day; numbers are dwellings, coordinates RD metres."""

    nummer: str
    naam: str
    gemeente: str
    planologische_status: str
    soort_locatie: str
    projectfase: str
    te_bouwen: int
    te_slopen: int
    x: float | None
    y: float | None
    geldt_vanaf: date
    versie: int
    voorbeeldgegevens: bool


class PlannenSchema(DutchSchema):
    """One page of plans."""

    links: Links
    peildatum: date
    plannen: list[PlanSchema]


@router.get("", response=PlannenSchema, summary="Woningbouwplannen", by_alias=True)
def plans(
    request: HttpRequest,
    peildatum: date | None = Query(
        None,
        description="De dag waarvan u de plannen vraagt.",
    ),
    gemeente: str | None = Query(None, description="CBS-code, bijvoorbeeld GM0193."),
    na: str | None = Query(None, description="Cursor: na dit plan."),
    aantal: int = Query(100, ge=1, le=500, description="Hoeveel plannen per bladzijde."),
) -> PlannenSchema:
    """Geef de plannen die u mag zien, op naam."""
    today = timezone.localdate()
    on = peildatum or today
    found = visible_plans(account=_person(request), region=None, on=on, today=today)
    if gemeente:
        found = found.filter(municipality__code=gemeente)
    page = keyset(with_totals(found, on=on), order=["name", "plan_id"], after=na, size=aantal)
    values = request.GET.copy()
    values["na"] = page.next_cursor or ""
    following = request.build_absolute_uri(f"{request.path}?{values.urlencode()}")
    return PlannenSchema(
        links=Links(
            self=Link(href=request.build_absolute_uri()),
            volgende=Link(href=following) if page.next_cursor else None,
        ),
        peildatum=on,
        plannen=[_shown(version) for version in page.items],
    )


@router.get("/{nummer}", response=PlanSchema, summary="Eén plan", by_alias=True)
def plan(
    request: HttpRequest,
    nummer: str,
    peildatum: date | None = Query(
        None,
        description="De dag waarvan u het plan vraagt.",
    ),
) -> PlanSchema:
    """Geef een plan op nummer, bijvoorbeeld GM0193-2026-0042."""
    today = timezone.localdate()
    on = peildatum or today
    found = visible_plans(account=_person(request), region=None, on=on, today=today)
    version = with_totals(found, on=on).filter(plan__number=nummer).first()
    if version is None:
        # Whether the plan exists is not told to who may not see it.
        raise UnknownPlanError(
            "Dit plan bestaat niet op deze dag, of is niet voor u.", nummer=nummer
        )
    return _shown(version)


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise ForbiddenError("Log in.")
    return request.user


def _shown(version: PlanVersion) -> PlanSchema:
    totals = vars(version)
    return PlanSchema(
        nummer=version.plan.number,
        naam=version.name,
        gemeente=version.municipality.code,
        planologische_status=version.planning_status,
        soort_locatie=version.location_kind,
        projectfase=version.project_phase,
        te_bouwen=totals["build"],
        te_slopen=totals["demolition"],
        x=version.x,
        y=version.y,
        geldt_vanaf=version.valid_on,
        versie=version.version,
        voorbeeldgegevens=version.invented,
    )
