"""The tables of the manual, each from the code that it describes; Dutch, as the screens are."""

import argparse
import ast
import csv
import inspect
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management import get_commands, load_command_class
from django.utils import translation

from tools.manual import Table, table
from woonregie.foundation import intake
from woonregie.foundation.accounts.models import Role
from woonregie.foundation.accounts.permissions import PERMISSIONS, Reach
from woonregie.foundation.norms import services as norms
from woonregie.foundation.norms.models import CapacityClass
from woonregie.foundation.sources.models import Certainty
from woonregie.site.api import api
from woonregie.site.demo import CAST
from woonregie.subjects.forecast.formats import issues as forecast_issues
from woonregie.subjects.forecast.formats import own
from woonregie.subjects.plans import formats as plan_formats
from woonregie.subjects.plans.formats.booking_issues import BOOKED
from woonregie.subjects.plans.formats.changes import columns as changes
from woonregie.subjects.plans.formats.completions import columns as completions
from woonregie.subjects.plans.formats.issues import KINDS
from woonregie.subjects.plans.formats.programme import columns as programme
from woonregie.subjects.plans.formats.programme import filled as programme_form
from woonregie.subjects.plans.formats.template import columns, filled
from woonregie.subjects.plans.models import (
    ChangeKind,
    DecisionStep,
    DelayedDuty,
    Instrument,
    LocationKind,
    Mender,
    MovementKind,
    PlanningStatus,
    ProjectPhase,
)
from woonregie.subjects.plans.services import rules
from woonregie.subjects.plans.services import statuses as status_rules
from woonregie.subjects.plans.validations import remedy, titles

SEVERITIES = {"error": "fout", "warning": "waarschuwing", "hint": "tip"}
DIRECTIONS = {"infill": "inbreiding", "expansion": "uitbreiding", "unknown": "onbekend"}
BASES = {"net": "netto", "gross": "bruto"}
# A permission that is not named here stops the manual from being written: it needs its words.
RIGHTS = {
    "plans.view": "plannen zien, in de lijst, op de kaart en met hun geschiedenis",
    "plans.edit": "plannen vastleggen en wijzigen",
    "plans.exchange": "woningen ruilen of overdragen tussen plannen",
    "plans.import": "een lijst met plannen aanleveren",
    "programme.edit": "een bouwprogramma vastleggen",
    "leads.edit": "vastleggen welk systeem leidend is",
    "audiences.edit": "vastleggen wie een plan mag zien",
    "circle.own": "hoort bij de kring *eigen organisatie* van een plan",
    "circle.office": "hoort bij de kring *regiosecretaris*",
    "circle.officials": "hoort bij de kring *ambtenaren van de regio*",
    "circle.aldermen": "hoort bij de kring *bestuurders van de regio*",
    "circle.province": "hoort bij de kring *provincie*",
    "layouts.edit": "de indeling van een ontvanger invullen",
    "totals.view": "totalen zien: programma, balans, hoe het ervoor staat, normen",
    "totals.publish": "totalen publiceren waarin afgeschermde plannen meetellen",
    "commitments.view": "afspraken lezen die voor de hele regio of openbaar zijn",
    "commitments.office": "alle afspraken van de regio lezen",
    "commitments.make": "afspraken vastleggen, waarden opgeven en beoordelen",
    "forecast.view": "prognoses zien en vergelijken",
    "forecast.import": "een prognose inlezen",
    "forecast.choose": "de referentieprognose van de regio kiezen, en een scenario vaststellen",
    "forecast.start": "een uitgangspunt voor prognoses vastleggen",
    "forecast.save": "namens de eigen organisatie scenario's bewaren en intrekken",
    "forecast.share": "een scenario van de eigen organisatie met de regio delen",
    "forecast.define": "namens de eigen organisatie een definitie van eigen behoefte vastleggen",
    "forecast.dissent": "vastleggen dat de eigen gemeente een andere eigen behoefte wil",
    "documents.propose": "wijzigingen in een document voorstellen, namens een partij",
    "documents.write": "een document beginnen, en over de tekst beslissen (per soort document)",
    "norms.edit": "normen en definities wijzigen",
    "audit.view": "het logboek lezen",
    "borders.import": "gemeentegrenzen inlezen",
    "consents.ask": "namens de eigen organisatie om instemming vragen",
    "consents.answer": "namens de eigen organisatie antwoorden",
    "consents.office": "alle vragen om instemming in de regio lezen",
    "trust.edit": "zeggen welke uitgevers van certificaten de regio vertrouwt",
    "decisions.record": "besluiten van de eigen organisatie vastleggen en lezen",
    "people.view": "zien wie er in de regio werkt",
    "people.manage": "mensen uitnodigen, rollen geven en beëindigen, accounts sluiten",
    "meetings.convene": "vergaderingen plannen, uitnodigen, agenda en verslag maken",
    "meetings.speak": "namens een partij punten inbrengen, stukken leveren en data kiezen",
    "mail.view": "zien of de mail van de server weggaat",
}
# What each movement is; one that is not named here stops the manual from being written.
MOVEMENTS = {
    MovementKind.ADDITION: ("bij", "een plan krijgt voor het eerst woningen"),
    MovementKind.ADJUSTMENT: ("bij of af", "een lijst of een wijziging noemt een ander aantal"),
    MovementKind.REALISATION: ("af", "woningen zijn klaar"),
    MovementKind.DEMOLITION: ("af", "woningen zijn gesloopt"),
    MovementKind.WITHDRAWAL: ("af", "woningen verdwenen zonder sloop"),
    MovementKind.WRITE_DOWN: ("af", "afgesproken is dat woningen er niet komen; rechtsgeldig"),
    MovementKind.EXCHANGE_OUT: ("af", "woningen gingen bij een ruil naar een ander plan"),
    MovementKind.EXCHANGE_IN: ("bij", "woningen kwamen bij een ruil van een ander plan"),
    MovementKind.TRANSFER_OUT: ("af", "woningen verhuisden naar een ander plan"),
    MovementKind.TRANSFER_IN: ("bij", "woningen verhuisden van een ander plan"),
    MovementKind.EXPIRY: (
        "af",
        "woningen komen niet meer, bijvoorbeeld omdat een besluit verliep",
    ),
    MovementKind.CORRECTION: ("bij of af", "een boeking is hersteld"),
}


# Checks that do not run yet have no words on a page.
WAITING = {
    "discloses_a_secret": "Een openbaar cijfer verraadt wat geheim is",
    "consent_too_old": "De instemming van een buurgemeente is te oud",
    "forecast_too_old_for_the_ladder": "De prognose is te oud voor de laddertoets",
}


def movements() -> str:
    """Every kind of movement on the account of a plan."""
    rows = [[kind.label, *MOVEMENTS[kind]] for kind in MovementKind]
    return table(["Mutatie", "Bij of af", "Wat er gebeurde"], rows)


def derivations() -> str:
    """Which step of an instrument leads to which status, by what is left to decide."""
    with status_rules.SHIPPED.open(encoding="utf-8", newline="") as stream:
        found = {
            (row["instrument"], row["step"], row["duty"]): row["status"]
            for row in csv.DictReader(stream)
        }
    steps = dict.fromkeys((instrument, step) for instrument, step, _duty in found)
    rows = []
    for instrument, step in steps:
        where = f"{Instrument(instrument).label}, " if instrument else ""
        said = [found.get((instrument, step, duty), "") for duty in DelayedDuty]
        rows.append([f"{where}{DecisionStep(step).label}", *said])
    return table(
        ["Stap", *(f"later nog te besluiten: {duty.label}" for duty in DelayedDuty)], rows
    )


def checks() -> str:
    """Every check of the register, as it ships."""
    named = {**WAITING, **titles()}
    rows = [
        [
            rule["number"],
            named[rule["code"]],
            SEVERITIES[rule["severity"]],
            Mender(rule["mender"]).label,
            f"loopt nog niet: wacht op {rule['waits_for']}"
            if rule.get("waits_for")
            else remedy(rule["code"]),
        ]
        for rule in json.loads(rules.SHIPPED.read_text(encoding="utf-8"))
    ]
    return table(["Nr.", "Wat er niet klopt", "Ernst", "Wie herstelt", "Wat kunt u doen"], rows)


def issues() -> str:
    """Every kind of issue that a delivered list can have."""
    return _issues({code: kind for code, kind in KINDS.items() if code not in BOOKED})


def issues_of_bookings() -> str:
    """Every kind of issue that only a list of bookings can have."""
    return _issues(BOOKED)


def issues_of_forecasts() -> str:
    """Every kind of issue that a forecast file can have."""
    return _issues(forecast_issues.KINDS)


def _issues(kinds: Mapping[str, tuple[str, Any, Any]]) -> str:
    order = list(SEVERITIES)
    rows = sorted(kinds.values(), key=lambda kind: order.index(kind[0]))
    return table(
        ["Ernst", "Wat is er", "Wat kunt u doen"],
        [
            [SEVERITIES[severity], _said(reason), _said(remedy)]
            for severity, reason, remedy in rows
        ],
    )


def refused_files() -> str:
    """Every sentence with which a file of plans is refused as a whole."""
    found = [
        sentence
        for room in (intake, plan_formats)
        for path in sorted(Path(inspect.getfile(room)).parent.rglob("*.py"))
        if "tests" not in path.parts
        for sentence in _refusals(path.read_text(encoding="utf-8"))
    ]
    return "\n".join(f"* {sentence}" for sentence in dict.fromkeys(found))


def _refusals(source: str) -> Iterator[str]:
    """Yield the sentence of each refusal of a file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "FileRefusedError":
            parts = [
                part.value for part in ast.walk(node.args[1]) if isinstance(part, ast.Constant)
            ]
            texts = [part for part in parts if isinstance(part, str) and " " in part]
            yield _said(texts[0])


def _said(sentence: object) -> str:
    """Return the sentence with … where a value comes."""
    return re.sub(r"%\(\w+\)s", "…", str(sentence))


def template_columns() -> str:
    """The columns of our template, and the other names under which we know them."""
    others: dict[str, list[str]] = {}
    for synonym, name in columns.SYNONYMS.items():
        others.setdefault(name, []).append(synonym)
    fixed = [*filled.FIRST, *filled.LAST]
    names = [*filled.FIRST, "Bouw 2031", "Sloop 2028–2030", "Bouw zonder jaar"]
    names += [*(name.capitalize() for name in columns.VALUE_COLUMNS), *filled.LAST]
    return table(
        ["Kolom", "Nodig", "Heet ook"],
        [
            [
                name,
                "ja" if name.lower() in columns.NEEDED else "",
                ", ".join(others.get(name.lower(), [])) if name in fixed else "",
            ]
            for name in names
        ],
    )


def programme_columns() -> str:
    """The columns of a list with the building programme, and their other names."""
    return _list_columns(programme_form.HEADINGS, programme.NEEDED, programme.SYNONYMS)


def change_columns() -> str:
    """The columns of a list of building changes, and their other names."""
    return _list_columns(changes.HEADINGS, changes.NEEDED, changes.SYNONYMS)


def completion_columns() -> str:
    """The columns of totals of a year, and their other names."""
    return _list_columns(completions.HEADINGS, completions.NEEDED, completions.SYNONYMS)


def _list_columns(
    headings: Iterable[str], needed: frozenset[str], synonyms: Mapping[str, str]
) -> str:
    others: dict[str, list[str]] = {}
    for synonym, name in synonyms.items():
        others.setdefault(name, []).append(synonym)
    return table(
        ["Kolom", "Nodig", "Heet ook"],
        [
            [
                heading,
                "ja" if heading.lower() in needed else "",
                ", ".join(others.get(heading.lower(), [])),
            ]
            for heading in headings
        ],
    )


def change_kinds() -> str:
    """What a building change may be called, and what is booked for it."""
    kinds: dict[ChangeKind, list[str]] = {}
    for name, kind in changes.KINDS.items():
        if name not in ChangeKind.values:
            kinds.setdefault(kind, []).append(name)
    return table(
        ["Soort", "Woorden"],
        [[str(kind.label), ", ".join(names)] for kind, names in kinds.items()],
    )


def statuses() -> str:
    """Each planning status, and what it counts as under each definition that ships."""
    profiles = _shipped()["profiles"]
    classes = dict(CapacityClass.choices)
    return table(
        ["Status", *(profile["title"] for profile in profiles)],
        [
            [item.label, *(classes[profile["classes"][item.value]] for profile in profiles)]
            for item in PlanningStatus
        ],
    )


def phases() -> str:
    """The project phases."""
    return "\n".join(f"* {item.label}" for item in ProjectPhase)


def location_kinds() -> str:
    """The kinds of place, and which of them are infill."""
    return table(
        ["Soort locatie", "Telt als"],
        [[item.label, DIRECTIONS[item.direction]] for item in LocationKind],
    )


def profiles() -> str:
    """The definition profiles that ship, with source and certainty."""
    shipped = _shipped()
    rows = []
    for profile in shipped["profiles"]:
        hard = [status for status, kind in profile["classes"].items() if kind == "hard"]
        unphased = "ja" if profile["unphased"] == "count" else "nee"
        rows.append(
            [
                f"**{profile['title']}** (`{profile['name']}`)",
                ", ".join(hard),
                unphased,
                f"{BASES[profile['basis']]}, {profile['horizon_years']} jaar",
                _source(shipped, profile),
                Certainty(profile["certainty"]).label,
            ]
        )
    heading = ["Definitie", "Hard", "Zonder jaar telt mee", "Telwijze", "Bron", "Zekerheid"]
    return table(heading, rows)


def norm_rows() -> str:
    """The norms that ship, with period, source and certainty."""
    shipped = _shipped()
    rows = []
    for norm in shipped["norms"]:
        until = f" tot {norm['ends_before']}" if norm["ends_before"] else ""
        rows.append(
            [
                norm["label"],
                f"vanaf {norm['starts_on']}{until}",
                "West-Overijssel" if norm["region"] else "landelijk",
                _source(shipped, norm),
                Certainty(norm["certainty"]).label,
            ]
        )
    return table(["Norm", "Geldt", "Waar", "Bron", "Zekerheid"], rows)


def _shipped() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((norms.SHIPPED / "norms.json").read_text())
    return found


def _source(shipped: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    source = shipped["sources"][item["source"]]
    return f"{source['publisher']}, {source['title']}"


def rights() -> str:
    """Each right, and which roles have it for their own organisation or for the whole region."""
    return table(
        ["Recht", "Voor de eigen organisatie", "Voor de hele regio"],
        [
            [RIGHTS[name], _roles(roles, Reach.OWN), _roles(roles, Reach.REGION)]
            for name, roles in PERMISSIONS.items()
        ],
    )


def _roles(roles: Mapping[str, Reach], reach: Reach) -> str:
    return ", ".join(str(Role(role).label) for role in roles if roles[role] is reach)


def cast() -> str:
    """The accounts of the demonstration region."""
    return table(
        ["E-mailadres", "Wie", "Rol"],
        [
            [f"{address}@voorbeeld.example", name, role.label]
            for address, name, role, _where in CAST
        ],
    )


def measures() -> str:
    """The measures of our own forecast file."""
    return "\n".join(f"* {name}" for name in own.MEASURES)


class _Asking(argparse.ArgumentParser):
    """A parser that remembers what a command asks of it."""

    def __init__(self) -> None:
        self.asked: list[argparse.Action] = []
        super().__init__(add_help=False)

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:
        action = super().add_argument(*names, **options)
        self.asked.append(action)
        return action


def command(name: str) -> str:
    """What a command does, and its options."""
    found = load_command_class(get_commands()[name.replace("-", "_")], name.replace("-", "_"))
    parser = _Asking()
    found.add_arguments(parser)
    if not parser.asked:
        return str(found.help)
    rows = [[f"`{_option(action)}`", _about(action)] for action in parser.asked]
    return f"{found.help}\n\n{table(['Optie', 'Wat het doet'], rows)}"


def _option(action: argparse.Action) -> str:
    word = str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return word
    takes_word = action.nargs != 0 and (action.metavar or not action.choices)
    return action.option_strings[0] + (f" {word}" if takes_word else "")


def _about(action: argparse.Action) -> str:
    parts = [str(action.help)] if action.help else []
    choices = [str(choice) for choice in action.choices or [] if choice]
    if choices and action.metavar is None:
        parts.append("een van " + ", ".join(f"`{choice}`" for choice in choices))
    if action.required:
        parts.append("verplicht")
    return "; ".join(parts)


def house_commands() -> set[str]:
    """Return the commands of Woonregie itself, as one types them."""
    return {
        name.replace("_", "-")
        for name, app in get_commands().items()
        if isinstance(app, str) and app.startswith("woonregie.")
    }


def operations() -> str:
    """The operations of the API, with what one can ask."""
    rows = []
    for path, item in api.get_openapi_schema()["paths"].items():
        for method, operation in item.items():
            asked = ", ".join(f"`{part['name']}`" for part in operation.get("parameters", []))
            rows.append([f"`{method.upper()} /api/v1{path}`", operation["summary"], asked])
    return table(["Vraag", "Wat u krijgt", "Wat u mee kunt geven"], rows)


def settings() -> set[str]:
    """Return the names of all settings that are read from the environment, but for the tests."""
    found: set[str] = set()
    root = Path(inspect.getfile(norms)).parents[3]
    read = {*(root / "woonregie" / "conf").glob("*.py"), root.parent / "tools" / "start.py"}
    for path in read - {root / "woonregie" / "conf" / "test.py"}:
        constants = (
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant)
        )
        found |= {
            text for text in constants if isinstance(text, str) and text.startswith("WOONREGIE_")
        }
    return found


def _in_dutch(write: Table) -> Table:
    def written(*about: str) -> str:
        with translation.override("nl"):
            return write(*about)

    return written


TABLES: Mapping[str, Table] = {
    name: _in_dutch(write)
    for name, write in {
        "problemen": issues,
        "problemen-boekingen": issues_of_bookings,
        "problemen-prognose": issues_of_forecasts,
        "geweigerde-bestanden": refused_files,
        "kolommen": template_columns,
        "kolommen-programma": programme_columns,
        "mutaties": movements,
        "afleiding": derivations,
        "controles": checks,
        "kolommen-mutaties": change_columns,
        "kolommen-jaartotalen": completion_columns,
        "soorten-mutatie": change_kinds,
        "statussen": statuses,
        "projectfasen": phases,
        "soorten-locatie": location_kinds,
        "definities": profiles,
        "normen": norm_rows,
        "rechten": rights,
        "voorbeeldaccounts": cast,
        "maten": measures,
        "opdracht": command,
        "api": operations,
    }.items()
}
