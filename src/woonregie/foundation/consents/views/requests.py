"""The list of requests, one request, asking and taking back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.consents import services
from woonregie.foundation.consents.forms import AskForm, ExtendForm, WithdrawForm, in_two_weeks
from woonregie.foundation.consents.permissions import ASK, require_mandate, speaks_for
from woonregie.foundation.consents.queries import State, signatures_on, state_of, states_in
from woonregie.foundation.consents.standing import Standing
from woonregie.foundation.consents.views.found import download, found, speakers, uploaded
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.pages.beside import Asked, beside
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.region.queries import holds_on
from woonregie.foundation.search.pointing import Thing, read, things


def requests(request: AccountRequest, region: str) -> HttpResponse:
    """Show what is asked of whom: the reader's turn first."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    states = states_in(request.user, place, today=today)
    waiting = [state for state in states if _is_open(state)]
    shown = {
        "mine": [state for state in waiting if state.my_turn],
        "waiting": [state for state in waiting if not state.my_turn],
        "done": [state for state in states if not _is_open(state)],
        "may_ask": permitted(request.user, ASK, place, on=today),
    }
    return render(request, "consents/list.html", shown)


def _is_open(state: State) -> bool:
    """Return whether something is still expected of anybody."""
    return state.outcome.counts and any(party.waits for party in state.parties)


def detail(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show one request: what is asked, and where each party stands."""
    place, state, today = found(request, region, key)
    asked = Asked(request.user, place, services.KIND, state.request.pk, today)
    shown = {
        "state": state,
        "today": today,
        "may_answer": [
            party
            for party in state.mine
            if state.outcome.counts and today <= state.request.last_day
        ],
        "reserved": [
            party
            for party in state.mine
            if not state.withdrawn and party.standing == Standing.RESERVED
        ],
        "is_asker": state.request.organisation_id in speaks_for(request.user, ASK, on=today),
        "may_extend": state.outcome.counts and _may_reopen(state, today),
        "signatures": signatures_on(state.request),
        "may_sign": [
            party
            for party in state.mine
            if state.outcome.counts and party.standing in services.MAY_SIGN and not party.signed
        ],
        "history": _history(state),
        "beside": beside(asked),
    }
    return render(request, "consents/detail.html", shown)


def _may_reopen(state: State, today: date) -> bool:
    """Return whether more time can be given: not once silence counted as a yes."""
    return not state.request.silence_agrees or today <= state.request.last_day


def _history(state: State) -> list[dict[str, Any]]:
    """Return what happened, newest first."""
    lines = [
        {"at": state.request.asked_at, "who": state.request.organisation, "what": _("gevraagd")}
    ]
    for party in state.parties:
        for answer in party.answers:
            told = {"who": party.consent.organisation, "what": answer.get_reply_display()}
            lines.append({"at": answer.answered_at, **told})
            outcome = getattr(answer, "outcome", None)
            if outcome is not None:
                what = _("voorbehoud vervallen") if outcome.agreed else _("orgaan niet akkoord")
                lines.append({"at": outcome.recorded_at, **told, "what": what})
    for signature in signatures_on(state.request):
        who = signature.consent.organisation
        lines.append({"at": signature.signed_at, "who": who, "what": _("getekend")})
    lines += [
        {
            "at": given.at,
            "who": state.request.organisation,
            "what": _("termijn verlengd tot en met %(day)s")
            % {"day": date_format(given.ends_on, "j F Y")},
        }
        for given in state.request.extensions.all()
    ]
    if state.withdrawn:
        taken = state.request.withdrawal
        lines.append({"at": taken.at, "who": state.request.organisation, "what": _("ingetrokken")})
    return sorted(lines, key=lambda line: line["at"], reverse=True)


# ------------------------------------------------------------------ asking
def ask(request: AccountRequest, region: str) -> HttpResponse:
    """Ask parties about the thing that the address points to."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    mine = speakers(request.user, place, ASK, today=today)
    thing = _pointed(request, place)
    if thing is None:
        return render(request, "consents/no_thing.html", {"asked": "stuk" in request.GET})
    there = organisations_in([place.pk], on=today).filter(holds_on(today))
    form = AskForm(
        request.POST or None,
        request.FILES or None,
        parties=there.order_by("kind", "name"),
        speaks_for=mine,
        too_large=too_large(request),
        initial=_again(request, place),
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = services.ask(
                by=request.user,
                at=timezone.now(),
                region=place,
                organisation=form.cleaned_data["organisation"],
                question=_question(form, thing),
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("De vraag is gesteld."))
            return redirect("consents:detail", region, asked.pk)
    shown = {"form": form, "thing": thing, "cancel_url": thing.url, "submit_label": _("Vraag het")}
    return render(request, "consents/ask.html", shown)


def _pointed(request: AccountRequest, place: Region) -> Thing | None:
    """Return the thing to which the address points, if this reader may see it."""
    pointer = read(request.GET.get("stuk", ""))
    if pointer is None or pointer[0] == services.KIND:
        return None
    today = timezone.localdate()
    return things([pointer], account=request.user, region=place, today=today).get(pointer)


def _again(request: AccountRequest, place: Region) -> dict[str, Any]:
    """Return what a form begins with: what was asked before, where somebody asks again."""
    today = timezone.localdate()
    given: dict[str, Any] = {"answer_by": in_two_weeks(today)}
    try:
        before = state_of(request.user, place, UUID(request.GET.get("opnieuw", "")), today=today)
    except ValueError:
        return given
    if before is None:
        return given
    return given | {
        "text": before.request.question,
        "parties": [party.consent.organisation_id for party in before.parties],
        "read_by": before.request.read_by,
        "silence_agrees": before.request.silence_agrees,
    }


def _question(form: AskForm, thing: Thing) -> services.Question:
    given = form.cleaned_data
    return services.Question(
        pointer=(thing.kind, thing.key),
        text=given["text"],
        parties=list(given["parties"]),
        answer_by=given["answer_by"],
        silence_agrees=given["silence_agrees"],
        read_by=given["read_by"],
        file=uploaded(form, timezone.now()),
    )


def withdraw(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Take a question back."""
    place, state, today = found(request, region, key)
    require_mandate(request.user, ASK, state.request.organisation, on=today)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(
                by=request.user,
                at=timezone.now(),
                request=state.request,
                reason=form.cleaned_data["reason"],
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("De vraag is ingetrokken."))
            return redirect("consents:detail", region, key)
    shown = {
        "form": form,
        "state": state,
        "heading": _("Vraag intrekken"),
        "lead": _("Wat partijen antwoordden, blijft te lezen. Het telt niet meer."),
        "cancel_url": reverse("consents:detail", args=[place.slug, key]),
        "submit_label": _("Trek in"),
    }
    return render(request, "consents/form.html", shown)


def extend(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Give the parties more time to answer."""
    place, state, today = found(request, region, key)
    require_mandate(request.user, ASK, state.request.organisation, on=today)
    last_day = state.request.last_day
    form = ExtendForm(
        request.POST or None, initial={"ends_on": in_two_weeks(max(last_day, today))}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.extend(
                by=request.user, at=timezone.now(), request=state.request, **form.cleaned_data
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("De termijn is verlengd. Wie nog antwoordt, hoort dat."))
            return redirect("consents:detail", region, key)
    shown = {
        "form": form,
        "state": state,
        "heading": _("Termijn verlengen"),
        "lead": _(
            "De laatste dag is nu %(day)s. Partijen krijgen meer tijd, nooit minder. Wat de dag "
            "was, blijft te lezen."
        )
        % {"day": date_format(last_day, "j F Y")},
        "cancel_url": reverse("consents:detail", args=[place.slug, key]),
        "submit_label": _("Verleng de termijn"),
    }
    return render(request, "consents/form.html", shown)


def file(request: AccountRequest, region: str, key: UUID) -> FileResponse:
    """Give the thing as it was laid before the parties."""
    return download(found(request, region, key)[1].request.file)
