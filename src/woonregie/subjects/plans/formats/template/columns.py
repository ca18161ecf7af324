"""The columns of our template: names, synonyms, code lists."""

import re

from django.db.models import TextChoices
from django.utils import translation

from woonregie.subjects.plans.models import (
    Breakdown,
    DwellingType,
    LocationKind,
    PlanningStatus,
    PriceClass,
    ProjectPhase,
    Tenure,
)

NEEDED = frozenset({"naam", "planologische status"})
SYNONYMS = {
    "plannaam": "naam",
    "projectnaam": "naam",
    "naam plan": "naam",
    "status": "planologische status",
    "status planologisch": "planologische status",
    "gemeentenaam": "gemeente",
    "gemeentecode": "gemeente",
    "fase": "projectfase",
    "plantype": "soort locatie",
    "nummer": "plannummer",
    "opmerking": "opmerkingen",
    "toelichting": "opmerkingen",
    "woonplaats": "kern",
    "x-coördinaat": "x",
    "y-coördinaat": "y",
}
PERIOD = re.compile(
    r"^(?P<side>bouw|sloop)\s+(?:(?P<first>(?:19|20)\d\d)"
    r"(?:\s*(?:-|–|t/m|tot en met)\s*(?P<last>(?:19|20)\d\d))?|zonder jaar)$"
)
CODE_LISTS: dict[str, tuple[str, type[TextChoices]]] = {
    "planning_status": ("planologische status", PlanningStatus),
    "project_phase": ("projectfase", ProjectPhase),
    "location_kind": ("soort locatie", LocationKind),
}
# Headings are Dutch in every language: a file has one form.
VALUE_COLUMNS = {
    "grondgebonden": (Breakdown.TYPE.value, DwellingType.GROUND_BOUND.value),
    "appartement": (Breakdown.TYPE.value, DwellingType.APARTMENT.value),
    "huur": (Breakdown.TENURE.value, Tenure.RENT.value),
    "koop": (Breakdown.TENURE.value, Tenure.OWNER.value),
    "sociale huur": (Breakdown.PRICE.value, PriceClass.RENT_SOCIAL.value),
    "middenhuur": (Breakdown.PRICE.value, PriceClass.RENT_MID.value),
    "dure huur": (Breakdown.PRICE.value, PriceClass.RENT_EXPENSIVE.value),
    "huur, prijs onbekend": (Breakdown.PRICE.value, PriceClass.RENT_UNKNOWN.value),
    "betaalbare koop": (Breakdown.PRICE.value, PriceClass.OWNER_AFFORDABLE.value),
    "dure koop": (Breakdown.PRICE.value, PriceClass.OWNER_EXPENSIVE.value),
    "koop, prijs onbekend": (Breakdown.PRICE.value, PriceClass.OWNER_UNKNOWN.value),
}


def code_of(given: str, known: type[TextChoices]) -> str | None:
    """Return the code of a value written as code, as label, or as code with something behind it.

    >>> code_of("1a Onherroepelijk", PlanningStatus), code_of("", PlanningStatus)
    ('1A', 'unknown')
    """
    wanted = given.strip().lower()
    with translation.override("nl"):
        labels = {str(item.label).lower(): str(item.value) for item in known}
    if not wanted or wanted == "onbekend":
        return "unknown"
    if wanted in labels:
        return labels[wanted]
    first = wanted.split()[0].rstrip(".:")
    return next((str(item.value) for item in known if item.value.lower() == first), None)
