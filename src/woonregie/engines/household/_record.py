"""What is written down of a batch on its way, and what comes of it at the end of all years."""

from collections.abc import Mapping

import numpy as np

from woonregie.engines.household._fan import AGES_SHOWN
from woonregie.engines.household._fast import Batch
from woonregie.engines.household._positions import POSITIONS, Floats, Position
from woonregie.engines.household._tables import SHOWN_BANDS, Singles, Tables

TYPES: Mapping[str, Position] = {
    "alone": Position.ALONE,
    "couples": Position.COUPLE,
    "families": Position.COUPLE_WITH_CHILDREN,
    "lone_parents": Position.LONE_PARENT,
    "other": Position.OTHER,
}
BORN, DEAD, NEWBORN_DEAD, GONE, ABROAD, ARRIVED, DEPARTED = range(7)


class Record:
    """Who was where on each first day, and the flows of each year.

    It is written down as it is: a few sums over all years at once cost less than many small ones.
    """

    def __init__(self, tables: Tables) -> None:
        years, lanes = tables.plan.years, tables.lanes.count

        def room(*shape: int) -> Singles:
            return np.zeros((*shape, lanes), dtype=np.float32)

        self._lanes, self._weights = tables.lanes, tables.weights
        self._positions = room(years + 1, POSITIONS)
        self._by_age = room(years + 1, len(SHOWN_BANDS))
        self._stock = room(years + 1)
        self._flows = room(years, 7)

    def begin(self, batch: Batch) -> None:
        """Write down the first day."""
        self._write_day(batch, 0)

    def write(self, batch: Batch, year: int) -> None:
        """Write down a year, 0 is the first, and the day after it."""
        flows = self._flows[year]
        flows[BORN], flows[ABROAD] = batch.born, batch.abroad
        flows[ARRIVED], flows[DEPARTED] = batch.arrived, batch.departed
        batch.dead.sum(axis=0, out=flows[DEAD])
        batch.newborn_deaths.sum(axis=0, out=flows[NEWBORN_DEAD])
        batch.gone.sum(axis=0, out=flows[GONE])
        self._write_day(batch, year + 1)

    def _write_day(self, batch: Batch, day: int) -> None:
        self._positions[day], self._by_age[day] = batch.positions, batch.by_age
        self._stock[day] = batch.stock

    def measure(self, name: str) -> Singles:
        """Return (year, trajectory, region) what is kept by a name."""
        if name == "population":
            found: Singles = self._positions.sum(axis=1)
        elif name == "households":
            found = np.einsum("ypl,pl->yl", self._positions, self._weights)
        elif name == "stock":
            found = self._stock
        elif name in AGES_SHOWN:
            found = self._by_age[:, AGES_SHOWN.index(name)]
        else:
            position = TYPES[name]
            found = self._positions[:, position] * self._weights[position]
        return self._lanes.apart(found)

    def worst_imbalance(self) -> float:
        """Return what of a year is not booked, as a share of the people of its own trajectory.

        As `Ledger.worst`: the worst region of the worst year, or what left and arrived nowhere.
        """
        if not len(self._flows):
            return 0.0
        flows = self._flows.astype(np.float64)
        moved = flows[:, ARRIVED] - flows[:, DEPARTED]
        out = flows[:, DEAD] + flows[:, NEWBORN_DEAD] + flows[:, GONE]
        people = self._positions.sum(axis=1, dtype=np.float64)
        gaps = np.diff(people, axis=0) - (flows[:, BORN] - out + flows[:, ABROAD] + moved)
        worst = np.abs(self._apart(gaps)).max(axis=2)
        adrift = np.abs(self._apart(moved).sum(axis=2))
        everybody = np.maximum(self._apart(people[:-1]).sum(axis=2), 1.0)
        return float((np.maximum(worst, adrift) / everybody).max())

    def _apart(self, values: Floats) -> Floats:
        """Return (year, trajectory, region) of (year, lane), with the lanes that fill up."""
        return values.reshape(len(values), self._lanes.size, self._lanes.wide)
