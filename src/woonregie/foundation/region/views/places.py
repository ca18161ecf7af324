"""What a region is, and its borders as data."""

import shapely
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.maps import Layer, Map
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.borderlayer import borders_layer
from woonregie.foundation.region.geometry import to_degrees
from woonregie.foundation.region.people import regions_with
from woonregie.foundation.region.portrait import Portrait, facts_of, portrait_of
from woonregie.foundation.region.queries import regions_of


def about(request: AccountRequest, region: str) -> HttpResponse:
    """Show what the region is; no figure here comes from a plan, so for all who work here."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    portrait = portrait_of(place, on=today)
    chosen = next(
        (
            item.municipality
            for item in portrait.places
            if item.municipality.code == request.GET.get("gemeente")
        ),
        None,
    )
    shown = {
        "portrait": portrait,
        "chosen": chosen,
        "facts": facts_of(chosen.organisation_id if chosen else place.organisation_id),
        "map": _map(portrait),
        "open_regions": set(regions_of(request.user, on=today).values_list("pk", flat=True)),
        "may_see_norms": permitted(request.user, "totals.view", place, on=today),
        "may_see_people": place.pk in regions_with(request.user, "people.view", on=today),
        "may_import_borders": permitted(request.user, "borders.import", place, on=today),
    }
    return render(request, "region/about.html", shown)


def _map(portrait: Portrait) -> Map | None:
    if not portrait.borders:
        return None
    shapes = [shapely.from_wkb(bytes(border.geometry)) for border in portrait.borders]
    return Map(
        key="regiokaart",
        title=_("De gemeenten van %(region)s") % {"region": portrait.region},
        sentence=_("Dezelfde gemeenten staan in de tabel."),
        layers=[
            Layer("grenzen", reverse("region:borders", args=[portrait.region.slug]), "borders")
        ],
        bounds=to_degrees(shapely.box(*shapely.total_bounds(shapes))).bounds,
        note=_("De grenzen zijn schematisch: vlakken rond de hoofdkernen, geen echte grenzen.")
        if portrait.schematic
        else _("De grenzen zijn echt, zoals de uitgever ze bekendmaakte."),
        tiles=settings.MAP_TILES_URL,
    )


def borders(request: AccountRequest, region: str) -> HttpResponse:
    """Return the borders of the region's municipalities as GeoJSON in degrees."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    layer = borders_layer(place, on=today)
    return JsonResponse(layer, content_type="application/geo+json")
