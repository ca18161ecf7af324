"""The equations of docs/engines/household.md as they stand there, in plain NumPy.

Slow on purpose: every step is an array expression that can be laid beside its equation. The fast
engine has to say the same. All arrays here have the axes (sex, age, position, region).
"""

from dataclasses import dataclass

import numpy as np

from woonregie.engines.household._baseline import Baseline
from woonregie.engines.household._books import (
    Booked,
    Counted,
    Modelled,
    Scales,
    collected,
    first_need,
    following,
    need_of,
    scales_of,
)
from woonregie.engines.household._course import CHILD, Course, Wanted, course, wanted
from woonregie.engines.household._limits import BALANCE, BOYS, MOST_FACTOR, MOST_WIDOWED, TINY
from woonregie.engines.household._moves import (
    Pull,
    attraction,
    lift_by_band,
    mean_weights,
    sent,
    stated_lift,
    supply_lift,
)
from woonregie.engines.household._positions import (
    ADMITTED,
    BALANCED,
    DESTINATION,
    EVENT,
    EVERY_STEP,
    FORMS,
    MEN,
    ORIGIN,
    PARTNERS,
    SEXES,
    WOMEN,
    Event,
    Floats,
)
from woonregie.engines.household._results import Projection, ScaleFactor
from woonregie.engines.household._scenario import Domestic, Scenario


@dataclass(frozen=True, slots=True)
class Exits:
    """Who is gone at the end of the year, and who is left.

    Args:
        stay: (sex, age, position, region) persons.
        deaths: (sex, age, region) persons, without newborns.
        emigration: (sex, age, region).
        leavers: (sex, age, region) to another region.
        births: (region,).
        newborn_deaths: (sex, region).
        bereft: (sex, widowhood, region) partners who died, by their own sex.
    """

    stay: Floats
    deaths: Floats
    emigration: Floats
    leavers: Floats
    births: Floats
    newborn_deaths: Floats
    bereft: Floats


@dataclass(frozen=True, slots=True)
class Year:
    """One year: the state after it, and its flows."""

    state: Floats
    exits: Exits
    arrivals: Floats
    immigration: Floats
    couples_apart: Floats
    stock: Floats


def reference(base: Baseline, scenario: Scenario, years: int) -> Projection:
    """Return the forecast of a scenario, by the equations as they are written.

    Args:
        base: where it begins.
        scenario: the levers.
        years: how many.

    Raises:
        EngineError: scenario and baseline do not fit.
    """
    plan = course(base, scenario, years)
    totals = wanted(scenario.national, years)
    state: Floats = np.ascontiguousarray(np.moveaxis(base.population, 0, -1))
    stock = base.stock.copy()
    states, stocks = [state], [stock]
    found: list[Year] = []
    scaling: list[ScaleFactor] = []
    for year in range(years):
        scales, told = _scales(plan, year, state, stock, totals)
        done = _year(plan, year, state, stock, scales)
        scaling += told
        state, stock = done.state, done.stock
        states.append(state)
        stocks.append(stock)
        found.append(done)
    booked = [_booked(done) for done in found]
    every = np.array(states)
    counted = Counted(
        population=np.einsum("ysapr->yrsa", every),
        by_sex=np.einsum("ysapr->yspr", every),
        final=np.moveaxis(state, -1, 0).copy(),
    )
    return collected(plan, counted, stocks, booked, scaling, totals)


def _gap(plan: Course, year: int, state: Floats, stock: Floats) -> Floats:
    """Return (region,) the shortage as a share of the stock, beyond that of the start."""
    first = first_need(plan)
    now = need_of(plan, state.sum(axis=(0, 1)), year)
    gap = (now - stock) / stock - (first - plan.base.stock) / plan.base.stock
    # A stock that follows its need has no gap.
    found: Floats = np.where(plan.follows, 0.0, gap)
    return found


def _year(plan: Course, year: int, state: Floats, stock: Floats, scales: Scales) -> Year:
    gap = _gap(plan, year, state, stock)
    exits = _exits(plan, year, state, gap, scales)
    flows, apart = _transitions(plan, year, exits, gap)
    after = exits.stay.copy()
    for step in range(len(EVERY_STEP)):
        after[:, :, ORIGIN[step]] -= flows[:, :, step]
        after[:, :, DESTINATION[step]] += flows[:, :, step]
    after = np.maximum(after, 0.0)
    immigrants = _immigrants(plan, year, scales)
    built, known = _supply(plan, year, stock)
    settled = (after + immigrants).sum(axis=(0, 1))
    arrivals = _arrivals(plan, year, state, exits.leavers, settled, known)
    arrived = arrivals[:, :, None, :] * plan.base.arrival_positions[:, :, :, None]
    new = np.zeros_like(state)
    new[:, 1:] = (after + arrived + immigrants)[:, :-1]
    new[:, -1] += (after + arrived + immigrants)[:, -1]
    new[MEN, 0, CHILD] += exits.births * BOYS - exits.newborn_deaths[MEN]
    new[WOMEN, 0, CHILD] += exits.births * (1 - BOYS) - exits.newborn_deaths[WOMEN]
    need = need_of(plan, new.sum(axis=(0, 1)), year + 1)
    times, least = following(plan.base.stock, first_need(plan))
    stock = np.where(plan.follows, np.maximum(times * need, least), built)
    return Year(new, exits, arrivals, immigrants.sum(axis=(0, 1, 2)), apart, stock)


def _exits(plan: Course, year: int, state: Floats, gap: Floats, scales: Scales) -> Exits:
    """Equations 1 to 3."""
    base, lam = plan.base, plan.lam[year]
    mortality = np.moveaxis(base.mortality, 0, -1)[:, :, None, :]
    dying = mortality * base.mortality_by_position[:, None] * plan.mortality[year]
    going = base.emigration[:, :, None, None] * base.emigration_level
    pushed = np.exp(lam * plan.scenario.response * np.clip(gap, -1.0, 1.0))
    level = base.leaving_level.T[plan.move_band] * plan.mobility[year] * pushed
    leaving = base.leaving[:, :, :, None] * level[None, :, None, :]
    together = dying + going + leaving
    dying = dying * scales.deaths[None, :, None, None]
    going = going * scales.emigration[None, :, None, None]
    scaled = dying + going + leaving
    exposed = state / np.maximum(1 + together / 2, np.maximum(together, scaled))
    deaths, emigration, leavers = exposed * dying, exposed * going, exposed * leaving
    mothers = (
        state[WOMEN]
        * base.fertility[:, None, None]
        * base.fertility_by_position[None, :, None]
        * base.fertility_level
    )
    births = mothers.sum(axis=(0, 1)) * plan.fertility[year] * scales.births
    dies = np.minimum(base.newborn_mortality * plan.mortality[year] * scales.deaths[0], 1.0)
    born = np.stack([births * BOYS, births * (1 - BOYS)])
    return Exits(
        # Where everybody goes, rounding may leave less than nobody.
        stay=np.maximum(state - deaths - emigration - leavers, 0.0),
        deaths=deaths.sum(axis=2),
        emigration=emigration.sum(axis=2),
        leavers=leavers.sum(axis=2),
        births=births,
        newborn_deaths=born * dies[:, None],
        bereft=deaths[:, :, PARTNERS].sum(axis=1),
    )


def _transitions(plan: Course, year: int, exits: Exits, gap: Floats) -> tuple[Floats, Floats]:
    """Return (sex, age, step, region) people, and (region,) what does not fit (equations 4-6)."""
    held = np.exp(-plan.scenario.restraint * np.clip(gap, 0.0, 1.0))
    level = plan.transition_level.T * plan.steps[year][:, None]
    level = level * np.where(FORMS[:, None], held, 1.0)
    level = np.minimum(level, MOST_FACTOR)
    plain = exits.stay[:, :, ORIGIN] * plan.transitions[:, :, :, None]
    factor = np.broadcast_to(level, (SEXES, *level.shape)).copy()
    apart = np.zeros(len(plan.base.regions))
    by_step = plain.sum(axis=1)
    for event in BALANCED:
        steps = event == EVENT
        counts = (by_step[:, steps] * level[steps]).sum(axis=1)
        fits = counts.mean(axis=0) / np.maximum(counts, TINY)
        fits = np.clip(fits, *BALANCE)
        factor[:, steps] = np.minimum(level[steps] * fits[:, None, :], MOST_FACTOR)
        moved = (by_step[:, steps] * factor[:, steps]).sum(axis=1)
        apart += np.abs(moved[MEN] - moved[WOMEN])
    # Whoever loses a partner: as many as partners of the other sex died, or are admitted.
    admitted = np.einsum("wk,skr->swr", ADMITTED, by_step * factor)
    lost = (exits.bereft + admitted)[::-1]
    widowed = EVENT == Event.WIDOWHOOD
    factor[:, widowed] = np.minimum(lost / np.maximum(by_step[:, widowed], TINY), MOST_WIDOWED)
    return plain * factor[:, None], apart


def _immigrants(plan: Course, year: int, scales: Scales) -> Floats:
    """Equation 11."""
    base = plan.base
    usual = base.immigration_profile[..., None] * base.immigration * plan.immigration[year]
    permits = base.permit_profile[..., None] * base.permit_holders * plan.permit_holders[year]
    found: Floats = (usual + permits) * scales.immigration[None, :, None, None]
    return found


def _supply(plan: Course, year: int, stock: Floats) -> tuple[Floats, Floats]:
    """Return (region,) the stock at the end of the year; the second without what follows."""
    built: Floats = np.maximum(stock + plan.additions[year] - plan.demolition[year], 1.0)
    return built, np.where(plan.follows, np.nan, built)


def _arrivals(
    plan: Course, year: int, state: Floats, leavers: Floats, settled: Floats, stock: Floats
) -> Floats:
    """Return (sex, age, region) who arrives (equations 7 to 10)."""
    base, domestic = plan.base, plan.scenario.own_need.domestic
    if domestic == Domestic.ZERO:
        return leavers
    bands = len(base.move_bands)
    grouped = np.zeros((bands, leavers.shape[2]))
    moving = np.zeros_like(grouped)
    mean = float(base.other_households.mean())
    each = mean_weights(mean)
    worth = (base.arrival_positions * each).sum(axis=2)[:, :, None] * leavers
    for band in range(bands):
        ages = band == plan.move_band
        grouped[band] = leavers[:, ages].sum(axis=(0, 1))
        moving[band] = worth[:, ages].sum(axis=(0, 1))
    pull = Pull(attraction(plan, state.sum(axis=(0, 1, 2))), grouped, moving)
    lift = np.zeros(leavers.shape[2])
    if domestic == Domestic.STATED:
        lift = stated_lift(plan, year, pull)
    elif domestic == Domestic.SUPPLY and plan.lam[year] > 0:
        lift = supply_lift(plan, year, pull, settled, stock)
    weight = pull.attraction * np.exp(lift_by_band(plan, lift))
    return sent(plan, leavers, weight)


def _scales(
    plan: Course, year: int, state: Floats, stock: Floats, totals: Wanted | None
) -> tuple[Scales, list[ScaleFactor]]:
    """Return the factors with which the year meets national totals (equation 12)."""
    if totals is None:
        return Scales.none(), []
    plain = Scales.none()
    exits = _exits(plan, year, state, _gap(plan, year, state, stock), plain)
    modelled = Modelled(
        births=float(exits.births.sum()),
        newborn_deaths=float(exits.newborn_deaths.sum()),
        deaths=exits.deaths.sum(axis=(0, 2)),
        emigration=exits.emigration.sum(axis=(0, 2)),
        immigration=_immigrants(plan, year, plain).sum(axis=(0, 2, 3)),
    )
    return scales_of(plan.base.year + year, totals, year, modelled)


def _booked(year: Year) -> Booked:
    exits = year.exits
    return Booked(
        births=exits.births,
        deaths=exits.deaths.sum(axis=(0, 1)) + exits.newborn_deaths.sum(axis=0),
        immigration=year.immigration,
        emigration=exits.emigration.sum(axis=(0, 1)),
        departures=exits.leavers.sum(axis=(0, 1)),
        arrivals=year.arrivals.sum(axis=(0, 1)),
        leavers=exits.leavers.sum(axis=(0, 2)),
        couples_apart=year.couples_apart,
    )
