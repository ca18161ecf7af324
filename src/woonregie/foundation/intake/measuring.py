"""How well the reader does on files of strangers, beside what somebody else made of them.

A register is right when it gives the same keys, each as often, and no column stays empty that the
reference fills. Cells are compared with the reference whose values were put right.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.intake.cells import text
from woonregie.foundation.intake.harmonise import Harmonised, harmonise, written
from woonregie.foundation.intake.reading import ReadTable, read
from woonregie.foundation.intake.schema import Schema
from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.foundation.pages.errors import RefusedError

RAW, MAPPED, HARMONISED, LIST = "raw", "mapped", "harmonised", "MANIFEST.csv"
CORRECTED = frozenset({"OrganisationURI"})
"""Columns that the reference corrected with a table that is not in the folder."""
_MOST_SHOWN = 3
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Register:
    """One file beside its reference.

    Args:
        name: name of the file.
        why: what is not right; empty when all is.
        equal: how many cells are as in the reference.
        cells: how many cells the reference has.
    """

    name: str
    why: Sequence[str]
    equal: int
    cells: int


def measure(folder: Path, schema: Schema) -> list[Register]:
    """Return how each register with reference rows was read.

    Args:
        folder: with the files as sent in raw/, the same as rows of the schema in mapped/, with
            values put right in harmonised/, and a list of them in MANIFEST.csv.
        schema: what the files are read by.

    Raises:
        RefusedError: the folder is not laid out so.
    """
    csv.field_size_limit(100_000_000)
    for part in (RAW, MAPPED, HARMONISED, LIST):
        if not (folder / part).exists():
            raise RefusedError(
                _("In de map %(folder)s staat geen %(part)s.") % {"folder": folder, "part": part},
                folder=str(folder),
                part=part,
            )
    return [_measured(path, reference, folder, schema) for path, reference in _registers(folder)]


def _registers(folder: Path) -> Iterator[tuple[Path, list[Row]]]:
    files = {path.stem: path for path in (folder / RAW).iterdir() if path.is_file()}
    for row in _rows(folder / LIST):
        name = row.get("resource", "")
        reference = _rows(folder / MAPPED / f"{name}.csv")
        if name in files and reference:
            yield files[name], reference


def _rows(path: Path) -> list[Row]:
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def _measured(path: Path, reference: Sequence[Row], folder: Path, schema: Schema) -> Register:
    right = _rows(folder / HARMONISED / f"{path.stem}.csv")
    columns = [name for name in (right[0] if right else {}) if name not in CORRECTED]
    try:
        table = read(path, path.name, schema, forgiving=True)
    except FileRefusedError as refusal:
        why = [f"{refusal.code}: {refusal}"]
        return Register(path.name, why, 0, len(right) * len(columns))
    told = harmonise(table, schema)
    why = [*_keys(told, reference, schema), *_missing(table, told, reference)]
    return Register(
        path.name, why, _equal(told, right, columns, schema), len(right) * len(columns)
    )


def plainly(cell: str) -> str:
    """Return a cell without what programs add: line ends, white space, ".0" behind a number.

    >>> plainly(" BLR 7 " + chr(13) + chr(10) + "(a)"), plainly("1029.0")
    ('BLR 7 (a)', '1029')
    """
    found = " ".join(cell.split())
    return found[:-2] if found.endswith(".0") and found[:-2].isdigit() else found


def _keys(told: Harmonised, reference: Sequence[Row], schema: Schema) -> Iterator[str]:
    ours = Counter(plainly(written(row.get(schema.key))) for row in told.rows)
    theirs = Counter(plainly(row[schema.key]) for row in reference)
    for which, found in (("too many", ours - theirs), ("lacking", theirs - ours)):
        if found:
            shown = ", ".join(repr(key) for key in list(found)[:_MOST_SHOWN])
            yield f"keys {which}: {found.total()} ({shown})"


def _missing(table: ReadTable, told: Harmonised, reference: Sequence[Row]) -> Iterator[str]:
    for name in reference[0]:
        if not any(row[name].strip() for row in reference):
            continue
        read_so = any(text(row.get(name)) for row in table.rows)
        if not read_so and not any(row.get(name) is not None for row in told.rows):
            yield f"column missing: {name}"


def _equal(told: Harmonised, right: Sequence[Row], columns: Sequence[str], schema: Schema) -> int:
    """Return how many cells are as in the reference; rows are paired by key, in their order."""
    ours: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in told.rows:
        ours[plainly(written(row.get(schema.key)))].append(row)
    equal = 0
    for wanted in right:
        waiting = ours.get(plainly(wanted[schema.key]))
        if waiting:
            row = waiting.pop(0)
            equal += sum(
                plainly(written(row.get(name))) == plainly(wanted[name]) for name in columns
            )
    return equal
