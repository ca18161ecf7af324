"""A course laid ready for the fast engine: what does not change along the way.

The last axis of every array is "lane": trajectory by trajectory, all regions of each.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household._books import following
from woonregie.engines.household._chance import Chance, Words
from woonregie.engines.household._course import CHILD, Course, Wanted
from woonregie.engines.household._limits import TINY
from woonregie.engines.household._moves import mean_weights
from woonregie.engines.household._positions import (
    ADMITTED,
    AGES,
    DESTINATION,
    FORMS,
    POSITIONS,
    SEXES,
    Floats,
    Ints,
)
from woonregie.engines.household._scenario import band_of_age

Singles = NDArray[np.float32]
ROUNDED = 8
"""Regions are filled up to a multiple of this, so that loops have no loose end."""
STEP_BANDS = (0, 25, 40, 65)
"""First age of the groups of ages whose steps share the noise of chance."""
SHOWN_BANDS = (0, 20, 65, 80)
"""First age of the groups of ages that every year is told of."""
GOLDEN = np.uint32(0x9E3779B9)
"""Two to the 32nd over the golden ratio: its multiples lie far from each other."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Levers and chance together, laid ready for the trajectories of a batch.

    Args:
        keys: (year, trajectory) words from which the noise of counts follows; empty for none.
        bearing: (year, lane) by what births are multiplied.
        dying: (year, lane) likewise mortality.
        coming: (year, lane) likewise immigration.
        moving: (year, lane) likewise who leaves.
        pull: (year, lane) likewise attraction.
        built: (year, lane) dwellings that plans add, without those that go.
    """

    keys: Words
    bearing: Singles
    dying: Singles
    coming: Singles
    moving: Singles
    pull: Singles
    built: Singles


def filled_up(regions: int) -> int:
    """Return how many lanes the regions of one trajectory take.

    >>> filled_up(342), filled_up(30)
    (344, 32)
    """
    return -(-regions // ROUNDED) * ROUNDED


class Lanes:
    """Regions, filled up to a round number, for some trajectories side by side."""

    def __init__(self, regions: int, size: int) -> None:
        self.regions = regions
        self.size = size
        self.wide = filled_up(regions)
        self.count = size * self.wide

    def lay(self, values: Floats, filler: float = 0.0) -> Singles:
        """Return (.., trajectory, region), or 1 in place of either, as (.., lane)."""
        full = np.full((*values.shape[:-2], self.size, self.wide), filler, dtype=np.float32)
        full[..., : self.regions] = values
        return full.reshape(*values.shape[:-2], self.count)

    def each(self, values: Floats, filler: float = 0.0) -> Singles:
        """Return (.., region), the same for every trajectory, as (.., lane)."""
        return self.lay(values[..., None, :], filler)

    def apart(self, lanes: Singles) -> Singles:
        """Return (.., lane) as (.., trajectory, region)."""
        shape = (*lanes.shape[:-1], self.size, self.wide)
        return lanes.reshape(shape)[..., : self.regions]

    def square(self, values: Floats) -> Singles:
        """Return (.., region, region) filled up."""
        full = np.zeros((*values.shape[:-2], self.wide, self.wide), dtype=np.float32)
        full[..., : self.regions, : self.regions] = values
        return full


def singles(values: Floats) -> Singles:
    """Return values in single precision, one after the other."""
    return np.ascontiguousarray(values, dtype=np.float32)


class Tables:
    """A course laid ready for batches of some trajectories; it is only read.

    Args:
        plan: the course.
        size: how many trajectories lie side by side.
        totals: national totals, for whose bands deaths and emigration are counted.
    """

    def __init__(self, plan: Course, size: int, totals: Wanted | None = None) -> None:
        base = plan.base
        self.plan = plan
        self.lanes = lanes = Lanes(len(base.regions), size)
        self.state = lanes.each(np.moveaxis(base.population, 0, -1))
        self.positions = self.state.sum(axis=(0, 1))
        self.people = np.maximum(self.positions.sum(axis=0), np.float32(1))
        self.mortality = lanes.each(np.moveaxis(base.mortality, 0, -1))
        self.by_position = singles(base.mortality_by_position)
        self.emigration, self.leaving = singles(base.emigration), singles(base.leaving)
        self.going = lanes.each(base.emigration_level)
        self.leaving_level = lanes.each(base.leaving_level.T)
        self.fertility, self.bearing = (
            singles(base.fertility),
            singles(base.fertility_by_position),
        )
        self.newborn_mortality = singles(base.newborn_mortality)[:, None]
        self.fertility_level = lanes.each(base.fertility_level)
        self.step_level = lanes.each(plan.transition_level.T)
        self.steps = plan.steps.astype(np.float32)
        self._lay_steps(plan.transitions)
        self._lay_positions(plan.transitions)
        self.arriving = singles(base.arrival_positions)
        self.usual, self.permits = lanes.each(base.immigration), lanes.each(base.permit_holders)
        self.usual_profile = singles(base.immigration_profile)
        self.permit_profile = singles(base.permit_profile)
        self.usual_ages = self.usual_profile.sum(axis=2)
        self.permit_ages = self.permit_profile.sum(axis=2)
        self.total_bands = len(totals.bands) if totals else 1
        none: Ints = np.zeros(AGES, dtype=np.int64)
        self.total_band = totals.band if totals else none
        self.step_band, self.shown_band = band_of_age(STEP_BANDS), band_of_age(SHOWN_BANDS)
        self.by_age = np.add.reduceat(self.state.sum(axis=(0, 2)), SHOWN_BANDS, axis=0)
        # Places differ in every bit, so that neighbours have nothing to do with each other.
        self.places = np.arange(lanes.wide, dtype=np.uint32) * GOLDEN
        self._lay_destinations()
        self._lay_dwellings()

    def _lay_steps(self, transitions: Floats) -> None:
        """Keep the steps that somebody of that sex and age takes, one after the other."""
        self.admitted: Ints = np.where(ADMITTED.any(axis=1), ADMITTED.argmax(axis=1), -1)
        sex, age, step = np.nonzero(transitions)
        counts = np.bincount(sex * AGES + age, minlength=SEXES * AGES)
        self.first_step: Ints = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.step: Ints = step.astype(np.int64)
        self.share = singles(transitions[sex, age, step])

    def _lay_positions(self, transitions: Floats) -> None:
        """Keep the positions that somebody of that sex and age may be in, one after the other."""
        base = self.plan.base
        begun: NDArray[np.bool_] = np.asarray(base.population.any(axis=0), dtype=np.bool_)
        begun |= base.arrival_positions > 0
        begun |= (base.immigration_profile > 0) | (base.permit_profile > 0)
        begun[:, 0, CHILD] = True
        for position in range(POSITIONS):
            taken = transitions[:, :, position == DESTINATION].sum(axis=2) > 0
            begun[:, 1:, position] |= taken[:, :-1]
            begun[:, -1, position] |= taken[:, -1]
        # Who is somewhere can be there a year older.
        np.logical_or.accumulate(begun, axis=1, out=begun)
        places = begun.reshape(-1, POSITIONS)
        self.living: Ints = np.nonzero(places)[1].astype(np.int64)
        self.first_living: Ints = np.concatenate([[0], np.cumsum(places.sum(axis=1))])

    def _lay_destinations(self) -> None:
        base, plan, lanes = self.plan.base, self.plan, self.lanes
        within = plan.members[:, None] & plan.members[None, :]
        self.whole = lanes.square(base.destinations)
        open_to = np.where(within, 0.0, base.destinations)
        self.open_to = lanes.square(open_to) if plan.members.any() else self.whole
        self.inside = lanes.square(np.where(within, base.destinations, 0.0))
        self.members = bool(plan.members.any())
        self.nearness = lanes.square(base.nearness)
        self.moves_by_size = bool(base.size_pull.any() or base.access_pull.any())
        self.size_pull = base.size_pull.astype(np.float32)[:, None]
        self.access_pull = base.access_pull.astype(np.float32)[:, None]
        self.supply_pull = base.supply_pull.astype(np.float32)[:, None]
        each = mean_weights(float(base.other_households.mean()))
        self.worth = singles((base.arrival_positions * each).sum(axis=2).T)
        self.first_access = self.access(self.people)
        self.stated = lanes.each(plan.stated, np.nan)

    def _lay_dwellings(self) -> None:
        base, plan, lanes = self.plan.base, self.plan, self.lanes
        self.weights = lanes.each(plan.weights)
        self.per_home = lanes.each((1 - base.elsewhere) / (1 - plan.vacancy))
        self.stock = lanes.each(base.stock, 1.0)
        self.first_need = self.need(self.positions, 0)
        self.first_gap = (self.first_need - self.stock) / self.stock
        self.follows = np.asarray(
            lanes.each(plan.follows.astype(np.float64), 1.0) > 0, dtype=np.bool_
        )
        self.kept, self.least = following(self.stock, self.first_need)
        self.demolition = lanes.each(plan.demolition)
        self.forms = np.asarray(FORMS)[:, None]

    def laid(self, chance: Chance) -> Laid:
        """Return chance and the levers that go with it, for all years at once."""
        plan, lanes = self.plan, self.lanes

        def lay(factor: Floats, lever: Floats) -> Singles:
            return lanes.lay((factor * lever[:, None])[:, :, None])

        moving = chance.leaving * (chance.mobility * plan.mobility[:, None])[:, :, None]
        return Laid(
            keys=chance.keys,
            bearing=lay(chance.fertility, plan.fertility) * self.fertility_level,
            dying=lay(chance.mortality, plan.mortality),
            coming=lay(chance.immigration, plan.immigration),
            moving=lanes.lay(moving),
            pull=lanes.lay(chance.pull, 1.0),
            built=lanes.lay(chance.additions) - self.demolition,
        )

    def need(self, positions: Singles, year: int) -> Singles:
        """Return (lane,) dwellings needed by (position, lane) persons."""
        households: Singles = (self.weights * positions).sum(axis=0)
        found: Singles = households * self.per_home[year]
        return found

    def access(self, people: Singles) -> Singles:
        """Return (lane,) how many people are near."""
        lanes = self.lanes
        near = people.reshape(lanes.size, lanes.wide) @ self.nearness.T
        found: Singles = np.maximum(near.reshape(lanes.count), np.float32(TINY))
        return found
