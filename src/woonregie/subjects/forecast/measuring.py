"""How long the household model takes, beside its own equations in NumPy."""

import resource
import sys
from collections.abc import Callable
from typing import Any

from woonregie.engines.household import (
    EngineError,
    Scenario,
    invented,
    project,
    reference,
    simulate,
)
from woonregie.foundation.pages.errors import RefusedError

Clock = Callable[[], float]
KEEP = ("population", "households", "stock")
MOST_REGIONS = 1000
FEWEST_REGIONS = 2


def measured(
    *, regions: int, years: int, trajectories: int, workers: int, clocks: tuple[Clock, Clock]
) -> dict[str, Any]:
    """Return how long trajectories take, after the loops are compiled.

    Args:
        regions: of an invented country.
        years: of each trajectory.
        trajectories: how many.
        workers: threads.
        clocks: of the processor and of the wall, in seconds.

    Raises:
        RefusedError: so much cannot be asked.
    """
    if not FEWEST_REGIONS <= regions <= MOST_REGIONS:
        raise RefusedError(
            f"Het aantal regio's ligt tussen {FEWEST_REGIONS} en {MOST_REGIONS}.", regions=regions
        )
    processor, wall = clocks
    base, scenario = invented(regions), Scenario()
    try:
        # Compiles, or fetches what was compiled before: not what is measured.
        simulate(base, scenario, years=1, trajectories=1, keep=KEEP)
        begun, started = processor(), wall()
        simulate(
            base, scenario, years=years, trajectories=trajectories, workers=workers, keep=KEEP
        )
        cpu_seconds, wall_seconds = processor() - begun, wall() - started
    except EngineError as error:
        raise RefusedError(
            "Zoveel kan niet: vraag 1 tot 100 jaar, 1 tot 100.000 doorrekeningen en 1 tot 256 "
            "werkers.",
            why=str(error),
        ) from None
    few = min(years, 5)
    begun = processor()
    plain = reference(base, scenario, few)
    reference_seconds = (processor() - begun) / few * years * trajectories
    same = project(base, scenario, years=few)
    return {
        "regions": regions,
        "years": years,
        "trajectories": trajectories,
        "workers": workers,
        "cpu_seconds": round(cpu_seconds, 3),
        "wall_seconds": round(wall_seconds, 3),
        "peak_mb": round(peak_mb(), 1),
        "reference_ratio": round(reference_seconds / max(cpu_seconds, 1e-6), 2),
        "reference_difference": float(abs(same.need / plain.need - 1).max()),
    }


def peak_mb() -> float:
    """Return the most memory that this process ever held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux tells kilobytes, macOS bytes.
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
