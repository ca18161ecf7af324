"""What stands around a plan: remarks, readings, bottlenecks, files, confirmations, filters."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents import services as documents
from woonregie.foundation.documents.queries import readings_of, remarks_on
from woonregie.foundation.files.services import path_of, store
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for, works_through
from woonregie.foundation.region.models import Region, RegionMember
from woonregie.foundation.region.queries import holds_on
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.forms import bookings
from woonregie.subjects.plans.forms.around import FIGURES, ReadingForm, RemarkForm
from woonregie.subjects.plans.permissions import may
from woonregie.subjects.plans.queries.daily import (
    attachments_of,
    bottlenecks_of,
    claims_on,
    filters_of,
    prospects_of,
)
from woonregie.subjects.plans.services import daily
from woonregie.subjects.plans.views.records import Asked, found


def around(request: AccountRequest, asked: Asked) -> dict[str, Any]:
    """Return what stands around a plan, for its page."""
    plan = asked.version.plan
    readings: dict[str, list[Any]] = {}
    for reading in readings_of(plan, known_on=asked.known_on):
        readings.setdefault(reading.field, []).append(reading)
    return {
        "remarks": remarks_on(plan),
        "readings": [(FIGURES[field], rows) for field, rows in readings.items()],
        "remark_form": RemarkForm(auto_id="opmerking-%s"),
        "reading_form": ReadingForm(auto_id="lezing-%s"),
        "bottlenecks": bottlenecks_of(plan.pk, on=asked.on, known_on=asked.known_on),
        "bottleneck_form": bookings.BottleneckForm(
            parties=_parties(asked.region),
            initial={"starts_on": asked.on},
            auto_id="knelpunt-%s",
        ),
        "attachments": attachments_of(plan.pk, known_on=asked.known_on),
        "attachment_form": bookings.AttachmentForm(auto_id="bijlage-%s"),
        "claims": claims_on(plan.pk, known_on=asked.known_on),
        "prospects": prospects_of(plan.pk, known_on=asked.known_on),
        "is_owner": _speaks_for(request, asked) == plan.municipality.organisation,
    }


@require_POST
def remark(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Make a remark on a plan."""
    asked = found(request, region, number)
    form = RemarkForm(request.POST)

    def do() -> None:
        documents.remark(
            by=request.user,
            at=timezone.now(),
            target=asked.version.plan,
            organisation=_speaks_for(request, asked),
            owner_id=asked.version.municipality.organisation_id,
            text=form.cleaned_data["text"],
        )

    return _back(request, asked, form, do, "opmerkingen")


@require_POST
def settle(request: AccountRequest, region: str, number: str, key: UUID) -> HttpResponse:
    """Answer a remark; the owner of the plan does."""
    asked = _owned(request, region, number)
    kept = get_object_or_404(remarks_on(asked.version.plan), pk=key)
    form = RemarkForm(request.POST)

    def do() -> None:
        documents.settle(
            by=request.user,
            at=timezone.now(),
            target=asked.version.plan,
            owner_id=asked.version.municipality.organisation_id,
            remark=kept,
            answer=form.cleaned_data["text"],
        )

    return _back(request, asked, form, do, "opmerkingen")


@require_POST
def read_otherwise(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Keep another reading of a figure beside that of its owner."""
    asked = found(request, region, number)
    form = ReadingForm(request.POST)

    def do() -> None:
        values = form.cleaned_data
        documents.read_otherwise(
            by=request.user,
            at=timezone.now(),
            target=asked.version.plan,
            organisation=_speaks_for(request, asked),
            owner_id=asked.version.municipality.organisation_id,
            field=values["field"],
            value=Decimal(values["value"]),
            reason=values["reason"],
        )

    return _back(request, asked, form, do, "lezingen")


@require_POST
def withdraw_reading(request: AccountRequest, region: str, number: str, key: UUID) -> HttpResponse:
    """Withdraw a reading of one's own organisation."""
    asked = found(request, region, number)
    reading = get_object_or_404(readings_of(asked.version.plan), pk=key)
    if reading.organisation != _speaks_for(request, asked):
        raise ForbiddenError(_("Dit is de lezing van een andere organisatie."))

    def do() -> None:
        documents.withdraw_reading(
            by=request.user,
            at=timezone.now(),
            target=asked.version.plan,
            owner_id=asked.version.municipality.organisation_id,
            reading=reading,
        )

    return _back(request, asked, None, do, "lezingen")


@require_POST
def report_bottleneck(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Record what holds a plan up."""
    asked = _owned(request, region, number)
    form = bookings.BottleneckForm(request.POST, parties=_parties(asked.region))

    def do() -> None:
        daily.report_bottleneck(
            by=request.user, at=timezone.now(), plan=asked.version.plan, **form.cleaned_data
        )

    return _back(request, asked, form, do, "knelpunten")


@require_POST
def solve_bottleneck(request: AccountRequest, region: str, number: str, key: UUID) -> HttpResponse:
    """Record that a bottleneck is gone today."""
    asked = _owned(request, region, number)
    today = timezone.localdate()
    bottleneck = get_object_or_404(bottlenecks_of(asked.version.plan_id, on=today), pk=key)

    def do() -> None:
        daily.solve_bottleneck(
            by=request.user, at=timezone.now(), bottleneck=bottleneck, ends_before=today
        )

    return _back(request, asked, None, do, "knelpunten")


@require_POST
def attach(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Attach a file."""
    asked = _owned(request, region, number)
    form = bookings.AttachmentForm(request.POST, request.FILES)

    def do() -> None:
        upload, now = form.cleaned_data["file"], timezone.now()
        file = store(upload, name=upload.name, at=now)
        daily.attach_file(
            by=request.user,
            at=now,
            plan=asked.version.plan,
            file=file,
            title=form.cleaned_data["title"],
        )

    return _back(request, asked, form, do, "bijlagen")


@require_POST
def detach(request: AccountRequest, region: str, number: str, key: UUID) -> HttpResponse:
    """Take a file away from the page."""
    asked = _owned(request, region, number)
    attachment = get_object_or_404(attachments_of(asked.version.plan_id), pk=key)

    def do() -> None:
        daily.detach_file(by=request.user, at=timezone.now(), attachment=attachment)

    return _back(request, asked, None, do, "bijlagen")


def attachment(request: AccountRequest, region: str, number: str, key: UUID) -> FileResponse:
    """Give a file of a plan; always as a download, whatever it holds."""
    asked = found(request, region, number)
    kept = get_object_or_404(attachments_of(asked.version.plan_id), pk=key)
    return FileResponse(
        path_of(kept.file).open("rb"),
        as_attachment=True,
        filename=kept.file.name,
        content_type="application/octet-stream",
    )


@require_POST
def save_filter(request: AccountRequest, region: str) -> HttpResponse:
    """Keep the filter of the list under a name."""
    place = region_for(request.user, region, today=timezone.localdate())
    query = request.POST.get("vraag", "")
    try:
        daily.save_filter(
            by=request.user,
            at=timezone.now(),
            region=place,
            name=request.POST.get("naam", ""),
            query=query,
        )
    except PlanError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Het filter is bewaard."))
    return redirect(f"{reverse('plans:list', args=[place.slug])}?{query}")


@require_POST
def forget_filter(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Remove a saved filter of one's own."""
    place = region_for(request.user, region, today=timezone.localdate())
    saved = get_object_or_404(filters_of(request.user, place), pk=key)
    daily.forget_filter(by=request.user, at=timezone.now(), saved=saved)
    messages.success(request, _("Het filter is verwijderd."))
    return redirect("plans:list", place.slug)


# ------------------------------------------------------------------ what these pages share
def _back(request: AccountRequest, asked: Asked, form: Any, do: Any, anchor: str) -> HttpResponse:
    """Do what was sent, and go back to the plan, with a word about how it went."""
    if form is not None and not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            messages.error(request, f"{label}: {errors[0]}" if label else str(errors[0]))
    else:
        try:
            do()
        except ForbiddenError:
            raise
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Vastgelegd."))
    address = reverse("plans:detail", args=[asked.region.slug, asked.version.plan.number])
    return redirect(f"{address}#{anchor}")


def _owned(request: AccountRequest, region: str, number: str) -> Asked:
    asked = found(request, region, number, known_now=True)
    today = timezone.localdate()
    if not may(request.user, "plans.edit", asked.version.municipality, on=today):
        raise ForbiddenError(
            _("U mag plannen van %(name)s niet wijzigen.")
            % {"name": asked.version.municipality.name}
        )
    return asked


def _speaks_for(request: AccountRequest, asked: Asked) -> Organisation:
    """Return the organisation for which somebody speaks: the owner's own, or the first.

    With whom a plan is shared by name speaks for the organisation through which she works here.
    """
    today = timezone.localdate()
    granted = grants(request.user, "plans.view", today)
    keys = [grant.organisation_id for grant in granted]
    keys = keys or sorted(works_through(request.user, asked.region, today))
    if not keys:
        raise Http404
    owner = asked.version.municipality.organisation
    return owner if owner.pk in keys else Organisation.objects.get(pk=keys[0])


def _parties(region: Region) -> Any:
    """Return the organisations that can be at turn in a region."""
    members = RegionMember.objects.filter(holds_on(timezone.localdate()), region=region)
    return Organisation.objects.filter(pk__in=members.values("organisation")).order_by("name")
