"""Turning levers into a scenario of the engine."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.engines.household import (
    SUPPLY,
    TREND,
    ZERO,
    Baseline,
    Domestic,
    EngineError,
    NationalTotals,
    OwnNeed,
    Programme,
    Scenario,
)
from woonregie.subjects.forecast.errors import LeversError
from woonregie.subjects.forecast.levers.lever import Kind, Lever
from woonregie.subjects.forecast.levers.table import (
    LEVERS,
    NATIONAL,
    OWN_NEED,
    PROGRAMME,
)

Floats = NDArray[np.float64]
OF_PROGRAMME = "demolition"
WITHOUT_CHOICE = {Domestic.TREND: TREND, Domestic.ZERO: ZERO, Domestic.SUPPLY: SUPPLY}


def is_settled(levers: Mapping[str, Any]) -> bool:
    """Return whether levers hold all that they count: plans, members, places."""
    return "places" in levers


def scenario_of(
    levers: Mapping[str, Any],
    base: Baseline,
    *,
    name: str = "",
) -> Scenario:
    """Return the scenario of the engine that levers mean on a baseline.

    Args:
        levers: settled: with the places of the region, the frozen plans and the members.
        base: where it begins.
        name: what people call it.

    Raises:
        LeversError: levers that do not fit the baseline.
    """
    years = int(levers["years"])
    turned = {
        lever.key: _value(lever, levers[lever.key])
        for lever in LEVERS
        if lever.kind != Kind.CHOICE and lever.key not in {OF_PROGRAMME, "years"}
    }
    try:
        return Scenario(
            name=name or "scenario",
            own_need=_own_need(levers[OWN_NEED]),
            programme=_programme(levers, base, years),
            national=_national(levers[NATIONAL], years),
            **turned,
        )
    except EngineError as error:
        raise LeversError(str(error), **error.fields) from error


def _value(lever: Lever, value: Any) -> Any:
    if value is None or lever.kind == Kind.WHOLE:
        return value
    if isinstance(value, list):
        return [item / lever.times for item in value]
    return value / lever.times


def _national(given: Any, years: int) -> NationalTotals | None:
    """Return the totals that all regions together meet; a scenario may have kept more years."""
    if not given:
        return None
    if not isinstance(given, Mapping):
        raise LeversError(
            _("Een landelijke prognose staat in het register: reken op de bladzijde Rekenen.")
        )
    told = {name: np.asarray(path[:years]) for name, path in given["totals"].items()}
    births = told.pop("births", None)
    by_band = {name: path.reshape(-1, 1) for name, path in told.items()}
    return NationalTotals(
        source=given["title"],
        births=births,
        deaths=by_band.get("deaths"),
        emigration=by_band.get("emigration"),
        immigration=by_band.get("immigration"),
    )


def _own_need(given: Mapping[str, Any]) -> OwnNeed:
    kind = Domestic(given["kind"])
    if kind in WITHOUT_CHOICE:
        return WITHOUT_CHOICE[kind]
    if kind == Domestic.ZERO_WITHIN:
        return OwnNeed(kind.value, kind, members=tuple(given["members"]))
    return OwnNeed(kind.value, kind, source=given["source"], stated=given["stated"])


def _programme(levers: Mapping[str, Any], base: Baseline, years: int) -> Programme:
    """Return the plans; the stock of what lies outside the region follows its need."""
    given = levers[PROGRAMME]
    ours = [at for at, region in enumerate(base.regions) if region in set(levers["places"])]
    tables: dict[str, Floats] = {}
    for part in ("hard", "soft", "demolition"):
        table = np.full((years, len(base.regions)), np.nan)
        table[:, ours] = 0.0
        for code, path in given.get(part, {}).items():
            table[:, base.place(code)] = _along(path, years)
        tables[part] = table
    gone = np.asarray(levers[OF_PROGRAMME], dtype=np.float64).reshape(-1, 1) / 1000.0
    tables["demolition"] += gone * base.stock
    return Programme(**tables)


def _along(path: Any, years: int) -> Floats:
    """Return (year,) a path; plans that were frozen for fewer years add nothing later."""
    found = np.zeros(years)
    values = np.asarray(path, dtype=np.float64)
    if values.ndim:
        kept = values[:years]
        found[: kept.size] = kept
    else:
        found[:] = values
    return found
