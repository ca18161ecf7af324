"""Which forecasts there are, how they compare, which one counts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import csv_response
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.forecast import services
from woonregie.subjects.forecast.errors import NoReferenceError
from woonregie.subjects.forecast.models import Measure, RegionReference
from woonregie.subjects.forecast.permissions import may_choose, may_import, may_start, may_view
from woonregie.subjects.forecast.pictures import at_horizon, comparison
from woonregie.subjects.forecast.queries import (
    choices_for,
    measures_of,
    measures_with,
    national_vintages,
    reference_of,
    series,
    starting_points_of,
    vintage_named,
    vintages_with,
)

HOUSEHOLDS = Measure.HOUSEHOLDS


def forecasts(request: AccountRequest, region: str) -> HttpResponse:
    """Show all vintages of a region, compared for one municipality or for all."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not may_view(request.user, today):
        raise ForbiddenError(_("U ziet hier geen prognoses. Vraag de regiosecretaris."))
    municipalities = list(municipalities_of(place, on=today, fictitious=False))
    chosen = next(
        (item for item in municipalities if item.code == request.GET.get("gemeente")), None
    )
    ids = [item.pk for item in municipalities]
    choices = choices_for(ids)
    measures = measures_with(ids)
    usual = next(iter(measures), HOUSEHOLDS)
    measure = next((item for item in measures if item == request.GET.get("maat")), usual)
    found = series([chosen.pk] if chosen else ids, measure, list(vintages_with(measure, ids)))
    who = chosen.name if chosen else str(place)
    chart = comparison(found, who=who, this_year=today.year, measure=measure)
    if request.GET.get("csv") == chart.key:
        return csv_response(chart, demonstration=place.demonstration)
    vintages = list(dict.fromkeys([*vintages_with(None, ids), *national_vintages()]))
    counted = measures_of(vintages)
    shown = {
        "choices": choices,
        "vintages": [(vintage, ", ".join(counted[vintage.pk])) for vintage in vintages],
        "reference": _reference(place),
        "municipalities": municipalities,
        "chosen": chosen,
        "measures": measures if len(measures) > 1 else [],
        "measure": measure,
        "chart": chart if chart.rows else None,
        "unsummed": found.unsummed,
        "horizon": at_horizon(found, this_year=today.year, measure=measure),
        "may_choose": may_choose(request.user, place, today),
        "may_import": may_import(request.user, today),
        "begins": starting_points_of(place, on=today).exists(),
        "may_start": may_start(request.user, place, today),
        "any_derived": any(vintage.derived for vintage, _s in choices),
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
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("De referentie is gekozen. De vorige keuze blijft bewaard."))
    return redirect("forecast:list", region)


def _reference(region: Region) -> RegionReference | None:
    try:
        return reference_of(region, on=timezone.localdate())
    except NoReferenceError:
        return None
