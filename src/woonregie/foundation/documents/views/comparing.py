"""The difference between two editions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents.difference import Change, difference, tally
from woonregie.foundation.documents.forms import DifferenceForm
from woonregie.foundation.documents.models import Edition
from woonregie.foundation.documents.queries import (
    contents,
    edition_named,
    visible_works,
)
from woonregie.foundation.documents.views.reading import part_of
from woonregie.foundation.region.access import region_for


def compared(request: AccountRequest, region: str) -> HttpResponse:
    """Show the difference between two editions, of whichever documents."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    readable = visible_works(request.user, place, today=today)
    editions = Edition.objects.filter(work__in=readable).select_related("work")
    choices = [
        (
            f"{item.work.code}:{item.number}",
            _("%(title)s, editie %(number)s") % {"title": item.work.title, "number": item.number},
        )
        for item in editions.order_by("work__title", "-number")
    ]
    form = DifferenceForm(request.GET or None, editions=choices)
    shown: dict[str, Any] = {"form": form, "editions": choices}
    if form.is_valid():
        one = edition_named(request.user, place, form.cleaned_data["van"], today=today)
        other = edition_named(request.user, place, form.cleaned_data["naar"], today=today)
        if one is not None and other is not None:
            shown |= _difference(request, one, other, everything=form.cleaned_data["alles"])
    return render(request, "documents/difference.html", shown)


def _difference(
    request: AccountRequest, one: Edition, other: Edition, *, everything: bool
) -> dict[str, Any]:
    found = difference(contents(one), contents(other))
    told = tally(found)
    kept = [item for item in found if everything or item.change is not Change.SAME]
    part, piece = part_of(request, kept)
    return {"one": one, "other": other, "tally": told, "lines": piece, "part": part}
