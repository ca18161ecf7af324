"""Realisation without typing: proposals from building changes, and what was counted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of, reachable_municipalities
from woonregie.subjects.plans import services
from woonregie.subjects.plans.models import Plan, PostingProposal, ProposalState
from woonregie.subjects.plans.queries import visible_plans
from woonregie.subjects.plans.queries.realisation import counted_beside_booked, proposals_for

MOST_SHOWN = 100


def realisation(request: AccountRequest, region: str) -> HttpResponse:
    """Show what waits for approval, and the difference with the counts per year."""
    _place, places = _places(request, region)
    open_ones = proposals_for(places).filter(state=ProposalState.OPEN)
    shown = {
        "proposals": open_ones[:MOST_SHOWN],
        "waiting": open_ones.count(),
        "differences": counted_beside_booked(places, today=timezone.localdate()),
    }
    return render(request, "plans/realisation.html", shown)


@require_POST
def decide(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Approve or reject a proposal."""
    place, places = _places(request, region)
    proposal = get_object_or_404(proposals_for(places), pk=key)
    try:
        if request.POST.get("besluit") == "afwijzen":
            why = request.POST.get("waarom", "")
            services.reject_proposal(
                by=request.user, at=timezone.now(), proposal=proposal, why=why
            )
        else:
            plan = _plan(request, place, proposal)
            services.approve_proposal(
                by=request.user, at=timezone.now(), proposal=proposal, plan=plan
            )
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Vastgelegd."))
    return redirect("plans:realisation", region)


def _plan(request: AccountRequest, region: Region, proposal: PostingProposal) -> Plan | None:
    """Return the plan that somebody typed instead of the proposed one."""
    number = request.POST.get("plan", "").strip().upper()
    if not number:
        return proposal.plan
    today = timezone.localdate()
    visible = visible_plans(account=request.user, region=region, on=today, today=today)
    version = visible.filter(plan__number=number).first()
    return version.plan if version else None


def _places(request: AccountRequest, region: str) -> tuple[Region, QuerySet[Municipality, Any]]:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "plans.view", place, on=today):
        raise ForbiddenError(_("U ziet totalen per gemeente, geen boekingen per plan."))
    within = municipalities_of(place, on=today).order_by().values("pk")
    visible = reachable_municipalities(request.user, "plans.view", on=today)
    return place, visible.filter(pk__in=within).order_by("organisation__name")
