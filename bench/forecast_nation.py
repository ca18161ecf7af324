"""The forecast of the whole country: 342 municipalities, 40 years, 1,000 trajectories."""

import os
import resource
import time

import numpy as np

from bench.result import Also, Result

REGIONS, YEARS, TRAJECTORIES, CHECKED = 342, 40, 1_000, 3
KEEP = ("population", "households", "stock")
GOAL, MEMORY = 60.0, 1_000.0


def measure() -> Result:
    """Run all trajectories; check them against the reference and in the mean."""
    return forecast(
        "forecast-nation",
        REGIONS,
        GOAL,
        "342 invented municipalities x 101 ages x 2 sexes x 8 positions",
    )


def forecast(name: str, regions: int, goal: float, what: str) -> Result:
    """Measure an ensemble of some regions."""
    from woonregie.engines.household import (  # noqa: PLC0415  compiles when asked
        Scenario,
        invented,
        reference,
        simulate,
    )

    base, scenario, workers = invented(regions), Scenario(), os.cpu_count() or 1
    simulate(base, scenario, years=1, trajectories=1, keep=KEEP)
    wall, cpu = time.perf_counter(), time.process_time()
    fan = simulate(
        base, scenario, years=YEARS, trajectories=TRAJECTORIES, workers=workers, keep=KEEP
    )
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    begun = time.process_time()
    plain = reference(base, scenario, CHECKED)
    plain_seconds = (time.process_time() - begun) / CHECKED * YEARS * TRAJECTORIES
    difference, off = check(base, fan, plain)
    return Result(
        name=name,
        measured=wall,
        unit="s",
        goal=goal,
        peer="the same equations in NumPy, without chance, one after the other (processor time, "
        f"worked out from {CHECKED} years)",
        peer_measured=plain_seconds,
        note=f"{what}, {TRAJECTORIES} trajectories of {YEARS} years with migration between all "
        f"of them, on {workers} threads. Checked in this run: without chance the engine is the "
        f"reference to {difference:.1e}; with counts only, the national mean of 300 trajectories "
        f"is off by {100 * off:.4f} %; of the worst year {fan.worst_imbalance:.1e} of the people "
        "is not booked.",
        also=(
            Also("in processor time", cpu, "s"),
            Also(
                "most memory",
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "MB",
                MEMORY,
            ),
        ),
    )


def check(base, fan, plain) -> tuple[float, float]:
    """See that the engine is right; return how far it is from the reference and in the mean."""
    from woonregie.engines.household import (  # noqa: PLC0415  as above
        Scenario,
        Uncertainty,
        project,
        simulate,
    )

    fast = project(base, Scenario(), years=CHECKED)
    difference = float(np.abs(fast.need / plain.need - 1).max())
    counts = simulate(
        base,
        Scenario(),
        years=CHECKED,
        trajectories=300,
        uncertainty=Uncertainty.none(counts=True),
        keep=("population",),
    )
    off = abs(float(counts.mean("population")[-1].sum() / fast.population[-1].sum()) - 1)
    assert difference < 1e-5
    assert off < 2e-4
    assert fan.worst_imbalance < 1e-5
    return difference, off
