"""The words for issues of lists that count: building changes, and totals of a year."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# code -> severity, reason, remedy
COUNTED: Mapping[str, tuple[str, Any, Any]] = {
    "no_object": (
        "error",
        _("Deze mutatie heeft geen objectnummer."),
        _("Vul het nummer uit de BAG in: zestien cijfers."),
    ),
    "not_an_object": (
        "error",
        _("Dit is geen objectnummer uit de BAG."),
        _("Vul zestien cijfers in, bijvoorbeeld 0166010000123456."),
    ),
    "rounded_object": (
        "error",
        _("Een werkblad heeft dit objectnummer afgerond. Het echte nummer is weg."),
        _("Zet de kolom in de bron op tekst en maak het bestand opnieuw."),
    ),
    "unknown_change": (
        "error",
        _("Deze soort mutatie kennen wij niet."),
        _("Kies: nieuwbouw, toevoeging, sloop of onttrekking."),
    ),
    "no_day": ("error", _("Hier staat geen datum."), _("Vul in op welke dag dit gebeurde.")),
    "day_too_early": (
        "error",
        _("Deze datum ligt voor 1990."),
        _("Controleer de datum. Oudere mutaties lezen wij niet."),
    ),
    "day_ahead": (
        "error",
        _("Deze datum ligt in de toekomst."),
        _("Controleer de datum. Lever de mutatie aan als zij gebeurd is."),
    ),
    "no_homes": (
        "error",
        _("Een mutatie gaat over ten minste één woning."),
        _("Vul een getal vanaf 1 in. Of er bijkomt of afgaat, zegt de kolom Soort."),
    ),
    "no_point": (
        "error",
        _("Deze mutatie heeft geen ligging. Zo vinden wij haar plan niet."),
        _("Vul x en y in, in RD-meters of in graden."),
    ),
    "change_twice": (
        "warning",
        _("Deze mutatie staat twee keer in de lijst. Wij tellen haar één keer."),
        _("U hoeft niets te doen."),
    ),
    "change_differs": (
        "error",
        _("Deze mutatie staat twee keer in de lijst, met een ander aantal of een andere ligging."),
        _("Haal de regel weg die niet klopt."),
    ),
    "change_other_day": (
        "warning",
        _("Van dit object kennen wij deze mutatie al, op een andere dag: %(day)s."),
        _("Is het dezelfde mutatie? Wijs het voorstel dan af."),
    ),
    "no_total": (
        "error",
        _("Hier staat geen aantal nieuwe woningen."),
        _("Vul een aantal in. Is het nul? Vul dan 0 in."),
    ),
    "year_ahead": (
        "error",
        _("Dit jaar ligt in de toekomst."),
        _("Controleer het jaar. Dit bestand vertelt wat er geteld is."),
    ),
    "year_not_over": (
        "warning",
        _("Dit jaar is nog niet voorbij. Het aantal is nog niet compleet."),
        _("Lever het jaar opnieuw aan als het voorbij is."),
    ),
    "total_twice": (
        "error",
        _("Deze gemeente en dit jaar staan twee keer in de lijst."),
        _("Haal een van beide regels weg."),
    ),
    "unread_column": (
        "hint",
        _("Deze kolom kennen wij niet. Wij lezen haar niet."),
        _("U hoeft niets te doen."),
    ),
    "elsewhere": (
        "hint",
        _("Regels over een andere gemeente: %(count)s. Wij slaan ze over."),
        _("U hoeft niets te doen."),
    ),
    "not_a_total": (
        "hint",
        _(
            "Regels die geen jaartotaal van woningen in een gemeente zijn: %(count)s. "
            "Bijvoorbeeld een provincie, een kwartaal, andere gebouwen of een leeg jaar. "
            "Wij slaan ze over."
        ),
        _("U hoeft niets te doen."),
    ),
}
