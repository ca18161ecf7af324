"""Realisation without typing: proposals from building changes, and what was counted."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import csv_of, csv_response
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import (
    lineage,
    municipalities_of,
    reachable_municipalities,
)
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import UnknownPlanError
from woonregie.subjects.plans.models import Plan, PostingProposal, ProposalState
from woonregie.subjects.plans.queries import visible_plans
from woonregie.subjects.plans.queries.realisation import (
    Difference,
    counted_beside_booked,
    proposals_for,
    waiting_homes,
)
from woonregie.subjects.plans.realised import (
    COLUMNS,
    KINDS,
    difference_chart,
    difference_rows,
    difference_table,
)

MOST_SHOWN = 100
MOST_TOGETHER = 500
MOST_TOLD = 5


def realisation(request: AccountRequest, region: str) -> HttpResponse:
    """Show what waits for approval, and the difference with the counts per year."""
    place, places = _places(request, region)
    today = timezone.localdate()
    chosen = _chosen(request, places)
    tab = request.GET.get("soort", "")
    tab = tab if tab in KINDS else "gebouwd"
    reader: dict[str, Any] = {"account": request.user, "today": today}
    found = counted_beside_booked(chosen, **reader, kind=KINDS[tab][0])
    if (asked := request.GET.get("csv")) and found:
        return _as_csv(asked, tab, found, demonstration=place.demonstration)
    open_ones = proposals_for(chosen, **reader).filter(state=ProposalState.OPEN)
    waiting, homes, unmatched = waiting_homes(chosen, **reader)
    shown = {
        "proposals": open_ones[:MOST_SHOWN],
        "waiting": waiting,
        "homes": homes,
        "unmatched": unmatched,
        "hidden": max(0, waiting - MOST_SHOWN),
        "places": places,
        "chosen": chosen[0] if len(chosen) == 1 and len(places) > 1 else None,
        "kinds": [(slug, title) for slug, (_kind, title) in KINDS.items()],
        "tab": tab,
        "table": difference_table(found) if found else None,
        "chart": difference_chart(found) if found else None,
        "sources": _sources(found),
        "plans": _plans(request, place, chosen, today) if unmatched else {},
        "may_decide": permitted(request.user, "plans.edit", place, on=today),
        "may_deliver": permitted(request.user, "plans.import", place, on=today),
    }
    return render(request, "plans/realisation.html", shown)


@require_POST
def decide(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Approve or reject a proposal."""
    place, places = _places(request, region)
    now = timezone.now()
    seen = proposals_for(places, account=request.user, today=timezone.localdate(now))
    proposal = get_object_or_404(seen, pk=key)
    try:
        if request.POST.get("besluit") == "afwijzen":
            why = request.POST.get("waarom", "")
            services.reject_proposal(by=request.user, at=now, proposal=proposal, why=why)
        else:
            services.approve_proposal(
                by=request.user,
                at=now,
                proposal=proposal,
                plan=_plan(request, place, proposal),
                included_from=vars(proposal)["later_on"] if request.POST.get("verwerkt") else None,
            )
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Vastgelegd."))
    return redirect("plans:realisation", region)


@require_POST
def decide_together(request: AccountRequest, region: str) -> HttpResponse:
    """Approve or reject all proposals that are ticked."""
    place, places = _places(request, region)
    if not permitted(request.user, "plans.edit", place, on=timezone.localdate()):
        raise ForbiddenError(_("U mag voorstellen niet beoordelen. Een beleidsadviseur doet dat."))
    ticked = _keys(request.POST.getlist("voorstel")[:MOST_TOGETHER])
    seen = proposals_for(places, account=request.user, today=timezone.localdate())
    proposals = list(seen.filter(pk__in=ticked))
    if not proposals:
        messages.error(request, _("Vink eerst een voorstel aan."))
        return redirect("plans:realisation", region)
    who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "proposals": proposals}
    why = request.POST.get("waarom", "").strip()
    if request.POST.get("besluit") != "afwijzen" and why:
        # The enter key in the field of the reason presses the first button.
        messages.error(request, _("U schreef waarom niet. Kies Wijs af, of maak dat vak leeg."))
        return redirect("plans:realisation", region)
    if request.POST.get("besluit") == "afwijzen":
        done = services.reject_proposals(**who, why=why)
    else:
        done = services.approve_proposals(**who)
    _tell(request, done)
    return redirect("plans:realisation", region)


def _tell(request: AccountRequest, decided: services.Decided) -> None:
    if decided.done:
        told = ngettext(
            "%(count)s voorstel is vastgelegd.",
            "%(count)s voorstellen zijn vastgelegd.",
            decided.done,
        )
        messages.success(request, told % {"count": decided.done})
    sentences = list(dict.fromkeys(sentence for _item, sentence in decided.refused))
    for sentence in sentences[:MOST_TOLD]:
        messages.error(request, sentence)
    if decided.refused:
        told = ngettext(
            "%(count)s voorstel is blijven staan.",
            "%(count)s voorstellen zijn blijven staan.",
            len(decided.refused),
        )
        messages.error(request, told % {"count": len(decided.refused)})


def _keys(given: Sequence[str]) -> list[UUID]:
    found = []
    for text in given:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def _plan(request: AccountRequest, region: Region, proposal: PostingProposal) -> Plan | None:
    """Return the plan that somebody chose instead of the proposed one; None is the proposed one.

    Raises:
        UnknownPlanError: there is no such plan, or it is not for her.
    """
    number = request.POST.get("plan", "").strip().upper()
    if not number:
        return proposal.plan
    today = timezone.localdate()
    visible = visible_plans(account=request.user, region=region, on=today, today=today)
    version = visible.filter(plan__number=number).first()
    if version is None:
        raise UnknownPlanError(
            _("Plan %(number)s kennen wij niet. Kies een nummer uit de lijst.")
            % {"number": number[:30]}
        )
    return version.plan


def _chosen(request: AccountRequest, places: QuerySet[Municipality, Any]) -> list[Municipality]:
    """Return the municipality that somebody asks for, or all of hers."""
    listed = list(places)
    code = request.GET.get("gemeente", "")
    return [place for place in listed if place.code == code] or listed


def _as_csv(
    asked: str, tab: str, found: Sequence[Difference], *, demonstration: bool
) -> HttpResponse:
    chart = difference_chart(found)
    if asked == chart.key:
        return csv_response(chart, demonstration=demonstration)
    rows = difference_rows(found)
    return csv_of(f"geteld-en-geboekt-{tab}", COLUMNS, rows, demonstration=demonstration)


def _sources(found: Sequence[Difference]) -> list[Any]:
    sources = {source.pk: source for item in found for source in item.sources}
    return sorted(
        sources.values(), key=lambda source: (source.publisher, source.title, source.key)
    )


def _plans(
    request: AccountRequest, region: Region, places: Sequence[Municipality], today: date
) -> list[tuple[str, str]]:
    """Return number and name of the plans that homes without a plan can be given to."""
    living = lineage([place.pk for place in places])
    visible = visible_plans(account=request.user, region=region, on=today, today=today)
    found = visible.filter(municipality__in=list(living)).order_by("name")
    return list(found.values_list("plan__number", "name"))


def _places(request: AccountRequest, region: str) -> tuple[Region, QuerySet[Municipality, Any]]:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "plans.view", place, on=today):
        raise ForbiddenError(_("U ziet totalen per gemeente, geen boekingen per plan."))
    within = municipalities_of(place, on=today).order_by().values("pk")
    visible = reachable_municipalities(request.user, "plans.view", on=today)
    return place, visible.filter(pk__in=within).order_by("organisation__name")
