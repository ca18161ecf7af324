"""A forecast of a folder of tables, or of a region as it stands, as figures for a command."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.engines.household import (
    Baseline,
    Calibrated,
    EngineError,
    Fan,
    Projection,
    Scenario,
    calibrated,
    project,
    simulate,
)
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.models import Region
from woonregie.subjects.forecast.errors import FolderError
from woonregie.subjects.forecast.formats.past import Borders
from woonregie.subjects.forecast.formats.tables import (
    ASSUMED,
    Beginning,
    assumptions,
    chances,
    gathered,
    read_beginning,
    said,
)
from woonregie.subjects.forecast.levers import BY_KEY, OWN_NEED, Caution, read_levers, scenario_of
from woonregie.subjects.forecast.models import StartingPoint
from woonregie.subjects.forecast.permissions import may_work
from woonregie.subjects.forecast.queries import (
    baseline_of,
    scenario_named,
    settled,
    starting_point_of,
)

USUAL_YEARS, USUAL_TRAJECTORIES = 40, 100
MEASURES = ("population", "households", "need", "task", "shortage")
FANNED = ("population", "households", "need", "shortage")
QUANTILES = (0.1, 0.5, 0.9)
REMEDIES = {
    "years": "vraag 1 tot en met 100 jaar",
    "trajectories": "vraag 1 tot en met 100.000 doorrekeningen",
    "bytes": "zoveel doorrekeningen passen niet in het geheugen, vraag er minder",
    "seed": "het getal van --seed is 0 of meer, en kleiner dan 2 tot de macht 63",
    "workers": "vraag met --workers minder werkers, en minstens een",
}
"""What the engine names when it refuses -> what somebody can do."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Started:
    """Where a forecast begins, and the levers on it.

    Args:
        base: people, rates and dwellings.
        scenario: what the levers mean to the engine.
        years: how many.
        places: the regions of which the outcome is told.
        notes: what a reader should know.
        warnings: levers outside what is plausible.
        about: what else belongs to the answer.
        assumed: the file in which stands how far trajectories go apart.
    """

    base: Baseline
    scenario: Scenario
    years: int
    places: Sequence[str]
    notes: Sequence[str]
    warnings: Sequence[Caution]
    about: Mapping[str, str] = field(default_factory=dict)
    assumed: Path = ASSUMED


def projected(start: Started) -> dict[str, Any]:
    """Return a forecast without chance.

    Raises:
        RefusedError: levers that cannot be.
    """
    try:
        found = project(start.base, start.scenario, years=start.years)
    except EngineError as error:
        raise _cannot(error) from None
    ours = set(start.places)
    return _told(start, found.years) | {
        "measures": _rows(found, _at(start)),
        "alarms": [
            {"year": item.year, "component": item.component, "factor": round(item.factor, 4)}
            for item in found.alarms()
        ],
        "unmet": [
            {"year": item.year, "what": item.what, "region": item.region}
            for item in found.unmet
            if item.region in ours
        ],
    }


def simulated(start: Started, *, trajectories: int, seed: int, workers: int) -> dict[str, Any]:
    """Return many trajectories, as quantiles.

    Args:
        start: where they begin.
        trajectories: how many.
        seed: another one is other chance.
        workers: threads.

    Raises:
        RefusedError: levers that cannot be, or too many trajectories.
    """
    try:
        fan = simulate(
            start.base,
            start.scenario,
            years=start.years,
            trajectories=trajectories,
            seed=seed,
            workers=workers,
            uncertainty=chances(start.assumed),
        )
    except EngineError as error:
        raise _cannot(error) from None
    return _told(start, fan.years) | {
        "trajectories": trajectories,
        "seed": seed,
        "measures": _fanned(fan, _at(start)),
    }


def started(
    folder: Path,
    *,
    years: int,
    levers: Sequence[str] = (),
    begin: int | None = None,
    window: int = 5,
    assumed: Path | None = None,
) -> Started:
    """Return where a forecast of a folder begins.

    Args:
        folder: of tables.
        years: how many the forecast has.
        levers: "key=value" each, by the keys of the table of levers.
        begin: year of the first day; None for the last one that was counted.
        window: years of events.
        assumed: csv of assumptions; None for ours.

    Raises:
        RefusedError: the folder or a lever cannot be used.
    """
    result, found = begun(folder, begin=begin, window=window, assumed=assumed)
    read = read_levers(_by_name([*levers, f"years={years}"]))
    if read.errors:
        raise RefusedError(" ".join(read.errors.values()), levers=dict(read.errors))
    ours = [name for name in result.baseline.regions if name not in found.zones]
    need = read.levers[OWN_NEED]
    if need["kind"] == "zero-within":
        need = {**need, "members": ours}
    turned = {**read.levers, OWN_NEED: need, "places": ours}
    return Started(
        result.baseline,
        scenario_of(turned, result.baseline),
        years,
        result.baseline.regions,
        [*found.notes, *said(result.notes)],
        read.warnings,
        assumed=assumed or ASSUMED,
    )


def begun(
    folder: Path,
    *,
    begin: int | None,
    window: int,
    assumed: Path | None,
    borders: Borders | None = None,
    ours: Collection[str] = (),
) -> tuple[Calibrated, Beginning]:
    """Return a beginning that was calibrated on the tables of a folder, and what they held.

    Args:
        folder: of tables.
        begin: year of the first day; None for the last one that was counted.
        window: years of events.
        assumed: csv of assumptions; None for ours.
        borders: mergers, where the folder has no borders.csv of its own.
        ours: names of municipalities; all others become one area. Empty: nobody is added up.

    Raises:
        RefusedError: the folder cannot be used.
    """
    _lines, priors = assumptions() if assumed is None else assumptions(assumed)
    found = read_beginning(folder, priors, year=begin, window=window, borders=borders)
    if ours:
        found = gathered(found, ours)
    try:
        return calibrated(found.counted, priors), found
    except EngineError as error:
        raise FolderError(
            f"Uit deze tabellen is geen begin te ijken: {error}.", **error.fields
        ) from None


def started_in(
    region: Region,
    *,
    account: Account | None,
    today: date,
    years: int | None = None,
    levers: Sequence[str] = (),
    scenario: str = "",
) -> Started:
    """Return where the forecasts of a region begin, with levers or with a scenario of it.

    Args:
        region: which region.
        account: who asks; None is the system itself.
        today: the day of the starting point, the plans and who may see them.
        years: how many; None for those of the scenario, or 40.
        levers: "key=value" each, turned further from the scenario where there is one.
        scenario: name or key of a saved scenario; empty for none.

    Raises:
        ForbiddenError: she may not see forecasts here.
        NoScenarioError: there is none, or it is not for her.
        NoStartingPointError: none was recorded.
        RefusedError: levers that cannot be.
    """
    if account is not None and not may_work(account, region, today):
        raise ForbiddenError(_("U ziet hier geen prognoses. Vraag de regiosecretaris."))
    kept = scenario_named(region, scenario, account=account, on=today) if scenario else None
    point = kept.starting_point if kept else starting_point_of(region, on=today)
    base = baseline_of(point)
    asked = list(levers)
    if years is not None or kept is None:
        asked.append(f"years={USUAL_YEARS if years is None else years}")
    read = read_levers(_by_name(asked), kept.levers if kept else None)
    if read.errors:
        raise RefusedError(" ".join(read.errors.values()), levers=dict(read.errors))
    # What was saved stays as it was: only what is turned now meets the plans of today.
    found = (
        kept.levers
        if kept and not asked
        else settled(
            read.levers,
            region=region,
            starting_point=point,
            base=base,
            account=account,
            today=today,
        )
    )
    about = {"region": region.slug, "starting_point": point.title}
    return Started(
        base,
        scenario_of(found, base),
        int(found["years"]),
        found["places"],
        [*_cautions_of(region, point), *(str(note) for note in point.notes)],
        read.warnings,
        about | ({"name": kept.name, "key": str(kept.pk)} if kept else {}),
    )


def _cautions_of(region: Region, point: StartingPoint) -> list[str]:
    told = [
        _("Uitgangspunt: %(title)s") % {"title": point.title},
        _("Bron: %(publisher)s, %(title)s")
        % {"publisher": point.source.publisher, "title": point.source.title},
    ]
    if region.demonstration:
        told.append(_("Voorbeeldgegevens: trek hieruit geen conclusies over echte gemeenten."))
    if point.derived:
        told.append(_("Het uitgangspunt is een afgeleid voorbeeld."))
    return told


def _by_name(levers: Sequence[str]) -> dict[str, str]:
    """Return levers by the names that are read, of "key=value"."""
    found: dict[str, str] = {}
    for given in levers:
        key, sign, value = given.partition("=")
        if not sign or key not in BY_KEY:
            raise RefusedError(
                f"De knop {given} is niet te lezen. Schrijf knop=waarde; knoppen zijn: "
                f"{', '.join(sorted(BY_KEY))}.",
                lever=given,
            )
        found[BY_KEY[key].name] = value
    return found


def _cannot(error: EngineError) -> RefusedError:
    """Return what to do about what the engine refused; its own words stand beside it."""
    told = {*error.fields, error.fields.get("name")}
    ways = [way for name, way in REMEDIES.items() if name in told]
    if not ways and "lever" in error.fields:
        ways = [f"kijk naar de knop {error.fields['lever']}, en of zij bij de andere past"]
    way = ways[0] if ways else "kijk of de knoppen bij elkaar en bij dit begin passen"
    return RefusedError(f"Deze prognose kan niet: {way}.", why=str(error))


def _at(start: Started) -> list[int]:
    return [start.base.place(name) for name in start.places]


def _told(start: Started, years: Sequence[int]) -> dict[str, Any]:
    return {
        "regions": list(start.places),
        "years": list(years),
        "baseline": start.base.digest,
        "scenario": start.scenario.digest(),
        "notes": list(start.notes),
        "warnings": [item.text for item in start.warnings],
        **start.about,
    }


def _rows(found: Projection, at: Sequence[int]) -> dict[str, Any]:
    tables: Mapping[str, Floats] = {
        "population": found.population.sum(axis=(2, 3)),
        "households": found.households,
        "need": found.need,
        "task": found.task,
        "shortage": found.shortage,
    }
    return {name: np.round(tables[name][:, at], 1).tolist() for name in MEASURES}


def _fanned(fan: Fan, at: Sequence[int]) -> dict[str, Any]:
    return {
        name: {
            f"{100 * share:.0f}": np.round(fan.quantile(name, share)[:, at], 1).tolist()
            for share in QUANTILES
        }
        for name in FANNED
    }
