"""The forecasts that any better one has to beat: share, linear, Hamilton-Perry, their mean."""

import numpy as np

from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._history import History, Outlook
from woonregie.engines.household._positions import Floats

ADULTS = slice(18, 45)
"""Whose children are counted: births follow the number of people of these ages."""
SHRINK = 200.0
"""Persons of the national ratio that are added to each municipal one."""
WINDOW = 5
"""Years that a straight line looks back."""


def aged(people: Floats, years: int = 1) -> Floats:
    """Return people some years older, as if nobody came, left or died; the last age is open.

    >>> aged(np.array([5.0, 3, 2])).tolist()
    [0.0, 5.0, 5.0]
    """
    for _year in range(years):
        older = np.zeros_like(people)
        older[..., 1:] = people[..., :-1]
        older[..., -1] += people[..., -1]
        people = older
    return people


def share(past: History, horizon: int) -> Outlook:
    """Return the same people as now: each region keeps its share of the country."""
    del horizon
    return Outlook(past.total[-1])


def linear(past: History, horizon: int) -> Outlook:
    """Return a straight line through now and `WINDOW` years ago, or as far back as is known.

    >>> known = History.from_arrays(
    ...     regions=["Raalte"], years=[2020, 2021], people=np.array([[100.0], [103]])
    ... )
    >>> linear(known, 2).total.tolist()
    [109.0]
    """
    total = past.total
    back = min(WINDOW, len(past.years) - 1)
    if back < 1:
        raise EngineError("a straight line asks for two years", model="linear")
    yearly = (total[-1] - total[-1 - back]) / back
    return Outlook(np.maximum(total[-1] + yearly * horizon, 0.0))


def hamilton_perry(past: History, horizon: int, shrink: float = SHRINK) -> Outlook:
    """Return people by cohort-change ratios (Hamilton and Perry, 1962), shrunk to the nation.

    A ratio is how many people of an age there are for each that was so much younger then, over
    the whole horizon where that far back is known and over an equal part of it otherwise. Each
    municipal ratio is the weighted mean of its own and the national one, as if `shrink` persons
    more lived there.

    Args:
        past: with ages.
        horizon: years ahead.
        shrink: persons of the nation in each ratio.

    Raises:
        EngineError: ages are not known, or one year only is.
    """
    if not past.knows_ages or len(past.years) < 2:  # noqa: PLR2004  now and then
        raise EngineError("Hamilton-Perry asks for ages in two years", model="hamilton-perry")
    most = min(len(past.years), past.people.shape[3]) - 1
    step = max(years for years in range(1, most + 1) if horizon % years == 0)
    # Of steps of one year there are many, of longer ones the last.
    first = past.people[:-1] if step == 1 else past.people[-1 - step][None]
    last = past.people[1:] if step == 1 else past.people[-1][None]
    then, now = aged(first, step).sum(axis=0), last.sum(axis=0)
    ratio = _shrunk(now[..., step:], then[..., step:], shrink)
    adults = last[..., ADULTS].sum(axis=(0, 2, 3))
    born = _shrunk(now[..., :step].reshape(len(adults), -1), adults[:, None], shrink)
    people = past.people[-1]
    for _step in range(horizon // step):
        older = aged(people, step)
        older[..., step:] *= ratio
        children = born * older[..., ADULTS].sum(axis=(1, 2))[:, None]
        older[..., :step] = children.reshape(len(adults), -1, step)
        people = older
    return Outlook(people.sum(axis=(1, 2)), people)


def averaged(past: History, horizon: int) -> Outlook:
    """Return the mean of Hamilton-Perry and linear, each at the national total of the first."""
    cohorts = hamilton_perry(past, horizon)
    line = linear(past, horizon).scaled(float(cohorts.total.sum()))
    return Outlook((cohorts.total + line.total) / 2)


def _shrunk(counted: Floats, among: Floats, persons: float) -> Floats:
    """Return (region, ..) ratios, each with some persons at the ratio of the nation."""
    below = np.broadcast_to(among.sum(axis=0), counted.shape[1:])
    nation = np.divide(counted.sum(axis=0), below, out=np.ones(counted.shape[1:]), where=below > 0)
    found: Floats = (counted + persons * nation) / (among + persons)
    return found
