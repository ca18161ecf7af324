"""The first chapter: two lists of plans, the forecasts, and what was adopted to build."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import shapely

from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.region.models import Municipality, Region, Settlement
from woonregie.foundation.sources.models import Source
from woonregie.site.chapters.shipped import HERE, rows_of
from woonregie.subjects.forecast.services import Figure, choose_reference, import_vintage
from woonregie.subjects.plans.services import apply_bulk, set_programme
from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues, located

# Recorded on the days on which the lists would have come in, so that "as known on" has something
# to show.
MOMENTS = {
    "2021": datetime(2021, 3, 1, 9, tzinfo=UTC),
    "2025": datetime(2025, 3, 20, 9, tzinfo=UTC),
}


def tell(
    region: Region, places: Mapping[str, Municipality], sources: Mapping[str, Source]
) -> None:
    """Record the chapter.

    Args:
        region: the demonstration region.
        places: its municipalities by code.
        sources: where everything comes from, by key.
    """
    for day in MOMENTS:
        _plans(day, places, sources["demo-plannen"], region)
    _forecasts(region, places, sources)
    _programmes(places, sources["demo-programma"])


# ------------------------------------------------------------------ plans
def _plans(day: str, places: Mapping[str, Municipality], source: Source, region: Region) -> None:
    settlements = {(item.municipality_id, item.name): item.pk for item in Settlement.objects.all()}
    rows = [
        _plan(row, day, places[row["municipality"]], settlements)
        for row in rows_of(HERE / "plans.csv")
        if row[f"status_{day}"]
    ]
    apply_bulk(
        by=None,
        at=MOMENTS[day],
        valid_on=date(int(day), 1, 1),
        rows=rows,
        source=source,
        organisation_id=region.organisation_id,
        reason=f"Lijst van 1 januari {day}",
    )


def _plan(
    row: Mapping[str, str],
    day: str,
    place: Municipality,
    settlements: Mapping[tuple[UUID, str], UUID],
) -> BulkRow:
    values = PlanValues(
        name=row["name"],
        settlement_id=settlements.get((place.pk, row["settlement"])),
        location_kind=row["kind"],
        planning_status=row[f"status_{day}"],
        project_phase=row[f"phase_{day}"],
        invented=True,
        **located(shapely.from_wkt(row["wkt"])),
    )
    cells = {
        Cell("build", "total", "", first, before): homes
        for first, before, homes in json.loads(row[f"delivery_{day}"])
    }
    if day == "2025":
        if int(row["demolition"]):
            cells[Cell("demolition", "total", "", 2026, 2029)] = int(row["demolition"])
        for name, homes in json.loads(row["division"]).items():
            breakdown, category = name.split(":")
            cells[Cell("build", breakdown, category, None, None)] = homes
    return BulkRow(
        "demo", row["key"], "", place.pk, values, {cell: n for cell, n in cells.items() if n}
    )


# ------------------------------------------------------------------ forecast and programme
def _morning_of(day: date) -> datetime:
    """Return when something of that day would have come in, for "as known on"."""
    return datetime.combine(day, time(9), tzinfo=UTC)


def _forecasts(
    region: Region, places: Mapping[str, Municipality], sources: Mapping[str, Source]
) -> None:
    figures: dict[str, list[Figure]] = {}
    for row in rows_of(HERE / "forecast.csv"):
        figures.setdefault(row["vintage"], []).append(
            Figure(
                places[row["municipality"]].pk,
                row["measure"],
                row["scenario"],
                int(row["year"]),
                Decimal(row["value"]),
            )
        )
    about = {
        "afgeleid-2014": (
            "Afgeleide prognose 2014",
            "forecast",
            date(2014, 12, 31),
            "demo-prognose-2014",
            True,
        ),
        "afgeleid-2020": (
            "Afgeleide prognose 2020",
            "forecast",
            date(2020, 12, 31),
            "demo-prognose-2020",
            True,
        ),
        "cbs-2020": (
            "Geteld door CBS, 2020",
            "realised",
            date(2020, 9, 1),
            "cbs-huishoudens-2020",
            False,
        ),
    }
    for slug, (title, kind, published, source, derived) in about.items():
        at = _morning_of(published)
        vintage, _new = import_vintage(
            by=None,
            at=at,
            slug=slug,
            title=title,
            kind=kind,
            published_on=published,
            source=sources[source],
            figures=figures[slug],
            derived=derived,
        )
        if kind == "forecast":
            for part in (region, *region.parts.all()):
                day = date(published.year + 1, 1, 1)
                choose_reference(
                    by=None, at=at, region=part, vintage=vintage, scenario="midden", valid_on=day
                )


def _programmes(places: Mapping[str, Municipality], source: Source) -> None:
    for row in rows_of(HERE / "programmes.csv"):
        place, decided = places[row["municipality"]], date.fromisoformat(row["decided_on"])
        at = _morning_of(decided)
        decision = record_decision(
            by=None,
            at=at,
            organisation=place.organisation,
            body="Gemeenteraad",
            title="Bouwprogramma (voorbeeld)",
            decided_on=decided,
            invented=True,
        )
        set_programme(
            by=None,
            at=at,
            municipality=place,
            segment=row["segment"],
            from_year=int(row["from_year"]),
            before_year=int(row["before_year"]),
            dwellings=int(row["dwellings"]),
            valid_on=decided,
            source=source,
            decision=decision,
        )
