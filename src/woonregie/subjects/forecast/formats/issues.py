"""The words for every kind of issue: what is wrong, and what to do."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

LONGEST_VALUE = 80

# code -> severity, reason, remedy
KINDS: Mapping[str, tuple[str, Any, Any]] = {
    "short_row": (
        "error",
        _("Deze regel heeft minder kolommen dan de kop."),
        _("Vul de regel aan. Zet een tekst met een scheidingsteken tussen aanhalingstekens."),
    ),
    "unknown_municipality": (
        "error",
        _("Deze gemeente kennen wij niet."),
        _("Gebruik de CBS-code, bijvoorbeeld GM0166, of schrijf de naam voluit."),
    ),
    "unknown_measure": (
        "error",
        _("Deze maat kennen wij niet."),
        _("Gebruik een maat uit de lijst op de bladzijde, bijvoorbeeld huishoudens."),
    ),
    "no_scenario": (
        "error",
        _("Bij een prognose hoort een scenario."),
        _("Vul een naam in, bijvoorbeeld laag, midden of hoog."),
    ),
    "long_scenario": (
        "error",
        _("De naam van dit scenario is te lang."),
        _("Gebruik ten hoogste 40 tekens."),
    ),
    "not_a_year": (
        "error",
        _("Dit is geen jaar."),
        _("Vul een jaar van vier cijfers in, bijvoorbeeld 2026."),
    ),
    "year_out_of_range": (
        "error",
        _("Dit jaar is onwaarschijnlijk."),
        _("Vul een jaar in van 1990 tot en met 2100."),
    ),
    "not_a_number": (
        "error",
        _("Dit is geen getal."),
        _("Vul alleen een getal in, bijvoorbeeld 22217. Laat de cel leeg als er geen cijfer is."),
    ),
    "ambiguous_number": (
        "error",
        _("Dit kan twee getallen betekenen: met duizendtallen, of met cijfers achter de komma."),
        _("Schrijf 22217 zonder punt, of 22,22 met twee cijfers achter de komma."),
    ),
    "out_of_range": (
        "error",
        _("Dit getal is onwaarschijnlijk groot."),
        _("Controleer het getal."),
    ),
    "negative": (
        "error",
        _("Dit aantal kan niet onder nul zijn."),
        _("Controleer het getal."),
    ),
    "half_a_figure": (
        "error",
        _("Dit cijfer is de som van twee cellen, en een daarvan is leeg."),
        _("Vul beide cellen in, of geen van beide."),
    ),
    "double": (
        "error",
        _("Dit cijfer staat er eerder ook, met een andere waarde."),
        _("Haal een van beide regels weg."),
    ),
    "same_twice": (
        "hint",
        _("Dit cijfer staat er twee keer, met dezelfde waarde. Wij leggen het één keer vast."),
        _("U hoeft niets te doen."),
    ),
    "gone": (
        "hint",
        _(
            "Deze gemeente bestaat dan niet meer en heeft geen opvolger. "
            "Het cijfer telt in geen balans mee."
        ),
        _("Gebruikt u oude codes? Reken de prognose dan om naar de gemeenten van nu."),
    ),
}

# Only in folders of counted people.
FOLDER_KINDS: Mapping[str, tuple[str, Any, Any]] = {
    "not_whole": (
        "error",
        _("Mensen tellen wij in hele aantallen."),
        _("Vul het getelde aantal in, zonder cijfers achter de komma."),
    ),
    "no_count": (
        "error",
        _("Hier staat geen aantal, terwijl andere leeftijden van die gemeente er wel staan."),
        _("Vul het aantal in, of haal alle regels van die gemeente in dat jaar weg."),
    ),
    "no_region": (
        "error",
        _("Bij deze regel staat geen gemeente."),
        _("Vul een code of naam in."),
    ),
    "not_a_day": (
        "error",
        _("Dit is geen dag."),
        _("Schrijf jjjj-mm-dd, bijvoorbeeld 2019-01-01."),
    ),
    "not_a_share": (
        "error",
        _("Dit is geen deel."),
        _("Vul een getal in van 0 tot en met 1, of laat leeg als iedereen meeging."),
    ),
    "unknown_sex": (
        "error",
        _("Dit geslacht kennen wij niet."),
        _("Gebruik total, men of women."),
    ),
    "unknown_age": (
        "error",
        _("Dit is geen leeftijd."),
        _("Gebruik hele jaren, bijvoorbeeld 37, en 98+ voor de laatste; of total."),
    ),
    "age_group": (
        "error",
        _("Dit is een groep van leeftijden. Wij rekenen met leeftijden van één jaar."),
        _("Lever elke leeftijd apart, of alleen total."),
    ),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """A cell that cannot be read, or that somebody should know of."""

    row: int
    column: str
    value: str
    code: str
    severity: str
    reason: str
    remedy: str

    def as_row(self) -> dict[str, Any]:
        """Return the issue by field name, for reports."""
        return asdict(self)


def issue(code: str, row: int, column: str, value: str) -> Issue:
    """Return an issue of a kind; its words are chosen in the language of the reader."""
    severity, reason, remedy = KINDS[code] if code in KINDS else FOLDER_KINDS[code]
    return Issue(row, column, value[:LONGEST_VALUE], code, severity, str(reason), str(remedy))
