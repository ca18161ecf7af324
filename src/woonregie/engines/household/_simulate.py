"""Many trajectories: batches side by side, on as many workers as are given."""

# It tells no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock

import numpy as np
import threadpoolctl

from woonregie.engines.household._books import Scales
from woonregie.engines.household._chance import Uncertainty, chances
from woonregie.engines.household._course import Course, Wanted
from woonregie.engines.household._fan import Fan, Singles, furthest
from woonregie.engines.household._fast import Batch
from woonregie.engines.household._positions import Floats
from woonregie.engines.household._project import walked
from woonregie.engines.household._record import Record
from woonregie.engines.household._results import UNMET, Unmet
from woonregie.engines.household._scenario import Domestic
from woonregie.engines.household._tables import Tables, filled_up

LANES = 256
"""How many regions of all trajectories side by side are worked on at a time."""
FEWEST = 16
"""Products of matrices are quicker for some trajectories together."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked: which trajectories, under which chance, and what is kept of them."""

    uncertainty: Uncertainty
    seed: int
    first: int
    trajectories: int
    workers: int
    keep: Sequence[str]
    told: Callable[[int], None] | None


def side_by_side(regions: int) -> int:
    """Return how many trajectories go side by side.

    A power of two, and so a divisor of whatever part of a fan somebody asks. It follows from the
    number of regions alone: the last digits of a trajectory may depend on how
    many lie beside it, and are not to depend on which were asked.

    >>> side_by_side(342), side_by_side(30)
    (16, 16)
    """
    most = max(FEWEST, LANES // filled_up(regions))
    return 1 << (most.bit_length() - 1)


def ensemble(plan: Course, totals: Wanted | None, order: Order) -> Fan:
    """Return trajectories of a course."""
    size = side_by_side(len(plan.base.regions))
    tables = Tables(plan, size)
    scales, unmet = [Scales.none()] * plan.years, []
    if totals:
        plain, scales = walked(plan, totals)
        unmet = [item for item in plain.unmet if not item.region]
    nearest = Nearest(plan)
    last = order.first + order.trajectories
    shape = (order.trajectories, plan.years + 1, len(plan.base.regions))
    kept = {name: np.empty(shape, dtype=np.float32) for name in order.keep}
    idle: SimpleQueue[Batch] = SimpleQueue()
    for _worker in range(order.workers):
        idle.put(Batch(tables))

    def walk(begun: int) -> float:
        batch = idle.get()
        try:
            return _walk(batch, begun, scales, order, kept, nearest)
        finally:
            idle.put(batch)

    starts = range(order.first // size * size, last, size)
    worst, done = 0.0, 0
    # Products of matrices on one thread each: the workers are the threads.
    with threadpoolctl.threadpool_limits(1), ThreadPoolExecutor(order.workers) as pool:
        waiting = [pool.submit(walk, begun) for begun in starts]
        try:
            for begun, future in zip(starts, waiting, strict=True):
                worst = max(worst, future.result())
                done = min(begun + size, last) - order.first
                if order.told:
                    order.told(done)
        finally:
            for future in waiting:
                future.cancel()
    hard = np.zeros(shape[1:])
    hard[1:] = np.cumsum(plan.hard, axis=0)
    base = plan.base
    return Fan(
        regions=base.regions,
        years=tuple(range(base.year, base.year + plan.years + 1)),
        first=order.first,
        kept=kept,
        dwellings_per_household=(1 - base.elsewhere) / (1 - plan.vacancy),
        hard_capacity=hard,
        seed=order.seed,
        uncertainty=order.uncertainty,
        baseline=base.digest,
        scenario=plan.scenario.digest(),
        worst_imbalance=worst,
        unmet=furthest([*nearest.unmet(), *unmet]),
    )


class Nearest:
    """How near trajectories come to the net migration that is stated: the one furthest off."""

    def __init__(self, plan: Course) -> None:
        self._plan = plan
        self._found = plan.stated.copy()
        self._lock = Lock()

    def look(self, year: int, net: Floats) -> None:
        """Look at (trajectory, region) net domestic migration of a year, as expected there."""
        asked = self._plan.stated[year]
        off = np.nan_to_num(np.abs(net - asked))
        furthest = np.take_along_axis(net, off.argmax(axis=0)[None, :], axis=0)[0]
        with self._lock:
            further = off.max(axis=0) > np.abs(self._found[year] - asked)
            self._found[year] = np.where(further, furthest, self._found[year])

    def unmet(self) -> list[Unmet]:
        """Return where it is not what was stated."""
        base, stated = self._plan.base, self._plan.stated
        return [
            Unmet(
                base.year + year,
                "net domestic migration",
                base.regions[at],
                float(stated[year, at]),
                float(self._found[year, at]),
            )
            for year in range(self._plan.years)
            for at in np.flatnonzero(np.abs(self._found[year] - stated[year]) > UNMET)
        ]


def _walk(
    batch: Batch,
    begun: int,
    scales: Sequence[Scales],
    order: Order,
    kept: Mapping[str, Singles],
    nearest: Nearest,
) -> float:
    """Walk a batch through all years and keep what was asked; return the worst imbalance."""
    tables, plan = batch.tables, batch.tables.plan
    laid = tables.laid(chances(plan, order.uncertainty, order.seed, begun, tables.lanes.size))
    slots = np.arange(begun, begun + tables.lanes.size)
    wanted = (slots >= order.first) & (slots < order.first + order.trajectories)
    record = Record(tables)
    batch.begin()
    record.begin(batch)
    for year in range(plan.years):
        batch.go(year, laid, scales[year])
        record.write(batch, year)
        if plan.scenario.own_need.domestic == Domestic.STATED:
            nearest.look(year, tables.lanes.apart(batch.net)[wanted].astype(np.float64))
    for name, values in kept.items():
        values[slots[wanted] - order.first] = record.measure(name).swapaxes(0, 1)[wanted]
    return record.worst_imbalance()
