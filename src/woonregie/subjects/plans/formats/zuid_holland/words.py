"""Reading words, days and numbers of the exchange file, with an issue where one cannot be read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from woonregie.foundation.intake.cells import YEARS, any_day, day, dwellings, number, text
from woonregie.subjects.plans.formats.codetables import plain
from woonregie.subjects.plans.formats.rows import Teller
from woonregie.subjects.plans.formats.zuid_holland.codes import tables

Nested = Mapping[str, Any]


def part(nested: Any, name: str) -> Nested:
    """Return a part of a nested value; an empty one where something else stands."""
    found = nested.get(name) if isinstance(nested, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _cell(value: Any) -> Any:
    """Return a value as a cell of a table has it; what is nested is told as text."""
    if value is None or isinstance(value, str | int | float):
        return "" if value is None else value
    return text(str(value))


class Words:
    """Reads the values of one file."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller

    def code(self, code_list: str, column: str, value: Any) -> str:
        """Return our code for a word of a list; "" for none."""
        given = self.teller.text(column, _cell(value))
        if not given:
            return ""
        found = tables()[code_list].code(given)
        if found is None:
            self.teller.tell("not_in_code_list", column, given)
            return ""
        code, remark = found
        if remark:
            self.teller.tell(remark, column, given)
        return code

    def own(self, column: str, value: Any, words: Mapping[str, str]) -> str:
        """Return the code of a property of our own."""
        given = plain(_cell(value))
        found = next((code for code, word in words.items() if plain(word) == given), "")
        if given and not found:
            self.teller.tell("not_in_code_list", column, given)
        return found

    def day(self, column: str, value: Any) -> date | None:
        """Return a day; None for nothing, and with an issue for what is none."""
        found: date | None = self.teller.read(day, column, _cell(value), None)
        return found

    def last_day(self, column: str, value: Any) -> date | None:
        """Return the day on which something ends: at most the last one of the year 2100."""
        found: date | None = self.teller.read(any_day, column, _cell(value), None)
        if found is not None and not YEARS[0] <= found.year <= YEARS[1]:
            self.teller.tell("not_a_day", column, value)
            return None
        return found

    def number(self, column: str, value: Any) -> float | None:
        """Return a number; None for nothing, and with an issue for what is none."""
        found: float | None = self.teller.read(number, column, _cell(value), None)
        return found

    def homes(self, column: str, value: Any) -> int | None:
        """Return a number of homes; None for nothing, and with an issue for what is none."""
        if value is None or value == "":
            return None
        found: int | None = self.teller.read(dwellings, column, _cell(value), None)
        if found is not None and found < 0:
            self.teller.tell("negative", column, value)
            return None
        return found
