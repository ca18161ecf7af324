"""Live minutes: one page, each item a form of its own; it works without JavaScript."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.meetings import services
from woonregie.foundation.meetings.forms import NotesForm, OutcomeForm
from woonregie.foundation.meetings.models import AgendaItem, MeetingState
from woonregie.foundation.meetings.queries import agenda_of
from woonregie.foundation.meetings.registry import OutcomeKind, outcome_kinds, outcome_named
from woonregie.foundation.meetings.views.asking import Asked, done, led
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError


def minutes(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show the page on which somebody writes along."""
    return _page(request, led(request, region, key), status=200)


@require_POST
def notes(request: AccountRequest, region: str, key: UUID, item: UUID) -> HttpResponse:
    """Keep the notes of one item; a refusal keeps on the screen what was typed."""
    asked = led(request, region, key)
    about = get_object_or_404(AgendaItem, pk=item, meeting=asked.meeting)
    form = NotesForm(request.POST, prefix=str(item))
    if form.is_valid():
        try:
            services.keep_notes(
                by=request.user, at=timezone.now(), item=about, **form.cleaned_data
            )
        except ForbiddenError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{reverse('meetings:minutes', args=[region, key])}#punt-{item}")
    return _page(request, asked, notes={item: form}, status=400)


@require_POST
def outcome(
    request: AccountRequest, region: str, key: UUID, item: UUID, kind: str
) -> HttpResponse:
    """Record what came of one item."""
    asked = led(request, region, key)
    about = get_object_or_404(AgendaItem, pk=item, meeting=asked.meeting)
    registered = outcome_named(kind)
    if registered is None:
        raise Http404(_("Deze soort uitkomst kennen wij niet."))
    form = _form(registered, asked, request, about, data=request.POST)
    if form.is_valid():
        try:
            services.record_outcome(
                by=request.user,
                at=timezone.now(),
                item=about,
                kind=kind,
                text=form.cleaned_data["text"],
                fields=form.said(),
            )
        except ForbiddenError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{reverse('meetings:minutes', args=[region, key])}#punt-{item}")
    return _page(request, asked, outcomes={(item, kind): form}, status=400)


@require_POST
def close(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Say that the meeting was held."""
    asked = led(request, region, key)

    def do() -> None:
        services.close_meeting(by=request.user, at=timezone.now(), meeting=asked.meeting)
        messages.success(request, _("Afgesloten. Wat niet behandeld is, staat in de voorraad."))

    return done(request, do, "meetings:detail", region, key)


def _page(
    request: AccountRequest,
    asked: Asked,
    *,
    status: int,
    notes: dict[UUID, NotesForm] | None = None,
    outcomes: dict[tuple[UUID, str], OutcomeForm] | None = None,
) -> HttpResponse:
    meeting, refused = asked.meeting, outcomes or {}
    items = []
    for one in agenda_of(meeting, account=request.user, region=asked.region, today=asked.today):
        kept = {
            "notes": one.item.notes,
            "dealt": one.item.dealt,
            "base_version": one.item.version,
        }
        items.append(
            {
                "shown": one,
                "form": (notes or {}).get(one.item.pk)
                or NotesForm(initial=kept, prefix=str(one.item.pk)),
                "outcomes": [
                    {"kind": kind, "form": form, "open": (one.item.pk, kind.name) in refused}
                    for kind, form in (
                        (
                            kind,
                            refused.get((one.item.pk, kind.name))
                            or _form(kind, asked, request, one.item),
                        )
                        for kind in outcome_kinds()
                    )
                    if form.possible
                ],
            }
        )
    shown = {
        "meeting": meeting,
        "items": items,
        "writing": meeting.state == MeetingState.PLANNED,
        "may_close": meeting.starts_at is not None and meeting.starts_at <= timezone.now(),
    }
    return render(request, "meetings/minutes.html", shown, status=status)


def _form(
    kind: OutcomeKind, asked: Asked, request: AccountRequest, item: AgendaItem, data: Any = None
) -> OutcomeForm:
    made: type[OutcomeForm] = import_string(kind.form) if kind.form else OutcomeForm
    return made(
        data,
        prefix=f"{kind.name}-{item.pk}",
        meeting=asked.meeting,
        account=request.user,
        today=asked.today,
    )
