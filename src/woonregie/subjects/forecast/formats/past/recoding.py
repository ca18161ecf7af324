"""A folder in which municipalities that went up in another were added up to it."""

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.subjects.forecast.formats.cells import CellError
from woonregie.subjects.forecast.formats.past import words
from woonregie.subjects.forecast.formats.past.borders import POPULATION, Borders, read_borders
from woonregie.subjects.forecast.formats.past.tables import MOST_ROWS
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


@dataclass(slots=True)
class _Row:
    line: int
    cells: list[str]
    years: int | None
    names: tuple[str, ...]
    now: tuple[str, ...]


def _recode(source: Path, target: Path, borders: Borders) -> list[str]:
    """Write a table by the borders of now; return what has to be said."""
    lines = list(rows_of(source, MOST_ROWS))
    titles = [name.strip().lower() for name in lines[0][1]] if lines else []
    named, apart = TABLES[source.name]
    if not set(named) <= set(titles) or (source.name != PLACES and "year" not in titles):
        # The reader says which column is missing.
        target.write_bytes(source.read_bytes())
        return []
    at = {name: titles.index(name) for name in (*named, *apart, "year") if name in titles}
    numbers = [place for place, name in enumerate(titles) if name not in {*named, *apart, "year"}]
    short = {line: cells for line, cells in lines[1:] if len(cells) <= max(at.values())}
    found = [
        _row(*line, at, named, borders)
        for line in lines[1:]
        if line[0] not in short and not _over(line[1], at, named, numbers, borders)
    ]
    names = sorted({name for row in found for name in row.names})
    if source.name == PLACES:
        written = _placed(found)
        told: list[str] = []
    else:
        lost = _lost(found, borders, numbers)
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
    # The reader says what is wrong with a row that is too short.
    _write(target, lines, written | short)
    return told


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
    borders: Borders,
) -> bool:
    """Return whether a row is of one that went up before, and empty: so it should be."""
    year = _year(cells, at)
    return (
        year is not None
        and any(borders.ended(cells[at[name]].strip(), year) for name in named)
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
    rows: Sequence[_Row], borders: Borders, places: Sequence[int]
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
            missing = _missing(new, parts, year, counted, borders)
            if missing:
                found[new, year] = missing
    return found | {
        (name, row.years): ""
        for row in rows
        for name in row.now
        if row.years is not None and borders.lost(name, row.years)
    }


def _missing(
    new: str, parts: Sequence[str], year: int, counted: Mapping[str, set[int]], borders: Borders
) -> str:
    """Return who should have been counted in a year and was not; nothing where all were."""
    for name in (*parts, new):
        if year not in counted.get(name, set()) and borders.expected(name, year):
            return name
    return ""


def _incomplete(lost: Mapping[tuple[str, int], str], borders: Borders) -> list[str]:
    by_place: dict[str, tuple[list[int], str]] = {}
    for (name, year), missing in lost.items():
        if missing:
            by_place.setdefault(name, ([], missing))[0].append(year)
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


def _write(
    target: Path, lines: Sequence[tuple[int, list[str]]], written: Mapping[int, list[str]]
) -> None:
    """Write each row on the line where it stood; what was added to another leaves it empty."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(lines[0][1])
        now = lines[0][0]
        for line in sorted(written):
            stream.write("\n" * (line - now - 1))
            out.writerow(written[line])
            now = line
