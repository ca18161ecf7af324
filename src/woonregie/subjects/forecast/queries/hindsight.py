"""What earlier forecasts expected, beside what was counted later (*houdbaarheid*)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household import ShelfLife, shelf_life
from woonregie.foundation.region.queries import lineage
from woonregie.subjects.forecast.models import (
    ForecastFigure,
    ForecastVintage,
    Measure,
    VintageKind,
)
from woonregie.subjects.forecast.queries.figures import stock_where_known
from woonregie.subjects.forecast.queries.vintages import of_fan, vintages_with

LOW, MIDDLE, HIGH = {"laag", "low"}, {"midden", "middle", ""}, {"hoog", "high"}
STOCKS = (Measure.HOUSEHOLDS, Measure.PERSONS, Measure.DWELLING_STOCK)
"""What is counted on one day, so that expected and counted are of the same moment."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one forecast expected of a year, and what was counted.

    Args:
        year: on 1 January.
        ahead: years since the forecast was published.
        expected: in persons, households or dwellings.
        counted: likewise.
        low: the low end of its band; None where it had none.
        high: likewise.
    """

    year: int
    ahead: int
    expected: float
    counted: float
    low: float | None
    high: float | None

    @property
    def difference(self) -> float:
        """How many more were expected than counted."""
        return self.expected - self.counted

    @property
    def error(self) -> float:
        """Expected beside counted, less one."""
        return self.expected / self.counted - 1

    @property
    def within_band(self) -> bool | None:
        """Whether it was counted between low and high; None where there was no band."""
        if self.low is None or self.high is None:
            return None
        return self.low <= self.counted <= self.high


@dataclass(frozen=True, slots=True)
class Hindsight:
    """How one line of a vintage turned out.

    Args:
        vintage: who expected it, and when.
        scenario: in which scenario.
        years: (y,) in order.
        expected: (y, m) not a number where it says nothing, or only of a part.
        low: (y, m) the low end of its band.
        high: (y, m) the high end.
        counted: (y, m) what was counted; not a number where nothing was.
    """

    vintage: ForecastVintage
    scenario: str
    years: tuple[int, ...]
    expected: Floats
    low: Floats
    high: Floats
    counted: Floats

    @property
    def base(self) -> int:
        """The year of publication: what it says of later years is ahead."""
        return self.vintage.published_on.year

    @property
    def error(self) -> Floats:
        """(y, m) expected beside counted, less one; nothing was counted where nobody lives."""
        people = np.where(self.counted > 0, self.counted, np.nan)
        found: Floats = self.expected / people - 1
        return found

    def judged(self, places: Sequence[int]) -> list[Judged]:
        """Return year by year how the sum of some municipalities turned out.

        Args:
            places: where they stand among the municipalities; a year in which one is missing is
                left out.
        """
        at = list(places)
        expected, counted, low, high = (
            stock[:, at].sum(axis=1) for stock in (self.expected, self.counted, *self._band(at))
        )
        whole = np.isfinite(expected) & (counted > 0)
        return [
            Judged(
                year=self.years[row],
                ahead=self.years[row] - self.base,
                expected=float(expected[row]),
                counted=float(counted[row]),
                low=_known(low[row]),
                high=_known(high[row]),
            )
            for row in np.flatnonzero(whole)
            if self.years[row] > self.base
        ]

    def summed(self, places: Sequence[int]) -> list[tuple[int, float, float | None, float | None]]:
        """Return year, expected, low and high of the sum of some municipalities.

        Args:
            places: where they stand among the municipalities; a year in which one is missing is
                left out.
        """
        at = list(places)
        expected, low, high = (
            stock[:, at].sum(axis=1) for stock in (self.expected, *self._band(at))
        )
        return [
            (self.years[row], float(expected[row]), _known(low[row]), _known(high[row]))
            for row in np.flatnonzero(np.isfinite(expected))
        ]

    def _band(self, places: Sequence[int]) -> tuple[Floats, Floats]:
        """Return low and high; nothing where those of several places do not add up."""
        if len(places) > 1 and of_fan(self.vintage):
            nothing = np.full(self.low.shape, np.nan)
            return nothing, nothing
        return self.low, self.high

    def shelf_life(self, places: Sequence[int]) -> ShelfLife:
        """Return for how many years ahead enough of some municipalities lay within 10 %."""
        later = [at for at, year in enumerate(self.years) if year > self.base]
        return shelf_life(
            self.error[np.ix_(later, list(places))], [self.years[at] - self.base for at in later]
        )


def outcomes(municipality_ids: Sequence[UUID], measure: str) -> list[Hindsight]:
    """Return how each line of each forecast turned out, the oldest forecast first.

    A vintage with a low and a high scenario has a band around its middle; every other scenario
    is a line of its own. Municipalities that merged are added up to those of today.

    Args:
        municipality_ids: the municipalities, in the order of the columns.
        measure: one of `STOCKS`.
    """
    vintages = list(vintages_with(measure, municipality_ids))
    asked = _Asked(municipality_ids, measure, _years(vintages, municipality_ids, measure))
    every = sorted(
        {year for known in asked.years.values() for of in known.values() for year in of}
    )
    counted = asked.counted(vintages, every)
    found: list[Hindsight] = []
    for vintage in sorted(vintages, key=lambda item: (item.published_on, item.title)):
        if vintage.kind == VintageKind.FORECAST:
            years = sorted(set().union(*asked.years[vintage.pk].values()))
            real = counted[[every.index(year) for year in years]]
            found += _of(vintage, asked, years, real)
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is read of every vintage; years: vintage -> scenario -> of which it says anything."""

    places: Sequence[UUID]
    measure: str
    years: Mapping[UUID, Mapping[str, set[int]]]

    def stock(self, vintage: ForecastVintage, scenario: str, years: Sequence[int]) -> Floats:
        return stock_where_known(
            vintage=vintage,
            scenario=scenario,
            measure=self.measure,
            municipality_ids=self.places,
            years=years,
        )

    def counted(self, vintages: Iterable[ForecastVintage], years: Sequence[int]) -> Floats:
        """Return (y, m) what was counted; of a year that was counted twice, the newest."""
        found = np.full((len(years), len(self.places)), np.nan)
        for vintage in vintages:
            if vintage.kind == VintageKind.REALISED:
                for scenario in sorted(self.years[vintage.pk]):
                    own = self.stock(vintage, scenario, years)
                    found = np.where(np.isnan(found), own, found)
        return found


def _of(
    vintage: ForecastVintage, asked: _Asked, years: Sequence[int], counted: Floats
) -> list[Hindsight]:
    lines, band = _lines(asked.years[vintage.pk])
    nowhere = np.full(counted.shape, np.nan)
    found: list[Hindsight] = []
    for scenario in lines:
        low, high = (
            (asked.stock(vintage, end, years) for end in band)
            if band and scenario in MIDDLE
            else (nowhere, nowhere)
        )
        expected = asked.stock(vintage, scenario, years)
        found.append(Hindsight(vintage, scenario, tuple(years), expected, low, high, counted))
    return found


def _years(
    vintages: Iterable[ForecastVintage], municipality_ids: Sequence[UUID], measure: str
) -> dict[UUID, dict[str, set[int]]]:
    """Return vintage -> scenario -> the years of which it says anything."""
    rows = (
        ForecastFigure.objects.filter(
            vintage__in=list(vintages),
            measure=measure,
            municipality__in=list(lineage(municipality_ids)),
        )
        .order_by()
        .values_list("vintage_id", "scenario", "year")
        .distinct()
    )
    found: dict[UUID, dict[str, set[int]]] = {}
    for vintage, scenario, year in rows:
        found.setdefault(vintage, {}).setdefault(scenario, set()).add(year)
    return found


def _lines(scenarios: Iterable[str]) -> tuple[list[str], tuple[str, str] | None]:
    """Return the scenarios that are a line of their own, and the ends of the band if it has one.

    >>> _lines(["laag", "midden", "hoog", "meer asiel"])
    (['meer asiel', 'midden'], ('laag', 'hoog'))
    >>> _lines(["laag", "hoog"])
    (['hoog', 'laag'], None)
    """
    names = sorted(scenarios)
    lines = [name for name in names if name not in LOW | HIGH]
    low = next((name for name in names if name in LOW), None)
    high = next((name for name in names if name in HIGH), None)
    if low is None or high is None or not lines:
        return names, None
    return lines, (low, high)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
