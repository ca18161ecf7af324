"""A layout as a list of its columns: heading; field; codes; unit."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.foundation.intake.cells import text
from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.separated import guarded
from woonregie.subjects.plans.formats.regional.columns import LayoutColumn, LayoutRefusedError

HEAD = ("heading", "field", "codes", "unit")


def as_csv(columns: Sequence[LayoutColumn]) -> bytes:
    """Return the columns of a layout as csv, for others to look at or to use again."""
    place = io.StringIO(newline="")
    writer = csv.writer(place, delimiter=";")
    writer.writerow(HEAD)
    for one in columns:
        row = (one.heading, one.field, codes_in_words(one.codes), one.times)
        writer.writerow([guarded(cell) for cell in row])
    return ("\ufeff" + place.getvalue()).encode()


def read_csv(path: Path, name: str) -> list[LayoutColumn]:
    """Return the columns that a file lists; whether they fit is for `checked` to say.

    Raises:
        FileRefusedError: no table at all.
        LayoutRefusedError: not the columns that we expect.
    """
    for sheet in open_file(path, name):
        if not sheet.head or not {"heading", "field"} <= _places(sheet.head[0]).keys():
            continue
        first, *rows = sheet.load().rows
        at = _places(first)
        told = [
            {key: text(row[place]) if place < len(row) else "" for key, place in at.items()}
            for row in rows
        ]
        return [
            LayoutColumn(
                one["heading"],
                one["field"],
                codes_of(one.get("codes", "")),
                unit_of(one.get("unit", "")),
            )
            for one in told
            if any(one.values())
        ]
    raise LayoutRefusedError(
        _("In de eerste regel verwachten wij: %(head)s.") % {"head": "; ".join(HEAD)}
    )


def _places(row: Sequence[object]) -> dict[str, int]:
    names = [text(cell).strip().lower() for cell in row]
    return {name: names.index(name) for name in HEAD if name in names}


def codes_in_words(codes: Mapping[str, str]) -> str:
    """Return codes as people write them.

    >>> codes_in_words({"1A": "vast", "3": "in procedure"})
    '1A=vast | 3=in procedure'
    """
    return " | ".join(f"{code}={word}" for code, word in codes.items())


def codes_of(told: str) -> dict[str, str]:
    """Return codes as people wrote them, on a line each or with a bar between them.

    >>> codes_of("1A = vast | 3=in procedure")
    {'1A': 'vast', '3': 'in procedure'}

    Raises:
        LayoutRefusedError: a part without "=", or a code twice.
    """
    found: dict[str, str] = {}
    for part in told.replace("\n", "|").split("|"):
        if not part.strip():
            continue
        code, sign, word = part.partition("=")
        code = code.strip()
        if not sign or code.lower() in {known.lower() for known in found}:
            raise LayoutRefusedError(
                _("Schrijf codes als code=woord, elke code één keer. Dit past niet: %(part)s.")
                % {"part": part.strip()[:80]}
            )
        found[code] = word.strip()
    return found


def unit_of(told: str) -> int:
    """Return how many homes one unit is; nothing is 1, and what is no number is refused later."""
    return int(told) if told.isdecimal() and len(told) < len("10000") else (0 if told else 1)
