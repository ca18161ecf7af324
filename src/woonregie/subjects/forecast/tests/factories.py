"""Makers of vintages and files for tests."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from woonregie.foundation.sources.models import Source
from woonregie.subjects.forecast.models import ForecastVintage, Measure
from woonregie.subjects.forecast.services import Figure, import_vintage

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HEADER = "gemeente;maat;scenario;jaar;waarde"


def households(municipality, by_year: Mapping[int, float], scenario="midden") -> list[Figure]:
    """Return households of one municipality on 1 January, by year."""
    return figures(municipality, Measure.HOUSEHOLDS, by_year, scenario)


def figures(
    municipality, measure, by_year: Mapping[int, float], scenario="midden"
) -> list[Figure]:
    """Return figures of one measure by year."""
    return [
        Figure(municipality.pk, measure, scenario, year, Decimal(str(value)))
        for year, value in by_year.items()
    ]


def record_vintage(
    source: Source,
    given: list[Figure],
    *,
    slug="primos-2025",
    title="Primos 2025",
    kind="forecast",
    published_on=date(2025, 7, 1),
    at=AT,
    derived=False,
) -> ForecastVintage:
    """Keep a vintage through the service that everybody uses."""
    vintage, _fresh = import_vintage(
        by=None,
        at=at,
        slug=slug,
        title=title,
        kind=kind,
        published_on=published_on,
        source=source,
        figures=given,
        derived=derived,
    )
    return vintage


def written(path: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    """Write a file in our own layout."""
    path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
    return path
