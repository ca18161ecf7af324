"""Answering for a party, saying how a reservation ended, and what proves an answer."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.consents import services
from woonregie.foundation.consents.forms import AnswerForm, SettleForm
from woonregie.foundation.consents.permissions import ANSWER, require_mandate
from woonregie.foundation.consents.views.found import download, found, party_named, uploaded
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.pages.errors import RefusedError


def answer(request: AccountRequest, region: str, key: UUID, party: str) -> HttpResponse:
    """Answer a question for a party."""
    place, state, today = found(request, region, key)
    asked = party_named(state, party)
    organisation = asked.consent.organisation
    require_mandate(request.user, ANSWER, organisation, on=today)
    form = AnswerForm(
        request.POST or None,
        request.FILES or None,
        too_large=too_large(request),
        initial={"base": len(asked.answers)},
    )
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            services.answer(
                by=request.user,
                at=now,
                request=state.request,
                organisation=organisation,
                given=form.given(uploaded(form, now)),
                base=form.cleaned_data["base"],
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Het antwoord is vastgelegd."))
            return redirect("consents:detail", region, key)
    shown = {
        "form": form,
        "state": state,
        "party": asked,
        "heading": _("Antwoorden namens %(party)s") % {"party": organisation},
        "cancel_url": reverse("consents:detail", args=[place.slug, key]),
        "submit_label": _("Leg het antwoord vast"),
    }
    return render(request, "consents/answer.html", shown)


def settle(request: AccountRequest, region: str, key: UUID, party: str) -> HttpResponse:
    """Say what the body decided of which a reservation spoke."""
    place, state, today = found(request, region, key)
    asked = party_named(state, party)
    organisation = asked.consent.organisation
    require_mandate(request.user, ANSWER, organisation, on=today)
    body = asked.answer.get_body_display() if asked.answer else ""
    form = SettleForm(
        request.POST or None,
        request.FILES or None,
        too_large=too_large(request),
        initial={"body": body},
    )
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        decided = form.decided(uploaded(form, now))
        try:
            if decided is not None:
                services.settle_reservation(
                    by=request.user,
                    at=now,
                    consent=asked.consent,
                    agreed=form.cleaned_data["agreed"] == "ja",
                    decided=decided,
                    reason=form.cleaned_data["reason"],
                )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("De afloop van het voorbehoud is vastgelegd."))
            return redirect("consents:detail", region, key)
    shown = {
        "form": form,
        "state": state,
        "heading": _("Voorbehoud van %(party)s") % {"party": organisation},
        "lead": _("Wat besloot het orgaan waarop u wachtte?"),
        "cancel_url": reverse("consents:detail", args=[place.slug, key]),
        "submit_label": _("Leg de afloop vast"),
    }
    return render(request, "consents/form.html", shown)


def evidence(request: AccountRequest, region: str, key: UUID, answer: UUID) -> FileResponse:
    """Give the file that proves an answer."""
    _place, state, _today = found(request, region, key)
    for party in state.parties:
        for given in party.answers:
            if given.pk == answer:
                return download(given.file)
    raise Http404
