"""The words for issues of official delivery formats."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# code -> severity, reason, remedy
OFFICIAL: Mapping[str, tuple[str, Any, Any]] = {
    "not_in_code_list": (
        "warning",
        _("Deze waarde staat niet in de codelijst van dit formaat. Wij leggen onbekend vast."),
        _("Kies een waarde uit de codelijst, of vul het plan daarna in Woonregie aan."),
    ),
    "status_swapped": (
        "warning",
        _("De code en de woorden van deze status spreken elkaar tegen. Wij volgen de woorden."),
        _("Kijk na of het plan in een visie staat (4A) of alleen een idee is (4B)."),
    ),
    "no_detail_layer": (
        "warning",
        _(
            "De laag DetailPlanning ontbreekt. Wij kennen van deze plannen "
            "alleen het totaal, zonder jaren."
        ),
        _("Lever de geodatabase met de laag DetailPlanning aan als u de jaren kent."),
    ),
    "detail_without_plan": (
        "warning",
        _("Deze regel hoort bij geen plan in dit bestand. De woningen tellen niet mee."),
        _("Kijk parent_globalid na: het is de GlobalID van een plan in Planregistratie."),
    ),
    "detail_without_years": (
        "hint",
        _(
            "Van dit plan staan er geen jaren in DetailPlanning. "
            "Wij lezen het totaal, zonder jaar."
        ),
        _("Vul de jaren in als u ze kent."),
    ),
    "years_differ": (
        "warning",
        _(
            "Dit totaal is anders dan de som van de jaren: %(years)s woningen. "
            "Wij tellen de jaren."
        ),
        _("Kijk bij de afzender na welk getal klopt."),
    ),
    "lines_differ": (
        "warning",
        _("Dit totaal is kleiner dan wat de jaren noemen: %(years)s woningen."),
        _("Kijk bij de afzender na welk getal klopt."),
    ),
    "already_done": (
        "hint",
        _("Deze woningen zijn volgens het bestand al klaar. Zij tellen niet als nog te doen."),
        _("Boek wat klaar is bij Realisatie. In dit bestand hoeft niets te veranderen."),
    ),
    "unknown_label": (
        "hint",
        _("Dit label van de regio kennen wij niet. Wij volgen de indeling van de provincie."),
        _("Kijk na of de prijsklassen van deze plannen kloppen."),
    ),
    "empty_template": (
        "error",
        _("Dit is een leeg plan uit het sjabloon: naam, gemeente en ligging ontbreken."),
        _("Vul het sjabloon in, of haal dit lege plan uit het bestand."),
    ),
    "no_identification": (
        "warning",
        _("Dit plan heeft geen eigen sleutel. Wij herkennen het aan zijn naam."),
        _("Geef elk plan een vaste sleutel, dan blijft het herkend als de naam verandert."),
    ),
    "block_unreadable": (
        "error",
        _("Dit woningblok heeft een andere vorm dan het formaat voorschrijft."),
        _("Maak het bestand opnieuw, of herstel dit blok."),
    ),
    "block_without_homes": (
        "warning",
        _("Dit woningblok heeft geen aantal. Het telt niet mee."),
        _("Vul het aantal woningen van het blok in."),
    ),
    "unknown_mutation": (
        "error",
        _("Van dit woningblok is niet duidelijk of het om bouwen of slopen gaat."),
        _("Vul bij mutatie_type CONSTRUCTION (bouwen) of DEMOLITION (slopen) in."),
    ),
    "several_statuses": (
        "hint",
        _("Dit plan heeft op dezelfde dag meer dan één status. Wij nemen de verste."),
        _("Kijk de status van het plan na."),
    ),
    "price_reversed": (
        "warning",
        _("De laagste prijs is hoger dan de hoogste. Wij lezen deze prijs niet."),
        _("Verwissel laag en hoog."),
    ),
}
