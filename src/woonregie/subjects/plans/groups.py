"""The groups of fields of a plan that can have an audience of their own."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLAN = "plans.plan"
"""What disclosure calls a plan."""

NUMBERS, PRICE, PROSPECTS, LAND, CLIENT, GEOMETRY = (
    "numbers",
    "price",
    "prospects",
    "land",
    "client",
    "geometry",
)

GROUPS: Mapping[str, Promise] = {
    NUMBERS: _("aantallen"),
    PRICE: _("prijzen en huur of koop"),
    PROSPECTS: _("kansen en knelpunten"),
    LAND: _("grondpositie"),
    CLIENT: _("opdrachtgever"),
    GEOMETRY: _("plek op de kaart"),
}
