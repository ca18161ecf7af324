"""From a folder to the arrays of the engine; what cannot be tried is refused in words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.engines.household import History
from woonregie.subjects.forecast.errors import FolderError
from woonregie.subjects.forecast.formats.issues import Issue, issue
from woonregie.subjects.forecast.formats.past import words
from woonregie.subjects.forecast.formats.past.borders import POPULATION
from woonregie.subjects.forecast.formats.past.recoding import recoded
from woonregie.subjects.forecast.formats.past.tables import Reader, refuse, region, rows, titles_of
from woonregie.subjects.forecast.formats.past.words import LAST_AGE, TOGETHER

COMPONENTS = "components.csv"
HOUSEHOLDS, FLOWS = "households.csv", "flows.csv"
ALL_AGES = -1
OUT_OF_BALANCE = 0.005
"""Share by which arrivals and departures within the country may differ."""
_CODE = re.compile(r"\D*(\d\d)\d\d")

Floats = NDArray[np.float64]
Cell = tuple[str, int]
Counts = dict[Cell, dict[tuple[str, int], int]]


@dataclass(frozen=True, slots=True)
class Past:
    """What a folder held.

    Args:
        history: people by region and year.
        households: (year, region) households, not a number where none were counted; None where
            there is no such table.
        notes: what somebody should know of it.
    """

    history: History
    households: Floats | None
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Read:
    counts: Counts = field(default_factory=dict)
    lines: dict[Cell, int] = field(default_factory=dict)
    empty: dict[Cell, int] = field(default_factory=dict)
    opened: dict[Cell, int] = field(default_factory=dict)


def read_past(folder: Path) -> Past:
    """Return the counted people of a folder.

    Args:
        folder: with population.csv, and optional others; where it has a borders.csv, those that
            merged are added up first.

    Raises:
        FolderError: a file, a column or a year is missing, or sums do not fit.
        UnreadableCellsError: cells cannot be read.
    """
    with recoded(folder) as (place, told):
        past = _past(place)
    return replace(past, notes=(*told, *past.notes))


def _past(folder: Path) -> Past:
    path = folder / POPULATION
    if not path.is_file():
        raise FolderError(
            _(
                "In %(folder)s staat geen population.csv. Nodig zijn de kolommen region, year, "
                "sex, age en population."
            )
            % {"folder": folder},
            folder=str(folder),
        )
    read = _read_counts(path)
    counts = {cell: _one_sum(cell, found) for cell, found in read.counts.items()}
    notes: list[str] = []
    people, names, years = _people(counts, read, notes)
    natural = _natural(folder / COMPONENTS, names, years)
    if natural is not None and np.isnan(natural[:-1][np.isfinite(people[:-1, :, 0, 0])]).any():
        natural = None
        notes.append(
            _("Geboorten en sterfte ontbreken voor sommige gemeenten en jaren; wij laten ze weg.")
        )
    _check_flows(folder / FLOWS, set(names))
    history = History.from_arrays(
        regions=names, years=years, people=people, natural=natural, areas=_areas(names)
    )
    return Past(history, _households(folder / HOUSEHOLDS, names, years), tuple(notes))


def _read_counts(path: Path) -> _Read:
    columns = {
        "region": region,
        "year": words.year,
        "sex": words.sex,
        "age": words.age,
        "population": words.count,
    }
    read = _Read()
    issues: list[Issue] = []
    for line, (name, year, sex, age, people) in rows(path, columns):
        cell = (name, year)
        if people is None:
            read.empty.setdefault(cell, line)
            continue
        at, is_open = (ALL_AGES, False) if age is None else age
        if is_open:
            read.opened[cell] = min(at, read.opened.get(cell, at))
        found = read.counts.setdefault(cell, {})
        if (sex, at) in found:
            issues.append(issue("double", line, "population", str(people)))
        found[sex, at] = people
        read.lines.setdefault(cell, line)
    issues += [
        issue("no_count", line, "population", "")
        for cell, line in read.empty.items()
        if cell in read.counts
    ]
    refuse(path.name, issues)
    if not read.counts:
        raise FolderError(_("In population.csv staat geen enkel aantal."), file=path.name)
    return read


def _one_sum(cell: Cell, found: Mapping[tuple[str, int], int]) -> dict[tuple[str, int], int]:
    """Return counts without the totals that stand beside them, after adding those up."""
    sexes, ages = {sex for sex, _age in found}, {age for _sex, age in found}
    kept = dict(found)
    if len(ages) > 1 and ALL_AGES in ages:
        for sex in sexes:
            _same(
                cell,
                found.get((sex, ALL_AGES)),
                (people for (of, age), people in found.items() if of == sex and age != ALL_AGES),
            )
        kept = {key: people for key, people in kept.items() if key[1] != ALL_AGES}
    if len(sexes) > 1 and TOGETHER in sexes:
        for age in {age for _sex, age in kept}:
            _same(
                cell,
                kept.get((TOGETHER, age)),
                (people for (of, at), people in kept.items() if at == age and of != TOGETHER),
            )
        kept = {key: people for key, people in kept.items() if key[0] != TOGETHER}
    return kept


def _same(cell: Cell, total: int | None, parts: Iterable[int]) -> None:
    together = sum(parts)
    if total is not None and total != together:
        raise FolderError(
            _(
                "Van %(region)s in %(year)s is het totaal %(total)s, maar de delen zijn samen "
                "%(parts)s. Controleer of alle leeftijden en geslachten er één keer staan."
            )
            % {"region": cell[0], "year": cell[1], "total": total, "parts": together},
            region=cell[0],
            year=cell[1],
            total=total,
            parts=together,
        )


def _people(counts: Counts, read: _Read, notes: list[str]) -> tuple[Floats, list[str], list[int]]:
    names = sorted({name for name, _year in counts})
    years = _years({year for _name, year in counts})
    sexes = sorted({sex for found in counts.values() for sex, _age in found})
    last = _last_age(counts, read.opened, notes)
    people = np.full((len(years), len(names), len(sexes), max(last, 0) + 1), np.nan)
    places = {name: place for place, name in enumerate(names)}
    wanted = {(sex, age) for sex in sexes for age in range(max(last, 0) + 1)}
    for (name, year), found in counts.items():
        folded: dict[tuple[str, int], int] = {}
        for (sex, age), number in found.items():
            key = (sex, max(min(age, last), 0))
            folded[key] = folded.get(key, 0) + number
        _check_whole((name, year), wanted, folded, last)
        for (sex, age), number in folded.items():
            people[year - years[0], places[name], sexes.index(sex), age] = number
    return people, names, years


def _years(found: set[int]) -> list[int]:
    missing = sorted(set(range(min(found), max(found) + 1)) - found)
    if missing:
        raise FolderError(
            _(
                "Het jaar %(year)s ontbreekt; er staan jaren van %(first)s tot en met %(last)s. "
                "Vul het aan, of haal de jaren ervoor weg: wij schatten geen jaar bij."
            )
            % {"year": missing[0], "first": min(found), "last": max(found)},
            years=missing,
        )
    return sorted(found)


def _last_age(counts: Counts, opened: Mapping[Cell, int], notes: list[str]) -> int:
    """Return the age from which people are one group; -1 where only totals are known."""
    with_ages = [max(age for _sex, age in found) for found in counts.values()]
    if min(with_ages) == ALL_AGES:
        if max(with_ages) != ALL_AGES:
            raise FolderError(
                _("Van sommige gemeenten staan leeftijden en van andere alleen een totaal."),
            )
        return ALL_AGES
    for (name, year), age in opened.items():
        oldest = max(at for _sex, at in counts[name, year])
        if oldest > age:
            raise FolderError(
                _(
                    "Van %(region)s in %(year)s staat %(age)s+ en ook %(oldest)s. Mensen staan "
                    "zo twee keer geteld; de leeftijd met een plus is de laatste."
                )
                % {"region": name, "year": year, "age": age, "oldest": oldest},
                region=name,
                year=year,
            )
    last = min([LAST_AGE, *with_ages, *opened.values()])
    if last < LAST_AGE:
        notes.append(
            _("Iedereen van %(age)s jaar en ouder is één groep: verder gaan de leeftijden niet.")
            % {"age": last}
        )
    return last


def _check_whole(
    cell: Cell,
    wanted: set[tuple[str, int]],
    found: Mapping[tuple[str, int], int],
    last: int,
) -> None:
    missing = sorted(wanted - set(found))
    if missing:
        sex, age = missing[0]
        what = _("het totaal") if last == ALL_AGES else _("leeftijd %(age)s") % {"age": age}
        raise FolderError(
            _(
                "Van %(region)s in %(year)s ontbreekt %(what)s (%(sex)s). Zet ook een 0 als daar "
                "niemand is."
            )
            % {"region": cell[0], "year": cell[1], "what": what, "sex": sex},
            region=cell[0],
            year=cell[1],
            missing=len(missing),
        )


def _natural(path: Path, names: list[str], years: list[int]) -> Floats | None:
    """Return (year, region) births less deaths; None where there is no such table."""
    if not path.is_file():
        return None
    columns: dict[str, Reader] = {
        "region": region,
        "year": words.year,
        "births": words.count,
        "deaths": words.count,
    }
    moves: dict[str, Reader] = {"arrivals": words.count, "departures": words.count}
    has_moves = set(moves) <= set(titles_of(path))
    found = np.full((len(years), len(names)), np.nan)
    places = {name: place for place, name in enumerate(names)}
    sums: dict[int, list[int]] = {}
    half: set[int] = set()
    for _line, (name, year, births, deaths, *moved) in rows(
        path, columns | (moves if has_moves else {})
    ):
        if None in moved:
            # A zone outside: what others send there and get from it is not in these sums.
            half.add(year)
        else:
            for at, number in enumerate(moved):
                sums.setdefault(year, [0, 0])[at] += number
        if name in places and year in years and births is not None and deaths is not None:
            found[year - years[0], places[name]] = births - deaths
    for year, (came, left) in sums.items():
        if year not in half:
            _balanced(path.name, year, came, left)
    return found


def _households(path: Path, names: list[str], years: list[int]) -> Floats | None:
    if not path.is_file():
        return None
    columns = {"region": region, "year": words.year, "households": words.count}
    found = np.full((len(years), len(names)), np.nan)
    places = {name: place for place, name in enumerate(names)}
    for _line, (name, year, households) in rows(path, columns):
        if name in places and year in years and households is not None:
            found[year - years[0], places[name]] = households
    return found


def flows_of(folder: Path, name: str, names: Sequence[str], years: Sequence[int]) -> Floats:
    """Return (year, region) a flow of components.csv; not a number where it was not counted.

    Args:
        folder: with components.csv, or without: then nothing was counted.
        name: of the column, such as arrivals.
        names: the regions.
        years: during which it happened.

    Raises:
        UnreadableCellsError: cells cannot be read.
    """
    with recoded(folder) as (place, _told):
        return _flows(place / COMPONENTS, name, names, years)


def _flows(path: Path, name: str, names: Sequence[str], years: Sequence[int]) -> Floats:
    found = np.full((len(years), len(names)), np.nan)
    if not path.is_file() or name not in titles_of(path):
        return found
    columns: dict[str, Reader] = {"region": region, "year": words.year, name: words.count}
    places = {known: place for place, known in enumerate(names)}
    at = {year: place for place, year in enumerate(years)}
    for _line, (known, year, number) in rows(path, columns):
        if known in places and year in at and number is not None:
            found[at[year], places[known]] = number
    return found


def _balanced(file: str, year: int, came: int, left: int) -> None:
    if abs(came - left) > OUT_OF_BALANCE * max(came, left):
        raise FolderError(
            _(
                "In %(file)s vertrekken in %(year)s samen %(left)s mensen naar een andere "
                "gemeente, en komen er %(came)s aan. Dat hoort gelijk te zijn. Staan alle "
                "gemeenten erin, en is verhuizen naar het buitenland apart geteld?"
            )
            % {"file": file, "year": year, "left": left, "came": came},
            file=file,
            year=year,
            arrivals=came,
            departures=left,
        )


def _check_flows(path: Path, names: set[str]) -> None:
    """Refuse flows that no forecast of moves can be made of."""
    if not path.is_file():
        return
    columns = {
        "origin": region,
        "destination": region,
        "year": words.year,
        "sex": words.sex,
        "age": words.age,
        "moves": words.count,
    }
    for line, (origin, destination, _year, _sex, _age, moves) in rows(path, columns):
        unknown = sorted({origin, destination} - names)
        if unknown or (origin == destination and moves):
            why = (
                _("%(region)s staat niet in population.csv") % {"region": unknown[0]}
                if unknown
                else _(
                    "een verhuizing binnen %(region)s is geen verhuizing naar een andere gemeente"
                )
                % {"region": origin}
            )
            raise FolderError(
                _("Regel %(line)s van flows.csv: %(why)s.") % {"line": line, "why": why},
                file=path.name,
                line=line,
            )


def _areas(names: Iterable[str]) -> list[str] | None:
    """Return the first two figures of codes: offices number regions by part of the country."""
    found = [_CODE.fullmatch(name) for name in names]
    areas = [match[1] for match in found if match]
    return areas if len(areas) == len(found) and len(set(areas)) > 1 else None
