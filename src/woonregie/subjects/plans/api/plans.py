"""Plans for machines: the same queries and the same permissions as the pages."""

import tempfile
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.pages.schemas import DutchSchema, Link, Links
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import UnknownPlaceError
from woonregie.subjects.plans.errors import UnknownPlanError
from woonregie.subjects.plans.formats import outlet_named
from woonregie.subjects.plans.forms import end_of
from woonregie.subjects.plans.models import FieldLead, LedField, PlanVersion, StatusBasis
from woonregie.subjects.plans.queries import account_statement, visible_plans, with_totals
from woonregie.subjects.plans.queries.leads import leads_in
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.services.delivering import (
    Ask,
    deliver,
    file_name,
    look_at_losses,
)

router = Router()
leads_router = Router()
BEKEND_OP = Query(
    None,
    alias="bekendOp",
    description="Zoals bekend op het einde van deze dag; leeg is zoals wij het nu weten.",
)


class PlanSchema(DutchSchema):
    """A plan as it was on a day; numbers are dwellings, coordinates RD metres."""

    nummer: str
    naam: str
    gemeente: str
    planologische_status: str
    status_uit_besluiten: bool
    programmaklasse: str
    telt_mee: bool
    soort_locatie: str
    projectfase: str
    te_bouwen: int
    te_slopen: int
    x: float | None
    y: float | None
    geldt_vanaf: date
    versie: int
    voorbeeldgegevens: bool


class RegelSchema(DutchSchema):
    """One line of the account of a plan: a booking, and what stood after it; dwellings."""

    geboekt_op: date
    vastgelegd_op: datetime
    soort: str
    rekening: str
    woningen: int
    saldo: int
    reden: str
    besluit: str
    hersteld: bool


class AfboekingSchema(DutchSchema):
    """A write-down that is agreed and not in force."""

    afgesproken_op: date
    woningen: int
    reden: str
    besluit: str


class RekeningSchema(DutchSchema):
    """The account of a plan until a day, the oldest line first; dwellings."""

    links: Links
    nummer: str
    peildatum: date
    bekend_op: date | None
    te_bouwen: int
    te_slopen: int
    afgesproken_nog_hard: int
    afboekingen: list[AfboekingSchema]
    regels: list[RegelSchema]
    voorbeeldgegevens: bool


class VeldSchema(DutchSchema):
    """One field of the register: how many plans and dwellings lose something, and why."""

    veld: str
    verlies: str
    reden: str
    plannen: int
    woningen: int


class VerliesSchema(DutchSchema):
    """What a format cannot hold, on the plans that the caller may see; numbers are dwellings."""

    formaat: str
    peildatum: date
    bekend_op: date | None
    plannen: int
    te_bouwen: int
    te_slopen: int
    voorbeeldgegevens: bool
    velden: list[VeldSchema]


class PlannenSchema(DutchSchema):
    """One page of plans."""

    links: Links
    peildatum: date
    bekend_op: date | None
    voorbeeldgegevens: bool
    plannen: list[PlanSchema]


@router.get("", response=PlannenSchema, summary="Woningbouwplannen", by_alias=True)
def plans(
    request: HttpRequest,
    peildatum: date | None = Query(
        None,
        description="De dag waarvan u de plannen vraagt.",
    ),
    bekend_op: date | None = BEKEND_OP,
    gemeente: str | None = Query(
        None, pattern="^GM[0-9]{4}$", description="CBS-code, bijvoorbeeld GM0193."
    ),
    na: str | None = Query(None, description="Cursor: na dit plan."),
    aantal: int = Query(100, ge=1, le=500, description="Hoeveel plannen per bladzijde."),
) -> PlannenSchema:
    """Geef de plannen die u mag zien, op naam."""
    today = timezone.localdate()
    on = peildatum or today
    known_on = end_of(bekend_op) if bekend_op else None
    found = _visible(request, on, known_on, today)
    if gemeente:
        found = found.filter(municipality__code=gemeente)
    page = keyset(found, order=["name", "plan_id"], after=na, size=aantal)
    back = plans_that_step_back(on, known_on)
    values = request.GET.copy()
    values["na"] = page.next_cursor or ""
    following = request.build_absolute_uri(f"{request.path}?{values.urlencode()}")
    return PlannenSchema(
        links=Links(
            self=Link(href=request.build_absolute_uri()),
            volgende=Link(href=following) if page.next_cursor else None,
        ),
        peildatum=on,
        bekend_op=bekend_op,
        voorbeeldgegevens=any(version.invented for version in page.items),
        plannen=[_shown(version, back) for version in page.items],
    )


@router.get("/leveringen/{slug:formaat}", summary="Plannen als bestand voor een ontvanger")
def delivery(
    request: HttpRequest,
    formaat: str,
    peildatum: date | None = Query(None, description="De dag waarvan u de plannen vraagt."),
    bekend_op: date | None = BEKEND_OP,
    gemeente: str | None = Query(
        None, pattern="^GM[0-9]{4}$", description="CBS-code; alleen plannen van deze gemeente."
    ),
    soort: str = Query("", description="Soort bestand, zoals csv of xlsx; leeg is de gewone."),
) -> HttpResponse:
    """Geef een bestand met de plannen die u mag zien, in het formaat van een ontvanger."""
    ask = _delivery_ask(formaat, peildatum, bekend_op, gemeente, soort)
    with tempfile.TemporaryDirectory(prefix="woonregie-") as folder:
        place = Path(folder) / file_name(ask)
        deliver(by=_person(request), at=timezone.now(), ask=ask, place=place)
        content = place.read_bytes()
    response = HttpResponse(content, content_type=ask.outlet.kinds[ask.kind_or_usual])
    response["Content-Disposition"] = f'attachment; filename="{file_name(ask)}"'
    return response


@router.get(
    "/leveringen/{slug:formaat}/verlies",
    response=VerliesSchema,
    by_alias=True,
    summary="Wat een formaat niet kan vasthouden",
)
def losses(
    request: HttpRequest,
    formaat: str,
    peildatum: date | None = Query(None, description="De dag waarvan u de plannen vraagt."),
    bekend_op: date | None = BEKEND_OP,
    gemeente: str | None = Query(
        None, pattern="^GM[0-9]{4}$", description="CBS-code; alleen plannen van deze gemeente."
    ),
) -> VerliesSchema:
    """Geef per veld hoeveel plannen en woningen iets verliezen, en waarom."""
    ask = _delivery_ask(formaat, peildatum, bekend_op, gemeente, "")
    found = look_at_losses(by=_person(request), at=timezone.now(), ask=ask)
    return VerliesSchema(
        formaat=found.outlet.name,
        peildatum=found.on,
        bekend_op=bekend_op,
        plannen=found.plans,
        te_bouwen=found.build,
        te_slopen=found.demolition,
        voorbeeldgegevens=found.invented,
        velden=[
            VeldSchema(
                veld=item.title,
                verlies=item.extent,
                reden=item.reason,
                plannen=item.plans,
                woningen=item.dwellings,
            )
            for item in (*found.left_out, *found.fields, *found.asked)
        ],
    )


def _delivery_ask(
    name: str, on: date | None, known_on: date | None, code: str | None, kind: str
) -> Ask:
    place = Municipality.objects.select_related("organisation").filter(code=code).first()
    if code and place is None:
        raise UnknownPlaceError(
            _("Gemeente %(code)s bestaat niet.") % {"code": code}, municipality=code
        )
    return Ask(
        outlet=outlet_named(name),
        on=on or timezone.localdate(),
        kind=kind,
        municipality=place,
        known_on=end_of(known_on) if known_on else None,
    )


@router.get("/{slug:nummer}", response=PlanSchema, summary="Eén plan", by_alias=True)
def plan(
    request: HttpRequest,
    nummer: str,
    peildatum: date | None = Query(
        None,
        description="De dag waarvan u het plan vraagt.",
    ),
    bekend_op: date | None = BEKEND_OP,
) -> PlanSchema:
    """Geef een plan op nummer, bijvoorbeeld GM0193-2026-0042."""
    on, known_on = peildatum or timezone.localdate(), end_of(bekend_op) if bekend_op else None
    version = _one(request, nummer, on, known_on)
    return _shown(version, plans_that_step_back(on, known_on))


@router.get(
    "/{slug:nummer}/rekening",
    response=RekeningSchema,
    summary="De rekening van een plan",
    by_alias=True,
)
def account(
    request: HttpRequest,
    nummer: str,
    peildatum: date | None = Query(
        None,
        description="Tot en met deze dag.",
    ),
    bekend_op: date | None = BEKEND_OP,
) -> RekeningSchema:
    """Geef elke boeking van een plan, met het saldo erna."""
    on, known_on = peildatum or timezone.localdate(), end_of(bekend_op) if bekend_op else None
    version = _one(request, nummer, on, known_on)
    found = account_statement(version.plan_id, on=on, known_on=known_on)
    return RekeningSchema(
        links=Links(self=Link(href=request.build_absolute_uri()), volgende=None),
        nummer=nummer,
        peildatum=on,
        bekend_op=bekend_op,
        te_bouwen=found.build,
        te_slopen=found.demolition,
        afgesproken_nog_hard=found.agreed_still_hard,
        afboekingen=[
            AfboekingSchema(
                afgesproken_op=item.agreed_on,
                woningen=item.dwellings,
                reden=item.reason,
                besluit=str(item.decision),
            )
            for item in found.pending
        ],
        regels=[
            RegelSchema(
                geboekt_op=line.posting.booked_on,
                vastgelegd_op=line.posting.recorded_at,
                soort=line.kind,
                rekening=line.account,
                woningen=line.dwellings,
                saldo=line.balance,
                reden=line.posting.reason,
                besluit=str(line.posting.decision or ""),
                hersteld=line.corrected,
            )
            for line in found.lines
        ],
        voorbeeldgegevens=version.invented,
    )


class LeidendVeldSchema(DutchSchema):
    """Which system leads for a field, since when, and where that was agreed."""

    veld: str
    omschrijving: str
    systeem: str
    geldt_vanaf: date | None
    afspraak: str
    bron: str
    zekerheid: str


class LeidendeVeldenSchema(DutchSchema):
    """For each field the system that leads in a region on a day."""

    regio: str
    peildatum: date
    velden: list[LeidendVeldSchema]
    voorbeeldgegevens: bool


@leads_router.get(
    "", response=LeidendeVeldenSchema, summary="Leidend systeem per veld", by_alias=True
)
def led_fields(
    request: HttpRequest,
    regio: str = Query(..., description="De naam van de regio in het adres."),
    peildatum: date | None = Query(None, description="De dag waarvan u dit vraagt."),
) -> LeidendeVeldenSchema:
    """Geef per veld welk systeem leidend is; zonder afspraak is dat Woonregie."""
    today = timezone.localdate()
    place = region_for(_person(request), regio, today=today)
    if not permitted(_person(request), "totals.view", place, on=today):
        raise ForbiddenError(_("U ziet dit hier niet. Vraag de regiosecretaris."))
    on = peildatum or today
    leads = leads_in(place, on=on)
    return LeidendeVeldenSchema(
        regio=place.slug,
        peildatum=on,
        velden=[_led(field, leads.get(field.value)) for field in LedField],
        voorbeeldgegevens=place.demonstration,
    )


def _led(field: LedField, lead: FieldLead | None) -> LeidendVeldSchema:
    return LeidendVeldSchema(
        veld=field.value,
        omschrijving=str(field.label),
        systeem=lead.system if lead else "Woonregie",
        geldt_vanaf=lead.starts_on if lead else None,
        afspraak=lead.note if lead else "",
        bron=lead.source.key if lead else "",
        zekerheid=lead.certainty if lead else "",
    )


def _one(request: HttpRequest, number: str, on: date, known_on: datetime | None) -> PlanVersion:
    today = timezone.localdate()
    version = _visible(request, on, known_on, today).filter(plan__number=number).first()
    if version is None:
        # Whether the plan exists is not told to who may not see it.
        raise UnknownPlanError(
            _("Dit plan bestaat niet op deze dag, of is niet voor u."), nummer=number
        )
    return version


def _visible(
    request: HttpRequest, on: date, known_on: datetime | None, today: date
) -> QuerySet[PlanVersion]:
    """Return the plans that the caller may see, with their totals."""
    found = visible_plans(
        account=_person(request), region=None, on=on, known_on=known_on, today=today
    )
    return with_totals(found)


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise ForbiddenError("Log in.")
    return request.user


def _shown(version: PlanVersion, back: set[UUID]) -> PlanSchema:
    totals = vars(version)
    return PlanSchema(
        nummer=version.plan.number,
        naam=version.name,
        gemeente=version.municipality.code,
        planologische_status=version.planning_status,
        status_uit_besluiten=version.status_basis == StatusBasis.DERIVED,
        programmaklasse=version.programme_class,
        telt_mee=version.plan_id not in back,
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
