"""Men and women who fit, in the fast engine: who begins or ends a couple, and who is left behind.

Compiled as `_leaving`, with the chance of `_noise`.
"""

# It goes over steps, sexes, ages and lanes, however long.
# ruff: noqa: C901, PLR0912
# pyright: reportUnknownMemberType=false

from typing import Any

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.compiled import bare_kernel, row_kernel
from woonregie.engines.household._limits import BALANCE, MOST_FACTOR, MOST_WIDOWED
from woonregie.engines.household._noise import (
    HALF,
    ONE,
    STEP_STREAM,
    TINY,
    WIDEST,
    ZERO,
    F,
    Singles,
    U,
    Words,
    mixed,
    unskewed,
)
from woonregie.engines.household._positions import Event

Whole = NDArray[np.int64]
LEAST_FIT, MOST_FIT, MOST_TIMES = F(BALANCE[0]), F(BALANCE[1]), F(MOST_FACTOR)
MOST_LOSS, WIDOWED = F(MOST_WIDOWED), int(Event.WIDOWHOOD)


@bare_kernel
def vary(flows: Singles, event: Whole, spots: Words, factor: Singles, noise: Singles) -> None:
    """Give what steps are multiplied by the noise of counts, one draw for each group of ages."""
    sexes, bands, steps, lanes = flows.shape
    for step in range(steps):
        if event[step] == WIDOWED:
            # Its noise is that of deaths.
            continue
        for group in range(bands):
            for sex in range(sexes):
                # One draw for both of a couple. Of one group as many men as women step then; where
                # the ages of men and women differ their sums no longer fit quite: the stock of
                # partners apart tells by how much.
                other = sex if event[step] == 0 else 1 - sex
                if other <= sex:
                    row = mixed(U(STEP_STREAM + U(step * 64 + sex * 16 + group)))
                    for lane in range(lanes):
                        expected = flows[sex, group, step, lane] * factor[sex, group, step, lane]
                        most = max(
                            factor[sex, group, step, lane], factor[other, group, step, lane]
                        )
                        drawn = unskewed(mixed(U(spots[lane] ^ row)))
                        room = min(ONE, MOST_TIMES / max(most, TINY) - ONE) / WIDEST
                        wide = max(min(ONE / np.sqrt(max(expected, TINY)), room), ZERO)
                        noise[lane] = ONE + wide * drawn
                    for lane in range(lanes):
                        factor[sex, group, step, lane] *= noise[lane]
                    if other != sex:
                        for lane in range(lanes):
                            factor[other, group, step, lane] *= noise[lane]


@row_kernel
def couple(
    men: Singles,
    women: Singles,
    level: Singles,
    for_men: Singles,
    for_women: Singles,
    times_men: Singles,
    times_women: Singles,
    off: Singles,
) -> None:
    """Fill by what a step of men and of women is multiplied; add up by how much they differ."""
    for lane in range(off.size):
        first = min(level[lane] * for_men[lane], MOST_TIMES)
        second = min(level[lane] * for_women[lane], MOST_TIMES)
        times_men[lane], times_women[lane] = first, second
        off[lane] += men[lane] * first - women[lane] * second


@bare_kernel
def fit(
    flows: Singles,
    level: Singles,
    event: Whole,
    bereft: Singles,
    admitted: Whole,
    noisy: Any,
    spots: Words,
    factor: Singles,
    apart: Singles,
    rows: Singles,
) -> None:
    """Fill (sex, band, step, lane) by what steps are multiplied, so that men and women fit.

    Of who loses a partner there are as many as partners of the other sex died, or are admitted to
    an institution: (widowhood,) tells by which step.
    """
    sexes, bands, steps, lanes = flows.shape
    men, women, off = rows[0], rows[1], rows[2]
    apart[:] = ZERO
    for step in range(steps):
        for sex in range(sexes):
            for group in range(bands):
                for lane in range(lanes):
                    factor[sex, group, step, lane] = level[step, lane]
    for kind in range(1, WIDOWED):
        men[:] = ZERO
        women[:] = ZERO
        for step in range(steps):
            if event[step] == kind:
                for group in range(bands):
                    for lane in range(lanes):
                        men[lane] += flows[0, group, step, lane] * level[step, lane]
                        women[lane] += flows[1, group, step, lane] * level[step, lane]
        for lane in range(lanes):
            mean = HALF * (men[lane] + women[lane])
            men[lane] = min(max(mean / max(men[lane], TINY), LEAST_FIT), MOST_FIT)
            women[lane] = min(max(mean / max(women[lane], TINY), LEAST_FIT), MOST_FIT)
        off[:] = ZERO
        for step in range(steps):
            if event[step] == kind:
                for group in range(bands):
                    couple(
                        flows[0, group, step],
                        flows[1, group, step],
                        level[step],
                        men,
                        women,
                        factor[0, group, step],
                        factor[1, group, step],
                        off,
                    )
        for lane in range(lanes):
            apart[lane] += abs(off[lane])
    first = steps - admitted.size
    if noisy:
        vary(flows, event, spots, factor, men)
    gone, usual = men, women
    for at in range(admitted.size):
        step, by = first + at, admitted[at]
        for sex in range(sexes):
            other = 1 - sex
            dead = bereft[other, at]
            for lane in range(lanes):
                gone[lane] = dead[lane]
                usual[lane] = ZERO
            for group in range(bands):
                if by >= 0:
                    flow, by_level = flows[other, group, by], factor[other, group, by]
                    for lane in range(lanes):
                        gone[lane] += flow[lane] * by_level[lane]
                for lane in range(lanes):
                    usual[lane] += flows[sex, group, step, lane]
            for group in range(bands):
                for lane in range(lanes):
                    times = min(gone[lane] / max(usual[lane], TINY), MOST_LOSS)
                    factor[sex, group, step, lane] = times
