"""Taking in a forecast: upload, preview, import; and an example to begin with.

Between preview and import nothing is kept but the file: what was asked travels with the page,
signed, and the file is read again. So what is imported is what was shown.
"""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of, store
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.forecast import services
from woonregie.subjects.forecast.formats import ReadResult, read_figures, refuse_issues
from woonregie.subjects.forecast.formats.own import COLUMNS, MEASURES
from woonregie.subjects.forecast.forms import ForecastForm
from woonregie.subjects.forecast.permissions import may_import
from woonregie.subjects.forecast.services import Publication

SALT = "woonregie.forecast.preview"
KEPT_SECONDS = 24 * 60 * 60
ISSUES_SHOWN = 200
SUMMARIES_SHOWN = 60


def deliver(request: AccountRequest, region: str) -> HttpResponse:
    """Take a file, and show what is in it."""
    place = _importer(request, region)
    today = timezone.localdate()
    form = ForecastForm(
        request.POST or None,
        request.FILES or None,
        today=today,
        initial={"published_on": today, "kind": "forecast"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, form)
        except RefusedError as error:
            form.add_error("file", str(error))
    shown = {"form": form, "region": place, "columns": COLUMNS, "measures": MEASURES}
    return render(request, "forecast/deliver.html", shown, status=400 if form.errors else 200)


def _preview(request: AccountRequest, form: ForecastForm) -> HttpResponse:
    upload = form.cleaned_data["file"]
    about = form.publication()
    kept = store(upload, name=upload.name, at=timezone.now())
    found = read_figures(path_of(kept), kind=about.kind)
    ticket = {"file": str(kept.pk), **asdict(about), "published_on": str(about.published_on)}
    shown = {
        "found": found,
        "about": about,
        "name": upload.name,
        "errors": len(found.errors),
        "hints": len(found.hints),
        "issues": found.issues[:ISSUES_SHOWN],
        "not_shown": max(len(found.issues) - ISSUES_SHOWN, 0),
        "table": _table(found),
        "may_import": bool(found.figures) and not found.errors,
        "ticket": signing.dumps(ticket, salt=SALT, compress=True),
    }
    return render(request, "forecast/preview.html", shown, status=400 if found.errors else 200)


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _table(found: ReadResult) -> Table:
    summaries = found.summaries()
    rows = [
        {
            "measure": item.label,
            "scenario": item.scenario or "–",
            "municipalities": item.municipalities,
            "years": _years(item.first_year, item.last_year),
            "figures": item.figures,
            "total": item.total,
        }
        for item in summaries[:SUMMARIES_SHOWN]
    ]
    return Table(
        "maten",
        _("Wat erin staat, per maat. De som is van alle gemeenten."),
        (
            Column("measure", _("Maat")),
            Column("scenario", _("Scenario")),
            Column("municipalities", _("Gemeenten"), "number"),
            Column("years", _("Jaren")),
            Column("figures", _("Cijfers"), "number"),
            Column("total", _("Som in het laatste jaar"), "number"),
        ),
        rows,
        empty=_("Er is geen enkel cijfer te lezen."),
    )


@require_POST
def confirm(request: AccountRequest, region: str) -> HttpResponse:
    """Import what was previewed."""
    _importer(request, region)
    try:
        kept, about = _asked(request.POST.get("bewijs", ""))
        found = read_figures(path_of(kept), kind=about.kind)
        refuse_issues(found)
        _vintage, fresh = services.import_forecast(
            by=request.user,
            at=timezone.now(),
            about=about,
            figures=found.figures,
            file=kept,
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("forecast:deliver", region)
    if fresh:
        messages.success(request, _("%(title)s is ingelezen.") % {"title": about.title})
    else:
        messages.info(
            request,
            _("%(title)s was er al, met dezelfde cijfers. Er is niets veranderd.")
            % {"title": about.title},
        )
    return redirect("forecast:list", region)


def _asked(ticket: str) -> tuple[StoredFile, Publication]:
    """Return what the preview showed.

    Raises:
        RefusedError: not a preview of ours, or one of long ago.
    """
    try:
        given: dict[str, Any] = signing.loads(ticket, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise RefusedError(_("Dit voorbeeld is verlopen. Kies het bestand opnieuw.")) from None
    kept = StoredFile.objects.get(pk=UUID(given.pop("file")))
    published = date.fromisoformat(given.pop("published_on"))
    return kept, Publication(published_on=published, **given)


def example(request: AccountRequest, region: str) -> HttpResponse:
    """Return a file in our own layout to begin with; its numbers are invented and say so."""
    place = _importer(request, region)
    today = timezone.localdate()
    places = municipalities_of(place, on=today, fictitious=False)[:2]
    lines = [_("Voorbeeld met verzonnen aantallen: vervang ze door die van uw prognose.")]
    lines.append(";".join(COLUMNS))
    for item in places:
        for scenario, step in (("laag", 50), ("midden", 100), ("hoog", 150)):
            for years in (0, 10):
                cells = (item.code, "huishoudens", scenario, today.year + years)
                lines.append(";".join(map(str, (*cells, 10_000 + step * years))))
        for years in range(10):
            cells = (item.code, "onttrokken woningen", "midden", today.year + years)
            lines.append(";".join(map(str, (*cells, 12))))
    text = "\ufeff" + "\r\n".join(lines) + "\r\n"
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="voorbeeld-prognose.csv"'
    return response


def _importer(request: AccountRequest, region: str) -> Region:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not may_import(request.user, today):
        raise ForbiddenError(_("Alleen een regiosecretaris leest een prognose in."))
    return place
