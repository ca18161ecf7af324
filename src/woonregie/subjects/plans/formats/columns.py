"""Tables for receivers: rows of values as csv or xlsx, with the report beside them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.intake.separated import guarded
from woonregie.subjects.plans.formats.outlets import About
from woonregie.subjects.plans.formats.written import TYPES
from woonregie.subjects.plans.queries.outgoing import OutPlan

KINDS = {"csv": TYPES["csv"], "xlsx": TYPES["xlsx"]}
AUDIENCE_STAYS = gettext_lazy(
    "Wie het plan mag zien, staat niet in het bestand. Spreek af wat de ontvanger ermee mag."
)
COUNTS_ELSEWHERE = gettext_lazy(
    "Een plan dat onderdelen heeft, dat vervangen is of dat een alternatief is, gaat niet mee: "
    "anders telt de ontvanger dezelfde woningen twee keer."
)


def other_stands_for(plan: OutPlan) -> str:
    """Return why a plan is left out when another plan stands for its homes; "" when none does."""
    if plan.counts:
        return ""
    return _("Een ander plan staat voor deze woningen. Zo tellen zij niet twee keer.")


class Row(NamedTuple):
    """One row: texts that several rows may share, what comes behind them, and whole numbers."""

    head: tuple[str, ...]
    values: tuple[Any, ...]
    numbers: tuple[int, ...] = ()


def write_table(
    place: Path, title: str, columns: Sequence[str], rows: Iterable[Row], about: About
) -> None:
    """Write rows as they come, as csv or xlsx.

    Args:
        place: where the file comes.
        title: name of the sheet.
        columns: headings.
        rows: cells in the order of the headings; None for an empty one.
        about: the kind of file, and the report for its second sheet.
    """
    if about.kind == "xlsx":
        _workbook(place, title, columns, rows, about.report)
        return
    with place.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerow(columns)
        stream.writelines(_lines(rows))


def _lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield rows as lines of a csv; a head that comes back is written out once."""
    line, written = _Line(), ""
    head: tuple[str, ...] | None = None
    for row in rows:
        if row.head is not head:
            head, written = row.head, line.of(row.head)
        values = row.values
        # A year needs no care, and there are many.
        told = values[0] if _is_number(values) else line.of(values)
        yield f"{written};{told}{_as_numbers(len(row.numbers)) % row.numbers}\r\n"


def _is_number(values: Sequence[Any]) -> bool:
    return len(values) == 1 and type(values[0]) is int


@cache
def _as_numbers(count: int) -> str:
    """Return how so many whole numbers are written behind other cells."""
    return ";%d" * count


class _Line:
    """Cells as one line of a csv, without its end."""

    def __init__(self) -> None:
        self._place = io.StringIO(newline="")
        self._writer = csv.writer(self._place, delimiter=";", lineterminator="")

    def of(self, cells: Sequence[Any]) -> str:
        """Return the line."""
        self._place.seek(0)
        self._place.truncate()
        self._writer.writerow([guarded(cell) if type(cell) is str else cell for cell in cells])
        return self._place.getvalue()


def _workbook(
    place: Path,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Row],
    report: Sequence[Sequence[str]],
) -> None:
    import xlsxwriter  # noqa: PLC0415  only deliveries need it

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(place), options)
    head = book.add_format({"bold": True, "bg_color": "#E8EFF6", "text_wrap": True})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(columns) - 1, 16)
    sheet.write_row(0, 0, columns, head)
    for below, row in enumerate(rows, start=1):
        for at, value in enumerate((*row.head, *row.values, *row.numbers)):
            if type(value) is str:
                sheet.write_string(below, at, value)
            elif value is not None:
                sheet.write_number(below, at, value)
    told = book.add_worksheet(_("Verslag"))
    told.set_column(0, 0, 34)
    told.set_column(3, 4, 60)
    for below, line in enumerate(report):
        for at, value in enumerate(line):
            told.write_string(below, at, value)
    book.close()
