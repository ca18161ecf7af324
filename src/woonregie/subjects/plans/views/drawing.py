"""Drawing where a plan lies: the map of the form, what lies around, and how a drawing fits.

The map is an addition: all of it can be typed (ADR 11). The server decides what a drawing is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import written
from woonregie.foundation.pages.maps import Layer, Map
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.geometry import exact_degrees, to_degrees
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import lineage
from woonregie.subjects.plans import pictures
from woonregie.subjects.plans.forms import day_written
from woonregie.subjects.plans.forms.locations import read_location
from woonregie.subjects.plans.models import Plan, PlanVersion
from woonregie.subjects.plans.queries.neighbours import (
    AROUND_M,
    MOST,
    border_of,
    neighbours,
    placing,
    without_kin,
)
from woonregie.subjects.plans.views.owned import own_municipality

MOST_OVERLAPS = 5


@dataclass(frozen=True, slots=True)
class Spot:
    """Who draws, for which municipality, and which plan."""

    account: Account
    region: Region
    municipality: Municipality
    number: str
    on: date

    @classmethod
    def asked(cls, request: AccountRequest, region: str) -> "Spot":
        """Return the spot that an address asks; only whoever records plans draws them."""
        today = timezone.localdate()
        place = region_for(request.user, region, today=today)
        municipality = own_municipality(request, place)
        on = day_written(request.GET.get("op", "")) or today
        return cls(request.user, place, municipality, request.GET.get("behalve", ""), on)

    @property
    def query(self) -> str:
        """The spot, as the addresses of the map have it."""
        asked = {
            "gemeente": self.municipality.code,
            "behalve": self.number,
            "op": self.on.isoformat(),
        }
        return urlencode({name: value for name, value in asked.items() if value})


def sketch(
    account: Account,
    region: Region,
    municipality: Municipality,
    *,
    version: PlanVersion | None = None,
    on: date | None = None,
) -> dict[str, Any]:
    """Return the map on which a location is drawn, and what its script needs."""
    number = version.plan.number if version else ""
    spot = Spot(account, region, municipality, number, on or timezone.localdate())
    arguments = [region.slug]
    return {
        "sketch": Map(
            key="tekenkaart",
            title=_("Teken waar het plan ligt"),
            sentence=_("Hoeken en randen van plannen ernaast en van de gemeente trekken aan."),
            layers=[
                Layer("grenzen", reverse("region:borders", args=arguments), "borders"),
                Layer(
                    "buren",
                    f"{reverse('plans:neighbours', args=arguments)}?{spot.query}",
                    "context",
                ),
            ],
            bounds=_bounds(spot, version),
            labels=pictures.towns(municipality.settlements.all()),
            legend=[
                {"swatch": "dot-hard", "label": _("dit plan")},
                {"swatch": "dot-unknown", "label": _("andere plannen")},
            ],
            tiles=settings.MAP_TILES_URL,
        ),
        "sketch_settings": {
            "address": f"{reverse('plans:placing', args=arguments)}?{spot.query}",
            "words": _words(),
        },
    }


def _words() -> dict[str, str]:
    """Return what the map says, in the language of the page."""
    return {
        "about": _("Ongeveer {area} m²"),
        "holes": _(
            "Dit vlak heeft een gat. Dat kan de kaart niet tekenen: "
            "wijzig het als tekst hierboven."
        ),
        "drawing": _(
            "Klik op elke hoek. Klik op het begin of druk op Enter om te sluiten, Esc stopt."
        ),
        "point": _("Klik op de plek van het plan."),
        "moving": _("Kies een vlak en sleep de hoeken. Delete haalt een gekozen vlak weg."),
        "failed": _("De server antwoordt niet. Wat u tekende, staat wel in het tekstveld."),
    }


def _bounds(spot: Spot, version: PlanVersion | None) -> Sequence[float]:
    if version is not None and version.x is not None and version.y is not None:
        around = pictures.around(version.x, version.y, version.geometry)
    else:
        around = shapely.box(*_reach(spot))
    return [float(edge) for edge in to_degrees(around).bounds]


def _reach(spot: Spot) -> tuple[float, float, float, float]:
    """Return the box of the municipality in RD: of its border, or else of its towns."""
    border = border_of(spot.region, spot.municipality, on=spot.on)
    if border is not None:
        west, south, east, north = shapely.from_wkb(bytes(border.geometry)).bounds
    else:
        towns = [(town.x, town.y) for town in spot.municipality.settlements.all()]
        west, south, east, north = shapely.MultiPoint(towns or [(155_000, 463_000)]).bounds
    return west - 500, south - 500, east + 500, north + 500


def neighbour_areas(request: AccountRequest, region: str) -> HttpResponse:
    """Return the areas around, as GeoJSON in exact degrees, to snap to."""
    spot = Spot.asked(request, region)
    west, south, east, north = _reach(spot)
    found = neighbours(
        account=spot.account,
        region=spot.region,
        on=spot.on,
        today=timezone.localdate(),
        besides=spot.number,
        within=(west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M),
    )
    features = _border_line(spot) + [
        {
            "type": "Feature",
            "properties": {"naam": version.name, "nummer": version.plan.number},
            "geometry": exact_degrees(shapely.from_wkb(bytes(version.geometry or b""))),
        }
        for version in found[:MOST]
    ]
    collection = {
        "type": "FeatureCollection",
        "voorbeeldgegevens": spot.region.demonstration,
        "features": features,
    }
    return JsonResponse(collection, content_type="application/geo+json")


def _border_line(spot: Spot) -> list[dict[str, Any]]:
    """Return the border of the municipality as lines: to snap to, not to fill."""
    border = border_of(spot.region, spot.municipality, on=spot.on)
    if border is None:
        return []
    areas = shapely.from_wkb(bytes(border.geometry))
    rings = [
        ring for area in shapely.get_parts(areas) for ring in (area.exterior, *area.interiors)
    ]
    return [
        {
            "type": "Feature",
            "properties": {"naam": spot.municipality.name},
            "geometry": exact_degrees(shapely.MultiLineString(rings)),
        }
    ]


@require_POST
def place_drawing(request: AccountRequest, region: str) -> HttpResponse:
    """Say what a drawing or a typed location is, and how it fits; nothing is kept."""
    spot = Spot.asked(request, region)
    text = request.POST.get("ligging", "").strip()
    if not text:
        return JsonResponse({"wkt": "", "vlak": None, "zin": "", "fouten": [], "letOp": []})
    try:
        shape = read_location(text)
    except ValidationError as error:
        return JsonResponse(
            {"wkt": None, "vlak": None, "zin": "", "fouten": error.messages, "letOp": []}
        )
    sentence, warnings = _in_words(spot, shape)
    return JsonResponse(
        {
            "wkt": shapely.to_wkt(shape, rounding_precision=3),
            "vlak": exact_degrees(shape),
            "zin": sentence,
            "fouten": [],
            "letOp": warnings,
        }
    )


def tell_of_place(
    request: AccountRequest,
    region: Region,
    plan: Plan,
    shape: shapely.Geometry | None,
    *,
    on: date,
) -> None:
    """Say after saving where an area lies over another plan or outside the municipality."""
    if shape is None:
        return
    spot = Spot(request.user, region, plan.municipality, plan.number, on)
    for warning in _in_words(spot, shape)[1]:
        messages.warning(request, warning)


def _in_words(spot: Spot, shape: shapely.Geometry) -> tuple[str, list[str]]:
    """Return the area in a sentence, and what somebody should look at."""
    west, south, east, north = shape.bounds
    found = neighbours(
        account=spot.account,
        region=spot.region,
        on=spot.on,
        today=timezone.localdate(),
        besides=spot.number,
        within=(west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M),
    )
    # Only of her own municipality: kin of another plan would tell of it.
    own = Plan.objects.filter(municipality__in=list(lineage([spot.municipality.pk])))
    plan_id = own.filter(number=spot.number).values_list("pk", flat=True).first()
    border = border_of(spot.region, spot.municipality, on=spot.on)
    how = placing(shape, among=without_kin(found, plan_id, on=spot.on), border=border)
    warnings = [
        _("Overlapt met %(name)s: %(area)s m².") % {"name": name, "area": written(area)}
        for name, area in how.overlaps[:MOST_OVERLAPS]
    ]
    more = len(how.overlaps) - MOST_OVERLAPS
    if more > 0:
        warnings.append(_("En met nog %(number)s plannen.") % {"number": more})
    if how.outside:
        warnings.append(_outside(spot.municipality, how.outside_m2))
    if how.area_m2 is None:
        return _("Een punt, zonder oppervlakte."), warnings
    return _("Oppervlakte: %(area)s m².") % {"area": written(how.area_m2)}, warnings


def _outside(municipality: Municipality, outside_m2: float) -> str:
    if not outside_m2:
        return _("Dit punt ligt buiten %(name)s.") % {"name": municipality.name}
    return _("Ligt buiten %(name)s: %(area)s m².") % {
        "name": municipality.name,
        "area": written(outside_m2),
    }
