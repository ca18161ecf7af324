"""A folder in which municipalities that went up in another were added up to it."""

import csv
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.subjects.forecast.formats.cells import CellError
from woonregie.subjects.forecast.formats.past import words
from woonregie.subjects.forecast.formats.past.borders import (
    MOST_SENTENCES,
    POPULATION,
    Borders,
    listed,
    read_borders,
)
from woonregie.subjects.forecast.formats.past.tables import MOST_ROWS, titles_of
from woonregie.subjects.forecast.formats.text import rows_of

PLACES = "places.csv"
TABLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    POPULATION: (("region",), ("sex", "age")),
    "components.csv": (("region",), ()),
    "households.csv": (("region",), ()),
    "positions.csv": (("region",), ("age",)),
    "flows.csv": (("origin", "destination"), ("sex", "age")),
    "dwellings.csv": (("region",), ()),
    PLACES: (("region",), ()),
}
"""The tables of a folder: which columns name a municipality, and what tells its rows apart besides
those and the year. All other columns are numbers that can be added up."""
MOVED = "components.csv"
EVENTS = {MOVED, "flows.csv"}
"""What happened during a year; the others are of its first day."""


@contextmanager
def recoded(folder: Path, borders: Borders | None = None) -> Iterator[tuple[Path, list[str]]]:
    """Give a folder by the borders of now, and what has to be said of it.

    Args:
        folder: of tables; its own `borders.csv` goes before what is given.
        borders: mergers from elsewhere, such as the national list.

    Yields:
        The same folder where nobody merged; else one of the same name, that is there as long as
        it is used. What stood on a line stands on that line, so that errors point to the line of
        the sender.

    Raises:
        FolderError: mergers contradict each other or the tables.
        UnreadableCellsError: `borders.csv` cannot be read.
    """
    own = read_borders(folder)
    known = own if own.successions else borders or own
    if not known.successions or not (folder / POPULATION).is_file():
        yield folder, []
        return
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / (folder.resolve().name or "map")
        place.mkdir()
        told: list[str] = []
        for file in TABLES:
            if (folder / file).is_file():
                told += _recode(folder / file, place / file, known)
        yield place, list(dict.fromkeys(told))


Gone = Sequence[Callable[[str, int], bool]]
"""What says that a municipality need not be counted in a year: it went up in another."""


@dataclass(slots=True)
class _Row:
    line: int
    cells: list[str]
    years: int | None
    names: tuple[str, ...]
    now: tuple[str, ...]


def _recode(source: Path, target: Path, borders: Borders) -> list[str]:
    """Write a table by the borders of now; return what has to be said.

    Rows of others are many and stay as they are: they pass by and are never held together.
    """
    titles = titles_of(source)
    named, apart = TABLES[source.name]
    if not set(named) <= set(titles) or (source.name != PLACES and "year" not in titles):
        # The reader says which column is missing.
        target.write_bytes(source.read_bytes())
        return []
    at = {name: titles.index(name) for name in (*named, *apart, "year") if name in titles}
    numbers = [place for place, name in enumerate(titles) if name not in {*named, *apart, "year"}]
    last, places = max(at.values()), [at[name] for name in named]
    # The reader says what is wrong with a row that is too short.
    touched = {
        line: cells
        for line, cells in _below(source)
        if len(cells) > last and any(borders.touches(cells[place].strip()) for place in places)
    }
    gone = [borders.ended, *([borders.ended_within] if source.name in EVENTS else [])]
    found = [
        _row(line, cells, at, named, borders)
        for line, cells in touched.items()
        if not _over(cells, at, named, numbers, gone)
    ]
    names = sorted({name for row in found for name in row.names})
    if source.name == PLACES:
        written = _placed(found)
        told: list[str] = []
    else:
        lost = _lost(found, borders, numbers, gone)
        kept = [row for row in found if not any((name, row.years) in lost for name in row.now)]
        written = _summed(kept, at, apart, numbers)
        told = [*borders.told(names), *_incomplete(lost, borders)]
        if source.name == MOVED and borders.merged(names):
            told.append(
                _(
                    "Verhuizingen tussen gemeenten die later samengingen staan nog bij vertrek en "
                    "aankomst: wie van de een naar de ander ging is niet apart geteld."
                )
            )
    _write(source, target, dict.fromkeys(touched) | written)
    return told


def _below(source: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a table below its titles."""
    return islice(rows_of(source, MOST_ROWS), 1, None)


def _row(
    line: int, cells: list[str], at: Mapping[str, int], named: Sequence[str], borders: Borders
) -> _Row:
    """Return a row with what its municipalities are now."""
    names = tuple(cells[at[name]].strip() for name in named)
    year = _year(cells, at)
    if year is None:
        return _Row(line, cells, None, names, names)
    now = tuple(borders.of(name, year) for name in names)
    if now == names:
        return _Row(line, cells, year, names, names)
    moved = list(cells)
    for column, name in zip(named, now, strict=True):
        moved[at[column]] = name
    return _Row(line, moved, year, names, now)


def _year(cells: Sequence[str], at: Mapping[str, int]) -> int | None:
    """Return the year of a row; 0 in a table without years, None where it cannot be read."""
    try:
        return words.year(cells[at["year"]]) if "year" in at else 0
    except CellError:
        return None


def _over(
    cells: Sequence[str],
    at: Mapping[str, int],
    named: Sequence[str],
    places: Sequence[int],
    gone: Gone,
) -> bool:
    """Return whether a row is of one that went up before, and empty: so it should be."""
    year = _year(cells, at)
    return (
        year is not None
        and any(over(cells[at[name]].strip(), year) for over in gone for name in named)
        and not any(
            place < len(cells) and cells[place].strip().lower() not in words.NOTHING
            for place in places
        )
    )


def _numbers(row: _Row, places: Sequence[int]) -> list[int | None]:
    """Return the counts of a row; None where there is none, or none that can be read."""
    found: list[int | None] = []
    for place in places:
        try:
            found.append(words.count(row.cells[place]) if place < len(row.cells) else None)
        except CellError:
            found.append(None)
    return found


def _lost(
    rows: Sequence[_Row], borders: Borders, places: Sequence[int], gone: Gone
) -> dict[tuple[str, int], str]:
    """Return (municipality of now, year) that cannot be added up, and who is missing."""
    counted: dict[str, set[int]] = {}
    for row in rows:
        year = row.years
        if year is not None and any(number is not None for number in _numbers(row, places)):
            for name in row.names:
                counted.setdefault(name, set()).add(year)
    found: dict[tuple[str, int], str] = {}
    for new, parts in borders.merged(sorted(counted)).items():
        for year in set().union(*(counted[name] for name in (new, *parts) if name in counted)):
            missing = _missing((*parts, new), year, counted, borders, gone)
            if missing:
                found[new, year] = missing
    return found | {
        (name, row.years): ""
        for row in rows
        for name in row.now
        if row.years is not None and borders.lost(name, row.years)
    }


def _missing(
    names: Sequence[str],
    year: int,
    counted: Mapping[str, set[int]],
    borders: Borders,
    gone: Gone,
) -> str:
    """Return who should have been counted in a year and was not; nothing where all were."""
    for name in names:
        there = borders.expected(name, year) and not any(over(name, year) for over in gone)
        if there and year not in counted.get(name, set()):
            return name
    return ""


def _incomplete(lost: Mapping[tuple[str, int], str], borders: Borders) -> list[str]:
    by_place: dict[str, tuple[list[int], str]] = {}
    for (name, year), missing in lost.items():
        if missing:
            by_place.setdefault(name, ([], missing))[0].append(year)
    if len(by_place) > MOST_SENTENCES:
        said = [f"{name} ({max(years)})" for name, (years, _missing) in sorted(by_place.items())]
        return [
            _(
                "Jaren tot en met het genoemde tellen niet mee van %(names)s: daarin ontbreekt "
                "een gemeente die erin opging, of zijzelf."
            )
            % {"names": listed(said)}
        ]
    return [
        _("Van %(region)s tellen niet mee: %(years)s. Daarin ontbreekt %(missing)s.")
        % {"region": name, "years": ", ".join(map(str, sorted(years))), "missing": missing}
        for name, (years, missing) in sorted(by_place.items())
    ]


def _summed(
    rows: Sequence[_Row], at: Mapping[str, int], apart: Sequence[str], places: Sequence[int]
) -> dict[int, list[str]]:
    """Return line -> cells, where rows of what is one municipality now were added up."""
    groups: dict[tuple[object, ...], list[_Row]] = {}
    for row in rows:
        if len(row.now) > 1 and row.now != row.names and len(set(row.now)) == 1:
            # Who moved from one part to the other moved within: that is no move any more.
            continue
        key = (row.now, row.years, *(row.cells[at[name]] for name in apart if name in at))
        groups.setdefault(key, []).append(row)
    written: dict[int, list[str]] = {}
    for group in groups.values():
        if len(group) == 1 or all(row.names == row.now for row in group):
            # What was not recoded, also what stands there twice, is for the reader to judge.
            written |= {row.line: row.cells for row in group}
            continue
        first = list(group[0].cells)
        for place, parts in zip(
            places, zip(*(_numbers(row, places) for row in group), strict=True), strict=True
        ):
            known = [part for part in parts if part is not None]
            whole = len(known) == len(parts)
            first[place] = str(sum(known)) if whole else ""
        written[group[0].line] = first
    return written


def _placed(rows: Sequence[_Row]) -> dict[int, list[str]]:
    """Return line -> cells of one place for each municipality: its own, else of a predecessor."""
    chosen: dict[str, _Row] = {}
    for row in sorted(rows, key=lambda row: row.names != row.now):
        chosen.setdefault(row.now[0], row)
    return {row.line: row.cells for row in chosen.values()}


def _write(source: Path, target: Path, changed: Mapping[int, list[str] | None]) -> None:
    """Write each row on the line where it stood; what was added to another leaves it empty.

    Args:
        source: the table as it was.
        target: where it comes.
        changed: line -> its cells; None where they were added to another.
    """
    with target.open("w", encoding="utf-8", newline="") as stream:
        out, now = csv.writer(stream, lineterminator="\n"), 0
        for line, cells in rows_of(source, MOST_ROWS):
            kept = changed.get(line, cells)
            if kept is not None:
                stream.write("\n" * (line - now - 1))
                out.writerow(kept)
                now = line
