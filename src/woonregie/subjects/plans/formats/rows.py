"""What all drawers do with a row: texts, keys, municipality, totals; an issue where it fails."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from woonregie.foundation.intake.cells import (
    CellError,
    has_control_signs,
    is_formula_error,
    line,
    text,
)
from woonregie.foundation.intake.tables import Table
from woonregie.subjects.plans.formats.delivered import Context, Issue
from woonregie.subjects.plans.formats.issues import issue

MOST_NAME = 200
NAMED = ":naam:"
"""In the key of a plan that its sender knows by name only."""
MOST_KEY = 80
# "Totaal", "Totaal gemeente Kampen", "Subtotaal 2027": nothing but the word and whose it is.
_TOTALS = re.compile(r"^(sub|eind)?(totaal|totalen|total|som)\b", re.IGNORECASE)
OUR_NUMBER = re.compile(r"GM\d{4}-\d{4}-\d{4,}", re.IGNORECASE)
"""A number that a register of Woonregie gave to a plan."""
Tell = Callable[..., None]


class Teller:
    """Collects the issues of one list."""

    def __init__(self, issues: list[Issue]) -> None:
        self._issues = issues
        self._names: Counter[tuple[UUID, str]] = Counter()
        self.row = 0

    def tell(self, code: str, column: str = "", value: Any = "", **words: object) -> None:
        """Report a kind of issue for the row at hand."""
        self._issues.append(issue(code, self.row, column, value, **words))

    def read(self, reader: Callable[[Any], Any], column: str, value: Any, instead: Any) -> Any:
        """Return what a reader makes of a cell; `instead` with an issue when it cannot."""
        try:
            return reader(value)
        except CellError as error:
            self.tell(error.code, column, value)
            return instead

    def text(self, column: str, value: Any, *, lines: bool = False) -> str:
        """Return a text, on one line unless it may have more."""
        if type(value) is str and value.isprintable():
            if value[:1] == "#" and is_formula_error(value):
                self.tell("formula_text", column, value)
                return ""
            return value.strip()
        if has_control_signs(value):
            self.tell("control_signs", column, value)
        return text(value).replace("\r\n", "\n") if lines else line(value)

    def name(self, column: str, value: Any) -> str:
        """Return the name of a plan, shortened when it is too long to keep."""
        found = self.text(column, value)
        if len(found) > MOST_NAME:
            self.tell("long_name", column, found)
            return found[:MOST_NAME].rstrip()
        return found

    def key(self, column: str, value: Any) -> str:
        """Return the key by which a sender knows a plan."""
        found = self.text(column, value)
        if len(found) > MOST_KEY:
            self.tell("long_key", column, found)
            return ""
        return found

    def name_key(self, place: UUID, name: str) -> str:
        """Return the key of a plan that its sender knows by name only.

        So the same list delivered twice makes no plan twice. The second plan of one name in a
        list has a key of its own.
        """
        plain = name.casefold()
        self._names[place, plain] += 1
        serial = self._names[place, plain]
        known = plain if serial == 1 else f"{plain}#{serial}"
        return f"{place}{NAMED}{sha256(known.encode()).hexdigest()[:32]}"

    def place(self, context: Context, column: str, given: str) -> UUID | None:
        """Return the municipality that is meant; an issue and None when there is none."""
        found = context.places.find(given)
        if found is not None:
            return found
        gone = context.places.gone(given)
        if gone is None:
            self.tell("unknown_municipality", column, given)
        elif gone.ended_on is not None and gone.successor:
            day = gone.ended_on.strftime("%d-%m-%Y")
            self.tell("gone_into", column, given, day=day, successor=gone.successor)
        else:
            self.tell("gone_municipality", column, given)
        return None

    def remarks(self, table: Table) -> None:
        """Report what the reader noticed about the file as a whole."""
        self.row = 0
        for code in table.remarks:
            self.tell(code)

    def headings(
        self,
        cells: Sequence[Any],
        row: int,
        plain: Callable[[Any], str],
        known: Collection[str],
    ) -> list[str]:
        """Return the column names of a heading; an issue for what is double or unknown."""
        self.row = row
        names = [plain(cell) for cell in cells]
        shown = [text(cell) for cell in cells]
        self.duplicates(shown, names)
        for name, heading in zip(names, shown, strict=True):
            if name and name not in known:
                self.tell("unread_column", heading, heading)
        return names

    def duplicates(self, headings: Sequence[str], names: Sequence[object]) -> None:
        """Report columns that stand there twice; an empty name is no column."""
        seen: set[object] = set()
        for heading, name in zip(headings, names, strict=True):
            if name and name in seen:
                self.tell("duplicate_column", heading, heading)
            seen.add(name)


def is_total(name: str) -> bool:
    """Return whether a text is the label of a row of totals.

    >>> is_total("Totaal Kampen"), is_total("Subtotaal"), is_total("Sommerlust")
    (True, True, False)
    """
    return bool(_TOTALS.match(name))


def is_empty(row: Sequence[Any]) -> bool:
    """Return whether nothing stands in a row."""
    return not any((cell.strip() if type(cell) is str else cell is not None) for cell in row)
