"""What the data of a line are called for people; the trail itself holds names in code."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LABELS: Mapping[str, Promise] = {
    "account": gettext_lazy("account"),
    "after": gettext_lazy("volgt op"),
    "agreed": gettext_lazy("akkoord"),
    "area_m2": gettext_lazy("oppervlakte (m2)"),
    "audience": gettext_lazy("publiek"),
    "before": gettext_lazy("tot"),
    "borders": gettext_lazy("grenzen"),
    "built_up_area": gettext_lazy("bestaand bebouwd gebied"),
    "certainty": gettext_lazy("zekerheid"),
    "changed": gettext_lazy("gewijzigd"),
    "changes": gettext_lazy("mutaties van gebouwen"),
    "checked_on": gettext_lazy("nagegaan op"),
    "choice": gettext_lazy("keuze"),
    "choices": gettext_lazy("keuzes"),
    "circles": gettext_lazy("kringen"),
    "clauses": gettext_lazy("bepalingen"),
    "client_kind": gettext_lazy("opdrachtgever"),
    "columns": gettext_lazy("kolommen"),
    "correction": gettext_lazy("herstelboeking"),
    "created": gettext_lazy("nieuw"),
    "dated_on": gettext_lazy("datum"),
    "decided_on": gettext_lazy("besloten op"),
    "decision": gettext_lazy("besluit"),
    "definition": gettext_lazy("definitie"),
    "digest": gettext_lazy("vingerafdruk"),
    "domestic": gettext_lazy("binnenlands migratiesaldo"),
    "dwellings": gettext_lazy("woningen"),
    "ends_before": gettext_lazy("geldt tot"),
    "errors": gettext_lazy("fouten"),
    "facts": gettext_lazy("getelde cijfers"),
    "field": gettext_lazy("veld"),
    "fields": gettext_lazy("velden"),
    "figures": gettext_lazy("cijfers"),
    "file": gettext_lazy("bestand"),
    "for": gettext_lazy("namens"),
    "format": gettext_lazy("formaat"),
    "from": gettext_lazy("van"),
    "geometry": gettext_lazy("locatie"),
    "group": gettext_lazy("groep van velden"),
    "instrument": gettext_lazy("instrument"),
    "invented": gettext_lazy("verzonnen voorbeeld"),
    "kept": gettext_lazy("als het stond"),
    "key": gettext_lazy("sleutel"),
    "key_project": gettext_lazy("sleutelproject"),
    "kind": gettext_lazy("soort"),
    "label": gettext_lazy("omschrijving"),
    "layout": gettext_lazy("indeling"),
    "licence": gettext_lazy("licentie"),
    "living_environment": gettext_lazy("woonmilieu"),
    "location_kind": gettext_lazy("soort locatie"),
    "measure": gettext_lazy("maat"),
    "measures": gettext_lazy("maten"),
    "method": gettext_lazy("hoe"),
    "movements": gettext_lazy("mutaties"),
    "municipalities": gettext_lazy("gemeenten"),
    "municipality": gettext_lazy("gemeente"),
    "name": gettext_lazy("naam"),
    "not_same": gettext_lazy("niet hetzelfde plan"),
    "note": gettext_lazy("toelichting"),
    "number": gettext_lazy("nummer"),
    "numbers": gettext_lazy("aantallen"),
    "on": gettext_lazy("op"),
    "open": gettext_lazy("open vragen"),
    "origin": gettext_lazy("vanuit"),
    "other": gettext_lazy("ander plan"),
    "overruled": gettext_lazy("hier gewijzigd, elders leidend"),
    "parent": gettext_lazy("hoort bij"),
    "parties": gettext_lazy("partijen"),
    "plan": gettext_lazy("plan"),
    "planning_status": gettext_lazy("planologische status"),
    "plans": gettext_lazy("plannen"),
    "posting": gettext_lazy("boeking"),
    "programme_class": gettext_lazy("programmaklasse"),
    "project_phase": gettext_lazy("projectfase"),
    "proposal": gettext_lazy("voorstel"),
    "proposals": gettext_lazy("voorstellen"),
    "publisher": gettext_lazy("uitgever"),
    "reach": gettext_lazy("wie dit leest"),
    "recognised": gettext_lazy("herkend"),
    "regional_function": gettext_lazy("regionale functie"),
    "replacement": gettext_lazy("wat ervoor in de plaats komt"),
    "reply": gettext_lazy("antwoord"),
    "retrieved_on": gettext_lazy("opgehaald op"),
    "rhythm": gettext_lazy("ritme"),
    "role": gettext_lazy("rol"),
    "row": gettext_lazy("regel"),
    "rows": gettext_lazy("regels"),
    "same": gettext_lazy("hetzelfde plan"),
    "scenario": gettext_lazy("scenario"),
    "segment": gettext_lazy("segment"),
    "settlement_id": gettext_lazy("kern"),
    "sha256": gettext_lazy("vingerafdruk van het bestand"),
    "slug": gettext_lazy("naam in het adres"),
    "source": gettext_lazy("bron"),
    "starts_on": gettext_lazy("geldt vanaf"),
    "state": gettext_lazy("stand"),
    "stated_status": gettext_lazy("gestelde status"),
    "step": gettext_lazy("stap"),
    "system": gettext_lazy("systeem"),
    "table": gettext_lazy("tabel of bladzijde"),
    "target": gettext_lazy("doeljaar"),
    "title": gettext_lazy("titel"),
    "to": gettext_lazy("naar"),
    "unchanged": gettext_lazy("gelijk gebleven"),
    "until": gettext_lazy("tot"),
    "upper_value": gettext_lazy("bovengrens"),
    "url": gettext_lazy("adres"),
    "valid_on": gettext_lazy("geldt vanaf"),
    "value": gettext_lazy("waarde"),
    "version": gettext_lazy("versie"),
    "vintage": gettext_lazy("prognose"),
    "withheld": gettext_lazy("niets nieuws getoond"),
    "write_down": gettext_lazy("afboeking"),
    "x": gettext_lazy("x (RD)"),
    "y": gettext_lazy("y (RD)"),
    "year": gettext_lazy("jaar"),
}
WAS = "_was"
"""How the name ends of what a field held before it was mended."""
NAMES = frozenset({"changed", "fields", "overruled"})
"""Keys whose values are themselves names of fields."""


def data_text(payload: Mapping[str, Any]) -> str:
    """Return the data of a line in words; a key that we do not know stays as it is."""
    return "; ".join(f"{label_of(key)}: {_value(key, value)}" for key, value in payload.items())


def label_of(key: str) -> str:
    """Return what a key is called."""
    if key in LABELS:
        return str(LABELS[key])
    field = key.removesuffix(WAS)
    if field != key and field in LABELS:
        return _("%(field)s was") % {"field": LABELS[field]}
    return key


def _value(key: str, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return ", ".join(label_of(str(item)) if key in NAMES else str(item) for item in value)
    return str(value)
