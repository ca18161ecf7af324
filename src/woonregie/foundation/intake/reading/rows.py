"""From the table in a file to rows by field; what is no row is left out, and told."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.intake.cells import line, text
from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.reading.contents import is_nothing
from woonregie.foundation.intake.reading.finding import (
    ColumnMatch,
    Found,
    explains,
    find,
    turned,
)
from woonregie.foundation.intake.reading.headings import plain
from woonregie.foundation.intake.schema import Field, Schema
from woonregie.foundation.intake.tables import FileRefusedError, Rows

EMPTY, TOTAL, HEADING, EXPLANATION, NOTE, NO_KEY = (
    "empty",
    "total",
    "heading",
    "explanation",
    "note",
    "no_key",
)
_TOTAL = re.compile(
    r"(?:sub|eind|grand|generaal|over)?[- ]?tota?al(?:en|s)?\b.{0,40}|som|sum|totals",
    re.IGNORECASE,
)
# How a cell must begin that says total; most rows need no further look.
_STARTS = frozenset(" tTsSeEgGoO-")
HALF_FULL = 0.5
FEWEST_COLUMNS = 4
"""In a table of fewer columns a row with one filled cell is a row like any other."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is none.

    Args:
        line: as people count them, from 1.
        reason: empty, total, heading, explanation, note or no_key.
        text: what stands in it, shortened.
    """

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that people should know of a cell, a column or the file.

    Args:
        code: what is the matter.
        line: as people count them, from 1; 0 for the whole file.
        field: the name of the field; empty when it is none.
        heading: what stands above the column.
        value: what stands in the cell, shortened.
    """

    code: str
    line: int = 0
    field: str = ""
    heading: str = ""
    value: str = ""


@dataclass(slots=True)
class ReadTable:
    """The rows of a table, by field, as they stand.

    Args:
        found: where the table stands and what its columns are.
        fields: the fields that columns give, by name.
        rows: name of a field -> its cell, one for each row.
        lines: the line of each row, as people count them (in a pivoted table: the column).
        left_out: rows that are none.
        issues: what people should know.
        geometries: per row the geometry of a geofile, or None; empty for other files.
    """

    found: Found
    fields: Mapping[str, Field]
    rows: list[dict[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    geometries: list[Any] = field(default_factory=list)


def read(
    path: Path,
    name: str,
    schema: Schema,
    learned: Mapping[str, str] | None = None,
    tell: Callable[[int, int], None] | None = None,
    *,
    forgiving: bool = False,
) -> ReadTable:
    """Return the rows of the table that a file holds.

    Args:
        path: where the file lies.
        name: what the sender calls it.
        schema: what is looked for.
        learned: heading -> name of a field, as earlier files of this sender were mapped.
        tell: told now and then how many rows of how many were read.
        forgiving: whether a workbook may hold macros, and a text loose quotation marks.

    Raises:
        FileRefusedError: a file that cannot be opened, without a heading that we know
            (header_not_found), or without a column that is needed (column_missing).
    """
    found = find(open_file(path, name, forgiving=forgiving), schema, learned)
    if found is None or not any(column.field for column in found.columns):
        raise header_not_found(schema)
    if found.missing:
        raise column_missing(found, schema)
    return read_found(found, schema, tell)


def read_found(
    found: Found, schema: Schema, tell: Callable[[int, int], None] | None = None
) -> ReadTable:
    """Return the rows of a table that `find` found.

    Raises:
        FileRefusedError: a file that cannot be read to its end.
    """
    table = found.sheet.load()
    rows: Rows = table.rows
    if found.transposed:
        rows = turned(rows)
    told = ReadTable(found, found.fields)
    told.issues.extend(Issue(code) for code in table.remarks)
    reader = _Reader(found, schema, told)
    shapes = table.geometries if not found.transposed else ()
    for at in range(found.first + found.count, len(rows)):
        if tell is not None and at % 1000 == 0:
            tell(at, len(rows))
        if reader.take(at + 1, rows[at]) and shapes:
            told.geometries.append(shapes[at])
    return told


def header_not_found(schema: Schema) -> FileRefusedError:
    """Return the refusal of a file in which no heading is known."""
    return FileRefusedError(
        "header_not_found",
        _(
            "Wij vinden in dit bestand geen tabel met kolomnamen die horen bij: %(title)s. "
            "Zet de kolomnamen in de eerste dertig regels."
        )
        % {"title": schema.title},
        schema=schema.name,
    )


def column_missing(found: Found, schema: Schema) -> FileRefusedError:
    """Return the refusal of a table without a column that is needed."""
    names = [schema.field(name).title or name for name in found.missing]
    return FileRefusedError(
        "column_missing",
        _(
            "In dit bestand missen wij: %(names)s. Zet deze kolom erbij, of wijs aan welke kolom "
            "het is."
        )
        % {"names": ", ".join(names)},
        missing=list(found.missing),
        headings=[column.heading for column in found.columns if column.heading][:60],
        header_rows=list(found.header_rows),
        sheet=found.sheet.title,
    )


class _Reader:
    """Takes row after row.

    Lists have tens of thousands of rows, so the usual row takes the shortest way: one dictionary.
    """

    def __init__(self, found: Found, schema: Schema, told: ReadTable) -> None:
        self.told, self.schema = told, schema
        matched = [column for column in found.columns if column.field]
        self.plan = [(column.field or "", column.index) for column in matched if not column.spare]
        self.spares = _spares(matched)
        self.width = max((column.index for column in found.columns), default=0) + 1
        self.key = next((at for name, at in self.plan if name == schema.key), None)
        self.keys = [at for name, at in self.plan if name == schema.key]
        self.keys += dict(self.spares).get(schema.key, [])
        self.headings = [plain(column.heading) for column in found.columns]
        # Of the key's heading, give or take signs that do not count.
        size = len(self.headings[self.key]) if self.key is not None else 0
        self.lengths = range(size, size + 10)
        self.first = True
        # Filled cells: of all rows together, and of the last one.
        self.filled = self.last = self.number = 0
        self.few = len(matched) < FEWEST_COLUMNS

    def take(self, number: int, row: Sequence[Any]) -> bool:
        """Read one row; return whether it is one."""
        if len(row) < self.width:
            row = [*row, *[""] * (self.width - len(row))]
        self.number = number
        reason = self._reason(row)
        if reason:
            self.told.left_out.append(LeftOut(number, reason, _shortened(row)))
            return False
        self.first = False
        self.filled += self.last
        values: dict[str, Any] = {name: row[at] for name, at in self.plan}
        for name, places in self.spares:
            if is_nothing(values[name]):
                values[name] = next((row[at] for at in places if not is_nothing(row[at])), "")
        self.told.rows.append(values)
        self.told.lines.append(number)
        return True

    def _reason(self, row: Sequence[Any]) -> str:
        """Return why a row is none; empty when it is one."""
        self.last = len(row) - row.count("") - row.count(None)
        if self.last <= FEWEST_COLUMNS or self.first:
            told = [cell for cell in row if cell not in {"", None} and text(cell)]
            self.last = len(told)
            reason = self._bare(row)
            if reason:
                return reason
        if self._is_total(row, next(cell for cell in row if cell not in {"", None})):
            return TOTAL
        return self._no_row(row)

    def _bare(self, row: Sequence[Any]) -> str:
        """Return why a row with few cells, or the first one, is none."""
        if not self.last:
            return EMPTY
        if self.last == 1 and not self.few:
            return NOTE
        return EXPLANATION if self.first and explains(row) else ""

    def _no_row(self, row: Sequence[Any]) -> str:
        if self.key is None:
            return ""
        key = row[self.key]
        if isinstance(key, str) and len(key) in self.lengths and self._repeats(row, key):
            return HEADING
        if self.schema.keyless or not all(is_nothing(row[at]) for at in self.keys):
            return ""
        # A row as full as the others is a row whose key was forgotten; a note is not.
        usual = self.filled / max(len(self.told.rows), 1)
        if self.few or self.last < max(usual * HALF_FULL, FEWEST_COLUMNS):
            return NO_KEY
        self.told.issues.append(Issue("no_key", self.number, self.schema.key))
        return ""

    def _is_total(self, row: Sequence[Any], first: Any) -> bool:
        if not isinstance(first, str) or first[:1] not in _STARTS or not _total(first):
            return False
        key = row[self.key] if self.key is not None else first
        return is_nothing(key) or key == first

    def _repeats(self, row: Sequence[Any], key: str) -> bool:
        if plain(key) != self.headings[self.key or 0]:
            return False
        told = [(plain(cell), at) for at, cell in enumerate(row) if isinstance(cell, str) and cell]
        same = sum(cell == self.headings[at] for cell, at in told if at < len(self.headings))
        return same * 2 >= len(told)


def _total(cell: str) -> bool:
    return bool(_TOTAL.fullmatch(cell.strip()))


def _spares(matched: Sequence[ColumnMatch]) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for column in matched:
        if column.spare:
            found.setdefault(column.field or "", []).append(column.index)
    return list(found.items())


def _shortened(row: Sequence[Any]) -> str:
    return " | ".join(told for cell in row if (told := line(cell)))[:200]
