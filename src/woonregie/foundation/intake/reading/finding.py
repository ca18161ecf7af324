"""Where the table stands in a file: which sheet, which rows are its heading, which column is what.

Every row of the first thirty may be the heading, alone or with one or two rows below it; and every
column may be, when the fields run down. Each is read as a heading and weighed by the fields that
it gives; the best one counts.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from woonregie.foundation.intake.cells import line, text
from woonregie.foundation.intake.places import system_of
from woonregie.foundation.intake.reading.contents import (
    fit,
    is_nothing,
    looks_like_data,
    number_in,
)
from woonregie.foundation.intake.reading.headings import (
    CONTENT,
    LIKE,
    PERSONAL,
    Meaning,
    Names,
    plain,
)
from woonregie.foundation.intake.schema import Field, Kind, Place, Schema
from woonregie.foundation.intake.tables import HEAD, Rows, Sheet

MOST_HEADING_ROWS = 3
SAMPLE = 25
"""So many rows below a heading are looked at to see what is in a column."""
LEAST_FIT = 0.34
"""A column of which fewer cells are of the right kind is not what its heading only looks like."""
ENOUGH_FIT = 0.75
LEAST_SCORE = 1.5
# Sheets that show how it should be done, or what used to be: after those that are the list.
_ASIDE = ("example", "voorbeeld", "template", "sjabloon", "instruction", "toelichting", "archive")
# The first of two headings that are as good counts.
_BETTER = 1.02
_TRANSPOSED = 0.85
# Rows and sheets that name less than this part of what the best one names are left aside.
_PROMISING = 0.4
_LIKELY_ROWS, _WIDENED_ROWS = 4, 2
_PIVOT = 5
"""So many names must stand in a column before a whole sheet is read to look further down it."""
MOST_FIELDS = 1000


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """What one column of a file is.

    Args:
        index: which column, from 0 (in a pivoted table: which row).
        heading: what stands above it, on one line.
        field: the name of its field, None when it means nothing to the schema.
        how: learned, name, like or content; personal for a column that is never read; empty.
        score: how sure, 0 to 1.
        spare: whether another column already gives this field; then it fills empty cells.
    """

    index: int
    heading: str
    field: str | None = None
    how: str = ""
    score: float = 0.0
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The table in a file.

    Args:
        sheet: the sheet that holds it.
        number: which sheet of the file, from 0.
        first: the first row of the heading, from 0 (in a pivoted table: the column).
        count: how many rows the heading has.
        columns: what each column is.
        fields: the fields that columns give, by name; also those that only a heading made.
        missing: needed fields that no column gives.
        score: how well the heading fits; to compare sheets.
        transposed: whether fields run down and rows run across.
        rivals: titles of other sheets in which a table stands too.
    """

    sheet: Sheet
    number: int
    first: int
    count: int
    columns: Sequence[ColumnMatch]
    fields: Mapping[str, Field]
    missing: Sequence[str]
    score: float
    transposed: bool = False
    rivals: Sequence[str] = ()

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The lines of the heading as people count them, from 1."""
        return tuple(range(self.first + 1, self.first + self.count + 1))

    @property
    def recognised(self) -> bool:
        """Whether enough was recognised to read the table."""
        return self.score >= LEAST_SCORE and not self.missing


def find(
    sheets: Sequence[Sheet], schema: Schema, learned: Mapping[str, str] | None = None
) -> Found | None:
    """Return where the table stands; None when there is nothing that looks like one.

    What is found need not be enough: see `recognised` and `missing`. Then people are asked which
    column is what, and their answers come back as `learned`.

    Args:
        sheets: what the file holds.
        schema: what is looked for.
        learned: heading -> name of a field, as earlier files of this sender were mapped; "" is a
            column that is left aside. It wins over what we think ourselves.
    """
    names = Names(schema, learned)
    found = [
        best
        for number, sheet in _promising(sheets, names)
        if (best := _best_of(sheet, number, names)) is not None
    ]
    if not found:
        return None
    best = _by_content(max(found, key=_weight), names)
    rivals = {item.sheet.title for item in found if item.recognised and item.sheet.title}
    return replace(best, rivals=tuple(sorted(rivals - {best.sheet.title})))


def _weight(found: Found) -> tuple[float, bool]:
    title = found.sheet.title.lower()
    worth = found.score
    if any(word in title for word in _ASIDE):
        worth *= 0.5
    if found.sheet.hidden:
        worth *= 0.7
    return worth, not found.missing


def _best_of(sheet: Sheet, number: int, names: Names) -> Found | None:
    best: Found | None = None
    grids = ((False, sheet.head), (True, _pivoted(sheet, names)))
    for transposed, grid in grids:
        for first, count in _places(grid, names):
            found = _tried(grid, first, count, names, transposed=transposed)
            if best is None or found.score > best.score * _BETTER:
                best = replace(found, sheet=sheet, number=number)
    return best


def _promising(sheets: Sequence[Sheet], names: Names) -> list[tuple[int, Sheet]]:
    """Return the sheets that may hold the table: a quick look leaves most others aside."""
    worth = [
        max((_quick(row, names) for row in (*sheet.head, *turned(sheet.head, HEAD))), default=0)
        for sheet in sheets
    ]
    least = max(worth, default=0) * _PROMISING
    return [item for item in enumerate(sheets) if worth[item[0]] >= least]


def _pivoted(sheet: Sheet, names: Names) -> Rows:
    """Return the columns of a sheet as rows, all of them when one looks like a heading."""
    grid = turned(sheet.head, HEAD)
    worth = max((_quick(row, names) for row in grid), default=0)
    if len(sheet.head) < HEAD or worth < _PIVOT:
        return grid
    return turned(sheet.load().rows[:MOST_FIELDS], HEAD)


def turned(rows: Rows, most: int | None = None) -> list[list[Any]]:
    """Return the columns of a table as rows."""
    width = max((len(row) for row in rows), default=0)
    wanted = width if most is None else min(width, most)
    return [[row[at] if at < len(row) else "" for row in rows] for at in range(wanted)]


def _places(grid: Rows, names: Names) -> Iterator[tuple[int, int]]:
    """Yield which rows may be the heading: (first, count), the likeliest first."""
    worth = [_quick(row, names) for row in grid[:HEAD]]
    least = max(worth, default=0) * _PROMISING
    order = sorted(range(len(worth)), key=lambda at: -worth[at])[:_LIKELY_ROWS]
    likely = [at for at in order if worth[at] > 0 and worth[at] >= least]
    yield from ((at, 1) for at in likely)
    seen = set()
    for at in likely[:_WIDENED_ROWS]:
        for count in range(2, MOST_HEADING_ROWS + 1):
            for first in range(max(at - count + 1, 0), at + 1):
                rows = grid[first : first + count]
                if (first, count) not in seen and len(rows) == count:
                    seen.add((first, count))
                    if all(_may_be_heading(row, names) for row in rows):
                        yield first, count


def _quick(row: Sequence[Any], names: Names) -> float:
    """Return roughly how many fields a row names, without weighing likeness."""
    told = {cell for cell in row if isinstance(cell, str) and cell.strip()}
    known = sum(names.knows(cell) for cell in told)
    return known + 0.01 * sum(not looks_like_data(cell) for cell in told)


def _may_be_heading(row: Sequence[Any], names: Names) -> bool:
    """Return whether no cell of a row is data; a year may stand in a heading."""
    filled = [cell for cell in row if not is_nothing(cell)]
    return bool(filled) and not any(
        looks_like_data(cell) and not names.recognised(text(cell)) for cell in filled
    )


def _tried(grid: Rows, first: int, count: int, names: Names, *, transposed: bool) -> Found:
    """Return what the rows give when they are read as the heading."""
    headings = _headings(grid[first : first + count])
    told = {plain(text) for texts in headings for text in texts} - {""}
    below = [row for row in grid[first + count :] if not explains(row) and not _again(row, told)][
        :SAMPLE
    ]
    samples = [[row[at] for row in below if at < len(row)] for at in range(len(headings))]
    columns, fields = _assigned(headings, samples, names)
    given = {item.field: item for item in columns if item.field and not item.spare}
    missing = [item.name for item in names.schema.fields if item.needed and item.name not in given]
    score = sum(item.score * _trust(names, item, samples) for item in given.values())
    score += 1.0 * (names.schema.key in given) - 0.05 * (count - 1)
    if not any(not is_nothing(cell) for row in below for cell in row):
        score *= 0.9
    nowhere = Sheet("", (), lambda: None)  # type: ignore[arg-type,return-value]
    return Found(
        nowhere,
        0,
        first,
        count,
        columns,
        fields,
        missing,
        score * (_TRANSPOSED if transposed else 1.0),
        transposed,
    )


def _trust(names: Names, item: ColumnMatch, samples: Sequence[Sequence[Any]]) -> float:
    found = fit(names.fields[item.field or ""], samples[item.index], names.spellings)
    return 0.8 if found is None else 0.5 + 0.5 * found


def _again(row: Sequence[Any], headings: Set[str]) -> bool:
    """Return whether a row repeats the heading."""
    filled = [plain(cell) for cell in row if isinstance(cell, str) and cell.strip()]
    return 2 * sum(cell in headings for cell in filled) > len(filled)


def explains(row: Sequence[Any]) -> bool:
    """Return whether a row below the names tells about columns: numbers them, or says "needed"."""
    told = [text(cell) for cell in row if not is_nothing(cell)]
    if len(told) < _FEWEST_EXPLAINED:
        return False
    if all(plain(cell) in EXPLAINING for cell in told):
        return True
    return told == [str(at) for at in range(1, len(told) + 1)]


EXPLAINING = frozenset(
    {
        "mandatory",
        "optional",
        "required",
        "conditional",
        "yesmandatory",
        "notrequired",
        "verplicht",
        "optioneel",
        "facultatief",
        "nietverplicht",
        "string",
        "text",
        "number",
        "date",
        "integer",
        "decimal",
        "float",
        "url",
        "tekst",
        "getal",
        "datum",
    }
)
_FEWEST_EXPLAINED = 3


def _headings(rows: Rows) -> list[tuple[str, ...]]:
    """Return per column how its heading may be read, likeliest first.

    A merged cell holds its text in the first of its columns only, so a group in a row above
    reaches to the right until the next one.
    """
    width = max((len(row) for row in rows), default=0)
    lines = [[_cell(row, at) for at in range(width)] for row in rows]
    if len(lines) == 1:
        return [(cell,) for cell in lines[0]]
    spread = [_spread(cells) for cells in lines[:-1]] + [lines[-1]]
    found: list[tuple[str, ...]] = []
    for at in range(width):
        own = [cells[at] for cells in lines if cells[at]]
        under = lines[-1][at]
        whole = " ".join(dict.fromkeys(cells[at] for cells in spread if cells[at]))
        texts = [" ".join(own), under, whole if under else "", *reversed(own)]
        found.append(tuple(dict.fromkeys(text for text in texts if text)) or ("",))
    return found


def _cell(row: Sequence[Any], at: int) -> str:
    # Line breaks tell where a remark begins, so they stay here.
    return text(row[at]) if at < len(row) else ""


def _spread(cells: Sequence[str]) -> list[str]:
    found, last = [], ""
    for cell in cells:
        last = cell or last
        found.append(last)
    return found


def _assigned(
    headings: Sequence[Sequence[str]], samples: Sequence[Sequence[Any]], names: Names
) -> tuple[list[ColumnMatch], dict[str, Field]]:
    """Return what each column is: the surest first, and no field twice."""
    columns = [ColumnMatch(at, line(texts[0])) for at, texts in enumerate(headings)]
    fields: dict[str, Field] = {}
    wanted = []
    for at, texts in enumerate(headings):
        if names.is_personal(texts):
            columns[at] = replace(columns[at], how=PERSONAL, score=1.0)
            continue
        wanted += [(-item.score, at, item) for item in _weighed(texts, samples[at], names)]
    wanted.sort(key=lambda item: item[:2])
    for score, at, meaning in wanted:
        name = meaning.field.name
        free = columns[at].field is None
        if not free or (name in fields and meaning.how == LIKE):
            continue
        columns[at] = replace(
            columns[at], field=name, how=meaning.how, score=-score, spare=name in fields
        )
        fields.setdefault(name, meaning.field)
    names.fields.update(fields)
    _placed(columns, samples, names.schema.place)
    return columns, fields


def _weighed(texts: Sequence[str], values: Sequence[Any], names: Names) -> Iterator[Meaning]:
    """Yield what a column may be; what only looks like it must have cells of the right kind."""
    for rank, heading in enumerate(texts):
        if not heading:
            continue
        for meaning in names.meanings(heading):
            score = meaning.score - 0.02 * rank
            if meaning.how == LIKE:
                found = fit(meaning.field, values, names.spellings)
                if found is not None and found < LEAST_FIT:
                    continue
                score *= 1.0 if found is None else 0.6 + 0.4 * found
            yield replace(meaning, score=score)


def _placed(
    columns: list[ColumnMatch], samples: Sequence[Sequence[Any]], place: Place | None
) -> None:
    """Of more pairs of coordinates, let the one count that lies somewhere, in the best system."""
    if place is None:
        return
    across = [column for column in columns if column.field == place.x]
    up = [column for column in columns if column.field == place.y]
    if (len(across) < 2 and len(up) < 2) or not across or not up:  # noqa: PLR2004  a choice
        return
    best = max(
        ((x, y) for x in across for y in up),
        # Of pairs that are as good, those that stand side by side belong together.
        key=lambda pair: (
            _worth(samples[pair[0].index], samples[pair[1].index], place),
            -abs(pair[0].index - pair[1].index),
        ),
    )
    for column in (*across, *up):
        columns[column.index] = replace(column, spare=column not in best)


def _worth(xs: Sequence[Any], ys: Sequence[Any], place: Place) -> float:
    """Return how much a pair of columns is worth: how often it lies somewhere, and how sure."""
    worth = 0.0
    for x, y in zip(map(number_in, xs), map(number_in, ys), strict=False):
        found = system_of(x, y, place) if x is not None and y is not None else None
        if found is not None:
            worth += 1 - 0.1 * place.systems.index(found[0]) - 0.3 * found[1]
    return worth


def _by_content(found: Found, names: Names) -> Found:
    """Give columns that nobody recognised to code lists that only they can hold."""
    grid = found.sheet.head if not found.transposed else turned(found.sheet.head)
    below = [row for row in grid[found.first + found.count :] if not explains(row)]
    columns, fields = list(found.columns), dict(found.fields)
    for item in names.schema.fields:
        if item.name in fields or item.kind is not Kind.CODE:
            continue
        fits = [
            (fit(item, _column(below, column.index), names.spellings) or 0.0, column.index)
            for column in columns
            if column.field is None and not column.how and not names.left_aside(column.heading)
        ]
        sure = [place for place in fits if place[0] >= ENOUGH_FIT]
        if len(sure) == 1:
            score, at = sure[0]
            columns[at] = replace(columns[at], field=item.name, how=CONTENT, score=0.5 * score)
            fields[item.name] = item
    missing = [name for name in found.missing if name not in fields]
    return replace(found, columns=columns, fields=fields, missing=missing)


def _column(rows: Rows, at: int) -> list[Any]:
    return [row[at] for row in rows if at < len(row)]
