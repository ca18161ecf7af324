"""Layouts of receivers that a region fills in: read by all who see totals."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans import services
from woonregie.subjects.plans.formats.regional.columns import (
    LayoutColumn,
    LayoutRefusedError,
    columns_of,
    offered,
)
from woonregie.subjects.plans.formats.regional.reading import not_read
from woonregie.subjects.plans.formats.regional.table import as_csv, read_csv
from woonregie.subjects.plans.formats.written import TYPES
from woonregie.subjects.plans.forms.layouts import LayoutForm, column_forms, columns_said
from woonregie.subjects.plans.models import DeliveryLayout
from woonregie.subjects.plans.queries.layouts import layout_history, standing_layouts
from woonregie.subjects.plans.services.layouts import NEW

OFFERED = {
    "publiek-private-monitor": "Publiek-Private Monitor",
    "provinciale-planmonitor": "Provinciale planmonitor",
}
"""Receivers of whom we do not know the columns: the region fills them in."""
MOST_BYTES = 1_000_000
MOST_SHOWN = 50


def layouts(request: AccountRequest, region: str) -> HttpResponse:
    """Show the layouts of a region, and those that wait to be filled in."""
    place = _place(request, region)
    found = list(standing_layouts(place))
    there = {layout.slug for layout in found}
    shown = {
        "layouts": found,
        "offered": [(name, title) for name, title in OFFERED.items() if name not in there],
        "may_edit": _may_edit(request, place),
        "may_deliver": permitted(request.user, "plans.view", place, on=timezone.localdate()),
        "today": timezone.localdate(),
        "new": NEW,
    }
    return render(request, "plans/layouts.html", shown)


def layout(request: AccountRequest, region: str, name: str) -> HttpResponse:
    """Show a layout with its columns, and let who may record another version."""
    place = _place(request, region)
    present = standing_layouts(place).filter(slug=name).order_by("-recorded_at").first()
    if present is None and name not in {*OFFERED, NEW}:
        raise Http404
    may_edit = _may_edit(request, place)
    if (request.method == "POST" or name == NEW) and not may_edit:
        raise ForbiddenError(_("Alleen de regiosecretaris of de beheerder vult een indeling in."))
    columns = columns_of(present.columns) if present else []
    form = LayoutForm(request.POST or None, request.FILES or None, initial=_initial(present, name))
    rows = column_forms(request.POST or None, columns)
    if (
        request.method == "POST"
        and form.is_valid()
        and (form.cleaned_data["file"] or rows.is_valid())
    ):
        try:
            return _save(request, place, form, rows, name)
        except RefusedError as error:
            form.add_error(None, str(error))
    shown: dict[str, Any] = {
        "layout": present,
        "name": name,
        "title": present.title if present else OFFERED.get(name, _("Nieuwe indeling")),
        "columns": columns,
        "not_read": not_read(columns),
        "form": form,
        "rows": rows,
        "fields": offered(),
        "may_edit": may_edit,
        "history": layout_history(place, name)[:MOST_SHOWN],
    }
    wrong = form.errors or (rows.is_bound and rows.total_error_count())
    return render(request, "plans/layout.html", shown, status=400 if wrong else 200)


def _initial(present: DeliveryLayout | None, name: str) -> dict[str, Any]:
    if present is None:
        return {"title": OFFERED.get(name, ""), "starts_on": timezone.localdate()}
    kept = ("title", "recipient", "starts_on", "source", "certainty", "decided_by")
    return {**{key: getattr(present, key) for key in kept}, "base": present.pk}


def _save(
    request: AccountRequest, region: Region, form: LayoutForm, rows: Any, name: str
) -> HttpResponse:
    given = dict(form.cleaned_data)
    upload = given.pop("file")
    columns = _uploaded(upload) if upload else columns_said(rows)
    kept = services.save_layout(
        by=request.user,
        at=timezone.now(),
        region=region,
        columns=columns,
        slug="" if name == NEW else name,
        **given,
    )
    messages.success(request, _("Dit is vastgelegd."))
    return redirect("plans:layout", region.slug, kept.slug)


def _uploaded(upload: Any) -> list[LayoutColumn]:
    if (upload.size or 0) > MOST_BYTES:
        raise LayoutRefusedError(
            _("Dit bestand is te groot. Kies een bestand met alleen de kolommen.")
        )
    with tempfile.TemporaryDirectory(prefix="woonregie-") as folder:
        place = Path(folder) / "indeling"
        place.write_bytes(upload.read())
        return read_csv(place, upload.name or "")


def layout_file(request: AccountRequest, region: str, name: str) -> HttpResponse:
    """Return the columns of a layout as csv."""
    place = _place(request, region)
    present = standing_layouts(place).filter(slug=name).order_by("-recorded_at").first()
    if present is None:
        raise Http404
    response = HttpResponse(as_csv(columns_of(present.columns)), content_type=TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="indeling-{name}.csv"'
    return response


@require_POST
def withdraw_layout(request: AccountRequest, region: str, name: str) -> HttpResponse:
    """Withdraw a layout."""
    place = _place(request, region)
    services.withdraw_layout(by=request.user, at=timezone.now(), region=place, slug=name)
    messages.success(request, _("De indeling is weggehaald. Wat er eerder stond, blijft bewaard."))
    return redirect("plans:layouts", region)


def _place(request: AccountRequest, region: str) -> Region:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "totals.view", place, on=today):
        raise ForbiddenError(_("U ziet dit hier niet. Vraag de regiosecretaris."))
    return place


def _may_edit(request: AccountRequest, region: Region) -> bool:
    return permitted(request.user, "layouts.edit", region, on=timezone.localdate())
