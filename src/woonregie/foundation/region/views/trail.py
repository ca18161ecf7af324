"""The page of the audit trail."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.audit.acts import all_acts
from woonregie.foundation.audit.wording import data_text
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.trail import readable_events, told_of


def trail(request: AccountRequest, region: str) -> HttpResponse:
    """Show who did what when, as far as this reader may see it."""
    today = timezone.localdate()
    region_for(request.user, region, today=today)
    page = keyset(
        readable_events(request.user, on=today),
        order=["-sequence"],
        after=request.GET.get("na"),
        before=request.GET.get("voor"),
    )
    told = told_of(request.user, page.items, on=today)
    shown = {
        "page": page,
        "data": {
            event.pk: data_text(event.payload) for event in page.items if event.pk in told.data
        },
        "untold": {event.pk for event in page.items} - told.acts,
        "acts": all_acts(),
        # The trail itself holds ids only: names are looked up for whoever reads it.
        "people": Account.objects.in_bulk({event.actor_id for event in page.items}),
        "organisations": Organisation.objects.in_bulk(
            {event.organisation_id for event in page.items}
        ),
    }
    return render(request, "region/trail.html", shown)
