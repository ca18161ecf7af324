"""Every lever: one table for page, API, manual and warnings."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from woonregie.engines.household import Domestic
from woonregie.subjects.forecast.levers.lever import (
    PERCENT,
    Kind,
    Lever,
    Option,
    Text,
    choice,
    number,
)

OWN_NEED, PROGRAMME, WINDOW, NATIONAL = "own_need", "programme", "window", "national"
NOBODY = "geen"
"""What stands in an address where no national forecast is followed."""

GROUPS: Mapping[str, Text] = {
    "people": _("Geboorte, sterfte, buitenland"),
    "moves": _("Verhuizen en eigen behoefte"),
    "households": _("Huishoudens"),
    "dwellings": _("Plannen en woningen"),
    "basis": _("Waar de prognose op rust"),
}

_NOW = _("procent van nu")
LEVERS: tuple[Lever, ...] = (
    number(
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
    number(
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
    number(
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
    number(
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
    number(
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
    choice(
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
    number(
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
    number(
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
    number(
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
    number(
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
    choice(
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
    number(
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
    number(
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
    number(
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
    choice(
        WINDOW,
        "venster",
        _("Referentieperiode"),
        "basis",
        _(
            "De jaren waaraan het gedrag is geijkt. Elke periode is een eigen uitgangspunt: wie "
            "wisselt, rekent vanaf dat andere. Staat er één klaar, dan ligt zij vast."
        ),
    ),
    choice(
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
