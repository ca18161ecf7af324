"""The quality of the register: what may be wrong, how bad it is, who can mend it."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import Chart, csv_response
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of, reachable_municipalities
from woonregie.subjects.plans.models import Severity, ValidationRule
from woonregie.subjects.plans.queries import visible_plans
from woonregie.subjects.plans.queries.withheld import withheld
from woonregie.subjects.plans.validations import findings, in_words, remedy, titles
from woonregie.subjects.plans.validations.trend import Count, count_on, trend

MOST_SHOWN = 300


def quality(request: AccountRequest, region: str) -> HttpResponse:
    """Show how many findings each municipality has that the reader may see plans of."""
    place, places = _places(request, region)
    today = timezone.localdate()
    kept = withheld(request.user, today=today)
    rows = [(item, count_on(item, place, today, None, kept)) for item in places]
    columns = (
        Column("gemeente", _("Gemeente"), "link"),
        Column("fouten", _("Fouten"), "number"),
        Column("waarschuwingen", _("Waarschuwingen"), "number"),
        Column("tips", _("Tips"), "number"),
    )
    shown = {
        "table": Table(
            "kwaliteit",
            _("Een fout houdt inleveren tegen. Een waarschuwing of tip vraagt om een blik."),
            columns,
            [_row(place, item, count) for item, count in rows],
        ),
        "errors": sum(count.errors for _item, count in rows),
        "municipalities": len(rows),
    }
    return render(request, "plans/quality.html", shown)


def _row(region: Region, item: Municipality, count: Count) -> dict[str, Any]:
    return {
        "gemeente": item.name,
        "gemeente_url": reverse("plans:quality_of", args=[region.slug, item.code]),
        "fouten": count.errors,
        "waarschuwingen": count.warnings,
        "tips": count.hints,
    }


def quality_of(request: AccountRequest, region: str, code: str) -> HttpResponse:
    """Show what was found in one municipality, and how that went over time."""
    place, places = _places(request, region)
    municipality = get_object_or_404(places, code=code)
    today = timezone.localdate()
    kept = withheld(request.user, today=today)
    chart = _trend_chart(municipality, trend(municipality, place, today, kept))
    if request.GET.get("csv") == chart.key:
        return csv_response(chart, demonstration=place.demonstration)
    rules = {rule.code: rule for rule in ValidationRule.objects.all()}
    found = findings(municipality, region=place, on=today, kept=kept)
    asked = request.GET.get("controle", "")
    names = {
        version.plan_id: version
        for version in visible_plans(
            account=request.user, region=place, on=today, today=today
        ).filter(plan__in={key for item in found for key in item.plan_ids})
    }
    shown_findings: list[dict[str, Any]] = [
        {
            "title": titles()[item.code],
            "sentence": in_words(item),
            "remedy": remedy(item.code),
            "rule": rules[item.code],
            "plans": [names[key] for key in item.plan_ids if key in names],
        }
        for item in found
        if asked in {"", item.code}
    ]
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}
    shown_findings.sort(key=lambda item: (order[item["rule"].severity], item["rule"].number))
    shown = {
        "municipality": municipality,
        "findings": shown_findings[:MOST_SHOWN],
        "hidden": max(0, len(shown_findings) - MOST_SHOWN),
        "counts": _counts(found, rules),
        "asked": asked,
        "asked_title": titles().get(asked, ""),
        "waiting": [rule for rule in rules.values() if rule.waits_for],
        "chart": chart if any(row["aantal"] for row in chart.rows) else None,
    }
    return render(request, "plans/quality_of.html", shown)


def _counts(found: list[Any], rules: dict[str, ValidationRule]) -> list[dict[str, Any]]:
    counted = Counter(item.code for item in found)
    return [
        {"code": code, "title": titles()[code], "count": count, "rule": rules[code]}
        for code, count in sorted(
            counted.items(), key=lambda item: (rules[item[0]].number, item[0])
        )
    ]


def _trend_chart(municipality: Municipality, counts: Any) -> Chart:
    labels = {
        "errors": _("fouten"),
        "warnings": _("waarschuwingen"),
        "hints": _("tips"),
    }
    rows = [
        {
            "dag": date_format(count.on, "j b Y"),
            "soort": label,
            "volgorde": at,
            "aantal": getattr(count, name),
        }
        for count in counts
        for at, (name, label) in enumerate(labels.items())
    ]
    now = counts[-1].errors
    title = ngettext("Nu %(now)s fout", "Nu %(now)s fouten", now) % {"now": now}
    return Chart(
        key="verloop",
        title=title,
        sentence=_("Bevindingen in %(name)s aan het eind van elk kwartaal, zoals toen bekend.")
        % {"name": municipality.name},
        spec={
            "height": 180,
            "mark": {"type": "line", "point": True, "strokeWidth": 2.5},
            "encoding": {
                "x": {
                    "field": "dag",
                    "type": "ordinal",
                    "sort": None,
                    "title": None,
                    "axis": {"labelAngle": 0, "labelOverlap": True},
                },
                "y": {
                    "field": "aantal",
                    "type": "quantitative",
                    "title": None,
                    "axis": {"tickMinStep": 1, "format": "d"},
                },
                "color": {
                    "field": "soort",
                    "type": "nominal",
                    "title": None,
                    "scale": {"domain": list(labels.values())},
                },
                "strokeDash": {"field": "soort", "type": "nominal", "legend": None},
            },
        },
        rows=rows,
        columns=(
            Column("dag", _("Dag")),
            Column("soort", _("Ernst")),
            Column("aantal", _("Aantal"), "number"),
        ),
    )


def _places(request: AccountRequest, region: str) -> tuple[Region, Any]:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "plans.view", place, on=today):
        raise ForbiddenError(
            _("U ziet totalen per gemeente, geen afzonderlijke plannen en hun controles.")
        )
    within = municipalities_of(place, on=today).order_by().values("pk")
    visible = reachable_municipalities(request.user, "plans.view", on=today)
    return place, visible.filter(pk__in=within).order_by("organisation__name")
