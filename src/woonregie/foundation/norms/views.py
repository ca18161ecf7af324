"""Pages of norms and definition profiles."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.norms import services
from woonregie.foundation.norms.forms import NormForm, ProfileForm
from woonregie.foundation.norms.queries import all_norms, classes_of, profile_named, profiles_for
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region


def norms(request: AccountRequest, region: str) -> HttpResponse:
    """Show every norm and definition with its source."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    profiles = [(profile, classes_of(profile)) for profile in profiles_for(place)]
    may_edit = bool(grants(request.user, "norms.edit", today))
    shown = {"norms": all_norms(place), "profiles": profiles, "may_edit": may_edit, "today": today}
    return render(request, "norms/list.html", shown)


def edit_norm(request: AccountRequest, region: str, key: str) -> HttpResponse:
    """Change one norm."""
    place = _editor(request, region)
    norm = get_object_or_404(all_norms(place), pk=key)
    form = NormForm(request.POST or None, instance=norm)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_norm(by=request.user, at=timezone.now(), norm=form.save(commit=False))
        except services.OverlappingNormError as error:
            form.add_error(None, str(error))
        else:
            return redirect("norms:list", region)
    return render(request, "norms/form.html", {"form": form, "heading": norm.label})


def edit_profile(request: AccountRequest, region: str, name: str) -> HttpResponse:
    """Change one definition; the old version stays and can still be asked."""
    _editor(request, region)
    profile = profile_named(name)
    form = ProfileForm(request.POST or None, instance=profile, classes=classes_of(profile))
    if request.method == "POST" and form.is_valid():
        kept = {"region": profile.region, "basis": profile.basis, "starts_on": profile.starts_on}
        values = {**form.values(), **kept, "checked_on": timezone.localdate()}
        services.save_profile(
            by=request.user, at=timezone.now(), name=name, values=values, classes=form.classes()
        )
        return redirect("norms:list", region)
    return render(request, "norms/form.html", {"form": form, "heading": profile.title})


def _editor(request: AccountRequest, region: str) -> Region:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not grants(request.user, "norms.edit", today):
        raise ForbiddenError(_("Alleen de beheerder mag normen wijzigen."))
    return place
