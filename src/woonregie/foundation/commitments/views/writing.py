"""Pages on which somebody writes: each asks one service."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.commitments import services
from woonregie.foundation.commitments.forms import (
    CommitmentForm,
    ConditionForm,
    JudgementForm,
    MetForm,
    ReplacementForm,
    ValueForm,
    WhyForm,
    measure_rows,
)
from woonregie.foundation.commitments.models import Commitment, Condition, Measure
from woonregie.foundation.commitments.permissions import require_one_of, speaks_for
from woonregie.foundation.commitments.queries import parties_of, readable
from woonregie.foundation.commitments.services.judging import may_speak_as
from woonregie.foundation.commitments.services.measures import MOST_AT_ONCE, places_of
from woonregie.foundation.commitments.views.records import Opened, opened
from woonregie.foundation.files.services import store
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.norms.queries import profiles_for
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.people import organisations_in


def add(request: AccountRequest, region: str) -> HttpResponse:
    """Record a commitment."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not speaks_for(request.user, place, today):
        raise ForbiddenError(_("U spreekt in deze regio voor geen partij."))
    parties = list(organisations_in([place.pk], on=today).distinct().order_by("name"))
    form = CommitmentForm(
        request.POST or None,
        parties=parties,
        initial={"starts_on": today, "origin": request.GET.get("herkomst", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_commitment(
                by=request.user, at=timezone.now(), region=place, wanted=form.wanted()
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("commitments:detail", region, made.pk)
    shown = {
        "form": form,
        "heading": _("Afspraak vastleggen"),
        "lead": _("Een afspraak verandert niet meer. Maten en voorwaarden voegt u daarna toe."),
        "cancel_url": reverse("commitments:list", args=[region]),
    }
    return render(request, "commitments/form.html", shown)


def replace(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Put a new commitment in the place of one, which is closed and stays readable."""
    asked = opened(request, region, key)
    old = asked.commitment
    if not services.may_replace(request.user, old, on=asked.today):
        raise ForbiddenError(
            _(
                "Een afspraak vervangt het bureau van de regio, of wie spreekt namens wie het "
                "doet en namens wie het beloofd is."
            )
        )
    parties = list(organisations_in([asked.region.pk], on=asked.today).distinct().order_by("name"))
    same = ("title", "text", "hardness", "theme", "reach", "ends_before")
    form = ReplacementForm(
        request.POST or None,
        parties=parties,
        initial={
            **{name: getattr(old, name) for name in same},
            "starts_on": asked.today,
            "debtor": str(old.debtor_id),
            "creditors": [str(one.pk) for one in parties_of(old)[1:]],
        },
    )
    lead = _(
        "%(number)s wordt gesloten en blijft te lezen, met wat ervan gemeten is. Maten en "
        "voorwaarden legt u bij de nieuwe afspraak opnieuw vast. Wat op de oude wacht, blijft "
        "opgeschort."
    ) % {"number": old.reference}
    return _written(
        request,
        asked,
        form,
        _("Vervangen door een nieuwe afspraak"),
        lambda: services.make_commitment(
            by=request.user,
            at=timezone.now(),
            region=asked.region,
            wanted=form.wanted(replaces=old),
        ),
        lead=lead,
    )


def add_some_measures(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Add one or more measures, a row each; without a script as well."""
    asked = _writer(request, region, key)
    more = "more" in request.POST
    rows = measure_rows(
        request.POST if request.method == "POST" else None,
        places=places_of(asked.region, asked.today),
        profiles=profiles_for(asked.region),
        more=more,
    )
    if request.method == "POST" and not more and rows.is_valid():
        filled = [form for form in rows if form.filled]
        try:
            services.add_measures(
                by=request.user,
                at=timezone.now(),
                commitment=asked.commitment,
                wanted=[form.wanted() for form in filled],
            )
        except ForbiddenError:
            raise
        except RefusedError as error:
            row = error.fields.get("row")
            (rows.forms[0] if row is None else filled[row]).add_error(None, str(error))
        else:
            return redirect(_back(asked))
    shown = {
        "rows": rows,
        "one": asked.commitment,
        "full": rows.total_form_count() >= MOST_AT_ONCE,
        "cancel_url": _back(asked),
    }
    return render(request, "commitments/measures.html", shown)


def add_one_condition(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Let it wait for something."""
    asked = _writer(request, region, key)
    others = (
        readable(request.user, asked.region, today=asked.today)
        .filter(withdrawn_at__isnull=True)
        .exclude(pk=asked.commitment.pk)
        .order_by("title", "pk")
    )
    form = ConditionForm(request.POST or None, others=others)
    return _written(
        request,
        asked,
        form,
        _("Voorwaarde toevoegen"),
        lambda: services.add_condition(
            by=request.user,
            at=timezone.now(),
            commitment=asked.commitment,
            depends_on=form.awaited(),
            event=form.cleaned_data["event"],
            deadline=form.cleaned_data["deadline"],
        ),
    )


def give_value(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Give a value with its evidence."""
    asked, measure = _of_measure(request, region, key)
    speaks_as = _speaker(request, asked)
    form = ValueForm(
        request.POST or None,
        request.FILES or None,
        speaks_as=speaks_as,
        initial={"as_of": asked.today},
    )
    if too_large(request):
        form.add_error("evidence", _("Dit bestand is te groot. Lever een kleiner bestand aan."))

    def do() -> None:
        given, now = form.cleaned_data, timezone.now()
        upload = given["evidence"]
        services.observe(
            by=request.user,
            at=now,
            measure=measure,
            organisation=form.speaker(),
            as_of=given["as_of"],
            value=given["value"],
            external=given["external"],
            note=given["note"],
            evidence=store(upload, name=upload.name, at=now) if upload else None,
        )

    lead = _("Gevraagd bewijs: %(what)s") % {"what": measure.evidence_wanted}
    heading = _("Waarde opgeven: %(title)s") % {"title": measure.title}
    return _written(
        request, asked, form, heading, do, lead=lead if measure.evidence_wanted else ""
    )


def judge_it(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Judge it, beside what is worked out."""
    asked = opened(request, region, key)
    form = JudgementForm(
        request.POST or None,
        speaks_as=_speaker(request, asked),
        measures=asked.commitment.measures.filter(withdrawn_at__isnull=True).order_by("due_on"),
    )
    return _written(
        request,
        asked,
        form,
        _("Oordeel geven"),
        lambda: services.judge(
            by=request.user,
            at=timezone.now(),
            commitment=asked.commitment,
            organisation=form.speaker(),
            measure=form.about(),
            result=form.cleaned_data["result"],
            reason=form.cleaned_data["reason"],
        ),
        lead=_("Uw oordeel staat naast wat Woonregie berekent, met uw reden."),
    )


def meet(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Record that what it waited for has happened."""
    asked, condition = _of_condition(request, region, key)
    form = MetForm(request.POST or None, initial={"met_on": asked.today})
    return _written(
        request,
        asked,
        form,
        _("Voorwaarde vervuld: %(what)s") % {"what": condition},
        lambda: services.meet_condition(
            by=request.user,
            at=timezone.now(),
            condition=condition,
            met_on=form.cleaned_data["met_on"],
            why=form.cleaned_data["why"],
        ),
    )


def drop_condition(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Let it wait no longer."""
    asked, condition = _of_condition(request, region, key)
    form = WhyForm(request.POST or None)
    return _written(
        request,
        asked,
        form,
        _("Voorwaarde intrekken"),
        lambda: services.withdraw_condition(
            by=request.user, at=timezone.now(), condition=condition, why=form.cleaned_data["why"]
        ),
    )


def drop_measure(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Withdraw a measure."""
    asked, measure = _of_measure(request, region, key)
    _require_owed(request, asked)
    form = WhyForm(request.POST or None)
    return _written(
        request,
        asked,
        form,
        _("Maat intrekken: %(title)s") % {"title": measure.title},
        lambda: services.withdraw_measure(
            by=request.user, at=timezone.now(), measure=measure, why=form.cleaned_data["why"]
        ),
    )


def withdraw(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Withdraw it; it stays readable."""
    asked = opened(request, region, key)
    _require_owed(request, asked)
    form = WhyForm(request.POST or None)
    return _written(
        request,
        asked,
        form,
        _("Afspraak intrekken"),
        lambda: services.withdraw_commitment(
            by=request.user,
            at=timezone.now(),
            commitment=asked.commitment,
            why=form.cleaned_data["why"],
        ),
        lead=_("De afspraak blijft te lezen. Wat erop wacht, blijft opgeschort."),
    )


# ------------------------------------------------------------------ who writes, and where to
def _writer(request: AccountRequest, region: str, key: UUID) -> Opened:
    asked = opened(request, region, key)
    require_one_of(request.user, parties_of(asked.commitment), asked.region, on=asked.today)
    return asked


def _require_owed(request: AccountRequest, asked: Opened) -> None:
    owed = parties_of(asked.commitment)[1:]
    require_one_of(request.user, owed, asked.region, on=asked.today)


def _speaker(request: AccountRequest, asked: Opened) -> list[Any]:
    found = may_speak_as(request.user, asked.commitment, on=asked.today)
    if not found:
        raise ForbiddenError(_("U spreekt over deze afspraak namens niemand."))
    return found


def _of_measure(request: AccountRequest, region: str, key: UUID) -> tuple[Opened, Measure]:
    measure = get_object_or_404(Measure.objects.select_related("commitment__region"), pk=key)
    return opened(request, region, measure.commitment_id), measure


def _of_condition(request: AccountRequest, region: str, key: UUID) -> tuple[Opened, Condition]:
    found = Condition.objects.select_related("commitment__region", "depends_on")
    condition = get_object_or_404(found, pk=key)
    return _writer(request, region, condition.commitment_id), condition


def _back(asked: Opened, commitment: Commitment | None = None) -> str:
    key = (commitment or asked.commitment).pk
    return reverse("commitments:detail", args=[asked.region.slug, key])


def _written(
    request: AccountRequest,
    asked: Opened,
    form: forms.Form,
    heading: str,
    do: Callable[[], object],
    lead: str = "",
) -> HttpResponse:
    """Do what was filled in and go back to the commitment, or show the form with what is wrong."""
    one: Commitment = asked.commitment
    back = _back(asked)
    if request.method == "POST" and form.is_valid():
        try:
            made = do()
        except ForbiddenError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect(_back(asked, made) if isinstance(made, Commitment) else back)
    shown = {"form": form, "heading": heading, "lead": lead, "one": one, "cancel_url": back}
    return render(request, "commitments/form.html", shown)
