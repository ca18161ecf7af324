"""From counted tables to where a forecast begins: levels, seats, steps and destinations.

The equations are 28 to 35 and 39 of docs/engines/household.md. What was not counted is taken
from the priors, and each time there is a note that says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from woonregie.engines.household._baseline import Baseline
from woonregie.engines.household._calibrate_events import Work, abroad, events
from woonregie.engines.household._calibrate_local import local_levels
from woonregie.engines.household._calibrate_moves import by_size, completed, to_arrivals, to_moves
from woonregie.engines.household._calibrate_positions import (
    Seats,
    fitted,
    lean_with_couples,
    with_lodgers,
)
from woonregie.engines.household._calibrate_steps import seen_change, smoothed, updated
from woonregie.engines.household._counted import Counted, Note
from woonregie.engines.household._course import widowed
from woonregie.engines.household._limits import TINY
from woonregie.engines.household._positions import (
    AGES,
    WIDOWHOOD,
    Floats,
    Position,
    households_per_person,
)
from woonregie.engines.household._priors import Priors

HOUSEHOLDS_OFF = 0.005
OUT_OF_BALANCE = 0.005


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Where a forecast begins, and what has to be said of it.

    Args:
        baseline: for `project` and `simulate`.
        notes: what was missing, and what was assumed instead.
    """

    baseline: Baseline
    notes: tuple[Note, ...]


def calibrated(counted: Counted, priors: Priors) -> Calibrated:
    """Return where a forecast begins, from what was counted.

    Args:
        counted: the tables.
        priors: what is assumed where nothing was counted, and how curves run by age.

    Raises:
        EngineError: tables do not fit each other, or give something impossible.
    """
    work = Work(counted, priors)
    work.say("curves_assumed")
    population, other = _population(work)
    arrays: dict[str, object] = {"population": population, "other_households": other}
    moved = _moved(work)
    happened = events(work, population, moved.departures)
    arrays |= happened.arrays
    arrays |= abroad(work)
    arrays |= _moves(work, moved, happened.leavers)
    arrays |= _dwellings(work, population, other)
    base = _baseline(work, arrays | {"transitions": priors.transitions})
    arrays["transitions"] = _transitions(work, base)
    arrays["transition_level"] = local_levels(_baseline(work, arrays))
    return Calibrated(_baseline(work, arrays), tuple(work.notes))


def _baseline(work: Work, arrays: Mapping[str, object]) -> Baseline:
    return Baseline.from_arrays(
        regions=work.counted.regions,
        year=work.counted.year,
        arrays=arrays,
        move_bands=work.priors.bands,
        sources=work.counted.sources,
    )


# ---------------------------------------------------------------- people and positions
def _population(work: Work) -> tuple[Floats, Floats]:
    """Return (region, sex, age, position) persons, and (region,) kappa."""
    counted, priors = work.counted, work.priors
    people = _by_age(work)
    seed = people[..., None] * priors.positions
    lodgers = _share_of_lodgers(priors)
    usual = np.full(len(people), 1 / priors.other_size)
    if counted.positions is None:
        work.say("no_positions")
        found = fitted(seed, Seats(people, None, (0,)))
        return _as_households(work, found, usual), usual
    positions = _complete(work, counted.positions)
    if counted.position_year not in {None, counted.year}:
        work.say("positions_of_year", year=counted.position_year)
    by_lodgers, other = _lodgers(work, positions, np.full(len(people), lodgers), usual)
    targets = _targets(work, positions, people, by_lodgers)
    found = fitted(seed, Seats(people, targets, counted.position_starts))
    if counted.households_year == counted.position_year == counted.year:
        return found, other
    return _as_households(work, found, other), other


def _by_age(work: Work) -> Floats:
    """Return (region, sex, age) persons."""
    counted, priors = work.counted, work.priors
    if counted.knows_ages:
        return counted.people
    if counted.positions is None:
        work.say("ages_assumed")
        found: Floats = counted.people[:, None, None] * priors.people
        return found
    work.say("ages_of_groups")
    starts = list(counted.position_starts)
    wide = np.diff([*starts, AGES])
    usual = np.add.reduceat(priors.people.sum(axis=0), starts)
    private = np.nan_to_num(counted.positions).sum(axis=2)
    whole = private / np.maximum(1 - _institution_share(priors, starts), 0.1)
    if _same_day(counted):
        # Whoever lives in no private household lives in an institution, at the usual ages.
        inside = whole - private
        people_inside = np.maximum(counted.people - private.sum(axis=1), 0.0)
        whole = private + inside * (people_inside / np.maximum(inside.sum(axis=1), TINY))[:, None]
    unknown = whole.sum(axis=1) <= 0
    whole[unknown] = usual
    each = np.repeat(whole / np.maximum(usual, TINY), wide, axis=1)
    by_age = each[:, None] * priors.people
    times: Floats = counted.people / by_age.sum(axis=(1, 2))
    return by_age * times[:, None, None]


def _same_day(counted: Counted) -> bool:
    """Return whether positions were counted on the day on which the forecast begins."""
    return counted.position_year in {None, counted.year}


def _institution_share(priors: Priors, starts: list[int]) -> Floats:
    """Return (group,) share of people who live in an institution."""
    inside = (priors.people * priors.positions[..., Position.INSTITUTION]).sum(axis=0)
    found: Floats = np.add.reduceat(inside, starts) / np.maximum(
        np.add.reduceat(priors.people.sum(axis=0), starts), TINY
    )
    return found


def _share_of_lodgers(priors: Priors) -> float:
    by_position = np.einsum("sa,sah->h", priors.people, priors.positions)
    lodger, other = by_position[Position.LODGER], by_position[Position.OTHER]
    return float(lodger / max(lodger + other, TINY))


def _complete(work: Work, positions: Floats) -> Floats:
    """Return positions in which a region that was not counted is like all others."""
    unknown = ~np.isfinite(positions).all(axis=(1, 2)) | (positions.sum(axis=(1, 2)) <= 0)
    if unknown.any():
        names = [name for name, gone in zip(work.counted.regions, unknown, strict=True) if gone]
        work.say("positions_missing", regions=names)
    mean = np.nan_to_num(positions)[~unknown].sum(axis=0)
    found: Floats = np.where(unknown[:, None, None], mean, np.nan_to_num(positions))
    return found


def _lodgers(
    work: Work, positions: Floats, lodgers: Floats, usual: Floats
) -> tuple[Floats, Floats]:
    """Return (region,) share of lodgers among other members, and kappa, from counted households.

    Households that follow from nobody else are of the type "overig": so many members of these
    live in one, the rest are lodgers.
    """
    counted = work.counted
    if counted.households is None or counted.households_year != counted.position_year:
        if counted.households is None:
            work.say("no_households")
        return lodgers, usual
    by_position = positions.sum(axis=1)
    worth = households_per_person(np.zeros(1))[: by_position.shape[1], 0]
    left = np.maximum(counted.households - by_position @ worth, 0.0)
    members = np.maximum(by_position[:, Position.OTHER], TINY)
    within = np.minimum(left * work.priors.other_size, members)
    known = np.isfinite(left) & (left > 0)
    share = np.where(known, 1 - within / members, lodgers)
    other = np.where(known, np.minimum(left / np.maximum(within, TINY), 1.0), usual)
    return share, other


def _targets(work: Work, positions: Floats, people: Floats, lodgers: Floats) -> Floats:
    """Return (region, group, position) persons on the first day."""
    counted, priors = work.counted, work.priors
    starts = list(counted.position_starts)
    whole = np.add.reduceat(people.sum(axis=1), starts, axis=1)
    usual = whole * _institution_share(priors, starts)
    private = positions.sum(axis=2)
    # Whoever lives in no private household lives in an institution.
    known = _same_day(counted) & (whole >= private)
    inside = np.where(known, whole - private, usual)
    shares = positions / np.maximum(private, TINY)[..., None]
    return with_lodgers(shares * (whole - inside)[..., None], lodgers, inside)


def _as_households(work: Work, people: Floats, other: Floats) -> Floats:
    """Return people who are as many households as were counted on the first day."""
    counted = work.counted
    if counted.households is None:
        if counted.positions is None:
            work.say("no_households")
        return people
    if counted.households_year not in {None, counted.year}:
        work.say("households_of_year", year=counted.households_year)
        return people
    found = lean_with_couples(people, counted.households, other)
    worth = households_per_person(other).T
    made = np.einsum("rsah,rh->r", found, worth)
    off = np.abs(made / counted.households - 1)
    far = [
        name
        for name, value in zip(counted.regions, off, strict=True)
        if np.isfinite(value) and value > HOUSEHOLDS_OFF
    ]
    work.say("households_leaned")
    if far:
        work.say("households_off", regions=far)
    return found


# ---------------------------------------------------------------- moves
@dataclass(frozen=True, slots=True)
class _Moved:
    """(region,) persons a year; None where that is not known. Shares by size and distance."""

    departures: Floats | None
    arrivals: Floats | None
    shares: Floats


def _moved(work: Work) -> _Moved:
    """Return who leaves and arrives in a usual year, of zones as well."""
    counted = work.counted
    departures, arrivals = work.seen("departures"), work.seen("arrivals")
    if len(counted.regions) == 1:
        return _Moved(departures, arrivals, np.zeros((len(work.priors.bands), 1, 1)))
    people = np.maximum(counted.usual_people(), 1.0)
    shares = by_size(people, counted.minutes, work.priors.decay)
    if departures is None or arrivals is None:
        return _Moved(departures, None, shares)
    if np.isfinite(departures).all() and np.isfinite(arrivals).all():
        _tell_balance(work, departures, arrivals)
    elif np.isfinite(departures).any():
        work.say("zones_estimated")
        departures, arrivals = completed(departures, arrivals, people, shares.mean(axis=0))
    return _Moved(departures, arrivals, shares)


def _moves(work: Work, moved: _Moved, leavers: Floats) -> dict[str, object]:
    """Return where leavers go, and what pulls them."""
    counted, priors = work.counted, work.priors
    found: dict[str, object] = {
        "arrival_positions": priors.arrival_positions,
        "size_pull": priors.size_pull,
        "access_pull": priors.access_pull,
    }
    if len(counted.regions) == 1:
        work.say("single_region")
        return found | {"destinations": moved.shares}
    shares = moved.shares
    if moved.arrivals is not None and moved.arrivals.sum() > 0:
        shares = to_arrivals(shares, leavers, moved.arrivals)
        made = np.einsum("gr,grd->d", leavers, shares)
        off = np.abs(made / made.sum() - moved.arrivals / moved.arrivals.sum())
        if off.max() > OUT_OF_BALANCE:
            work.say("arrivals_impossible", region=counted.regions[int(off.argmax())])
    if counted.moves is None:
        work.say("no_moves")
    else:
        shares = to_moves(shares, leavers, counted.moves)
    if counted.minutes is None:
        work.say("no_minutes")
    else:
        found["nearness"] = 1 / _within_too(counted.minutes)
    return found | {"destinations": shares}


def _tell_balance(work: Work, departures: Floats, arrivals: Floats) -> None:
    left, came = float(departures.sum()), float(arrivals.sum())
    if abs(left - came) > OUT_OF_BALANCE * max(left, came):
        work.say("out_of_balance", departures=round(left), arrivals=round(came))


def _within_too(minutes: Floats) -> Floats:
    """Return travel times that are above zero within a region too: half of that to the nearest."""
    found = minutes.copy()
    np.fill_diagonal(found, np.inf)
    nearest = found.min(axis=1)
    np.fill_diagonal(found, np.where(np.diag(minutes) > 0, np.diag(minutes), nearest / 2))
    return found


# ---------------------------------------------------------------- dwellings
def _dwellings(work: Work, population: Floats, other: Floats) -> dict[str, object]:
    counted, priors = work.counted, work.priors
    households = np.einsum("rsah,rh->r", population, households_per_person(other).T)
    need = households * (1 - priors.elsewhere) / (1 - priors.vacancy)
    stock = counted.stock
    if stock is None:
        work.say("no_stock")
        stock = need
    elif not np.isfinite(stock).all():
        names = [
            name for name, gone in zip(counted.regions, ~np.isfinite(stock), strict=True) if gone
        ]
        work.say("stock_missing", regions=names)
    return {
        "stock": np.where(np.isfinite(stock), stock, need),
        "elsewhere": priors.elsewhere,
        "vacancy": priors.vacancy,
    }


# ---------------------------------------------------------------- steps
def _transitions(work: Work, base: Baseline) -> Floats:
    """Return steps under which positions go on as they were counted (equation 35)."""
    counted = work.counted
    now = _national(base.population)
    before, years = now, 1
    if counted.positions_before is not None and counted.before_year and counted.position_year:
        years = counted.position_year - counted.before_year
        before = _national(_population_before(work, base))
    else:
        work.say("one_cross_section")
    change = seen_change(before, now, years) - _beside_steps(base, now)
    # Nobody takes a step in the oldest, open group that is not taken at the age below it.
    change[:, -1] = change[:, -2]
    return updated(base.transitions, now, change)


def _national(population: Floats) -> Floats:
    """Return (sex, age, position) shares, without the edges of groups."""
    people = population.sum(axis=0)
    return smoothed(people / np.maximum(people.sum(axis=2, keepdims=True), TINY))


def _population_before(work: Work, base: Baseline) -> Floats:
    """Return (region, sex, age, position) as positions were at the earlier count."""
    counted, priors = work.counted, work.priors
    people = base.population.sum(axis=3)
    positions = _complete(work, np.asarray(counted.positions_before))
    lodgers = np.full(len(people), _share_of_lodgers(priors))
    targets = _targets(work, positions, people, lodgers)
    seats = Seats(people, targets, counted.position_starts)
    return fitted(base.population, seats)


def _beside_steps(base: Baseline, shares: Floats) -> Floats:
    """Return (sex, age, position) what changes shares in a year without any step.

    Who loses a partner, who arrives from another region in another position than who left, and
    who comes from abroad.
    """
    found = np.zeros_like(shares)
    lost = widowed(base)
    for at, step in enumerate(WIDOWHOOD):
        taken = shares[..., step.origin] * lost[..., at]
        found[..., step.origin] -= taken
        found[..., step.destination] += taken
    people = base.population.sum(axis=(0, 3))
    leaving = np.einsum("sah,sah->sa", shares, base.leaving)
    gone = shares * base.leaving
    arrived = leaving[..., None] * base.arrival_positions
    coming = base.immigration_profile * base.immigration.sum()
    coming = coming + base.permit_profile * base.permit_holders.sum()
    rate = coming / np.maximum(people, 1.0)[..., None]
    found += arrived - gone
    found += rate - rate.sum(axis=2, keepdims=True) * shares
    return found
