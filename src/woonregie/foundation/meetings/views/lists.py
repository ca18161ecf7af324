"""The lists: meetings, backlog, decisions, actions."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.meetings import services
from woonregie.foundation.meetings.errors import NotYoursError
from woonregie.foundation.meetings.forms import BacklogForm, DoneForm
from woonregie.foundation.meetings.handling import DECISIONS
from woonregie.foundation.meetings.models import MeetingState
from woonregie.foundation.meetings.permissions import PLAN, SPEAK, may_finish, through
from woonregie.foundation.meetings.queries import (
    dated,
    may_withdraw,
    visible_actions,
    visible_backlog,
    visible_meetings,
    visible_outcomes,
)
from woonregie.foundation.meetings.views.asking import done
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.pages.paging import Page, Row, keyset
from woonregie.foundation.region.access import region_for
from woonregie.foundation.search.pointing import read, things

PAST = ("-day", "-id")
DECIDED = ("-item__meeting__starts_at", "id")
DUE = ("due_on", "id")


def _page(request: AccountRequest, found: QuerySet[Row], order: Sequence[str]) -> Page[Row]:
    """Return the page of a list that is asked."""
    get = request.GET.get
    return keyset(found, order=order, after=get("na"), before=get("voor"))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def meetings(request: AccountRequest, region: str) -> HttpResponse:
    """Show the meetings that come and those that were."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    seen = visible_meetings(request.user, place, today=today).prefetch_related("parties")
    coming = seen.filter(state__in=[MeetingState.POLLING, MeetingState.PLANNED])
    past = seen.exclude(state__in=[MeetingState.POLLING, MeetingState.PLANNED])
    page = _page(request, dated(past), PAST)
    shown = {
        "polling": coming.filter(starts_at__isnull=True),
        "coming": coming.filter(starts_at__isnull=False).order_by("starts_at"),
        "page": page,
        "may_plan": bool(through(request.user, place, PLAN, on=today)),
        "may_speak": bool(through(request.user, place, SPEAK, on=today)),
    }
    return render(request, "meetings/list.html", shown)


def backlog(request: AccountRequest, region: str) -> HttpResponse:
    """Show what waits to be spoken of, by theme, and put something with it."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    mine = through(request.user, place, SPEAK, on=today)
    form = BacklogForm(
        request.POST or None,
        # For who went up in another she speaks, but nobody puts something new under that name.
        organisations=Organisation.objects.filter(pk__in=mine).exclude(ends_before__lte=today),
        initial={"about": request.GET.get("over", "")},
    )
    if request.method == "POST" and not mine:
        raise NotYoursError(_("U spreekt hier namens geen organisatie."))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_to_backlog(
                by=request.user, at=timezone.now(), region=place, **form.cleaned_data
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Het punt staat in de voorraad."))
            return redirect("meetings:backlog", region)
    items = list(visible_backlog(request.user, place, today=today))
    about = read(request.POST.get("about", "") or request.GET.get("over", ""))
    pointers = [(item.thing_kind, item.thing_id) for item in items if item.thing_id is not None]
    pointed = things(
        [*pointers, about] if about else pointers,
        account=request.user,
        region=place,
        today=today,
    )
    shown = {
        "items": [
            {
                "item": item,
                "thing": item.thing_id and pointed.get((item.thing_kind, item.thing_id)),
                "may_withdraw": may_withdraw(request.user, item, today=today),
            }
            for item in items
        ],
        "form": form if mine else None,
        "about": pointed.get(about) if about else None,
    }
    return render(request, "meetings/backlog.html", shown, status=400 if form.errors else 200)


@require_POST
def withdraw_backlog(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Take something out of the backlog."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    item = get_object_or_404(visible_backlog(request.user, place, today=today), pk=key)

    def do() -> None:
        services.withdraw_from_backlog(by=request.user, at=timezone.now(), item=item)

    return done(request, do, "meetings:backlog", region)


def decisions(request: AccountRequest, region: str) -> HttpResponse:
    """Show what was decided in meetings, newest first."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    seen = visible_outcomes(request.user, place, today=today).filter(kind="decision")
    page = _page(request, seen, DECIDED)
    pointed = things(
        [(DECISIONS, item.thing_id) for item in page.items if item.thing_id is not None],
        account=request.user,
        region=place,
        today=today,
    )
    shown = {
        "page": page,
        "decisions": [
            {"outcome": item, "thing": item.thing_id and pointed.get((DECISIONS, item.thing_id))}
            for item in page.items
        ],
    }
    return render(request, "meetings/decisions.html", shown)


# ------------------------------------------------------------------ actions
def actions(request: AccountRequest, region: str) -> HttpResponse:
    """Show what was agreed that somebody will do: open ones, all, or the one in the address."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    seen = visible_actions(request.user, place, today=today)
    everything = request.GET.get("stand") == "alle"
    one = _key(request.GET.get("actie", ""))
    if one is not None:
        seen = seen.filter(pk=one)
    elif not everything:
        seen = seen.filter(done_at__isnull=True)
    page = _page(request, seen, DUE)
    shown = {
        "page": page,
        "actions": [
            {
                "action": action,
                "late": action.done_at is None and today > action.due_on,
                "may_finish": action.done_at is None
                and may_finish(request.user, action, on=today),
            }
            for action in page.items
        ],
        "everything": everything,
        "one": one,
    }
    return render(request, "meetings/actions.html", shown)


@require_POST
def finish(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Say that an action was done."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    action = get_object_or_404(visible_actions(request.user, place, today=today), pk=key)
    form = DoneForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""

    def do() -> None:
        services.finish_action(by=request.user, at=timezone.now(), action=action, note=note)

    return done(request, do, "meetings:actions", region)
