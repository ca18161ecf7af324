"""Scenarios: which there are, what one says, and what is done with it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import Chart, csv_response
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.runs.models import ACTIVE, Job, JobState
from woonregie.foundation.runs.services import start
from woonregie.foundation.runs.tasks import perform
from woonregie.foundation.runs.watching import watched
from woonregie.subjects.forecast import services
from woonregie.subjects.forecast.ensembles import SEED, TRAJECTORIES, StoredFan, fan_of
from woonregie.subjects.forecast.following import followed
from woonregie.subjects.forecast.levers import cautions, turned
from woonregie.subjects.forecast.models import ForecastScenario, RegionReference
from woonregie.subjects.forecast.permissions import SHARE, may_choose, speaks_for
from woonregie.subjects.forecast.pictures import (
    Look,
    dwellings,
    households,
    parts_of_growth,
    pyramid,
    types,
)
from woonregie.subjects.forecast.pictures import fan as drawn
from woonregie.subjects.forecast.queries import (
    causes_of,
    outcome_of,
    readable_scenarios,
    scenario_choices,
    visible_scenarios,
)
from woonregie.subjects.forecast.queries.scenarios import source_key
from woonregie.subjects.forecast.views.asking import (
    Wanted,
    asked_region,
    asked_scenario,
    lever_table,
    look_at,
    standing_reference,
    wanted,
)

ORDER, SIZE = ("-recorded_at", "-id"), 50
WENT_WRONG = frozenset({JobState.REFUSED, JobState.FAILED})


def scenarios(request: AccountRequest, region: str) -> HttpResponse:
    """Show the scenarios that somebody may read, the newest first."""
    place, today = asked_region(request, region)
    visible = visible_scenarios(account=request.user, region=place, on=today)
    page = keyset(
        visible,
        order=ORDER,
        after=request.GET.get("na"),
        before=request.GET.get("voor"),
        size=SIZE,
    )
    lines = [
        {
            "scenario": scenario,
            "turned": turned(scenario.levers),
            "outside": bool(cautions(scenario.levers)),
        }
        for scenario in page.items
    ]
    shown = {
        "lines": lines,
        "page": page,
        "count": visible.count(),
        "choices": scenario_choices(visible) if lines else [],
    }
    return render(request, "forecast/scenarios.html", shown)


def scenario(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show a scenario: its levers, what comes of it, and what this reader may do."""
    found = asked_scenario(request, region, key)
    today, now = timezone.localdate(), timezone.now()
    outcome = outcome_of(found)
    asked = wanted(request, outcome)
    look = look_at(outcome, asked, found.region, today)
    stored = fan_of(found, at=now)
    first = _first(look, stored, asked)
    charts = [*first, dwellings(look), types(look), pyramid(look)]
    wanted_file = request.GET.get("csv")
    filed = next((chart for chart in charts if chart.key == wanted_file), None)
    if filed is None:
        # That of the causes costs several forecasts, so no other file asks it.
        causes = parts_of_growth(look, causes_of(outcome).parts())
        charts.insert(len(first), causes)
        filed = causes if causes.key == wanted_file else None
    if filed is not None:
        return csv_response(filed, demonstration=found.region.demonstration)
    speaks = speaks_for(request.user, found.region, today)
    shares = speaks_for(request.user, found.region, today, SHARE)
    standing = found.withdrawn_at is None
    counts = _counts(found, today)
    shown = {
        "scenario": found,
        "outcome": outcome,
        "followed": followed(outcome),
        "asked": asked,
        "who": look.who,
        "levers": lever_table(
            turned(found.levers), _("Wat is gedraaid"), _("Stand"), _("Zonder keuze")
        ),
        "figures": _figures(look, stored, asked),
        "charts": charts,
        "fan": stored,
        **_watched(request, found, stored),
        "trajectories": TRAJECTORIES,
        "history": _history(request, found),
        "may_share": standing and found.shared_at is None and found.organisation_id in shares,
        "counts": counts,
        "may_adopt": standing
        and counts is None
        and may_choose(request.user, found.region, today)
        and (found.shared_at is not None or found.organisation_id == found.region.organisation_id),
        "may_withdraw": standing and found.organisation_id in speaks,
    }
    return render(request, "forecast/scenario.html", shown)


@require_POST
def fan(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Start the fan of a scenario; its page shows how far it is."""
    found = asked_scenario(request, region, key)
    start(
        kind="forecast.fan",
        parameters={"scenario": str(found.pk), "trajectories": TRAJECTORIES, "seed": SEED},
        by=request.user,
        at=timezone.now(),
        enqueue=perform.enqueue,
        organisation=found.organisation,
    )
    return redirect(f"{reverse('forecast:scenario', args=[region, key])}#waaier")


@require_POST
def share(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Share a scenario with everybody who works in the region."""
    done = _("Het scenario is gedeeld: iedereen die in de regio werkt, leest het.")
    return _act(request, region, key, services.share_scenario, done)


@require_POST
def withdraw(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Withdraw a scenario."""
    done = _("Het scenario is ingetrokken. Wat ermee is vastgesteld, blijft vastgesteld.")
    return _act(request, region, key, services.withdraw_scenario, done)


def _act(
    request: AccountRequest,
    region: str,
    key: UUID,
    service: Callable[..., ForecastScenario],
    done: str,
) -> HttpResponse:
    found = asked_scenario(request, region, key)
    try:
        service(by=request.user, at=timezone.now(), scenario=found)
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("forecast:scenario", region, key)


# ------------------------------------------------------------------ what a page shows
def _first(look: Look, stored: StoredFan | None, asked: Wanted) -> Sequence[Chart]:
    """Return the pictures of the answer: with a fan its bands, else one line."""
    if stored is None:
        return [households(look)]
    said: Mapping[str, Any] = {"who": look.who, "place": asked.code, "year": asked.year}
    return [
        drawn.fan(stored, vintage=look.vintage, vintage_name=look.vintage_name, **said),
        drawn.enough(stored, **said),
    ]


def _figures(look: Look, stored: StoredFan | None, asked: Wanted) -> list[tuple[str, float, str]]:
    """Return what people ask first: label, value, and how it is written."""
    found, at = look.found, look.at
    need = look.of(found.need)
    chosen: list[tuple[str, float, str]] = [
        (_("Huishoudens in %(year)s") % look.said(), look.of(found.households)[at], "number"),
        (
            _("Groei van de woningbehoefte sinds %(first)s") % look.said(),
            need[at] - need[0],
            "signed",
        ),
        (_("Woningen in harde plannen tot %(year)s") % look.said(), _hard(look), "number"),
        (_("Groei min harde plannen"), need[at] - need[0] - _hard(look), "signed"),
        (_("Woningtekort in %(year)s") % look.said(), look.of(found.shortage)[at], "number"),
        (
            _("Inwoners in %(year)s") % look.said(),
            look.of(found.population.sum(axis=(2, 3)))[at],
            "number",
        ),
    ]
    if stored is not None and at:
        chance = float(stored.enough(asked.code)[at])
        chosen.append((_("Kans dat harde plannen genoeg zijn"), chance, "share"))
    return chosen


def _counts(scenario: ForecastScenario, today: date) -> RegionReference | None:
    """Return the reference of the region where it is this scenario."""
    reference = standing_reference(scenario.region, today)
    if reference and reference.vintage.source.key.startswith(source_key(scenario)):
        return reference
    return None


def _hard(look: Look) -> float:
    return float(look.of(look.found.hard_capacity)[look.at])


def _watched(
    request: AccountRequest, scenario: ForecastScenario, stored: StoredFan | None
) -> Mapping[str, object]:
    """Return how far the work on its fan is that this reader started, or why there is none."""
    hers = Job.objects.filter(
        kind="forecast.fan", parameters__scenario=str(scenario.pk), created_by=request.user.pk
    )
    active = hers.filter(state__in=ACTIVE).first()
    if active is not None:
        return watched(active, at=timezone.now())
    last = hers.order_by("-created_at", "-pk").first()
    if stored is not None or last is None or last.state not in WENT_WRONG:
        return {}
    return {"went_wrong": last.message}


def _history(request: AccountRequest, scenario: ForecastScenario) -> list[ForecastScenario]:
    """Return what came before and after it, as far as this reader may read that."""
    readable = readable_scenarios(
        account=request.user, region=scenario.region, on=timezone.localdate()
    )
    found = [scenario]
    while (before := readable.filter(replaced_by=found[-1]).first()) is not None:
        found.append(before)
    while (
        after := readable.filter(replaces=found[0]).order_by("-recorded_at").first()
    ) is not None:
        found.insert(0, after)
    return found
