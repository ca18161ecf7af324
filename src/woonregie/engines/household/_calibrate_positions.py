"""Seats for everybody: counted positions by group of ages, divided over sex and single age."""

from dataclasses import dataclass

import numpy as np

from woonregie.engines.household._positions import (
    AGES,
    POSITIONS,
    Floats,
    Position,
    households_per_person,
)

PRIVATE = 6
"""The positions that 71488ned counts: CHILD to OTHER, where OTHER holds lodgers too."""
ROUNDS = 60
CLOSE = 1e-9
MOST_TILT = 2.5
HALVINGS = 50
TURNS = 4
TINY = 1e-12
COUPLES = (Position.COUPLE, Position.COUPLE_WITH_CHILDREN)


@dataclass(frozen=True, slots=True)
class Seats:
    """What positions have to add up to.

    Args:
        people: (region, sex, age) persons.
        by_group: (region, group, position) persons, None where positions were not counted.
        starts: first age of each group.
    """

    people: Floats
    by_group: Floats | None
    starts: tuple[int, ...]


def fitted(seed: Floats, seats: Seats) -> Floats:
    """Return (region, sex, age, position) persons nearest to a seed that meet the margins (33).

    Nearest is: of least information beyond the seed, by proportional fitting. Met are persons by
    sex and age, persons by group of ages and position, and as many men as women with a partner.

    Args:
        seed: (region, sex, age, position) persons.
        seats: the margins.
    """
    found = seed.copy()
    for _round in range(ROUNDS):
        before = found.copy()
        found = _as_many_partners(found)
        if seats.by_group is not None:
            now = np.add.reduceat(found.sum(axis=1), list(seats.starts), axis=1)
            times = seats.by_group / np.maximum(now, TINY)
            wide = np.diff([*seats.starts, AGES])
            found *= np.repeat(times, wide, axis=1)[:, None]
        found *= (seats.people / np.maximum(found.sum(axis=3), TINY))[..., None]
        if np.abs(found - before).max() <= CLOSE * max(float(found.max()), 1.0):
            break
    return found


def _as_many_partners(people: Floats) -> Floats:
    found = people.copy()
    for position in COUPLES:
        by_sex = people[..., position].sum(axis=2)
        half = by_sex.mean(axis=1, keepdims=True)
        found[..., position] *= (half / np.maximum(by_sex, TINY))[..., None]
    return found


def leaned(people: Floats, households: Floats, other: Floats) -> Floats:
    """Return people who are as many households as were counted, as near to these as can be (34).

    Everybody leans the same way within a region: towards positions that make more households, or
    fewer. Persons by sex and age stay.

    Args:
        people: (region, sex, age, position) persons.
        households: (region,) counted; not a number where nothing was counted.
        other: (region,) households per person in other households (*kappa*).
    """
    worth = households_per_person(other).T
    wanted = np.isfinite(households)
    low, high = np.full(len(people), -MOST_TILT), np.full(len(people), MOST_TILT)
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        found = _tilted(people, worth, middle)
        made = np.einsum("rsah,rh->r", found, worth)
        fewer = made < np.where(wanted, households, made)
        low, high = np.where(fewer, middle, low), np.where(fewer, high, middle)
    return _tilted(people, worth, np.where(wanted, (low + high) / 2, 0.0))


def _tilted(people: Floats, worth: Floats, tilt: Floats) -> Floats:
    found = people * np.exp(tilt[:, None] * worth)[:, None, None, :]
    times = people.sum(axis=3) / np.maximum(found.sum(axis=3), TINY)
    again: Floats = found * times[..., None]
    return again


def lean_with_couples(people: Floats, households: Floats, other: Floats) -> Floats:
    """Return `leaned`, with as many men as women who have a partner in each region."""
    seats = Seats(people.sum(axis=3), None, (0,))
    found = people
    for _turn in range(TURNS):
        found = fitted(leaned(found, households, other), seats)
    return leaned(found, households, other)


def with_lodgers(counted: Floats, lodgers: Floats, institution: Floats) -> Floats:
    """Return (region, group, position) persons of what 71488ned counts.

    Args:
        counted: (region, group, `PRIVATE`) persons in private households.
        lodgers: (region,) share of other members who are lodgers.
        institution: (region, group) persons.
    """
    found = np.zeros((*counted.shape[:2], POSITIONS))
    found[..., :PRIVATE] = counted
    found[..., Position.LODGER] = counted[..., Position.OTHER] * lodgers[:, None]
    found[..., Position.OTHER] -= found[..., Position.LODGER]
    found[..., Position.INSTITUTION] = institution
    return found
