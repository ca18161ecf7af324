"""A layer by column, for years: half a million rows that each fill a few of 76 fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from woonregie.subjects.plans.formats.gelderland.codes import layers, tables
from woonregie.subjects.plans.formats.gelderland.numbers import KINDS, YearRow

INT16 = 32_767
BUILT, DEMOLISHED = "bouw_gerealiseerd", "sloop_gerealiseerd"
SLOOP = tuple(f"sloop_{kind}" for kind in KINDS)


class Column(NamedTuple):
    """The values of one field, and which of them say nothing; None where all do."""

    values: NDArray[Any]
    empty: NDArray[np.bool_] | None = None

    def cells(self) -> list[Any]:
        """Return the values as a table has them: None for nothing."""
        found: list[Any] = self.values.tolist()
        if self.empty is not None:
            for at in np.flatnonzero(self.empty).tolist():
                found[at] = None
        return found

    def homes(self, rows: NDArray[np.bool_]) -> int:
        """Return the homes in some rows; what is empty counts for nothing."""
        return int(self.values.sum(where=rows, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Columns:
    """One layer without shapes; fields that no row fills are not there.

    Args:
        name: of the layer.
        size: how many rows.
        columns: field -> its values.
    """

    name: str
    size: int
    columns: Mapping[str, Column]

    @property
    def fields(self) -> Sequence[str]:
        """The names of its fields, in the order of the province."""
        return [item.name for item in layers()[self.name]]

    def homes(self, kinds: Sequence[str], done: str) -> int:
        """Return the homes of some kinds that still have to be built or demolished.

        Args:
            kinds: names of fields.
            done: the field that says whether a year is carried out.
        """
        if done not in self.columns:
            return 0
        left = self.columns[done].values != tables()["yes_no"].word("yes")
        there = (self.columns[kind] for kind in kinds if kind in self.columns)
        return sum(column.homes(left) for column in there)


@dataclass(slots=True)
class YearRows:
    """Rows of years as they are found; a kind keeps only the rows that have it."""

    years: list[int | None] = field(default_factory=list)
    done: dict[str, list[str | None]] = field(default_factory=lambda: {BUILT: [], DEMOLISHED: []})
    kinds: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)

    def add(self, row: YearRow) -> int:
        """Add one year, and return how many rows it takes."""
        before = len(self.years)
        yes_no = tables()["yes_no"].word
        for build, demolition in _parts(row):
            self._fill(build, KINDS_OF_BUILD)
            self._fill(demolition, KINDS_OF_DEMOLITION)
            self.years.append(row.year)
            self.done[BUILT].append(yes_no("yes" if row.built else "no") if build else None)
            word = yes_no("yes" if row.demolished else "no") if demolition else None
            self.done[DEMOLISHED].append(word)
        return len(self.years) - before

    def _fill(self, homes: Mapping[str, int], names: Mapping[str, str]) -> None:
        for kind, count in homes.items():
            at, counts = self.kinds.setdefault(names[kind], ([], []))
            at.append(len(self.years))
            counts.append(min(count, INT16))

    def layer(self, name: str, texts: Mapping[str, list[str]]) -> Columns:
        """Return all rows as a layer.

        Args:
            name: of the layer.
            texts: field -> a text for each row.
        """
        size = len(self.years)
        columns = {
            name_of: Column(np.array(said, dtype=object)) for name_of, said in texts.items()
        }
        empty = np.array([year is None for year in self.years], dtype=bool)
        columns["jaartal"] = Column(
            np.array([year or 0 for year in self.years], dtype=np.int16), empty
        )
        for done, words in self.done.items():
            columns[done] = Column(np.array(words, dtype=object))
        for kind, (rows, counts) in self.kinds.items():
            values, empty = np.zeros(size, dtype=np.int16), np.ones(size, dtype=bool)
            values[rows], empty[rows] = counts, False
            columns[kind] = Column(values, empty)
        return Columns(name, size, columns if size else {})


KINDS_OF_BUILD: Mapping[str, str] = {kind: kind for kind in KINDS}
KINDS_OF_DEMOLITION: Mapping[str, str] = dict(zip(KINDS, SLOOP, strict=True))


def _parts(row: YearRow) -> Iterator[tuple[Mapping[str, int], Mapping[str, int]]]:
    """Yield one year in parts; more than one only where a number is too large for its field."""
    build, demolition = row.build, row.demolition
    while build or demolition:
        yield build, demolition
        build = {kind: homes - INT16 for kind, homes in build.items() if homes > INT16}
        demolition = {kind: homes - INT16 for kind, homes in demolition.items() if homes > INT16}
