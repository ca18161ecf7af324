"""The model clauses of a region."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents import services
from woonregie.foundation.documents.forms import ModelForm
from woonregie.foundation.documents.markdown import as_html
from woonregie.foundation.documents.permissions import may_keep_models
from woonregie.foundation.documents.queries import model_clauses
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region


def models(request: AccountRequest, region: str) -> HttpResponse:
    """Show the model clauses, and keep or withdraw one."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    may = may_keep_models(request.user, place, on=today)
    if request.method == "POST" and not may:
        raise ForbiddenError(_("Met uw rol wijzigt u geen modelbepalingen."))
    if request.method == "POST" and request.POST.get("wat") == "intrekken":
        return _withdraw(request, place)
    form = ModelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_model(
                by=request.user, at=timezone.now(), region=place, **form.cleaned_data
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("documents:models", region)
    shown = {
        "models": [(item, as_html(item.text)) for item in model_clauses(place)],
        "form": form if may else None,
        "may": may,
    }
    return render(request, "documents/models.html", shown)


def _withdraw(request: AccountRequest, place: Region) -> HttpResponse:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None
    model = get_object_or_404(model_clauses(place), pk=key)
    try:
        services.withdraw_model(by=request.user, at=timezone.now(), model=model)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("documents:models", place.slug)
