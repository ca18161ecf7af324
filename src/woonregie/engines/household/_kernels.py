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

from woonregie.engines.compiled import bare_kernel
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
    mixed,
)

Whole = NDArray[np.int64]


@bare_kernel
def chance(
    row: Any,
    spots: Words,
    deaths: Singles,
    abroad: Singles,
    moved: Singles,
    people: Singles,
    share: Singles,
    rest: Singles,
) -> None:
    """Make counts of who dies and goes; tell by how much others become more or fewer.

    What is in `people` afterwards is how many of them went.
    """
    first, second = mixed(U(LEAVING_STREAM + row)), mixed(U(MOVING_STREAM + row))
    # Two loops, as the processor waits for one draw where it could begin with the next lane.
    for lane in range(spots.size):
        everybody = people[lane]
        total = min(deaths[lane] + abroad[lane] + moved[lane], everybody)
        others = max(ONE - total / max(everybody, TINY), ZERO)
        drawn = counted(total, everybody, others, mixed(U(spots[lane] ^ first)))
        rest[lane] = max(everybody - drawn, ZERO) / max(everybody - total, TINY)
        people[lane] = drawn
    for lane in range(spots.size):
        drawn, lost = people[lane], deaths[lane] + abroad[lane]
        movers = moved[lane] / max(lost + moved[lane], TINY)
        part = counted(drawn * movers, drawn, ONE - movers, mixed(U(spots[lane] ^ second)))
        times = (drawn - part) / max(lost, TINY)
        deaths[lane] *= times
        abroad[lane] *= times
        moved[lane] = part
        share[lane] = times


@bare_kernel
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
    first_kind: Whole,
    living: Whole,
    fertility: Singles,
    bearing: Singles,
    first_step: Whole,
    steps: Whole,
    shares: Singles,
    origins: Whole,
    step_band: Whole,
    total_band: Whole,
    partners: Whole,
    noisy: Any,
    spots: Words,
    leavers: Singles,
    dead: Singles,
    gone: Singles,
    born: Singles,
    flows: Singles,
    bereft: Singles,
    departed: Singles,
    lost: Singles,
    rows: Singles,
) -> None:
    """Take out of `state` who dies or goes; book it, births, and steps as they would be taken."""
    sexes, ages, kinds, lanes = state.shape
    deaths, abroad, people, share, rest = rows[0], rows[1], rows[2], rows[3], rows[4]
    die, go, exposed = rows[5], rows[6], rows[7]
    share[:] = ONE
    dead[:] = ZERO
    gone[:] = ZERO
    born[:] = ZERO
    flows[:] = ZERO
    bereft[:] = ZERO
    departed[:] = ZERO
    for sex in range(sexes):
        for age in range(ages):
            place, moved, here = sex * ages + age, leavers[age, sex], state[sex, age]
            here_live = living[first_kind[place] : first_kind[place + 1]]
            if sex == 1 and fertility[age] > ZERO:
                for position in range(kinds):
                    women, rate = here[position], fertility[age] * bearing[position]
                    for lane in range(lanes):
                        born[lane] += women[lane] * rate
            rate, emigrating = mortality[sex, age], emigration[sex, age]
            for lane in range(lanes):
                die[lane] = rate[lane] * dying[lane]
                go[lane] = going[lane] * emigrating
                exposed[lane] = ZERO
                moved[lane] = ZERO
                deaths[lane] = ZERO
                people[lane] = ZERO
            for kind in range(partners.size):
                lost[partners[kind]] = ZERO
            by_death, by_going = scale_deaths[age], scale_emigration[age]
            push = level[band[age]]
            for position in here_live:
                people_here, lost_here = here[position], lost[position]
                weight, moves = by_position[position], leaving[sex, age, position]
                for lane in range(lanes):
                    count = people_here[lane]
                    dies, leaves = die[lane] * weight, push[lane] * moves
                    plain = dies + go[lane] + leaves
                    scaled = dies * by_death + go[lane] * by_going + leaves
                    each = count / max(max(ONE + HALF * plain, plain), scaled)
                    died = each * dies * by_death
                    lost_here[lane] = died
                    deaths[lane] += died
                    exposed[lane] += each
                    moved[lane] += each * leaves
                    people[lane] += count
                    people_here[lane] = count - each * scaled
            for lane in range(lanes):
                abroad[lane] = exposed[lane] * go[lane] * by_going
            if noisy:
                chance(U(sex * 128 + age), spots, deaths, abroad, moved, people, share, rest)
                for position in here_live:
                    people_here = here[position]
                    for lane in range(lanes):
                        people_here[lane] *= rest[lane]
            for kind in range(partners.size):
                lost_here, summed = lost[partners[kind]], bereft[sex, kind]
                for lane in range(lanes):
                    summed[lane] += lost_here[lane] * share[lane]
            died, went = dead[total_band[age]], gone[total_band[age]]
            for lane in range(lanes):
                died[lane] += deaths[lane]
                went[lane] += abroad[lane]
                departed[lane] += moved[lane]
            group = step_band[age]
            for at in range(first_step[place], first_step[place + 1]):
                left, flow, taking = (
                    here[origins[steps[at]]],
                    flows[sex, group, steps[at]],
                    shares[at],
                )
                for lane in range(lanes):
                    flow[lane] += left[lane] * taking


@bare_kernel
def join(
    first: Singles,
    second: Singles,
    coming: Singles,
    shares: Any,
    usual: Singles,
    usual_shares: Any,
    permits: Singles,
    permit_shares: Any,
    into: Singles,
    other_into: Singles,
    summed: Singles,
    other_summed: Singles,
    people: Singles,
) -> None:
    """Add who arrives to people of two positions, of one sex and age, and count them."""
    share, other_share = shares
    usually, other_usually = usual_shares
    by_permit, other_by_permit = permit_shares
    for lane in range(first.size):
        came, immigrants, holders = coming[lane], usual[lane], permits[lane]
        count = max(first[lane], ZERO) + came * share
        count += immigrants * usually + holders * by_permit
        other = max(second[lane], ZERO) + came * other_share
        other += immigrants * other_usually + holders * other_by_permit
        into[lane], other_into[lane] = count, other
        summed[lane] += count
        other_summed[lane] += other
        people[lane] += count + other


@bare_kernel
def immigrate(
    usual: Singles,
    usual_profile: Singles,
    permits: Singles,
    permit_profile: Singles,
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
                    first += usual_profile[sex, age].sum() * scale[age]
                    second += permit_profile[sex, age].sum() * scale[age]
            row = mixed(U(ABROAD_STREAM + U(sex * 128 + at)))
            for lane in range(lanes):
                expected = usual[lane] * first + permits[lane] * second
                drawn = counted_freely(expected, mixed(U(spots[lane] ^ row)))
                more[lane] = drawn / expected if expected > TINY else ONE


@bare_kernel
def settle(
    state: Singles,
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
    spots: Words,
    wide: Any,
    arrived: Singles,
    abroad: Singles,
    positions: Singles,
    by_age: Singles,
    held: Singles,
    noise: Singles,
    rows: Singles,
) -> None:
    """Make of `state` who is where a year later: steps, moves, from abroad, a birthday."""
    sexes, ages, kinds, lanes = state.shape
    noise[:] = ONE
    coming, drawn, total, usually, by_permit = rows[0], rows[1], rows[2], rows[3], rows[4]
    arrived[:] = ZERO
    abroad[:] = ZERO
    positions[:] = ZERO
    by_age[:] = ZERO
    if noisy:
        immigrate(
            usual,
            usual_profile,
            permits,
            permit_profile,
            scale_immigration,
            step_band,
            spots,
            noise,
        )
    for sex in range(sexes):
        # From old to young: a place is read before somebody a year younger comes into it.
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
            out, through = leavers[age, sex], sent[age, sex]
            whole, permit = ZERO, ZERO
            for position in range(kinds):
                whole += usual_profile[sex, age, position]
                permit += permit_profile[sex, age, position]
            by, more = scale_immigration[age], noise[sex, group]
            for lane in range(lanes):
                coming[lane] = through[lane] * pull[lane]
                usually[lane] = usual[lane] * (by * more[lane])
                by_permit[lane] = permits[lane] * (by * more[lane])
                abroad[lane] += usually[lane] * whole + by_permit[lane] * permit
                total[lane] = ZERO
            if noisy:
                row = mixed(U(ARRIVING_STREAM + U(sex * 128 + age)))
                for lane in range(lanes):
                    drawn[lane] = counted_freely(coming[lane], mixed(U(spots[lane] ^ row)))
                for begun in range(0, lanes, wide):
                    arrive(coming, drawn, begun, begun + wide, mixed(U(spots[begun] ^ row)))
            for lane in range(lanes):
                coming[lane] += out[lane] * stays[lane]
                arrived[lane] += coming[lane]
            older = min(age + 1, ages - 1)
            # Those of the last age but one come beside those who are there already.
            into = held if age == ages - 2 else state[sex, older]
            for at in range(0, kinds, 2):
                join(
                    held[at],
                    held[at + 1],
                    coming,
                    (arriving[sex, age, at], arriving[sex, age, at + 1]),
                    usually,
                    (usual_profile[sex, age, at], usual_profile[sex, age, at + 1]),
                    by_permit,
                    (permit_profile[sex, age, at], permit_profile[sex, age, at + 1]),
                    into[at],
                    into[at + 1],
                    positions[at],
                    positions[at + 1],
                    total,
                )
            if age == ages - 2:
                for position in range(kinds):
                    there, row_of = state[sex, older, position], held[position]
                    for lane in range(lanes):
                        there[lane] += row_of[lane]
            summed = by_age[age_band[older]]
            for lane in range(lanes):
                summed[lane] += total[lane]
        state[sex, 0] = ZERO
