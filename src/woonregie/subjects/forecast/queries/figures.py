"""Figures of vintages as arrays, for the engines."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import lineage, predecessors
from woonregie.subjects.forecast.errors import MissingYearError
from woonregie.subjects.forecast.models import ForecastFigure, ForecastVintage, Measure

NAMES_SHOWN = 5


def stock(
    *,
    vintage: ForecastVintage,
    scenario: str,
    measure: str,
    municipality_ids: Sequence[UUID],
    years: Sequence[int],
) -> NDArray[np.float64]:
    """Return (y, m) a stock on 1 January of some years, in the order of the municipalities.

    A vintage in the borders of before a merger is added up to those of after it.

    Raises:
        MissingYearError: the vintage lacks a year for a municipality; we do not interpolate.
    """
    found = stock_where_known(
        vintage=vintage,
        scenario=scenario,
        measure=measure,
        municipality_ids=municipality_ids,
        years=years,
    )
    for year, of_year in zip(years, found, strict=True):
        missing = np.flatnonzero(np.isnan(of_year))
        if missing.size:
            names = _names(municipality_ids[int(at)] for at in missing)
            raise MissingYearError(
                _(
                    "%(vintage)s heeft geen cijfer voor %(year)s bij: "
                    "%(names)s. Kies een andere periode of prognose."
                )
                % {
                    "vintage": vintage.title,
                    "year": year,
                    "names": ", ".join(names[:NAMES_SHOWN])
                    + (" …" if names[NAMES_SHOWN:] else ""),
                },
                vintage=vintage.slug,
                year=year,
            )
    return found


def stock_where_known(
    *,
    vintage: ForecastVintage,
    scenario: str,
    measure: str,
    municipality_ids: Sequence[UUID],
    years: Sequence[int],
) -> NDArray[np.float64]:
    """Return (y, m) a stock on 1 January of some years; not a number where it is not known."""
    living = lineage(municipality_ids)
    found: dict[int, dict[UUID, Decimal]] = {year: {} for year in years}
    rows = ForecastFigure.objects.filter(
        vintage=vintage,
        scenario=scenario,
        measure=measure,
        year__in=list(years),
        municipality__in=list(living),
    ).values_list("year", "municipality_id", "value")
    for year, place, value in rows:
        found[year][place] = value
    parts = predecessors()
    stocks = np.empty((len(years), len(municipality_ids)), dtype=np.float64)
    for at, year in enumerate(years):
        known = [has(place, found[year], parts) for place in municipality_ids]
        stocks[at] = np.where(known, _summed(found[year], municipality_ids, living), np.nan)
    return stocks


def has(place: UUID, found: Collection[UUID], parts: Mapping[UUID, Collection[UUID]]) -> bool:
    """Return whether a vintage has a municipality itself, or all of what went up in it."""
    before = parts.get(place, ())
    return place in found or (bool(before) and all(has(part, found, parts) for part in before))


def _summed(
    found: Mapping[UUID, Decimal], municipality_ids: Sequence[UUID], living: Mapping[UUID, UUID]
) -> NDArray[np.float64]:
    """Return (m,) the sum per municipality, with what went up in it."""
    positions = {key: position for position, key in enumerate(municipality_ids)}
    total = np.zeros(len(positions), dtype=np.float64)
    for place, value in found.items():
        total[positions[living[place]]] += float(value)
    return total


@dataclass(frozen=True, slots=True)
class Flow:
    """A yearly flow over a period.

    Args:
        total: (m,) the sum of the years that the vintage has.
        years: (m,) how many years it has.
        asked: how many years were asked.
    """

    total: NDArray[np.float64]
    years: NDArray[np.int64]
    asked: int

    @property
    def complete(self) -> bool:
        """Whether every year of every municipality is there: only then is the sum a total."""
        return bool((self.years == self.asked).all())

    @property
    def absent(self) -> bool:
        """Whether there is no figure at all."""
        return not bool(self.years.any())


def flow(
    *,
    vintage: ForecastVintage,
    scenario: str,
    measure: str,
    municipality_ids: Sequence[UUID],
    years: tuple[int, int],
) -> Flow:
    """Return the sum of a yearly flow over [first, before), and how much of it is known."""
    living = lineage(municipality_ids)
    found: dict[int, dict[UUID, Decimal]] = {}
    rows = ForecastFigure.objects.filter(
        vintage=vintage,
        scenario=scenario,
        measure=measure,
        year__gte=years[0],
        year__lt=years[1],
        municipality__in=list(living),
    ).values_list("year", "municipality_id", "value")
    for year, place, value in rows:
        found.setdefault(year, {})[place] = value
    parts = predecessors()
    total = np.zeros(len(municipality_ids), dtype=np.float64)
    known = np.zeros(len(municipality_ids), dtype=np.int64)
    for of_year in found.values():
        total += _summed(of_year, municipality_ids, living)
        known += [has(place, of_year, parts) for place in municipality_ids]
    return Flow(total, known, max(years[1] - years[0], 0))


def known_years(
    vintage: ForecastVintage, scenario: str, municipality_ids: Sequence[UUID]
) -> dict[UUID, set[int]]:
    """Return for each municipality the years of which a vintage has its households."""
    living = lineage(municipality_ids)
    found: dict[int, set[UUID]] = {}
    rows = ForecastFigure.objects.filter(
        vintage=vintage,
        scenario=scenario,
        measure=Measure.HOUSEHOLDS,
        municipality__in=list(living),
    ).values_list("year", "municipality_id")
    for year, place in rows:
        found.setdefault(year, set()).add(place)
    parts = predecessors()
    return {
        place: {year for year, places in found.items() if has(place, places, parts)}
        for place in municipality_ids
    }


def _names(municipality_ids: Iterable[UUID]) -> list[str]:
    found = Municipality.objects.filter(pk__in=list(municipality_ids))
    return sorted(item.name for item in found.select_related("organisation"))
