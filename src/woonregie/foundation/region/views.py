"""Pages and data about places."""

import shapely
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.audit.acts import all_acts
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.geometry import rounded_degrees
from woonregie.foundation.region.queries import borders_of
from woonregie.foundation.region.trail import readable_events


def borders(request: AccountRequest, region: str) -> HttpResponse:
    """Return the borders of the region's municipalities as GeoJSON in degrees."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    features = [
        {
            "type": "Feature",
            "properties": {
                "naam": border.municipality.name,
                "code": border.municipality.code,
                "schematisch": border.schematic,
            },
            "geometry": rounded_degrees(shapely.from_wkb(bytes(border.geometry))),
        }
        for border in borders_of(place, on=today)
    ]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )


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
    return render(request, "region/trail.html", {"page": page, "acts": all_acts()})
