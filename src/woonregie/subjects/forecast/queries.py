"""Reading vintages: which there are, which one a region refers to, and their figures as arrays."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import lineage, predecessors
from woonregie.subjects.forecast.errors import (
    ForecastError,
    MissingYearError,
    NoReferenceError,
    NotHouseholdsError,
    NotKnownYetError,
)
from woonregie.subjects.forecast.models import (
    ForecastFigure,
    ForecastVintage,
    Measure,
    RegionReference,
    VintageKind,
)

__all__ = [
    "Flow",
    "ForecastVintage",
    "Measure",
    "Point",
    "Series",
    "choices_for",
    "flow",
    "known_years",
    "measures_of",
    "reference_of",
    "require_households",
    "scenarios_of",
    "series",
    "stock",
    "stock_where_known",
    "vintage_named",
    "vintages_with",
]

NAMES_SHOWN = 5


# ------------------------------------------------------------------ vintages
def vintages_with(
    measure: str | None, municipality_ids: Sequence[UUID]
) -> QuerySet[ForecastVintage]:
    """Return the vintages that say something of these municipalities, newest first.

    Args:
        measure: of this measure; None is of any.
        municipality_ids: which municipalities.
    """
    figures = ForecastFigure.objects.filter(
        vintage=OuterRef("pk"), municipality__in=list(lineage(municipality_ids))
    )
    if measure is not None:
        figures = figures.filter(measure=measure)
    return ForecastVintage.objects.filter(Exists(figures)).select_related("source__file")


def vintage_named(slug: str, *, known_on: datetime | None = None) -> ForecastVintage:
    """Return the vintage with this key.

    Args:
        slug: the key.
        known_on: as known at this moment; None is now.

    Raises:
        ForecastError: no such vintage.
        NotKnownYetError: it was recorded later than that moment.
    """
    vintage = ForecastVintage.objects.select_related("source").filter(slug=slug).first()
    if vintage is None:
        raise ForecastError(_("Prognose %(slug)s bestaat niet.") % {"slug": slug}, vintage=slug)
    if known_on is not None and vintage.recorded_at > known_on:
        raise NotKnownYetError(
            _("%(title)s was op die dag nog niet ingelezen. Kies een latere dag of laat hem leeg.")
            % {"title": vintage.title},
            vintage=slug,
        )
    return vintage


def scenarios_of(vintage: ForecastVintage) -> list[str]:
    """Return the scenarios in which a vintage has households, by name."""
    found = ForecastFigure.objects.filter(vintage=vintage, measure=Measure.HOUSEHOLDS)
    return sorted(found.order_by().values_list("scenario", flat=True).distinct())


def choices_for(municipality_ids: Sequence[UUID]) -> list[tuple[ForecastVintage, list[str]]]:
    """Return what a balance of these municipalities can be measured against.

    Vintages with households, newest first, each with its scenarios.
    """
    vintages = list(vintages_with(Measure.HOUSEHOLDS, municipality_ids))
    pairs = (
        ForecastFigure.objects.filter(
            vintage__in=vintages,
            measure=Measure.HOUSEHOLDS,
            municipality__in=list(lineage(municipality_ids)),
        )
        .order_by()
        .values_list("vintage_id", "scenario")
        .distinct()
    )
    found: dict[UUID, list[str]] = {}
    for vintage_id, scenario in sorted(pairs, key=lambda pair: pair[1]):
        found.setdefault(vintage_id, []).append(scenario)
    return [(vintage, found.get(vintage.pk, [])) for vintage in vintages]


def measures_of(vintages: Iterable[ForecastVintage]) -> dict[UUID, list[str]]:
    """Return what each vintage counts, in words, households first."""
    order = list(Measure)
    pairs = (
        ForecastFigure.objects.filter(vintage__in=list(vintages))
        .order_by()
        .values_list("vintage_id", "measure")
        .distinct()
    )
    found: dict[UUID, list[str]] = {}
    for vintage_id, measure in sorted(pairs, key=lambda pair: order.index(Measure(pair[1]))):
        found.setdefault(vintage_id, []).append(str(Measure(measure).label))
    return found


def require_households(vintage: ForecastVintage, scenario: str) -> None:
    """Refuse a vintage that does not count households: persons are not turned into them.

    Raises:
        NotHouseholdsError: no households in this scenario.
    """
    scenarios = scenarios_of(vintage)
    if scenario in scenarios:
        return
    if scenarios:
        text = _("%(title)s kent geen scenario %(scenario)s. Kies uit: %(scenarios)s.") % {
            "title": vintage.title,
            "scenario": scenario or "–",
            "scenarios": ", ".join(name or "–" for name in scenarios),
        }
    else:
        text = _(
            "%(title)s telt geen huishoudens. Personen zijn geen "
            "huishoudens en worden niet omgerekend. Kies een andere prognose."
        ) % {"title": vintage.title}
    raise NotHouseholdsError(text, vintage=vintage.slug, scenario=scenario, scenarios=scenarios)


def reference_of(region: Region, *, on: date, known_on: datetime | None = None) -> RegionReference:
    """Return the vintage and scenario that a region measured itself against on a day.

    Raises:
        NoReferenceError: the region had not chosen one.
    """
    known = (
        Q(superseded_at__isnull=True)
        if known_on is None
        else Q(recorded_at__lte=known_on)
        & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_on))
    )
    found = (
        RegionReference.objects.filter(known, region=region, valid_on__lte=on)
        .select_related("vintage__source")
        .order_by("-valid_on", "-recorded_at")
        .first()
    )
    if found is None:
        raise NoReferenceError(
            _(
                "De regio had op %(day)s nog geen prognose als referentie gekozen. "
                "De regiosecretaris doet dat bij Prognoses, of kies zelf een prognose."
            )
            % {"day": on.strftime("%d-%m-%Y")},
            region=region.slug,
            on=on.isoformat(),
        )
    return found


# ------------------------------------------------------------------ figures for the engines
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
        known = [_known(place, found[year], parts) for place in municipality_ids]
        stocks[at] = np.where(known, _summed(found[year], municipality_ids, living), np.nan)
    return stocks


def _known(place: UUID, found: Collection[UUID], parts: Mapping[UUID, Collection[UUID]]) -> bool:
    """Return whether a vintage has a municipality itself, or all of what went up in it."""
    before = parts.get(place, ())
    return place in found or (bool(before) and all(_known(part, found, parts) for part in before))


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
        known += [_known(place, of_year, parts) for place in municipality_ids]
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
        place: {year for year, places in found.items() if _known(place, places, parts)}
        for place in municipality_ids
    }


def _names(municipality_ids: Iterable[UUID]) -> list[str]:
    found = Municipality.objects.filter(pk__in=list(municipality_ids))
    return sorted(item.name for item in found.select_related("organisation"))


# ------------------------------------------------------------------ figures for a chart
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
    """Points of vintages, and the years that are left out because a municipality lacks them."""

    points: Sequence[Point]
    left_out: Mapping[str, Sequence[int]]


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
    for (vintage_id, scenario, year), values in found.items():
        vintage = by_key[vintage_id]
        if all(_known(place, values, parts) for place in municipality_ids):
            points.append(Point(vintage, scenario, year, float(sum(values.values()))))
        else:
            left_out.setdefault(vintage.title, set()).add(year)
    points.sort(key=lambda point: (point.vintage.title, point.scenario, point.year))
    return Series(points, {title: sorted(years) for title, years in sorted(left_out.items())})
