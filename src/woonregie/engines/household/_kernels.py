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

Singles = NDArray[np.float32]
Words = NDArray[np.uint32]
Whole = NDArray[np.int64]

F = np.float32
U = np.uint32
ZERO, HALF, ONE, TWO = F(0), F(0.5), F(1), F(2)
QUARTER = F(0.25)
FEW = F(1.5)
"""Below this many expected, people come in one lump or not at all."""
MANY = F(50)
"""From so many arrivals on, shares of what was drawn are exact enough."""
CURVE = F(0.65)
"""A quarter of four minus the kurtosis plus one: what the square adds to the variance."""
SPREAD = F(6**0.5)
"""The sum of two even numbers has this largest value at a spread of one."""
WIDEST = F(2.45)
PER_WORD, PER_HALF_WORD = F(2.0**-31), F(2.0**-16)
LOW_HALF, HALF_BITS, ONE_BIT = U(0xFFFF), U(16), U(1)
TINY = F(1e-12)
GOLDEN = U(0x9E3779B9)
LEAVING_STREAM, MOVING_STREAM, ARRIVING_STREAM = U(1 << 16), U(2 << 16), U(3 << 16)
ABROAD_STREAM, STEP_STREAM, BIRTH_STREAM = U(4 << 16), U(5 << 16), U(6 << 16)


@kernel
def mixed(word: Any) -> Any:
    """Return a word in which every bit depends on every bit of another."""
    word = U(word ^ U(word >> HALF_BITS))
    word = U(word * U(0x21F0AAAD))
    word = U(word ^ U(word >> U(15)))
    word = U(word * U(0xD35A2D97))
    return U(word ^ U(word >> U(15)))


@kernel
def draw(keys: Words, row: Any, places: Words, out: Words) -> None:
    """Fill (lane,) random words by (trajectory,) keys, a row and (region,) places."""
    wide = places.size
    for at in range(keys.size):
        key = mixed(U(keys[at] ^ mixed(U(row))))
        begun = at * wide
        for region in range(wide):
            out[begun + region] = mixed(U(places[region] ^ key))


@kernel
def counted(mean: Singles, most: Singles, words: Words, out: Singles) -> None:
    """Fill (lane,) counts around a mean, none below zero or above the most (equation 17).

    Mean and variance are those of a binomial count: the square of something without skew, and
    where few are expected one lump of people or nobody.
    """
    for lane in range(mean.size):
        expected, top, word = mean[lane], most[lane], words[lane]
        halves = np.int32(word & LOW_HALF) + np.int32(word >> HALF_BITS) + np.int32(1)
        noise = (F(halves) * PER_HALF_WORD - ONE) * SPREAD
        others = max(ONE - expected / max(top, TINY), ZERO)
        plain = QUARTER * others
        again = CURVE / max(expected, ONE)
        wide = plain + again * plain * plain
        wide = np.sqrt(plain + again * wide * wide)
        wide = max(min(wide, (np.sqrt(top) - np.sqrt(expected)) / WIDEST), ZERO)
        base = np.sqrt(max(expected - wide * wide, ZERO)) + wide * noise
        even = F(np.int32(word >> ONE_BIT)) * PER_WORD
        lump = min(top, expected + others)
        single = lump if even * lump < expected else ZERO
        out[lane] = single if expected < FEW else base * base


@kernel
def counted_freely(mean: Singles, words: Words, out: Singles) -> None:
    """Fill (lane,) counts around a mean without a most: mean and variance of Poisson counts."""
    for lane in range(mean.size):
        expected, word = mean[lane], words[lane]
        halves = np.int32(word & LOW_HALF) + np.int32(word >> HALF_BITS) + np.int32(1)
        noise = (F(halves) * PER_HALF_WORD - ONE) * SPREAD
        again = CURVE / max(expected, ONE)
        wide = QUARTER + again * F(0.0625)
        wide = QUARTER + again * wide * wide
        base = np.sqrt(max(expected - wide, ZERO)) + np.sqrt(wide) * noise
        even = F(np.int32(word >> ONE_BIT)) * PER_WORD
        lump = expected + ONE
        single = lump if even * lump < expected else ZERO
        out[lane] = single if expected < FEW else base * base


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
    noisy: Any,
    keys: Words,
    places: Words,
    leavers: Singles,
    dead: Singles,
    gone: Singles,
    born: Singles,
    stay: Singles,
    flows: Singles,
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
                weight, moves = by_position[position], leaving[sex, age, position]
                for lane in range(lanes):
                    count = here[lane]
                    first, second, third = die[lane] * weight, go[lane], moves * pushed[lane]
                    plain = first + second + third
                    first *= by_death
                    second *= by_going
                    scaled = first + second + third
                    exposed = count / max(max(ONE + HALF * plain, plain), scaled)
                    deaths[lane] += exposed * first
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
                    left_over = max(people[lane] - total[lane], TINY)
                    rest[lane] = max(people[lane] - rest[lane], ZERO) / left_over
                for position in range(state.shape[2]):
                    left = keep[position]
                    for lane in range(lanes):
                        left[lane] *= rest[lane]
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
def fit(
    flows: Singles,
    level: Singles,
    event: Whole,
    noisy: Any,
    keys: Words,
    places: Words,
    factor: Singles,
    apart: Singles,
) -> None:
    """Fill (sex, band, step, lane) by what steps are multiplied, so that men and women fit."""
    sexes, bands, steps, lanes = flows.shape
    men, women = np.empty(lanes, dtype=np.float32), np.empty(lanes, dtype=np.float32)
    words = np.empty(lanes, dtype=np.uint32)
    apart[:] = ZERO
    for step in range(steps):
        for sex in range(sexes):
            for group in range(bands):
                for lane in range(lanes):
                    factor[sex, group, step, lane] = level[step, lane]
    for kind in range(1, event.max() + 1):
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
            men[lane] = min(max(mean / max(men[lane], TINY), HALF), TWO)
            women[lane] = min(max(mean / max(women[lane], TINY), HALF), TWO)
        for lane in range(lanes):
            apart_here = ZERO
            for step in range(steps):
                if event[step] == kind:
                    for_men = min(level[step, lane] * men[lane], TWO)
                    for_women = min(level[step, lane] * women[lane], TWO)
                    for group in range(bands):
                        factor[0, group, step, lane] = for_men
                        factor[1, group, step, lane] = for_women
                        apart_here += flows[0, group, step, lane] * for_men
                        apart_here -= flows[1, group, step, lane] * for_women
            apart[lane] += abs(apart_here)
    if not noisy:
        return
    for step in range(steps):
        for group in range(bands):
            for sex in range(sexes):
                # One draw for both of a couple, so that they still fit.
                other = sex if event[step] == 0 else 1 - sex
                if other <= sex:
                    draw(keys, U(STEP_STREAM + U(step * 64 + sex * 16 + group)), places, words)
                    for lane in range(lanes):
                        expected = flows[sex, group, step, lane] * factor[sex, group, step, lane]
                        most = max(
                            factor[sex, group, step, lane], factor[other, group, step, lane]
                        )
                        halves = np.int32(words[lane] & LOW_HALF) + np.int32(
                            words[lane] >> HALF_BITS
                        )
                        noise = (F(halves + np.int32(1)) * PER_HALF_WORD - ONE) * SPREAD
                        room = min(ONE, TWO / max(most, TINY) - ONE) / WIDEST
                        wide = max(min(ONE / np.sqrt(max(expected, TINY)), room), ZERO)
                        men[lane] = ONE + wide * noise
                    for lane in range(lanes):
                        factor[sex, group, step, lane] *= men[lane]
                    if other != sex:
                        for lane in range(lanes):
                            factor[other, group, step, lane] *= men[lane]


@kernel
def arrive(coming: Singles, drawn: Singles, begun: Any, end: Any, word: Any) -> None:
    """Put (lane,) who arrives of one trajectory at what was drawn; their sum stays (equation 18).

    Shares of many are what was drawn. Few are handed out in whole pieces along the line of what
    was expected, which is exact in the mean where shares of few are not.
    """
    asked, found = ZERO, ZERO
    for lane in range(begun, end):
        asked += coming[lane]
        found += drawn[lane]
    if asked >= MANY:
        share = asked / max(found, TINY)
        for lane in range(begun, end):
            coming[lane] = drawn[lane] * share
        return
    pieces = max(np.floor(asked + HALF), ONE)
    scale = pieces / max(asked, TINY)
    start = F(np.int32(word >> ONE_BIT)) * PER_WORD
    along, before = start, np.floor(start)
    first = before
    for lane in range(begun, end):
        along += coming[lane] * scale
        now = np.floor(along)
        drawn[lane] = now - before
        before = now
    # By rounding a piece can be lost at the end of the line; then what was expected stays.
    if before - first == pieces:
        for lane in range(begun, end):
            coming[lane] = drawn[lane] / scale


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


@kernel
def bear(mean: Singles, keys: Words, places: Words, out: Singles) -> None:
    """Fill (lane,) births around their mean."""
    words = np.empty(mean.size, dtype=np.uint32)
    draw(keys, BIRTH_STREAM, places, words)
    counted_freely(mean, words, out)
