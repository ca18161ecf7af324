"""Scenarios: reading, saving, sharing, withdrawing and adopting them."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.consents.services import Decided
from woonregie.foundation.region.people import organisations_in
from woonregie.subjects.forecast import services
from woonregie.subjects.forecast.api.schemas import (
    ReferentieSchema,
    ScenarioBewaardSchema,
    ScenarioInvoer,
    ScenarioSchema,
    ScenariosSchema,
    VaststelInvoer,
)
from woonregie.subjects.forecast.api.told import (
    REGIO,
    caller,
    done,
    levers_of,
    of_scenario,
    one_scenario,
    whole,
)
from woonregie.subjects.forecast.queries import (
    scenario_for,
    starting_point_of,
    visible_scenarios,
)

router = Router()


@router.get("", response=ScenariosSchema, by_alias=True, summary="Scenario's")
def forecast_scenarios(
    request: HttpRequest, regio: str = Query(..., description=REGIO)
) -> ScenariosSchema:
    """Geef de scenario's die u mag lezen, het nieuwste eerst."""
    account, place = caller(request, regio)
    found = visible_scenarios(account=account, region=place, on=timezone.localdate())
    return ScenariosSchema(
        regio=place.slug,
        scenarios=[of_scenario(item) for item in found],
        voorbeeldgegevens=place.demonstration,
    )


@router.post("", response=ScenarioBewaardSchema, by_alias=True, summary="Een scenario bewaren")
def save_forecast_scenario(
    request: HttpRequest, invoer: ScenarioInvoer, regio: str = Query(..., description=REGIO)
) -> ScenarioBewaardSchema:
    """Bewaar knoppen onder een naam; alleen de eigen organisatie leest dat, tot het gedeeld is."""
    account, place = caller(request, regio)
    now = timezone.now()
    today = timezone.localdate(now)
    owner = _organisation(invoer.organisatie, place.pk)
    replaced = invoer.vervangt and scenario_for(
        account, region=place, key=invoer.vervangt, on=today
    )
    levers = levers_of(invoer.knoppen, place)
    saved = services.save_scenario(
        by=account,
        at=now,
        region=place,
        organisation=owner,
        starting_point=starting_point_of(place, on=today, window=str(levers["window"])),
        name=invoer.naam,
        levers=levers,
        note=invoer.toelichting,
        replaces=replaced or None,
    )
    return done(saved)


@router.get("/{uuid:sleutel}", response=ScenarioSchema, by_alias=True, summary="Eén scenario")
def forecast_scenario(
    request: HttpRequest, sleutel: UUID, regio: str = Query(..., description=REGIO)
) -> ScenarioSchema:
    """Geef één scenario met zijn knoppen en uitkomst."""
    return whole(one_scenario(request, regio, sleutel)[1])


@router.post(
    "/{uuid:sleutel}/delen", response=ScenarioBewaardSchema, by_alias=True, summary="Delen"
)
def share_forecast_scenario(
    request: HttpRequest, sleutel: UUID, regio: str = Query(..., description=REGIO)
) -> ScenarioBewaardSchema:
    """Deel een scenario met iedereen die in de regio werkt."""
    account, found = one_scenario(request, regio, sleutel)
    return done(services.share_scenario(by=account, at=timezone.now(), scenario=found))


@router.post(
    "/{uuid:sleutel}/intrekken", response=ScenarioBewaardSchema, by_alias=True, summary="Intrekken"
)
def withdraw_forecast_scenario(
    request: HttpRequest, sleutel: UUID, regio: str = Query(..., description=REGIO)
) -> ScenarioBewaardSchema:
    """Trek een scenario in; wat is vastgesteld blijft vastgesteld."""
    account, found = one_scenario(request, regio, sleutel)
    return done(services.withdraw_scenario(by=account, at=timezone.now(), scenario=found))


@router.post(
    "/{uuid:sleutel}/vaststellen",
    response=ReferentieSchema,
    by_alias=True,
    summary="Vaststellen",
)
def adopt_forecast_scenario(
    request: HttpRequest,
    sleutel: UUID,
    invoer: VaststelInvoer,
    regio: str = Query(..., description=REGIO),
) -> ReferentieSchema:
    """Leg vast dat een orgaan dit scenario vaststelde als referentie van de regio."""
    account, found = one_scenario(request, regio, sleutel)
    chosen = services.adopt_scenario(
        by=account,
        at=timezone.now(),
        scenario=found,
        decided=Decided(
            body=invoer.orgaan,
            title=invoer.titel,
            decided_on=invoer.besloten_op,
            number=invoer.nummer,
        ),
        valid_on=invoer.geldt_vanaf,
        reason=invoer.reden,
    )
    return ReferentieSchema(
        regio=found.region.slug,
        prognose=chosen.vintage.slug,
        titel=chosen.vintage.title,
        scenario=chosen.scenario,
        geldt_vanaf=chosen.valid_on,
        besluit=chosen.decision_id,
        voorbeeldgegevens=found.region.demonstration,
    )


def _organisation(slug: str, region: UUID) -> Organisation:
    """Return an organisation that works in a region, by its name in addresses."""
    found = organisations_in([region], on=timezone.localdate()).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
