"""The same forecast with some causes at work and others not, side by side in the fast engine."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from woonregie.engines.household._books import Scales
from woonregie.engines.household._chance import Chance
from woonregie.engines.household._course import Course, Wanted
from woonregie.engines.household._decomposition import (
    Cause,
    Causes,
    Decomposition,
    shared,
    usual_households,
)
from woonregie.engines.household._fast import Batch
from woonregie.engines.household._positions import Floats
from woonregie.engines.household._project import walked
from woonregie.engines.household._scenario import Domestic
from woonregie.engines.household._tables import Laid, Singles, Tables


def divided(plan: Course, totals: Wanted | None) -> Decomposition:
    """Return the growth of households of a course by cause (equations 26 and 27)."""
    scales = walked(plan, totals)[1] if totals else [Scales.none()] * plan.years
    causes = _acting(plan)
    runs = [
        frozenset(chosen)
        for size in range(len(causes) + 1)
        for chosen in combinations(causes, size)
    ]
    usual, formed = _walk(plan, runs, scales)
    start = formed[0, 0]
    parts = shared({works: formed[:, at] for at, works in enumerate(runs)}, causes)
    nothing, base = np.zeros_like(usual), plan.base
    return Decomposition(
        regions=base.regions,
        years=tuple(range(base.year, base.year + plan.years + 1)),
        growth=formed[:, -1] - start,
        age_structure=usual - start,
        behaviour=formed[:, 0] - usual,
        domestic=parts.get(Cause.DOMESTIC, nothing),
        abroad=parts.get(Cause.ABROAD, nothing),
        supply=parts.get(Cause.SUPPLY, nothing),
        baseline=base.digest,
        scenario=plan.scenario.digest(),
    )


def _acting(plan: Course) -> list[Cause]:
    """Return the causes that do anything at all: only these cost runs."""
    base, scenario = plan.base, plan.scenario
    acts = {
        Cause.DOMESTIC: base.leaving.any() and scenario.own_need.domestic != Domestic.ZERO,
        Cause.ABROAD: any(
            flow.any() for flow in (base.immigration, base.permit_holders, base.emigration)
        ),
        Cause.SUPPLY: plan.lam.any() or scenario.restraint > 0,
    }
    return [cause for cause, does in acts.items() if does]


def _walk(plan: Course, runs: Sequence[Causes], scales: Sequence[Scales]) -> tuple[Floats, Floats]:
    """Return (year, region) usual households of the first run, (year, run, region) all formed."""
    batch = Switched(Tables(plan, len(runs)), runs)
    laid = batch.tables.laid(Chance.none(plan).beside(len(runs)))
    first = usual_households(plan.base.population, plan.weights)
    formed = [_formed(batch)]
    # On the first day both are the same, but for the length of their numbers.
    usual = [formed[0][0]]
    for year in range(plan.years):
        batch.go(year, laid, scales[year])
        formed.append(_formed(batch))
        usual.append((_first_people(batch) * first).sum(axis=(0, 1)))
    return np.array(usual), np.array(formed)


def _first_people(batch: Batch) -> Singles:
    """Return (sex, age, region) the people of the first run."""
    found: Singles = batch.state[..., : batch.tables.lanes.regions].sum(axis=2)
    return found


def _formed(batch: Batch) -> Floats:
    """Return (run, region) households."""
    positions = batch.tables.lanes.apart(batch.positions)
    found: Floats = np.einsum("htr,hr->tr", positions, batch.tables.plan.weights)
    return found


class Switched(Batch):
    """Runs of one course that differ in which causes work.

    Args:
        tables: of the course, with as many trajectories as there are runs; nobody else uses them.
        runs: the causes that work in each.
    """

    def __init__(self, tables: Tables, runs: Sequence[Causes]) -> None:
        def works(cause: Cause) -> Singles:
            each = np.array([cause in run for run in runs], dtype=np.float32)
            return np.repeat(each, tables.lanes.wide)

        abroad = works(Cause.ABROAD)
        tables.going *= abroad
        tables.usual *= abroad
        tables.permits *= abroad
        self._moving, self._supplied = works(Cause.DOMESTIC), works(Cause.SUPPLY)
        super().__init__(tables)

    def _gap(self) -> Singles:
        return super()._gap() * self._supplied

    def _supply_lift(self, year: int, settled: Singles) -> Singles:
        return super()._supply_lift(year, settled) * self._supplied

    def _send(
        self, year: int, laid: Laid, scales: Scales, usual: Singles, permits: Singles
    ) -> None:
        super()._send(year, laid, scales, usual, permits)
        # Where nobody moves on balance, as many of each age come as go (`Domestic.ZERO`).
        stays = 1 - self._moving
        self.weight *= self._moving
        self.home[:] = self.home * self._moving + stays
