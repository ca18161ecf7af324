"""Who goes where: shares that meet who left and who came, shrunk to size and distance."""

import numpy as np

from woonregie.engines.household._flows import gravity
from woonregie.engines.household._origins import SHARE_SHRINK
from woonregie.engines.household._positions import Floats

ROUNDS = 500
CLOSE = 1e-10
MOST_PULL = 1e4
"""How many times more a destination may pull than size and distance say."""
TINY = 1e-12


def to_arrivals(shares: Floats, leavers: Floats, arrivals: Floats) -> Floats:
    """Return (band, origin, destination) shares under which everybody arrives where counted (32).

    Each destination pulls by one factor of its own, the same for all ages: proportional fitting.

    Args:
        shares: (band, origin, destination) by size and distance.
        leavers: (band, origin) persons.
        arrivals: (destination,) persons that were counted; brought to as many as leave.
    """
    wanted = arrivals * leavers.sum() / max(float(arrivals.sum()), TINY)
    pull = np.ones(len(arrivals))
    found = shares
    for _round in range(ROUNDS):
        found = shares * pull
        found = found / np.maximum(found.sum(axis=2, keepdims=True), TINY)
        made = np.einsum("gr,grd->d", leavers, found)
        if np.abs(made - wanted).max() <= CLOSE * max(float(wanted.max()), 1.0):
            break
        # More than all others send arrives nowhere: it is followed as far as it goes.
        pull = np.clip(pull * wanted / np.maximum(made, TINY), 1 / MOST_PULL, MOST_PULL)
    return found


def completed(
    departures: Floats, arrivals: Floats, people: Floats, shares: Floats
) -> tuple[Floats, Floats]:
    """Return departures and arrivals in which those of zones were estimated.

    A zone of several municipalities counts moves within itself too, so that its own figures say
    nothing of moves to others: they are not a number. Moves between each two regions are size by
    size by distance, brought to what was counted where something was.

    Args:
        departures: (region,) persons, not a number where they were not counted.
        arrivals: likewise.
        people: (region,) persons.
        shares: (origin, destination) of leavers, by size and distance.
    """
    leave, come = np.isfinite(departures), np.isfinite(arrivals)
    moves = people[:, None] * shares
    moves *= departures[leave].sum() / max(float(moves[leave].sum()), TINY)
    for _round in range(ROUNDS):
        before = moves
        rows = np.where(leave, departures / np.maximum(moves.sum(axis=1), TINY), 1.0)
        moves = moves * rows[:, None]
        moves = moves * np.where(come, arrivals / np.maximum(moves.sum(axis=0), TINY), 1.0)
        if np.abs(moves - before).max() <= CLOSE * max(float(moves.max()), 1.0):
            break
    return (
        np.where(leave, departures, moves.sum(axis=1)),
        np.where(come, arrivals, moves.sum(axis=0)),
    )


def to_moves(shares: Floats, leavers: Floats, moves: Floats) -> Floats:
    """Return shares that lean towards counted moves, the more of them there are.

    Args:
        shares: (band, origin, destination) as expected.
        leavers: (band, origin) persons.
        moves: (band, origin, destination), or one band for all ages together.
    """
    if len(moves) == 1 and len(shares) > 1:
        weight = leavers / np.maximum(leavers.sum(axis=0), TINY)
        usual = np.einsum("gr,grd->rd", weight, shares)
        seen = moves[0]
        total = seen.sum(axis=1, keepdims=True)
        times = (seen + SHARE_SHRINK * usual) / np.maximum((total + SHARE_SHRINK) * usual, TINY)
        found = shares * times
        again: Floats = found / np.maximum(found.sum(axis=2, keepdims=True), TINY)
        return again
    total = moves.sum(axis=2, keepdims=True)
    leaning: Floats = (moves + SHARE_SHRINK * shares) / (total + SHARE_SHRINK)
    return leaning


def by_size(people: Floats, minutes: Floats | None, decay: Floats) -> Floats:
    """Return (band, origin, destination) shares by size and travel time; by size without them."""
    far = np.ones((people.size, people.size)) if minutes is None else minutes
    return gravity(people, far, decay)
