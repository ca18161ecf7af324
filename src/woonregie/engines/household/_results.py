"""What a forecast says, and the books that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from woonregie.engines.household._positions import Floats, Position

ALARM = (0.97, 1.03)
"""A scale factor outside this tells that baseline and national forecast do not fit."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every flow of persons, by year and region.

    Args:
        start: (year, region) persons on 1 January.
        births: (year, region) those who died before the end of the year included.
        deaths: (year, region) newborns included.
        immigration: (year, region) permit holders included.
        emigration: (year, region).
        departures: (year, region) to another region.
        arrivals: (year, region) from another region.
        end: (year, region) persons on 31 December.
        leavers: (year, age) departures of all regions by age on 1 January.
        couples_apart: (year, region) men and women who begin or end a couple and do not fit.
        partners_apart: (year + 1, region) how many more men than women have a partner, or women
            than men, on 1 January of each year and on the last day.
    """

    start: Floats
    births: Floats
    deaths: Floats
    immigration: Floats
    emigration: Floats
    departures: Floats
    arrivals: Floats
    end: Floats
    leavers: Floats
    couples_apart: Floats
    partners_apart: Floats

    @property
    def imbalance(self) -> Floats:
        """(year, region) what births, deaths and migration do not explain of the change."""
        natural = self.births - self.deaths
        abroad = self.immigration - self.emigration
        moved = self.arrivals - self.departures
        found: Floats = self.end - self.start - (natural + abroad + moved)
        return found

    @property
    def adrift(self) -> Floats:
        """(year,) departures that arrived nowhere."""
        found: Floats = self.departures.sum(axis=1) - self.arrivals.sum(axis=1)
        return found

    def worst(self) -> float:
        """Return the largest imbalance, as a share of the population of all regions."""
        people = self.start.sum(axis=1)
        gaps = np.maximum(np.abs(self.imbalance).max(axis=1), np.abs(self.adrift))
        return float((gaps / np.maximum(people, 1.0)).max())


@dataclass(frozen=True, slots=True)
class ScaleFactor:
    """By what one component was multiplied to meet a national total.

    Args:
        year: calendar year.
        component: births, deaths, emigration or immigration.
        from_age: first age of the band.
        factor: wanted divided by modelled.
    """

    year: int
    component: str
    from_age: int
    factor: float

    @property
    def alarming(self) -> bool:
        """Whether baseline and national forecast do not fit."""
        return not ALARM[0] <= self.factor <= ALARM[1]


UNMET = 0.5
"""So many persons may be missing of what was asked before it is told."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """What a scenario asks and the model cannot make.

    Args:
        year: calendar year.
        what: "net domestic migration", "births", "deaths", "emigration" or "immigration".
        region: whose; empty for all regions together.
        asked: persons.
        found: persons.
    """

    year: int
    what: str
    region: str
    asked: float
    found: float


@dataclass(frozen=True, slots=True)
class Projection:
    """One forecast without chance.

    Args:
        regions: the name of each.
        years: calendar years; the population is that of 1 January.
        population: (year, region, sex, age) persons.
        positions: (year, region, position) persons.
        households: (year, region).
        need: (year, region) dwellings (*woningbehoefte*).
        stock: (year, region) dwellings (*voorraad*).
        task: (year, region) dwellings to be added in the year before (*opgave*); the first is 0.
        hard_capacity: (year, region) dwellings in hard plans up to that day.
        ledger: every flow.
        scaling: factors by which components met national totals.
        unmet: what was stated or given and could not be met, by more than `UNMET` persons.
        baseline: digest of where it began.
        scenario: digest of the levers.
        final: (region, sex, age, position) persons on the last day, to go on from.
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    population: Floats
    positions: Floats
    households: Floats
    need: Floats
    stock: Floats
    task: Floats
    hard_capacity: Floats
    ledger: Ledger
    scaling: Sequence[ScaleFactor]
    unmet: Sequence[Unmet]
    baseline: str
    scenario: str
    final: Floats

    @property
    def shortage(self) -> Floats:
        """(year, region) dwellings that are needed and not there (*tekort*)."""
        found: Floats = np.maximum(self.need - self.stock, 0.0)
        return found

    @property
    def margin(self) -> Floats:
        """(year, region) growth of need since the start minus hard capacity (*groeipotentie*).

        Above zero a municipality may grow for own need beyond its hard plans; below zero its hard
        plans go beyond its own need.
        """
        found: Floats = self.need - self.need[0] - self.hard_capacity
        return found

    def households_by_type(self) -> dict[str, Floats]:
        """Return (year, region) households of each type; together they are all households."""
        alone = self.positions[:, :, Position.ALONE]
        couple = self.positions[:, :, Position.COUPLE] / 2
        family = self.positions[:, :, Position.COUPLE_WITH_CHILDREN] / 2
        parent = self.positions[:, :, Position.LONE_PARENT]
        other = self.households - alone - couple - family - parent
        return {
            "alone": alone,
            "couple": couple,
            "couple_with_children": family,
            "lone_parent": parent,
            "other": other,
        }

    def alarms(self) -> list[ScaleFactor]:
        """Return the scale factors that tell something does not fit."""
        return [factor for factor in self.scaling if factor.alarming]
