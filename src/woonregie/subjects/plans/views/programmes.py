"""The building programme of the region's municipalities: shown, filled in, delivered as a list."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.files.services import store
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of, reachable_municipalities
from woonregie.subjects.plans import exports, services
from woonregie.subjects.plans.forms import ProgrammeForm, ProgrammeListForm
from woonregie.subjects.plans.models import PlanImport, Segment
from woonregie.subjects.plans.queries import programme_deliveries, programmes_of
from woonregie.subjects.plans.views.imports import found_in


def programme(request: AccountRequest, region: str) -> HttpResponse:
    """Show what each municipality decided to build; totals, so for everybody who sees totals."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "totals.view", place, on=today):
        raise ForbiddenError(_("U ziet hier geen totalen. Vraag de regiosecretaris."))
    programmes, editable = programmes_of(place, on=today), _editable(request, place)
    told = {number.municipality_id for number in programmes}
    shown = {
        "programmes": programmes,
        "segments": Segment.choices,
        "editable": editable,
        "without": [item for item in editable if item.pk not in told],
    }
    return render(request, "plans/programme.html", shown)


def edit_programme(request: AccountRequest, region: str, code: str) -> HttpResponse:
    """Record an adopted number with its decision and source."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    municipality = get_object_or_404(municipalities_of(place, on=today), code=code)
    if municipality not in _editable(request, place):
        raise ForbiddenError(
            _("U mag het programma van %(name)s niet wijzigen.") % {"name": municipality.name}
        )
    form = ProgrammeForm(
        request.POST or None,
        request.FILES or None,
        too_large=too_large(request),
        initial={"valid_on": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _adopt(request, place, municipality, form)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("plans:programme", region)
    cancel = reverse("plans:programme", args=[region])
    shown = {"form": form, "municipality": municipality, "cancel_url": cancel}
    return render(request, "plans/programme_form.html", shown, status=400 if form.errors else 200)


def _adopt(
    request: AccountRequest, region: Region, municipality: Municipality, form: ProgrammeForm
) -> None:
    now, upload = timezone.now(), form.cleaned_data["document"]
    services.adopt(
        by=request.user,
        at=now,
        municipality=municipality,
        number=form.number(municipality),
        on=form.cleaned_data["valid_on"],
        source=form.cleaned_data["source"],
        document=store(upload, name=upload.name, at=now) if upload else None,
        invented=region.demonstration,
    )


def programme_imports(request: AccountRequest, region: str) -> HttpResponse:
    """Take in a list of adopted numbers, and show the earlier ones."""
    place, own = _deliverer(request, region)
    today = timezone.localdate()
    form = ProgrammeListForm(
        request.POST or None,
        request.FILES or None,
        too_large=too_large(request),
        initial={"valid_on": today},
    )
    if request.method == "POST" and form.is_valid():
        upload, now = form.cleaned_data["file"], timezone.now()
        try:
            delivery = services.preview_programme(
                by=request.user,
                at=now,
                file=store(upload, name=upload.name, at=now),
                region=place,
                valid_on=form.cleaned_data["valid_on"],
            )
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            return redirect("plans:programme_import", region, delivery.pk)
    shown = {
        "form": form,
        "page": "plans:programme_import",
        "deliveries": programme_deliveries(account=request.user, region=place, today=today)[:50],
        "own": own,
        "kinds": exports.TEMPLATE_KINDS,
    }
    return render(
        request, "plans/programme_imports.html", shown, status=400 if form.errors else 200
    )


def programme_import(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show what was found in a list of adopted numbers."""
    place, _own = _deliverer(request, region)
    delivery = _delivery(request, place, key)
    return render(request, "plans/programme_import.html", found_in(request, delivery))


@require_POST
def programme_apply(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Record all numbers of a delivered list, or none."""
    place, _own = _deliverer(request, region)
    delivery = _delivery(request, place, key)
    try:
        services.apply_programme(by=request.user, at=timezone.now(), delivery=delivery)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("De aantallen zijn vastgelegd."))
    return redirect("plans:programme_import", region, key)


def programme_template(request: AccountRequest, region: str, kind: str) -> HttpResponse:
    """Return the programme of the reader's municipalities as a list to fill in."""
    place, own = _deliverer(request, region)
    standing = programmes_of(place, on=timezone.localdate()).filter(municipality__in=own)
    return exports.programme_file(
        kind, standing, own, on=timezone.localdate(), demonstration=place.demonstration
    )


def _editable(request: AccountRequest, region: Region) -> list[Municipality]:
    today = timezone.localdate()
    reachable = set(reachable_municipalities(request.user, "programme.edit", on=today))
    return [item for item in municipalities_of(region, on=today) if item in reachable]


def _deliverer(request: AccountRequest, region: str) -> tuple[Region, list[Municipality]]:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "programme.edit", place, on=today):
        raise ForbiddenError(
            _("U mag geen bouwprogramma vastleggen. Een beleidsadviseur doet dat.")
        )
    return place, _editable(request, place)


def _delivery(request: AccountRequest, region: Region, key: UUID) -> PlanImport:
    found = programme_deliveries(account=request.user, region=region, today=timezone.localdate())
    delivery = found.filter(pk=key).first()
    if delivery is None:
        raise Http404
    return delivery
