"""Which price class a price in euros falls in: by the limits that hold in a region on a day."""

from collections.abc import Mapping

from woonregie.subjects.plans.models import PriceClass, Tenure
from woonregie.subjects.plans.values import HomeKind

RENT_LIMITS = (
    ("rent_social_max_eur_month", PriceClass.RENT_SOCIAL),
    ("rent_mid_max_eur_month", PriceClass.RENT_MID),
)
OWNER_LIMITS = (("owner_affordable_max_eur", PriceClass.OWNER_AFFORDABLE),)


LIMITS = {
    PriceClass.RENT_SOCIAL.value: ("rent_social_max_eur_month", False),
    PriceClass.RENT_MID.value: ("rent_mid_max_eur_month", False),
    PriceClass.RENT_EXPENSIVE.value: ("rent_mid_max_eur_month", True),
    PriceClass.OWNER_AFFORDABLE.value: ("owner_affordable_max_eur", False),
    PriceClass.OWNER_EXPENSIVE.value: ("owner_affordable_max_eur", True),
}
"""Price class -> the limit that makes it so, and whether its price lies above that limit."""


def class_of_price(segment: HomeKind, norms: Mapping[str, float]) -> str:
    """Return the price class of a segment; "" where tenure, price or limits are not known.

    Limits read "up to and including". A rent is per month.

    Args:
        segment: with tenure and price.
        norms: value of each limit that holds, by key.

    >>> limits = {"rent_social_max_eur_month": 932.93, "rent_mid_max_eur_month": 1228.07}
    >>> class_of_price(HomeKind(tenure="rent", price_cents=93_293), limits)
    'rent_social'
    >>> class_of_price(HomeKind(tenure="rent", price_cents=93_294), limits)
    'rent_mid'
    """
    if segment.price_cents is None or segment.tenure not in Tenure.values:
        return ""
    rented = segment.tenure == Tenure.RENT
    limits = RENT_LIMITS if rented else OWNER_LIMITS
    if any(key not in norms for key, _found in limits):
        return ""
    for key, found in limits:
        if segment.price_cents <= round(norms[key] * 100):
            return found.value
    return (PriceClass.RENT_EXPENSIVE if rented else PriceClass.OWNER_EXPENSIVE).value
