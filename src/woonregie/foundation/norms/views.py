"""Pages of norms and definition profiles."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.norms import services
from woonregie.foundation.norms.forms import EditNormForm, NewNormForm, ProfileForm
from woonregie.foundation.norms.models import Norm
from woonregie.foundation.norms.queries import (
    all_norms,
    classes_of,
    newest_by_key,
    profiles_for,
)
from woonregie.foundation.norms.wording import value_text
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import regions_with

KEPT = ("region", "basis", "starts_on", "ends_before")


def norms(request: AccountRequest, region: str) -> HttpResponse:
    """Show every norm and definition with its source."""
    place = region_for(request.user, region, today=timezone.localdate())
    shown = {
        "norms": [(norm, value_text(norm)) for norm in all_norms(place)],
        "profiles": [(profile, classes_of(profile)) for profile in profiles_for(place)],
        "may_edit": _may_edit(request.user, place),
    }
    return render(request, "norms/list.html", shown)


def add_norm(request: AccountRequest, region: str) -> HttpResponse:
    """Keep a norm that was not there."""
    place = _editor(request, region)
    form = NewNormForm(request.POST or None, known=newest_by_key(place))
    if request.method == "POST" and form.is_valid():
        norm = Norm(
            key=form.key(),
            unit=form.unit(),
            region=place if form.for_region() else None,
            **form.values(),
        )
        try:
            services.set_norm(by=request.user, at=timezone.now(), norm=norm)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("norms:list", region)
    return _form(request, region, form, heading=_("Norm toevoegen"), kind="new")


def edit_norm(request: AccountRequest, region: str, key: str) -> HttpResponse:
    """Change one norm from a day on, or mend a mistake in it."""
    place = _editor(request, region)
    norm = get_object_or_404(all_norms(place), pk=key)
    form = EditNormForm(request.POST or None, norm=norm)
    if request.method == "POST" and form.is_valid():
        act = services.correct_norm if form.corrects() else services.replace_norm
        try:
            act(
                by=request.user,
                at=timezone.now(),
                norm=norm,
                values=form.values(),
                base=form.cleaned_data["base_version"],
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("norms:list", region)
    return _form(request, region, form, heading=norm.label, kind="norm")


def edit_profile(request: AccountRequest, region: str, name: str) -> HttpResponse:
    """Change one definition; the old version stays and can still be asked."""
    place = _editor(request, region)
    profile = next((item for item in profiles_for(place) if item.name == name), None)
    if profile is None:
        raise Http404
    heading = profile.title
    # What the form does not ask stays as it was.
    kept = {name: getattr(profile, name) for name in KEPT}
    form = ProfileForm(request.POST or None, instance=profile, classes=classes_of(profile))
    if request.method == "POST" and form.is_valid():
        try:
            services.save_profile(
                by=request.user,
                at=timezone.now(),
                name=name,
                values={**form.values(), **kept},
                classes=form.classes(),
                base_version=form.cleaned_data["base_version"],
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("norms:list", region)
    return _form(request, region, form, heading=heading, kind="profile")


def _form(
    request: AccountRequest, region: str, form: object, *, heading: str, kind: str
) -> HttpResponse:
    shown = {
        "form": form,
        "heading": heading,
        "kind": kind,
        "cancel_url": reverse("norms:list", args=[region]),
    }
    return render(request, "norms/form.html", shown)


def _may_edit(account: Account, place: Region) -> bool:
    return place.pk in regions_with(account, "norms.edit", on=timezone.localdate())


def _editor(request: AccountRequest, region: str) -> Region:
    place = region_for(request.user, region, today=timezone.localdate())
    if not _may_edit(request.user, place):
        raise ForbiddenError(_("Alleen de beheerder mag normen wijzigen."))
    return place
