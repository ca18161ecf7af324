"""The words for issues of a list of bookings."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# code -> severity, reason, remedy
BOOKED: Mapping[str, tuple[str, Any, Any]] = {
    "no_plan": (
        "error",
        _("Dit plan kennen wij niet, of het is niet van deze gemeente."),
        _("Vul het nummer van het plan in, bijvoorbeeld GM0166-2026-0001."),
    ),
    "unknown_booking": (
        "error",
        _("Deze soort boeking kennen wij niet."),
        _(
            "Kies: realisatie, sloop, onttrekking, vervallen, ruil uit, ruil in, "
            "overdracht uit of overdracht in."
        ),
    ),
    "booked_nothing": (
        "error",
        _("Een boeking gaat over ten minste één woning."),
        _("Vul een getal vanaf 1 in. Of er bijkomt of afgaat, zegt de kolom Soort."),
    ),
    "half_a_move": (
        "error",
        _("Een ruil of overdracht heeft twee regels: een plan dat geeft en een dat krijgt."),
        _("Geef beide regels dezelfde tekst bij Boeking, en dezelfde datum."),
    ),
    "not_balanced": (
        "error",
        _("Het ene plan geeft %(given)s woningen, het andere krijgt er %(got)s."),
        _("Vul op beide regels hetzelfde aantal in."),
    ),
    "half_a_ground": (
        "error",
        _("Van dit besluit ontbreekt wie het nam, of wanneer."),
        _("Vul Orgaan en Besloten op allebei in, of allebei niet."),
    ),
    "booking_refused": (
        "error",
        _("%(why)s"),
        _("Bekijk de rekening van het plan, en verbeter de regel."),
    ),
}
