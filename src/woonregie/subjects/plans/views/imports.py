"""Delivering a list: upload, preview, apply; and our template to fill in."""

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.files.services import store
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import (
    lineage,
    municipalities_of,
    reachable_municipalities,
)
from woonregie.foundation.runs.services import start
from woonregie.foundation.runs.tasks import perform
from woonregie.subjects.plans import exports, services
from woonregie.subjects.plans.forms import ImportForm
from woonregie.subjects.plans.models import ImportState, PlanImport
from woonregie.subjects.plans.queries import (
    COUNTED_LISTS,
    OTHER_LISTS,
    visible_imports,
    visible_plans,
)
from woonregie.subjects.plans.queries.layouts import layouts_in
from woonregie.subjects.plans.queries.leads import systems_in

# Above this the list is read by the worker, with progress.
AT_ONCE_BYTES = 250_000
MOST_ISSUES_SHOWN = 500
# So many questions a person answers in one go; a form of Django may have 1,000 fields.
MOST_ASKED = 50
MOST_ABSENT = 200


def imports(request: AccountRequest, region: str) -> HttpResponse:
    """Show deliveries, and take in a new one."""
    place, own = deliverer(request, region)
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        municipalities={item.code: item.name for item in own},
        whole_region=len(own) > 1,
        too_large=too_large(request),
        systems=_systems(place),
        initial={"reference_date": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _take_in(request, place, form, {item.code: item for item in own})
        except RefusedError as error:
            form.add_error("file", str(error))
    shown = {
        "form": form,
        "page": "plans:import",
        "deliveries": visible_imports(
            account=request.user, region=place, today=timezone.localdate()
        ).exclude(format_name__in=OTHER_LISTS)[:50],
        "own": own,
        "kinds": exports.TEMPLATE_KINDS,
    }
    return render(request, "plans/imports.html", shown, status=400 if form.errors else 200)


def _systems(region: Region) -> list[str]:
    """Return the systems that a list may come from: those that lead, or have a layout."""
    today = timezone.localdate()
    titles = {layout.title for layout in layouts_in(region, on=today).values()}
    return sorted({*systems_in(region, on=today), *titles})


def _take_in(
    request: AccountRequest, region: Region, form: ImportForm, own: dict[str, Municipality]
) -> HttpResponse:
    upload, now = form.cleaned_data["file"], timezone.now()
    kept = store(upload, name=upload.name, at=now)
    municipality = own.get(form.cleaned_data["municipality"])
    asked: dict[str, Any] = {
        "reference_date": form.cleaned_data["reference_date"],
        "format_name": form.cleaned_data["format_name"],
        "system": form.cleaned_data.get("system", ""),
    }
    if kept.size_bytes > AT_ONCE_BYTES:
        parameters = {
            "file": kept.pk,
            "region": region.pk,
            "municipality": municipality.pk if municipality else None,
            **asked,
        }
        job = start(
            kind="plans.preview",
            parameters=parameters,
            by=request.user,
            at=now,
            enqueue=perform.enqueue,
        )
        return redirect("runs:detail", job.pk)
    delivery = services.preview_import(
        by=request.user, at=now, file=kept, region=region, municipality=municipality, **asked
    )
    return redirect("plans:import", region.slug, delivery.pk)


def import_detail(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show what was found in a delivery."""
    place, _own = deliverer(request, region)
    delivery = delivery_of(request, place, key)
    if delivery.format_name == services.PROGRAMME:
        return redirect("plans:programme_import", region, key)
    if delivery.format_name in COUNTED_LISTS:
        return redirect("plans:realised_import", region, key)
    if delivery.state == ImportState.ASKED:
        return redirect("plans:import_columns", region, key)
    return render(request, "plans/import.html", found_in(request, delivery))


def found_in(request: AccountRequest, delivery: PlanImport) -> dict[str, Any]:
    """Return what the page of a delivery shows."""
    severity = request.GET.get("ernst", "")
    wanted = [item for item in delivery.report["issues"] if severity in {"", item["severity"]}]
    return {
        "delivery": delivery,
        "issues": wanted[:MOST_ISSUES_SHOWN],
        "not_shown": delivery.report["not_shown"] + max(0, len(wanted) - MOST_ISSUES_SHOWN),
        "severity": severity,
        "may_apply": delivery.state == ImportState.PREVIEWED
        and not delivery.report["severities"].get("error")
        and not services.open_questions(delivery.report),
        **_asked_of(delivery),
    }


def _asked_of(delivery: PlanImport) -> dict[str, Any]:
    """Return the questions of a delivery, those that are open first."""
    sides = delivery.report.get("sides")
    if not sides:
        return {}
    waits = delivery.state == ImportState.PREVIEWED
    matches = sorted(sides["matches"], key=lambda item: item["answer"] is not None)
    conflicts = sorted(sides["conflicts"], key=lambda item: bool(item["choice"]))
    return {
        "sides": sides,
        "base_on": date.fromisoformat(sides["base"]["on"]) if sides["base"] else None,
        "waits": waits,
        "matches": matches[:MOST_ASKED] if waits else [],
        "conflicts": conflicts[:MOST_ASKED],
        "missing": sides["missing"]["plans"][:MOST_ABSENT],
        "kept": sides["kept"]["plans"][:MOST_ABSENT],
        "questions": services.open_questions(delivery.report),
    }


@require_POST
def import_answers(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Keep answers to what a delivery asks; of a large one by the worker."""
    place, _own = deliverer(request, region)
    delivery, now = delivery_of(request, place, key), timezone.now()
    given = _given(request.POST)
    if delivery.file.size_bytes > AT_ONCE_BYTES and delivery.state == ImportState.PREVIEWED:
        job = start(
            kind="plans.settle",
            parameters={"delivery": delivery.pk, "given": given.as_json()},
            by=request.user,
            at=now,
            enqueue=perform.enqueue,
        )
        return redirect("runs:detail", job.pk)
    try:
        services.settle_import(by=request.user, at=now, delivery=delivery, given=given)
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("De antwoorden zijn bewaard."))
    return redirect("plans:import", region, key)


def _given(posted: QueryDict) -> services.Given:
    """Return what somebody answered; what is no answer of this page is passed by."""
    same: dict[int, tuple[UUID, bool]] = {}
    choices: dict[UUID, str] = {}
    for name, value in posted.items():
        what, _sign, which = name.partition("-")
        said, _sign, plan = str(value).partition(":")
        with suppress(ValueError):
            if what == "zelfde" and said in {"ja", "nee"}:
                same[int(which)] = (UUID(plan), said == "ja")
            elif what == "keuze":
                choices[UUID(which)] = said
    everything = posted.get("alles", "")
    return services.Given(
        same,
        services.SURE if everything == "voorgesteld" else None,
        choices,
        everything if everything in services.CHOICES else "",
        "ontbreekt" in posted if "ontbreekt-gevraagd" in posted else None,
    )


@require_POST
def import_apply(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Write a previewed delivery; a large one by the worker."""
    place, _own = deliverer(request, region)
    delivery, now = delivery_of(request, place, key), timezone.now()
    if delivery.file.size_bytes > AT_ONCE_BYTES and delivery.state == ImportState.PREVIEWED:
        job = start(
            kind="plans.apply",
            parameters={"delivery": delivery.pk},
            by=request.user,
            at=now,
            enqueue=perform.enqueue,
        )
        return redirect("runs:detail", job.pk)
    try:
        services.apply_import(by=request.user, at=now, delivery=delivery)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("De aanlevering is verwerkt."))
    return redirect("plans:import", region, key)


def template_file(request: AccountRequest, region: str, kind: str) -> HttpResponse:
    """Return our template, filled with the municipality's current plans."""
    place, own = deliverer(request, region)
    wanted = request.GET.get("gemeente")
    municipality = next((item for item in own if not wanted or item.code == wanted), None)
    if municipality is None:
        raise Http404
    today = timezone.localdate()
    versions = (
        visible_plans(account=request.user, region=place, on=today, today=today)
        .filter(municipality__in=lineage([municipality.pk], on=today))
        .order_by("name", "plan_id")
    )
    return exports.template_file(
        kind, versions, municipality, on=today, demonstration=place.demonstration
    )


def deliverer(request: AccountRequest, region: str) -> tuple[Region, list[Municipality]]:
    """Return the region, and the municipalities in it for which somebody may deliver."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "plans.import", place, on=today):
        raise ForbiddenError(
            _("U mag geen plannen aanleveren. Een beleidsadviseur of de regiosecretaris doet dat.")
        )
    within = municipalities_of(place, on=today).order_by().values("pk")
    own = reachable_municipalities(request.user, "plans.import", on=today).filter(pk__in=within)
    return place, list(own.order_by("organisation__name"))


def delivery_of(request: AccountRequest, region: Region, key: UUID) -> PlanImport:
    """Return a delivery that somebody may see; else the page is not there."""
    found = visible_imports(account=request.user, region=region, today=timezone.localdate())
    return get_object_or_404(found, pk=key)
