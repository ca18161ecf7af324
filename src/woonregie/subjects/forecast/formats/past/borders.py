"""Municipalities that went up in another: whose counts are added up, and whose cannot be.

A merger is told by `borders.csv` (from, to, on, and share where a part went), or by the national
list of the house. Counts of the years before it are those of the successor; of two mergers in a
row, those of the last. Of a correction, where a part of a municipality went elsewhere, nobody
knows who lived there: those years of both are left out, and said.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.subjects.forecast.errors import FolderError
from woonregie.subjects.forecast.formats.cells import CellError
from woonregie.subjects.forecast.formats.past import words
from woonregie.subjects.forecast.formats.past.tables import MOST_ROWS, region, rows, titles_of
from woonregie.subjects.forecast.formats.text import rows_of

BORDERS, POPULATION = "borders.csv", "population.csv"
MOST_NAMES = 5
MOST_SENTENCES = 3
"""Of more municipalities there is one sentence."""
TOO_MANY = 1.08
"""No municipality grows more in a year: so many people were not only of those that went up."""
Cell = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Succession:
    """That a municipality went up in another, or that a part of it went there.

    Args:
        old: its code or name, as in the tables.
        new: of the one where its people live from that day on.
        on: the first day with the new border.
        whole: whether everybody went along.
        stood: whether the new one was there before that day; else it was made of who went along.
    """

    old: str
    new: str
    on: date
    whole: bool = True
    stood: bool = False

    @property
    def first_year(self) -> int:
        """The first 1 January with the new border; events of a year count by its 1 January."""
        return self.on.year if (self.on.month, self.on.day) == (1, 1) else self.on.year + 1


@dataclass(frozen=True, slots=True)
class Borders:
    """All mergers and corrections that are known.

    Args:
        successions: in any order.
    """

    successions: Sequence[Succession] = ()
    _next: Mapping[str, Succession] = field(init=False, repr=False)
    _touched: Mapping[str, int] = field(init=False, repr=False)
    _made: Mapping[str, int] = field(init=False, repr=False)
    _named: Set[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Put mergers and corrections where they are looked up.

        Raises:
            FolderError: a municipality goes up in two others, or in the end in itself.
        """
        merged: dict[str, Succession] = {}
        for item in self.successions:
            if item.whole and merged.setdefault(item.old, item) != item:
                raise FolderError(
                    _(
                        "%(region)s gaat op in twee gemeenten. Zet in borders.csv bij share welk "
                        "deel waarheen ging; haar eerdere jaren tellen dan niet mee."
                    )
                    % {"region": item.old},
                    region=item.old,
                )
        object.__setattr__(self, "_next", merged)
        named = {name for item in self.successions for name in (item.old, item.new)}
        object.__setattr__(self, "_named", named)
        touched: dict[str, int] = {}
        for item in self.successions:
            if not item.whole:
                for name in (self.of(item.old, item.first_year), self.of(item.new, 0)):
                    touched[name] = max(touched.get(name, 0), item.first_year)
        object.__setattr__(self, "_touched", touched)
        made: dict[str, int] = {}
        for item in merged.values():
            if not item.stood:
                made[item.new] = min(made.get(item.new, item.first_year), item.first_year)
        object.__setattr__(self, "_made", made)

    def of(self, name: str, year: int) -> str:
        """Return of which municipality a count of a year is now.

        Args:
            name: in the table.
            year: of the count, on 1 January; events happen during it.

        Raises:
            FolderError: a municipality goes up in itself, or is counted after it went up.
        """
        seen = {name}
        now = name
        while now in self._next:
            step = self._next[now]
            if now == name and self.ended(name, year):
                raise FolderError(
                    _(
                        "%(region)s ging op %(day)s op in %(successor)s, maar staat er in "
                        "%(year)s nog in. Haal die jaren weg, of verbeter de dag."
                    )
                    % {
                        "region": name,
                        "day": step.on.strftime("%d-%m-%Y"),
                        "successor": step.new,
                        "year": year,
                    },
                    region=name,
                    year=year,
                )
            now = step.new
            if now in seen:
                raise FolderError(
                    _("Volgens borders.csv gaat %(region)s op in zichzelf.") % {"region": now},
                    region=now,
                )
            seen.add(now)
        return now

    def touches(self, name: str) -> bool:
        """Return whether the counts of a municipality may be those of others, before or after."""
        return name in self._named

    def lost(self, name: str, year: int) -> bool:
        """Return whether a count of a successor is of a border that cannot be brought to now."""
        return year < self._touched.get(name, 0)

    def expected(self, name: str, year: int) -> bool:
        """Return whether a municipality has to be counted in a year.

        Before it was made of others, others are counted instead; of one that only took others in,
        its own people have to be there as well.

        Args:
            name: that went up, or in which others did.
            year: on 1 January.
        """
        return self._made.get(name, year) <= year and not self.ended(name, year)

    def ended(self, name: str, year: int) -> bool:
        """Return whether a municipality went up in another before a year, or on its first day."""
        return name in self._next and year >= self._next[name].first_year

    def ended_within(self, name: str, year: int) -> bool:
        """Return whether a municipality went up in another during a year, after its first day.

        It was still counted on 1 January; events of that year may stand with its successor.
        """
        step = self._next.get(name)
        return step is not None and step.on.year == year < step.first_year

    def merged(self, names: Sequence[str]) -> dict[str, list[str]]:
        """Return successor -> those of some names that went up in it, whom we added up."""
        found: dict[str, list[str]] = {}
        for name in names:
            if name in self._next:
                found.setdefault(self.of(name, 0), []).append(name)
        return found

    def told(self, names: Sequence[str]) -> list[str]:
        """Return in sentences what was added up and what was left out, of some names."""
        told: list[str] = []
        merged = self.merged(names)
        if merged:
            said = [f"{new} ({', '.join(old)})" for new, old in sorted(merged.items())]
            told.append(_("Opgeteld bij hun opvolger: %(names)s.") % {"names": listed(said)})
        living = {self.of(name, 0) for name in names}
        touched = [(name, year) for name, year in sorted(self._touched.items()) if name in living]
        if len(touched) > MOST_SENTENCES:
            said = [f"{name} ({year})" for name, year in touched]
            told.append(
                _(
                    "Eerdere jaren tellen niet mee van %(names)s: een deel ging naar of kwam van "
                    "een andere gemeente, en hoeveel mensen dat per jaar waren is niet bekend."
                )
                % {"names": listed(said)}
            )
            return told
        for name, year in touched:
            told.append(
                _(
                    "Van %(region)s tellen de jaren voor %(year)s niet mee: een deel ging "
                    "naar of kwam van een andere gemeente, en hoeveel mensen dat per jaar "
                    "waren is niet bekend."
                )
                % {"region": name, "year": year}
            )
        return told


def listed(names: Sequence[str]) -> str:
    """Return names in a sentence: the first five, and how many others."""
    rest = len(names) - MOST_NAMES
    shown = ", ".join(names[:MOST_NAMES])
    if rest <= 0:
        return shown
    return ngettext("%(names)s en %(count)s andere", "%(names)s en %(count)s andere", rest) % {
        "names": shown,
        "count": rest,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise CellError("not_a_day") from None


def _share(text: str) -> float:
    written = text.strip().replace(",", ".")
    try:
        found = float(written or 1)
    except ValueError:
        raise CellError("not_a_share") from None
    if not 0 < found <= 1:
        raise CellError("not_a_share")
    return found


def read_borders(folder: Path) -> Borders:
    """Return the mergers that `borders.csv` of a folder tells; none without that file.

    Raises:
        FolderError: a column is missing, or a municipality goes up in itself or in two others.
        UnreadableCellsError: cells cannot be read.
    """
    path = folder / BORDERS
    if not path.is_file():
        return Borders()
    columns = {"from": region, "to": region, "on": _day}
    if "share" in titles_of(path):
        columns["share"] = _share
    told = [
        Succession(old, new, on, not share or share[0] == 1)
        for _line, (old, new, on, *share) in rows(path, columns)
    ]
    names = {name for item in told for name in (item.old, item.new)}
    counts = _counts(folder / POPULATION, names)
    return Borders([replace(item, stood=_stood(item, told, counts)) for item in told])


def _stood(item: Succession, told: Sequence[Succession], counts: Mapping[Cell, int]) -> bool:
    """Return whether a successor was there before, by the people in it.

    It was where a row of it is earlier, if only an empty one; or where more people live in it
    than a year before in all that it would be made of.
    """
    since = item.first_year
    if any(name == item.new and year < since for name, year in counts):
        return True
    parts = [
        counts.get((other.old, since - 1), 0)
        for other in told
        if other.whole and (other.new, other.first_year) == (item.new, since)
    ]
    return all(parts) and counts.get((item.new, since), 0) > TOO_MANY * sum(parts)


def _counts(path: Path, names: Set[str]) -> Mapping[Cell, int]:
    """Return what stands in a table of people, of some in a year; 0 where a row is empty."""
    lines = rows_of(path, MOST_ROWS) if path.is_file() else iter(())
    titles = [name.strip().lower() for name in next(lines, (0, []))[1]]
    columns = ("region", "year", "population")
    if not set(columns) <= set(titles):
        return {}
    places = [titles.index(column) for column in columns]
    found: Counter[Cell] = Counter()
    for _line, cells in lines:
        if len(cells) > max(places):
            name, year, people = (cells[place].strip() for place in places)
            # The reader says which cells cannot be read.
            with suppress(CellError):
                if name in names:
                    found[name, words.year(year)] += words.count(people) or 0
    return found
