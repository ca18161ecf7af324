"""From StatLine csv files to a folder that forecasts can be tried on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.subjects.forecast.errors import FolderError
from woonregie.subjects.forecast.formats.cbs import BOTH_SEXES
from woonregie.subjects.forecast.formats.past import words
from woonregie.subjects.forecast.formats.past.borders import POPULATION
from woonregie.subjects.forecast.formats.past.folder import COMPONENTS
from woonregie.subjects.forecast.formats.past.tables import Reader, region, rows, titles_of
from woonregie.subjects.forecast.formats.past.writing import require_new, write_table

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

    Of a municipality that changed its borders, earlier years are left empty: they are of another
    one, and nobody is to think that it was not there yet. Where population.csv is there and has
    ages, only components.csv is written, of the municipalities in it.

    Args:
        source: the table as csv, with English column names.
        folder: where both come; it is made.

    Raises:
        FolderError: there are files already, or no municipality in the table.
        UnreadableCellsError: cells cannot be read.
    """
    ours = _of_ages(folder)
    require_new(folder, COMPONENTS, *([] if ours else [POPULATION]))
    found = {code: years for code, years in _figures(source).items() if not ours or code in ours}
    if not found:
        raise FolderError(_("In deze tabel staat geen gemeente met inwoners."), file=source.name)
    borders = {code: year for code, years in found.items() if (year := _border(years))}
    final = max(year for years in found.values() for year in years)
    people, changes = [], []
    for code, years in sorted(found.items()):
        since = borders.get(code, 0)
        kept = {year: own if year >= since else {} for year, own in years.items()}
        people += [
            (code, year, words.TOGETHER, words.TOGETHER, own.get("start"))
            for year, own in sorted(kept.items())
        ]
        last = max(kept)
        # One that ended earlier has nobody on the next 1 January: they live in another one.
        if last == final and kept[last]["end"] is not None:
            people.append((code, last + 1, words.TOGETHER, words.TOGETHER, kept[last]["end"]))
        changes += [
            (code, year, *(own.get(name) for name in EVENTS)) for year, own in sorted(kept.items())
        ]
    if not ours:
        write_table(folder / POPULATION, ("region", "year", "sex", "age", "population"), people)
    write_table(folder / COMPONENTS, ("region", "year", *EVENTS), changes)
    every = [row[1] for row in people if row[-1] is not None]
    return Written(len(found), (min(every), max(every)), borders)


def _of_ages(folder: Path) -> set[str]:
    """Return the municipalities of a folder of people by age; none where there are no ages."""
    path = folder / POPULATION
    if not path.is_file():
        return set()
    found = list(rows(path, {"region": region, "age": str.strip}))
    with_ages = any(age.lower() not in words.EVERY_AGE for _line, (_name, age) in found)
    return {name for _line, (name, _age) in found} if with_ages else set()


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
