"""Some trajectories of a fan, by themselves: what a process or a computer of a cluster does.

This knows arrays only, so that whoever does it needs no database and no settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household import DERIVED, KEPT, Baseline, Scenario, Uncertainty, simulate

MEASURES = (*KEPT, *DERIVED, "hard_capacity")
"""What stands in a row of a fan, besides trajectory, year and region."""
# Products of matrices go on one thread for the whole process: two cannot say so at once.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Part:
    """Which trajectories: the number of the first, and how many."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What all parts of a fan have in common.

    Args:
        base: where it begins.
        scenario: the levers.
        years: how many.
        seed: from which chance follows.
        uncertainty: how far trajectories go apart.
        threads: how many each part may use.
    """

    base: Baseline
    scenario: Scenario
    years: int
    seed: int
    uncertainty: Uncertainty
    threads: int = 1


def drawn(drawing: Drawing, part: Part) -> Mapping[str, NDArray[Any]]:
    """Return the rows of some trajectories: one for each of them, year and region.

    Args:
        drawing: what all parts have in common.
        part: which trajectories.

    Returns:
        By column, (row,): trajectory, year, region and `MEASURES`.
    """
    with _ONE_AT_A_TIME:
        fan = simulate(
            drawing.base,
            drawing.scenario,
            years=drawing.years,
            trajectories=part.count,
            first=part.first,
            seed=drawing.seed,
            uncertainty=drawing.uncertainty,
            workers=drawing.threads,
        )
    shape = (part.count, len(fan.years), len(fan.regions))
    numbers, years = np.arange(part.first, part.first + part.count), np.array(fan.years)
    along: dict[str, NDArray[Any]] = {
        "trajectory": numbers.astype(np.int32)[:, None, None],
        "year": years.astype(np.int16)[None, :, None],
        "region": np.array(fan.regions)[None, None, :],
        **fan.kept,
        **{name: _beside(fan.at_place, name, shape) for name in DERIVED},
        "hard_capacity": fan.hard_capacity[None, :, :],
    }
    return {name: np.broadcast_to(values, shape).reshape(-1) for name, values in along.items()}


def _beside(at_place: Any, name: str, shape: tuple[int, int, int]) -> NDArray[np.float64]:
    return np.stack([at_place(name, place) for place in range(shape[1])], axis=1)
