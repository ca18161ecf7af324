"""The dots on the map of plans: one per plan, or one per municipality when they are too many."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Avg, Count, F, QuerySet, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.norms.queries import classes_of, profile_named
from woonregie.foundation.pages.charts import written
from woonregie.foundation.region.geometry import lonlat
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import lineage, places_in
from woonregie.subjects.plans.models import PlanningStatus, PlanVersion
from woonregie.subjects.plans.queries import PlanFilter

MOST_DOTS = 5_000
"""More plans than this are drawn per municipality: a browser shows no more of them at once."""


def dots(
    region: Region, wanted: PlanFilter, found: QuerySet[PlanVersion], days: str, asked: QueryDict
) -> list[dict[str, Any]]:
    """Return plans with a location as GeoJSON features in degrees.

    Args:
        region: the region of the map.
        wanted: the filter.
        found: the plans that answer to it.
        days: the days of the filter, as the addresses of plans need them.
        asked: the filter as the page asked it, for the addresses of lists.
    """
    classes = classes_of(profile_named("legal-hard"))
    if found.order_by().count() > MOST_DOTS:
        return _together(region, wanted, found, asked, classes)
    columns = ("name", "plan__number", "planning_status", "build", "demolition", "x", "y")
    plans = list(found.filter(x__isnull=False).order_by("name").values_list(*columns))
    labels = {status.value: status.label for status in PlanningStatus}
    return [
        _dot(
            name=name,
            dwellings=build - demolition,
            group=classes.get(status, "unknown"),
            text=_("%(net)s woningen netto, %(status)s")
            % {"net": written(build - demolition), "status": labels[status]},
            address=reverse("plans:detail", args=[region.slug, number]) + days,
            place=place,
        )
        for (name, number, status, build, demolition, _x, _y), place in zip(
            plans, lonlat([(x, y) for *_others, x, y in plans]), strict=True
        )
    ]


def _together(
    region: Region,
    wanted: PlanFilter,
    found: QuerySet[PlanVersion],
    asked: QueryDict,
    classes: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Return one dot per municipality and class, in the middle of its plans."""
    names = places_in(region, on=wanted.on)
    homes_of = lineage(names, on=wanted.on)
    sums: dict[tuple[Any, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    groups = (
        found.filter(x__isnull=False)
        .order_by()
        .values_list("municipality_id", "planning_status")
        .annotate(plans=Count("pk"), net=Sum(F("build") - F("demolition")))
        .annotate(east=Avg("x"), north=Avg("y"))
    )
    for municipality, status, plans, net, x, y in groups:
        group = sums[homes_of[municipality], classes.get(status, "unknown")]
        for at, value in enumerate((plans, net, plans * x, plans * y)):
            group[at] += value
    middles = lonlat([(x / plans, y / plans) for plans, _net, x, y in sums.values()])
    return [
        _dot(
            name=names[municipality][1],
            dwellings=int(net),
            group=group,
            text=_together_in_words(int(plans), int(net)),
            address=_list_of(region, names[municipality][0], asked),
            place=place,
        )
        for ((municipality, group), (plans, net, _x, _y)), place in zip(
            sums.items(), middles, strict=True
        )
    ]


def _together_in_words(plans: int, net: int) -> str:
    words = ngettext(
        "%(plans)s plan, %(net)s woningen netto",
        "%(plans)s plannen, %(net)s woningen netto",
        plans,
    )
    return words % {"plans": written(plans), "net": written(net)}


def _list_of(region: Region, code: str, asked: QueryDict) -> str:
    values = asked.copy()
    values["gemeente"] = code
    return f"{reverse('plans:list', args=[region.slug])}?{values.urlencode()}"


def _dot(
    *, name: str, dwellings: int, group: str, text: str, address: str, place: list[float]
) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "naam": name,
            "woningen": max(dwellings, 0),
            "klasse": group,
            "tekst": text,
            "adres": address,
        },
        "geometry": {"type": "Point", "coordinates": place},
    }
