"""One plan: its page, its history, making and changing it."""

from datetime import date, datetime
from typing import Any

import shapely
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import Chart, csv_response, written
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.foundation.pages.maps import Layer, Map
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.geometry import rounded_degrees, to_degrees
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of, reachable_municipalities
from woonregie.subjects.plans import services
from woonregie.subjects.plans.compare import in_words
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.forms import PlanForm, QuantityForm, end_of
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    DwellingType,
    LocationKind,
    PlanVersion,
    PriceClass,
    Tenure,
)
from woonregie.subjects.plans.permissions import may
from woonregie.subjects.plans.queries import Holding, holdings, plan_history, visible_plans
from woonregie.subjects.plans.values import PlanValues


def detail(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Show a plan as it was on a day."""
    place, version, on, known_on = _found(request, region, number)
    holding = holdings([version.plan_id], on=on, known_on=known_on)[version.plan_id]
    chart = _phasing_chart(version, holding)
    if request.GET.get("csv") == chart.key:
        return csv_response(chart)
    today = timezone.localdate()
    versions = said_versions(version.plan_id, known_on)
    shown = {
        "version": version,
        "kind": LocationKind(version.location_kind),
        "holding": holding,
        "on": on,
        "known_on": known_on,
        "chart": chart if holding.build or holding.demolition else None,
        "breakdowns": _breakdowns(holding),
        "map": _map(place, version),
        "versions": versions[::-1][:6],
        "may_edit": may(request.user, "plans.edit", version.municipality, on=today),
    }
    return render(request, "plans/detail.html", shown)


def shape(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Return where a plan lies, as GeoJSON in degrees."""
    _place, version, _on, _known = _found(request, region, number)
    geometry = (
        rounded_degrees(shapely.from_wkb(bytes(version.geometry))) if version.geometry else None
    )
    feature = {"type": "Feature", "properties": {"naam": version.name}, "geometry": geometry}
    return JsonResponse(
        {"type": "FeatureCollection", "features": [feature]}, content_type="application/geo+json"
    )


def history(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Show everything that was ever said of a plan."""
    _place, version, _on, _known = _found(request, region, number)
    said = said_versions(version.plan_id, None)
    changes = [
        (row, in_words(before, row)) for before, row in zip([None, *said], said, strict=False)
    ]
    return render(request, "plans/history.html", {"version": version, "changes": changes[::-1]})


def said_versions(plan_id: Any, known_on: datetime | None) -> list[PlanVersion]:
    """Return each version once, as first recorded, in the order in which it was said."""
    rows = plan_history(plan_id)
    if known_on is not None:
        rows = rows.filter(recorded_at__lte=known_on)
    first: dict[int, PlanVersion] = {}
    for row in rows:
        first.setdefault(row.version, row)
    return [first[version] for version in sorted(first)]


def create(request: AccountRequest, region: str) -> HttpResponse:
    """Make a plan."""
    place = region_for(request.user, region, today=timezone.localdate())
    municipality = _own_municipality(request, place)
    form = PlanForm(
        request.POST or None, municipality=municipality, initial={"valid_on": timezone.localdate()}
    )
    quantities = QuantityForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and quantities.is_valid():
        try:
            plan = services.create_plan(
                by=request.user,
                at=timezone.now(),
                municipality=municipality,
                valid_on=form.cleaned_data["valid_on"],
                values=form.values(invented=place.demonstration),
                cells=quantities.cells(),
                reason=form.cleaned_data["reason"],
            )
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Plan %(number)s is vastgelegd.") % {"number": plan.number}
            )
            return redirect("plans:detail", region, plan.number)
    shown = {
        "form": form,
        "quantities": quantities,
        "municipality": municipality,
        "heading": _("Nieuw plan"),
    }
    return render(request, "plans/form.html", shown)


def edit(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Change a plan; whoever is second gets both versions side by side, and nothing is lost."""
    _place, version, on, _known = _found(request, region, number)
    holding = holdings([version.plan_id], on=on)[version.plan_id]
    newest = (
        plan_history(version.plan_id).order_by("-version").values_list("version", flat=True)[0]
    )
    municipality = version.municipality
    if not may(request.user, "plans.edit", municipality, on=timezone.localdate()):
        raise ForbiddenError(
            _("U mag plannen van %(name)s niet wijzigen.") % {"name": municipality.name}
        )
    form = PlanForm(
        request.POST or None, municipality=municipality, initial=_initial(version, newest)
    )
    quantities = QuantityForm(request.POST or None, cells=holding.cells)
    if request.method == "POST" and form.is_valid() and quantities.is_valid():
        try:
            said = services.change_plan(
                by=request.user,
                at=timezone.now(),
                plan=version.plan,
                base_version=form.cleaned_data["base_version"] or 0,
                valid_on=form.cleaned_data["valid_on"],
                values=form.values(invented=version.invented),
                cells=quantities.cells(),
                reason=form.cleaned_data["reason"],
            )
        except StaleVersionError as error:
            return _conflict(request, version, form, quantities, error)
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("De wijziging is vastgelegd.") if said else _("Er was niets veranderd.")
            )
            return redirect("plans:detail", region, number)
    shown = {
        "form": form,
        "quantities": quantities,
        "version": version,
        "municipality": municipality,
        "heading": version.name,
    }
    return render(request, "plans/form.html", shown)


def _conflict(
    request: AccountRequest,
    now: PlanVersion,
    form: PlanForm,
    quantities: QuantityForm,
    error: StaleVersionError,
) -> HttpResponse:
    """Show base, theirs and mine; sending again is a choice made on the newest version."""
    base = plan_history(now.plan_id).filter(version=error.fields["base_version"]).first()
    mine = form.values(invented=now.invented)
    rows = in_words(base, now, mine=mine)
    held = holdings([now.plan_id], on=form.cleaned_data["valid_on"])[now.plan_id]
    mine_total = sum(
        n
        for cell, n in quantities.cells().items()
        if cell.breakdown == "total" and cell.account == "build"
    )
    form.data = {**form.data.dict(), "base_version": str(error.fields["current_version"])}  # type: ignore[attr-defined]  # a QueryDict
    shown = {
        "form": form,
        "quantities": quantities,
        "version": now,
        "municipality": now.municipality,
        "heading": now.name,
        "conflict": rows,
        "theirs_build": held.build,
        "mine_build": mine_total,
        "conflict_text": str(error),
    }
    return render(request, "plans/form.html", shown, status=409)


def _found(
    request: AccountRequest, region: str, number: str
) -> tuple[Region, PlanVersion, date, datetime | None]:
    """Return the plan as asked; what the reader may not see does not exist for her."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    on = _day(request.GET.get("op")) or today
    known = _day(request.GET.get("bekend_op"))
    known_on = end_of(known) if known else None
    visible = visible_plans(
        account=request.user, region=place, on=on, known_on=known_on, today=today
    )
    version = visible.filter(plan__number=number).select_related("source", "recorded_by").first()
    if version is None:
        raise Http404(_("Dit plan bestaat niet op deze dag, of is niet voor u."))
    return place, version, on, known_on


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _own_municipality(request: AccountRequest, region: Region) -> Municipality:
    today = timezone.localdate()
    own = reachable_municipalities(request.user, "plans.edit", on=today).filter(
        pk__in=municipalities_of(region, on=today).order_by().values("pk")
    )
    code = request.GET.get("gemeente")
    if not own:
        raise ForbiddenError(_("Alleen een beleidsadviseur van een gemeente legt plannen vast."))
    return get_object_or_404(own, code=code) if code else own[0]


def _initial(version: PlanVersion, newest: int) -> dict[str, Any]:
    values = PlanValues.of(version).as_row()
    location = (
        shapely.to_wkt(shapely.from_wkb(values["geometry"]), rounding_precision=1)
        if values["geometry"]
        else ""
    )
    return {
        **values,
        "settlement": version.settlement_id,
        "location": location,
        "valid_on": timezone.localdate(),
        "base_version": newest,
    }


# ------------------------------------------------------------------ what stands on the page
def _phasing_chart(version: PlanVersion, holding: Holding) -> Chart:
    rows = []
    for account in Account:
        for period, dwellings in sorted(
            holding.by_period(account).items(), key=lambda item: item[0] or (9999, 9999)
        ):
            rows.append(
                {"periode": _period(period), "soort": account.label, "woningen": dwellings}
            )
    total = _("Nog %(build)s woningen te bouwen, waarvan %(unphased)s zonder jaar") % {
        "build": written(holding.build),
        "unphased": written(holding.unphased),
    }
    return Chart(
        key="fasering",
        title=total,
        sentence=_("Woningen per periode van oplevering in %(name)s.") % {"name": version.name},
        spec={
            "height": 220,
            "mark": {"type": "bar"},
            "encoding": {
                "x": {
                    "field": "periode",
                    "type": "nominal",
                    "title": None,
                    "sort": None,
                    "axis": {"labelAngle": 0},
                },
                "y": {"field": "woningen", "type": "quantitative", "title": _("woningen")},
                "color": {"field": "soort", "type": "nominal", "title": None},
                "xOffset": {"field": "soort"},
            },
        },
        rows=rows,
        columns=(
            Column("periode", _("Periode")),
            Column("soort", _("Bouw of sloop")),
            Column("woningen", _("Woningen"), "number"),
        ),
    )


def _period(period: tuple[int, int] | None) -> str:
    if period is None:
        return _("zonder jaar")
    first, before = period
    return str(first) if before == first + 1 else f"{first}–{before - 1}"


def _breakdowns(holding: Holding) -> list[Table]:
    tables = []
    for breakdown in (Breakdown.TYPE, Breakdown.TENURE, Breakdown.PRICE):
        counted = holding.by_category(breakdown)
        if not counted:
            continue
        labels = CATEGORY_LABELS[breakdown]
        rows = [
            {"klasse": labels.get(name, _("onbekend")), "woningen": dwellings}
            for name, dwellings in counted.items()
        ]
        columns = (
            Column("klasse", breakdown.label.capitalize()),
            Column("woningen", _("Woningen"), "number"),
        )
        tables.append(Table(breakdown.value, breakdown.label.capitalize(), columns, rows))
    return tables


CATEGORY_LABELS: dict[str, dict[str, Any]] = {
    Breakdown.TYPE: dict(DwellingType.choices),
    Breakdown.TENURE: dict(Tenure.choices),
    Breakdown.PRICE: dict(PriceClass.choices),
}


def _map(region: Region, version: PlanVersion) -> Map | None:
    if version.x is None or version.y is None:
        return None
    box = shapely.box(version.x - 2400, version.y - 1500, version.x + 2400, version.y + 1500)
    return Map(
        key="locatie",
        title=_("Ligging"),
        sentence=_("RD %(x)s, %(y)s.") % {"x": round(version.x), "y": round(version.y)},
        layers=[
            Layer("grenzen", reverse("region:borders", args=[region.slug]), "borders"),
            Layer(
                "plan",
                f"{reverse('plans:shape', args=[region.slug, version.plan.number])}",
                "areas",
            ),
        ],
        bounds=[float(edge) for edge in to_degrees(box).bounds],
        tiles=settings.MAP_TILES_URL,
    )
