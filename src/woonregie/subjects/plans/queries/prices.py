"""Price classes of a plan's homes: derived from euros by the limits of a region and a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from woonregie.foundation.norms.models import Norm
from woonregie.foundation.norms.queries import norms_on
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.prices import LIMITS, class_of_price
from woonregie.subjects.plans.values import HomeKind


@dataclass(frozen=True, slots=True)
class DerivedClass:
    """The price class of a kind of home, and the limit that makes it so.

    `above` says that the price lies above the limit; otherwise it is at most the limit.
    """

    code: str
    limit: Norm
    above: bool


def derived_classes(
    segments: Iterable[HomeKind], region: Region | None, on: date
) -> dict[HomeKind, DerivedClass]:
    """Return the class of every kind of home with a price.

    A price is compared with the limits of its own price level; without one with those of `on`.

    Args:
        segments: kinds of home.
        region: a limit of the region goes before a national one; None is the nation.
        on: the day that is asked.
    """
    limits: dict[date, dict[str, Norm]] = {}
    found: dict[HomeKind, DerivedClass] = {}
    for segment in segments:
        if segment.price_cents is None:
            continue
        day = segment.price_level_on or on
        if day not in limits:
            limits[day] = norms_on(region, day)
        values = {key: float(norm.value) for key, norm in limits[day].items()}
        code = class_of_price(segment, values)
        if code:
            key, above = LIMITS[code]
            found[segment] = DerivedClass(code, limits[day][key], above)
    return found
