"""Makers of plans for tests, on top of the services that people use."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from woonregie.subjects.plans.models import Plan, PlanVersion
from woonregie.subjects.plans.queries import holdings, newest_version, versions_on
from woonregie.subjects.plans.services import change_plan, create_plan
from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""When tests record, when the moment itself does not matter."""
SINCE = date(2025, 1, 1)
"""From when plans of tests hold, when the day itself does not matter."""
TODAY = date(2026, 11, 24)

Homes = Mapping[int | tuple[int, int] | None, int]


def homes(
    build: Homes, demolition: Homes | None = None, **lines: Mapping[str, int]
) -> dict[Cell, int]:
    """Return cells: homes by year, by (from year, before year), or by None for "no year".

    `lines` are further breakdowns without a year, such as `type={"apartment": 40}`.
    """
    cells = {}
    for account, counts in (("build", build), ("demolition", demolition or {})):
        for period, dwellings in counts.items():
            cells[Cell(account, "total", "", *years(period))] = dwellings
    for breakdown, classes in lines.items():
        for category, dwellings in classes.items():
            cells[Cell("build", breakdown, category, None, None)] = dwellings
    return cells


def years(period: int | tuple[int, int] | None) -> tuple[int | None, int | None]:
    """Return (from year, before year) of a year, a period or nothing."""
    if period is None:
        return None, None
    return period if isinstance(period, tuple) else (period, period + 1)


def record_plan(municipality, name, build=None, *, on=SINCE, at=AT, by=None, cells=None, **values):
    """Record a plan, irrevocable unless told otherwise; `build` as in `homes`."""
    return create_plan(
        by=by,
        at=at,
        municipality=municipality,
        valid_on=on,
        values=PlanValues(name=name, **{"planning_status": "1A", **values}),
        cells=homes(build or {}) if cells is None else cells,
    )


def change(
    plan: Plan, *, on=TODAY, at=AT, by=None, build=None, cells=None, reason="", **values
) -> PlanVersion | None:
    """Change some values of a plan from a day on; what is not named stays as it was that day."""
    said, held = standing(plan, on)
    if build is not None:
        cells = homes(build)
    return change_plan(
        by=by,
        at=at,
        plan=plan,
        base_version=newest_version(plan.number),
        valid_on=on,
        values=replace(said, **values),
        cells=held if cells is None else cells,
        reason=reason,
    )


def standing(plan: Plan, on, known_on=None):
    """Return (values, cells) of a plan on a day, as known at a moment; None for no values."""
    version = versions_on(on, known_on).filter(plan=plan).first()
    held = holdings([plan.pk], on=on, known_on=known_on)[plan.pk]
    return (PlanValues.of(version) if version else None), dict(held.cells)


def row(municipality, name, build=None, *, key="", number="", cells=None, **values) -> BulkRow:
    """Return one row of a delivered list; its sender is "gemeente"."""
    return BulkRow(
        system="gemeente",
        key=key,
        number=number,
        municipality_id=municipality.pk,
        values=PlanValues(name=name, **{"planning_status": "1A", **values}),
        cells=homes(build or {}) if cells is None else cells,
    )
