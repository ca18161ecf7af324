"""What lies around the spot where somebody draws a plan, and how a drawing fits there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
import shapely
from django.db.models import QuerySet

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.region.models import Border, Municipality, Region
from woonregie.foundation.region.queries import borders_of
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.overlaps import LEAST_M2
from woonregie.subjects.plans.queries.relations import plans_that_step_back, relations_on
from woonregie.subjects.plans.queries.versions import visible_plans

AROUND_M = 5_000.0
"""Plans of next door are shown this far over the border."""
MOST = 2_000
"""More areas than this make a map slow; the rest is still checked when the plan is saved."""


@dataclass(frozen=True, slots=True)
class Placing:
    """How an area or point fits where it was drawn.

    Args:
        area_m2: its area; None for a point.
        overlaps: name of another plan that the reader may see, and the square metres shared.
        outside_m2: square metres outside the municipality.
        outside: lies outside the municipality, in part or, where its border is only schematic,
            wholly.
    """

    area_m2: float | None
    overlaps: Sequence[tuple[str, float]]
    outside_m2: float
    outside: bool


def border_of(region: Region, municipality: Municipality, *, on: date) -> Border | None:
    """Return the border of a municipality on a day, a real one before a schematic one."""
    return borders_of(region, on=on).filter(municipality=municipality).first()


def neighbours(
    *,
    account: Account,
    region: Region,
    on: date,
    today: date,
    besides: str = "",
    within: tuple[float, float, float, float] | None = None,
) -> QuerySet[PlanVersion]:
    """Return the plans with an area that somebody may see, the largest first.

    Args:
        account: who draws; what she may not see is not drawn either.
        region: the region of the page.
        on: the day of which the plans are asked.
        today: the day on which the account must have the permission.
        besides: number of the plan that is drawn itself.
        within: west, south, east and north in RD metres; their middle lies there.
    """
    found = visible_plans(account=account, region=region, on=on, today=today).filter(
        area_m2__isnull=False
    )
    if within is not None:
        west, south, east, north = within
        found = found.filter(x__gte=west, x__lte=east, y__gte=south, y__lte=north)
    return found.exclude(plan__number=besides).order_by("-area_m2")


def placing(
    shape: shapely.Geometry, *, among: Iterable[PlanVersion], border: Border | None
) -> Placing:
    """Return how a shape fits among plans and within a border.

    Args:
        shape: sound, in RD.
        among: plans with an area, that the reader may see.
        border: of the municipality, or None where nobody knows it.
    """
    if shape.geom_type == "Point":
        away = border is not None and not shapely.covers(_shape(border), shape)
        return Placing(None, (), 0.0, away)
    plans = list(among)
    shapes = shapely.from_wkb([bytes(item.geometry or b"") for item in plans])
    touching = np.flatnonzero(shapely.intersects(shapes, shape)) if plans else ()
    shared = [
        (plans[at].name, float(shapely.intersection(shapes[at], shape).area)) for at in touching
    ]
    overlaps = sorted((item for item in shared if item[1] > LEAST_M2), key=lambda item: -item[1])
    outside_m2 = 0.0 if border is None else float(shapely.difference(shape, _shape(border)).area)
    most = shape.area - LEAST_M2 if border is not None and border.schematic else LEAST_M2
    return Placing(float(shape.area), overlaps, outside_m2, outside_m2 > most)


def _shape(border: Border) -> shapely.Geometry:
    return shapely.from_wkb(bytes(border.geometry))


def without_kin(
    plans: QuerySet[PlanVersion], plan_id: UUID | None, *, on: date
) -> QuerySet[PlanVersion]:
    """Leave out plans that may share an area: those that step back, and kin of the plan itself."""
    kin = set(plans_that_step_back(on, None))
    if plan_id is not None:
        for relation in relations_on(plan_id, on=on):
            kin |= {relation.plan_id, relation.other_id}
    return plans.exclude(plan__in=kin)
