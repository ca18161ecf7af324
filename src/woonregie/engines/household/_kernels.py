"""The inner loops of the fast engine: one pass for who goes, one for who is where afterwards.

The last axis of every array is "lane": trajectories side by side, and within each its regions, so
that every loop runs over numbers that lie next to each other. The equations are the reference's.
Importing this takes a while; `_fast` is only imported when a forecast is asked.
"""

# One pass over the state is one function, however long.
# ruff: noqa: C901, PLR0912, PLR0915, PLW3301
# pyright: reportUnknownMemberType=false

from typing import Any

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.compiled import kernel
from woonregie.engines.household._noise import (
    ABROAD_STREAM,
    ARRIVING_STREAM,
    HALF,
    LEAVING_STREAM,
    MOVING_STREAM,
    ONE,
    TINY,
    ZERO,
    Singles,
    U,
    Words,
    arrive,
    counted,
    counted_freely,
    draw,
)

Whole = NDArray[np.int64]


@kernel
def leave(
    state: Singles,
    mortality: Singles,
    by_position: Singles,
    dying: Singles,
    emigration: Singles,
    going: Singles,
    leaving: Singles,
    level: Singles,
    band: Whole,
    scale_deaths: Singles,
    scale_emigration: Singles,
    fertility: Singles,
    bearing: Singles,
    first_step: Whole,
    steps: Whole,
    shares: Singles,
    origins: Whole,
    step_band: Whole,
    total_band: Whole,
    partner: Whole,
    noisy: Any,
    keys: Words,
    places: Words,
    leavers: Singles,
    dead: Singles,
    gone: Singles,
    born: Singles,
    stay: Singles,
    flows: Singles,
    bereft: Singles,
) -> None:
    """Take out of `state` who dies or goes; book it, births, and steps as they would be taken."""
    lanes = state.shape[3]
    keep = np.empty((state.shape[2], lanes), dtype=np.float32)
    rows_1 = np.empty((4, lanes), dtype=np.float32)
    deaths, abroad, moved, people = rows_1[0], rows_1[1], rows_1[2], rows_1[3]
    rows_2 = np.empty((3, lanes), dtype=np.float32)
    total, split, rest = rows_2[0], rows_2[1], rows_2[2]
    words = np.empty(lanes, dtype=np.uint32)
    rows_3 = np.empty((2, lanes), dtype=np.float32)
    die, go = rows_3[0], rows_3[1]
    dead[:] = ZERO
    gone[:] = ZERO
    born[:] = ZERO
    stay[:] = ZERO
    flows[:] = ZERO
    bereft[:] = ZERO
    lost = np.empty((bereft.shape[1] + 1, lanes), dtype=np.float32)
    for sex in range(state.shape[0]):
        for age in range(state.shape[1]):
            pushed, rate = level[band[age]], mortality[sex, age]
            by_death, by_going = scale_deaths[age], scale_emigration[age]
            for lane in range(lanes):
                die[lane] = rate[lane] * dying[lane]
                go[lane] = emigration[sex, age] * going[lane]
                deaths[lane] = ZERO
                abroad[lane] = ZERO
                moved[lane] = ZERO
                people[lane] = ZERO
            for position in range(state.shape[2]):
                here, left = state[sex, age, position], keep[position]
                lost_here = lost[partner[position]]
                weight, moves = by_position[position], leaving[sex, age, position]
                for lane in range(lanes):
                    count = here[lane]
                    first, second, third = die[lane] * weight, go[lane], moves * pushed[lane]
                    plain = first + second + third
                    first *= by_death
                    second *= by_going
                    scaled = first + second + third
                    exposed = count / max(max(ONE + HALF * plain, plain), scaled)
                    died_here = exposed * first
                    lost_here[lane] = died_here
                    deaths[lane] += died_here
                    abroad[lane] += exposed * second
                    moved[lane] += exposed * third
                    people[lane] += count
                    left[lane] = count - exposed * scaled
            if sex == 1 and fertility[age] > ZERO:
                for position in range(state.shape[2]):
                    here, rate_of_birth = (
                        state[sex, age, position],
                        fertility[age] * bearing[position],
                    )
                    for lane in range(lanes):
                        born[lane] += here[lane] * rate_of_birth
            if noisy:
                row = U(sex * 128 + age)
                for lane in range(lanes):
                    total[lane] = min(deaths[lane] + abroad[lane] + moved[lane], people[lane])
                draw(keys, U(LEAVING_STREAM + row), places, words)
                counted(total, people, words, rest)
                for lane in range(lanes):
                    split[lane] = rest[lane] * (moved[lane] / max(total[lane], TINY))
                    split[lane] = min(split[lane], rest[lane])
                draw(keys, U(MOVING_STREAM + row), places, words)
                counted(split, rest, words, moved)
                for lane in range(lanes):
                    others = max(deaths[lane] + abroad[lane], TINY)
                    share = (rest[lane] - moved[lane]) / others
                    deaths[lane] *= share
                    abroad[lane] *= share
                    split[lane] = share
                    left_over = max(people[lane] - total[lane], TINY)
                    rest[lane] = max(people[lane] - rest[lane], ZERO) / left_over
                for position in range(state.shape[2]):
                    left = keep[position]
                    for lane in range(lanes):
                        left[lane] *= rest[lane]
            else:
                for lane in range(lanes):
                    split[lane] = ONE
            # The last row of `lost` holds who has no partner.
            for kind in range(lost.shape[0] - 1):
                lost_here, summed = lost[kind], bereft[sex, kind]
                for lane in range(lanes):
                    summed[lane] += lost_here[lane] * split[lane]
            out = leavers[sex, age]
            died, went = dead[total_band[age]], gone[total_band[age]]
            for lane in range(lanes):
                out[lane] = moved[lane]
                died[lane] += deaths[lane]
                went[lane] += abroad[lane]
            for position in range(state.shape[2]):
                here, left, summed = state[sex, age, position], keep[position], stay[position]
                for lane in range(lanes):
                    here[lane] = left[lane]
                    summed[lane] += left[lane]
            place = sex * state.shape[1] + age
            group = step_band[age]
            for at in range(first_step[place], first_step[place + 1]):
                left, flow, share = (
                    keep[origins[steps[at]]],
                    flows[sex, group, steps[at]],
                    shares[at],
                )
                for lane in range(lanes):
                    flow[lane] += left[lane] * share


@kernel
def settle(
    state: Singles,
    new: Singles,
    factor: Singles,
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
    permits: Singles,
    permit_profile: Singles,
    scale_immigration: Singles,
    age_band: Whole,
    noisy: Any,
    keys: Words,
    places: Words,
    arrived: Singles,
    abroad: Singles,
    positions: Singles,
    by_age: Singles,
) -> None:
    """Fill `new` with who is where a year later: steps, moves, from abroad, a birthday."""
    sexes, ages, kinds, lanes = state.shape
    held = np.empty((kinds, lanes), dtype=np.float32)
    rows_4 = np.empty((3, lanes), dtype=np.float32)
    coming, immigrants, mean = rows_4[0], rows_4[1], rows_4[2]
    total = np.empty(lanes, dtype=np.float32)
    words = np.empty(lanes, dtype=np.uint32)
    wide = places.size
    arrived[:] = ZERO
    abroad[:] = ZERO
    positions[:] = ZERO
    by_age[:] = ZERO
    for sex in range(sexes):
        new[sex, 0] = ZERO
        for age in range(ages - 1, -1, -1):
            for position in range(kinds):
                here, row_of = state[sex, age, position], held[position]
                for lane in range(lanes):
                    row_of[lane] = here[lane]
            place, group = sex * ages + age, step_band[age]
            for at in range(first_step[place], first_step[place + 1]):
                step, share = steps[at], shares[at]
                here, start, end = (
                    state[sex, age, origins[step]],
                    held[origins[step]],
                    held[ends[step]],
                )
                times = factor[sex, group, step]
                for lane in range(lanes):
                    taken = here[lane] * share * times[lane]
                    start[lane] -= taken
                    end[lane] += taken
            pull, stays = weight[band[age]], home[band[age]]
            out, through = leavers[sex, age], sent[sex, age]
            whole, permit = ZERO, ZERO
            for position in range(kinds):
                whole += usual_profile[sex, age, position]
                permit += permit_profile[sex, age, position]
            by = scale_immigration[age]
            for lane in range(lanes):
                coming[lane] = through[lane] * pull[lane]
                immigrants[lane] = (usual[lane] * whole + permits[lane] * permit) * by
            if noisy:
                row = U(sex * 128 + age)
                draw(keys, U(ARRIVING_STREAM + row), places, words)
                counted_freely(coming, words, mean)
                for begun in range(0, lanes, wide):
                    arrive(coming, mean, begun, begun + wide, words[begun])
                draw(keys, U(ABROAD_STREAM + row), places, words)
                counted_freely(immigrants, words, mean)
                for lane in range(lanes):
                    total[lane] = mean[lane] / max(immigrants[lane], TINY)
                    immigrants[lane] = mean[lane]
            else:
                for lane in range(lanes):
                    total[lane] = ONE
            for lane in range(lanes):
                coming[lane] += out[lane] * stays[lane]
                arrived[lane] += coming[lane]
                abroad[lane] += immigrants[lane]
                mean[lane] = total[lane] * by
                total[lane] = ZERO
            older = min(age + 1, ages - 1)
            for position in range(kinds):
                row_of, into, summed = (
                    held[position],
                    new[sex, older, position],
                    positions[position],
                )
                share = arriving[sex, age, position]
                first, second = (
                    usual_profile[sex, age, position],
                    permit_profile[sex, age, position],
                )
                for lane in range(lanes):
                    came = (usual[lane] * first + permits[lane] * second) * mean[lane]
                    count = max(row_of[lane], ZERO) + coming[lane] * share + came
                    summed[lane] += count
                    total[lane] += count
                    row_of[lane] = count
                if age == ages - 2:
                    for lane in range(lanes):
                        into[lane] += row_of[lane]
                else:
                    for lane in range(lanes):
                        into[lane] = row_of[lane]
            summed = by_age[age_band[older]]
            for lane in range(lanes):
                summed[lane] += total[lane]
