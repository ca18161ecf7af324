"""The inner loops of the fast engine: one pass for who goes, one for who is where afterwards.

The last axis of every array is "lane": trajectories side by side, and within each its regions, so
that every loop runs over numbers that lie next to each other. The equations are the reference's.
Importing this takes a while; `_fast` is only imported when a forecast is asked.
"""

# One pass over the state is one function, however long.
# ruff: noqa: C901, PLW3301
# pyright: reportUnknownMemberType=false

from typing import Any

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.compiled import bare_kernel, row_kernel
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


@row_kernel
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


@row_kernel
def go_out(
    here: Singles,
    die: Singles,
    weight: Any,
    push: Singles,
    moving: Any,
    go: Singles,
    scales: Any,
    lost: Singles,
    deaths: Singles,
    exposed: Singles,
    moved: Singles,
    people: Singles,
) -> None:
    """Take out of people of one position, sex and age who dies or goes; count them.

    With what deaths and emigration are multiplied by to meet national totals (equation 2).
    """
    by_death, by_going = scales
    for lane in range(here.size):
        count, dies, goes, leaves = here[lane], die[lane] * weight, go[lane], push[lane] * moving
        plain, dying = dies + goes + leaves, dies * by_death
        every = dying + goes * by_going + leaves
        # How long people are exposed.
        each = count / max(max(ONE + HALF * plain, plain), every)
        died = each * dying
        here[lane] = count - each * every
        lost[lane] = died
        deaths[lane] += died
        exposed[lane] += each
        moved[lane] += each * leaves
        people[lane] += count


@row_kernel
def add(row: Singles, into: Singles) -> None:
    """Add a row to another."""
    for lane in range(into.size):
        into[lane] += row[lane]


@row_kernel
def add_share(row: Singles, share: Any, into: Singles) -> None:
    """Add a share of a row to another."""
    for lane in range(into.size):
        into[lane] += row[lane] * share


@row_kernel
def add_shares(row: Singles, shares: Singles, into: Singles) -> None:
    """Add a row to another, of each lane the share of its own."""
    for lane in range(into.size):
        into[lane] += row[lane] * shares[lane]


@row_kernel
def keep(shares: Singles, row: Singles) -> None:
    """Keep of each lane of a row a share."""
    for lane in range(row.size):
        row[lane] *= shares[lane]


@row_kernel
def look(
    rate: Singles,
    dying: Singles,
    going: Singles,
    emigrating: Any,
    die: Singles,
    go: Singles,
    exposed: Singles,
    moved: Singles,
    deaths: Singles,
    people: Singles,
) -> None:
    """Fill at what rates people of one sex and age die and emigrate; begin to count them."""
    for lane in range(die.size):
        die[lane] = rate[lane] * dying[lane]
        go[lane] = going[lane] * emigrating
        exposed[lane] = ZERO
        moved[lane] = ZERO
        deaths[lane] = ZERO
        people[lane] = ZERO


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
    first_living: Whole,
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
    deaths, abroad, people = rows[0], rows[1], rows[2]
    share, rest, die = rows[3], rows[4], rows[5]
    go, exposed = rows[6], rows[7]
    share[:] = ONE
    dead[:] = ZERO
    gone[:] = ZERO
    born[:] = ZERO
    flows[:] = ZERO
    bereft[:] = ZERO
    departed[:] = ZERO
    for sex in range(sexes):
        for age in range(ages):
            place, moved = sex * ages + age, leavers[age, sex]
            first, until = first_living[place], first_living[place + 1]
            if sex == 1 and fertility[age] > ZERO:
                for position in range(kinds):
                    add_share(
                        state[sex, age, position],
                        fertility[age] * bearing[position],
                        born,
                    )
            look(
                mortality[sex, age],
                dying,
                going,
                emigration[sex, age],
                die,
                go,
                exposed,
                moved,
                deaths,
                people,
            )
            for kind in range(partners.size):
                lost[partners[kind]] = ZERO
            by_death, by_going = scale_deaths[age], scale_emigration[age]
            for at in range(first, until):
                position = living[at]
                go_out(
                    state[sex, age, position],
                    die,
                    by_position[position],
                    level[band[age]],
                    leaving[sex, age, position],
                    go,
                    (by_death, by_going),
                    lost[position],
                    deaths,
                    exposed,
                    moved,
                    people,
                )
            for lane in range(lanes):
                abroad[lane] = exposed[lane] * go[lane] * by_going
            if noisy:
                chance(U(sex * 128 + age), spots, deaths, abroad, moved, people, share, rest)
                for at in range(first, until):
                    keep(rest, state[sex, age, living[at]])
            for kind in range(partners.size):
                add_shares(lost[partners[kind]], share, bereft[sex, kind])
            add(deaths, dead[total_band[age]])
            add(abroad, gone[total_band[age]])
            add(moved, departed)
            for at in range(first_step[place], first_step[place + 1]):
                add_share(
                    state[sex, age, origins[steps[at]]],
                    shares[at],
                    flows[sex, step_band[age], steps[at]],
                )


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


@row_kernel
def copy(row: Singles, into: Singles) -> None:
    """Fill a row with another."""
    for lane in range(into.size):
        into[lane] = row[lane]


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
