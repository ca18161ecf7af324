"""From what stands in the house to what the API says."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.engines.household import ScaleFactor
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.subjects.forecast.api.schemas import (
    AlarmSchema,
    DoorrekeningSchema,
    GebiedSchema,
    KeuzeSchema,
    KnopSchema,
    LandelijkSchema,
    NietGehaaldSchema,
    ScenarioBewaardSchema,
    ScenarioKortSchema,
    ScenarioSchema,
    UitgangspuntSchema,
    WaarschuwingSchema,
)
from woonregie.subjects.forecast.errors import LeversError
from woonregie.subjects.forecast.levers import (
    GROUPS,
    LEVERS,
    NATIONAL,
    WINDOW,
    Caution,
    Lever,
    Option,
    cautions,
    parameters_of,
    read_levers,
)
from woonregie.subjects.forecast.models import ForecastScenario, StartingPoint
from woonregie.subjects.forecast.permissions import may_work
from woonregie.subjects.forecast.queries import (
    Outcome,
    as_usual,
    national_choices,
    outcome_of,
    scenario_for,
    starting_points_of,
    usual_levers,
)

REGIO = "De naam van de regio in het adres."
FLOWS = {
    "geboorte": "births",
    "sterfte": "deaths",
    "immigratie": "immigration",
    "emigratie": "emigration",
    "vestiging": "arrivals",
    "vertrek": "departures",
}
TYPES = {
    "alleenstaand": "alone",
    "paar": "couple",
    "paarMetKinderen": "couple_with_children",
    "eenouder": "lone_parent",
    "overig": "other",
}
DECIMALS = 2


def caller(request: HttpRequest, regio: str) -> tuple[Account, Region]:
    """Return who calls, and the region of the question.

    Raises:
        ForbiddenError: nobody that we know, or somebody who sees no forecasts.
        Http404: no such region, or not for her.
    """
    if not isinstance(request.user, Account):
        raise ForbiddenError("Log in.")
    today = timezone.localdate()
    place = region_for(request.user, regio, today=today)
    if not may_work(request.user, place, today):
        raise ForbiddenError(_("U ziet hier geen prognoses. Vraag de regiosecretaris."))
    return request.user, place


def one_scenario(request: HttpRequest, regio: str, key: UUID) -> tuple[Account, ForecastScenario]:
    """Return who calls, and a scenario that she may read.

    Raises:
        NoScenarioError: there is none, or it is not for her.
    """
    account, place = caller(request, regio)
    today = timezone.localdate()
    return account, scenario_for(account, region=place, key=key, on=today)


def levers_of(knobs: dict[str, Any], region: Region) -> dict[str, Any]:
    """Return the levers that a machine sends; the others are as they usually are in the region.

    Raises:
        LeversError: one that cannot be read, or that we do not know.
    """
    known = {lever.name for lever in LEVERS} | {"bronPlannen", "bronSaldo"}
    unknown = [
        name
        for name in knobs
        if name not in known and name.partition("-")[0] not in {"hard", "zacht", "saldo"}
    ]
    errors = {name: _("Deze knop is er niet.") for name in unknown}
    usual = usual_levers(region, on=timezone.localdate())
    found = read_levers(knobs, given=usual)
    errors |= found.errors
    if errors:
        raise LeversError(_("Niet elke knop is te lezen."), levers=errors)
    return as_usual(found.levers, usual)


def of_lever(
    lever: Lever, usual: Mapping[str, Any], offered: Mapping[str, Sequence[Option]]
) -> KnopSchema:
    """Return a lever as the API says it, with what it is in a region when nobody turns it.

    Args:
        lever: which.
        usual: every lever when nobody turns it.
        offered: what there is to choose that only the database knows.
    """
    options = [
        KeuzeSchema(naam=item.name, omschrijving=str(item.label), bron=str(item.source))
        for item in offered.get(lever.key, lever.options)
    ]
    first = parameters_of(usual).get(lever.name)
    return KnopSchema(
        naam=lever.name,
        omschrijving=str(lever.label),
        eenheid=str(lever.unit),
        groep=str(GROUPS[lever.group]),
        soort=lever.kind.value,
        standaard=first,
        aannemelijk_vanaf=lever.low,
        aannemelijk_tot=lever.high,
        mogelijk_vanaf=lever.least,
        mogelijk_tot=lever.most,
        stap=lever.step,
        bron=str(lever.source),
        keuzes=options,
    )


def offered_in(region: Region) -> dict[str, Sequence[Option]]:
    """Return the starting points by window and the national forecasts that can be chosen."""
    points = starting_points_of(region, on=timezone.localdate())
    return {
        WINDOW: [Option(item.window, item.window, item.title) for item in points],
        NATIONAL: [Option(item.key, item.key, item.title) for item in national_choices()],
    }


def of_point(point: StartingPoint) -> UitgangspuntSchema:
    """Return a starting point as the API says it."""
    return UitgangspuntSchema(
        id=point.pk,
        titel=point.title,
        jaar=point.year,
        referentieperiode=point.window,
        bron=str(point.source),
        afgeleid=point.derived,
        vingerafdruk=point.digest,
        aantekeningen=point.notes,
        vastgelegd=point.recorded_at,
    )


def of_outcome(outcome: Outcome, region: Region) -> DoorrekeningSchema:
    """Return an outcome as the API says it: per region of the baseline, year by year."""
    found = outcome.projection
    return DoorrekeningSchema(
        regio=region.slug,
        uitgangspunt=outcome.starting_point.pk,
        knoppen=parameters_of(outcome.levers),
        jaren=list(found.years),
        gebieden=[_area(outcome, at) for at in range(len(found.regions))],
        waarschuwingen=warnings(outcome.cautions),
        niet_gehaald=[
            NietGehaaldSchema(
                jaar=item.year,
                wat=item.what,
                regio=item.region,
                gevraagd=item.asked,
                gehaald=item.found,
            )
            for item in found.unmet
        ],
        alarmen=_factors(found.alarms()),
        landelijk=_national(outcome),
        vingerafdruk=found.scenario,
        voorbeeldgegevens=region.demonstration,
    )


def _factors(found: Iterable[ScaleFactor]) -> list[AlarmSchema]:
    return [
        AlarmSchema(
            jaar=item.year,
            onderdeel=item.component,
            vanaf_leeftijd=item.from_age,
            factor=item.factor,
        )
        for item in found
    ]


def _national(outcome: Outcome) -> LandelijkSchema | None:
    given = outcome.levers.get(NATIONAL)
    if not isinstance(given, Mapping):
        return None
    return LandelijkSchema(
        naam=given["key"],
        titel=given["title"],
        uitgever=given["publisher"],
        gepubliceerd=given["published_on"],
        afgeleid=given["derived"],
        factoren=_factors(outcome.projection.scaling),
    )


def _area(outcome: Outcome, at: int) -> GebiedSchema:
    found = outcome.projection
    types = found.households_by_type()
    return GebiedSchema(
        gebied=found.regions[at],
        in_de_regio=found.regions[at] in outcome.places,
        inwoners=_column(found.population.sum(axis=(2, 3)), at),
        huishoudens=_column(found.households, at),
        huishoudens_naar_type={name: _column(types[key], at) for name, key in TYPES.items()},
        behoefte=_column(found.need, at),
        voorraad=_column(found.stock, at),
        opgave=_column(found.task, at),
        tekort=_column(found.shortage, at),
        groeipotentie=_column(found.margin, at),
        stromen={name: _column(getattr(found.ledger, key), at) for name, key in FLOWS.items()},
    )


def _column(table: NDArray[np.float64], at: int) -> list[float]:
    values: list[float] = np.round(table[:, at].astype(np.float64), DECIMALS).tolist()
    return values


def warnings(found: Iterable[Caution]) -> list[WaarschuwingSchema]:
    """Return what lies outside what is plausible, as the API says it."""
    return [
        WaarschuwingSchema(knop=item.lever.name, waarde=item.value, melding=item.text)
        for item in found
    ]


def of_scenario(scenario: ForecastScenario) -> ScenarioKortSchema:
    """Return a scenario as it stands in a list."""
    return ScenarioKortSchema(**_short(scenario))


def done(scenario: ForecastScenario) -> ScenarioBewaardSchema:
    """Return a scenario after something was done with it."""
    return ScenarioBewaardSchema(
        **_short(scenario), voorbeeldgegevens=scenario.region.demonstration
    )


def whole(scenario: ForecastScenario) -> ScenarioSchema:
    """Return a scenario with its levers and outcome."""
    outcome = outcome_of(scenario)
    return ScenarioSchema(
        **_short(scenario),
        regio=scenario.region.slug,
        knoppen=parameters_of(scenario.levers),
        uitkomst=of_outcome(outcome, scenario.region),
        voorbeeldgegevens=scenario.region.demonstration,
    )


def _short(scenario: ForecastScenario) -> dict[str, Any]:
    return {
        "id": scenario.pk,
        "naam": scenario.name,
        "organisatie": scenario.organisation.slug,
        "toelichting": scenario.note,
        "uitgangspunt": scenario.starting_point_id,
        "vingerafdruk": scenario.digest,
        "bewaard": scenario.recorded_at,
        "gedeeld": scenario.shared_at,
        "ingetrokken": scenario.withdrawn_at,
        "vervangt": scenario.replaces_id,
        "waarschuwingen": warnings(cautions(scenario.levers)),
    }
