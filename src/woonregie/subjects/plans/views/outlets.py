"""Delivering to others: choose a receiver, see what is lost, get the file."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import places_in, reachable_in
from woonregie.foundation.runs.models import Job, JobState
from woonregie.foundation.runs.services import start
from woonregie.foundation.runs.tasks import perform
from woonregie.subjects.plans.formats import UnknownOutletError
from woonregie.subjects.plans.formats.outlets import Outlet
from woonregie.subjects.plans.forms import end_of
from woonregie.subjects.plans.forms.outlets import OutletForm
from woonregie.subjects.plans.services.delivering import (
    Ask,
    count_plans,
    deliver,
    file_name,
    look_at_losses,
    outlet_for,
    outlets_for,
)

JOB = "plans.deliver"
# Above this the file is made by the worker, with progress.
AT_ONCE = 2000


def outlet_list(request: AccountRequest, region: str) -> HttpResponse:
    """Show for whom plans can be delivered."""
    place = _place(request, region)
    found = outlets_for(place, on=timezone.localdate())
    shown = {"region": place, "outlets": found.values(), "made": _made(request, place)}
    return render(request, "plans/outlets.html", shown)


def outlet(request: AccountRequest, region: str, name: str) -> HttpResponseBase:
    """Show what a format does to the plans that the reader may see; POST makes the file."""
    place = _place(request, region)
    try:
        wanted = outlet_for(name, place, on=timezone.localdate())
    except UnknownOutletError:
        raise Http404 from None
    form = OutletForm(request.GET, municipalities=_municipalities(request, place))
    ask = _asked(place, wanted, form, request.POST.get("soort", ""))
    plans = count_plans(by=request.user, at=timezone.now(), ask=ask)
    if request.method == "POST":
        return _make(request, ask, plans)
    shown: dict[str, Any] = {
        "outlet": wanted,
        "form": form,
        "ask": ask,
        "plans": plans,
        "query": request.GET.urlencode(),
        "large": plans > AT_ONCE,
    }
    if 0 < plans <= AT_ONCE:
        report = look_at_losses(by=request.user, at=timezone.now(), ask=ask).as_json()
        shown |= told(report)
    return render(request, "plans/outlet.html", shown)


def told(report: dict[str, Any]) -> dict[str, Any]:
    """Return what a page shows of a loss report."""
    lost = [*report["left_out"], *(item for item in report["fields"] if item["plans"])]
    lost.sort(key=lambda item: -item["plans"])
    return {
        "report": report,
        "lost": _table("verlies", _("Wat het bestand niet of grover vasthoudt."), lost),
        "asked": _table(
            "gevraagd",
            _("Wat de ontvanger vraagt en wij niet van elk plan weten."),
            [item for item in report["asked"] if item["plans"]],
        ),
        "kept": [item["title"] for item in report["fields"] if not item["plans"]],
    }


def _table(key: str, caption: str, found: list[dict[str, Any]]) -> Table | None:
    if not found:
        return None
    columns = (
        Column("veld", _("Veld")),
        Column("plannen", _("Plannen"), "number"),
        Column("woningen", _("Woningen"), "number"),
        Column("reden", _("Wat er gebeurt"), "words"),
        Column("voorbeeld", _("Voorbeeld"), "words"),
    )
    rows = [
        {
            "veld": item["title"],
            "plannen": item["plans"],
            "woningen": item["dwellings"],
            "reden": item["reason"],
            "voorbeeld": _example(item),
        }
        for item in found
    ]
    return Table(key, caption, columns, rows, cards=True)


def _example(item: dict[str, Any]) -> str:
    if not item["examples"]:
        return ""
    first = item["examples"][0]
    return f"{first['name']}: {first['what']}"


def _make(request: AccountRequest, ask: Ask, plans: int) -> HttpResponseBase:
    now = timezone.now()
    if plans > AT_ONCE:
        job = start(
            kind=JOB, parameters=ask.as_json(), by=request.user, at=now, enqueue=perform.enqueue
        )
        return redirect("runs:detail", job.pk)
    try:
        with tempfile.TemporaryDirectory(prefix="woonregie-") as folder:
            place = Path(folder) / file_name(ask)
            deliver(by=request.user, at=now, ask=ask, place=place)
            content = place.read_bytes()
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect(request.get_full_path())
    response = HttpResponse(content, content_type=ask.outlet.kinds[ask.kind_or_usual])
    response["Content-Disposition"] = f'attachment; filename="{file_name(ask)}"'
    return response


def outlet_made(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show what a large delivery lost, and lead to its file."""
    place = _place(request, region)
    job = _job(request, place, key)
    report = job.result["report"]
    # Its sentences were written down when the file was made, in the language of that moment.
    language = report.get("language") or settings.LANGUAGE_CODE
    with override(language):
        shown = {"made": job, "outlet": report, "language": language, **told(report)}
    return render(request, "plans/outlet_made.html", shown)


def outlet_file(request: AccountRequest, region: str, key: UUID) -> HttpResponseBase:
    """Return the file of a large delivery, to who made it."""
    job = _job(request, _place(request, region), key)
    kept = StoredFile.objects.filter(pk=job.result["file"]).first()
    if kept is None or not path_of(kept).exists():
        raise Http404(_("Dit bestand is er niet meer. Maak het opnieuw."))
    return FileResponse(path_of(kept).open("rb"), as_attachment=True, filename=kept.name)


def _job(request: AccountRequest, region: Region, key: UUID) -> Job:
    found = Job.objects.filter(
        kind=JOB, created_by=request.user.pk, state=JobState.DONE, result__delivery=str(key)
    ).first()
    if found is None or found.result.get("region") != region.slug:
        raise Http404(_("Deze levering bestaat niet, of is niet van u."))
    return found


def _made(request: AccountRequest, region: Region) -> list[dict[str, Any]]:
    """Return the large deliveries that somebody made in a region, the newest first."""
    found = Job.objects.filter(kind=JOB, created_by=request.user.pk, state=JobState.DONE)
    return [
        {"at": job.ended_at, **job.result}
        for job in found.order_by("-created_at")[:20]
        if job.result.get("region") == region.slug
    ]


def _place(request: AccountRequest, region: str) -> Region:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "plans.view", place, on=today):
        raise ForbiddenError(_("U ziet geen afzonderlijke plannen, dus u levert er ook geen."))
    return place


def _municipalities(request: AccountRequest, region: Region) -> dict[str, str]:
    today = timezone.localdate()
    reachable = reachable_in(region, request.user, "plans.view", on=today)
    places = places_in(region, on=today).items()
    return {code: name for key, (code, name) in places if key in reachable}


def _asked(region: Region, wanted: Outlet, form: OutletForm, kind: str) -> Ask:
    given = form.cleaned_data if form.is_valid() else {}
    code = given.get("gemeente")
    known = given.get("bekend_op")
    return Ask(
        outlet=wanted,
        on=given.get("op") or timezone.localdate(),
        kind=kind,
        region=region,
        municipality=(
            Municipality.objects.select_related("organisation").get(code=code) if code else None
        ),
        known_on=end_of(known) if known else None,
    )
