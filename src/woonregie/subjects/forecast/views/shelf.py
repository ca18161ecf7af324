"""How earlier forecasts turned out for a municipality, or for the region."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import csv_response
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.forecast.models import Measure
from woonregie.subjects.forecast.permissions import may_view
from woonregie.subjects.forecast.pictures.record import own_answer, own_table
from woonregie.subjects.forecast.pictures.shelf import (
    answer,
    by_municipality,
    finding,
    kept,
    multiples,
    name_of,
    shelves,
)
from woonregie.subjects.forecast.queries.hindsight import STOCKS, Hindsight, Judged, outcomes
from woonregie.subjects.forecast.queries.records import records_of


def shelf_life(request: AccountRequest, region: str) -> HttpResponse:
    """Show what earlier forecasts expected, what was counted, and how long they could be kept."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not may_view(request.user, today):
        raise ForbiddenError(_("U ziet hier geen prognoses. Vraag de regiosecretaris."))
    municipalities = list(municipalities_of(place, on=today, fictitious=False))
    codes = [item.code for item in municipalities]
    asked = request.GET.get("gemeente", "")
    chosen = municipalities[codes.index(asked)] if asked in codes else None
    wanted = request.GET.get("maat", "")
    measure = Measure(wanted) if wanted in STOCKS else STOCKS[0]
    everywhere = list(range(len(municipalities)))
    places = [codes.index(chosen.code)] if chosen else everywhere
    lines = outcomes([item.pk for item in municipalities], measure)
    judged = [line for line in lines if line.judged(places)]
    main = _longest(judged, places)
    chart = None
    if main:
        chart = multiples(judged, places, title=finding(*main), measure=measure)
        if request.GET.get("csv") == chart.key:
            return csv_response(chart, demonstration=place.demonstration)
    somewhere = [line for line in lines if any(line.judged([at]) for at in everywhere)]
    who = chosen.name if chosen else str(place)
    shown = {
        "municipalities": municipalities,
        "chosen": chosen,
        "who": who,
        "measures": [(item.value, item.label) for item in STOCKS],
        "measure": measure,
        "answer": answer(*main, who=who, measure=measure) if main else "",
        "life": kept(main[0].shelf_life(places)) if main else "",
        "chart": chart,
        "shelves": shelves(somewhere, everywhere) if somewhere else None,
        "each": by_municipality(somewhere, municipalities, places) if somewhere else None,
        "silent": [name_of(line) for line in lines if line not in judged],
        "derived": any(line.vintage.derived for line in judged),
        **_own(place, municipalities, places, who),
    }
    return render(request, "forecast/shelf_life.html", shown)


def _own(
    region: Region, municipalities: list[Municipality], places: list[int], who: str
) -> dict[str, Any]:
    """Return how our own model turned out, beside plain ones."""
    found = records_of(region, [item.pk for item in municipalities])
    there = [item for item in found if item.judged(places)]
    if not there:
        return {}
    # Of one municipality every record; of the region the one that looked furthest ahead.
    told = there if len(places) == 1 else there[:1]
    return {
        "own_answer": own_answer(there[0], places, who),
        "own_table": own_table(told, municipalities, places),
        "own_given": any(item.kept.national_given for item in told),
        "own_sources": sorted({str(item.kept.source) for item in told}),
    }


def _longest(lines: list[Hindsight], places: list[int]) -> tuple[Hindsight, Judged] | None:
    """Return the forecast that looked furthest ahead, with the last year that was counted."""
    last = [(line, line.judged(places)[-1]) for line in lines]
    return max(last, key=lambda found: found[1].ahead, default=None)
