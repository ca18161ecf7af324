"""Delivering what others counted: building changes and totals of a year; upload, look, apply."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.files.services import store
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.pages.charts import csv_of
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.pages.tables import Column
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans import services
from woonregie.subjects.plans.formats.changes import columns as changes
from woonregie.subjects.plans.formats.completions import columns as completions
from woonregie.subjects.plans.forms import RealisedListForm
from woonregie.subjects.plans.models import PlanImport
from woonregie.subjects.plans.queries import realised_deliveries
from woonregie.subjects.plans.services.realised_lists import (
    apply_realised,
    preview_realised,
    told_in,
)
from woonregie.subjects.plans.views.imports import found_in

TEMPLATES = {"mutaties": changes.HEADINGS, "jaartotalen": completions.HEADINGS}


def realised_imports(request: AccountRequest, region: str) -> HttpResponse:
    """Take in a list that counts, and show the earlier ones."""
    place = _deliverer(request, region)
    form = RealisedListForm(
        request.POST or None, request.FILES or None, too_large=too_large(request)
    )
    if request.method == "POST" and form.is_valid():
        upload, now = form.cleaned_data["file"], timezone.now()
        try:
            delivery = preview_realised(
                by=request.user,
                at=now,
                file=store(upload, name=upload.name, at=now),
                region=place,
            )
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            return redirect("plans:realised_import", region, delivery.pk)
    today = timezone.localdate()
    shown = {
        "form": form,
        "page": "plans:realised_import",
        "deliveries": realised_deliveries(account=request.user, region=place, today=today)[:50],
        "layouts": _layouts(),
    }
    return render(
        request, "plans/realised_imports.html", shown, status=400 if form.errors else 200
    )


def realised_import(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show what was found in a list that counts."""
    delivery = _delivery(request, _deliverer(request, region), key)
    shown = {**found_in(request, delivery), "sentences": list(told_in(delivery.report))}
    return render(request, "plans/realised_import.html", shown)


@require_POST
def realised_apply(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Take all rows of a delivered list in, or none."""
    delivery = _delivery(request, _deliverer(request, region), key)
    try:
        apply_realised(by=request.user, at=timezone.now(), delivery=delivery)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("plans:realised_import", region, key)
    if delivery.format_name == services.COMPLETIONS:
        messages.success(request, _("De jaartotalen zijn vastgelegd."))
    else:
        messages.success(request, _("De mutaties zijn ingelezen. Beoordeel nu de voorstellen."))
    return redirect("plans:realisation", region)


def realised_template(request: AccountRequest, region: str, kind: str) -> HttpResponse:
    """Return an empty list with the columns of a layout."""
    _deliverer(request, region)
    if kind not in TEMPLATES:
        raise Http404
    return csv_of(kind, [Column(name, name) for name in TEMPLATES[kind]], [])


def _layouts() -> list[dict[str, Any]]:
    return [
        {
            "slug": "mutaties",
            "title": _("Mutaties van gebouwen (BAG)"),
            "about": _("Een regel per woning die gereed kwam, gesloopt of onttrokken werd."),
            "columns": ", ".join(changes.HEADINGS),
        },
        {
            "slug": "jaartotalen",
            "title": _("Jaartotalen (CBS)"),
            "about": _(
                "Een regel per gemeente en jaar. Het csv-bestand van StatLine-tabel 81955NED "
                "kan zoals het is."
            ),
            "columns": ", ".join(completions.HEADINGS),
        },
    ]


def _deliverer(request: AccountRequest, region: str) -> Region:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "plans.import", place, on=today):
        raise ForbiddenError(
            _("U mag hier niet aanleveren. Een beleidsadviseur of de regiosecretaris doet dat.")
        )
    return place


def _delivery(request: AccountRequest, region: Region, key: UUID) -> PlanImport:
    found = realised_deliveries(account=request.user, region=region, today=timezone.localdate())
    return get_object_or_404(found, pk=key)
