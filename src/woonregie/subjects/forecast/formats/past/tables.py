"""The tables of a folder, row by row, with every cell that cannot be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.subjects.forecast.errors import FolderError, UnreadableCellsError
from woonregie.subjects.forecast.formats.cells import CellError
from woonregie.subjects.forecast.formats.issues import Issue, issue
from woonregie.subjects.forecast.formats.text import rows_of

MOST_ROWS = 20_000_000
MOST_ISSUES = 50
Reader = Callable[[str], Any]


def region(text: str) -> str:
    """Return the name of a region.

    Raises:
        CellError: there is none.
    """
    if not text.strip():
        raise CellError("no_region")
    return text.strip()


def titles_of(path: Path) -> list[str]:
    """Return the names of the columns of a table, in small letters.

    Raises:
        UnreadableFileError: it is no csv file.
    """
    return [name.strip().lower() for name in next(rows_of(path, MOST_ROWS), (0, []))[1]]


def rows(path: Path, columns: Mapping[str, Reader]) -> Iterator[tuple[int, list[Any]]]:
    """Give the cells of each row, read, in the order of the columns.

    Args:
        path: the table.
        columns: name -> how its cells are read; they may stand in any order, beside others.

    Raises:
        FolderError: a column is not there.
        UnreadableCellsError: cells cannot be read; at most 50 of them are told.
    """
    lines = rows_of(path, MOST_ROWS)
    titles = [name.strip().lower() for name in next(lines, (0, []))[1]]
    missing = [name for name in columns if name not in titles]
    if missing:
        raise FolderError(
            _("In %(file)s ontbreekt de kolom %(column)s. Er staan: %(there)s.")
            % {"file": path.name, "column": missing[0], "there": ", ".join(titles)},
            file=path.name,
            columns=missing,
        )
    places = [(name, titles.index(name), read) for name, read in columns.items()]
    issues: list[Issue] = []
    for line, values in lines:
        cells = _cells(line, values, places, issues)
        if cells is not None:
            yield line, cells
        if len(issues) >= MOST_ISSUES:
            break
    refuse(path.name, issues)


def refuse(file: str, issues: Sequence[Issue]) -> None:
    """Refuse a table of which cells cannot be read.

    Raises:
        UnreadableCellsError: there are any; the first is told, all stand in its fields.
    """
    if not issues:
        return
    first = issues[0]
    told = ngettext(
        "%(count)s cel in %(file)s is niet te lezen.",
        "%(count)s cellen in %(file)s zijn niet te lezen.",
        len(issues),
    ) % {"count": len(issues), "file": file}
    where = _("Regel %(line)s, kolom %(column)s (%(value)s): %(reason)s %(remedy)s") % {
        "line": first.row,
        "column": first.column,
        "value": first.value or _("leeg"),
        "reason": first.reason,
        "remedy": first.remedy,
    }
    raise UnreadableCellsError(
        f"{told} {where}", file=file, issues=[item.as_row() for item in issues]
    )


def _cells(
    line: int,
    values: Sequence[str],
    places: Sequence[tuple[str, int, Reader]],
    issues: list[Issue],
) -> list[Any] | None:
    if len(values) <= max(place for _name, place, _read in places):
        issues.append(issue("short_row", line, "", " | ".join(values)))
        return None
    found = []
    for name, place, read in places:
        try:
            found.append(read(values[place]))
        except CellError as error:
            issues.append(issue(error.code, line, name, values[place]))
            return None
    return found
