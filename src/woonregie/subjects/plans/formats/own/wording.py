"""The words of code lists as people write them: which code a word means, and how sure we are."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from django.utils import translation
from rapidfuzz import fuzz, process

from woonregie.foundation.intake.cells import text
from woonregie.subjects.plans.formats.own.headings import plain
from woonregie.subjects.plans.formats.own.schema import CODES, schema, words
from woonregie.subjects.plans.formats.template.columns import CODE_LISTS, EMPTY, code_of
from woonregie.subjects.plans.meanings import Meanings

LIKEST = 78
"""So alike (of 100) a word must be to one that we know, to be offered as our guess."""
_EMPTY = {column: EMPTY[field] for field, (column, _known) in CODE_LISTS.items()}
NOTHING = {"", "-", "nvt", "n v t", "onbekend", "onb", "nnb", "n n b", "nog onbekend", "geen"}


def code_of_word(field: str, written: str, meanings: Meanings) -> str | None:
    """Return the code that a word means: by what was decided, or by what everybody writes.

    >>> code_of_word("planologische status", "Onherroepelijk", Meanings())
    '1A'

    Returns:
        The code, or None for a word that we cannot know.
    """
    key = plain(written)
    decided = meanings.words.get((field, key))
    if decided is not None:
        return decided
    if key in NOTHING:
        return _EMPTY[field]
    known = code_of(written, CODES[field], _EMPTY[field])
    return known or words().get((field, key)) or _bare(field).get(key)


def likely_code(field: str, written: str) -> str:
    """Return the code of the word that is most like this one; empty when none is like it.

    >>> likely_code("projectfase", "In uitvoring")
    '5'
    """
    known = _spellings(field)
    found = process.extractOne(
        plain(written), known.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=LIKEST
    )
    return known[found[0]] if found else ""


@cache
def _bare(field: str) -> dict[str, str]:
    """Return the codes of a list by their labels without the code in front of them."""
    with translation.override("nl"):
        labels = [(str(item.value), str(item.label)) for item in CODES[field]]
    return {plain(label.removeprefix(f"{code} ")): code for code, label in labels}


@cache
def _spellings(field: str) -> dict[str, str]:
    codes = schema().field(field).codes
    spelled = {plain(word): code for code, words in codes.items() for word in words}
    return {**spelled, **_bare(field)}


def unknown_words(field: str, cells: Iterable[object], meanings: Meanings) -> Counter[str]:
    """Return the words in a column of which we cannot know the code, and how often they stand."""
    found = Counter(told for cell in cells if (told := text(cell)))
    return Counter(
        {told: n for told, n in found.items() if code_of_word(field, told, meanings) is None}
    )
