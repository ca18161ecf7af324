"""Working out what somebody asks: which starting point, which levers, which year and place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from woonregie.engines.household import Projection
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.remembering import until_recorded
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import places_in
from woonregie.subjects.forecast.errors import (
    LeversError,
    NoReferenceError,
    NoScenarioError,
    NoStartingPointError,
)
from woonregie.subjects.forecast.levers import WINDOW, default_levers, read_levers
from woonregie.subjects.forecast.models import (
    ForecastScenario,
    ForecastVintage,
    Measure,
    OwnNeedChoice,
    RegionReference,
    StartingPoint,
)
from woonregie.subjects.forecast.pictures import Look
from woonregie.subjects.forecast.queries import (
    Outcome,
    as_usual,
    baseline_of,
    definition_that_counts,
    levers_where,
    reference_of,
    scenario_for,
    series,
    standing_points,
    starting_point_of,
    trend_of,
    tried,
)

YEARS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody asked, and what comes of it.

    Args:
        point: where it begins.
        saved: the scenario from which the levers began, if any.
        levers: as they were read; errors left out.
        usual: as they are in this region when nobody turns them.
        counts: which definition of own need the region chose, if it did.
        points: the starting points that stand, the usual one first.
        typed: what stood in the address.
        errors: what is wrong, by the name of the parameter.
        outcome: of the levers; of the trend where they cannot be.
        look: at what is shown.
        names: code -> name of the municipalities of the region.
        chosen: the code of the municipality that is shown; empty for all.
    """

    point: StartingPoint
    saved: ForecastScenario | None
    levers: Mapping[str, Any]
    usual: Mapping[str, Any]
    counts: OwnNeedChoice | None
    points: Sequence[StartingPoint]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    outcome: Outcome
    look: Look
    names: Mapping[str, str]
    chosen: str


def worked_out(account: Account, region: Region, typed: Mapping[str, str], *, today: date) -> Work:
    """Return what comes of the levers in an address.

    Args:
        account: who asks.
        region: for which region.
        typed: the parameters.
        today: the day of plans and of who may see them.

    Raises:
        NoStartingPointError: the region has none.
        NoScenarioError: the scenario is not there, or not for her.
        DamagedStartingPointError: the file of the starting point is gone.
    """
    # PostgreSQL knows no character NUL.
    typed = {name: value.replace("\x00", "") for name, value in typed.items()}
    saved = _saved(account, region, typed.get("scenario", ""), today)
    point, unknown = _point(region, typed, saved, today)
    counts = definition_that_counts(region, on=today)
    usual = levers_where(counts)
    points = standing_points(region, on=today)
    read = read_levers(typed, given=saved.levers if saved else usual)
    levers, errors = {**as_usual(read.levers, usual), WINDOW: ""}, {**unknown, **read.errors}
    about: dict[str, Any] = {
        "region": region,
        "starting_point": point,
        "account": account,
        "today": today,
    }
    try:
        outcome = tried(levers, **about)
    except LeversError as error:
        # What cannot be is told beside the trend.
        errors = errors or _refused(error)
        outcome = tried(default_levers(), **about)
    names = _names(region, outcome, today)
    chosen = typed.get("gemeente", "") if typed.get("gemeente", "") in names else ""
    return Work(
        point=point,
        saved=saved,
        levers=levers,
        usual=usual,
        counts=counts,
        points=points,
        typed=typed,
        errors=errors,
        outcome=outcome,
        look=_look(
            region, outcome, names, chosen, typed.get("jaar", ""), today, _trend(outcome, points)
        ),
        names=names,
        chosen=chosen,
    )


def _refused(error: LeversError) -> dict[str, str]:
    named = error.fields.get("levers")
    return dict(named) if isinstance(named, Mapping) else {"": str(error)}


def _saved(account: Account, region: Region, key: str, today: date) -> ForecastScenario | None:
    if not key:
        return None
    try:
        asked = UUID(key)
    except ValueError:
        raise NoScenarioError(
            _("Dit scenario bestaat niet, of is niet met u gedeeld."), scenario=key[:40]
        ) from None
    return scenario_for(account, region=region, key=asked, on=today)


def _point(
    region: Region, typed: Mapping[str, str], saved: ForecastScenario | None, today: date
) -> tuple[StartingPoint, dict[str, str]]:
    """Return where it begins; of a window that is not there the usual one, and what is wrong."""
    window = typed.get("venster", "").strip()
    if saved is not None and window in {"", saved.starting_point.window}:
        return saved.starting_point, {}
    try:
        return starting_point_of(region, on=today, window=window), {}
    except NoStartingPointError as error:
        usual = saved.starting_point if saved else starting_point_of(region, on=today)
        return usual, {"venster": str(error)}


def _names(region: Region, outcome: Outcome, today: date) -> dict[str, str]:
    """Return the name of each municipality of the outcome; one that went up keeps its code."""
    living = dict(_places(region, on=today).values())
    found = {code: living.get(code, code) for code in outcome.places}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _look(
    region: Region,
    outcome: Outcome,
    names: Mapping[str, str],
    chosen: str,
    year: str,
    today: date,
    trend: Projection,
) -> Look:
    years = outcome.projection.years
    asked = int(year) if year.isdecimal() and len(year) == len("2026") else 0
    usual = min(years[0] + YEARS_AHEAD, years[-1])
    codes = [chosen] if chosen else list(outcome.places)
    vintage, title = _reference(region, codes, today)
    return Look(
        who=names[chosen] if chosen else str(region),
        places=tuple(outcome.base.place(code) for code in codes),
        year=asked if asked in years[1:] else usual,
        found=outcome.projection,
        beside=trend,
        beside_name=_("doorgaande trend"),
        vintage=vintage,
        vintage_name=title,
    )


def _trend(outcome: Outcome, points: Sequence[StartingPoint]) -> Projection:
    """Return what nobody turned, in the usual reference window where that has the same places.

    Of one window the starting point of the outcome stays: that it was replaced is no lever.
    """
    usual = next(iter(points), None)
    if usual is not None and usual.window != outcome.starting_point.window:
        base = baseline_of(usual)
        if (base.regions, base.year) == (outcome.base.regions, outcome.base.year):
            return trend_of(outcome, usual)
    return trend_of(outcome)


def _reference(region: Region, codes: list[str], today: date) -> tuple[Mapping[int, float], str]:
    """Return households by year of the reference of the region, and what it is called."""
    reference = _chosen(region, on=today)
    if reference is None:
        return {}, ""
    wanted = set(codes)
    keys = [key for key, (code, _name) in _places(region, on=today).items() if code in wanted]
    return _expected(reference.vintage, reference.scenario, tuple(keys), today), (
        reference.vintage.title
    )


_places = until_recorded(most=64)(places_in)
"""The municipalities of a region: a move of a lever changes none."""


@until_recorded(most=64)
def _chosen(region: Region, *, on: date) -> RegionReference | None:
    """Return the reference of a region on a day; None before it chose one."""
    try:
        return reference_of(region, on=on)
    except NoReferenceError:
        return None


@lru_cache(maxsize=64)
def _expected(
    vintage: ForecastVintage, scenario: str, keys: tuple[UUID, ...], _on: date
) -> Mapping[int, float]:
    """Return households by year; a vintage never changes, so a process asks once a day."""
    found = series(keys, Measure.HOUSEHOLDS, [vintage])
    return {point.year: point.value for point in found.points if point.scenario == scenario}
