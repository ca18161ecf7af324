"""The columns of our template: names, synonyms, code lists."""

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import cache, lru_cache
from operator import attrgetter

from django.db.models import TextChoices
from django.utils import translation

from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    BuiltUpArea,
    Care,
    ClientKind,
    DwellingType,
    Flexible,
    LivingEnvironment,
    LocationKind,
    PlanningStatus,
    PriceClass,
    ProgrammeClass,
    ProjectPhase,
    RegionalFunction,
    TargetGroup,
    Tenure,
)
from woonregie.subjects.plans.values import Cell, PlanValues

TEXTS = (
    "plannummer",
    "gemeente",
    "naam",
    "kern",
    "soort locatie",
    "planologische status",
    "projectfase",
    "programmaklasse",
    "bestaand bebouwd gebied",
    "opdrachtgever",
    "woonmilieu",
    "regionale functie",
    "sleutelproject",
    "volledige verdeling",
    "x",
    "y",
    "wkt",
    "opmerkingen",
    "eigen sleutel",
    "gegevens",
    # What our own deliveries tell besides; it stands for the reader, not for us.
    "gerealiseerd",
    "overkoepelend plan",
    "samenhang",
    "knelpunten",
    "besluiten",
    "kansrijkheid",
    "claims",
    "afgesproken, nog hard",
    "sleutels elders",
    "telt mee",
)
UNCHANGED = "(ongewijzigd)"
"""In a cell that would be too long for a spreadsheet: what the register holds stays."""
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
    "bebouwd gebied": "bestaand bebouwd gebied",
    "opdrachtgever type": "opdrachtgever",
    "verdeling": "volledige verdeling",
    "plantype": "soort locatie",
    "nummer": "plannummer",
    "opmerking": "opmerkingen",
    "toelichting": "opmerkingen",
    "woonplaats": "kern",
    "x-coördinaat": "x",
    "y-coördinaat": "y",
    "x-coordinaat": "x",
    "y-coordinaat": "y",
    "x (rd)": "x",
    "y (rd)": "y",
    "geometrie": "wkt",
    "sleutel": "eigen sleutel",
    "eigen nummer": "eigen sleutel",
}
_PERIOD = re.compile(
    r"^(?P<what>.*?)\s+(?:(?P<first>(?:19|20|21)\d\d)"
    r"(?:\s*(?:-|–|t/m|tot en met)\s*(?P<last>(?:19|20|21)\d\d))?|zonder jaar)$",
    re.ASCII,
)
CODE_LISTS: dict[str, tuple[str, type[TextChoices]]] = {
    "planning_status": ("planologische status", PlanningStatus),
    "project_phase": ("projectfase", ProjectPhase),
    "location_kind": ("soort locatie", LocationKind),
    "programme_class": ("programmaklasse", ProgrammeClass),
    "built_up_area": ("bestaand bebouwd gebied", BuiltUpArea),
    "client_kind": ("opdrachtgever", ClientKind),
    "living_environment": ("woonmilieu", LivingEnvironment),
    "regional_function": ("regionale functie", RegionalFunction),
}
_stated = attrgetter(*(field for field in CODE_LISTS if field != "planning_status"))
EMPTY: dict[str, str] = {
    item.name: str(item.default) for item in fields(PlanValues) if item.name in CODE_LISTS
}
"""Which code an empty cell stands for."""
YES_NO = {"ja": True, "nee": False, "": False, "waar": True, "onwaar": False}
COLUMNS_OF: dict[str, tuple[str, ...]] = {
    **{field: (column,) for field, (column, _known_codes) in CODE_LISTS.items()},
    "settlement_id": ("kern",),
    "note": ("opmerkingen",),
    "key_project": ("sleutelproject",),
    **dict.fromkeys(("geometry", "x", "y", "area_m2"), ("x", "y", "wkt")),
}
"""Field of a plan -> the columns that speak of it; a list with none of them is silent."""
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
USUAL = tuple(VALUE_COLUMNS.values())
"""The lines that every template has a column for; the others only where a plan has them."""
VALUE_COLUMNS |= {
    "voor iedereen": (Breakdown.TARGET_GROUP.value, TargetGroup.REGULAR.value),
    "voor jongeren": (Breakdown.TARGET_GROUP.value, TargetGroup.YOUNG.value),
    "voor studenten": (Breakdown.TARGET_GROUP.value, TargetGroup.STUDENTS.value),
    "voor ouderen": (Breakdown.TARGET_GROUP.value, TargetGroup.ELDERLY.value),
    "voor gehandicapten en zorg": (Breakdown.TARGET_GROUP.value, TargetGroup.CARE.value),
    "voor grote gezinnen": (Breakdown.TARGET_GROUP.value, TargetGroup.LARGE_FAMILIES.value),
    "zonder zorg": (Breakdown.CARE.value, Care.REGULAR.value),
    "nultreden": (Breakdown.CARE.value, Care.NO_STAIRS.value),
    "geclusterd": (Breakdown.CARE.value, Care.CLUSTERED.value),
    "zorggeschikt": (Breakdown.CARE.value, Care.CARE_READY.value),
    "flexwoning": (Breakdown.FLEXIBLE.value, Flexible.FLEXIBLE.value),
    "permanente woning": (Breakdown.FLEXIBLE.value, Flexible.PERMANENT.value),
}


def coded(planning_status: str, values: PlanValues) -> Mapping[str, str]:
    """Return the Dutch label of each code of a plan, by heading.

    Args:
        planning_status: the status that counts.
        values: with the other codes.
    """
    return _coded(planning_status, *_stated(values))


@lru_cache(maxsize=4096)
def _coded(planning_status: str, *stated: str) -> Mapping[str, str]:
    """Return what many plans share, made once."""
    others = iter(stated)
    with translation.override("nl"):
        return {
            column.capitalize(): str(
                known(planning_status if field == "planning_status" else next(others)).label
            )
            for field, (column, known) in CODE_LISTS.items()
        }


class ReversedPeriodError(ValueError):
    """A heading of which the last year lies before the first."""


def cell_of(name: str) -> Cell | None:
    """Return what a heading in small letters counts, or None when it counts nothing.

    >>> cell_of("bouw 2030-2034")
    Cell(account='build', breakdown='total', category='', from_year=2030, before_year=2035)
    >>> cell_of("sociale huur 2030").category, cell_of("huur").from_year, cell_of("naam")
    ('rent_social', None, None)

    Raises:
        ReversedPeriodError: the last year lies before the first.
    """
    match = _PERIOD.match(name)
    line = _line(match["what"] if match else name)
    # "Bouw" alone may be a total of the years beside it: only with a period it counts.
    if line is None or (match is None and line[1] == Breakdown.TOTAL):
        return None
    if match is None or match["first"] is None:
        return Cell(*line, None, None)
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if last < first:
        raise ReversedPeriodError(name)
    return Cell(*line, first, last + 1)


def heading_of(cell: Cell) -> str:
    """Return the heading under which a cell stands.

    >>> (
    ...     heading_of(Cell("build", "total", "", 2030, 2035)),
    ...     heading_of(Cell("demolition", "total", "", None, None)),
    ... )
    ('Bouw 2030-2034', 'Sloop zonder jaar')
    """
    side = _SIDES[cell.account]
    what = _NAMES.get((cell.breakdown, cell.category), "")
    if what:
        side = "" if cell.account == Account.BUILD else f"{side} "
    period = _period(cell) if cell.from_year is not None or not what else ""
    return f"{side}{what} {period}".strip().capitalize()


def _period(cell: Cell) -> str:
    first, before = cell.from_year, cell.before_year
    if first is None or before is None:
        return "zonder jaar"
    return str(first) if before == first + 1 else f"{first}-{before - 1}"


def _line(what: str) -> tuple[str, str, str] | None:
    """Return account, breakdown and category of a heading without its period."""
    for account, side in _SIDES.items():
        if what == side:
            return account, Breakdown.TOTAL.value, ""
        if what.removeprefix(f"{side} ") in VALUE_COLUMNS and what.startswith(f"{side} "):
            return account, *VALUE_COLUMNS[what.removeprefix(f"{side} ")]
    found = VALUE_COLUMNS.get(what)
    return (Account.BUILD.value, *found) if found else None


_SIDES = {Account.BUILD.value: "bouw", Account.DEMOLITION.value: "sloop"}
_NAMES = {line: name for name, line in VALUE_COLUMNS.items()}


def code_of(given: str, known: type[TextChoices], empty: str = "unknown") -> str | None:
    """Return the code of a value written as code, as label, or as code with something behind it.

    Nothing, or "onbekend", is the code `empty`.

    >>> code_of("1a Onherroepelijk", PlanningStatus), code_of("", PlanningStatus)
    ('1A', 'unknown')
    """
    wanted = given.strip().lower()
    if not wanted or wanted == "onbekend":
        return empty
    labels, codes = _known(known)
    return labels.get(wanted) or codes.get(wanted.split()[0].rstrip(".:"))


@cache
def _known(known: type[TextChoices]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the codes of a list by label and by code, in small letters."""
    with translation.override("nl"):
        labels = {str(item.label).lower(): str(item.value) for item in known}
    return labels, {str(item.value).lower(): str(item.value) for item in known}
