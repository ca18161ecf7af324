"""The page of a plan."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.beside import Asked as Beside
from woonregie.foundation.pages.beside import beside
from woonregie.foundation.pages.charts import csv_response
from woonregie.foundation.pages.tables import Column, Table
from woonregie.subjects.plans import pictures
from woonregie.subjects.plans.compare import CATEGORY_LABELS
from woonregie.subjects.plans.division import division_table
from woonregie.subjects.plans.models import Breakdown, LocationKind
from woonregie.subjects.plans.permissions import may
from woonregie.subjects.plans.queries import Holding
from woonregie.subjects.plans.queries.daily import last_confirmed_on
from woonregie.subjects.plans.queries.days import days_of_plan
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.queries.write_downs import agreed_still_hard
from woonregie.subjects.plans.timebar import time_bar
from woonregie.subjects.plans.views.around import around
from woonregie.subjects.plans.views.audiences import part_page, who_sees
from woonregie.subjects.plans.views.lines import line_of
from woonregie.subjects.plans.views.records import Asked, found, found_part

# Few plans say these: without a figure they have no table.
LATER_LINES = {Breakdown.TARGET_GROUP, Breakdown.CARE, Breakdown.FLEXIBLE}


def detail(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Show a plan as it was on a day, or the part of it that the reader sees."""
    try:
        asked = found(request, region, number)
    except Http404:
        part = found_part(request, region, number)
        if part is None:
            raise
        return part_page(request, part)
    version, holding = asked.version, asked.held()
    chart = pictures.phasing(version, holding)
    if request.GET.get("csv") == chart.key:
        return csv_response(chart, demonstration=asked.region.demonstration)
    today = timezone.localdate()
    shown = {
        "version": version,
        "kind": LocationKind(version.location_kind),
        "holding": holding,
        "on": asked.on,
        "known_on": asked.known_on,
        "query": asked.query,
        "chart": chart if holding.build or holding.demolition else None,
        "breakdowns": _breakdowns(holding),
        "division": division_table(holding, asked.region, asked.on),
        "map": pictures.place(asked.region, version, asked.query),
        "beside": beside(Beside(request.user, asked.region, "plannen", version.plan_id, today)),
        "may_edit": may(request.user, "plans.edit", version.municipality, on=today),
        **_state(asked),
        **around(request, asked),
        **who_sees(request, asked),
        **line_of(request, asked),
        "asked_on": None if asked.on == today else asked.on,
        **time_bar(
            days_of_plan(version.plan_id), on=asked.on, known_on=asked.known_on, today=today
        ),
    }
    return render(request, "plans/detail.html", shown)


def _state(asked: Asked) -> dict[str, Any]:
    """Return what the ledger, the relations and the confirmations say of a plan."""
    plan_id = asked.version.plan_id
    hard = agreed_still_hard([plan_id], on=asked.on, known_on=asked.known_on)
    return {
        "still_hard": hard[plan_id],
        "steps_back": plan_id in plans_that_step_back(asked.on, asked.known_on),
        "confirmed_on": last_confirmed_on(plan_id, on=asked.on),
    }


# ------------------------------------------------------------------ what stands on the page
def _breakdowns(holding: Holding) -> list[Table]:
    tables = []
    for breakdown in CATEGORY_LABELS:
        counted = holding.by_category(breakdown)
        if not set(counted) - ({"unknown"} if breakdown in LATER_LINES else set()):
            continue
        labels = CATEGORY_LABELS[breakdown]
        rows = [
            {"klasse": labels.get(name, _("onbekend")), "woningen": dwellings}
            for name, dwellings in counted.items()
        ]
        columns = (
            Column("klasse", Breakdown(breakdown).label.capitalize()),
            Column("woningen", _("Woningen"), "number"),
        )
        name = Breakdown(breakdown).label.capitalize()
        tables.append(Table(Breakdown(breakdown).value, name, columns, rows))
    return tables
