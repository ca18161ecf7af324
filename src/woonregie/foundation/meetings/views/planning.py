"""Planning a meeting, its page, its date, its invitations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.accounts.queries import people_at
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.meetings import services
from woonregie.foundation.meetings.adopting import WORKS
from woonregie.foundation.meetings.calendars import calendar_file
from woonregie.foundation.meetings.errors import NotYoursError
from woonregie.foundation.meetings.forms import (
    CancelForm,
    ChangeForm,
    DocumentForm,
    MeetingForm,
    SeriesForm,
    initial_of,
)
from woonregie.foundation.meetings.models import DateOption, MeetingState, Suits
from woonregie.foundation.meetings.permissions import PLAN, in_office, speaks_at, through
from woonregie.foundation.meetings.queries import (
    agenda_of,
    best_of,
    documents_due,
    invited_to,
    poll_of,
)
from woonregie.foundation.meetings.views.asking import Asked, done, found, led
from woonregie.foundation.pages.beside import Asked as AskedBeside
from woonregie.foundation.pages.beside import beside
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.search.pointing import things


def plan(request: AccountRequest, region: str) -> HttpResponse:
    """Plan one meeting, or begin a poll for its date."""
    place, choices = _planner(request, region)
    form = MeetingForm(request.POST or None, initial=_first(choices, place), **choices)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = services.plan_meeting(
                by=request.user,
                at=timezone.now(),
                region=place,
                details=form.details(),
                times=form.cleaned_data["times"],
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("meetings:detail", region, meeting.pk)
    return _form(request, form, _("Vergadering plannen"), _("Plannen"))


def series(request: AccountRequest, region: str) -> HttpResponse:
    """Plan meetings that come back."""
    place, choices = _planner(request, region)
    form = SeriesForm(request.POST or None, initial=_first(choices, place), **choices)
    if request.method == "POST" and form.is_valid():
        try:
            begun = services.start_series(
                by=request.user,
                at=timezone.now(),
                region=place,
                details=form.details(),
                first=form.cleaned_data["times"][0],
                rule=form.rule(),
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            count = begun.meetings.count()
            messages.success(
                request,
                _("%(count)s vergaderingen staan in de lijst. Nodig per vergadering uit.")
                % {"count": count},
            )
            return redirect("meetings:list", region)
    return _form(request, form, _("Reeks vergaderingen plannen"), _("Reeks plannen"))


def change(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Change what was planned."""
    asked = led(request, region, key)
    meeting = asked.meeting
    form = ChangeForm(
        request.POST or None,
        polling=meeting.state == MeetingState.POLLING,
        initial=initial_of(meeting),
        **_choices(request, asked.region, organisers=[meeting.organiser_id]),
    )
    if request.method == "POST" and form.is_valid():
        times = form.cleaned_data["times"]
        try:
            services.change_meeting(
                by=request.user,
                at=timezone.now(),
                meeting=meeting,
                details=form.details(),
                times=times[0] if times else None,
                base_version=form.cleaned_data["base_version"] or 0,
            )
        except ForbiddenError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            if meeting.invited_at:
                messages.success(request, _("Wie meedoet, krijgt de wijziging per mail."))
            return redirect("meetings:detail", region, key)
    return _form(request, form, _("Vergadering wijzigen"), _("Opslaan"), meeting=meeting)


def _form(
    request: AccountRequest, form: MeetingForm, heading: str, submit: str, **more: Any
) -> HttpResponse:
    shown = {"form": form, "heading": heading, "submit_label": submit, **more}
    return render(request, "meetings/form.html", shown, status=400 if form.errors else 200)


def _planner(request: AccountRequest, slug: str) -> tuple[Region, dict[str, Any]]:
    today = timezone.localdate()
    place = region_for(request.user, slug, today=today)
    mine = through(request.user, place, PLAN, on=today)
    standing = Organisation.objects.filter(pk__in=mine).exclude(ends_before__lte=today)
    organisers = standing.values_list("pk", flat=True)
    if not organisers:
        raise NotYoursError(_("U plant geen vergaderingen. Vraag de regiosecretaris."))
    return place, _choices(request, place, organisers=list(organisers))


def _first(choices: dict[str, Any], place: Region) -> dict[str, Any]:
    """Return who organises unless somebody says otherwise: the office, else her own."""
    organisers = choices["organisers"]
    own = organisers.filter(pk=place.organisation_id).first() or organisers.first()
    return {"organiser": own}


def _choices(request: AccountRequest, place: Region, *, organisers: list[UUID]) -> dict[str, Any]:
    today = timezone.localdate()
    here = organisations_in([place.pk], on=today)
    wanted = here if in_office(request.user, place, on=today) else here.filter(pk__in=organisers)
    keys = list(here.values_list("pk", flat=True))
    return {
        "organisations": Organisation.objects.filter(pk__in=keys),
        "organisers": Organisation.objects.filter(
            pk__in=organisers + list(wanted.values_list("pk", flat=True))
        ),
        "people": Account.objects.filter(
            pk__in=people_at(keys, on=today).values("pk"), is_active=True
        ),
    }


# ------------------------------------------------------------------ the page
def detail(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show a meeting: when, with whom, what about, what came of it."""
    asked = found(request, region, key)
    meeting, today = asked.meeting, asked.today
    mine = speaks_at(request.user, meeting, on=today)
    open_now = meeting.state in {MeetingState.POLLING, MeetingState.PLANNED}
    agenda = agenda_of(meeting, account=request.user, region=asked.region, today=today)
    minutes = things(
        [(WORKS, meeting.minutes_id)] if meeting.minutes_id else [],
        account=request.user,
        region=asked.region,
        today=today,
    )
    shown = {
        "minutes": next(iter(minutes.values()), None),
        "meeting": meeting,
        "parties": meeting.parties.order_by("name"),
        "people": invited_to(meeting, on=today),
        "agenda": agenda,
        "minutes_total": sum(one.item.minutes for one in agenda),
        "due": documents_due(meeting),
        "mine": mine,
        "leads": asked.leads and open_now,
        "led": asked.leads,
        "may_deliver": open_now,
        "may_close": asked.leads and open_now and _begun(asked),
        "document_form": DocumentForm(auto_id=False),
        "cancel_form": CancelForm(auto_id="afzeggen-%s"),
        "beside": beside(
            AskedBeside(request.user, asked.region, "vergaderingen", meeting.pk, today)
        ),
    }
    return render(request, "meetings/detail.html", shown)


def _begun(asked: Asked) -> bool:
    starts = asked.meeting.starts_at
    return starts is not None and starts <= timezone.now()


def calendar(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Give a meeting as a file for a calendar."""
    meeting = found(request, region, key).meeting
    if meeting.starts_at is None:
        raise Http404(_("Deze vergadering heeft nog geen datum."))
    text = calendar_file(meeting, at=timezone.now(), method="PUBLISH")
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="vergadering.ics"'
    return response


@require_POST
def invite(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Send the invitations."""
    asked = led(request, region, key)

    def do() -> None:
        count = services.invite(by=request.user, at=timezone.now(), meeting=asked.meeting)
        messages.success(
            request,
            ngettext(
                "%(count)s uitnodiging staat klaar om verstuurd te worden.",
                "%(count)s uitnodigingen staan klaar om verstuurd te worden.",
                count,
            )
            % {"count": count},
        )

    return done(request, do, "meetings:detail", region, key)


@require_POST
def cancel(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Cancel a meeting."""
    asked = led(request, region, key)
    form = CancelForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""

    def do() -> None:
        services.cancel_meeting(
            by=request.user, at=timezone.now(), meeting=asked.meeting, because=because
        )

    return done(request, do, "meetings:detail", region, key)


# ------------------------------------------------------------------ the date
def poll(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show which dates suit whom, and ask the reader when she speaks for a party."""
    asked = found(request, region, key)
    meeting = asked.meeting
    mine = speaks_at(request.user, meeting, on=asked.today)
    if request.method == "POST":
        answers = {
            option.pk: request.POST[f"datum-{option.pk}"]
            for option in meeting.options.all()
            if f"datum-{option.pk}" in request.POST
        }

        def do() -> None:
            services.answer_poll(
                by=request.user, at=timezone.now(), meeting=meeting, answers=answers
            )
            messages.success(request, _("Uw antwoord is bewaard."))

        return done(request, do, "meetings:poll", region, key)
    standing = poll_of(meeting)
    people = {account.pk: account for account in invited_to(meeting, on=asked.today)}
    answered = {key for one in standing for key in one.answers}
    people |= {item.pk: item for item in Account.objects.filter(pk__in=answered - set(people))}
    shown = {
        "meeting": meeting,
        "poll": [
            {"standing": one, "mine": one.answers.get(request.user.pk, "")} for one in standing
        ],
        "rows": [
            (person, [Suits(one.answers[pk]) if pk in one.answers else None for one in standing])
            for pk, person in people.items()
        ],
        "best": best_of(standing),
        "choices": Suits.choices,
        "may_answer": bool(mine) and meeting.state == MeetingState.POLLING,
        "may_choose": asked.leads and meeting.state == MeetingState.POLLING,
    }
    return render(request, "meetings/poll.html", shown)


@require_POST
def choose(request: AccountRequest, region: str, key: UUID, option: UUID) -> HttpResponse:
    """Choose the date."""
    asked = led(request, region, key)
    chosen = get_object_or_404(DateOption, pk=option, meeting=asked.meeting)

    def do() -> None:
        services.choose_date(by=request.user, at=timezone.now(), option=chosen)
        messages.success(request, _("De datum staat vast. Nodig nu uit."))

    return done(request, do, "meetings:detail", region, key)
