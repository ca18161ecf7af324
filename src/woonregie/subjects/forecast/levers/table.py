"""Every lever (*knop*): what it is called, what it is without anybody turning, how far it goes.

Values are in the unit that people read: percents, children, years. Only `scenario_of` turns them
into what the engine takes. Within `low` to `high` a value is plausible; within `least` to `most`
it is possible, and marked wherever its outcome is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from woonregie.engines.household import PLAUSIBLE, POSSIBLE, Domestic

Text: TypeAlias = str | Promise

OWN_NEED, PROGRAMME, WINDOW, NATIONAL = "own_need", "programme", "window", "national"
NOBODY = "geen"
"""What stands in an address where no national forecast is followed."""
PERCENT = 100.0


class Kind(StrEnum):
    """What can be chosen."""

    NUMBER = "number"
    """One value for all years, or one per year."""
    SINGLE = "single"
    """One value for all years."""
    WHOLE = "whole"
    """A whole number for all years."""
    CHOICE = "choice"
    """One of some options."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen.

    Args:
        key: what is saved.
        name: what stands in an address.
        label: what it is called on the screen.
        source: where the idea comes from.
    """

    key: str
    name: str
    label: Text
    source: Text = ""


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that somebody may think otherwise about.

    Args:
        key: what is saved.
        name: what stands in an address, and in the API.
        label: what it is called on the screen.
        unit: of all its values.
        default: what it is when nobody turns it; None is as in the starting point.
        low: the least that is plausible.
        high: the most that is plausible.
        least: the least that is possible.
        most: the most that is possible.
        step: of a slider.
        source: where default and plausible band come from, and what the lever does.
        group: one of `GROUPS`.
        kind: what can be chosen.
        times: how often the value of the engine goes into that of people.
        options: what can be chosen, of a choice.
    """

    key: str
    name: str
    label: Text
    unit: Text
    default: float | str | None
    low: float
    high: float
    least: float
    most: float
    step: float
    source: Text
    group: str
    kind: Kind = Kind.NUMBER
    times: float = 1.0
    options: tuple[Option, ...] = ()

    def option(self, key: str) -> Option:
        """Return the option with this key.

        Raises:
            KeyError: there is none.
        """
        for found in self.options:
            if found.key == key:
                return found
        raise KeyError(key)


GROUPS: Mapping[str, Text] = {
    "people": _("Geboorte, sterfte, buitenland"),
    "moves": _("Verhuizen en eigen behoefte"),
    "households": _("Huishoudens"),
    "dwellings": _("Plannen en woningen"),
    "basis": _("Waar de prognose op rust"),
}


def _number(
    key: str,
    name: str,
    label: Text,
    unit: Text,
    group: str,
    step: float,
    source: Text,
    *,
    default: float | None,
    times: float = 1.0,
) -> Lever:
    """Return a lever of which the engine knows what is plausible and what is possible."""
    (low, high), (least, most) = PLAUSIBLE[key], POSSIBLE[key]
    return Lever(
        key=key,
        name=name,
        label=label,
        unit=unit,
        default=default,
        low=round(low * times, 6),
        high=round(high * times, 6),
        least=round(least * times, 6),
        most=round(most * times, 6),
        step=step,
        source=source,
        group=group,
        times=times,
    )


def _choice(key: str, name: str, label: Text, group: str, source: Text, *options: Option) -> Lever:
    first = options[0].key if options else ""
    return Lever(
        key, name, label, "", first, 0, 0, 0, 0, 0, source, group, Kind.CHOICE, options=options
    )


_NOW = _("procent van nu")
LEVERS: tuple[Lever, ...] = (
    _number(
        "fertility",
        "vruchtbaarheid",
        _("Vruchtbaarheid"),
        _("kinderen per vrouw meer of minder"),
        "people",
        0.05,
        _(
            "0 is het kindertal van het uitgangspunt. Aannemelijk is 0,4 kind naar beide kanten: "
            "verder ging het kindertal in de laatste veertig jaar niet van zijn gemiddelde."
        ),
        default=0.0,
    ),
    _number(
        "life_expectancy",
        "levensverwachting",
        _("Levensverwachting"),
        _("jaren meer of minder"),
        "people",
        0.5,
        _(
            "0 is de sterfte van het uitgangspunt. De band is een aanname: een tegenvaller van "
            "3 jaar, of 5 jaar winst in de looptijd."
        ),
        default=0.0,
    ),
    _number(
        "immigration",
        "immigratie",
        _("Immigratie"),
        _NOW,
        "people",
        5,
        _(
            "100 is de instroom van het uitgangspunt, zonder statushouders. De band, de helft tot "
            "anderhalf keer, is een aanname: immigratie schommelt het meest van alles."
        ),
        default=PERCENT,
        times=PERCENT,
    ),
    _number(
        "permit_holders",
        "statushouders",
        _("Statushouders"),
        _NOW,
        "people",
        10,
        _(
            "100 is wat er in het uitgangspunt komt wonen. De taakstelling volgt de instroom; de "
            "band, niets tot twee keer zoveel, is een aanname."
        ),
        default=PERCENT,
        times=PERCENT,
    ),
    _number(
        "mobility",
        "verhuisgeneigdheid",
        _("Verhuisgeneigdheid"),
        _NOW,
        "moves",
        5,
        _(
            "100 is zo vaak verhuizen naar een andere gemeente als in de referentieperiode. De "
            "band van een vijfde naar beide kanten is een aanname."
        ),
        default=PERCENT,
        times=PERCENT,
    ),
    _choice(
        OWN_NEED,
        "eigenBehoefte",
        _("Eigen behoefte"),
        "moves",
        _("Welke definitie van eigen behoefte telt. De regio kiest er een, bij Eigen behoefte."),
        Option(
            Domestic.TREND,
            "trend",
            _("trend"),
            _("mensen verhuizen zoals in de referentieperiode"),
        ),
        Option(
            Domestic.ZERO,
            "nul",
            _("migratiesaldo nul"),
            _("van elke leeftijd komen er evenveel als er gaan"),
        ),
        Option(
            Domestic.ZERO_WITHIN,
            "nulBinnen",
            _("saldo nul binnen de regio"),
            _("tussen de gemeenten van de regio is het saldo nul, met de rest gaat de trend door"),
        ),
        Option(
            Domestic.STATED,
            "opgave",
            _("eigen opgave"),
            _("het saldo dat een gemeente met bron opgeeft"),
        ),
        Option(
            Domestic.SUPPLY, "aanbod", _("mensen volgen woningen"), _("zo sterk als lambda zegt")
        ),
    ),
    _number(
        "lam",
        "lambda",
        _("Lambda: mensen volgen woningen"),
        _("procent per jaar"),
        "moves",
        5,
        _(
            "Welk deel van het verschil tussen trend en woningen elk jaar wordt gedicht. Telt "
            "alleen bij de keuze dat mensen woningen volgen."
        ),
        default=0.0,
        times=PERCENT,
    ),
    Lever(
        "response",
        "vertrekBijTekort",
        _("Vertrek bij tekort"),
        _("procent per procent tekort"),
        0.0,
        0,
        3,
        0,
        100,
        0.5,
        _("Hoeveel procent meer mensen vertrekken bij een tekort van 1 %. Werkt door lambda."),
        "moves",
        Kind.SINGLE,
    ),
    _number(
        "leaving_home",
        "uitHuis",
        _("Uit huis gaan"),
        _NOW,
        "households",
        5,
        _("100 is zo vaak als nu. Onder 100 blijven kinderen langer thuis wonen."),
        default=PERCENT,
        times=PERCENT,
    ),
    _number(
        "separation",
        "uitElkaar",
        _("Uit elkaar gaan"),
        _NOW,
        "households",
        5,
        _("100 is zo vaak als nu. Meer scheidingen geven meer en kleinere huishoudens."),
        default=PERCENT,
        times=PERCENT,
    ),
    _number(
        "institution",
        "naarInstelling",
        _("Naar een instelling"),
        _NOW,
        "households",
        5,
        _("100 is zo vaak als nu. Onder 100 wonen ouderen langer thuis: extramurale zorg."),
        default=PERCENT,
        times=PERCENT,
    ),
    Lever(
        "restraint",
        "uitstelBijTekort",
        _("Uitstel bij tekort"),
        _("procent per procent tekort"),
        0.0,
        0,
        3,
        0,
        100,
        0.5,
        _("Hoeveel procent minder huishoudens er ontstaan bij een tekort van 1 %."),
        "households",
        Kind.SINGLE,
    ),
    _choice(
        PROGRAMME,
        "plannen",
        _("Plannen"),
        "dwellings",
        _(
            "Welke plannen de voorraad laten groeien. Uit het register tellen alleen plannen die "
            "iedereen in de regio mag zien; bij bewaren worden zij vastgezet."
        ),
        Option("none", "geen", _("geen plannen"), _("de voorraad blijft zoals zij is")),
        Option("plans", "plannen", _("plannen uit het register"), _("hard en zacht per jaar")),
        Option("own", "eigen", _("eigen aantallen"), _("woningen per jaar, met bron")),
    ),
    _number(
        "realisation_hard",
        "realisatieHard",
        _("Realisatie van harde plannen"),
        _("procent"),
        "dwellings",
        5,
        _("100 is zoals in de plannen staat. Dat minstens de helft doorgaat, is een aanname."),
        default=PERCENT,
        times=PERCENT,
    ),
    _number(
        "realisation_soft",
        "realisatieZacht",
        _("Realisatie van zachte plannen"),
        _("procent"),
        "dwellings",
        5,
        _("100 is zoals in de plannen staat. Een zacht plan kan ook helemaal niet doorgaan."),
        default=PERCENT,
        times=PERCENT,
    ),
    Lever(
        "demolition",
        "sloop",
        _("Sloop"),
        _("woningen per jaar, per 1.000 die er staan"),
        0.0,
        0,
        5,
        0,
        100,
        0.5,
        _("Bovenop de sloop in plannen. Nederland sloopt 1 tot 2 woningen per 1.000 in een jaar."),
        "dwellings",
        Kind.NUMBER,
        1000.0,
    ),
    _number(
        "vacancy",
        "leegstand",
        _("Leegstand"),
        _("procent van de woningen"),
        "dwellings",
        0.5,
        _(
            "Leeg tussen twee bewoners. Zonder keuze is het die van het uitgangspunt; 1 tot 6 % "
            "is aannemelijk."
        ),
        default=None,
        times=PERCENT,
    ),
    Lever(
        "catch_up_years",
        "inlopen",
        _("Tekort inlopen"),
        _("jaren"),
        10,
        5,
        20,
        1,
        100,
        1,
        _("In hoeveel jaar het tekort van het begin wordt ingelopen, in de opgave."),
        "dwellings",
        Kind.WHOLE,
    ),
    Lever(
        "years",
        "jaren",
        _("Jaren vooruit"),
        _("jaren"),
        25,
        1,
        40,
        1,
        100,
        5,
        _("Verder dan 40 jaar zegt een prognose van huishoudens weinig."),
        "basis",
        Kind.WHOLE,
    ),
    _choice(
        WINDOW,
        "venster",
        _("Referentieperiode"),
        "basis",
        _(
            "De jaren waaraan het gedrag is geijkt. Elke periode is een eigen uitgangspunt: wie "
            "wisselt, rekent vanaf dat andere. Staat er één klaar, dan ligt zij vast."
        ),
    ),
    _choice(
        NATIONAL,
        "landelijk",
        _("Landelijke prognose"),
        "basis",
        _(
            "Een ingelezen prognose waarvan geboorte, sterfte en buitenlandse migratie van heel "
            "het land worden gevolgd. Elk onderdeel krijgt daarvoor per jaar één factor; buiten "
            "0,97 tot 1,03 passen prognose en uitgangspunt slecht bij elkaar."
        ),
    ),
)
"""Every lever, in the order in which a page shows them."""

BY_KEY: Mapping[str, Lever] = {lever.key: lever for lever in LEVERS}
