"""Where forecasts begin, which levers there are, and what comes of them."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Query

from woonregie.subjects.forecast.api.schemas import (
    DoorrekeningInvoer,
    DoorrekeningSchema,
    KnoppenSchema,
    UitgangspuntenSchema,
)
from woonregie.subjects.forecast.api.told import (
    REGIO,
    caller,
    levers_of,
    of_lever,
    of_outcome,
    of_point,
    offered_in,
)
from woonregie.subjects.forecast.levers import LEVERS
from woonregie.subjects.forecast.queries import (
    starting_point_of,
    starting_points_of,
    tried,
    usual_levers,
)

router = Router()


@router.get(
    "/uitgangspunten",
    response=UitgangspuntenSchema,
    by_alias=True,
    summary="Waar prognoses beginnen",
)
def starting_points(
    request: HttpRequest, regio: str = Query(..., description=REGIO)
) -> UitgangspuntenSchema:
    """Geef de uitgangspunten die gelden, met hun bron en wat er is aangenomen."""
    _account, place = caller(request, regio)
    found = starting_points_of(place, on=timezone.localdate())
    return UitgangspuntenSchema(
        regio=place.slug,
        uitgangspunten=[of_point(point) for point in found],
        voorbeeldgegevens=place.demonstration,
    )


@router.get("/knoppen", response=KnoppenSchema, by_alias=True, summary="De knoppen")
def forecast_levers(
    request: HttpRequest, regio: str = Query(..., description=REGIO)
) -> KnoppenSchema:
    """Geef elke knop met eenheid, bron en wat aannemelijk is."""
    _account, place = caller(request, regio)
    usual, offered = usual_levers(place, on=timezone.localdate()), offered_in(place)
    return KnoppenSchema(
        knoppen=[of_lever(lever, usual, offered) for lever in LEVERS],
        voorbeeldgegevens=place.demonstration,
    )


@router.post("/doorrekeningen", response=DoorrekeningSchema, by_alias=True, summary="Doorrekenen")
def try_forecast(
    request: HttpRequest,
    invoer: DoorrekeningInvoer,
    regio: str = Query(..., description=REGIO),
) -> DoorrekeningSchema:
    """Reken knoppen door zonder iets te bewaren."""
    account, place = caller(request, regio)
    levers, today = levers_of(invoer.knoppen, place), timezone.localdate()
    point = starting_point_of(place, on=today, window=str(levers["window"]))
    outcome = tried(levers, region=place, starting_point=point, account=account, today=today)
    return of_outcome(outcome, place)
