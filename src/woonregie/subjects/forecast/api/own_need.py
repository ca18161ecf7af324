"""Own need: which definitions there are, which one counts, who dissents, what comes of each."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Query

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.region.models import Region
from woonregie.subjects.forecast.api.schemas import (
    BehoefteDefinitieSchema,
    BehoefteKeuzeSchema,
    BehoefteOpgaveSchema,
    EigenBehoefteSchema,
    StandpuntSchema,
)
from woonregie.subjects.forecast.api.told import REGIO, caller
from woonregie.subjects.forecast.errors import DamagedStartingPointError, NoStartingPointError
from woonregie.subjects.forecast.models import OwnNeedChoice, OwnNeedDefinition, StartingPoint
from woonregie.subjects.forecast.queries import (
    OWN_NEED_YEARS,
    NeedOf,
    definition_that_counts,
    definitions_of,
    dissents_of,
    needs_of,
    starting_point_of,
)

router = Router()
DECIMALS = 1


@router.get(
    "/eigen-behoefte", response=EigenBehoefteSchema, by_alias=True, summary="Eigen behoefte"
)
def own_need_of_region(
    request: HttpRequest, regio: str = Query(..., description=REGIO)
) -> EigenBehoefteSchema:
    """Geef de definities met hun uitkomst, welke telt, en welke gemeenten het anders zien."""
    account, place = caller(request, regio)
    today = timezone.localdate()
    definitions = list(definitions_of(place))
    counts = definition_that_counts(place, on=today)
    start, needs, refusal = _worked_out(definitions, account, place, today)
    return EigenBehoefteSchema(
        regio=place.slug,
        uitgangspunt=start.pk if start else None,
        jaren=OWN_NEED_YEARS,
        definities=[
            _of_definition(definition, need)
            for definition, need in zip(definitions, needs, strict=True)
        ],
        keuze=_of_choice(counts) if counts else None,
        standpunten=[
            StandpuntSchema(
                gemeente=item.municipality.code,
                reden=item.reason,
                definitie=item.definition.key if item.definition else None,
                vastgelegd=item.recorded_at,
            )
            for item in (dissents_of(counts) if counts else ())
        ],
        melding=refusal,
        voorbeeldgegevens=place.demonstration,
    )


def _worked_out(
    definitions: Sequence[OwnNeedDefinition], account: Account, place: Region, today: date
) -> tuple[StartingPoint | None, Sequence[NeedOf], str]:
    """Return where it begins, what comes of each definition, and why nothing does."""
    try:
        start = starting_point_of(place, on=today)
        needs = needs_of(
            definitions, region=place, starting_point=start, account=account, today=today
        )
    except (NoStartingPointError, DamagedStartingPointError) as error:
        return None, [NeedOf({}, None, None) for _definition in definitions], str(error)
    return start, needs, ""


def _of_definition(definition: OwnNeedDefinition, need: NeedOf) -> BehoefteDefinitieSchema:
    return BehoefteDefinitieSchema(
        sleutel=definition.key,
        titel=definition.title,
        organisatie=definition.organisation.slug,
        soort=definition.domestic,
        geldt_vanaf=definition.in_force_from,
        bron=definition.source,
        opgave={
            code: BehoefteOpgaveSchema(personen=given["persons"], bron=given["source"])
            for code, given in definition.stated.items()
        },
        groei=_rounded(need.growth) or {},
        harde_plannen=_rounded(need.hard),
        groeipotentie=_rounded(need.margin),
        melding=need.refusal,
    )


def _rounded(values: Mapping[str, float] | None) -> dict[str, float] | None:
    if values is None:
        return None
    return {code: round(value, DECIMALS) for code, value in values.items()}


def _of_choice(counts: OwnNeedChoice) -> BehoefteKeuzeSchema:
    decision = counts.decision
    return BehoefteKeuzeSchema(
        definitie=counts.definition.key,
        geldt_vanaf=counts.valid_on,
        orgaan=decision.body,
        titel=decision.title,
        nummer=decision.number,
        besloten_op=decision.decided_on,
        verzonnen=decision.invented,
    )
