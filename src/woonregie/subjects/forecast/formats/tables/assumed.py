"""The numbers that are assumed of the whole country: dated, with a source, to be edited."""

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from woonregie.engines.household import EngineError, Priors, Uncertainty
from woonregie.subjects.forecast.errors import FolderError

ASSUMED = Path(__file__).resolve().parents[2] / "fixtures" / "calibration.csv"
CHANCES = "chance/"
"""Where the keys of how far trajectories go apart begin with."""
Found = TypeVar("Found")
COLUMNS = ("key", "value", "unit", "source", "certainty", "checked_on")


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number that is assumed, and where it comes from.

    Args:
        key: what it is of, such as "fertility/total".
        value: the number.
        unit: what it counts.
        source: who says so.
        certainty: as of sources: published, secondary or estimated.
        checked_on: the day on which somebody looked at it.
    """

    key: str
    value: float
    unit: str
    source: str
    certainty: str
    checked_on: date


def assumptions(path: Path = ASSUMED) -> tuple[Sequence[Assumption], Priors]:
    """Return the numbers of a file, and the curves and shares that they give.

    Args:
        path: csv with the columns key, value, unit, source, certainty and checked_on.

    Raises:
        FolderError: a column, a number or a date cannot be read, or a number is missing.
    """
    found = rows_of(path)
    return found, _given(path, found, Priors.from_values)


def chances(path: Path = ASSUMED) -> Uncertainty:
    """Return how far trajectories go apart, by the numbers of a file, and ours where it has none.

    Args:
        path: as of `assumptions`; who edits it asks another question of every fan.

    Raises:
        FolderError: as of `assumptions`.
    """
    own = [item for item in rows_of(path) if item.key.startswith(CHANCES)]
    return _given(path, [*rows_of(), *own], Uncertainty.from_values)


def rows_of(path: Path = ASSUMED) -> Sequence[Assumption]:
    """Return the numbers of a file, each with its source and day.

    Raises:
        FolderError: a column, a number or a date cannot be read.
    """
    if not path.is_file():
        raise FolderError(_("Het bestand %(file)s is er niet.") % {"file": path}, file=str(path))
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Sequence[Assumption]:
    """Return the numbers of a file as it is since it was changed: each page of a fan asks."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            raise FolderError(
                _("In %(file)s ontbreekt de kolom %(column)s.")
                % {"file": path.name, "column": missing[0]},
                file=path.name,
                columns=missing,
            )
        return tuple(_row(path.name, reader.line_num, row) for row in reader)


def _given(
    path: Path, rows: Sequence[Assumption], made: Callable[[Mapping[str, float]], Found]
) -> Found:
    try:
        return made({item.key: item.value for item in rows})
    except EngineError as error:
        raise FolderError(
            _(
                "Met de aannamen in %(file)s kan niet worden gerekend. Kijk of er een getal "
                "ontbreekt: %(why)s."
            )
            % {"file": path.name, "why": error},
            file=path.name,
            **error.fields,
        ) from None


def _row(file: str, line: int, row: dict[str, str]) -> Assumption:
    try:
        value = float(row["value"])
        checked_on = date.fromisoformat(row["checked_on"])
    except (TypeError, ValueError):
        value, checked_on = math.nan, date.min
    if not math.isfinite(value) or not row["source"]:
        raise FolderError(
            _(
                "Regel %(line)s van %(file)s: nodig zijn een getal (met een punt), een bron en "
                "een dag (jjjj-mm-dd)."
            )
            % {"line": line, "file": file},
            file=file,
            line=line,
        )
    return Assumption(row["key"], value, row["unit"], row["source"], row["certainty"], checked_on)
