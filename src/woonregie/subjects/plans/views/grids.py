"""Many plans of one municipality in one table, saved in one go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.region.models import Municipality, Region
from woonregie.subjects.plans import services
from woonregie.subjects.plans.compare import Difference, Statement, in_words
from woonregie.subjects.plans.errors import RowsRefusedError
from woonregie.subjects.plans.forms.grid import LABELS, GridForm, GridLine
from woonregie.subjects.plans.models import Plan, PlanVersion
from woonregie.subjects.plans.queries import (
    holdings,
    newest_versions,
    order_of,
    plan_history,
    versions_on,
    visible_plans,
)
from woonregie.subjects.plans.values import PlanValues
from woonregie.subjects.plans.views.confirming import tell_confirmed
from woonregie.subjects.plans.views.lists import asked_list
from woonregie.subjects.plans.views.owned import own_municipality

AT_ONCE = 50
WIDE_JOINS = ("plan__municipality__organisation", "municipality__organisation")


def quick_edit(request: AccountRequest, region: str) -> HttpResponse:
    """Show the plans of a filter as a table to fill in; save what differs, all or nothing."""
    today = timezone.localdate()
    place, municipality, found = _own_list(request, region, today)
    if request.method == "POST":
        return _save(request, place, municipality, today)
    page = keyset(
        found.select_related(*WIDE_JOINS),
        order=order_of("naam"),
        after=request.GET.get("na"),
        before=request.GET.get("voor"),
        size=AT_ONCE,
    )
    lines = _lines(page.items, today)
    return _page(request, municipality, GridForm(lines=lines), {"page": page})


@require_POST
def confirm_all(request: AccountRequest, region: str) -> HttpResponse:
    """Record in one click that nothing changed in all plans of a filter, of one municipality."""
    today = timezone.localdate()
    place, municipality, found = _own_list(request, region, today)
    plans = Plan.objects.filter(pk__in=found.order_by().values("plan"))
    own = plans.filter(municipality=municipality).select_related("municipality__organisation")
    confirmed = services.confirm_unchanged(
        by=request.user, at=timezone.now(), plans=list(own), region=place
    )
    tell_confirmed(request, confirmed)
    address = reverse("plans:list", args=[place.slug])
    return redirect(f"{address}?{request.GET.urlencode()}")


def _own_list(
    request: AccountRequest, region: str, today: date
) -> tuple[Region, Municipality, QuerySet[PlanVersion]]:
    """Return the plans of the asked filter as they stand today, of one's own municipality."""
    place, _form, wanted = asked_list(request, region)
    municipality = own_municipality(request, place)
    wanted = replace(wanted, on=today, known_on=None, municipality=municipality.code)
    return place, municipality, wanted.apply(account=request.user, region=place, today=today)


def _page(
    request: AccountRequest,
    municipality: Municipality,
    grid: GridForm,
    more: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    meanwhile: dict[str, list[Difference]] = more.get("meanwhile", {})
    rows = [{**row, "meanwhile": meanwhile.get(row["line"].number, [])} for row in grid.rows()]
    shown = {
        "refused": {},
        **more,
        "grid": grid,
        "rows": rows,
        "columns": LABELS.values(),
        "municipality": municipality,
        "filter_query": request.GET.urlencode(),
    }
    return render(request, "plans/grid.html", shown, status=status)


def _save(
    request: AccountRequest, place: Region, municipality: Municipality, today: date
) -> HttpResponse:
    current = {line.number: line for line in _posted(request, place, municipality, today)}
    base = {number: _base(request, line, today) for number, line in current.items()}
    grid = GridForm(request.POST, lines=list(base.values()))
    if not grid.is_valid():
        return _page(request, municipality, grid, {})
    changes = [
        services.GridChange(line.version.plan, line.newest, *grid.wanted(line))
        for line in grid.lines
        if grid.touched(line)
    ]
    try:
        done = services.change_many(
            by=request.user,
            at=timezone.now(),
            valid_on=today,
            changes=changes,
            reason=grid.cleaned_data["reason"],
        )
    except RowsRefusedError as error:
        return _refused(request, municipality, grid, current, error)
    said = ngettext("%(done)s plan gewijzigd.", "%(done)s plannen gewijzigd.", done)
    nothing = _("Er was niets veranderd.")
    messages.success(request, said % {"done": done} if done else nothing)
    address = reverse("plans:quick_edit", args=[place.slug])
    return redirect(f"{address}?{request.GET.urlencode()}")


def _refused(
    request: AccountRequest,
    municipality: Municipality,
    grid: GridForm,
    current: dict[str, GridLine],
    error: RowsRefusedError,
) -> HttpResponse:
    """Show the table again with all that was typed, on what stands now."""
    typed = {
        f"{name}-{line.number}": grid.data.get(f"{name}-{line.number}")
        for line in grid.lines
        for name in grid.touched(line)
    }
    typed["reason"] = grid.cleaned_data["reason"]
    again = GridForm(lines=list(current.values()), initial=typed)
    began = {line.number: line for line in grid.lines}
    meanwhile = {
        number: in_words(_said(began[number]), _said(current[number]))
        for number in error.fields["stale"]
    }
    more = {
        "meanwhile": meanwhile,
        "refused": error.fields["refused"],
        "refused_text": str(error),
        "stale": error.fields["stale"],
    }
    return _page(request, municipality, again, more, status=409)


def _said(line: GridLine) -> Statement:
    return Statement(line.values, line.cells)


# ------------------------------------------------------------------ the lines of the table
def _lines(versions: Sequence[PlanVersion], today: date) -> list[GridLine]:
    plan_ids = [version.plan_id for version in versions]
    held, newest = holdings(plan_ids, on=today), newest_versions(plan_ids)
    return [
        GridLine(
            version,
            PlanValues.of(version),
            held[version.plan_id].cells,
            newest[version.plan_id],
        )
        for version in versions
    ]


def _posted(
    request: AccountRequest, place: Region, municipality: Municipality, today: date
) -> list[GridLine]:
    """Return the lines that were sent, as they stand now; what is not one's own does not exist."""
    numbers = request.POST.getlist("plan")[:AT_ONCE]
    visible = visible_plans(account=request.user, region=place, on=today, today=today)
    found = visible.filter(plan__number__in=numbers, plan__municipality=municipality)
    versions = {version.plan.number: version for version in found.select_related(*WIDE_JOINS)}
    if not set(numbers) <= set(versions):
        raise Http404(_("Een van deze plannen bestaat niet, of is niet van uw gemeente."))
    return _lines([versions[number] for number in dict.fromkeys(numbers)], today)


def _base(request: AccountRequest, line: GridLine, today: date) -> GridLine:
    """Return a line as the person got it, so that only what she changed counts as changed."""
    sent = request.POST.get(f"base-{line.number}", "")
    if sent == str(line.newest) or not sent.isdecimal():
        return replace(line, newest=int(sent) if sent.isdecimal() else 0)
    plan_id = line.version.plan_id
    began = plan_history(plan_id).filter(version=int(sent)).first()
    if began is None:
        return replace(line, newest=0)
    known_on = began.recorded_at
    then = versions_on(today, known_on).filter(plan=plan_id).select_related(*WIDE_JOINS).first()
    cells = holdings([plan_id], on=today, known_on=known_on)[plan_id].cells
    version = then or began
    return GridLine(version, PlanValues.of(version), cells, int(sent))
