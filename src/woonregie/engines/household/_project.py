"""One forecast without chance, by the fast engine."""

import numpy as np

from woonregie.engines.household._books import (
    Booked,
    Counted,
    Modelled,
    Scales,
    collected,
    scales_of,
)
from woonregie.engines.household._chance import Chance
from woonregie.engines.household._course import Course, Wanted
from woonregie.engines.household._fast import Batch
from woonregie.engines.household._positions import AGES, POSITIONS, SEXES, Floats
from woonregie.engines.household._results import Projection, ScaleFactor
from woonregie.engines.household._settling import tally
from woonregie.engines.household._tables import Laid, Singles, Tables


def walked(plan: Course, totals: Wanted | None) -> tuple[Projection, list[Scales]]:
    """Return a forecast without chance, and the factors with which it met national totals."""
    batch = Batch(Tables(plan, 1, totals))
    laid = batch.tables.laid(Chance.none(plan))
    days, lanes, regions = plan.years + 1, batch.tables.lanes.count, len(plan.base.regions)
    people = np.empty((days, SEXES, AGES, lanes), dtype=np.float32)
    by_sex = np.empty((days, SEXES, POSITIONS, lanes), dtype=np.float32)
    # Counted while it lies in the cache of the processor: of all days together it would not.
    tally(batch.state, people[0], by_sex[0])
    stocks = [_region(batch, batch.stock)]
    booked: list[Booked] = []
    scaling: list[ScaleFactor] = []
    used: list[Scales] = []
    for year in range(plan.years):
        scales, told = _scales(batch, year, laid, totals)
        batch.go(year, laid, scales)
        used.append(scales)
        scaling += told
        booked.append(_booked(batch))
        tally(batch.state, people[year + 1], by_sex[year + 1])
        stocks.append(_region(batch, batch.stock))
    counted = Counted(
        population=np.moveaxis(people[..., :regions], -1, 1).astype(np.float64),
        by_sex=by_sex[..., :regions].astype(np.float64),
        final=np.moveaxis(batch.state[..., :regions], -1, 0).astype(np.float64),
    )
    return collected(plan, counted, stocks, booked, scaling, totals), used


def _region(batch: Batch, lanes: Singles) -> Floats:
    return lanes[: batch.tables.lanes.regions].astype(np.float64)


def _booked(batch: Batch) -> Booked:
    newborn = batch.newborn_deaths.sum(axis=0)
    return Booked(
        births=_region(batch, batch.born),
        deaths=_region(batch, batch.dead.sum(axis=0) + newborn),
        immigration=_region(batch, batch.abroad),
        emigration=_region(batch, batch.gone.sum(axis=0)),
        departures=_region(batch, batch.departed),
        arrivals=_region(batch, batch.arrived),
        leavers=batch.leavers.sum(axis=(1, 2), dtype=np.float64),
        couples_apart=_region(batch, batch.apart),
    )


def _scales(
    batch: Batch, year: int, laid: Laid, totals: Wanted | None
) -> tuple[Scales, list[ScaleFactor]]:
    if totals is None:
        return Scales.none(), []
    plan, plain = batch.tables.plan, Scales.none()
    before = batch.state.copy()
    batch.leave(year, laid, plain)
    batch.state[:] = before
    profile = plan.base.immigration_profile.sum(axis=(0, 2)) * plan.base.immigration.sum()
    permits = plan.base.permit_profile.sum(axis=(0, 2)) * plan.base.permit_holders.sum()
    modelled = Modelled(
        births=float(batch.born.sum(dtype=np.float64)),
        newborn_deaths=float(batch.newborn_deaths.sum(dtype=np.float64)),
        deaths=_at_ages(batch.dead, totals),
        emigration=_at_ages(batch.gone, totals),
        immigration=profile * plan.immigration[year] + permits * plan.permit_holders[year],
    )
    return scales_of(plan.base.year + year, totals, year, modelled)


def _at_ages(counts: Singles, totals: Wanted) -> Floats:
    """Return (age,) what was counted by band, at the first age of each."""
    found = np.zeros(AGES)
    found[list(totals.bands)] = counts.sum(axis=1, dtype=np.float64)
    return found
