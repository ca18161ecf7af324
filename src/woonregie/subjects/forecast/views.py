"""Pages of forecasts: which there are, how they compare, which one counts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import Chart, csv_response
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.pages.tables import Column
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.forecast import services
from woonregie.subjects.forecast.errors import NoReferenceError
from woonregie.subjects.forecast.models import ForecastVintage, Measure, RegionReference
from woonregie.subjects.forecast.queries import (
    reference_of,
    scenarios_of,
    series,
    vintage_named,
    vintages_with,
)


def forecasts(request: AccountRequest, region: str) -> HttpResponse:
    """Show all vintages of a region, compared for one municipality or for all."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not grants(request.user, "forecast.view", today):
        raise ForbiddenError(_("U ziet hier geen prognoses. Vraag de regiosecretaris."))
    municipalities = list(municipalities_of(place, on=today, fictitious=False))
    chosen = next(
        (item for item in municipalities if item.code == request.GET.get("gemeente")), None
    )
    vintages = list(vintages_with(Measure.HOUSEHOLDS, [item.pk for item in municipalities]))
    chart = _chart(chosen, municipalities, vintages)
    if request.GET.get("csv") == chart.key:
        return csv_response(chart)
    shown = {
        "vintages": [(vintage, scenarios_of(vintage)) for vintage in vintages],
        "reference": _reference(place),
        "municipalities": municipalities,
        "chosen": chosen,
        "chart": chart if chart.rows else None,
        "may_choose": bool(grants(request.user, "forecast.choose", today)),
        "any_derived": any(vintage.derived for vintage in vintages),
    }
    return render(request, "forecast/list.html", shown)


@require_POST
def choose(request: AccountRequest, region: str) -> HttpResponse:
    """Choose the reference of a region."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    slug, _sep, scenario = request.POST.get("keuze", "").partition("|")
    try:
        services.choose_reference(
            by=request.user,
            at=timezone.now(),
            region=place,
            vintage=vintage_named(slug),
            scenario=scenario,
            valid_on=today,
        )
    except RefusedError as error:
        if isinstance(error, ForbiddenError):
            raise
        messages.error(request, str(error))
    else:
        messages.success(request, _("De referentie is gekozen. De vorige keuze blijft bewaard."))
    return redirect("forecast:list", region)


def _reference(region: Region) -> RegionReference | None:
    try:
        return reference_of(region, on=timezone.localdate())
    except NoReferenceError:
        return None


def _chart(
    chosen: Municipality | None, all_places: list[Municipality], vintages: list[ForecastVintage]
) -> Chart:
    places = [chosen] if chosen else all_places
    rows = _lines(series([item.pk for item in places], Measure.HOUSEHOLDS, vintages))
    who = chosen.name if chosen else _("de regio")
    return Chart(
        key="prognoses",
        title=_("Verwachte huishoudens in %(who)s, per prognose") % {"who": who},
        sentence=_(
            "De lijn is het middelste scenario, de band "
            "loopt van laag naar hoog. Punten zijn geteld."
        ),
        spec=_SPEC,
        rows=rows,
        columns=(
            Column("jaar", _("Jaar")),
            Column("prognose", _("Prognose")),
            Column("laag", _("Laag"), "number"),
            Column("midden", _("Midden"), "number"),
            Column("hoog", _("Hoog"), "number"),
        ),
    )


def _lines(rows: list[dict[str, object]]) -> list[dict[str, Any]]:
    """Return one row per vintage and year, with low, middle and high.

    One scenario is the middle.
    """
    found: dict[tuple[object, object], dict[str, Any]] = {}
    for row in rows:
        line = found.setdefault(
            (row["vintage"], row["year"]), {"jaar": str(row["year"]), "prognose": row["vintage"]}
        )
        scenario = row["scenario"] if row["scenario"] in {"laag", "hoog"} else "midden"
        line[str(scenario)] = row["value"]
    return [found[key] for key in sorted(found, key=str)]


_YEAR = {
    "field": "jaar",
    "type": "temporal",
    "title": None,
    "axis": {"format": "%Y"},
    "timeUnit": "utcyear",
}
_COLOUR = {"field": "prognose", "type": "nominal", "title": None, "legend": {"labelLimit": 400}}
_SPEC: dict[str, Any] = {
    "height": 320,
    "layer": [
        {
            "mark": {"type": "area", "opacity": 0.18},
            "encoding": {
                "x": _YEAR,
                "y": {
                    "field": "laag",
                    "type": "quantitative",
                    "title": None,
                    "scale": {"zero": False},
                },
                "y2": {"field": "hoog"},
                "color": _COLOUR,
            },
        },
        {
            "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 18}},
            "encoding": {
                "x": _YEAR,
                "y": {
                    "field": "midden",
                    "type": "quantitative",
                    "title": "",
                    "scale": {"zero": False},
                },
                "color": _COLOUR,
                "strokeDash": {"field": "prognose", "type": "nominal", "legend": None},
            },
        },
    ],
}
