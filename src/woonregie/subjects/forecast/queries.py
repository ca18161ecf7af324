"""Reading vintages: which there are, which one a region refers to, and their figures as arrays."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import lineage, predecessors
from woonregie.subjects.forecast.errors import ForecastError, MissingYearError, NoReferenceError
from woonregie.subjects.forecast.models import (
    ForecastFigure,
    ForecastVintage,
    Measure,
    RegionReference,
)

__all__ = [
    "Measure",
    "flow",
    "reference_of",
    "scenarios_of",
    "series",
    "stock",
    "vintage_named",
    "vintages_with",
]


def vintages_with(measure: str, municipality_ids: Sequence[UUID]) -> QuerySet[ForecastVintage]:
    """Return the vintages that say something of these municipalities, newest first."""
    figures = ForecastFigure.objects.filter(measure=measure, municipality__in=municipality_ids)
    return ForecastVintage.objects.filter(pk__in=figures.values("vintage")).select_related(
        "source"
    )


def vintage_named(slug: str) -> ForecastVintage:
    """Return the vintage with this key.

    Raises:
        ForecastError: no such vintage.
    """
    vintage = ForecastVintage.objects.select_related("source").filter(slug=slug).first()
    if vintage is None:
        raise ForecastError(_("Prognose %(slug)s bestaat niet.") % {"slug": slug}, vintage=slug)
    return vintage


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
                "De regio heeft nog geen prognose als referentie "
                "gekozen. De regiosecretaris doet dat bij Prognoses."
            ),
            region=region.slug,
        )
    return found


def scenarios_of(vintage: ForecastVintage) -> list[str]:
    """Return the scenarios of a vintage, by name."""
    found = ForecastFigure.objects.filter(vintage=vintage, measure=Measure.HOUSEHOLDS)
    return sorted(set(found.values_list("scenario", flat=True)))


def stock(
    *,
    vintage: ForecastVintage,
    scenario: str,
    measure: str,
    municipality_ids: Sequence[UUID],
    year: int,
) -> NDArray[np.float64]:
    """Return (m,) a stock on 1 January of a year, in the order of the municipalities.

    A vintage in the borders of before a merger is added up to those of after it.

    Raises:
        MissingYearError: the vintage lacks this year for a municipality; we do not interpolate.
    """
    living = lineage(municipality_ids)
    found = dict(
        ForecastFigure.objects.filter(
            vintage=vintage,
            scenario=scenario,
            measure=measure,
            year=year,
            municipality__in=living,
        ).values_list("municipality_id", "value")
    )
    parts = predecessors()
    missing = [place for place in municipality_ids if not _known(place, found, parts)]
    if missing:
        names = sorted(
            item.name
            for item in Municipality.objects.filter(pk__in=missing).select_related("organisation")
        )
        raise MissingYearError(
            _(
                "%(vintage)s heeft geen cijfer voor %(year)s bij: "
                "%(names)s. Kies een andere periode of prognose."
            )
            % {"vintage": vintage.title, "year": year, "names": ", ".join(names[:5])},
            vintage=vintage.slug,
            year=year,
        )
    return _summed(found.items(), municipality_ids, living)


def _known(
    place: UUID, found: Mapping[UUID, object], parts: Mapping[UUID, Collection[UUID]]
) -> bool:
    """Return whether a vintage has a municipality itself, or all of what went up in it."""
    before = parts.get(place, ())
    return place in found or (bool(before) and all(_known(part, found, parts) for part in before))


def _summed(
    rows: Iterable[tuple[UUID, Decimal]],
    municipality_ids: Sequence[UUID],
    living: Mapping[UUID, UUID],
) -> NDArray[np.float64]:
    """Return (m,) the sum per municipality, with what went up in it."""
    positions = {key: position for position, key in enumerate(municipality_ids)}
    total = np.zeros(len(positions))
    for place, value in rows:
        total[positions[living[place]]] += float(value)
    return total


def flow(
    *,
    vintage: ForecastVintage,
    scenario: str,
    measure: str,
    municipality_ids: Sequence[UUID],
    years: tuple[int, int],
) -> NDArray[np.float64]:
    """Return (m,) the sum of a yearly flow over [first, before).

    Years without a figure count as zero.
    """
    living = lineage(municipality_ids)
    rows = ForecastFigure.objects.filter(
        vintage=vintage,
        scenario=scenario,
        measure=measure,
        year__gte=years[0],
        year__lt=years[1],
        municipality__in=living,
    ).values_list("municipality_id", "value")
    return _summed(rows, municipality_ids, living)


def series(
    municipality_ids: Sequence[UUID], measure: str, vintages: Sequence[ForecastVintage]
) -> list[dict[str, object]]:
    """Return rows of vintage, scenario, year and summed value.

    A year that lacks a municipality is left out.
    """
    found: dict[tuple[str, str, int], dict[UUID, Decimal]] = {}
    rows = ForecastFigure.objects.filter(
        vintage__in=vintages, measure=measure, municipality__in=lineage(municipality_ids)
    ).values_list("vintage__title", "scenario", "year", "municipality_id", "value")
    for title, scenario, year, place, value in rows:
        found.setdefault((title, scenario, year), {})[place] = value
    parts = predecessors()
    return [
        {
            "vintage": title,
            "scenario": scenario,
            "year": year,
            "value": float(sum(values.values())),
        }
        for (title, scenario, year), values in sorted(found.items())
        if all(_known(place, values, parts) for place in municipality_ids)
    ]
