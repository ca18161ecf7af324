"""What a list of plans may hold, by all names that people give it: the schema `plans`."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from django.utils import translation

from woonregie.foundation.intake.schema import Field, Kind, Schema
from woonregie.subjects.plans.formats.own.headings import counted, plain
from woonregie.subjects.plans.formats.template.columns import (
    CODE_LISTS,
    SYNONYMS,
    TEXTS,
    VALUE_COLUMNS,
    YES_NO,
)

NAME = "plans"
ASIDE = ""
"""What is decided of a column that is not read."""
CODES = dict(CODE_LISTS.values())
"""Column of the template -> its code list."""
FIRST_YEAR, LAST_YEAR, YEAR = (
    "jaar van eerste oplevering",
    "jaar van laatste oplevering",
    "jaar van oplevering",
)
TOTAL_BUILD, TOTAL_DEMOLITION = "totaal bouw", "totaal sloop"
NET, REALISED, WHOLE = "netto", "gerealiseerd", "planomvang"
TOTALS = (TOTAL_BUILD, TOTAL_DEMOLITION, WHOLE, REALISED, NET)
"""Numbers that our template has no column for: they are worked out."""
YEARS = (YEAR, FIRST_YEAR, LAST_YEAR)
PERSONAL = (
    "contactpersoon",
    "contact",
    "projectleider",
    "planoloog",
    "behandelaar",
    "telefoon",
    "telefoonnummer",
    "e-mail",
    "email",
    "e-mailadres",
    "mailadres",
)
_KINDS = {"x": Kind.X, "y": Kind.Y, "sleutelproject": Kind.YES_NO}
SENDERS_NUMBER = "nummer"
"""In our template this is our number; in a list of somebody's own it is theirs."""
KNOWN_TEXTS = TEXTS[: TEXTS.index("gegevens")]
"""What comes behind it our own deliveries tell besides, and nobody else."""


@cache
def schema() -> Schema:
    """Return the columns of a list of plans."""
    names = _names()
    texts = [
        Field(
            name,
            _kind(name),
            title=name.capitalize(),
            names=names[name],
            needed=name == "naam",
            codes=_codes(name),
        )
        for name in KNOWN_TEXTS
    ]
    years = [Field(name, Kind.YEAR, name.capitalize(), names[name]) for name in YEARS]
    totals = [Field(name, Kind.WHOLE, name.capitalize()) for name in TOTALS]
    values = [Field(name, Kind.WHOLE, name.capitalize()) for name in VALUE_COLUMNS]
    return Schema(
        NAME,
        "Woningbouwplannen",
        (*texts, *years, *totals, *values),
        keyless=True,
        recognise=recognised,
        personal=PERSONAL,
        source="Sjabloon van Woonregie",
    )


def recognised(heading: str) -> Field | None:
    """Return the field of a heading that counts dwellings.

    >>> recognised("Oplevering 2027").name
    'bouw 2027'
    """
    found = counted(heading)
    if found is None or not found.field:
        return None
    return Field(found.field, Kind.WHOLE, found.field.capitalize())


@cache
def set_aside() -> Mapping[str, str]:
    """Return the headings that we know and do not keep, as the reader takes what was learned."""
    return {written: field for field, written in _written() if not field}


def _written() -> Iterator[tuple[str, str]]:
    place = Path(__file__).parent / "fields.csv"
    with place.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield row["field"], row["written"]


def _names() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for field, written in _written():
        found[field].append(written)
    for written, field in SYNONYMS.items():
        if written != SENDERS_NUMBER:
            found[field].append(written)
    return found


def _kind(name: str) -> Kind:
    return Kind.CODE if name in CODES else _KINDS.get(name, Kind.TEXT)


@cache
def _codes(name: str) -> Mapping[str, Sequence[str]]:
    if name == "sleutelproject":
        return {"ja": [word for word, yes in YES_NO.items() if yes and word], "nee": ["nee"]}
    if name not in CODES:
        return {}
    with translation.override("nl"):
        found = {str(item.value): [str(item.value), str(item.label)] for item in CODES[name]}
    for (field, written), code in words().items():
        if field == name:
            found[code].append(written)
    return found


@cache
def words() -> Mapping[tuple[str, str], str]:
    """Return (column, word as people write it) -> our code."""
    with (Path(__file__).parent / "words.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["field"], plain(row["written"])): row["code"] for row in csv.DictReader(stream)
        }
