"""Where leavers arrive: pull by size, by what is near, and by dwellings."""

from dataclasses import dataclass

import numpy as np

from woonregie.engines.household._books import first_need, need_of
from woonregie.engines.household._course import Course
from woonregie.engines.household._limits import TINY
from woonregie.engines.household._positions import Floats, households_per_person
from woonregie.engines.household._scenario import Domestic

SUPPLY_ROUNDS = 6
STATED_ROUNDS = 100
NEAR_STATED = 0.05
"""Persons: so near to what is stated the search ends."""
MOST_STATED = 10.0
"""How far a statement may pull or push; beyond it nobody is left to come, or everybody comes."""
MOST_PULL = 1.5
LARGEST_MOVE = 0.5


@dataclass(frozen=True, slots=True)
class Pull:
    """How destinations pull, and who looks for one.

    Args:
        attraction: (band, region) by size and access.
        leavers: (band, region) persons who leave.
        households: (band, region) households that they will be.
    """

    attraction: Floats
    leavers: Floats
    households: Floats


def mean_weights(other: float) -> Floats:
    """Return (position,) households per person, with one mean for other households."""
    weights: Floats = households_per_person(np.array([other]))[:, 0]
    return weights


def lift_by_band(plan: Course, lift: Floats) -> Floats:
    """Return (band, region) how much more a region pulls each band."""
    if plan.scenario.own_need.domestic == Domestic.STATED:
        return np.repeat(lift[None, :], len(plan.base.move_bands), axis=0)
    found: Floats = plan.base.supply_pull[:, None] * lift
    return found


def attraction(plan: Course, people: Floats) -> Floats:
    """Return (band, region) pull by size and by what is near, against the start (equation 7)."""
    base = plan.base
    first = np.maximum(base.population.sum(axis=(1, 2, 3)), 1.0)
    now = np.maximum(people, 1.0)
    size = np.log(now / first)
    access = np.log((base.nearness @ now) / np.maximum(base.nearness @ first, TINY) + TINY)
    found: Floats = np.exp(base.size_pull[:, None] * size + base.access_pull[:, None] * access)
    return found


def sent(plan: Course, leavers: Floats, weight: Floats) -> Floats:
    """Return (sex, age, region) leavers where they arrive (equation 8)."""
    arrivals = np.zeros_like(leavers)
    within = plan.members[:, None] & plan.members[None, :]
    for band in range(weight.shape[0]):
        ages = band == plan.move_band
        open_to = plan.base.destinations[band] * weight[band]
        whole = np.maximum(open_to.sum(axis=1), TINY)
        share = np.where(within, 0.0, open_to) / whole[:, None]
        stays = np.where(plan.members, (open_to * within).sum(axis=1) / whole, 0.0)
        arrivals[:, ages] = leavers[:, ages] @ share + leavers[:, ages] * stays
    return arrivals


def _coming(plan: Course, pull: Pull, lift: Floats) -> tuple[Floats, Floats]:
    """Return (band, region) arrivals and the households that come with them."""
    weight = pull.attraction * np.exp(lift_by_band(plan, lift))
    whole = np.maximum(np.einsum("grs,gs->gr", plan.base.destinations, weight), TINY)
    persons = weight * np.einsum("gr,grs->gs", pull.leavers / whole, plan.base.destinations)
    homes = weight * np.einsum("gr,grs->gs", pull.households / whole, plan.base.destinations)
    return persons, homes


def stated_lift(plan: Course, year: int, pull: Pull) -> Floats:
    """Return (region,) the pull at which net domestic migration is what was stated."""
    asked = plan.stated[year]
    bound = ~np.isnan(asked)
    leavers = pull.leavers.sum(axis=0)
    target = np.maximum(leavers + np.where(bound, asked, 0.0), TINY)
    rest = max(float(leavers.sum() - target[bound].sum()), TINY)
    lift: Floats = np.zeros_like(target)
    for _round in range(STATED_ROUNDS):
        persons = np.maximum(_coming(plan, pull, lift)[0].sum(axis=0), TINY)
        # All regions that state nothing share one factor: together they take who is left.
        others = float(persons[~bound].sum())
        times: Floats = np.where(bound, target / persons, rest / others)
        lift = np.clip(lift + np.log(times), -MOST_STATED, MOST_STATED)
        if np.abs(persons - target)[bound].max() < NEAR_STATED:
            break
    return lift


def supply_lift(plan: Course, year: int, pull: Pull, settled: Floats, stock: Floats) -> Floats:
    """Return (region,) the pull at which need follows dwellings, in a few rounds (equation 10)."""
    bound = ~np.isnan(stock)
    base = plan.base
    per_home = (1 - base.elsewhere) / (1 - plan.vacancy[year + 1])
    fixed = need_of(plan, settled, year + 1)
    lift = np.zeros_like(fixed)
    target = fixed
    for turn in range(SUPPLY_ROUNDS):
        _persons, homes = _coming(plan, pull, lift)
        need = fixed + per_home * homes.sum(axis=0)
        if turn == 0:
            target = _target(plan, year, need, stock)
        moved = (base.supply_pull[:, None] * homes).sum(axis=0) * per_home
        step = np.clip((target - need) / np.maximum(moved, TINY), -LARGEST_MOVE, LARGEST_MOVE)
        lift = np.clip(lift + np.where(bound, step, 0.0), -MOST_PULL, MOST_PULL)
    return lift


def _target(plan: Course, year: int, need: Floats, stock: Floats) -> Floats:
    """Return (region,) the need between trend and dwellings."""
    first = first_need(plan)
    bound = ~np.isnan(stock)
    homes = np.where(bound, stock, 0.0) * first / plan.base.stock
    if bound.all():
        # Nobody can go elsewhere: what is short in all regions together is shared by size.
        homes = homes * need.sum() / np.maximum(homes.sum(), TINY)
    lam = plan.lam[year]
    found: Floats = np.where(bound, (1 - lam) * need + lam * homes, need)
    return found
