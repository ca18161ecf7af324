"""The pictures of one plan: what is built when, and where it lies."""

from collections.abc import Iterable
from typing import Any

import shapely
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import SERIES, Chart, written
from woonregie.foundation.pages.maps import Layer, Map
from woonregie.foundation.pages.tables import Column
from woonregie.foundation.region.geometry import to_degrees
from woonregie.foundation.region.models import Region, Settlement
from woonregie.subjects.plans.compare import period_label
from woonregie.subjects.plans.models import Account, PlanVersion
from woonregie.subjects.plans.queries import Holding

# A plan is shown with what lies around it: at least this wide and high, in metres.
LEAST_WIDTH, LEAST_HEIGHT = 2400.0, 1500.0
COLOURS = {Account.BUILD: SERIES[0], Account.DEMOLITION: SERIES[1]}
ON_END = 999_999


def phasing(version: PlanVersion, holding: Holding) -> Chart:
    """Return the dwellings of a plan per period of delivery, each bar with its number."""
    accounts = [account for account in Account if holding.by_period(account)]
    rows = [
        {"periode": period_label(period), "soort": account.label, "woningen": dwellings}
        for account in accounts
        for period, dwellings in sorted(
            holding.by_period(account).items(), key=lambda item: item[0] or (ON_END, ON_END)
        )
        if dwellings
    ]
    title = _("Nog %(build)s woningen te bouwen, waarvan %(unphased)s zonder jaar") % {
        "build": written(holding.build),
        "unphased": written(holding.unphased),
    }
    return Chart(
        key="fasering",
        title=title,
        sentence=_("Woningen per periode van oplevering in %(name)s.") % {"name": version.name},
        spec=_bars("x", "y", {"height": 240}),
        narrow=_bars("y", "x", {"height": {"step": 24 * max(len(accounts), 1) + 6}}),
        rows=rows,
        columns=(
            Column("periode", _("Periode")),
            Column("soort", _("Bouw of sloop")),
            Column("woningen", _("Woningen"), "number"),
        ),
        legend=[
            {
                "swatch": "series-3" if account == Account.BUILD else "series-4",
                "label": account.label,
            }
            for account in accounts
        ]
        if len(accounts) > 1
        else (),
    )


def _bars(along: str, across: str, size: dict[str, Any]) -> dict[str, Any]:
    """Return bars per period, standing on a desk and lying on a phone."""
    standing = along == "x"
    encoding = {
        along: {
            "field": "periode",
            "type": "nominal",
            "title": None,
            "sort": None,
            "axis": {"labelAngle": 0},
        },
        across: {
            "field": "woningen",
            "type": "quantitative",
            "title": _("woningen"),
            "axis": {"labels": standing, "grid": standing},
        },
        f"{along}Offset": {"field": "soort"},
    }
    colour = {
        "field": "soort",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": [account.label for account in COLOURS],
            "range": list(COLOURS.values()),
        },
    }
    number = {"baseline": "bottom", "dy": -4} if standing else {"align": "left", "dx": 5}
    return {
        **size,
        "encoding": encoding,
        "layer": [
            {"mark": "bar", "encoding": {"color": colour}},
            {
                "mark": {"type": "text", **number},
                "encoding": {"text": {"field": "woningen", "format": ",d"}},
            },
        ],
    }


def place(region: Region, version: PlanVersion, query: str) -> Map | None:
    """Return the map of a plan with the towns around it; None when nobody said where it lies.

    Args:
        region: whose borders stand on the map.
        version: what is known of the plan.
        query: the day that is looked at, as the address has it.
    """
    if version.x is None or version.y is None:
        return None
    box = around(version.x, version.y, version.geometry)
    return Map(
        key="locatie",
        title=_("Waar het plan ligt"),
        sentence=_("Rijksdriehoek %(x)s, %(y)s.") % {"x": round(version.x), "y": round(version.y)},
        layers=[
            Layer("grenzen", reverse("region:borders", args=[region.slug]), "borders"),
            Layer(
                "plan",
                reverse("plans:shape", args=[region.slug, version.plan.number]) + query,
                "areas",
            ),
        ],
        bounds=[float(edge) for edge in to_degrees(box).bounds],
        labels=towns(version.municipality.settlements.all(), box),
        tiles=settings.MAP_TILES_URL,
        small=True,
    )


def around(x: float, y: float, geometry: bytes | memoryview | None) -> shapely.Geometry:
    """Return the box that a plan is shown in: its own, with room, and never too small."""
    west, south, east, north = shapely.from_wkb(bytes(geometry)).bounds if geometry else (x, y) * 2
    wide = max((east - west) * 1.4, LEAST_WIDTH) / 2
    high = max((north - south) * 1.4, LEAST_HEIGHT) / 2
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return shapely.box(middle_x - wide, middle_y - high, middle_x + wide, middle_y + high)


def towns(
    settlements: Iterable[Settlement], around: shapely.Geometry | None = None
) -> list[dict[str, Any]]:
    """Return towns as names on a map, all of them or those within a box in RD metres."""
    found = []
    for town in settlements:
        spot = shapely.Point(town.x, town.y)
        if around is None or spot.within(around):
            where = to_degrees(spot)
            found.append({"name": town.name, "lon": where.x, "lat": where.y})
    return found
