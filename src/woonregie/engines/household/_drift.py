"""Our forecast of people some years ahead: what lasts of growth, and what moves by age."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._history import History, Outlook
from woonregie.engines.household._naive import ADULTS, aged, linear
from woonregie.engines.household._positions import Floats

FADING = 0.8
"""What a year counts, beside the year that follows it."""
OUTLIER = 3.5
"""Growth beyond this many (robust) standard deviations counts as that many."""
PARTS = (0.7, 0.3)
"""Weight of the forecast of totals and of that by age, in logarithms."""
AGE_GROUPS = (0, 5, 10, 16, 18, 20, 22, 25, 28, 32, 37, 45, 55, 67, 80)
"""First age of each group that moves alike."""
PATTERNS = 3
PATTERN_SHRINK, CELL_SHRINK, BIRTH_SHRINK = 1000.0, 3000.0, 500.0
"""Persons a year, at the national rate, in each pattern, group of ages, and birth rate."""
LASTING_LEVEL = 0.65
"""What lasts of the level of a region; its pattern by age lasts."""
FEWEST_YEARS = 3
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Setting:
    """What is chosen by forecasts made earlier.

    Args:
        carried: how far growth follows births and deaths; 0 is not at all.
        lasting: what lasts after a year of the growth beyond that.
        by_area: whether what the regions of an area share is told apart.
    """

    carried: float
    lasting: float
    by_area: bool = False


CARRIED, LASTING = (1.0, 0.5, 1.4, 0.0), (0.9, 0.95, 0.85)
AREA_SPREAD = 0.001
"""Growth a year that areas differ by, beyond what their regions do."""


def ours(past: History, horizon: int) -> Outlook:
    """Return our forecast, from what is known on 1 January of the last year and nothing else.

    Its setting is chosen by forecasts from every earlier year, as far as they can be judged by
    what is known now. Where ages are known, it is joined with what moves by age.

    Args:
        past: at least three years.
        horizon: years ahead.

    Raises:
        EngineError: fewer years are known.
    """
    if len(past.years) < FEWEST_YEARS:
        raise EngineError(f"our forecast asks for {FEWEST_YEARS} years", model="ours")
    total = drifted(past, horizon, chosen(past, horizon))
    if not past.knows_ages:
        return Outlook(total)
    people = moved(past, horizon)
    by_age = people.sum(axis=(1, 2))
    joined = np.exp(PARTS[0] * np.log(total) + PARTS[1] * np.log(by_age))
    return Outlook(joined, people * (joined / by_age)[:, None, None])


def chosen(past: History, horizon: int) -> Setting:
    """Return the setting whose earlier forecasts were best, beside a straight line.

    Args:
        past: what is known; forecasts from its earlier years are judged by its later ones.
        horizon: none of them looks further ahead.
    """
    carried = CARRIED if past.knows_ages or past.natural is not None else (0.0,)
    by_area = (False,) if past.areas is None else (False, True)
    tried = [Setting(*values) for values in product(carried, LASTING, by_area)]
    last = len(past.years) - 1
    errors = np.zeros(len(tried))
    for at in range(FEWEST_YEARS - 1, last):
        then = past.until(past.years[at])
        for ahead in range(1, min(horizon, last - at) + 1):
            real = past.total[at + ahead]
            beside = _error(linear(then, ahead).total, real)
            found = [_error(drifted(then, ahead, item), real) for item in tried]
            errors += np.array(found) / max(beside, TINY)
    # With nothing to judge by, the first: what is usual.
    return tried[int(np.argmin(errors))]


def _error(expected: Floats, real: Floats) -> float:
    scaled = expected * real.sum() / expected.sum()
    return float(np.abs(scaled / real - 1).mean())


def drifted(past: History, horizon: int, setting: Setting) -> Floats:
    """Return (region,) people when what is lasting in growth goes on, and fades (equation 20).

    Args:
        past: at least three years.
        horizon: years ahead.
        setting: how far it follows births and deaths, and how it fades.
    """
    total = past.total
    people = total[-1]
    each, ahead = _closed(past, horizon)
    countrywide = np.diff(np.log(total.sum(axis=1)))
    growth = np.diff(np.log(total), axis=0) - setting.carried * each
    growth = _clipped(growth - _mean(growth, people))
    years = len(growth)
    weight = FADING ** np.arange(years - 1, -1, -1.0)
    weight /= weight.sum()
    nation = float(weight @ countrywide)
    lasting, passing = _variances(growth, people)
    kept = lasting / (lasting + passing * (weight**2).sum())
    fading = (setting.lasting ** np.arange(1, horizon + 1)).mean()
    mean = weight @ growth
    if setting.by_area and past.areas is not None:
        common = _by_area(mean, lasting + passing * (weight**2).sum(), past.areas)
        mean = common + kept * (mean - common)
    else:
        mean = kept * mean
    own = setting.carried * (ahead - _mean(ahead, people)) + fading * mean
    found: Floats = people * np.exp(horizon * (own + nation))
    return found


def _by_area(mean: Floats, variance: Floats, areas: Sequence[str]) -> Floats:
    """Return (region,) the growth that the regions of an area share, shrunk to none."""
    place = np.unique(np.asarray(areas), return_inverse=True)[1]
    certain = np.bincount(place, 1 / variance)
    common = np.bincount(place, mean / variance) / certain
    found: Floats = (common * AREA_SPREAD**2 / (AREA_SPREAD**2 + 1 / certain))[place]
    return found


def _mean(values: Floats, people: Floats) -> Floats:
    """Return the national mean of each row."""
    found: Floats = (values * people).sum(axis=-1, keepdims=True) / people.sum()
    return found


def _clipped(growth: Floats) -> Floats:
    """Hold back what happens once: a centre that opens, a border that moves."""
    middle = np.median(growth, axis=1, keepdims=True)
    most = OUTLIER * 1.48 * float(np.median(np.abs(growth - middle)))
    found: Floats = np.clip(growth, middle - max(most, 0.01), middle + max(most, 0.01))
    return found


def _variances(growth: Floats, people: Floats) -> tuple[Floats, Floats]:
    """Return (region,) the variance of what lasts from year to year, and of what does not.

    Products of two different years hold only what lasts. Both are a line through what all
    regions show: constant and one over the root of the people, constant and one over people.
    """
    years = len(growth)
    squares = (growth**2).sum(axis=0)
    both = (growth.sum(axis=0) ** 2 - squares) / max(years * (years - 1), 1)
    most = np.quantile(np.abs(both), 0.97)
    once = squares / years - both
    weight = people / (people + 3000)
    lasting = _line(np.clip(both, -most, most), 1 / np.sqrt(people), weight)
    passing = _line(np.minimum(once, np.quantile(once, 0.98)), 1 / people, weight)
    return lasting + 1e-10, passing + 1e-10


def _line(values: Floats, slope: Floats, weight: Floats) -> Floats:
    """Return the line, constant and slope both at least zero, closest to values."""
    terms = np.column_stack([np.ones_like(slope), slope])
    weighted, wanted = terms * weight[:, None], values * weight
    found = np.linalg.lstsq(weighted, wanted, rcond=None)[0]
    if (found < 0).any():
        alone = np.maximum(weighted.T @ wanted / (weighted**2).sum(axis=0), 0)
        left = ((weighted * alone - wanted[:, None]) ** 2).sum(axis=0)
        found = np.where(np.arange(2) == np.argmin(left), alone, 0.0)
    line: Floats = terms @ found
    return line


def _closed(past: History, horizon: int) -> tuple[Floats, Floats]:
    """Return yearly growth if nobody moved: (year, region) of the past, (region,) ahead."""
    if past.knows_ages:
        nation = _Nation.of(past)
        each = [_yearly(people, nation, 1) for people in past.people[:-1]]
        return np.array(each), _yearly(past.people[-1], nation, horizon)
    if past.natural is None:
        nothing = np.zeros((len(past.years) - 1, len(past.regions)))
        return nothing, nothing[0]
    rate = np.nan_to_num(past.natural[:-1]) / past.total[:-1]
    weight = FADING ** np.arange(len(rate) - 1, -1, -1.0)
    return rate, weight @ rate / weight.sum()


def _yearly(people: Floats, nation: "_Nation", years: int) -> Floats:
    later = people
    for _year in range(years):
        later = nation.older(later)
    found: Floats = np.log(later.sum(axis=(1, 2)) / people.sum(axis=(1, 2))) / years
    return found


@dataclass(frozen=True, slots=True)
class _Nation:
    """How a cohort of the whole country changes in a year.

    Args:
        ratio: (sex, age) people for each that was a year younger; age 0 is not used.
        born: (sex,) children of age 0 for each adult of both sexes.
    """

    ratio: Floats
    born: Floats

    @classmethod
    def of(cls, past: History) -> "_Nation":
        """Return the means of the past."""
        then = aged(past.people[:-1]).sum(axis=(0, 1))
        now = past.people[1:].sum(axis=(0, 1))
        ratio = np.divide(now, then, out=np.ones_like(now), where=then > 0)
        return cls(ratio, now[:, 0] / max(float(now[:, ADULTS].sum()), TINY))

    def older(self, people: Floats, excess: Floats | float = 0.0) -> Floats:
        """Return (region, sex, age) people a year later, with births."""
        later: Floats = aged(people) * np.maximum(self.ratio + excess, 0)
        later[..., 0] = later[..., ADULTS].sum(axis=(1, 2))[:, None] * self.born
        return later


def moved(past: History, horizon: int) -> Floats:
    """Return (region, sex, age) people by what moves at which age (equation 22).

    A few patterns of ages, such as students who come and families who leave, carry most of what
    differs between regions; each region has a level of each. What they leave over is kept per
    group of ages as far as people are many.

    Args:
        past: with ages.
        horizon: years ahead.
    """
    nation = _Nation.of(past)
    weight = FADING ** np.arange(len(past.years) - 2, -1, -1.0)
    starts = [first for first in AGE_GROUPS if first < past.people.shape[3] - 1]
    came, among = _excess(past, nation, starts, weight)
    rate = _patterned(came, among, float(weight.sum()))
    level = (rate * among).sum(axis=1, keepdims=True) / among.sum(axis=1, keepdims=True)
    rate = rate - (1 - LASTING_LEVEL) * level
    sizes = np.diff([*starts, past.people.shape[3] - 1])
    by_age = np.repeat(rate, sizes, axis=1)
    excess = np.concatenate([np.zeros((len(rate), 1)), by_age], axis=1)[:, None, :]
    born = _births(past, nation, weight)
    people: Floats = past.people[-1]
    for _year in range(horizon):
        people = nation.older(people, excess)
        people[..., 0] *= born[:, None]
    return people


def _excess(
    past: History, nation: _Nation, starts: Sequence[int], weight: Floats
) -> tuple[Floats, Floats]:
    """Return (region, group) who came beyond the nation's ratio, and among how many."""
    came: list[Floats] = []
    among: list[Floats] = []
    for then, now in pairwise(past.people):
        stayed = aged(then) * nation.ratio
        came.append(np.add.reduceat((now - stayed)[..., 1:].sum(axis=1), starts, axis=1))
        among.append(np.add.reduceat(stayed[..., 1:].sum(axis=1), starts, axis=1))
    return np.tensordot(weight, np.array(came), 1), np.tensordot(weight, np.array(among), 1)


def _patterned(came: Floats, among: Floats, years: float) -> Floats:
    """Return (region, group) yearly rates: patterns times levels, and what is left over."""
    rate = came / np.maximum(among, 1.0)
    scaled = rate * np.sqrt(among) / np.sqrt(among.sum(axis=1, keepdims=True))
    part = np.sqrt(among.sum(axis=0) / among.sum())
    count = min(PATTERNS, *rate.shape)
    pattern = np.linalg.svd(scaled, full_matrices=False)[2][:count] / np.maximum(part, TINY)
    pattern /= np.sqrt(((pattern * part) ** 2).sum(axis=1, keepdims=True))
    shrink = PATTERN_SHRINK * years * np.diag(np.arange(1.0, count + 1))
    # (region, pattern, pattern) and (region, pattern) sums over groups of ages.
    inner: Floats = (pattern[None] * among[:, None, :]) @ pattern.T + shrink
    outer: Floats = (among * rate) @ pattern.T
    level = np.linalg.solve(inner, outer[:, :, None]).astype(np.float64)
    common: Floats = level[:, :, 0] @ pattern
    found: Floats = common + (rate - common) * among / (among + CELL_SHRINK * years)
    return found


def _births(past: History, nation: _Nation, weight: Floats) -> Floats:
    """Return (region,) births beside those of the nation, for the same adults."""
    born = weight @ past.people[1:, :, :, 0].sum(axis=2)
    usual = weight @ past.people[1:, :, :, ADULTS].sum(axis=(2, 3)) * nation.born.sum()
    extra = BIRTH_SHRINK * weight.sum() * float(nation.born.sum())
    found: Floats = (born + extra) / (usual + extra)
    return found
