"""The public pages of a region: what everybody may see, without logging in.

Whoever is logged in gets the same. A region has such a page as soon as something of it is public.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import shapely
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from woonregie.foundation.disclosure.models import Publication
from woonregie.foundation.norms.queries import classes_of, profile_named
from woonregie.foundation.pages.charts import written
from woonregie.foundation.pages.maps import Layer, Map
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.borderlayer import borders_layer
from woonregie.foundation.region.geometry import lonlat, rounded_degrees, to_degrees
from woonregie.foundation.region.models import Region, Settlement
from woonregie.foundation.region.queries import borders_of, municipalities_of, region_named
from woonregie.subjects.balance.published import tables_of
from woonregie.subjects.balance.queries.published import published_in
from woonregie.subjects.plans import pictures
from woonregie.subjects.plans.groups import GEOMETRY, NUMBERS
from woonregie.subjects.plans.parts import part_of
from woonregie.subjects.plans.queries import PublicPlan, public_plans
from woonregie.subjects.plans.queries.audiences import grounds_of

COLUMNS = (
    Column("naam", gettext_lazy("Naam"), "link"),
    Column("gemeente", gettext_lazy("Gemeente")),
    Column("status", gettext_lazy("Status")),
    Column("fase", gettext_lazy("Projectfase")),
    Column("bouw", gettext_lazy("Nog te bouwen")),
)
FIRST_TABLE = "capaciteit-legal-hard"


@dataclass(frozen=True, slots=True)
class Public:
    """What is public of a region today."""

    region: Region
    today: date
    plans: Sequence[PublicPlan]
    publication: Publication | None

    def plan(self, number: str) -> PublicPlan:
        """Return one plan, with the groups that are kept.

        Raises:
            Http404: no such plan, or not public; the answer does not tell which.
        """
        for item in self.plans:
            if item.version.plan.number == number:
                return item
        raise Http404


@login_not_required
def portal(request: HttpRequest, regio: str) -> HttpResponse:
    """Show what is public of a region: totals as published, plans in a list and on a map."""
    found = _public(regio)
    places = {version.municipality_id for version, _kept in found.plans}
    shown = {
        "place": found.region,
        "today": found.today,
        "sentence": _sentence(len(found.plans), len(places)) if found.plans else "",
        "table": _table(found) if found.plans else None,
        "map": _map(found) if _located(found) else None,
        "publication": found.publication,
        "totals": _totals(found.publication) if found.publication else [],
    }
    return render(request, "site/portal.html", shown)


@login_not_required
def portal_plan(request: HttpRequest, regio: str, number: str) -> HttpResponse:
    """Show a public plan, as far as everybody may see it."""
    found = _public(regio)
    version, kept = found.plan(number)
    grounds = grounds_of(version.plan_id, on=found.today)
    shown = {
        "place": found.region,
        "today": found.today,
        "version": version,
        "part": part_of(version, kept, grounds=grounds, on=found.today),
        "map": None if GEOMETRY in kept else _place(found.region, version),
    }
    return render(request, "site/portal_plan.html", shown)


@login_not_required
def portal_features(_request: HttpRequest, regio: str) -> HttpResponse:
    """Return the public plans of which everybody may know the place, as GeoJSON in degrees."""
    found = _public(regio)
    located = _located(found)
    classes = classes_of(profile_named("legal-hard"))
    spots = lonlat([(version.x or 0, version.y or 0) for version, _kept in located])
    features = [
        {
            "type": "Feature",
            "properties": {
                "naam": item.version.name,
                "woningen": _size(item),
                "klasse": classes.get(item.version.planning_status, "unknown"),
                "tekst": f"{item.version.get_planning_status_display()}, {_homes(item)}",
                "adres": reverse("portal_plan", args=[regio, item.version.plan.number]),
            },
            "geometry": {"type": "Point", "coordinates": spot},
        }
        for item, spot in zip(located, spots, strict=True)
    ]
    return _geojson(found.region, features)


@login_not_required
def portal_shape(_request: HttpRequest, regio: str, number: str) -> HttpResponse:
    """Return where a public plan lies, as GeoJSON in degrees."""
    found = _public(regio)
    version, kept = found.plan(number)
    if GEOMETRY in kept:
        raise Http404
    shape = shapely.from_wkb(bytes(version.geometry)) if version.geometry else None
    feature = {
        "type": "Feature",
        "properties": {"naam": version.name},
        "geometry": rounded_degrees(shape) if shape is not None else None,
    }
    return _geojson(found.region, [feature])


@login_not_required
def portal_borders(_request: HttpRequest, regio: str) -> HttpResponse:
    """Return the borders of the municipalities, as GeoJSON in degrees."""
    found = _public(regio)
    layer = borders_layer(found.region, on=found.today)
    return JsonResponse(layer, content_type="application/geo+json")


# ------------------------------------------------------------------ what these pages share
def _public(slug: str) -> Public:
    """Return what is public of a region.

    Raises:
        Http404: no such region, or nothing of it is public; the answer does not tell which.
    """
    today = timezone.localdate()
    try:
        region = region_named(slug)
    except Region.DoesNotExist:
        raise Http404 from None
    plans = public_plans(region=region, on=today, today=today)
    publication = published_in(region).first()
    if not plans and publication is None:
        raise Http404
    return Public(region, today, plans, publication)


def public_regions() -> list[Region]:
    """Return the regions that have a public page, by name."""
    today = timezone.localdate()
    regions = Region.objects.filter(parent=None).select_related("organisation")
    return [
        region
        for region in regions.order_by("organisation__name")
        if public_plans(region=region, on=today, today=today) or published_in(region).exists()
    ]


def _totals(publication: Publication) -> list[Table]:
    """Return whole totals as published; what most people call hard stands first."""
    if not publication.open_numbers:
        return []
    found = tables_of(publication, whole=True)
    return sorted(found, key=lambda table: table.key != FIRST_TABLE)


def _located(found: Public) -> list[PublicPlan]:
    return [
        item
        for item in found.plans
        if GEOMETRY not in item.kept and item.version.x is not None and item.version.y is not None
    ]


def _sentence(plans: int, places: int) -> str:
    of_plans = ngettext("%(plans)s openbaar plan", "%(plans)s openbare plannen", plans)
    of_places = ngettext("in %(places)s gemeente", "in %(places)s gemeenten", places)
    return f"{of_plans % {'plans': written(plans)}} {of_places % {'places': places}}"


def _homes(item: PublicPlan) -> str:
    if NUMBERS in item.kept:
        return _("aantal afgeschermd")
    homes = ngettext("%(count)s woning", "%(count)s woningen", item.version.build)
    return homes % {"count": written(item.version.build)}


def _size(item: PublicPlan) -> int:
    """Return how large a dot is drawn: of a plan of which the number is kept, the smallest."""
    if NUMBERS in item.kept:
        return 0
    return max(item.version.build - item.version.demolition, 0)


def _table(found: Public) -> Table:
    rows = [
        {
            "naam": item.version.name,
            "naam_url": reverse("portal_plan", args=[found.region.slug, item.version.plan.number]),
            "gemeente": item.version.municipality.name,
            "status": item.version.get_planning_status_display(),
            "fase": item.version.get_project_phase_display(),
            "bouw": _homes(item),
        }
        for item in found.plans
    ]
    return Table("plannenlijst", _("Plannen die iedereen mag zien"), COLUMNS, rows, cards=True)


def _map(found: Public) -> Map:
    slug = found.region.slug
    towns = Settlement.objects.filter(
        main=True, municipality__in=municipalities_of(found.region, on=found.today)
    )
    return Map(
        key="plannenkaart",
        title=_("Waar de plannen liggen"),
        sentence=_("Elke stip is een plan; hoe groter de stip, hoe meer woningen."),
        layers=[
            Layer("grenzen", reverse("portal_borders", args=[slug]), "borders"),
            Layer("plannen", reverse("portal_features", args=[slug]), "points"),
        ],
        bounds=_bounds(found),
        labels=pictures.towns(towns),
        legend=[
            {"swatch": "dot-hard", "label": _("harde capaciteit")},
            {"swatch": "dot-soft", "label": _("zachte capaciteit")},
            {"swatch": "dot-unknown", "label": _("status onbekend")},
        ],
        note=_("De grenzen zijn schematisch zolang niemand echte grenzen inlas."),
        tiles=settings.MAP_TILES_URL,
    )


def _bounds(found: Public) -> Sequence[float]:
    """Return the edges of the region in degrees; nothing while no border is known."""
    borders = borders_of(found.region, on=found.today)
    shapes = [shapely.from_wkb(bytes(border.geometry)) for border in borders]
    if not shapes:
        return ()
    box = to_degrees(shapely.box(*shapely.total_bounds(shapes)))
    return [float(edge) for edge in box.bounds]


def _place(region: Region, version: Any) -> Map | None:
    """Return the map of a plan, with addresses that open without logging in."""
    shown = pictures.place(region, version, "")
    if shown is None:
        return None
    borders, plan = shown.layers
    number = version.plan.number
    layers = [
        replace(borders, url=reverse("portal_borders", args=[region.slug])),
        replace(plan, url=reverse("portal_shape", args=[region.slug, number])),
    ]
    return replace(shown, layers=layers)


def _geojson(region: Region, features: list[dict[str, Any]]) -> JsonResponse:
    collection = {
        "type": "FeatureCollection",
        "voorbeeldgegevens": region.demonstration,
        "features": features,
    }
    return JsonResponse(collection, content_type="application/geo+json")
