"""One plan: its page, where it lies, its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import shapely
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.geometry import rounded_degrees
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.compare import Statement, in_words
from woonregie.subjects.plans.forms import day_written, days_query, end_of
from woonregie.subjects.plans.groups import GEOMETRY
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.queries import (
    Holding,
    Ledger,
    holdings,
    plan_history,
    visible_plans,
)
from woonregie.subjects.plans.queries.versions import partly_visible
from woonregie.subjects.plans.values import PlanValues


@dataclass(frozen=True, slots=True)
class Asked:
    """One plan as somebody asks to see it, on a day and as known then."""

    region: Region
    version: PlanVersion
    on: date
    known_on: datetime | None
    query: str

    def held(self) -> Holding:
        """Return its quantities."""
        plan_id = self.version.plan_id
        return holdings([plan_id], on=self.on, known_on=self.known_on)[plan_id]


def shape(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Return where a plan lies, as GeoJSON in degrees."""
    asked = _with_place(request, region, number)
    version = asked.version
    geometry = (
        rounded_degrees(shapely.from_wkb(bytes(version.geometry))) if version.geometry else None
    )
    feature = {"type": "Feature", "properties": {"naam": version.name}, "geometry": geometry}
    collection = {
        "type": "FeatureCollection",
        "voorbeeldgegevens": asked.region.demonstration,
        "features": [feature],
    }
    return JsonResponse(collection, content_type="application/geo+json")


def _with_place(request: AccountRequest, region: str, number: str) -> "Asked | AskedPart":
    """Return the plan as asked when its reader may know where it lies."""
    try:
        return found(request, region, number)
    except Http404:
        part = found_part(request, region, number)
        if part is None or GEOMETRY in part.kept:
            raise
        return part


def history(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Show everything that was ever said of a plan, each time against what stood on that day."""
    asked = found(request, region, number)
    rows = list(plan_history(asked.version.plan_id))
    ledger = Ledger.of(asked.version.plan_id)
    changes = [
        (row, in_words(_stood_before(row, rows, ledger), _said(row, ledger)))
        for row in said_versions(rows, None)
    ]
    shown = {"version": asked.version, "query": asked.query, "changes": changes[::-1]}
    return render(request, "plans/history.html", shown)


def said_versions(rows: Iterable[PlanVersion], known_on: datetime | None) -> list[PlanVersion]:
    """Return each version once, as first recorded, in the order in which it was said."""
    first: dict[int, PlanVersion] = {}
    for row in rows:
        if known_on is None or row.recorded_at <= known_on:
            first.setdefault(row.version, row)
    return [first[version] for version in sorted(first)]


def _said(row: PlanVersion, ledger: Ledger) -> Statement:
    cells = ledger.cells(on=row.valid_on, known_on=row.recorded_at)
    return Statement(PlanValues.of(row), cells)


def _stood_before(row: PlanVersion, rows: Iterable[PlanVersion], ledger: Ledger) -> Statement:
    """Return what held on the day of a version until that version was recorded."""
    stood = [
        other
        for other in rows
        if other.version < row.version
        and other.valid_on <= row.valid_on
        and (other.ends_before is None or row.valid_on < other.ends_before)
        and (other.superseded_at is None or row.recorded_at <= other.superseded_at)
    ]
    values = PlanValues.of(max(stood, key=lambda other: other.version)) if stood else None
    cells = ledger.cells(on=row.valid_on, known_on=row.recorded_at, strictly=True)
    return Statement(values, cells)


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One plan of which somebody sees a part: what is in the groups that are kept is not hers."""

    region: Region
    version: PlanVersion
    kept: frozenset[str]
    on: date
    known_on: datetime | None
    query: str


def found(request: AccountRequest, region: str, number: str, *, known_now: bool = False) -> Asked:
    """Return the plan as asked; what the reader may not see does not exist for her.

    With `known_now` "as known on" is left out: nobody changes what was known.

    Raises:
        Http404: no such plan, or not for her, or only a part of it.
    """
    when = _when(request, region, known_now=known_now)
    visible = visible_plans(
        account=request.user,
        region=when.region,
        on=when.on,
        known_on=when.known_on,
        today=timezone.localdate(),
    )
    version = visible.filter(plan__number=number).select_related("source", "recorded_by").first()
    if version is None:
        raise Http404(_("Dit plan bestaat niet op deze dag, of is niet voor u."))
    return Asked(when.region, version, when.on, when.known_on, when.query)


def found_part(request: AccountRequest, region: str, number: str) -> AskedPart | None:
    """Return the plan as asked when the reader sees a part of it, else nothing."""
    when = _when(request, region)
    partly = partly_visible(
        account=request.user,
        region=when.region,
        on=when.on,
        known_on=when.known_on,
        today=timezone.localdate(),
    )
    return next(
        (
            AskedPart(when.region, version, kept, when.on, when.known_on, when.query)
            for version, kept in partly
            if version.plan.number == number
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class _When:
    """Where and when an address asks."""

    region: Region
    on: date
    known_on: datetime | None
    query: str


def _when(request: AccountRequest, region: str, *, known_now: bool = False) -> _When:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    asked_on = day_written(request.GET.get("op", ""))
    known = None if known_now else day_written(request.GET.get("bekend_op", ""))
    known_on = end_of(known) if known else None
    return _When(place, asked_on or today, known_on, days_query(asked_on, known))
