"""From StatLine csv files to a folder that forecasts can be tried on."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.subjects.forecast.errors import FolderError
from woonregie.subjects.forecast.formats.cbs import BOTH_SEXES
from woonregie.subjects.forecast.formats.past import words
from woonregie.subjects.forecast.formats.past.folder import COMPONENTS, POPULATION
from woonregie.subjects.forecast.formats.past.tables import Reader, rows, titles_of

NEW_BORDER = 0.005
"""A change of night between 31 December and 1 January beyond this share is a new border."""
NUMBERS = {
    "PopulationOn1January_1": "start",
    "LiveBornChildren_3": "births",
    "Deaths_5": "deaths",
    "DueToIntermunicipalMoves_11": "arrivals",
    "DueToIntermunicipalMoves_16": "departures",
    "PopulationOn31December_20": "end",
}
ABROAD = {
    "DueToImmigration_10": "immigration",
    "DueToEmigrationIncludingAdministr_14": "emigration",
}
"""Taken along where the table has them: a forecast needs them, a look back does not."""
EVENTS = ("births", "deaths", "arrivals", "departures", "immigration", "emigration")
Figures = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Args:
        regions: municipalities with people.
        years: first and last year.
        new_borders: municipality -> the year from which it is what it is now.
    """

    regions: int
    years: tuple[int, int]
    new_borders: Mapping[str, int]


def write_past(source: Path, folder: Path) -> Written:
    """Write population.csv and components.csv of a StatLine table of regional dynamics (37259).

    Of a municipality that changed its borders, earlier years are left out: they are of another
    one.

    Args:
        source: the table as csv, with English column names.
        folder: where both come; it is made.

    Raises:
        FolderError: there are files already, or no municipality in the table.
        UnreadableCellsError: cells cannot be read.
    """
    for name in (POPULATION, COMPONENTS):
        if (folder / name).exists():
            raise FolderError(
                _("In %(folder)s staat al een %(name)s. Kies een lege map.")
                % {"folder": folder, "name": name},
                file=name,
            )
    found = _figures(source)
    if not found:
        raise FolderError(_("In deze tabel staat geen gemeente met inwoners."), file=source.name)
    borders = {code: year for code, years in found.items() if (year := _border(years))}
    final = max(year for years in found.values() for year in years)
    people, changes = [], []
    for code, years in sorted(found.items()):
        kept = {year: own for year, own in years.items() if year >= borders.get(code, 0)}
        people += [
            (code, year, words.TOGETHER, words.TOGETHER, own["start"])
            for year, own in sorted(kept.items())
        ]
        last = max(kept)
        # One that ended earlier has nobody on the next 1 January: they live in another one.
        if last == final and kept[last]["end"] is not None:
            people.append((code, last + 1, words.TOGETHER, words.TOGETHER, kept[last]["end"]))
        changes += [
            (code, year, *(own.get(name) for name in EVENTS)) for year, own in sorted(kept.items())
        ]
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / POPULATION, ("region", "year", "sex", "age", "population"), people)
    _write(
        folder / COMPONENTS,
        ("region", "year", *EVENTS),
        changes,
    )
    every = [row[1] for row in people]
    return Written(len(found), (min(every), max(every)), borders)


def _figures(source: Path) -> dict[str, dict[int, Figures]]:
    columns: dict[str, Reader] = {
        "sex": str.strip,
        "regions": str.strip,
        "periods": words.year,
        **{name.lower(): words.count for name in NUMBERS},
    }
    there = [name for name in ABROAD if name.lower() in titles_of(source)]
    columns |= {name.lower(): _corrected for name in there}
    called = [*NUMBERS.values(), *(ABROAD[name] for name in there)]
    found: dict[str, dict[int, Figures]] = {}
    for _line, (sex, code, year, *numbers) in rows(source, columns):
        own: Figures = dict(zip(called, numbers, strict=True))
        if sex == BOTH_SEXES and code.startswith("GM") and own["start"] is not None:
            found.setdefault(code, {})[year] = own
    return found


def _corrected(text: str) -> int | None:
    """Return a count; None below zero: then corrections of the register outweigh who went.

    Raises:
        CellError: not a whole number.
    """
    return None if text.strip().startswith("-") else words.count(text)


def _border(years: Mapping[int, Figures]) -> int:
    """Return the year from which the borders are those of now; 0 where they never changed."""
    for year in sorted(years, reverse=True):
        before, now = years.get(year - 1, {}).get("end"), years[year]["start"]
        if before is not None and now and abs(before / now - 1) > NEW_BORDER:
            return year
    return 0


def _write(path: Path, titles: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(titles)
        writer.writerows(lines)
