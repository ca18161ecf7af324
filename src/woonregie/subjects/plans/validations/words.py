"""The words of each check: what it looks for, what it found, what to do about it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.pages.charts import written
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    PlanningStatus,
    PriceClass,
)
from woonregie.subjects.plans.validations.found import Finding


class Words(NamedTuple):
    """Title of a check, sentence of a finding, and the remedy."""

    title: Promise
    sentence: Promise
    remedy: Promise


_w = gettext_lazy
WORDS: Mapping[str, Words] = {
    "categories_exceed_total": Words(
        _w("Verdeling telt op tot te veel"),
        _w("%(breakdown)s telt op tot %(claimed)s woningen, het totaal %(account)s is %(total)s."),
        _w("Verlaag een aantal in de verdeling, of verhoog het totaal."),
    ),
    "unphased": Words(
        _w("Zonder jaar van oplevering"),
        _w("Van %(total)s woningen hebben er %(dwellings)s geen jaar van oplevering."),
        _w("Vul een jaar of periode in, ook als die onzeker is."),
    ),
    "demolishes_more_than_it_builds": Words(
        _w("Meer sloop dan bouw"),
        _w("Dit plan sloopt %(demolition)s woningen en bouwt er %(build)s."),
        _w("Klopt dat? Dan hoeft u niets te doen."),
    ),
    "same_name": Words(
        _w("Bijna dezelfde naam"),
        _w("De naam lijkt op die van %(other)s."),
        _w("Is dit hetzelfde plan? Voeg de plannen samen of leg de relatie vast."),
    ),
    "overlap": Words(
        _w("Vlakken overlappen"),
        _w("%(share)s van dit vlak ligt ook in %(other)s."),
        _w("Pas een grens aan, of leg vast hoe de plannen samenhangen."),
    ),
    "contained": Words(
        _w("Plan binnen een plan"),
        _w("Dit plan ligt helemaal binnen %(other)s."),
        _w("Leg vast dat het een onderdeel is. Dan tellen de woningen één keer."),
    ),
    "same_area": Words(
        _w("Hetzelfde vlak"),
        _w("Dit plan heeft precies hetzelfde vlak als %(other)s."),
        _w("Is dit hetzelfde plan? Voeg de plannen samen of leg de relatie vast."),
    ),
    "density": Words(
        _w("Onwaarschijnlijke dichtheid"),
        _w("Dit zijn %(per_ha)s woningen per hectare op %(area_m2)s m²."),
        _w("Kijk het aantal woningen en de grens na."),
    ),
    "tiny_area": Words(
        _w("Heel klein vlak"),
        _w("Het vlak is %(area_m2)s m²."),
        _w("Teken de grens opnieuw, of gebruik een punt."),
    ),
    "outside_municipality": Words(
        _w("Buiten de gemeente"),
        _w("Dit plan ligt buiten de gemeente (RD %(x)s, %(y)s)."),
        _w("Teken de plek opnieuw. Zijn x en y verwisseld?"),
    ),
    "status_and_decisions_differ": Words(
        _w("Status en besluiten verschillen"),
        _w("Opgegeven is %(stated)s, uit de besluiten volgt %(derived)s."),
        _w("Vul het besluit aan dat ontbreekt, of geef de status van de besluiten op."),
    ),
    "irrevocable_without_identifier": Words(
        _w("Onherroepelijk zonder plannummer"),
        _w("Bij status %(status)s hoort een plannummer (IMRO of IMOW)."),
        _w("Vul het nummer in bij het besluit."),
    ),
    "irrevocable_too_soon": Words(
        _w("Te snel onherroepelijk"),
        _w("Onherroepelijk op %(irrevocable_on)s, vastgesteld op %(adopted_on)s."),
        _w("Kijk de datums na: eerst loopt de beroepstermijn."),
    ),
    "dormant": Words(
        _w("Slapend plan"),
        _w("Dit plan is al sinds %(since)s in voorbereiding."),
        _w("Leg de stand van nu vast, of laat het plan vervallen."),
    ),
    "change_power_counts_as_hard": Words(
        _w("Wijzigingsbevoegdheid telt als hard"),
        _w("Status %(status)s telt als hard onder de gekozen definitie."),
        _w("Volgens de Raad van State is een ongebruikte bevoegdheid niet hard."),
    ),
    "nothing_left": Words(
        _w("Niets meer te bouwen"),
        _w("Er zijn geen woningen meer, maar het plan staat niet op afgerond."),
        _w("Zet de projectfase op afgerond, of vul de woningen aan."),
    ),
    "name_says_finished": Words(
        _w("De naam zegt dat het klaar is"),
        _w("De naam bevat „%(word)s”, en er staan nog %(dwellings)s woningen."),
        _w("Boek de realisatie of het verval, en geef het plan zijn naam terug."),
    ),
    "delivery_in_the_past": Words(
        _w("Oplevering in het verleden"),
        _w("%(dwellings)s woningen hadden voor %(year)s klaar moeten zijn."),
        _w("Boek wat gebouwd is, en geef de rest een nieuw jaar."),
    ),
    "all_in_one_year": Words(
        _w("Alles in één jaar"),
        _w("Alle %(dwellings)s woningen staan in %(year)s."),
        _w("Verdeel ze over de jaren."),
    ),
    "too_soon_for_its_phase": Words(
        _w("Te snel voor deze fase"),
        _w("Oplevering in %(year)s; in deze fase duurt het meestal tot %(earliest)s."),
        _w("Kijk de fase en het jaar na."),
    ),
    "price_class_and_price_differ": Words(
        _w("Prijs en prijsklasse verschillen"),
        _w("%(dwellings)s woningen van %(euros)s euro: opgegeven %(stated)s, het is %(derived)s."),
        _w("Kijk de prijs en het prijspeil na."),
    ),
    "corporation_sells": Words(
        _w("Corporatie met koopwoningen"),
        _w("Een woningcorporatie bouwt hier %(dwellings)s koopwoningen."),
        _w("Klopt dat? Dan hoeft u niets te doen."),
    ),
    "affordable_share": Words(
        _w("Te weinig betaalbaar"),
        _w(
            "Van %(known)s woningen met een prijs is %(affordable_share)s betaalbaar en "
            "%(social_share)s sociale huur."
        ),
        _w("Vergelijk dit met de afspraken van de regio."),
    ),
    "status_unknown": Words(
        _w("Status onbekend"),
        _w("Dit plan heeft geen planologische status."),
        _w("Vul de status in, of leg het besluit vast."),
    ),
    "damaged_text": Words(
        _w("Beschadigde tekst"),
        _w("Er staat „%(text)s” in de naam of de opmerkingen."),
        _w("Typ de tekst opnieuw."),
    ),
    "changed_without_reason": Words(
        _w("Gewijzigd zonder reden"),
        _w("Van %(before)s naar %(now)s woningen in een jaar, zonder reden."),
        _w("Schrijf waarom, bij de wijziging of als boeking."),
    ),
    "gone_without_posting": Words(
        _w("Verdwenen zonder boeking"),
        _w("Een jaar geleden stonden hier %(before)s woningen, nu geen."),
        _w("Boek realisatie, afboeking of verval."),
    ),
    "long_unchanged": Words(
        _w("Lang niets gezegd"),
        _w("Over dit plan is sinds %(since)s niets vastgelegd."),
        _w("Is er niets veranderd? Bevestig dat met één klik."),
    ),
    "whole_and_parts": Words(
        _w("Geheel en delen tellen allebei"),
        _w("Dit plan telt %(total)s woningen; plannen met dezelfde naam tellen er %(dwellings)s."),
        _w("Leg vast welke plannen een onderdeel zijn."),
    ),
    "differs_from_counted": Words(
        _w("Anders dan geteld"),
        _w("In %(year)s telde het CBS %(counted)s nieuwe woningen; geboekt zijn er %(realised)s."),
        _w("Boek wat ontbreekt, of leg uit waardoor het verschilt."),
    ),
    "one_plan_dominates": Words(
        _w("Eén plan bepaalt het beeld"),
        _w("Dit plan heeft %(dwellings)s woningen: %(share)s van alle plannen van de gemeente."),
        _w("Kijk bij de balans hoe het totaal is zonder dit plan."),
    ),
    "just_below_the_ladder": Words(
        _w("Net onder de ladder"),
        _w("Samen met %(other)s ernaast zijn dit %(dwellings)s woningen."),
        _w("Horen ze bij elkaar? Leg dat vast."),
    ),
    "write_down_without_care": Words(
        _w("Afboeking niet compleet"),
        _w(
            "Bij de afboeking van %(dwellings)s woningen (%(agreed_on)s) ontbreekt de eigenaar, "
            "het risico of de voorzienbaarheid."
        ),
        _w("Vul aan wat ontbreekt, voordat de afboeking geldt."),
    ),
}
NAMES: Mapping[str, Mapping[str, Promise]] = {
    "account": dict(Account.choices),
    "breakdown": dict(Breakdown.choices),
    "stated": {**dict(PlanningStatus.choices), **dict(PriceClass.choices)},
    "derived": {**dict(PlanningStatus.choices), **dict(PriceClass.choices)},
    "status": dict(PlanningStatus.choices),
}
SHARES = frozenset({"share", "affordable_share", "social_share"})
YEARS = frozenset({"year", "earliest"})


def in_words(finding: Finding) -> str:
    """Return what was found as a sentence in the reader's language."""
    values = {name: _written(name, value) for name, value in finding.values.items()}
    if "cents" in finding.values:
        values["euros"] = f"{(finding.values['cents'] or 0) / 100:.2f}"
    return str(WORDS[finding.code].sentence) % values


def remedy(code: str) -> str:
    """Return what to do about findings of a check."""
    return str(WORDS[code].remedy)


def titles() -> dict[str, str]:
    """Return the title of every check by its code."""
    return {code: str(words.title) for code, words in WORDS.items()}


def _written(name: str, value: object) -> str:
    if name in NAMES:
        return str(NAMES[name].get(str(value), value))
    if name in SHARES and isinstance(value, int | float):
        return _("%(percent)s %%") % {"percent": round(value * 100)}
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, int | float) and name not in YEARS:
        return written(round(value))
    return str(value)
