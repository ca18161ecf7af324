"""How earlier forecasts turned out, and how our own model would have."""

from datetime import date

import numpy as np
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Query

from woonregie.engines.household import ShelfLife
from woonregie.foundation.pages.schemas import DutchSchema
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.forecast.api.told import REGIO, caller
from woonregie.subjects.forecast.models import Measure
from woonregie.subjects.forecast.queries.hindsight import STOCKS, Hindsight, outcomes
from woonregie.subjects.forecast.queries.records import Record, records_of

MAAT = "households (huishoudens), persons of dwelling_stock; anders huishoudens."
router = Router()


class JaarSchema(DutchSchema):
    """What was expected of a municipality on 1 January of a year, and what was counted."""

    gemeente: str
    jaar: int
    verwacht: float
    geteld: float
    laag: float | None
    hoog: float | None


class EerderSchema(DutchSchema):
    """How one earlier forecast turned out; years kept are those within ten percent."""

    prognose: str
    scenario: str
    gepubliceerd: date
    afgeleid: bool
    houdbaar_jaren: int | None
    houdbaar_ten_minste: bool
    jaren: list[JaarSchema]


class VerwachtSchema(DutchSchema):
    """What each model expected of a municipality, in persons."""

    gemeente: str
    geteld: float
    verwacht: dict[str, float]


class TerugblikSchema(DutchSchema):
    """How our own model and plain ones would have turned out, from one year to another."""

    vanuit: int
    jaar: int
    landelijk_totaal_gegeven: bool
    bron: str
    vingerafdruk: str
    gemeenten: list[VerwachtSchema]


class HoudbaarheidSchema(DutchSchema):
    """Earlier forecasts, and our own model, beside what was counted."""

    regio: str
    maat: str
    eerdere_prognoses: list[EerderSchema]
    eigen_model: list[TerugblikSchema]
    voorbeeldgegevens: bool


@router.get(
    "", response=HoudbaarheidSchema, by_alias=True, summary="Hoe eerdere prognoses uitkwamen"
)
def forecast_shelf_life(
    request: HttpRequest,
    regio: str = Query(..., description=REGIO),
    maat: str = Query(STOCKS[0].value, description=MAAT),
) -> HoudbaarheidSchema:
    """Geef per gemeente wat verwacht werd en wat geteld is; eigen_model gaat over personen."""
    _account, place = caller(request, regio)
    measure = Measure(maat) if maat in STOCKS else STOCKS[0]
    towns = list(municipalities_of(place, on=timezone.localdate(), fictitious=False))
    keys = [town.pk for town in towns]
    return HoudbaarheidSchema(
        regio=place.slug,
        maat=measure.value,
        eerdere_prognoses=[_line(line, towns) for line in outcomes(keys, measure)],
        eigen_model=[_record(item, towns) for item in records_of(place, keys)],
        voorbeeldgegevens=place.demonstration,
    )


def _line(line: Hindsight, towns: list[Municipality]) -> EerderSchema:
    life: ShelfLife = line.shelf_life(range(len(towns)))
    return EerderSchema(
        prognose=line.vintage.title,
        scenario=line.scenario,
        gepubliceerd=line.vintage.published_on,
        afgeleid=line.vintage.derived,
        houdbaar_jaren=life.years if life.ahead else None,
        houdbaar_ten_minste=bool(life.ahead) and not life.ended,
        jaren=[
            JaarSchema(
                gemeente=town.code,
                jaar=item.year,
                verwacht=item.expected,
                geteld=item.counted,
                laag=item.low,
                hoog=item.high,
            )
            for at, town in enumerate(towns)
            for item in line.judged([at])
        ],
    )


def _record(item: Record, towns: list[Municipality]) -> TerugblikSchema:
    return TerugblikSchema(
        vanuit=item.kept.origin,
        jaar=item.kept.target,
        landelijk_totaal_gegeven=item.kept.national_given,
        bron=str(item.kept.source),
        vingerafdruk=item.kept.digest,
        gemeenten=[
            VerwachtSchema(
                gemeente=towns[at].code,
                geteld=float(item.counted[at]),
                verwacht={
                    model: float(expected[at])
                    for model, expected in sorted(item.expected.items())
                    if np.isfinite(expected[at])
                },
            )
            for at in item.judged(range(len(towns)))
        ],
    )
