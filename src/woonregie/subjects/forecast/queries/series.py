"""Figures of vintages as series, for a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from woonregie.foundation.region.queries import lineage, predecessors
from woonregie.subjects.forecast.models import ForecastFigure, ForecastVintage, VintageKind
from woonregie.subjects.forecast.queries.figures import has
from woonregie.subjects.forecast.queries.hindsight import HIGH, LOW
from woonregie.subjects.forecast.queries.vintages import of_fan


@dataclass(frozen=True, slots=True)
class Point:
    """One sum of a vintage and scenario in a year."""

    vintage: ForecastVintage
    scenario: str
    year: int
    value: float

    @property
    def counted(self) -> bool:
        """Whether it was counted, not expected."""
        return self.vintage.kind == VintageKind.REALISED


@dataclass(frozen=True, slots=True)
class Series:
    """Points of vintages, and what is left out.

    Args:
        points: sums by vintage, scenario and year.
        left_out: title -> years in which a municipality is missing.
        unsummed: titles of vintages whose low and high are of each municipality apart.
    """

    points: Sequence[Point]
    left_out: Mapping[str, Sequence[int]]
    unsummed: Sequence[str] = ()


def series(
    municipality_ids: Sequence[UUID], measure: str, vintages: Sequence[ForecastVintage]
) -> Series:
    """Return the sums of some municipalities by vintage, scenario and year.

    A year in which a municipality is missing would look like a fall; it is left out, and told.
    """
    by_key = {vintage.pk: vintage for vintage in vintages}
    found: dict[tuple[UUID, str, int], dict[UUID, Decimal]] = {}
    rows = ForecastFigure.objects.filter(
        vintage__in=vintages, measure=measure, municipality__in=list(lineage(municipality_ids))
    ).values_list("vintage_id", "scenario", "year", "municipality_id", "value")
    for vintage_id, scenario, year, place, value in rows:
        found.setdefault((vintage_id, scenario, year), {})[place] = value
    parts = predecessors()
    points: list[Point] = []
    left_out: dict[str, set[int]] = {}
    apart = {
        vintage.pk: vintage.title
        for vintage in vintages
        if len(municipality_ids) > 1 and of_fan(vintage)
    }
    for (vintage_id, scenario, year), values in found.items():
        vintage = by_key[vintage_id]
        if vintage_id in apart and scenario in LOW | HIGH:
            continue
        if all(has(place, values, parts) for place in municipality_ids):
            points.append(Point(vintage, scenario, year, float(sum(values.values()))))
        else:
            left_out.setdefault(vintage.title, set()).add(year)
    points.sort(key=lambda point: (point.vintage.title, point.scenario, point.year))
    years_out = {title: sorted(years) for title, years in sorted(left_out.items())}
    ends = {vintage for vintage, scenario, _year in found if scenario in LOW | HIGH}
    unsummed = sorted(title for vintage, title in apart.items() if vintage in ends)
    return Series(points, years_out, unsummed)
