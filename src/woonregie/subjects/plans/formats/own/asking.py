"""What we make of each column of a list, how sure we are, and what only its sender can tell."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.intake.cells import CellError, line, number, text
from woonregie.foundation.intake.reading import Found, find
from woonregie.foundation.intake.tables import FileRefusedError, Rows, Sheet
from woonregie.subjects.plans.formats.own.headings import (
    MOST_SIGNS,
    counted,
    plain,
    recalled,
    resolved,
    says_left,
)
from woonregie.subjects.plans.formats.own.schema import (
    ASIDE,
    CODES,
    KNOWN_TEXTS,
    REALISED,
    TOTAL_BUILD,
    TOTALS,
    YEARS,
    schema,
    set_aside,
)
from woonregie.subjects.plans.formats.own.wording import likely_code, unknown_words
from woonregie.subjects.plans.formats.template.columns import cell_of
from woonregie.subjects.plans.meanings import Meanings

SURE = 0.88
"""A guess below this is asked."""
SHOWN = 3
"""So many values of a column are shown."""
MOST_WORDS = 30
"""So many unknown words of a column are asked; the others become unknown, with a warning."""
LEARNED, NAME, LIKE, CONTENT, PERSONAL = "learned", "name", "like", "content", "personal"
MOST_LINES = 20
LEAST_FIELDS = 2
RIVAL = 0.6
"""A second sheet is a list too when it fits this well, as part of the best."""
NEEDED = "naam"
Told = dict[str, Any]
_OURS = re.compile(r"GM\d{4}-\d{4}-\d+", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess:
    """What we make of a column.

    Args:
        index: which column, 0 is the first.
        heading: as it stands, on one line.
        sample: a few values of it.
        field: what it is; empty for a column that is not read.
        how: why we think so: learned, name, like, content; empty for no idea.
        doubt: why it is asked: like, guessed (by its contents), content (that does not fit),
            numbers, twice, whole, needed; empty when sure.
    """

    index: int
    heading: str
    sample: Sequence[str] = ()
    field: str = ""
    how: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in a column with codes that we do not know: how often it stands, and our guess."""

    field: str
    heading: str
    written: str
    times: int
    code: str


@dataclass(frozen=True, slots=True)
class Asked:
    """All columns of a list, and the words that we do not know.

    Args:
        columns: every column with something in it.
        words: words of code lists that are not known.
        last_heading_row: the last row of the heading, from 0.
        rows: all rows of the table.
        sheet: name of the sheet.
    """

    columns: Sequence[Guess]
    words: Sequence[Word]
    last_heading_row: int
    rows: Rows = field(default=(), repr=False)
    sheet: str = ""

    @property
    def open_columns(self) -> Sequence[Guess]:
        """The columns that we are not sure of."""
        return [item for item in self.columns if item.doubt]

    @property
    def decided(self) -> bool:
        """Whether nothing is left to ask."""
        return not self.open_columns and not self.words

    def as_json(self) -> Told:
        """Return it as a delivery keeps it."""
        return {
            "sheet": self.sheet,
            "columns": [asdict(item) for item in self.columns],
            "words": [asdict(item) for item in self.words],
        }


class UndecidedError(FileRefusedError):
    """A list of which we cannot know how some columns or words must be read."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        words: dict[str, dict[str, str]] = {}
        for item in asked.words:
            words.setdefault(item.field, {})[item.written] = item.code
        super().__init__(
            "columns_undecided",
            "\n".join(_lines(asked)),
            columns={item.heading: item.field for item in asked.open_columns},
            words=words,
        )


def _lines(asked: Asked) -> list[str]:
    """Return what must be decided, one line each; the worst first."""
    lines = [
        _('Kolom "%(heading)s" (%(sample)s): wat is dit?')
        % {"heading": item.heading, "sample": "; ".join(item.sample)[:80]}
        for item in asked.open_columns
    ]
    lines += [
        _('Woord "%(written)s" bij %(field)s: welke code is dit?')
        % {"written": item.written, "field": item.field}
        for item in asked.words
    ]
    more = len(lines) - MOST_LINES
    told = [*lines[:MOST_LINES], *([_("En nog %(count)s.") % {"count": more}] if more > 0 else [])]
    return [_("Van deze lijst moet u eerst zeggen hoe wij haar lezen."), *told]


# ------------------------------------------------------------------ where the list stands
def found_in(sheets: Sequence[Sheet], meanings: Meanings) -> Found | None:
    """Return where a list of plans stands; None when there is none.

    Raises:
        FileRefusedError: lists on more than one sheet.
    """
    learned = {**set_aside(), **_learned(sheets, meanings)}
    found = find(sheets, schema(), learned)
    if found is None or not _is_list(found):
        return None
    shown = [sheet for sheet in sheets if sheet.title in found.rivals and not sheet.hidden]
    rivals = [
        sheet.title
        for sheet in shown
        if (other := find([sheet], schema(), learned)) and other.score > RIVAL * found.score
    ]
    if rivals:
        titles = [found.sheet.title, *rivals]
        raise FileRefusedError(
            "more_lists",
            _("Er staan lijsten op meer dan één blad: %(names)s. Lever ze apart aan.")
            % {"names": ", ".join(titles[:5])},
            sheets=titles,
        )
    return found


def _is_list(found: Found) -> bool:
    fields = {item.field for item in found.columns if item.field}
    return len(fields) >= LEAST_FIELDS + (NEEDED not in fields)


def _learned(sheets: Sequence[Sheet], meanings: Meanings) -> dict[str, str]:
    """Return what was decided of the cells that may be headings."""
    if not meanings.columns:
        return {}
    cells = {
        cell for sheet in sheets for row in sheet.head for cell in row if isinstance(cell, str)
    }
    known = ((cell, recalled(cell, meanings.columns)) for cell in cells if cell.strip())
    return {cell: name for cell, name in known if name is not None}


# ------------------------------------------------------------------ what its columns are
def ask(found: Found, rows: Rows, meanings: Meanings) -> Asked:
    """Return what we make of each column, and what must be asked.

    Args:
        found: where the list stands.
        rows: all its rows; of a table that lies on its side: turned.
        meanings: what the sender decided.
    """
    first, last = _heading_rows(found, rows)
    headings = _Headings(rows[first : last + 1])
    below = [row for row in rows[last + 1 :] if any(text(cell) for cell in row)]
    guesses = [
        guess
        for item in found.columns
        if (guess := _guess(item, headings, below, meanings)) is not None
    ]
    guesses = _needed(_whole_or_left(_periods(_once(guesses))))
    words = [
        word
        for item in guesses
        if item.field in CODES and not item.doubt
        for word in _words(item, below, meanings)
    ]
    return Asked(guesses, words, last, rows, found.sheet.title)


def _heading_rows(found: Found, rows: Rows) -> tuple[int, int]:
    """Return the first and last row of the heading, with a row of years above or below it."""
    first, last = found.first, found.first + found.count - 1
    if last + 1 < len(rows) and _only_periods(rows[last + 1]):
        last += 1
    if first > 0 and _only_periods(rows[first - 1]):
        first -= 1
    return first, last


def _only_periods(row: Sequence[Any]) -> bool:
    told = [found for cell in row if (found := text(cell))]
    return len(told) > 1 and all(map(_is_period, told))


def _is_period(told: str) -> bool:
    found = counted(told)
    return found is not None and found.field.startswith("bouw ") and len(told) < MOST_SIGNS


class _Headings:
    """What stands above each column, with and without the groups of merged cells above it.

    The second column of a name is told apart by a number, one without a name by its letter.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = [[line(cell)[:MOST_SIGNS] for cell in row] for row in rows]
        self._seen: Counter[str] = Counter()

    def told_apart(self, at: int, heading: str) -> str:
        """Return a heading that no column before it has."""
        if not heading:
            return f"kolom {_letter(at)}"
        self._seen[plain(heading)] += 1
        serial = self._seen[plain(heading)]
        return heading if serial == 1 else f"{heading} ({serial})"

    def own(self, at: int) -> str:
        """Return the cells above a column."""
        told = [row[at] for row in self._rows if at < len(row) and row[at]]
        return " ".join(dict.fromkeys(told))

    def grouped(self, at: int) -> str:
        """Return the cells above a column, with the groups that reach over it."""
        told = []
        for row in self._rows[:-1]:
            left = [cell for cell in row[: at + 1] if cell]
            told.append(left[-1] if left else "")
        if self._rows and at < len(self._rows[-1]):
            told.append(self._rows[-1][at])
        return " ".join(dict.fromkeys(cell for cell in told if cell))


def _letter(at: int) -> str:
    """Return the letter of a column as a spreadsheet has it.

    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    before, last = divmod(at, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _guess(
    item: Any, headings: _Headings, below: Sequence[Sequence[Any]], meanings: Meanings
) -> Guess | None:
    cells = [row[item.index] for row in below if item.index < len(row)]
    filled = [told for cell in cells if (told := line(cell))]
    heading, grouped = headings.own(item.index), headings.grouped(item.index)
    if counted(grouped) is not None or not heading:
        heading = grouped
    heading = headings.told_apart(item.index, heading)
    if not filled or item.how == PERSONAL:
        return None
    guess = Guess(item.index, heading, tuple(dict.fromkeys(filled))[:SHOWN])
    decided = recalled(heading, meanings.columns)
    if decided is not None:
        fresh = recalled(guess.heading, meanings.fresh) is not None
        doubt = "" if fresh or _fits(decided, cells) else "content"
        return replace(guess, field=decided, how=LEARNED, doubt=doubt)
    return _by_heading(item, guess, grouped, cells)


def _by_heading(item: Any, guess: Guess, grouped: str, cells: Sequence[Any]) -> Guess:
    """Return what a heading tells that nobody decided about."""
    number_of = counted(grouped) or counted(guess.heading)
    if number_of is not None and (not item.field or item.field not in {*KNOWN_TEXTS, *YEARS}):
        doubt = "" if number_of.sureness >= SURE else "like"
        if number_of.field and not _fits(number_of.field, cells):
            doubt = "content"
        return replace(guess, field=number_of.field, how=NAME, doubt=doubt)
    if item.field and not (item.how == CONTENT and _all_numbers(cells)):
        item = replace(item, field=_whose_number(item.field, cells))
        sure = item.how in {NAME, LEARNED} or item.score >= SURE
        doubt = "" if sure else ("guessed" if item.how == CONTENT else LIKE)
        if not doubt and not _fits(item.field, cells):
            doubt = "content"
        return replace(guess, field=item.field, how=item.how, doubt=doubt)
    known = plain(guess.heading) in _aside() or not guess.heading
    counts = not known and _counts(cells)
    return replace(guess, how=NAME if known else "", doubt="numbers" if counts else "")


def _whose_number(name: str, cells: Sequence[Any]) -> str:
    """Return what a number of a plan is: ours when it looks so, else the key of the sender."""
    if name != "plannummer":
        return name
    return name if any(_OURS.match(text(cell)) for cell in cells) else "eigen sleutel"


def _aside() -> frozenset[str]:
    return frozenset(plain(heading) for heading in set_aside())


def _counts(cells: Sequence[Any]) -> bool:
    """Return whether a column holds numbers that would be lost when it is not read."""
    filled = [cell for cell in cells if text(cell)]
    numbers = [n for cell in filled if (n := _number(cell)) is not None]
    return len(numbers) * 2 > len(filled) and any(numbers)


def _all_numbers(cells: Sequence[Any]) -> bool:
    """Return whether a column holds numbers only: no words of a code list."""
    return all(_number(cell) is not None for cell in cells if text(cell))


def _number(cell: Any) -> float | None:
    try:
        return number(cell)
    except CellError:
        return None


def _fits(name: str, cells: Sequence[Any]) -> bool:
    """Return whether the cells of a column can be what its heading says."""
    filled = [told for cell in cells if (told := text(cell))]
    if not name or name in {*KNOWN_TEXTS, NEEDED} or not filled:
        return True
    if name in YEARS:
        years = sum(any(part in told for part in ("19", "20", "21")) for told in filled)
        return years * 4 >= len(filled)
    numbers = [cell for cell in cells if text(cell) and _is_number(cell)]
    return len(numbers) * 2 >= len(filled)


def _is_number(cell: Any) -> bool:
    try:
        number(cell)
    except CellError as error:
        # A formula that failed was meant to be a number.
        return error.code in {"formula_error", "formula_without_value", "ambiguous_number"}
    return True


# ------------------------------------------------------------------ what cannot be
def _once(guesses: Sequence[Guess]) -> list[Guess]:
    """Ask about columns that are the same thing; what was decided goes before what we think."""
    by_field: dict[str, list[Guess]] = defaultdict(list)
    for item in guesses:
        if item.field:
            by_field[item.field].append(item)
    twice = {
        item.index
        for same in by_field.values()
        if len(same) > 1 and len(_strongest(same)) != 1
        for item in same
    }
    weaker = {
        item.index
        for same in by_field.values()
        if len(same) > 1 and len(_strongest(same)) == 1
        for item in same
        if item not in _strongest(same)
    }
    found = []
    for item in guesses:
        if item.index in twice:
            found.append(replace(item, doubt="twice"))
        elif item.index in weaker:
            found.append(replace(item, field=ASIDE, doubt="twice"))
        else:
            found.append(item)
    return found


def _strongest(same: Sequence[Guess]) -> list[Guess]:
    """Return which of the columns of one field was decided by somebody; else all of them."""
    learned = [item for item in same if item.how == LEARNED]
    return learned or list(same)


def _periods(guesses: Sequence[Guess]) -> list[Guess]:
    """Leave out a number of years of which a number stands in columns of their own."""
    spans = {
        item.index: (cell.account, cell.breakdown, cell.category, cell.from_year, cell.before_year)
        for item in guesses
        if item.field and (cell := _cell(item.field)) is not None and cell.from_year is not None
    }
    found = []
    for item in guesses:
        span = spans.get(item.index)
        inside = (
            span is not None
            and item.how != LEARNED
            and any(other != item.index and _inside(spans[other], span) for other in spans)
        )
        found.append(replace(item, field=ASIDE, how=NAME, doubt="") if inside else item)
    return found


def _cell(name: str) -> Any:
    return cell_of(resolved(name, 0)) if name not in {*KNOWN_TEXTS, *TOTALS, *YEARS} else None


def _inside(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Return whether a period lies within another of the same line, and is not the same."""
    within = one[3] >= other[3] and one[4] <= other[4]
    return one[:3] == other[:3] and one != other and within


def _whole_or_left(guesses: Sequence[Guess]) -> list[Guess]:
    """Ask whether a total holds what was built, where a column says how much that is."""
    if all(item.field != REALISED for item in guesses):
        return list(guesses)
    return [
        replace(item, doubt="whole")
        if item.field == TOTAL_BUILD and item.how != LEARNED and not says_left(item.heading)
        else item
        for item in guesses
    ]


def _needed(guesses: Sequence[Guess]) -> list[Guess]:
    """Ask for the name of the plans when no column gives it."""
    if any(item.field == NEEDED for item in guesses):
        return list(guesses)
    return [
        replace(item, doubt="needed") if not item.field and not item.doubt else item
        for item in guesses
    ]


def _words(item: Guess, below: Sequence[Sequence[Any]], meanings: Meanings) -> Iterator[Word]:
    cells = [row[item.index] for row in below if item.index < len(row) and _is_row(row)]
    found: Counter[str] = unknown_words(item.field, cells, meanings)
    for written, times in found.most_common(MOST_WORDS):
        told = written[:MOST_SIGNS]
        if plain(told) == plain(item.heading):
            # The heading stands there again, on a next page.
            continue
        yield Word(item.field, item.heading, told, times, likely_code(item.field, told))


def _is_row(row: Sequence[Any]) -> bool:
    """Return whether more than one cell of a row is filled: else it is a note or a heading."""
    return sum(1 for cell in row if text(cell)) > 1


def used_of(asked: Asked, meanings: Meanings) -> Meanings:
    """Return which of the answers this list was read by."""
    columns = {
        key: name
        for key, name in meanings.columns.items()
        if any(recalled(item.heading, {key: name}) is not None for item in asked.columns)
    }
    coded = {item.field: item.index for item in asked.columns if item.field in CODES}
    there = {
        (name, plain(text(row[at])))
        for name, at in coded.items()
        for row in asked.rows[asked.last_heading_row + 1 :]
        if at < len(row)
    }
    return Meanings(columns, {key: code for key, code in meanings.words.items() if key in there})


def told_of(asked: Asked) -> list[Told]:
    """Return how each column was read, as a report keeps it."""
    return [asdict(item) for item in asked.columns]
