"""Safe tables of the whole country: 342 municipalities, ten years, eight segments."""

import time

import numpy as np

from bench.result import Also, Result

TOWNS, PROVINCES, YEARS, SEGMENTS = 342, 12, 10, 8
PLANS, CELLS, SEED = 10_000, 20, 2_026
TOGETHER = 8


def measure() -> Result:
    """Hide what has to be hidden, check the proof, and compare with a plain minimum count."""
    from woonregie.engines.suppression import (  # noqa: PLC0415  numbers only when asked
        Parts,
        Release,
        Rule,
        margins,
        protect,
        sensitive,
    )

    rng = np.random.default_rng(SEED)
    plan, town, year, segment = plans(rng)
    homes = np.ceil(rng.lognormal(2.5, 1.2, plan.size))
    province = np.sort(rng.integers(0, PROVINCES, TOWNS))
    sums, level = margins(
        [town, year, segment],
        [
            [np.arange(TOWNS), province, np.zeros(TOWNS, dtype=int)],
            [np.arange(YEARS), np.zeros(YEARS, dtype=int)],
            [np.arange(SEGMENTS), np.zeros(SEGMENTS, dtype=int)],
        ],
    )
    release = Release(homes, plan, sums)
    wall, cpu = time.perf_counter(), time.process_time()
    primary = sensitive(release, Rule())
    above = level >= level.max() // 3 + 1
    found = protect(
        release,
        primary,
        rng=rng,
        keep=above & ~primary,
        parts=Parts(town, province[town], TOGETHER),
    )
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    check(release, found)
    begun = time.perf_counter()
    few = sensitive(release, Rule(share=1, closeness=0))
    plain = time.perf_counter() - begun
    return Result(
        name="disclosure-nation",
        measured=wall,
        unit="s",
        goal=60.0,
        peer="plain minimum-count suppression, which protects nothing that can be worked out",
        peer_measured=plain,
        note=f"{PLANS} invented plans in {TOWNS} municipalities, {YEARS} years and {SEGMENTS} "
        f"segments: {sums.numbers} numbers with all margins, of which "
        f"{100 * primary.mean():.1f} % are sensitive and {100 * found.hidden.mean():.1f} % are "
        f"hidden; none of a province or the country. A plain minimum of {Rule().contributors} "
        f"contributors would leave out {100 * few.mean():.1f} %, and an attacker would work out "
        f"most of those. {len(found.worlds[0])} other worlds prove that every hidden number stays "
        "open by 20 %; each was checked against everything that is published.",
        also=(Also("in processor time", cpu, "s"),),
    )


def plans(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return plan, municipality, year and segment of each part of a plan, each once."""
    count = rng.integers(1, CELLS, PLANS)
    plan = np.repeat(np.arange(PLANS), count)
    town = rng.integers(0, TOWNS, PLANS)[plan]
    year, segment = rng.integers(0, YEARS, plan.size), rng.integers(0, SEGMENTS, plan.size)
    cell = np.ravel_multi_index([plan, year, segment], (PLANS, YEARS, SEGMENTS))
    _cell, first = np.unique(cell, return_index=True)
    return plan[first], town[first], year[first], segment[first]


def check(release, found) -> None:
    """See that each other world publishes the same, and that together they open what is hidden."""
    shown, true = ~found.hidden, release.numbers
    moved = np.zeros(true.shape)
    for world in found.worlds[0]:
        numbers = release.sums.of(world)
        assert world.min() >= -1e-6
        assert np.allclose(numbers[shown], true[shown], rtol=0, atol=1e-4)
        moved = np.maximum(moved, np.abs(numbers - true))
    needed = np.maximum(0.2 * true, 1.0)
    assert (moved[found.hidden] >= needed[found.hidden] - 1e-4).all()
    assert not found.exposed[0].any()
