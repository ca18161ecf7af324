"""Flows as they are booked, and what comes of states and flows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household._course import Course, Wanted
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._limits import TINY
from woonregie.engines.household._positions import AGES, MEN, PARTNERS, WOMEN, Floats
from woonregie.engines.household._results import (
    UNMET,
    Ledger,
    Projection,
    ScaleFactor,
    Unmet,
)

NEAR_TOTAL = 1e-5
"""What the fast engine may miss of a total by the length of its numbers."""

ALMOST_NONE = 1e-3
"""A need of fewer dwellings on the first day is none."""

Reals = TypeVar("Reals", Floats, NDArray[np.float32])


def need_of(plan: Course, positions: Floats, year: int) -> Floats:
    """Return (region,) dwellings needed by (position, region) persons (equation 13)."""
    households = (plan.weights * positions).sum(axis=0)
    found: Floats = households * (1 - plan.base.elsewhere) / (1 - plan.vacancy[year])
    return found


def following(first_stock: Reals, first: Reals) -> tuple[Reals, Reals]:
    """Return how a zone without a programme follows: its stock keeps what it had to its need.

    Where nothing was needed at first there is nothing to keep; then there are as many dwellings
    as at first, or as are needed.

    Args:
        first_stock: (region,) dwellings on the first day.
        first: (region,) dwellings needed on the first day.

    Returns:
        (region,) by what the need is multiplied, and (region,) the least that there are.

    >>> times, least = following(np.array([50.0, 50]), np.array([100.0, 0]))
    >>> np.maximum(times * np.array([150.0, 120]), least).tolist()
    [75.0, 120.0]
    """
    lived_in = first > ALMOST_NONE
    times, least = np.ones_like(first), np.full_like(first, TINY)
    times[lived_in] = first_stock[lived_in] / first[lived_in]
    least[~lived_in] = np.maximum(first_stock[~lived_in], TINY)
    return times, least


@dataclass(frozen=True, slots=True)
class Scales:
    """By what flows are multiplied to meet national totals: births, and others by age."""

    births: float
    deaths: Floats
    emigration: Floats
    immigration: Floats

    @classmethod
    def none(cls) -> "Scales":
        """Return factors that change nothing."""
        ones = np.ones(AGES)
        return cls(1.0, ones, ones, ones)


@dataclass(frozen=True, slots=True)
class Modelled:
    """What the model itself makes of national totals: numbers, and persons by (age,)."""

    births: float
    newborn_deaths: float
    deaths: Floats
    emigration: Floats
    immigration: Floats


def scales_of(
    calendar: int, totals: Wanted, year: int, modelled: Modelled
) -> tuple[Scales, list[ScaleFactor]]:
    """Return wanted divided by modelled, and what to tell of it (equation 12)."""
    born, births = float(totals.births[year, 0]), 1.0
    told: list[ScaleFactor] = []
    _check_possible(calendar, "births", np.array([born]), np.array([modelled.births]), (0,))
    if not np.isnan(born) and modelled.births > 0:
        births = born / modelled.births
        told.append(ScaleFactor(calendar, "births", 0, births))
    deaths = modelled.deaths.copy()
    deaths[0] += modelled.newborn_deaths * births
    counts = {
        "deaths": deaths,
        "emigration": modelled.emigration,
        "immigration": modelled.immigration,
    }
    by_age: dict[str, Floats] = {}
    for name, values in counts.items():
        asked: Floats = getattr(totals, name)[year]
        found: Floats = np.zeros(len(totals.bands))
        np.add.at(found, totals.band, values)
        _check_possible(calendar, name, asked, found, totals.bands)
        known = ~np.isnan(asked) & (found > 0)
        factor = np.where(known, np.nan_to_num(asked) / np.maximum(found, TINY), 1.0)
        by_age[name] = factor[totals.band]
        told += [
            ScaleFactor(calendar, name, age, float(times))
            for age, times, is_known in zip(totals.bands, factor, known, strict=True)
            if is_known
        ]
    return Scales(births, **by_age), told


def _check_possible(
    calendar: int, name: str, asked: Floats, found: Floats, bands: Sequence[int]
) -> None:
    """Refuse a total of something that the model has none of: no factor makes it of nothing."""
    for age, total, modelled in zip(bands, asked, found, strict=True):
        # A total that is not given is nan, and not above zero.
        if total > 0 and modelled <= 0:
            raise EngineError(
                f"{name} from age {age} in {calendar}: the national total is {total:g}, and by "
                "the rates of the baseline there are none",
                component=name,
                year=calendar,
                from_age=age,
            )


@dataclass(frozen=True, slots=True)
class Booked:
    """The flows of one year, by region; leavers by age."""

    births: Floats
    deaths: Floats
    immigration: Floats
    emigration: Floats
    departures: Floats
    arrivals: Floats
    leavers: Floats
    couples_apart: Floats


def first_need(plan: Course) -> Floats:
    """Return (region,) dwellings needed on the first day."""
    return need_of(plan, plan.base.population.sum(axis=(1, 2)).T, 0)


def partners_apart(by_sex: Floats) -> Floats:
    """Return (year, region) by how many men and women with a partner differ.

    Args:
        by_sex: (year, sex, position, region) persons.
    """
    partners = by_sex[:, :, PARTNERS].sum(axis=2)
    found: Floats = np.abs(partners[:, MEN] - partners[:, WOMEN])
    return found


def _unmet_statements(plan: Course, booked: Sequence[Booked]) -> list[Unmet]:
    """Return where net domestic migration is not what was stated."""
    if np.isnan(plan.stated).all():
        return []
    return [
        Unmet(
            plan.base.year + year,
            "net domestic migration",
            plan.base.regions[at],
            float(plan.stated[year, at]),
            float(net[at]),
        )
        for year, net in enumerate(of_year.arrivals - of_year.departures for of_year in booked)
        for at in np.flatnonzero(np.abs(net - plan.stated[year]) > UNMET)
    ]


def _unmet_totals(plan: Course, booked: Sequence[Booked], totals: Wanted | None) -> list[Unmet]:
    """Return which national totals were not met, of all ages together."""
    if totals is None:
        return []
    found: list[Unmet] = []
    for year, of_year in enumerate(booked):
        for what in ("births", "deaths", "emigration", "immigration"):
            asked = float(getattr(totals, what)[year].sum())
            made = float(getattr(of_year, what).sum())
            if abs(made - asked) > max(UNMET, asked * NEAR_TOTAL):
                found.append(Unmet(plan.base.year + year, what, "", asked, made))
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """Who was where on each first day.

    Args:
        population: (year, region, sex, age) persons.
        by_sex: (year, sex, position, region) persons.
        final: (region, sex, age, position) persons on the last day.
    """

    population: Floats
    by_sex: Floats
    final: Floats


def collected(
    plan: Course,
    counted: Counted,
    stocks: Sequence[Floats],
    booked: Sequence[Booked],
    scaling: Sequence[ScaleFactor],
    totals: Wanted | None,
) -> Projection:
    """Return a projection of who was where, and flows."""
    base = plan.base
    positions = np.moveaxis(counted.by_sex.sum(axis=1), -1, 1)
    need = np.array([need_of(plan, at.T, year) for year, at in enumerate(positions)])
    people = counted.population.sum(axis=(2, 3))
    flows = {
        name: np.array([getattr(year, name) for year in booked])
        for name in Booked.__dataclass_fields__
    }
    short = np.maximum(need[0] - base.stock, 0.0) / plan.scenario.catch_up_years
    catching = (np.arange(plan.years) < plan.scenario.catch_up_years)[:, None] * short
    task = np.zeros_like(need)
    task[1:] = np.diff(need, axis=0) + plan.demolition + catching
    hard = np.zeros_like(need)
    hard[1:] = np.cumsum(plan.hard, axis=0)
    return Projection(
        regions=base.regions,
        years=tuple(range(base.year, base.year + plan.years + 1)),
        population=counted.population,
        positions=positions,
        households=(positions * plan.weights.T).sum(axis=2),
        need=need,
        stock=np.array(stocks),
        task=task,
        hard_capacity=hard,
        ledger=Ledger(
            start=people[:-1],
            end=people[1:],
            partners_apart=partners_apart(counted.by_sex),
            **flows,
        ),
        scaling=scaling,
        unmet=[*_unmet_statements(plan, booked), *_unmet_totals(plan, booked, totals)],
        baseline=base.digest,
        scenario=plan.scenario.digest(),
        final=counted.final,
    )
