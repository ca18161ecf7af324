"""Published totals: the list, one publication, and publishing for a new reference date."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.disclosure.errors import PublicationError
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Region
from woonregie.subjects.balance import services
from woonregie.subjects.balance.forms import PublishForm
from woonregie.subjects.balance.published import hidden_of, tables_of
from woonregie.subjects.balance.queries.published import published_in


@require_http_methods(["GET", "HEAD", "POST"])
def published(request: AccountRequest, region: str) -> HttpResponse:
    """Show what was published; the secretary publishes for a new reference date."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    _require(request, place)
    may_publish = permitted(request.user, "totals.publish", place, on=today)
    form = PublishForm(request.POST or None, initial={"op": today})
    if request.method == "POST":
        if not may_publish:
            raise ForbiddenError(_("Alleen de regiosecretaris publiceert totalen."))
        if form.is_valid():
            try:
                made = services.publish_totals(
                    by=request.user,
                    at=timezone.now(),
                    region=place,
                    on=form.cleaned_data["op"],
                )
            except PublicationError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("De totalen zijn gepubliceerd."))
                return redirect("balance:publication", region=region, key=made.pk)
    shown = {
        "publications": published_in(place),
        "publishing": form,
        "may_publish": may_publish,
    }
    return render(request, "balance/published.html", shown)


@require_GET
def publication(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show one publication with its tables."""
    place = region_for(request.user, region, today=timezone.localdate())
    _require(request, place)
    found = published_in(place).filter(pk=key).first()
    if found is None:
        raise Http404
    hidden, numbers = hidden_of(found)
    shown = {
        "publication": found,
        "tables": tables_of(found, whole=True) if found.open_numbers else [],
        "restricted": tables_of(found, whole=False),
        "hidden": hidden,
        "numbers": numbers,
    }
    return render(request, "balance/publication.html", shown)


def _require(request: AccountRequest, region: Region) -> None:
    if not permitted(request.user, "totals.view", region, on=timezone.localdate()):
        raise ForbiddenError(_("U ziet geen totalen van deze regio. Vraag de regiosecretaris."))
