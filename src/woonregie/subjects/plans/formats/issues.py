"""The words for every kind of issue: what is wrong, and what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from woonregie.subjects.plans.formats.delivered import Issue

# code -> severity, reason, remedy
KINDS: Mapping[str, tuple[str, Any, Any]] = {
    "formula_error": (
        "error",
        _("Hier staat een fout uit een formule."),
        _("Herstel de formule en lever opnieuw aan."),
    ),
    "not_a_number": (
        "error",
        _("Dit is geen getal."),
        _("Vul alleen een aantal woningen in, bijvoorbeeld 120."),
    ),
    "date_for_number": (
        "error",
        _("Hier staat een datum in plaats van een getal."),
        _("Zet de opmaak van de cel op getal en vul het aantal opnieuw in."),
    ),
    "ambiguous_number": (
        "error",
        _(
            "Dit kan twee getallen betekenen: met een komma voor "
            "duizendtallen, of met cijfers achter de komma."
        ),
        _("Schrijf 1389 of 1.389."),
    ),
    "not_whole": ("error", _("Een aantal woningen is een heel getal."), _("Rond het getal af.")),
    "out_of_range": (
        "error",
        _("Dit aantal is onwaarschijnlijk groot."),
        _("Controleer het getal."),
    ),
    "negative": (
        "error",
        _("Een aantal kan hier niet onder nul zijn."),
        _("Vul nul in, of zet sloop in de kolom Sloop."),
    ),
    "unknown_municipality": (
        "error",
        _("Deze gemeente kennen wij niet op de peildatum."),
        _("Schrijf de naam voluit, of gebruik de CBS-code."),
    ),
    "other_municipality": (
        "error",
        _("Dit plan is van een andere gemeente dan u koos."),
        _("Haal de regel weg, of kies de juiste gemeente."),
    ),
    "no_name": ("error", _("Dit plan heeft geen naam."), _("Vul een naam in.")),
    "unknown_status": (
        "warning",
        _("Deze status kennen wij niet; het plan krijgt status onbekend."),
        _("Gebruik een code als 1A of 3."),
    ),
    "unknown_code": (
        "warning",
        _("Deze waarde kennen wij niet; wij leggen onbekend vast."),
        _("Kies een waarde uit de lijst in ons sjabloon."),
    ),
    "totals_row": (
        "hint",
        _("Dit lijkt een totaalregel. Wij slaan haar over."),
        _("U hoeft niets te doen."),
    ),
    "swapped": (
        "warning",
        _("X en y stonden verwisseld. Wij hebben ze omgedraaid."),
        _("Controleer de ligging op de kaart."),
    ),
    "degrees": (
        "warning",
        _("De ligging stond in graden. Wij hebben haar omgezet naar RD-meters."),
        _("Controleer de ligging op de kaart."),
    ),
    "degrees_swapped": (
        "warning",
        _("De ligging stond in graden en verwisseld. Wij hebben haar omgezet."),
        _("Controleer de ligging op de kaart."),
    ),
    "half_a_point": (
        "warning",
        _("Alleen x of alleen y is ingevuld. Wij leggen geen ligging vast."),
        _("Vul beide in, of geen van beide."),
    ),
    "outside_netherlands": (
        "error",
        _("Deze ligging is niet in Nederland."),
        _("Gebruik RD-meters: x tussen 0 en 300.000, y tussen 300.000 en 630.000."),
    ),
    "not_a_geometry": (
        "warning",
        _("Dit is geen geldige ligging. Wij leggen geen ligging vast."),
        _("Gebruik WKT: POINT, POLYGON of MULTIPOLYGON."),
    ),
    "mended": (
        "warning",
        _("De grens van dit plan kruiste zichzelf. Wij hebben haar hersteld."),
        _("Controleer de grens op de kaart."),
    ),
    "over_allocated": (
        "warning",
        _("De verdeling telt op tot meer dan het totaal. Onbekend wordt daardoor negatief."),
        _("Controleer de verdeling met de bron."),
    ),
    "sum_differs": (
        "error",
        _("De perioden tellen niet op tot het totaal."),
        _("Maak het totaal gelijk aan de som van de perioden."),
    ),
    "zero_left": (
        "hint",
        _("Er zijn geen woningen meer te bouwen of te slopen."),
        _("Is het plan klaar? Zet de projectfase op afgerond."),
    ),
    "duplicate_name": (
        "warning",
        _("Deze naam komt in deze gemeente vaker voor."),
        _("Is dit hetzelfde plan? Haal er een weg."),
    ),
    "duplicate_key": (
        "error",
        _("Dit plannummer of deze sleutel staat twee keer in de lijst."),
        _("Haal een van beide regels weg."),
    ),
    "overlap": (
        "warning",
        _("Dit vlak overlapt een ander plan in deze lijst."),
        _("Tellen beide plannen dezelfde woningen?"),
    ),
}


def issue(code: str, row: int, column: str = "", value: Any = "") -> Issue:
    """Return an issue of a kind; its words are chosen in the language of the reader."""
    severity, reason, remedy = KINDS[code]
    return Issue(row, column, str(value)[:80], code, severity, str(reason), str(remedy))
