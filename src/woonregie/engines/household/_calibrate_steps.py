"""Steps between positions that fit what was counted, as near to what was assumed as they can."""

import numpy as np

from woonregie.engines.household._positions import (
    AGES,
    DESTINATION,
    ORIGIN,
    POSITIONS,
    SEXES,
    STEPS,
    Floats,
)
from woonregie.engines.household._priors import limited

SLACK = 1e-4
"""How far the outcome may stay from what was counted: without it a prior that cannot be met is
turned inside out."""
TURNS = 60
LARGEST_TURN = 1.0
MOST_TIMES = 20.0
"""By how many times a step may become more or less likely than assumed."""
SMOOTHED = 2
"""Ages on either side over which counted shares are averaged: groups of five have edges."""


def incidence() -> Floats:
    """Return (position, step): -1 where a step begins, 1 where it ends."""
    found = np.zeros((POSITIONS, len(STEPS)))
    for step in range(len(STEPS)):
        found[ORIGIN[step], step] -= 1
        found[DESTINATION[step], step] += 1
    return found


def updated(transitions: Floats, shares: Floats, change: Floats) -> Floats:
    """Return transitions of least information beyond the prior that give a change (equation 35).

    Args:
        transitions: (sex, age, step) the prior.
        shares: (sex, age, position) of people on 1 January.
        change: (sex, age, position) what steps have to add to the share of each position in the
            year; adds up to 0 over positions.

    >>> prior = np.full((2, 101, 20), 0.01)
    >>> shares = np.full((2, 101, 8), 1 / 8)
    >>> same = updated(prior, shares, np.einsum("hk,sak->sah", incidence(), prior / 8))
    >>> bool(np.abs(same - prior).max() < 1e-9)
    True
    """
    moves = incidence()
    first = shares[..., ORIGIN[: len(STEPS)]] * transitions
    pull: Floats = np.zeros((SEXES, AGES, POSITIONS))
    for _turn in range(TURNS):
        flows = first * np.exp(_within(pull @ moves))
        gap = change - flows @ moves.T
        off = gap - SLACK * pull
        slope = np.einsum("hk,sak,jk->sahj", moves, flows, moves) + SLACK * np.eye(POSITIONS)
        step = _solved(slope, off)
        longest = np.abs(step).max(axis=2, keepdims=True)
        pull += step * np.minimum(1.0, LARGEST_TURN / np.maximum(longest, 1e-12))
        if longest.max() < 1e-9:  # noqa: PLR2004  there
            break
    return limited(transitions * np.exp(_within(pull @ moves)))


def _solved(slope: Floats, off: Floats) -> Floats:
    found: Floats = np.asarray(np.linalg.solve(slope, off[..., None]), dtype=np.float64)
    return found[..., 0]


def _within(log_times: Floats) -> Floats:
    most = np.log(MOST_TIMES)
    found: Floats = np.clip(log_times, -most, most)
    return found


def smoothed(shares: Floats) -> Floats:
    """Return (sex, age, position) shares averaged over some ages on either side."""
    padded = np.pad(shares, ((0, 0), (SMOOTHED, SMOOTHED), (0, 0)), mode="edge")
    width = 2 * SMOOTHED + 1
    found: Floats = np.mean([padded[:, at : at + AGES] for at in range(width)], axis=0)
    return found


def seen_change(before: Floats, now: Floats, years: int) -> Floats:
    """Return (sex, age, position) how shares of a cohort change in a year, from two counts.

    With one count the years are 1 and both are the same: as if all cohorts went the same way.

    Args:
        before: (sex, age, position) shares at the first count.
        now: the same at the second.
        years: between both.
    """
    found = np.zeros_like(now)
    for age in range(AGES):
        paths: list[Floats] = []
        for passed in range(years):
            start = age - passed
            if start >= 0 and start + years < AGES:
                paths.append((now[:, start + years] - before[:, start]) / years)
        found[:, age] = np.mean(paths, axis=0) if paths else 0.0
    return found
