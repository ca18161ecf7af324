"""The fast engine: the equations of the reference, trajectories side by side, in single precision.

A `Batch` holds a few trajectories and walks through all years before the next begins, so that what
it works on stays in the cache of the processor.
"""

import numpy as np

from woonregie.engines.household import _couples as couples
from woonregie.engines.household import _noise as noise
from woonregie.engines.household._books import Scales
from woonregie.engines.household._course import CHILD
from woonregie.engines.household._leaving import leave
from woonregie.engines.household._limits import BOYS, MOST_FACTOR, TINY
from woonregie.engines.household._moves import (
    LARGEST_MOVE,
    MOST_PULL,
    MOST_STATED,
    NEAR_STATED,
    STATED_ROUNDS,
    SUPPLY_ROUNDS,
)
from woonregie.engines.household._positions import (
    AGES,
    DESTINATION,
    EVENT,
    EVERY_STEP,
    MEN,
    ORIGIN,
    PARTNERS,
    POSITIONS,
    SEXES,
    WIDOWHOOD,
    WOMEN,
    Ints,
)
from woonregie.engines.household._scenario import Domestic
from woonregie.engines.household._settling import settle
from woonregie.engines.household._tables import (
    SHOWN_BANDS,
    STEP_BANDS,
    Laid,
    Singles,
    Tables,
    singles,
)

PARTNER_ROWS: Ints = np.array(PARTNERS, dtype=np.int64)
SHARE_BORN: Singles = np.array([[BOYS], [1 - BOYS]], dtype=np.float32)


class Batch:
    """Some trajectories on their way: where everybody is, and the flows of the last year."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        lanes, bands = tables.lanes.count, tables.plan.base.move_bands

        def room(*shape: int) -> Singles:
            return np.zeros((*shape, lanes), dtype=np.float32)

        self.state = room(SEXES, AGES, POSITIONS)
        self.leavers, self.sent = room(AGES, SEXES), room(AGES, SEXES)
        self.dead, self.gone = room(tables.total_bands), room(tables.total_bands)
        self.born, self.newborn_deaths = room(), room(SEXES)
        self.positions = room(POSITIONS)
        self.spots = np.zeros(lanes, dtype=np.uint32)
        self.flows = room(SEXES, len(STEP_BANDS), len(EVERY_STEP))
        self.factor = np.zeros_like(self.flows)
        self.bereft = room(SEXES, len(WIDOWHOOD))
        self.apart, self.departed, self.arrived, self.abroad = (room() for _array in range(4))
        self.by_age = room(len(SHOWN_BANDS))
        self.stock, self.need = room(), room()
        # Net domestic migration as expected, where it is stated.
        self.net = room()
        self.home, self.weight = room(len(bands)), room(len(bands))
        self.bands = (*bands, AGES)
        self.scaled = room(int(np.diff(self.bands).max()), SEXES)
        # What loops write down for themselves.
        self.held, self.oldest, self.rows = room(POSITIONS), room(POSITIONS), room(8)
        self.more_abroad = room(SEXES, len(STEP_BANDS))
        self.begin()

    def begin(self) -> None:
        """Go back to the first day."""
        tables = self.tables
        self.state[:] = tables.state
        self.stock[:] = tables.stock
        self.positions[:] = tables.positions
        self.by_age[:] = tables.by_age
        self.need[:] = tables.first_need

    def go(self, year: int, laid: Laid, scales: Scales) -> None:
        """Walk through one year."""
        self.leave(year, laid, scales)
        self._fit(year)
        self._built = np.maximum(self.stock + laid.built[year], np.float32(1))
        usual = self.tables.usual * laid.coming[year]
        permits = self.tables.permits * np.float32(self.tables.plan.permit_holders[year])
        self._send(year, laid, scales, usual, permits)
        self._settle(scales, usual, permits)
        self._follow(year)

    def _gap(self) -> Singles:
        tables = self.tables
        gap = singles((self.need - self.stock) / self.stock - tables.first_gap)
        # A stock that follows its need has no gap.
        gap[tables.follows] = 0
        return gap

    def leave(self, year: int, laid: Laid, scales: Scales) -> None:
        """Take out who dies or goes; only looks when it is followed by nothing else."""
        tables, plan = self.tables, self.tables.plan
        self._gap_now = self._gap()
        response = np.float32(plan.lam[year] * plan.scenario.response)
        moving, dying = laid.moving[year], laid.dying[year]
        if response:
            moving = moving * np.exp(response * np.clip(self._gap_now, -1, 1))
        self.noisy = laid.keys.shape[1] > 0
        noise.spread(laid.keys[year], tables.places, self.spots)
        leave(
            self.state,
            tables.mortality,
            tables.by_position,
            dying,
            tables.emigration,
            tables.going,
            tables.leaving,
            tables.leaving_level * moving,
            plan.move_band,
            singles(scales.deaths),
            singles(scales.emigration),
            tables.first_living,
            tables.living,
            tables.fertility,
            tables.bearing,
            tables.first_step,
            tables.step,
            tables.share,
            ORIGIN,
            tables.step_band,
            tables.total_band,
            PARTNER_ROWS,
            self.noisy,
            self.spots,
            self.leavers,
            self.dead,
            self.gone,
            self.born,
            self.flows,
            self.bereft,
            self.departed,
            self.held,
            self.rows,
        )
        self.born *= laid.bearing[year] * np.float32(scales.births)
        if self.noisy:
            noise.bear(self.born.copy(), self.spots, self.born)
        rate = tables.newborn_mortality * (np.float32(scales.deaths[0]) * dying)
        self.newborn_deaths[:] = SHARE_BORN * self.born * np.minimum(rate, np.float32(1))

    def _fit(self, year: int) -> None:
        tables, plan = self.tables, self.tables.plan
        level: Singles = tables.step_level * tables.steps[year][:, None]
        if plan.scenario.restraint:
            held = np.exp(-np.float32(plan.scenario.restraint) * np.clip(self._gap_now, 0, 1))
            level = np.where(tables.forms, level * held, level)
        level = np.minimum(level, np.float32(MOST_FACTOR))
        couples.fit(
            self.flows,
            level,
            EVENT,
            self.bereft,
            tables.admitted,
            self.noisy,
            self.spots,
            self.factor,
            self.apart,
            self.rows,
        )

    # ---------------------------------------------------------------- where leavers go

    def _send(
        self, year: int, laid: Laid, scales: Scales, usual: Singles, permits: Singles
    ) -> None:
        tables, plan = self.tables, self.tables.plan
        domestic = plan.scenario.own_need.domestic
        if domestic == Domestic.ZERO:
            self.home[:], self.weight[:], self.sent[:] = 1, 0, 0
            return
        self.weight[:] = self._attraction(laid.pull[year])
        if domestic == Domestic.STATED:
            self.weight *= np.exp(self._stated_lift(year))
        elif domestic == Domestic.SUPPLY and plan.lam[year] > 0:
            settled = self._settled(scales, usual, permits)
            self.weight *= np.exp(tables.supply_pull * self._supply_lift(year, settled))
        self._multiply()

    def _attraction(self, pull: Singles) -> Singles:
        tables = self.tables
        if not tables.moves_by_size:
            return pull[None, :]
        people = np.maximum(self.positions.sum(axis=0), np.float32(1))
        size = np.log(people / tables.people)
        access = np.log(tables.access(people) / tables.first_access)
        by_size = np.exp(tables.size_pull * size + tables.access_pull * access)
        found: Singles = by_size * pull
        return found

    def _through(self, weight: Singles, matrices: Singles, *, back: bool) -> Singles:
        """Return (band, lane) times the matrix of each band, or its transpose."""
        lanes = self.tables.lanes
        apart = weight.reshape(weight.shape[0], lanes.size, lanes.wide)
        found = np.matmul(apart, matrices.swapaxes(1, 2) if back else matrices)
        through: Singles = found.reshape(weight.shape)
        return through

    def _multiply(self) -> None:
        """Send leavers on: one product of matrices for each band (equation 8)."""
        tables, lanes = self.tables, self.tables.lanes
        whole = self._through(self.weight, tables.whole, back=True)
        inverse = 1 / np.maximum(whole, np.float32(TINY))
        self.home[:] = 0
        if tables.members:
            self.home[:] = self._through(self.weight, tables.inside, back=True) * inverse
        ways = zip(tables.open_to, inverse, self.bands[:-1], self.bands[1:], strict=True)
        for open_to, times, first, end in ways:
            out = np.multiply(self.leavers[first:end], times, out=self.scaled[: end - first])
            sent = self.sent[first:end].reshape(-1, lanes.wide)
            np.matmul(out.reshape(-1, lanes.wide), open_to, out=sent)

    def _by_band(self, values: Singles) -> Singles:
        found: Singles = np.add.reduceat(values.sum(axis=1), self.bands[:-1], axis=0)
        return found

    def _coming(self, leavers: Singles, weight: Singles) -> Singles:
        """Return (band, lane) how many of (band, lane) leavers arrive."""
        whole = self._through(weight, self.tables.whole, back=True)
        shared = (leavers / np.maximum(whole, np.float32(TINY))).astype(np.float32, copy=False)
        found: Singles = weight * self._through(shared, self.tables.whole, back=False)
        return found

    def _stated_lift(self, year: int) -> Singles:
        asked = self.tables.stated[year]
        bound = ~np.isnan(asked)
        leavers = self._by_band(self.leavers)
        least = np.float32(TINY)
        target = np.maximum(leavers.sum(axis=0) + np.where(bound, asked, 0), least)
        rest = np.maximum(self._total(leavers.sum(axis=0)) - self._total(target * bound), least)
        lift: Singles = np.zeros_like(target)
        for _round in range(STATED_ROUNDS):
            weight: Singles = self.weight * np.exp(lift)
            persons = np.maximum(self._coming(leavers, weight).sum(axis=0), least)
            times = np.where(bound, target / persons, rest / self._total(persons * ~bound))
            lift = np.clip(lift + np.log(times), -MOST_STATED, MOST_STATED).astype(np.float32)
            self.net = persons - leavers.sum(axis=0)
            if np.abs((persons - target) * bound).max() < NEAR_STATED:
                break
        return lift

    def _total(self, values: Singles) -> Singles:
        """Return (lane,) what all regions of a trajectory have together."""
        lanes = self.tables.lanes
        by_trajectory = values.reshape(lanes.size, lanes.wide).sum(axis=1)
        return np.repeat(by_trajectory, lanes.wide)

    def _settled(self, scales: Scales, usual: Singles, permits: Singles) -> Singles:
        """Return (position, lane) who is there without those who still look for a place."""
        taken = np.einsum("sbkl,sbkl->kl", self.flows, self.factor)
        found = self.state.sum(axis=(0, 1), dtype=np.float64)
        np.add.at(found, ORIGIN, -taken)
        np.add.at(found, DESTINATION, taken)
        by = scales.immigration[None, :, None]
        base = self.tables.plan.base
        first = (base.immigration_profile * by).sum(axis=(0, 1)).astype(np.float32)
        second = (base.permit_profile * by).sum(axis=(0, 1)).astype(np.float32)
        every = found + first[:, None] * usual + second[:, None] * permits
        settled: Singles = every.astype(np.float32)
        return settled

    def _supply_lift(self, year: int, settled: Singles) -> Singles:
        tables = self.tables
        bound = ~tables.follows
        per_home = tables.per_home[year + 1]
        moving = self._by_band(self.leavers * tables.worth[:, :, None])
        fixed = tables.need(settled, year + 1)
        lift: Singles = np.zeros_like(fixed)
        target = fixed
        for turn in range(SUPPLY_ROUNDS):
            homes = self._coming(moving, self.weight * np.exp(tables.supply_pull * lift))
            need = fixed + per_home * homes.sum(axis=0)
            if turn == 0:
                target = self._target(year, need)
            moved = np.maximum((tables.supply_pull * homes).sum(axis=0) * per_home, TINY)
            step = np.clip((target - need) / moved, -LARGEST_MOVE, LARGEST_MOVE)
            lift = np.clip(lift + step * bound, -MOST_PULL, MOST_PULL).astype(np.float32)
        return lift

    def _target(self, year: int, need: Singles) -> Singles:
        tables, lanes = self.tables, self.tables.lanes
        homes = self._built * tables.first_need / tables.stock
        if not tables.plan.follows.any():
            shape = (lanes.size, lanes.wide)
            every = np.maximum(homes.reshape(shape).sum(axis=1), np.float32(TINY))
            short = need.reshape(shape).sum(axis=1) / every
            homes = (homes.reshape(shape) * short[:, None]).reshape(-1)
        lam = np.float32(tables.plan.lam[year])
        return np.where(tables.follows, need, (1 - lam) * need + lam * homes)

    # ---------------------------------------------------------------- the next first day

    def _settle(self, scales: Scales, usual: Singles, permits: Singles) -> None:
        tables = self.tables
        settle(
            self.state,
            self.factor,
            tables.first_living,
            tables.living,
            tables.first_step,
            tables.step,
            tables.share,
            ORIGIN,
            DESTINATION,
            tables.step_band,
            self.leavers,
            self.sent,
            self.weight,
            self.home,
            tables.plan.move_band,
            tables.arriving,
            usual,
            tables.usual_profile,
            tables.usual_ages,
            permits,
            tables.permit_profile,
            tables.permit_ages,
            singles(scales.immigration),
            tables.shown_band,
            self.noisy,
            self.spots,
            tables.lanes.wide,
            self.arrived,
            self.abroad,
            self.positions,
            self.by_age,
            self.held,
            self.oldest,
            self.more_abroad,
            self.rows,
        )
        born = SHARE_BORN * self.born - self.newborn_deaths
        self.state[:, 0, CHILD] += born
        both = born[MEN] + born[WOMEN]
        self.positions[CHILD] += both
        self.by_age[0] += both

    def _follow(self, year: int) -> None:
        tables = self.tables
        self.need[:] = tables.need(self.positions, year + 1)
        follow = np.maximum(tables.kept * self.need, tables.least)
        self.stock[:] = np.where(tables.follows, follow, self._built)
