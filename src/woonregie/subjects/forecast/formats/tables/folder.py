"""From a folder of csv tables to what was counted; what cannot be used is refused in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.engines.household import AGES, COMPONENTS, MOVE_BANDS, Counted, EngineError, Priors
from woonregie.subjects.forecast.errors import FolderError
from woonregie.subjects.forecast.formats.cells import CellError
from woonregie.subjects.forecast.formats.issues import issue
from woonregie.subjects.forecast.formats.past import Borders, read_past, recoded, words
from woonregie.subjects.forecast.formats.past.borders import listed
from woonregie.subjects.forecast.formats.past.tables import Reader, refuse, region, rows, titles_of

Floats = NDArray[np.float64]
EVENTS, HOUSEHOLDS, POSITIONS = "components.csv", "households.csv", "positions.csv"
FLOWS, DWELLINGS, PLACES = "flows.csv", "dwellings.csv", "places.csv"
PRIVATE = ("child", "alone", "couple", "couple_with_children", "lone_parent", "other")
GROUPS = tuple(range(0, 100, 5))
MINUTES_AT_DOOR, MINUTES_A_KM = 10.0, 1.0
"""Travel time of a straight line, where no times are given: told in a note."""
_GROUP = re.compile(r"(\d{1,3})(?: ?(?:-|tot|to) ?\d{1,3})?(?: jaar)?(?:\+| of ouder)?")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a folder held, from which a forecast can begin.

    Args:
        counted: for the calibration.
        zones: regions of which moves were not counted: they lie outside.
        notes: what somebody should know of it.
    """

    counted: Counted
    zones: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Folder:
    path: Path
    regions: list[str]
    year: int
    gone: frozenset[str]
    notes: list[str] = field(default_factory=list)

    def table(self, name: str) -> Path | None:
        found = self.path / name
        return found if found.is_file() else None

    def place(self, name: str, line: int, file: str) -> int:
        if name not in self.regions:
            raise FolderError(
                _(
                    "Regel %(line)s van %(file)s: %(region)s staat niet in population.csv. Ging "
                    "die gemeente op in een andere? Tel haar cijfers dan bij haar opvolger op."
                )
                % {"line": line, "file": file, "region": name},
                file=file,
                line=line,
                region=name,
            )
        return self.regions.index(name)


def read_beginning(
    folder: Path,
    priors: Priors,
    *,
    year: int | None = None,
    window: int = 5,
    borders: Borders | None = None,
) -> Beginning:
    """Return what was counted in a folder.

    Args:
        folder: with population.csv (region, year, sex, age, population) and, as far as they are
            there, components.csv, households.csv, positions.csv, flows.csv, dwellings.csv and
            places.csv; docs/handleiding/opdrachtregel.md has their columns.
        priors: where sexes, or the oldest ages, were not counted apart.
        year: the forecast begins on 1 January of it; None for the last one that was counted.
        window: how many years of events count, at most.
        borders: mergers, where the folder has no borders.csv of its own.

    Raises:
        FolderError: a table, column or year is missing, or sums do not fit.
        UnreadableCellsError: cells cannot be read.
    """
    with recoded(folder, borders) as (place, told):
        found = _beginning(place, priors, year, window)
    return replace(found, notes=(*told, *found.notes))


def _beginning(folder: Path, priors: Priors, year: int | None, window: int) -> Beginning:
    past = read_past(folder)
    history = past.history
    first = history.years[-1] if year is None else year
    if first not in history.years:
        raise FolderError(
            _("In population.csv staat geen %(year)s; er staan jaren van %(first)s tot %(last)s.")
            % {"year": first, "first": history.years[0], "last": history.years[-1]},
            year=first,
        )
    people = history.people[history.place(first)]
    lives = np.isfinite(people).all(axis=(1, 2)) & (people.sum(axis=(1, 2)) > 0)
    names = [name for name, some in zip(history.regions, lives, strict=True) if some]
    if not names:
        raise FolderError(
            _("In population.csv staan voor %(year)s geen inwoners.") % {"year": first}, year=first
        )
    gone = sorted(set(history.regions) - set(names))
    read = _Folder(folder, names, first, frozenset(gone), list(past.notes))
    if gone:
        read.notes.append(
            _("Zonder inwoners in %(year)s, en daarom weggelaten: %(regions)s.")
            % {"year": first, "regions": listed(gone)}
        )
    happened, years, zones = _events(read, window)
    before = _window_people(history.years, history.total[:, lives], years)
    tables: dict[str, Any] = {
        **happened,
        "window_people": before,
        "minutes": _minutes(read),
        "moves": _moves(read, years),
        "stock": _of_year(read, DWELLINGS, "dwellings")[0],
        **_households(read),
        **_positions(read),
    }
    try:
        counted = Counted(
            regions=tuple(names),
            year=first,
            people=_people(people[lives], priors),
            window=years,
            sources={"population": folder.name},
            **tables,
        )
    except EngineError as error:
        raise FolderError(
            _("De tabellen in %(folder)s passen niet bij elkaar: %(why)s.")
            % {"folder": folder.name, "why": error},
            **error.fields,
        ) from None
    return Beginning(counted, tuple(names[at] for at in zones), tuple(read.notes))


def _people(people: Floats, priors: Priors) -> Floats:
    """Return (region,) or (region, sex, age) persons; what was counted together is divided."""
    sexes, ages = people.shape[1:]
    if ages == 1:
        found: Floats = people.sum(axis=(1, 2))
        return found
    usual = priors.people if sexes > 1 else priors.people.sum(axis=0, keepdims=True)
    last = usual[:, ages - 1 :] / usual[:, ages - 1 :].sum(axis=1, keepdims=True)
    oldest = people[:, :, ages - 1 :] * last
    full = np.concatenate([people[:, :, : ages - 1], oldest], axis=2)[:, :, :AGES]
    if sexes == 1:
        full = full * (priors.people / priors.people.sum(axis=0))
    return full


def _window_people(years: Sequence[int], total: Floats, window: Sequence[int]) -> Floats | None:
    if not window:
        return None
    found = np.full((len(window), total.shape[1]), np.nan)
    for at, year in enumerate(window):
        if year in years:
            found[at] = total[list(years).index(year)]
    return found


def _events(
    read: _Folder, window: int
) -> tuple[dict[str, Floats | None], tuple[int, ...], Sequence[int]]:
    """Return events by table, the years they are of, and the places whose moves were left out."""
    path = read.table(EVENTS)
    if path is None:
        return {}, (), ()
    columns: dict[str, Reader] = {"region": region, "year": words.year}
    there = [name for name in COMPONENTS if name in titles_of(path)]
    found: dict[tuple[int, int], list[int | None]] = {}
    for line, (name, year, *numbers) in rows(path, columns | dict.fromkeys(there, words.count)):
        if year < read.year and name in read.regions:
            found[year, read.place(name, line, path.name)] = numbers
    years = _last_years(sorted({year for year, _at in found}), read.year, window)
    shape = (len(years), len(read.regions))
    tables = {name: np.full(shape, np.nan) for name in there}
    for (year, place), numbers in found.items():
        if year in years:
            for name, number in zip(there, numbers, strict=True):
                if number is not None:
                    tables[name][years.index(year), place] = number
    moves = tables.get("departures")
    zones = [] if moves is None else np.flatnonzero(np.isnan(moves).all(axis=0)).tolist()
    return dict(tables), years, zones


def _last_years(years: Sequence[int], first: int, window: int) -> tuple[int, ...]:
    """Return the last years with events, without a gap."""
    if not years:
        return ()
    missing = sorted(set(range(years[0], years[-1] + 1)) - set(years))
    kept = tuple(year for year in years if year >= first - window)
    if missing and kept and missing[-1] > kept[0]:
        raise FolderError(
            _(
                "In %(file)s ontbreekt het jaar %(year)s. Vul het aan, of kies met --window "
                "minder jaren: wij schatten geen jaar bij."
            )
            % {"file": EVENTS, "year": missing[-1]},
            years=missing,
        )
    return kept


def _of_year(read: _Folder, file: str, column: str) -> tuple[Floats | None, int | None]:
    """Return (region,) numbers of the last year up to the beginning that has any."""
    path = read.table(file)
    if path is None:
        return None, None
    columns: dict[str, Reader] = {"region": region, "year": words.year, column: words.count}
    found: dict[int, dict[str, int]] = {}
    for _line, (name, year, number) in rows(path, columns):
        if year <= read.year and number is not None:
            found.setdefault(year, {})[name] = number
    if not found:
        return None, None
    last = max(found)
    return np.array([found[last].get(name, np.nan) for name in read.regions]), last


def _households(read: _Folder) -> dict[str, object]:
    households, year = _of_year(read, HOUSEHOLDS, "households")
    return {"households": households, "households_year": year}


def _group(text: str) -> int:
    match = _GROUP.fullmatch(text.strip().lower())
    if match is None or int(match[1]) not in GROUPS:
        raise CellError("unknown_age")
    return int(match[1])


def _positions(read: _Folder) -> dict[str, object]:
    """Return people by position, of the last year, and of one before it where there is one."""
    path = read.table(POSITIONS)
    if path is None:
        return {}
    columns: dict[str, Reader] = {"region": region, "year": words.year, "age": _group}
    found: dict[int, Floats] = {}
    for line, (name, year, group, *numbers) in rows(
        path, columns | dict.fromkeys(PRIVATE, words.count)
    ):
        if year > read.year or name in read.gone:
            continue
        table = found.setdefault(year, np.full((len(read.regions), len(GROUPS), 6), np.nan))
        at = (read.place(name, line, path.name), GROUPS.index(group))
        if np.isfinite(table[at]).any():
            refuse(path.name, [issue("double", line, "age", str(group))])
        # A position that nobody of that age can have is left empty by CBS.
        table[at] = [number or 0 for number in numbers]
    if not found:
        return {}
    last = max(found)
    told: dict[str, object] = {"positions": found[last], "position_year": last}
    earlier = [year for year in found if year < last]
    if earlier:
        told |= {"positions_before": found[max(earlier)], "before_year": max(earlier)}
    return told


def _moves(read: _Folder, years: Sequence[int]) -> Floats | None:
    """Return (band, origin, destination) moves of the years that count."""
    path = read.table(FLOWS)
    if path is None:
        return None
    columns: dict[str, Reader] = {
        "origin": region,
        "destination": region,
        "year": words.year,
        "sex": words.sex,
        "age": words.age,
        "moves": words.count,
    }
    size = len(read.regions)
    by_band = np.zeros((len(MOVE_BANDS), size, size))
    together = np.zeros((1, size, size))
    for line, (origin, destination, year, _sex, age, moves) in rows(path, columns):
        if year not in years or moves is None or {origin, destination} & read.gone:
            continue
        at = (read.place(origin, line, FLOWS), read.place(destination, line, FLOWS))
        if age is None:
            together[0][at] += moves
        else:
            band = int(np.searchsorted(MOVE_BANDS, age[0], side="right")) - 1
            by_band[band][at] += moves
    if by_band.any():
        return by_band
    return together if together.any() else None


def _minutes(read: _Folder) -> Floats | None:
    """Return (region, region) travel times of straight lines."""
    path = read.table(PLACES)
    if path is None:
        return None
    columns: dict[str, Reader] = {"region": region, "x": words.count, "y": words.count}
    found: Mapping[str, tuple[int, int]] = {
        name: (x, y) for _line, (name, x, y) in rows(path, columns)
    }
    missing = [name for name in read.regions if None in found.get(name, (None, None))]
    if missing:
        raise FolderError(
            _("In %(file)s ontbreekt de plaats van %(region)s: x en y in meters (RD).")
            % {"file": PLACES, "region": missing[0]},
            file=PLACES,
            regions=missing,
        )
    at = np.array([found[name] for name in read.regions], dtype=np.float64)
    km = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) / 1000
    read.notes.append(
        _("Reistijden zijn geschat uit de rechte lijn: 10 minuten, en 1 minuut per kilometer.")
    )
    minutes: Floats = MINUTES_AT_DOOR + MINUTES_A_KM * km
    return minutes
