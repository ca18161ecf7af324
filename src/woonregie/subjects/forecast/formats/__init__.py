"""Layouts of forecast files, one drawer each; `read_figures` finds the one that fits."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from woonregie.foundation.region.models import Municipality
from woonregie.subjects.forecast.errors import UnreadableFileError
from woonregie.subjects.forecast.formats import cbs, own
from woonregie.subjects.forecast.formats.cells import RawFigure
from woonregie.subjects.forecast.services import Figure

Reader = Callable[[Mapping[str, str]], Iterator[RawFigure]]
DRAWERS: tuple[tuple[str, frozenset[str], Reader], ...] = (*own.DRAWERS, *cbs.DRAWERS)


@dataclass(slots=True)
class ReadResult:
    """What a file held: figures, and cells that could not be read, with row, column and reason."""

    format_name: str
    figures: list[Figure] = field(default_factory=list)
    issues: list[dict[str, object]] = field(default_factory=list)
    skipped: int = 0


def read_figures(path: Path) -> ReadResult:
    """Read a csv file of a known layout.

    Raises:
        UnreadableFileError: not a csv file, or of no layout that we know.
    """
    rows = _rows(path)
    header = next(rows, [])
    columns = {name.strip().strip('"') for name in header}
    match = next(((name, read) for name, needed, read in DRAWERS if needed <= columns), None)
    if match is None:
        raise UnreadableFileError(
            _(
                "Wij herkennen de kolommen van dit bestand niet. "
                "Gebruik: gemeente, maat, scenario, jaar, waarde."
            ),
            columns=sorted(columns)[:12],
        )
    result = ReadResult(match[0])
    places, names = _places()
    titles = [name.strip() for name in header]
    seen: set[tuple[UUID, str, str, int]] = set()
    for number, values in enumerate(rows, start=2):
        for raw in match[1](dict(zip(titles, values, strict=False))):
            _keep(result, raw, number, places, names, seen)
    return result


def _keep(
    result: ReadResult,
    raw: RawFigure,
    row: int,
    places: Mapping[str, UUID],
    names: Mapping[str, UUID],
    seen: set[tuple[UUID, str, str, int]],
) -> None:
    """Turn a raw figure into a figure, or into an issue; an empty cell is neither."""
    if raw.value.strip() in {"", "."}:
        result.skipped += 1
        return
    place = places.get(raw.place.strip()) or names.get(_plain(raw.place))
    if place is None:
        if raw.must_know:
            result.issues.append(_issue(row, raw, _("Deze gemeente kennen wij niet."), raw.place))
        else:
            result.skipped += 1
        return
    try:
        value = Decimal(raw.value.strip().replace(",", "."))
        year = int(raw.year)
    except (InvalidOperation, ValueError):
        result.issues.append(_issue(row, raw, _("Dit is geen getal."), raw.value))
        return
    if (place, raw.measure, raw.scenario, year) in seen:
        result.issues.append(
            _issue(row, raw, _("Dit cijfer staat er twee keer; het eerste telt."), raw.value)
        )
        return
    seen.add((place, raw.measure, raw.scenario, year))
    result.figures.append(Figure(place, raw.measure, raw.scenario, year, value))


def _issue(row: int, raw: RawFigure, reason: str, value: str) -> dict[str, object]:
    return {"row": row, "column": raw.column, "value": value, "reason": reason}


def _places() -> tuple[dict[str, UUID], dict[str, UUID]]:
    found = Municipality.objects.select_related("organisation").order_by(
        "organisation__ends_before"
    )
    codes = {place.code: place.pk for place in found}
    # A name that two municipalities had in turn is that of the one that exists.
    names = {_plain(place.name): place.pk for place in found}
    return codes, names


def _plain(name: str) -> str:
    return name.replace("(gemeente)", "").strip().lower()


def _rows(path: Path) -> Iterator[list[str]]:
    content = path.read_bytes()
    if b"\x00" in content[:4096]:
        raise UnreadableFileError(
            _("Dit is geen csv-bestand. Sla de tabel op als csv."), file=path.name
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.splitlines()[0] if text else ""
    delimiter = ";" if first.count(";") > first.count(",") else ","
    return csv.reader(io.StringIO(text), delimiter=delimiter)
