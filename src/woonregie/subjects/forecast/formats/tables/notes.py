"""The words for what a calibration says: what was missing, and what was done instead."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from woonregie.engines.household import COMPONENTS, Note

MOST_NAMES = 5
TABLES: Mapping[str, Any] = {
    "births": _("geboorten"),
    "deaths": _("sterfte"),
    "immigration": _("immigratie"),
    "emigration": _("emigratie"),
    "departures": _("vertrek naar andere gemeenten"),
    "arrivals": _("aankomst uit andere gemeenten"),
}
INSTEAD: Mapping[str, Any] = {
    "births": _("wij nemen het landelijke niveau"),
    "deaths": _("wij nemen het landelijke niveau"),
    "immigration": _("er komt niemand uit het buitenland"),
    "emigration": _("niemand gaat naar het buitenland"),
    "departures": _("wij nemen het landelijke niveau"),
    "arrivals": _("mensen gaan waar grootte en afstand hen brengen"),
}
WORDS: Mapping[str, Any] = {
    "curves_assumed": _(
        "Hoe sterfte, vruchtbaarheid, verhuizen en het huishouden met de leeftijd verlopen zijn "
        "landelijke aannamen; het niveau is geijkt op wat geteld is."
    ),
    "ages_assumed": _(
        "Leeftijden zijn niet geteld: elke gemeente heeft de landelijke opbouw. Verschillen "
        "daarin zitten nu in het niveau van geboorten, sterfte en verhuizen."
    ),
    "ages_of_groups": _(
        "Leeftijden komen uit de groepen van vijf jaar in de tabel met posities; mannen en "
        "vrouwen zijn landelijk verdeeld."
    ),
    "no_positions": _(
        "Posities in het huishouden zijn niet geteld: wij nemen de landelijke verdeling naar "
        "leeftijd."
    ),
    "positions_of_year": _(
        "Posities in het huishouden zijn van %(year)s. Van elke leeftijd is de verdeling gebruikt."
    ),
    "positions_missing": _("Zonder getelde posities, en daarom als het gemiddelde: %(regions)s."),
    "no_households": _("Huishoudens zijn niet geteld: zij volgen uit de posities."),
    "households_of_year": _(
        "Huishoudens zijn geteld in %(year)s, niet in het begin: het aantal volgt uit posities."
    ),
    "households_leaned": _(
        "Posities zijn zo verschoven dat er evenveel huishoudens zijn als er zijn geteld."
    ),
    "households_off": _(
        "Het getelde aantal huishoudens past niet bij de inwoners van: %(regions)s."
    ),
    "not_counted": _("Zonder %(table)s, en daarom op het niveau van allen: %(regions)s."),
    "fewer_years": _(
        "Van minder jaren geteld, vaak om een nieuwe grens: %(regions)s. Het gemiddelde telt."
    ),
    "permits_assumed": _(
        "Statushouders zijn niet apart geteld: %(per_thousand)s per 1.000 inwoners per jaar "
        "tellen als statushouder, en gaan af van de immigratie."
    ),
    "no_minutes": _(
        "Zonder afstanden: wie verhuist gaat naar gemeenten naar hun grootte, ook ver weg."
    ),
    "no_moves": _(
        "Wie waarheen verhuisde is niet geteld: grootte, afstand en getelde aankomsten bepalen "
        "het."
    ),
    "out_of_balance": _(
        "Er vertrekken per jaar %(departures)s mensen naar elders en er komen er %(arrivals)s "
        "aan. Wij rekenen met wie vertrok: wie vertrekt komt aan."
    ),
    "arrivals_impossible": _(
        "Het getelde aantal aankomsten van %(region)s kan niet: zoveel mensen vertrekken elders "
        "niet."
    ),
    "zones_estimated": _(
        "Van gebieden buiten de regio is geschat hoeveel mensen van en naar andere gebieden gaan."
    ),
    "single_region": _("Er is één gemeente: verhuizen naar elders kan niet worden gerekend."),
    "no_stock": _(
        "De woningvoorraad is niet geteld: wij beginnen zonder tekort en zonder overschot."
    ),
    "stock_missing": _(
        "Zonder getelde woningen, en daarom zonder tekort in het begin: %(regions)s."
    ),
    "one_cross_section": _(
        "Posities zijn van één jaar. De kansen op een andere positie zijn zo bijgesteld dat de "
        "verdeling naar leeftijd blijft zoals zij is."
    ),
}


def said(notes: Iterable[Note]) -> list[str]:
    """Return each note as a sentence, in the language of the reader.

    >>> said([Note("single_region")])
    ['Er is één gemeente: verhuizen naar elders kan niet worden gerekend.']
    """
    return [_said(note) for note in notes]


def _said(note: Note) -> str:
    table = note.code.removeprefix("no_")
    if table in COMPONENTS:
        return str(_("Niet geteld: %(table)s; %(instead)s.")) % {
            "table": TABLES[table],
            "instead": INSTEAD[table],
        }
    return str(WORDS[note.code]) % {name: _word(value) for name, value in note.fields.items()}


def _word(value: object) -> str:
    if isinstance(value, list):
        names = [str(name) for name in value]
        rest = len(names) - MOST_NAMES
        told = ", ".join(names[:MOST_NAMES])
        return (
            str(_("%(names)s en %(count)s andere")) % {"names": told, "count": rest}
            if (rest > 0)
            else told
        )
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(TABLES.get(str(value), value))
