"""A layout turned around: what the headings and words of a receiver mean in its list."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from woonregie.subjects.plans.formats.own.headings import counted, plain
from woonregie.subjects.plans.formats.own.schema import (
    ASIDE,
    CODES,
    FIRST_YEAR,
    KNOWN_TEXTS,
    LAST_YEAR,
)
from woonregie.subjects.plans.formats.regional.columns import (
    CODE_OF_PLACE,
    KEY_PROJECT,
    YES,
    LayoutColumn,
    numbers_of,
    words_of,
)
from woonregie.subjects.plans.formats.template.columns import YES_NO
from woonregie.subjects.plans.meanings import Meanings

_READ = {
    **{name: name for name in (*KNOWN_TEXTS, FIRST_YEAR, LAST_YEAR)},
    CODE_OF_PLACE: "gemeente",
}


def meanings_of_layout(columns: Sequence[LayoutColumn]) -> Meanings:
    """Return what the headings and words of a layout mean in a list that comes in.

    A column that cannot be turned around is not read; a word that stands for more than one of our
    codes is asked.

    >>> found = meanings_of_layout([LayoutColumn("Fase", "projectfase", {"5": "In uitvoering"})])
    >>> found.columns, found.words["projectfase", "in uitvoering"]
    ({'fase': 'projectfase'}, '5')
    """
    found: dict[str, str] = {}
    codes: dict[tuple[str, str], str] = {}
    for column in columns:
        name = _read_as(column, columns)
        key = plain(column.heading)
        found[key] = ASIDE if name in found.values() else name
        if found[key] in CODES:
            codes |= {(name, word): code for word, code in _words(column).items()}
    return Meanings(found, codes)


def not_read(columns: Sequence[LayoutColumn]) -> list[str]:
    """Return in sentences what of a layout is not read back, and why."""
    means = meanings_of_layout(columns)
    aside = [one.heading for one in columns if means.columns[plain(one.heading)] == ASIDE]
    told = []
    if aside:
        told.append(
            _("Deze kolommen lezen wij niet terug: %(names)s.") % {"names": ", ".join(aside)}
        )
    shared = [
        word
        for one in columns
        if means.columns[plain(one.heading)] in CODES
        for word, times in Counter(words_of(one).values()).items()
        if times > 1
    ]
    if shared:
        told.append(
            _("Deze woorden staan voor meer dan één code; daar vragen wij naar: %(words)s.")
            % {"words": ", ".join(shared)}
        )
    return told


def _words(column: LayoutColumn) -> Mapping[str, str]:
    """Return their words, as lists compare them, that stand for one of our codes."""
    words = {code: plain(word) for code, word in words_of(column).items()}
    times = Counter(words.values())
    return {word: code for code, word in words.items() if times[word] == 1}


def _read_as(column: LayoutColumn, columns: Sequence[LayoutColumn]) -> str:
    """Return what of ours a column says when it is read; empty when it is not read."""
    if column.field == KEY_PROJECT:
        understood = all(
            YES_NO.get(word.lower()) is (code == YES) for code, word in words_of(column).items()
        )
        return KEY_PROJECT if understood else ASIDE
    numbers = numbers_of(column.field)
    if numbers is None:
        return _READ.get(column.field, ASIDE)
    told = counted(column.heading)
    if (told.times if told else 1) != column.times:
        # The reader takes the unit from the heading: it would read other numbers than we wrote.
        return ASIDE
    if numbers.line[1] == "total":
        return column.field
    others = (numbers_of(one.field) for one in columns if one is not column)
    if numbers.whole and any(other and other.line == numbers.line for other in others):
        # Beside its years a total would be read as homes that come on top.
        return ASIDE
    return column.field.removesuffix(" zonder jaar")
