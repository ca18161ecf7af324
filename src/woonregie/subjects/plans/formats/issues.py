"""The words for every kind of issue: what is wrong, and what to do."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.intake.cells import text
from woonregie.subjects.plans.formats.booking_issues import BOOKED
from woonregie.subjects.plans.formats.counted_issues import COUNTED
from woonregie.subjects.plans.formats.delivered import Issue
from woonregie.subjects.plans.formats.official_issues import OFFICIAL

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
    "formula_without_value": (
        "error",
        _("Hier staat een formule die nog niet is uitgerekend."),
        _("Open het bestand in Excel, sla het op en lever het opnieuw aan."),
    ),
    "boolean_for_number": (
        "error",
        _("Hier staat waar of onwaar in plaats van een getal."),
        _("Vul het aantal woningen in, bijvoorbeeld 120."),
    ),
    "looks_like_a_day": (
        "error",
        _("Dit getal is vermoedelijk een datum: zo telt een werkblad dagen."),
        _("Vul het aantal woningen in. Is het echt zo veel? Verdeel het dan over meer perioden."),
    ),
    "division_unreadable": (
        "error",
        _("In deze volledige verdeling staat een regel die wij niet kunnen lezen."),
        _(
            "Zet per regel tien delen met een streep ertussen, zoals op het blad Uitleg. "
            "Kies woorden uit onze lijsten."
        ),
    ),
    "not_a_year": (
        "error",
        _("Dit is geen jaar tussen 1990 en 2100."),
        _("Vul een jaar in, bijvoorbeeld 2030."),
    ),
    "not_a_day": (
        "error",
        _("Dit is geen datum."),
        _("Vul een datum in, bijvoorbeeld 24-11-2026."),
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
    "gone_municipality": (
        "error",
        _("Deze gemeente is er niet op de peildatum."),
        _("Noem de gemeente waarin zij opging, of kies een peildatum waarop zij er nog was."),
    ),
    "gone_into": (
        "error",
        _("Deze gemeente bestaat sinds %(day)s niet meer; zij ging op in %(successor)s."),
        _("Noem de nieuwe gemeente, of kies een eerdere peildatum."),
    ),
    "at_successor": (
        "warning",
        _("Deze gemeente bestaat niet meer. Wij leggen het plan vast bij %(successor)s."),
        _("Controleer of het plan bij deze gemeente hoort."),
    ),
    "led_elsewhere": (
        "hint",
        _("%(system)s is leidend voor: %(field)s (%(rows)s plannen in deze lijst)."),
        _("Wat er staat, blijft staan. Komt de lijst uit dat systeem? Kies het dan erbij."),
    ),
    "unknown_elsewhere": (
        "hint",
        _("Deze gemeente kennen wij niet op de peildatum. Wij slaan de regel over."),
        _("Hoort het plan bij uw gemeente? Verbeter dan de naam."),
    ),
    "other_municipality": (
        "error",
        _("Dit plan is van een andere gemeente dan u koos."),
        _("Haal de regel weg, of kies de juiste gemeente."),
    ),
    "unknown_plan": (
        "error",
        _("Dit plannummer kennen wij niet bij deze gemeente."),
        _("Laat het nummer leeg voor een nieuw plan."),
    ),
    "number_of_others": (
        "hint",
        _("Dit plannummer is van een ander register. Wij herkennen het plan aan zijn sleutel."),
        _("U hoeft niets te doen."),
    ),
    "unknown_settlement": (
        "warning",
        _("Deze kern kennen wij niet in deze gemeente; wij leggen geen kern vast."),
        _("Controleer de spelling."),
    ),
    "long_name": (
        "warning",
        _("Deze naam is langer dan 200 tekens. Wij korten haar in."),
        _("Kies een kortere naam, en zet de rest bij Opmerkingen."),
    ),
    "long_key": (
        "error",
        _("Deze sleutel is langer dan 80 tekens."),
        _("Gebruik een kort nummer."),
    ),
    "formula_text": (
        "error",
        _("Hier staat een fout uit een formule in plaats van tekst."),
        _("Herstel de formule en lever opnieuw aan."),
    ),
    "control_signs": (
        "warning",
        _("Hier staan onzichtbare tekens. Wij laten ze weg."),
        _("Controleer de tekst."),
    ),
    "unknown_column": (
        "warning",
        _("Deze kolom kennen wij niet. Wij lezen haar niet."),
        _("Gebruik een kolomnaam uit ons sjabloon, bijvoorbeeld Bouw 2030 of Bouw 2031-2035."),
    ),
    "duplicate_column": (
        "error",
        _("Deze kolom staat er twee keer in."),
        _("Haal een van beide kolommen weg."),
    ),
    "reversed_period": (
        "error",
        _("In deze kolomnaam ligt het laatste jaar voor het eerste."),
        _("Schrijf het eerste jaar voorop, bijvoorbeeld Bouw 2031-2035."),
    ),
    "nothing_to_keep": (
        "warning",
        _("Hier staat dat er niets verandert, maar dit plan is nieuw."),
        _("Vul de ligging of de opmerking zelf in."),
    ),
    "old_encoding": (
        "hint",
        _("Dit bestand gebruikt een oude tekencodering (Windows, DOS of Mac)."),
        _("Controleer namen met een accent. Bewaar een csv liever als CSV UTF-8."),
    ),
    "lost_signs": (
        "warning",
        _("Sommige tekens in dit bestand zijn niet te lezen."),
        _("Controleer namen met een accent. Bewaar een csv als CSV UTF-8."),
    ),
    "no_reference_system": (
        "hint",
        _("Bij deze laag staat niet in welk coördinatenstelsel zij is gemeten. Wij lezen RD."),
        _("Controleer de ligging op de kaart. Lever een shapefile liever met zijn prj-bestand."),
    ),
    "more_overlaps": (
        "warning",
        _("Er zijn meer vlakken die overlappen dan wij kunnen tellen."),
        _("Haal dubbele plannen uit de lijst."),
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
    "note_row": (
        "hint",
        _("Dit lijkt een toelichting en geen plan. Wij slaan de regel over."),
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
    "web_mercator": (
        "warning",
        _("De ligging stond in Web Mercator (EPSG:3857). Wij hebben haar omgezet naar RD-meters."),
        _("Controleer de ligging op de kaart."),
    ),
    "utm": (
        "warning",
        _("De ligging stond in UTM zone 31. Wij hebben haar omgezet naar RD-meters."),
        _("Controleer de ligging op de kaart."),
    ),
    "utm_east": (
        "warning",
        _("De ligging stond in UTM zone 32. Wij hebben haar omgezet naar RD-meters."),
        _("Controleer de ligging op de kaart."),
    ),
    "all_swapped": (
        "warning",
        _("Bij alle plannen in dit bestand stonden x en y verwisseld. Wij hebben ze omgedraaid."),
        _("Controleer de ligging op de kaart. Lever een volgende keer x voor y aan."),
    ),
    "all_degrees": (
        "warning",
        _("Alle plannen in dit bestand liggen in graden. Wij hebben ze omgezet naar RD-meters."),
        _("Controleer de ligging op de kaart. Bewaar de laag liever in RD (EPSG:28992)."),
    ),
    "all_degrees_swapped": (
        "warning",
        _(
            "Alle plannen in dit bestand liggen in graden, met de breedte voor de lengte. "
            "Wij hebben ze omgezet naar RD-meters."
        ),
        _("Controleer de ligging op de kaart. Bewaar de laag liever in RD (EPSG:28992)."),
    ),
    "all_other_grid": (
        "warning",
        _(
            "Alle plannen in dit bestand liggen in een ander coördinatenstelsel: Web Mercator of "
            "UTM. Wij hebben ze omgezet naar RD-meters."
        ),
        _("Controleer de ligging op de kaart. Bewaar de laag liever in RD (EPSG:28992)."),
    ),
    "other_reference_system": (
        "warning",
        _(
            "Het bestand noemt een ander coördinatenstelsel, maar de coördinaten zijn RD-meters. "
            "Wij lezen RD."
        ),
        _("Controleer de ligging op de kaart. Zet het stelsel van de laag op RD (EPSG:28992)."),
    ),
    "degrees_elsewhere": (
        "error",
        _("Deze ligging lijkt in graden te staan, maar is zo niet in Nederland."),
        _(
            "Controleer het coördinatenstelsel van het bestand. Nederland ligt rond lengte 5 en "
            "breedte 52."
        ),
    ),
    "at_zero": (
        "warning",
        _(
            "Deze ligging is 0, 0: zo ziet een ligging eruit die niet is ingevuld. "
            "Wij slaan haar over."
        ),
        _("Laat de ligging leeg, of vul haar in."),
    ),
    "half_a_point": (
        "error",
        _("Alleen x of alleen y is ingevuld."),
        _("Vul beide in, of geen van beide."),
    ),
    "outside_netherlands": (
        "error",
        _("Deze ligging is niet in Nederland."),
        _("Gebruik RD-meters: x tussen 0 en 300.000, y tussen 300.000 en 630.000."),
    ),
    "not_a_geometry": (
        "error",
        _("Dit is geen punt of vlak."),
        _("Gebruik een punt of een vlak (WKT: POINT, POLYGON, MULTIPOLYGON), of laat het leeg."),
    ),
    "no_shape": (
        "warning",
        _("Dit plan heeft geen vlak in het bestand. Wij leggen geen ligging vast."),
        _("Teken het vlak, of vul x en y in."),
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
        _("Er zijn geen woningen meer te bouwen."),
        _("Is het plan klaar? Zet de projectfase op afgerond."),
    ),
    "duplicate_name": (
        "warning",
        _("Deze naam komt in deze gemeente vaker voor."),
        _("Is dit hetzelfde plan? Haal er een weg."),
    ),
    "duplicate_key": (
        "error",
        _(
            "Dit plannummer of deze sleutel staat ook op regel %(other)s. "
            "De regels verschillen in: %(what)s."
        ),
        _("Haal een van beide regels weg, of geef elk plan een eigen sleutel."),
    ),
    "one_name_twice": (
        "error",
        _("Dit plan staat ook op regel %(other)s. De regels verschillen in: %(what)s."),
        _("Haal een van beide weg. Zijn het twee plannen? Geef elk een eigen sleutel of naam."),
    ),
    "double_row": (
        "warning",
        _("Deze regel staat ook op regel %(other)s, precies zo. Wij lezen hem één keer."),
        _("U hoeft niets te doen."),
    ),
    "unknown_segment": (
        "error",
        _("Dit segment kennen wij niet."),
        _("Kies: alle woningen, sociale huur, middenhuur, betaalbare koop of overig."),
    ),
    "unknown_basis": (
        "error",
        _("Deze telwijze kennen wij niet."),
        _("Schrijf netto of bruto."),
    ),
    "reversed_years": (
        "error",
        _("Het laatste jaar ligt voor het eerste jaar."),
        _("Verwissel de jaren."),
    ),
    "no_number": (
        "error",
        _("Hier staat geen aantal woningen."),
        _("Vul een aantal in. Is het nul? Vul dan 0 in."),
    ),
    "negative_programme": (
        "error",
        _("Een aantal kan niet onder nul zijn."),
        _("Vul nul in, of een positief aantal."),
    ),
    "no_source": (
        "error",
        _("Hier staat geen bron en geen besluit."),
        _("Noem de bron of het besluit waarop dit aantal rust."),
    ),
    "half_a_decision": (
        "error",
        _("Van dit besluit ontbreekt het orgaan of de datum."),
        _("Vul orgaan en besloten op allebei in, of laat het besluit leeg."),
    ),
    "duplicate_number": (
        "error",
        _("Dit segment en deze periode staan twee keer in de lijst."),
        _("Haal een van beide regels weg."),
    ),
    "periods_overlap": (
        "warning",
        _("Deze periode overlapt een andere periode van hetzelfde segment."),
        _("Tellen beide regels dezelfde woningen?"),
    ),
    "overlap": (
        "warning",
        _("Dit vlak overlapt een ander plan in deze lijst."),
        _("Tellen beide plannen dezelfde woningen?"),
    ),
    **COUNTED,
    **BOOKED,
    **OFFICIAL,
}


def issue(code: str, row: int, column: str = "", value: Any = "", **words: object) -> Issue:
    """Return an issue of a kind, in the language of the reader.

    Args:
        code: name of the kind.
        row: row in the file.
        column: heading of the column.
        value: what stands there.
        words: what its sentence needs to know.
    """
    severity, reason, remedy = _in_words(code, get_language() or "")
    shown = text(value)[:80]
    return Issue(row, column, shown, code, severity, reason % words if words else reason, remedy)


@cache
def _in_words(code: str, _language: str) -> tuple[str, str, str]:
    severity, reason, remedy = KINDS[code]
    return severity, str(reason), str(remedy)
