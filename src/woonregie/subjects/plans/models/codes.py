"""The code lists of the register; official codes keep their own value."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanningStatus(models.TextChoices):
    """How far the land-use decision is (*planologische status*).

    Source: code list status_planologisch of the provincial plan registration; 5A and 5B Zeeland.
    """

    IRREVOCABLE = "1A", _("1A onherroepelijk")
    IRREVOCABLE_ELABORATION = "1B", _("1B onherroepelijk, uitwerkingsplicht")
    IRREVOCABLE_CHANGE_POWER = "1C", _("1C onherroepelijk, wijzigingsbevoegdheid")
    ADOPTED = "2A", _("2A vastgesteld")
    ADOPTED_ELABORATION = "2B", _("2B vastgesteld, uitwerkingsplicht")
    ADOPTED_CHANGE_POWER = "2C", _("2C vastgesteld, wijzigingsbevoegdheid")
    IN_PREPARATION = "3", _("3 in voorbereiding")
    VISION = "4A", _("4A visie")
    IDEA = "4B", _("4B idee")
    OFFICIAL_WITH_LOCATION = "5A", _("5A ambtelijk, met locatie")
    OFFICIAL_WITHOUT_LOCATION = "5B", _("5B ambtelijk, zonder locatie")
    UNKNOWN = "unknown", _("onbekend")


class ProjectPhase(models.TextChoices):
    """How far the project itself is (*projectfase*)."""

    STUDY = "0", _("0 studie")
    INITIATIVE = "1", _("1 initiatief")
    DEFINITION = "2", _("2 definitie")
    DESIGN = "3", _("3 ontwerp")
    PREPARATION = "4", _("4 voorbereiding")
    CONSTRUCTION = "5", _("5 realisatie")
    AFTERCARE = "6", _("6 nazorg")
    FINISHED = "7", _("7 afgerond")
    UNKNOWN = "unknown", _("onbekend")


class LocationKind(models.TextChoices):
    """What kind of place is built on (*plantype*); the first four are infill."""

    CONVERSION = "conversion", _("transformatie van een pand")
    TRANSFORMATION_AREA = "transformation_area", _("transformatiegebied")
    RESTRUCTURING = "restructuring", _("herstructurering")
    DENSIFICATION = "densification", _("verdichting")
    EXPANSION = "expansion", _("uitbreiding, uitleg")
    EXPANSION_OTHER = "expansion_other", _("uitbreiding, overig")
    UNKNOWN = "unknown", _("onbekend")

    @property
    def direction(self) -> str:
        """Return "infill" (*inbreiding*), "expansion" (*uitbreiding*) or "unknown"."""
        return _DIRECTION[self]


_DIRECTION = {
    LocationKind.CONVERSION: "infill",
    LocationKind.TRANSFORMATION_AREA: "infill",
    LocationKind.RESTRUCTURING: "infill",
    LocationKind.DENSIFICATION: "infill",
    LocationKind.EXPANSION: "expansion",
    LocationKind.EXPANSION_OTHER: "expansion",
    LocationKind.UNKNOWN: "unknown",
}


class Account(models.TextChoices):
    """The two accounts of a plan: what is added to the stock and what leaves it."""

    BUILD = "build", _("te bouwen")
    DEMOLITION = "demolition", _("te slopen")


class Breakdown(models.TextChoices):
    """Along which line a quantity is divided; every line adds up to at most the total."""

    TOTAL = "total", _("totaal")
    TYPE = "type", _("woningtype")
    TENURE = "tenure", _("eigendom")
    PRICE = "price", _("prijsklasse")


class DwellingType(models.TextChoices):
    """Kinds of dwelling (*woningtype*)."""

    GROUND_BOUND = "ground_bound", _("grondgebonden")
    APARTMENT = "apartment", _("appartement")


class Tenure(models.TextChoices):
    """Rent or own (*eigendom*)."""

    RENT = "rent", _("huur")
    OWNER = "owner", _("koop")


class PriceClass(models.TextChoices):
    """Affordability classes of the national set (*prijsklasse*)."""

    RENT_SOCIAL = "rent_social", _("sociale huur")
    RENT_MID = "rent_mid", _("middenhuur")
    RENT_EXPENSIVE = "rent_expensive", _("dure huur")
    RENT_UNKNOWN = "rent_unknown", _("huur, prijs onbekend")
    OWNER_AFFORDABLE = "owner_affordable", _("betaalbare koop")
    OWNER_EXPENSIVE = "owner_expensive", _("dure koop")
    OWNER_UNKNOWN = "owner_unknown", _("koop, prijs onbekend")


CATEGORIES: dict[str, tuple[str, ...]] = {
    Breakdown.TOTAL: ("",),
    Breakdown.TYPE: tuple(DwellingType.values),
    Breakdown.TENURE: tuple(Tenure.values),
    Breakdown.PRICE: tuple(PriceClass.values),
}
"""Breakdown -> its categories.

What is in no category is "unknown" and is derived, never stored.
"""


class MovementKind(models.TextChoices):
    """Why a quantity moved; issue by issue more kinds come."""

    ADDITION = "addition", _("opvoer")
    ADJUSTMENT = "adjustment", _("bijstelling")
    REALISATION = "realisation", _("realisatie")
    CORRECTION = "correction", _("correctie")


class Segment(models.TextChoices):
    """Segments of a building programme (*segment*)."""

    ALL = "all", _("alle woningen")
    SOCIAL_RENT = "social_rent", _("sociale huur")
    MID_RENT = "mid_rent", _("middenhuur")
    AFFORDABLE_OWNER = "affordable_owner", _("betaalbare koop")
    OTHER = "other", _("overig")
