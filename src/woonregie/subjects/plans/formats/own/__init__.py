"""The list of a municipality as it is: any table, by what its columns mean.

A list is turned into a table with our headings, which the template's drawer reads. What its
columns and words mean we guess by their names and contents; what we cannot know is asked, once,
and remembered for the next list of the same sender.
"""

from collections.abc import Sequence
from dataclasses import replace

from woonregie.foundation.intake.tables import Sheet, Table
from woonregie.subjects.plans.formats.delivered import Context, ReadResult
from woonregie.subjects.plans.formats.own.asking import (
    Asked,
    UndecidedError,
    ask,
    found_in,
    told_of,
    used_of,
)
from woonregie.subjects.plans.formats.own.translating import Column, as_template
from woonregie.subjects.plans.formats.rows import Teller
from woonregie.subjects.plans.formats.template import read_from, unread
from woonregie.subjects.plans.formats.template.columns import cell_of

NAME = "own"
TITLE = "Eigen lijst"
__all__ = ["NAME", "TITLE", "Asked", "UndecidedError", "asked_of", "read_own"]


def asked_of(sheets: Sequence[Sheet], context: Context) -> tuple[Asked, Table] | None:
    """Return what we make of the columns of a list, and its rows; None when there is no list.

    Raises:
        FileRefusedError: lists on more than one sheet, or one that cannot be read to its end.
    """
    found = found_in(sheets, context.meanings)
    if found is None:
        return None
    table = found.sheet.load()
    if found.transposed:
        table = replace(table, rows=_turned(table), geometries=())
    return ask(found, table.rows, context.meanings), table


def tells_more(sheet: Sheet, context: Context) -> bool:
    """Return whether a sheet with our headings has others that we understand as well.

    Such a list is not our template, and what stands below those headings would be lost.
    """
    others = unread(sheet.head)
    if not others:
        return False
    found = asked_of([sheet], context)
    return found is not None and any(
        item.field and " ".join(item.heading.lower().split()) in others
        for item in found[0].columns
    )


def read_own(asked: Asked, table: Table, context: Context) -> ReadResult:
    """Read a list of which all columns are decided.

    Raises:
        UndecidedError: something is left to ask.
    """
    if not asked.decided:
        raise UndecidedError(asked)
    columns = [
        Column(item.index, item.heading, item.field) for item in asked.columns if item.field
    ]
    issues = ReadResult()
    found = as_template(table, columns, asked.last_heading_row, context, Teller(issues.issues))
    result = read_from(found.table, context, found.at)
    result.issues[:] = [
        *issues.issues,
        *(replace(item, column=_theirs(item.column, found.headings)) for item in result.issues),
    ]
    result.skipped += found.skipped
    yearless = _yearless(found.table.rows[found.at])
    result.rows[:] = [replace(row, yearless=yearless) for row in result.rows]
    result.columns, result.used = told_of(asked), used_of(asked, context.meanings)
    return result


def _yearless(headings: Sequence[str]) -> frozenset[str]:
    """Return the accounts that are counted, but not by year: "te bouwen" says not when.

    >>> _yearless(["Naam", "Bouw zonder jaar", "Sloop 2027", "Sloop zonder jaar"])
    frozenset({'build'})
    """
    cells = [cell for name in headings if (cell := cell_of(name.lower())) is not None]
    dated = {cell.account for cell in cells if cell.from_year is not None}
    return frozenset({cell.account for cell in cells} - dated)


def _theirs(column: str, headings: dict[str, str]) -> str:
    return headings.get(column.lower(), column)


def _turned(table: Table) -> list[list[object]]:
    width = max((len(row) for row in table.rows), default=0)
    return [[row[at] if at < len(row) else "" for row in table.rows] for at in range(width)]
