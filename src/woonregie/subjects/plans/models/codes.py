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
    """Along which line a quantity is divided; every line adds up to at most the total.

    `CELL` is the full crossing of all lines; its category is a `values.HomeKind` as text.
    """

    TOTAL = "total", _("totaal")
    TYPE = "type", _("woningtype")
    TENURE = "tenure", _("eigendom")
    PRICE = "price", _("prijsklasse")
    TARGET_GROUP = "target_group", _("doelgroep")
    CARE = "care", _("wonen en zorg")
    FLEXIBLE = "flexible", _("flexwonen")
    CELL = "cell", _("volledige verdeling")


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


class TargetGroup(models.TextChoices):
    """For whom (*doelgroep*). Source: code list doelgroep of DIWI."""

    REGULAR = "regular", _("regulier")
    YOUNG = "young", _("jongeren")
    STUDENTS = "students", _("studenten")
    ELDERLY = "elderly", _("ouderen")
    CARE = "care", _("gehandicapten en zorg")
    LARGE_FAMILIES = "large_families", _("grote gezinnen")


class Care(models.TextChoices):
    """Suited to care (*wonen en zorg*). Source: category list of the Zeeland/BZK set."""

    REGULAR = "regular", _("regulier")
    NO_STAIRS = "no_stairs", _("nultreden")
    CLUSTERED = "clustered", _("geclusterd")
    CARE_READY = "care_ready", _("zorggeschikt")


class Flexible(models.TextChoices):
    """For a time or for good (*flexwonen*). Source: category list of the Zeeland/BZK set."""

    FLEXIBLE = "flexible", _("flexwoning")
    PERMANENT = "permanent", _("permanent")


CATEGORIES: dict[str, tuple[str, ...]] = {
    Breakdown.TOTAL: ("",),
    Breakdown.TYPE: tuple(DwellingType.values),
    Breakdown.TENURE: tuple(Tenure.values),
    Breakdown.PRICE: tuple(PriceClass.values),
    Breakdown.TARGET_GROUP: tuple(TargetGroup.values),
    Breakdown.CARE: tuple(Care.values),
    Breakdown.FLEXIBLE: tuple(Flexible.values),
}
"""Breakdown -> its categories.

What is in no category is "unknown" and is derived, never stored.
"""


class MovementKind(models.TextChoices):
    """Why a quantity moved (*soort mutatie*)."""

    ADDITION = "addition", _("opvoer")
    ADJUSTMENT = "adjustment", _("bijstelling")
    REALISATION = "realisation", _("realisatie")
    DEMOLITION = "demolition", _("sloop")
    WITHDRAWAL = "withdrawal", _("onttrekking")
    WRITE_DOWN = "write_down", _("afboeking")
    EXCHANGE_OUT = "exchange_out", _("ruil uit")
    EXCHANGE_IN = "exchange_in", _("ruil in")
    TRANSFER_OUT = "transfer_out", _("overdracht uit")
    TRANSFER_IN = "transfer_in", _("overdracht in")
    EXPIRY = "expiry", _("verval")
    CORRECTION = "correction", _("correctie")


LOWERING = (
    MovementKind.REALISATION,
    MovementKind.DEMOLITION,
    MovementKind.WITHDRAWAL,
    MovementKind.WRITE_DOWN,
    MovementKind.EXCHANGE_OUT,
    MovementKind.TRANSFER_OUT,
    MovementKind.EXPIRY,
)
"""Kinds that only take away; the database refuses them with a plus."""

RAISING = (MovementKind.ADDITION, MovementKind.EXCHANGE_IN, MovementKind.TRANSFER_IN)
"""Kinds that only add; the database refuses them with a minus."""

MOVING = (
    MovementKind.EXCHANGE_OUT,
    MovementKind.EXCHANGE_IN,
    MovementKind.TRANSFER_OUT,
    MovementKind.TRANSFER_IN,
)
"""Kinds that have another plan on the other side."""
SAYING = (MovementKind.ADDITION, MovementKind.ADJUSTMENT)
"""Kinds by which a list or a form says how many homes a plan has."""
DONE = (MovementKind.REALISATION, MovementKind.DEMOLITION, MovementKind.WITHDRAWAL)
"""Kinds that tell what was carried out: built, demolished, withdrawn otherwise."""


class ProgrammeClass(models.TextChoices):
    """How firm a plan stands in the programme (*programmaklasse*), beside its planning status.

    Source: provincial category ph_text1 of Zuid-Holland.
    """

    HARD = "hard", _("hard, in voorbereiding of uitvoering")
    PROMISING = "promising", _("kansrijk")
    AGREED = "agreed", _("bestuurlijk afgesproken")
    RESERVE = "reserve", _("reserve")
    UNKNOWN = "unknown", _("onbekend")


class StatusBasis(models.TextChoices):
    """Whether a planning status was stated, or follows from dated decisions."""

    STATED = "stated", _("opgegeven")
    DERIVED = "derived", _("afgeleid uit besluiten")


class BuiltUpArea(models.TextChoices):
    """Whether a place lies in existing built-up area (*bestaand bebouwd gebied*).

    A dated judgement per plan, not an overlay: the province's definition is verbal.
    """

    WITHIN = "within", _("binnen bestaand bebouwd gebied")
    ADJACENT = "adjacent", _("aansluitend")
    OUTSIDE = "outside", _("erbuiten")
    UNDETERMINED = "undetermined", _("nog niet bepaald")


class ClientKind(models.TextChoices):
    """Who builds (*opdrachtgever*). Source: code list opdrachtgever_type."""

    MUNICIPALITY = "municipality", _("gemeente")
    CORPORATION = "corporation", _("woningcorporatie")
    DEVELOPER = "developer", _("projectontwikkelaar")
    PRIVATE = "private", _("particulieren")
    SEVERAL = "several", _("meerdere")
    OTHER = "other", _("anders")
    UNKNOWN = "unknown", _("onbekend")


class LivingEnvironment(models.TextChoices):
    """Kind of living environment (*woonmilieu*). Source: the five classes of ABF."""

    CENTRE = "centre", _("centrum-stedelijk")
    URBAN = "urban", _("buitencentrum")
    GREEN_URBAN = "green_urban", _("groen-stedelijk")
    VILLAGE = "village", _("dorps")
    RURAL = "rural", _("landelijk")
    UNKNOWN = "unknown", _("onbekend")


class RegionalFunction(models.TextChoices):
    """What a plan does for the region (*regionale functie*)."""

    LOCAL = "local", _("lokaal")
    OVERFLOW = "overflow", _("regionale opvang")
    SPECIAL_ENVIRONMENT = "special_environment", _("bijzonder woonmilieu")
    SUPRALOCAL_FACILITY = "supralocal_facility", _("bij een bovenlokale voorziening")


class Instrument(models.TextChoices):
    """The legal instrument of a planning decision (*instrument*), before and under the new act."""

    ZONING_PLAN = "zoning_plan", _("bestemmingsplan")
    ELABORATION_PLAN = "elaboration_plan", _("uitwerkingsplan")
    CHANGE_PLAN = "change_plan", _("wijzigingsplan")
    ENVIRONMENT_PLAN = "environment_plan", _("wijziging omgevingsplan")
    TAM_PLAN = "tam_plan", _("TAM-omgevingsplan")
    BOPA = "bopa", _("buitenplanse omgevingsplanactiviteit")
    PROJECT_DECISION = "project_decision", _("projectbesluit")
    PERMIT = "permit", _("omgevingsvergunning")


class DecisionStep(models.TextChoices):
    """How far a planning decision is (*stap*)."""

    VISION = "vision", _("visie")
    PRELIMINARY = "preliminary", _("voorontwerp")
    DRAFT = "draft", _("ontwerp")
    ADOPTED = "adopted", _("vastgesteld")
    IN_FORCE = "in_force", _("in werking")
    IRREVOCABLE = "irrevocable", _("onherroepelijk")
    ANNULLED = "annulled", _("vernietigd")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    LAPSED = "lapsed", _("vervallen")


class DelayedDuty(models.TextChoices):
    """What the decision leaves to be decided later (*uitgestelde plicht*)."""

    NONE = "none", _("geen")
    ELABORATION = "elaboration", _("uitwerkingsplicht")
    CHANGE_POWER = "change_power", _("wijzigingsbevoegdheid")


class RelationKind(models.TextChoices):
    """How one plan relates to another (*planrelatie*): read "plan ... other"."""

    PART_OF = "part_of", _("is onderdeel van")
    REPLACES = "replaces", _("vervangt")
    SPLIT_FROM = "split_from", _("is afgesplitst van")
    MERGED_INTO = "merged_into", _("is opgegaan in")
    ALTERNATIVE_FOR = "alternative_for", _("is alternatief voor")
    EXCHANGED_WITH = "exchanged_with", _("is geruild met")


OTHER_STEPS_BACK = (RelationKind.PART_OF, RelationKind.REPLACES, RelationKind.SPLIT_FROM)
"""Kinds by which the other plan no longer counts: only leaves count."""

PLAN_STEPS_BACK = (RelationKind.MERGED_INTO, RelationKind.ALTERNATIVE_FOR)
"""Kinds by which the plan itself does not count."""


class WriteDownReason(models.TextChoices):
    """Why capacity is written down (*reden van afboeking*)."""

    NO_NEED = "no_need", _("geen behoefte")
    OTHER_PLACE = "other_place", _("elders beter op zijn plaats")
    NOT_FEASIBLE = "not_feasible", _("niet haalbaar")
    OTHER_USE = "other_use", _("andere functie")
    AGREEMENT = "agreement", _("afspraak met de regio of de provincie")


class Landowner(models.TextChoices):
    """Whose the land is (*grondeigenaar*)."""

    MUNICIPALITY = "municipality", _("gemeente")
    CORPORATION = "corporation", _("woningcorporatie")
    MARKET = "market", _("marktpartij")
    PRIVATE = "private", _("particulier")
    SEVERAL = "several", _("meerdere")
    UNKNOWN = "unknown", _("onbekend")


class CompensationRisk(models.TextChoices):
    """How likely a claim for loss is (*risico op nadeelcompensatie*)."""

    NONE = "none", _("geen")
    SMALL = "small", _("klein")
    LARGE = "large", _("groot")
    UNKNOWN = "unknown", _("onbekend")


class BottleneckKind(models.TextChoices):
    """What can hold a plan up (*soort knelpunt*).

    Source: code lists of Gelderland, Zuid-Holland and Zeeland, joined.
    """

    CAPACITY = "capacity", _("ambtelijke capaciteit")
    ACCESS = "access", _("bereikbaarheid")
    DEFICIT = "deficit", _("onrendabele top")
    NITROGEN = "nitrogen", _("stikstofruimte")
    GRID = "grid", _("netcongestie")
    UTILITIES = "utilities", _("nutsvoorzieningen")
    OWNERS = "owners", _("onderhandelingen met eigenaren")
    LAND_SALE = "land_sale", _("gronduitgifte (Didam)")
    APPEAL = "appeal", _("bezwaar en beroep")
    NOISE = "noise", _("geluid")
    SUPPORT = "support", _("draagvlak")
    NATURE = "nature", _("natuurbescherming")
    PARKING = "parking", _("parkeren")
    SOIL = "soil", _("vervuilde grond")
    WATER = "water", _("water")
    OTHER = "other", _("anders")


class ChangeKind(models.TextChoices):
    """What can happen to homes in the register of buildings (*soort mutatie*)."""

    BUILT = "built", _("nieuwbouw")
    ADDED = "added", _("toevoeging")
    DEMOLISHED = "demolished", _("sloop")
    WITHDRAWN = "withdrawn", _("onttrekking")


class Segment(models.TextChoices):
    """Segments of a building programme (*segment*)."""

    ALL = "all", _("alle woningen")
    SOCIAL_RENT = "social_rent", _("sociale huur")
    MID_RENT = "mid_rent", _("middenhuur")
    AFFORDABLE_OWNER = "affordable_owner", _("betaalbare koop")
    OTHER = "other", _("overig")
