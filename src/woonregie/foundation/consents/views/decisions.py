"""Decisions of bodies: the list, one decision, and recording one."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.consents import services
from woonregie.foundation.consents.forms import NoteForm, OrganisationFilter
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.consents.permissions import RECORD
from woonregie.foundation.consents.queries import visible_decisions
from woonregie.foundation.consents.views.found import download, speakers, uploaded
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.pages.beside import Asked, beside
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Region

ORDER = ("-decided_on", "-id")


def decisions(request: AccountRequest, region: str) -> HttpResponse:
    """Show the decisions that this reader may read, the newest first."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    visible = visible_decisions(request.user, place, today=today)
    owners = visible.order_by("organisation__name").values_list(
        "organisation__slug", "organisation__name"
    )
    form = OrganisationFilter(request.GET or None, known=dict(owners.distinct()))
    if form.is_valid() and form.cleaned_data["organisatie"]:
        visible = visible.filter(organisation__slug=form.cleaned_data["organisatie"])
    shown = {
        "page": keyset(
            visible, order=ORDER, after=request.GET.get("na"), before=request.GET.get("voor")
        ),
        "form": form,
        "may_record": permitted(request.user, RECORD, place, on=today),
    }
    return render(request, "consents/decisions.html", shown)


def decision(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show one decision, with what stands beside it."""
    today = timezone.localdate()
    place, kept = _found(request, region, key, today)
    asked = Asked(request.user, place, services.DECISIONS, kept.pk, today)
    return render(request, "consents/decision.html", {"decision": kept, "beside": beside(asked)})


def decision_file(request: AccountRequest, region: str, key: UUID) -> FileResponse:
    """Give the decision itself."""
    return download(_found(request, region, key, timezone.localdate())[1].file)


def note(request: AccountRequest, region: str) -> HttpResponse:
    """Record what a body decided."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    form = NoteForm(
        request.POST or None,
        request.FILES or None,
        speaks_for=speakers(request.user, place, RECORD, today=today),
        too_large=too_large(request),
        initial={"decided_on": today},
    )
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        try:
            kept = services.note_decision(
                by=request.user,
                at=now,
                organisation=given["organisation"],
                decided=services.Decided(
                    body=given["body"],
                    title=given["title"],
                    decided_on=given["decided_on"],
                    number=given["number"],
                    file=uploaded(form, now),
                    url=given["url"],
                    read_by=given["read_by"],
                ),
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Het besluit is vastgelegd."))
            return redirect("consents:decision", region, kept.pk)
    shown = {
        "form": form,
        "heading": _("Besluit vastleggen"),
        "cancel_url": reverse("consents:decisions", args=[place.slug]),
    }
    return render(request, "consents/form.html", shown)


def _found(
    request: AccountRequest, region: str, key: UUID, today: date
) -> tuple[Region, Decision]:
    place = region_for(request.user, region, today=today)
    visible = visible_decisions(request.user, place, today=today)
    return place, get_object_or_404(visible, pk=key)
