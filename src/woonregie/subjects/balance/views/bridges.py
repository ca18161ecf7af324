"""The bridge: two questions, and the difference line by line."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import csv_response
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.subjects.balance import pictures
from woonregie.subjects.balance.queries import bridge_between
from woonregie.subjects.balance.views.asking import bridge_form


def bridge_page(request: AccountRequest, region: str) -> HttpResponse:
    """Show why two totals differ."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    form = bridge_form(request, place, today)
    first, second, group = form.questions(today)
    try:
        found = bridge_between(
            account=request.user, region=place, start=first, end=second, today=today, group=group
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        return render(request, "balance/bridge.html", {"form": form, "refusal": str(error)})
    chart = pictures.waterfall(found)
    if request.GET.get("csv") == chart.key:
        return csv_response(chart, demonstration=place.demonstration)
    return render(request, "balance/bridge.html", {"form": form, "found": found, "chart": chart})
