"""Dutch household positions of 2020: kept when they become a beginning, and households."""

import numpy as np

from bench.past import present
from bench.past.positions import households, positions
from bench.result import Also, Result

NEAR, MANY = 0.005, 95.0
GOAL = 1e-6


def measure() -> Result:
    """Spread positions over ages, add them up again, and count households."""
    from woonregie.engines.household import (  # noqa: PLC0415  as late as the others
        grouped,
        households_of,
        one_factor,
        spread_over_ages,
    )

    present()
    names, starts, counted = positions()
    known = households(names)
    population = spread_over_ages(counted, starts)
    again = grouped(population, starts)
    worst = float(np.max(np.abs(again - counted) / np.maximum(counted, 1.0)))
    factor = one_factor(population, known)
    off = households_of(population, factor) / known - 1
    near = 100 * float((np.abs(off) <= NEAR).mean())
    return Result(
        name="forecast-positions-2020",
        measured=worst,
        unit="of 1",
        goal=GOAL,
        peer="none",
        peer_measured=None,
        note=f"Largest relative difference between {int(counted.sum())} people by position and "
        f"group of ages in {len(names)} municipalities (71488ned, 2020) and what the beginning "
        f"of a forecast adds up to. With one national factor ({factor:.3f} household per member "
        f"of another household) {near:.1f} % of municipalities have households within 0.5 % of "
        "those counted (71486ned).",
        also=(
            Also("municipalities further than 0.5 % off", round(100 - near, 2), "%", 100 - MANY),
            Also("the worst municipality", round(100 * float(np.abs(off).max()), 3), "%"),
        ),
    )
