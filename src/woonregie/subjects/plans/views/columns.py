"""How the columns of a list are read: what we cannot know is asked, and what was learned shown."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.runs.services import start
from woonregie.foundation.runs.tasks import perform
from woonregie.subjects.plans import services
from woonregie.subjects.plans.formats import OWN
from woonregie.subjects.plans.formats.own.offers import title_of
from woonregie.subjects.plans.formats.own.schema import CODES
from woonregie.subjects.plans.forms import ColumnsForm
from woonregie.subjects.plans.models import ImportState, LearnedKind, LearnedMeaning, PlanImport
from woonregie.subjects.plans.queries.learned import Learned, learned_of, reachable_senders
from woonregie.subjects.plans.views.imports import AT_ONCE_BYTES, deliverer, delivery_of

WAITING = {ImportState.ASKED, ImportState.PREVIEWED}


def import_columns(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show how the columns of a list are read, and take answers about them."""
    place, _own = deliverer(request, region)
    delivery = delivery_of(request, place, key)
    if delivery.format_name != OWN or delivery.state not in WAITING:
        return redirect("plans:import", region, key)
    report = delivery.report
    asked = report.get("asked") or {"columns": report.get("columns", []), "words": [], "sheet": ""}
    form = ColumnsForm(
        request.POST or None, asked=asked, reference_year=delivery.reference_date.year
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, delivery, form)
        except RefusedError as error:
            form.add_error(None, str(error))
    shown = {"form": form, "delivery": delivery, "sheet": asked["sheet"]}
    return render(request, "plans/columns.html", shown, status=400 if form.errors else 200)


def _answer(request: AccountRequest, delivery: PlanImport, form: ColumnsForm) -> HttpResponse:
    meanings, now = form.answers(), timezone.now()
    slug = delivery.region.slug if delivery.region else ""
    if delivery.file.size_bytes > AT_ONCE_BYTES:
        job = start(
            kind="plans.read_again",
            parameters={"delivery": delivery.pk, "meanings": meanings.as_json()},
            by=request.user,
            at=now,
            enqueue=perform.enqueue,
        )
        return redirect("runs:detail", job.pk)
    done = services.answer_import(by=request.user, at=now, delivery=delivery, meanings=meanings)
    if done.state == ImportState.ASKED:
        messages.warning(request, _("Bijna klaar. Wij hebben nog een vraag over uw antwoorden."))
        return redirect("plans:import_columns", slug, delivery.pk)
    return redirect("plans:import", slug, delivery.pk)


def learned(request: AccountRequest, region: str) -> HttpResponse:
    """Show what we learned of the lists of those for whom somebody delivers."""
    place, _own = deliverer(request, region)
    senders = reachable_senders(account=request.user, region=place, today=timezone.localdate())
    shown = [(sender, _rows(learned_of(sender))) for sender in senders]
    return render(request, "plans/learned.html", {"senders": [item for item in shown if item[1]]})


def _rows(found: list[Learned]) -> list[dict[str, Any]]:
    return [
        {"item": one.meaning, "used_at": one.used_at, "means": _means(one.meaning)}
        for one in found
    ]


def _means(item: LearnedMeaning) -> str:
    """Return what something learned means, in the words of the screen."""
    if item.kind == LearnedKind.COLUMN:
        return (
            title_of(item.meaning)
            .replace("jjjj-kkkk", _("die jaren"))
            .replace("jjjj", _("dat jaar"))
        )
    return title_of(item.column) + ": " + _label(item)


def _label(item: LearnedMeaning) -> str:
    return dict(CODES[item.column].choices).get(item.meaning, item.meaning)


@require_POST
def forget_learned(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Take back something that was learned."""
    place, _own = deliverer(request, region)
    senders = reachable_senders(account=request.user, region=place, today=timezone.localdate())
    meaning = get_object_or_404(LearnedMeaning, pk=key, organisation__in=senders)
    try:
        services.forget_meaning(by=request.user, at=timezone.now(), region=place, meaning=meaning)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Vergeten. Bij de volgende lijst vragen wij het weer."))
    return redirect("plans:learned", region)
