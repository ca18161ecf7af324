"""From counted people by group of ages and position to a beginning, and to households."""

from collections.abc import Sequence

import numpy as np

from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import (
    AGES,
    POSITIONS,
    SEXES,
    Floats,
    Position,
    households_per_person,
)


def spread_over_ages(counted: Floats, starts: Sequence[int], women: float = 0.5) -> Floats:
    """Return (region, sex, age, position) persons of whom groups of ages were counted.

    Each group is spread evenly over its ages, and each age over the sexes: what is not known is
    not invented, and added up again it is what was counted.

    Args:
        counted: (region, group, position) persons.
        starts: first age of each group; the last one goes to 100 and over.
        women: share (0-1) of women in each.

    Raises:
        EngineError: shapes do not fit, or fewer than nobody was counted.

    >>> found = spread_over_ages(np.full((1, 2, 8), 303.0), [0, 50])
    >>> round(float(found[0, 0, 0, 0]), 2), round(float(found.sum()), 6)
    (3.03, 4848.0)
    """
    if counted.ndim != 3 or counted.shape[1:] != (len(starts), POSITIONS):  # noqa: PLR2004  axes
        raise EngineError(f"counted has shape {counted.shape}, not (region, group, position)")
    if not (np.isfinite(counted) & (counted >= 0)).all():
        raise EngineError("counted people are zero or more", array="counted")
    wide = np.diff([*starts, AGES])
    each = np.repeat(counted / wide[:, None], wide, axis=1)
    by_sex = np.array([1 - women, women]).reshape(1, SEXES, 1, 1)
    found: Floats = each[:, None] * by_sex
    return found


def grouped(population: Floats, starts: Sequence[int]) -> Floats:
    """Return (region, group, position) persons of (region, sex, age, position)."""
    found: Floats = np.add.reduceat(population.sum(axis=1), list(starts), axis=1)
    return found


def one_factor(population: Floats, households: Floats) -> float:
    """Return the households per person in other households (*kappa*) that the nation shows.

    One number for all regions: with it the households that follow from positions are together
    as many as were counted.

    Args:
        population: (region, sex, age, position) persons.
        households: (region,) households that were counted.

    Raises:
        EngineError: no number between 0 and 1 does that.

    >>> people = np.zeros((1, 2, 101, 8))
    >>> people[0, :, 40, Position.ALONE], people[0, :, 40, Position.OTHER] = 50, 20
    >>> one_factor(people, np.array([110.0]))
    0.25
    """
    by_position = population.sum(axis=(0, 1, 2))
    without = households_per_person(np.zeros(1))[:, 0] @ by_position
    other = float(by_position[Position.OTHER])
    factor = (float(households.sum()) - float(without)) / max(other, 1e-9)
    if not 0 <= factor <= 1:
        raise EngineError(
            f"{households.sum():.0f} households and {without:.0f} that follow from positions "
            f"leave {factor:.3f} for each of {other:.0f} people in other households",
            factor=factor,
        )
    return factor


def households_of(population: Floats, factor: float) -> Floats:
    """Return (region,) households that follow from positions (equation 13).

    Args:
        population: (region, sex, age, position) persons.
        factor: households per person in other households.
    """
    weights = households_per_person(np.array([factor]))[:, 0]
    found: Floats = population.sum(axis=(1, 2)) @ weights
    return found
