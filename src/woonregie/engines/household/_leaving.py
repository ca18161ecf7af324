"""The first inner loop of the fast engine: who dies and who goes.

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
    HALF,
    LEAVING_STREAM,
    MOVING_STREAM,
    ONE,
    TINY,
    ZERO,
    Singles,
    U,
    Words,
    counted,
    mixed,
)
from woonregie.engines.household._rows import add, add_share, add_shares, keep

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
