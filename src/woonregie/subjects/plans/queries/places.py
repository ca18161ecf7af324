"""Plans that lie somewhere."""

from typing import Any

import numpy as np
import shapely
from django.db.models import Q, QuerySet

from woonregie.foundation.pages.among import Among
from woonregie.subjects.plans.models import PlanVersion

_ROUNDED_M = 0.1


def touching(found: QuerySet[PlanVersion], area: Any) -> QuerySet[PlanVersion]:
    """Return those of some plans whose place touches an area; plans without a place do not.

    Args:
        found: plans, of which the geometry in RD is looked at.
        area: a shapely geometry in RD metres.
    """
    if area.is_empty:
        return found.none()
    west, south, east, north = area.bounds
    near = Q(x__gte=west - _ROUNDED_M, x__lte=east + _ROUNDED_M) & Q(
        y__gte=south - _ROUNDED_M, y__lte=north + _ROUNDED_M
    )
    # Of a point its middle says where it is; how far an area reaches only its shape tells.
    looked_at = found.filter(geometry__isnull=False).filter(Q(area_m2__isnull=False) | near)
    rows = list(looked_at.order_by().values_list("pk", "geometry"))
    if not rows:
        return found.none()
    shapely.prepare(area)
    shapes = shapely.from_wkb([bytes(geometry or b"") for _key, geometry in rows])
    there = np.flatnonzero(shapely.intersects(area, shapes))
    return found.filter(Among("id", [rows[at][0] for at in there]))
