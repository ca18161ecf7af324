"""The second inner loop of the fast engine: who is where a year later.

Arrays as in `_leaving`.
"""

# One pass over the state is one function, however long.
# ruff: noqa: C901
# pyright: reportUnknownMemberType=false

from typing import Any

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.compiled import bare_kernel, row_kernel
from woonregie.engines.household._noise import (
    ABROAD_STREAM,
    ARRIVING_STREAM,
    ONE,
    TINY,
    ZERO,
    Singles,
    U,
    Words,
    arrive,
    counted_freely,
    mixed,
)
from woonregie.engines.household._rows import add, add_shares, copy

Whole = NDArray[np.int64]


@row_kernel
def join(
    here: Singles,
    coming: Singles,
    share: Any,
    usual: Singles,
    usually: Any,
    permits: Singles,
    by_permit: Any,
    into: Singles,
    summed: Singles,
    people: Singles,
) -> None:
    """Add who arrives to people of one position, sex and age, and count them."""
    for lane in range(here.size):
        count = max(here[lane], ZERO) + coming[lane] * share
        count += usual[lane] * usually + permits[lane] * by_permit
        into[lane] = count
        summed[lane] += count
        people[lane] += count


@row_kernel
def step(left: Singles, share: Any, times: Singles, start: Singles, end: Singles) -> None:
    """Let people take a step from one position to another."""
    for lane in range(left.size):
        taken = left[lane] * share * times[lane]
        start[lane] -= taken
        end[lane] += taken


@row_kernel
def come(
    through: Singles,
    pull: Singles,
    usual: Singles,
    permits: Singles,
    more: Singles,
    sizes: Any,
    coming: Singles,
    usually: Singles,
    by_permit: Singles,
    abroad: Singles,
    total: Singles,
) -> None:
    """Fill who comes to people of one sex and age, from elsewhere and from abroad."""
    by, whole, permit = sizes
    for lane in range(coming.size):
        coming[lane] = through[lane] * pull[lane]
        times = by * more[lane]
        immigrants, holders = usual[lane] * times, permits[lane] * times
        usually[lane], by_permit[lane] = immigrants, holders
        abroad[lane] += immigrants * whole + holders * permit
        total[lane] = ZERO


@row_kernel
def draw(expected: Singles, row: Any, spots: Words, drawn: Singles) -> None:
    """Fill counts around what is expected."""
    for lane in range(drawn.size):
        drawn[lane] = counted_freely(expected[lane], mixed(U(spots[lane] ^ row)))


@bare_kernel
def immigrate(
    usual: Singles,
    usual_ages: Singles,
    permits: Singles,
    permit_ages: Singles,
    scale: Singles,
    group: Whole,
    spots: Words,
    noise: Singles,
) -> None:
    """Fill (sex, group of ages, lane) by how much more or fewer people come from abroad."""
    sexes, groups, lanes = noise.shape
    for sex in range(sexes):
        for at in range(groups):
            more, first, second = noise[sex, at], ZERO, ZERO
            for age in range(group.size):
                if group[age] == at:
                    first += usual_ages[sex, age] * scale[age]
                    second += permit_ages[sex, age] * scale[age]
            row = mixed(U(ABROAD_STREAM + U(sex * 128 + at)))
            for lane in range(lanes):
                expected = usual[lane] * first + permits[lane] * second
                drawn = counted_freely(expected, mixed(U(spots[lane] ^ row)))
                more[lane] = drawn / expected if expected > TINY else ONE


@bare_kernel
def settle(
    state: Singles,
    factor: Singles,
    first_living: Whole,
    living: Whole,
    first_step: Whole,
    steps: Whole,
    shares: Singles,
    origins: Whole,
    ends: Whole,
    step_band: Whole,
    leavers: Singles,
    sent: Singles,
    weight: Singles,
    home: Singles,
    band: Whole,
    arriving: Singles,
    usual: Singles,
    usual_profile: Singles,
    usual_ages: Singles,
    permits: Singles,
    permit_profile: Singles,
    permit_ages: Singles,
    scale_immigration: Singles,
    age_band: Whole,
    noisy: Any,
    spots: Words,
    trajectory: Any,
    arrived: Singles,
    abroad: Singles,
    positions: Singles,
    by_age: Singles,
    held: Singles,
    oldest: Singles,
    noise: Singles,
    rows: Singles,
) -> None:
    """Make of `state` who is where a year later: steps, moves, from abroad, a birthday."""
    sexes, ages, kinds, lanes = state.shape
    coming, drawn, total = rows[0], rows[1], rows[2]
    usually, by_permit = rows[3], rows[4]
    noise[:] = ONE
    arrived[:] = ZERO
    abroad[:] = ZERO
    positions[:] = ZERO
    by_age[:] = ZERO
    if noisy:
        immigrate(
            usual,
            usual_ages,
            permits,
            permit_ages,
            scale_immigration,
            step_band,
            spots,
            noise,
        )
    for sex in range(sexes):
        # From old to young: a place is read before somebody a year younger comes into it.
        for age in range(ages - 1, -1, -1):
            older = min(age + 1, ages - 1)
            place, group, next_place = sex * ages + age, step_band[age], sex * ages + older
            first, until = first_living[next_place], first_living[next_place + 1]
            for at in range(first, until):
                copy(state[sex, age, living[at]], held[living[at]])
            for at in range(first_step[place], first_step[place + 1]):
                origin = origins[steps[at]]
                step(
                    state[sex, age, origin],
                    shares[at],
                    factor[sex, group, steps[at]],
                    held[origin],
                    held[ends[steps[at]]],
                )
            come(
                sent[age, sex],
                weight[band[age]],
                usual,
                permits,
                noise[sex, group],
                (scale_immigration[age], usual_ages[sex, age], permit_ages[sex, age]),
                coming,
                usually,
                by_permit,
                abroad,
                total,
            )
            if noisy:
                row = mixed(U(ARRIVING_STREAM + U(sex * 128 + age)))
                draw(coming, row, spots, drawn)
                for at in range(0, lanes, trajectory):
                    arrive(
                        coming[at : at + trajectory],
                        drawn[at : at + trajectory],
                        mixed(U(spots[at] ^ row)),
                    )
            add_shares(leavers[age, sex], home[band[age]], coming)
            add(coming, arrived)
            # Those of the last age but one come beside those who are there already.
            beside = age == ages - 2
            for at in range(first, until):
                position = living[at]
                join(
                    held[position],
                    coming,
                    arriving[sex, age, position],
                    usually,
                    usual_profile[sex, age, position],
                    by_permit,
                    permit_profile[sex, age, position],
                    oldest[position] if beside else state[sex, older, position],
                    positions[position],
                    total,
                )
            if beside:
                for at in range(first, until):
                    add(oldest[living[at]], state[sex, older, living[at]])
            add(total, by_age[age_band[older]])
        for position in range(kinds):
            state[sex, 0, position] = ZERO


@bare_kernel
def tally(state: Singles, people: Singles, by_sex: Singles) -> None:
    """Fill (sex, age, lane) and (sex, position, lane) how many people there are."""
    sexes, ages, kinds, _lanes = state.shape
    people[:] = ZERO
    by_sex[:] = ZERO
    for sex in range(sexes):
        for age in range(ages):
            for position in range(kinds):
                add(state[sex, age, position], people[sex, age])
                add(state[sex, age, position], by_sex[sex, position])
