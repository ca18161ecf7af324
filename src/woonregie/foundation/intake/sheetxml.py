"""Walking through the cells of an Excel sheet: how far they reach, and what a reader would lose.

The quick reader of Excel files gives an empty cell where a formula went wrong (#REF!) and where
it was never worked out. An empty cell is zero dwellings, so those cells are looked up here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

from woonregie.foundation.intake.tables import damaged

Marks = Mapping[tuple[int, int], str]
NOT_WORKED_OUT = "#FORMULE"
"""Stands for a formula without its value: the program that wrote the file never computed it."""
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows and columns the cells of a sheet span, and its marks by (row, column)."""

    rows: int
    columns: int
    marks: Marks


def column(letters: str) -> int:
    """Return the number of a column.

    >>> column("A"), column("Z"), column("AA"), column("XFD")
    (1, 26, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def parse(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Walk through XML; names come without their prefix, except those of attributes.

    Raises:
        FileRefusedError: not XML, or with a document type (which may hold a bomb).
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, found: start(name.rpartition(":")[2], found)
    parser.StartDoctypeDeclHandler = _refuse
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, OverflowError) as error:
        raise damaged() from error


def _refuse(*_declared: Any) -> None:
    raise damaged()


class _Walk:
    """Follows rows and cells; what is a cell without a value does not count."""

    def __init__(self) -> None:
        self.row = self.column = self.rows = self.columns = 0
        self.marks: dict[tuple[int, int], str] = {}
        self._kind, self._formula, self._inside = "", False, False
        self._value: str | None = None

    def start(self, name: str, found: dict[str, str]) -> None:
        if name == "row":
            self.row = int(found.get("r") or self.row + 1)
            self.column = 0
        elif name == "c":
            self._cell(found)
        elif name == "f":
            self._formula = True
        elif name in {"v", "is", "t"}:
            self._value, self._inside = "", name == "v"

    def _cell(self, found: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(found.get("r", ""))
        if place:
            self.column, self.row = column(place[1]), int(place[2])
        else:
            self.column += 1
        self._kind, self._formula, self._value = found.get("t", ""), False, None

    def text(self, piece: str) -> None:
        if self._inside:
            self._value = (self._value or "") + piece

    def end(self, name: str) -> None:
        if name == "v":
            self._inside = False
        if name != "c":
            return
        if self._kind == "e" and self._value:
            self._mark(self._value)
        elif self._formula and self._value is None:
            self._mark(NOT_WORKED_OUT)
        if self._value is not None or self._formula:
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)

    def _mark(self, text: str) -> None:
        self.marks[self.row - 1, self.column - 1] = text


def walk(content: bytes) -> Extent:
    """Return how far the cells of a sheet reach, and its marks.

    Raises:
        FileRefusedError: damaged.
    """
    found = _Walk()
    parse(content, found.start, found.end, found.text)
    return Extent(found.rows, found.columns, found.marks)


def sheet_parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Return the title of each sheet -> the part of the zip file in which it lies."""
    targets: dict[str, str] = {}
    titles: dict[str, str] = {}

    def relation(name: str, found: dict[str, str]) -> None:
        if name == "Relationship":
            target = found.get("Target", "")
            place = PurePosixPath("/xl") / target if not target.startswith("/") else target
            targets[found.get("Id", "")] = str(place).lstrip("/")

    def sheet(name: str, found: dict[str, str]) -> None:
        if name == "sheet":
            key = next((found[item] for item in found if item.rpartition(":")[2] == "id"), "")
            titles[found.get("name", "")] = key

    parse(relations, relation)
    parse(workbook, sheet)
    return {title: targets.get(key, "") for title, key in titles.items()}
