"""What a layout is: which columns make it known, and what each row says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RawFigure:
    """One figure as it stands in the file.

    Args:
        place: code or name of the municipality.
        measure: the measure, or what the file calls it.
        scenario: the scenario, empty where the layout has none.
        year: the year as written.
        cells: (column, text) whose sum is the figure; nearly always one.
    """

    place: str
    measure: str
    scenario: str
    year: str
    cells: Sequence[tuple[str, str]]


Reader = Callable[[Mapping[str, str]], Iterator[RawFigure]]


@dataclass(frozen=True, slots=True)
class Drawer:
    """A layout of a csv file.

    Args:
        name: for reports.
        title: for people.
        needed: the columns by which it is known.
        read: what one row says; nothing for a row that is of no municipality.
        columns: what each part of a figure is called in this layout, for issues: "place", "year",
            "measure", "scenario".
        counted: the figures were counted, not expected.
    """

    name: str
    title: Any
    needed: frozenset[str]
    read: Reader
    columns: Mapping[str, str]
    counted: bool = False
