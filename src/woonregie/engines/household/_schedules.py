"""Curves by age that demography knows by a few numbers: how rates run when ages were not counted.

Their form is used; how high they lie is calibrated on what was counted.
"""

import numpy as np

from woonregie.engines.household._positions import AGES, Floats

AGE: Floats = np.arange(AGES, dtype=np.float64)


def hadwiger(total: float, spread: float, centre: float) -> Floats:
    """Return (age,) births for each woman in a year (equation 28).

    Args:
        total: children in a life.
        spread: how narrow the curve is; a larger one is narrower.
        centre: age of the middle, at the birth.

    >>> curve = hadwiger(1.6, 4.5, 31.0)
    >>> round(float(curve.sum()), 2), int(curve.argmax())
    (1.6, 29)
    """
    # Somebody of 30 on 1 January is on average 31 at the birth of a child in that year.
    at = AGE + 1
    ratio = centre / at
    found = ratio**1.5 * np.exp(-(spread**2) * (ratio + 1 / ratio - 2))
    found = np.where((AGE >= 14) & (AGE < 50), found, 0.0)  # noqa: PLR2004  who can have children
    curve: Floats = total * found / found.sum()
    return curve


def gompertz_makeham(level: float, slope: float, apart: float) -> Floats:
    """Return (age,) deaths per person-year lived (equation 29).

    Args:
        level: at age 60.
        slope: by which share it grows with each year of age.
        apart: what does not depend on age.
    """
    found: Floats = np.minimum(apart + level * np.exp(slope * (AGE - 60)), 1.5)
    return found


def rogers_castro(
    *,
    childhood: float,
    childhood_slope: float,
    peak: float,
    peak_age: float,
    rise: float,
    fall: float,
    late: float,
    apart: float,
) -> Floats:
    """Return (age,) moves per person-year lived: families, young people, the very old (30).

    Args:
        childhood: at age 0, with parents who move.
        childhood_slope: how fast it falls.
        peak: height of those who begin a life of their own.
        peak_age: around which age.
        rise: how steeply it rises in front of that age.
        fall: how fast it falls after it.
        late: what is added at age 90, towards care.
        apart: what does not depend on age.
    """
    young = peak * np.exp(-fall * (AGE - peak_age) - np.exp(-rise * (AGE - peak_age)))
    old = late * np.exp(0.15 * (np.minimum(AGE, 100) - 90))
    found: Floats = apart + childhood * np.exp(-childhood_slope * AGE) + young + old
    return found


def bell(height: float, peak: float, width: float) -> Floats:
    """Return (age,) a chance that is highest at one age."""
    found: Floats = height * np.exp(-0.5 * ((AGE - peak) / width) ** 2)
    return found


def through(knots: dict[float, float]) -> Floats:
    """Return (age,) straight lines through values at some ages.

    >>> through({0: 0.0, 10: 1.0})[[0, 5, 50]].tolist()
    [0.0, 0.5, 1.0]
    """
    ages = sorted(knots)
    found: Floats = np.interp(AGE, ages, [knots[age] for age in ages])
    return found
