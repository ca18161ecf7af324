"""Births, deaths, moves and people from abroad: rates under which what was counted comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household._counted import Counted, Note
from woonregie.engines.household._limits import BOYS, TINY
from woonregie.engines.household._positions import WOMEN, Floats
from woonregie.engines.household._priors import Priors
from woonregie.engines.household._scenario import band_of_age
from woonregie.engines.household._shrink import Shrunk, shrunk

FITS = 8
"""Turns in which levels settle: who died cannot move any more."""
MOST_PERMITS = 0.5
"""The most of those who come from abroad that permit holders are taken to be."""
EXITS = ("deaths", "emigration", "departures")


@dataclass(slots=True)
class Work:
    """What the parts of a calibration share: tables, priors, the notes so far."""

    counted: Counted
    priors: Priors
    notes: list[Note] = field(default_factory=list[Note])

    def say(self, code: str, **fields: object) -> None:
        """Add a note."""
        self.notes.append(Note(code, fields))

    def seen(self, name: str) -> Floats | None:
        """Return (region,) events a year; not a number where a region was not counted."""
        found = self.counted.events(name)
        if found is None:
            self.say(f"no_{name}")
            return None
        self._name("not_counted", ~np.isfinite(found), table=name)
        fewer = ~np.isfinite(np.asarray(self.counted.table(name))).all(axis=0) & np.isfinite(found)
        if all(note.code != "fewer_years" for note in self.notes):
            self._name("fewer_years", fewer)
        return found

    def _name(self, code: str, which: NDArray[np.bool_], **fields: object) -> None:
        """Add a note that names regions, where there are any."""
        names = [name for name, so in zip(self.counted.regions, which, strict=True) if so]
        if names:
            self.say(code, regions=names, **fields)


@dataclass(frozen=True, slots=True)
class Events:
    """Arrays of rates and levels, and who leaves with them.

    Args:
        arrays: for a baseline.
        leavers: (band, region) persons in a usual year.
        raw: by table, (region,) levels without shrinking; for whoever wants to look.
    """

    arrays: Mapping[str, object]
    leavers: Floats
    shrunk: Mapping[str, Shrunk]


@dataclass(slots=True)
class _Component:
    """One way out, its counts a year, and the rates that are looked for."""

    observed: Floats | None
    factor: float
    level: Floats
    found: Shrunk | None = None

    def fit(self, made: Floats, years: int) -> None:
        """Move factor and level towards what was counted, from what they give now."""
        if self.observed is None or self.factor <= 0:
            return
        usual = made / np.maximum(self.level, TINY)
        found = shrunk(self.observed * years, usual * years)
        known = np.isfinite(self.observed)
        now = float((usual * found.level * found.factor)[known].sum())
        # Shrinking loses a little of the total; all regions together get it back.
        again = float(self.observed[known].sum()) / max(now, TINY)
        self.factor *= found.factor * again
        self.level, self.found = found.level, found


def events(work: Work, population: Floats, departures: Floats | None) -> Events:
    """Return rates of which the modelled events of the window are those that were counted.

    Args:
        work: tables and priors.
        population: (region, sex, age, position) persons on the first day.
        departures: (region,) persons a year to another region; None where they are not known.
    """
    counted, priors = work.counted, work.priors
    usual = counted.usual_people() / np.maximum(population.sum(axis=(1, 2, 3)), TINY)
    people = population * usual[:, None, None, None]
    births, fertility = _births(work, people)
    observed = {name: work.seen(name) for name in EXITS[:2]} | {EXITS[2]: departures}
    ways = {name: _Component(observed[name], 1.0, np.ones(len(people))) for name in EXITS}
    if ways["emigration"].observed is None:
        ways["emigration"].factor = 0.0
    if len(people) == 1:
        ways["departures"].factor = 0.0
    deaths = ways["deaths"]
    if deaths.observed is not None:
        # Who dies in the year of birth was counted, and is in no rate by age.
        newborn = births * float(np.array([BOYS, 1 - BOYS]) @ priors.newborn_mortality)
        deaths.observed = np.maximum(deaths.observed - newborn, 0.0)
    years = max(len(counted.window), 1)
    for _turn in range(FITS):
        made = _exits(priors, people, ways)
        for name, way in ways.items():
            way.fit(made[name].sum(axis=0), years)
    leavers = _exits(priors, people, ways)["departures"]
    bands = len(priors.bands)
    arrays = fertility | {
        "mortality": deaths.factor * deaths.level[:, None, None] * priors.mortality,
        "mortality_by_position": priors.mortality_by_position,
        "newborn_mortality": priors.newborn_mortality,
        "emigration": ways["emigration"].factor * priors.emigration,
        "emigration_level": ways["emigration"].level,
        "leaving": ways["departures"].factor * priors.leaving,
        "leaving_level": np.repeat(ways["departures"].level[:, None], bands, axis=1),
    }
    levels = {name: way.found for name, way in ways.items() if way.found is not None}
    return Events(arrays, leavers, levels)


def _births(work: Work, people: Floats) -> tuple[Floats, dict[str, object]]:
    """Return (region,) births a year, and the arrays that give them."""
    priors = work.priors
    usual = np.einsum(
        "rah,a,h->r", people[:, WOMEN], priors.fertility, priors.fertility_by_position
    )
    way = _Component(work.seen("births"), 1.0, np.ones(len(people)))
    way.fit(usual, max(len(work.counted.window), 1))
    arrays: dict[str, object] = {
        "fertility": way.factor * priors.fertility,
        "fertility_level": way.level,
        "fertility_by_position": priors.fertility_by_position,
    }
    return usual * way.factor * way.level, arrays


def _exits(priors: Priors, people: Floats, ways: Mapping[str, _Component]) -> dict[str, Floats]:
    """Return (band, region) who goes in a year by each way out (equations 1 and 2)."""
    bands = band_of_age(priors.bands)
    deaths, emigration, departures = (ways[name] for name in EXITS)
    dying = priors.mortality[..., None] * priors.mortality_by_position * deaths.factor
    going = priors.emigration[..., None] * emigration.factor
    leaving = priors.leaving * departures.factor
    rates = {
        name: rate[None] * way.level[:, None, None, None]
        for (name, way), rate in zip(ways.items(), (dying, going, leaving), strict=True)
    }
    together = sum(rates.values(), np.zeros(1))
    exposed = people / np.maximum(1 + together / 2, together)
    starts = list(np.flatnonzero(np.diff(bands, prepend=-1)))
    return {
        name: np.add.reduceat((exposed * rate).sum(axis=(1, 3)), starts, axis=1).T
        for name, rate in rates.items()
    }


def abroad(work: Work) -> dict[str, object]:
    """Return who comes from abroad, by region (equation 11)."""
    counted, priors = work.counted, work.priors
    observed = work.seen("immigration")
    if observed is None:
        return {}
    people = counted.usual_people()
    years = len(counted.window)
    found = shrunk(observed * years, people)
    known = np.isfinite(observed)
    coming = people * found.factor * found.level / years
    coming *= float(observed[known].sum()) / max(float(coming[known].sum()), TINY)
    # The state divides permit holders over municipalities by their inhabitants.
    permits = np.minimum(people * priors.permits / 1000, MOST_PERMITS * coming)
    if priors.permits:
        work.say("permits_assumed", per_thousand=priors.permits)
    return {
        "immigration": coming - permits,
        "immigration_profile": priors.immigration_profile,
        "permit_holders": permits,
        "permit_profile": priors.permit_profile,
    }
