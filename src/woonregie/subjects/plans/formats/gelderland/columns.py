"""A layer by column, for years: half a million rows that each fill a few of 76 fields."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
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
    kinds: dict[str, tuple[list[int], list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: ([], []))
    )

    def add(self, row: YearRow) -> int:
        """Add one year, and return how many rows it takes."""
        parts = _parts(row)
        for build, demolition in parts:
            if build:
                self._fill(build, KINDS_OF_BUILD)
            if demolition:
                self._fill(demolition, KINDS_OF_DEMOLITION)
            self.years.append(row.year)
            self.done[BUILT].append(_yes_no()[row.built] if build else None)
            self.done[DEMOLISHED].append(_yes_no()[row.demolished] if demolition else None)
        return len(parts)

    def _fill(self, homes: Mapping[str, int], names: Mapping[str, str]) -> None:
        for kind, count in homes.items():
            at, counts = self.kinds[names[kind]]
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


@cache
def _yes_no() -> Mapping[bool, str | None]:
    """Return whether a year is carried out, as the province says it."""
    return {done: tables()["yes_no"].word("yes" if done else "no") for done in (True, False)}


def _parts(row: YearRow) -> list[tuple[dict[str, int], dict[str, int]]]:
    """Return one year in parts; more than one only where a number is too large for its field."""
    build, demolition = row.build, row.demolition
    found = []
    while build or demolition:
        found.append((build, demolition))
        build, demolition = _beyond(build), _beyond(demolition)
    return found


def _beyond(homes: Mapping[str, int]) -> dict[str, int]:
    """Return what does not fit in the fields of one row."""
    if max(homes.values(), default=0) <= INT16:
        return {}
    return {kind: count - INT16 for kind, count in homes.items() if count > INT16}
