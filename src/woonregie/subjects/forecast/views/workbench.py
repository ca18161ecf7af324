"""The pages: the workbench and its fragment, saving, the explanation."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.audit.remembering import until_recorded
from woonregie.foundation.pages.charts import csv_response
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.subjects.forecast import services
from woonregie.subjects.forecast.errors import (
    DamagedStartingPointError,
    ForecastError,
    NoStartingPointError,
)
from woonregie.subjects.forecast.following import followed
from woonregie.subjects.forecast.formats.tables import rows_of
from woonregie.subjects.forecast.levers import (
    BY_KEY,
    GROUPS,
    LEVERS,
    NATIONAL,
    NOBODY,
    OWN_NEED,
    WINDOW,
    Option,
)
from woonregie.subjects.forecast.permissions import may_work, speaks_for
from woonregie.subjects.forecast.queries import (
    national_choices,
)
from woonregie.subjects.forecast.workbench.answering import (
    CAUSES,
    FIRST,
    TABS,
    answer,
    figures,
    filed,
    picture,
    table,
    unmet_in_words,
    window_in_words,
)
from woonregie.subjects.forecast.workbench.turning import (
    Turned,
    by_place,
    changed,
    groups,
    mended_at,
    stated_sources,
    typed_need,
)
from woonregie.subjects.forecast.workbench.working import Work, worked_out

LONGEST_ADDRESS = 8_000
OWN_NEED_NAME = BY_KEY[OWN_NEED].name
NAMES = frozenset(lever.name for lever in LEVERS)
LEVERS_FORM = "form#knoppen"
"""Who asks when somebody moves a lever, as htmx tells it."""


def workbench(request: AccountRequest, region: str) -> HttpResponse:
    """Show the levers, and what comes of them."""
    place, today = _worker(request, region)
    typed = request.GET.dict()
    try:
        work = worked_out(request.user, place, typed, today=today)
    except (NoStartingPointError, DamagedStartingPointError) as error:
        return render(request, "forecast/workbench.html", {"refusal": str(error), "work": None})
    if typed.get("csv"):
        chart = filed(typed["csv"], work.look, work.outcome)
        if chart is not None:
            return csv_response(chart, demonstration=place.demonstration)
    shown = _shown(request, place, work, today)
    # Who turns a lever gets what came of it, and no page around it.
    fragment = request.headers.get("HX-Request") == "true"
    name = "forecast/parts/outcome.html" if fragment else "forecast/workbench.html"
    return render(request, name, shown)


def _shown(request: AccountRequest, place: Region, work: Work, today: date) -> dict[str, Any]:
    look, outcome = work.look, work.outcome
    vacancy = float(outcome.base.vacancy[list(look.places)].mean())
    stands = {**work.levers, WINDOW: work.point.window}
    # A move of a lever shows only what was turned, and where something wrong is mended.
    only = _moves(request) and not work.errors
    given = stands, work.typed, work.errors, vacancy, *_offered(request, work)
    turned = groups(*given, only_changed=only)
    asked = work.typed.get("beeld", "")
    asked = asked if asked in TABS else FIRST
    # A picture that costs several forecasts waits until the lever rests.
    waits = asked == CAUSES and _moves(request)
    return {
        "refusal": "",
        "region": place,
        "work": work,
        "sources": stated_sources(work.levers, work.typed),
        "groups": turned,
        "errors": mended_at(work.errors, turned, work.names),
        "places": by_place(work.levers, work.names),
        "changes": [(item, _without(request, work, item)) for item in changed(turned)],
        "counts": work.counts,
        "answer": answer(look),
        "figures": figures(look),
        "chart": None if waits else picture(asked, look, outcome),
        "picture": asked,
        "pictures": [(key, label, _with(request, work, beeld=key)) for key, label in TABS.items()],
        "here": _with(request, work),
        "table": None if work.chosen else table(look, work.names),
        "years": look.found.years[1:],
        "followed": followed(outcome),
        "unmet": unmet_in_words(outcome.projection.unmet, work.names),
        "query": _query(request, work),
        "address": _address(request, work),
        "organisations": _voices(request, place, today),
    }


def _offered(
    request: AccountRequest, work: Work
) -> tuple[Mapping[str, Sequence[Option]], Mapping[str, Any]]:
    """Return what there is to choose that only the database knows, and what is usual."""
    points = list(work.points)
    usual = {**work.usual, WINDOW: points[0].window if points else work.point.window}
    # A saved scenario may begin at a starting point that was replaced.
    if work.point.window not in {item.window for item in points}:
        points.insert(0, work.point)
    windows = [Option(item.window, item.window, window_in_words(item)) for item in points]
    nobody = Option("", NOBODY, _("geen: zoals in het uitgangspunt"))
    # A move of a lever shows no choices, so it asks for none that nobody made.
    asked = work.levers[NATIONAL] or not _moves(request)
    found = national_choices() if asked else []
    national = [Option(item.key, item.key, item.title) for item in found]
    return {WINDOW: windows, NATIONAL: [nobody, *national]}, usual


def _moves(request: AccountRequest) -> bool:
    """Return whether somebody moves a lever of a page that she has already."""
    return request.headers.get("HX-Source") == LEVERS_FORM


def _kept(request: AccountRequest) -> dict[str, str]:
    """Return the parameters of the address, without what is empty or asks for a file.

    Beside a scenario an empty lever says something: that of the scenario is left.
    """
    opened = bool(request.GET.get("scenario"))
    return {
        name: value
        for name, value in request.GET.dict().items()
        if (value or (opened and name in NAMES)) and name != "csv"
    }


def _unsaid(request: AccountRequest, work: Work) -> dict[str, str]:
    """Return own need that the region chose and the address does not say.

    That choice may change, so what is kept says which one was shown.
    """
    said = request.GET.get("scenario") or request.GET.get(OWN_NEED_NAME)
    if work.counts is None or said:
        return {}
    return typed_need(work.levers)


def _query(request: AccountRequest, work: Work, **changes: str) -> str:
    """Return the levers of the address."""
    return urlencode({**_kept(request), **_unsaid(request, work), **changes})


def _address(request: AccountRequest, work: Work) -> str:
    """Return the address that gives what is shown, also later."""
    asked = _with(request, work) if _unsaid(request, work) else None
    return request.build_absolute_uri(asked)


def _with(request: AccountRequest, work: Work, **changes: str) -> str:
    return f"?{_query(request, work, **changes)}"


def _without(request: AccountRequest, work: Work, item: Turned) -> str:
    """Return the address with one lever as it usually is, and what was stated with it."""
    name = item.lever.name
    also = {
        OWN_NEED_NAME: ("saldo-", "bronSaldo"),
        "plannen": ("hard-", "zacht-", "bronPlannen"),
    }
    kept = {
        key: value
        for key, value in _kept(request).items()
        if key != name and not key.startswith(also.get(name, ("\n",)))
    }
    # A scenario that was opened has levers of its own, so what is usual is said.
    if "scenario" in kept:
        kept |= typed_need(work.usual) if name == OWN_NEED_NAME else {name: item.plain}
    return f"?{urlencode(kept)}"


def _voices(request: AccountRequest, place: Region, today: date) -> Sequence[Organisation]:
    """Return the organisations for which somebody may save a scenario."""
    return _named(speaks_for(request.user, place, today))


@until_recorded(most=256)
def _named(keys: frozenset[UUID]) -> tuple[Organisation, ...]:
    return tuple(Organisation.objects.filter(pk__in=keys).order_by("name"))


@require_POST
def save(request: AccountRequest, region: str) -> HttpResponse:
    """Save the levers of the workbench as a scenario."""
    place, today = _worker(request, region)
    address = request.POST.get("knoppen", "")[:LONGEST_ADDRESS]
    typed = QueryDict(address).dict()
    back = f"{reverse('forecast:workbench', args=[place.slug])}?{address}"
    organisation = next(
        (
            item
            for item in _voices(request, place, today)
            if str(item.pk) == request.POST.get("namens")
        ),
        None,
    )
    if organisation is None:
        raise ForbiddenError(
            _("U bewaart geen scenario's in deze regio. Vraag een collega die dat mag.")
        )
    try:
        work = worked_out(request.user, place, typed, today=today)
        _refuse(work.errors)
        replaced = work.saved if request.POST.get("vervangen") == "ja" else None
        saved = services.save_scenario(
            by=request.user,
            at=timezone.now(),
            region=place,
            organisation=organisation,
            starting_point=work.point,
            name=request.POST.get("naam", ""),
            note=request.POST.get("toelichting", ""),
            levers=work.levers,
            replaces=replaced,
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(back)
    messages.success(
        request,
        _("%(name)s is bewaard voor %(party)s. Anderen zien het niet, tot u het deelt.")
        % {"name": saved.name, "party": organisation.name},
    )
    return HttpResponseRedirect(
        f"{reverse('forecast:workbench', args=[place.slug])}?scenario={saved.pk}"
    )


def _refuse(errors: Mapping[str, str]) -> None:
    """Refuse levers with something wrong in them.

    Raises:
        ForecastError: with the first thing that is wrong.
    """
    for text in errors.values():
        raise ForecastError(_("Bewaren kan nog niet: %(text)s") % {"text": text})


def explained(request: AccountRequest, region: str) -> HttpResponse:
    """Explain the model, and every lever of it."""
    place, _today = _worker(request, region)
    grouped = [
        (label, [lever for lever in LEVERS if lever.group == key]) for key, label in GROUPS.items()
    ]
    apart = [row for row in rows_of() if row.key.startswith("chance/")]
    shown = {"region": place, "groups": grouped, "chances": apart}
    return render(request, "forecast/explained.html", shown)


def _worker(request: AccountRequest, region: str) -> tuple[Region, date]:
    """Return the region and today, for whoever may turn levers there.

    Raises:
        ForbiddenError: she sees no forecasts there.
    """
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not may_work(request.user, place, today):
        raise ForbiddenError(_("U ziet hier geen prognoses. Vraag de regiosecretaris."))
    return place, today
