"""Kinds of home of the complete division, in words."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import written
from woonregie.subjects.plans.models import (
    Care,
    DwellingType,
    Flexible,
    PriceClass,
    TargetGroup,
    Tenure,
)
from woonregie.subjects.plans.values import HomeKind

FULL_EURO = 100


def words_of(segment: HomeKind) -> str:
    """Return a kind of home as a policy officer says it.

    >>> words_of(HomeKind())
    'niet nader verdeeld'
    """
    parts = [
        *kind_words(segment),
        price_words(segment),
        _label(PriceClass, segment.price_class),
        *people_words(segment),
    ]
    return ", ".join(part for part in parts if part) or _("niet nader verdeeld")


def kind_words(segment: HomeKind) -> list[str]:
    """Return type and tenure in words."""
    return [_label(DwellingType, segment.dwelling_type), _label(Tenure, segment.tenure)]


def people_words(segment: HomeKind) -> list[str]:
    """Return for whom, how much care and for how long, in words; the usual goes without saying."""
    group, care = segment.target_group, segment.care
    return [
        _("voor iedereen") if group == TargetGroup.REGULAR else _label(TargetGroup, group),
        _("zonder zorg") if care == Care.REGULAR else _label(Care, care),
        _label(Flexible, segment.flexible),
    ]


def price_words(segment: HomeKind) -> str:
    """Return the price with its level, such as "€ 850 per maand (prijspeil 1-1-2026)"."""
    if segment.price_cents is None:
        return ""
    price = euros(segment.price_cents)
    if segment.tenure == Tenure.RENT:
        price = _("%(price)s per maand") % {"price": price}
    if segment.price_level_on is None:
        return price
    day = date_format(segment.price_level_on, "j-n-Y")
    return _("%(price)s (prijspeil %(day)s)") % {"price": price, "day": day}


def euros(cents: int) -> str:
    """Return an amount; whole euros without decimals.

    >>> [amount.split() for amount in (euros(85_000), euros(93_293))]
    [['€', '850'], ['€', '932,93']]
    """
    decimals = 2 if cents % FULL_EURO else 0
    return f"€\u00a0{written(cents / FULL_EURO, decimals)}"


def _label(known: Any, code: str) -> str:
    return str(known(code).label) if code else ""
