"""How our own model, and the plain ones beside it, turned out: what was kept of backtests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import lineage
from woonregie.subjects.forecast.models import BacktestFigure, BacktestRecord

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a region.

    Args:
        kept: from which year, of which year, and where that comes from.
        expected: model -> (m,) persons; not a number where it says nothing.
        counted: (m,) persons on 1 January of the target year.
    """

    kept: BacktestRecord
    expected: Mapping[str, Floats]
    counted: Floats

    @property
    def ahead(self) -> int:
        """Years ahead."""
        return self.kept.target - self.kept.origin

    def judged(self, places: Sequence[int]) -> list[int]:
        """Return those of some places of which something was counted."""
        return [at for at in places if np.isfinite(self.counted[at])]

    def error(self, model: str, at: int) -> float:
        """Return expected beside counted of one municipality, less one."""
        return float(self.expected[model][at] / self.counted[at] - 1)

    def summed(self, model: str, places: Sequence[int]) -> tuple[float, float]:
        """Return what a model expected of some municipalities together, and what was counted."""
        at = self.judged(places)
        return float(self.expected[model][at].sum()), float(self.counted[at].sum())

    def mean_error(self, model: str, places: Sequence[int]) -> float:
        """Return the mean absolute error of some municipalities, each counting once."""
        found = [abs(self.error(model, at)) for at in self.judged(places)]
        return float(np.mean(found))


def records_of(region: Region, municipality_ids: Sequence[UUID]) -> list[Record]:
    """Return the records of a region that stand, those that looked furthest ahead first.

    Municipalities that merged since are added up to those of today.

    Args:
        region: whose.
        municipality_ids: the municipalities, in the order of the columns.
    """
    kept = list(
        BacktestRecord.objects.filter(region=region, superseded_at__isnull=True).select_related(
            "source"
        )
    )
    living = lineage(municipality_ids)
    columns = {key: at for at, key in enumerate(municipality_ids)}
    figures = BacktestFigure.objects.filter(record__in=kept, municipality__in=list(living))
    by_record: dict[UUID, dict[str, tuple[Floats, Floats]]] = {}
    for record, place, model, expected, counted in figures.values_list(
        "record_id", "municipality_id", "model", "expected", "counted"
    ):
        sums = by_record.setdefault(record, {}).setdefault(
            model, (np.zeros(len(columns)), np.zeros(len(columns)))
        )
        for table, value in zip(sums, (expected, counted), strict=True):
            table[columns[living[place]]] += float(value)
    found = [_record(item, by_record[item.pk]) for item in kept if item.pk in by_record]
    return sorted(found, key=lambda item: (-item.ahead, -item.kept.target))


def _record(kept: BacktestRecord, sums: Mapping[str, tuple[Floats, Floats]]) -> Record:
    counted = next(iter(sums.values()))[1]
    return Record(
        kept,
        {
            model: np.where(people > 0, expected, np.nan)
            for model, (expected, people) in sums.items()
        },
        np.where(counted > 0, counted, np.nan),
    )
