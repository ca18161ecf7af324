"""The layouts of receivers that regions filled in."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.models import DeliveryLayout


def layouts_in(region: Region, *, on: date) -> Mapping[str, DeliveryLayout]:
    """Return the layouts of a region that hold on a day, by short name."""
    found = standing_layouts(region).filter(starts_on__lte=on).order_by("starts_on")
    newest = {layout.slug: layout for layout in found}
    return dict(sorted(newest.items(), key=lambda item: item[1].title.lower()))


def standing_layouts(region: Region) -> QuerySet[DeliveryLayout]:
    """Return the versions of layouts of a region that were not replaced or withdrawn."""
    found = DeliveryLayout.objects.filter(region=region, superseded_at__isnull=True)
    return found.select_related("source").order_by("title", "-starts_on", "-recorded_at")


def layout_history(region: Region, slug: str) -> QuerySet[DeliveryLayout]:
    """Return every version of a layout, the newest first."""
    found = DeliveryLayout.objects.filter(region=region, slug=slug)
    return found.select_related("source", "recorded_by").order_by("-recorded_at")


def layout_of_system(region: Region, system: str, *, on: date) -> DeliveryLayout | None:
    """Return the layout of a system by its title, if a region has one on a day."""
    wanted = " ".join(system.casefold().split())
    found = (item for item in layouts_in(region, on=on).values() if wanted)
    return next((item for item in found if item.title.casefold() == wanted), None)
