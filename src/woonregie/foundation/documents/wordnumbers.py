"""The numbers that Word works out itself: a list keeps how it counts, and not what stands there.

A paragraph names a list and a level, or its style does. The list says how each level is written
("%1.%2"), where it begins and when it begins again. All that a stranger wrote there is bounded:
levels, values, and how long a number can be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
HIGHEST = 9_999
"""So far a list counts; Word itself goes to 32,767, in which nobody wrote an agreement."""
LONGEST = 40
"""So many characters a number has at most."""
DEEPEST_STYLE = 20
"""So many styles rest on each other at most."""
BULLET = "-"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
MOST_LETTERS = len(_LETTERS) * 5
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
MOST_ROMAN = 3_999


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts.

    Args:
        written: with the number of each level as %1, %2: "%1.%2".
        sort: as Word calls it: decimal, lowerLetter, upperRoman, bullet, none.
        start: the first number.
        again_after: it begins again after a paragraph of this level or one above it; 0 is never,
            None is after every level above it.
        legal: whether all levels are written in digits here.
    """

    written: str = ""
    sort: str = "decimal"
    start: int = 1
    again_after: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    """A list of a file: its levels, which counters it uses, and where it begins otherwise."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)
    begun: bool = False


class Numbers:
    """Counts the paragraphs of a file in reading order."""

    def __init__(
        self, numbering: etree._Element | None = None, styles: etree._Element | None = None
    ) -> None:
        self._styles = _styles(styles)
        self._lists = _lists(numbering, self._styles) if numbering is not None else {}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, block: etree._Element) -> str:
        """Return what stands before a paragraph: "1.2", "a)", "-"; nothing where it is no item.

        Each question counts: ask it once for each paragraph, in reading order.
        """
        name, level = self._place(block)
        if name is None or name == "0":
            return ""
        found = self._lists.get(name)
        if found is None or level not in found.levels:
            return BULLET
        self._count(found, level)
        return self._written(found, level)

    def _place(self, block: etree._Element) -> tuple[str | None, int]:
        """Return the list and the level of a paragraph; its own words go before its style."""
        style = block.find(f"{W}pPr/{W}pStyle")
        inherited = self._styles.get(_value(style), (None, 0))
        own = block.find(f"{W}pPr/{W}numPr")
        if own is None:
            return inherited
        name, level = _value(own.find(f"{W}numId")), own.find(f"{W}ilvl")
        return name or inherited[0], _whole(level, inherited[1]) if level is not None else 0

    def _count(self, found: _List, level: int) -> None:
        counts = self._counts.setdefault(found.counters, {})
        if not found.begun:
            found.begun = True
            for at in found.starts:
                counts.pop(at, None)
        for at in range(level):
            counts.setdefault(at, _first(found, at))
        now = counts.get(level)
        counts[level] = _first(found, level) if now is None else min(now + 1, HIGHEST)
        for deeper in range(level + 1, LEVELS):
            again = found.levels.get(deeper, Level()).again_after
            # Level 1 of Word is our level 0.
            if again is None or level < again:
                counts.pop(deeper, None)

    def _written(self, found: _List, level: int) -> str:
        how, counts = found.levels[level], self._counts[found.counters]
        if how.sort == "bullet":
            return BULLET
        if how.sort == "none":
            return ""
        written = how.written
        for at in range(LEVELS):
            mark = f"%{at + 1}"
            if mark in written:
                sort = "decimal" if how.legal else found.levels.get(at, Level()).sort
                written = written.replace(mark, numeral(counts.get(at, 0), sort))
        return " ".join(written.split())[:LONGEST]


def _first(found: _List, level: int) -> int:
    return found.starts.get(level, found.levels.get(level, Level()).start)


def numeral(value: int, sort: str) -> str:
    """Return a number as a list writes it.

    >>> numeral(28, "lowerLetter"), numeral(14, "upperRoman"), numeral(7, "decimalZero")
    ('bb', 'XIV', '07')
    """
    if sort in {"lowerLetter", "upperLetter"} and 1 <= value <= MOST_LETTERS:
        # After z comes aa, then bb: Word says the letter once more each time.
        times, at = divmod(value - 1, len(_LETTERS))
        found = _LETTERS[at] * (times + 1)
        return found.upper() if sort == "upperLetter" else found
    if sort in {"lowerRoman", "upperRoman"} and 1 <= value <= MOST_ROMAN:
        found = _roman(value)
        return found.upper() if sort == "upperRoman" else found
    return f"{value:02}" if sort == "decimalZero" else str(value)


def _roman(value: int) -> str:
    found = ""
    for worth, sign in _ROMAN:
        times, value = divmod(value, worth)
        found += sign * times
    return found


# ------------------------------------------------------------------ what the file says
@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of itself: its list and level, and on which style it rests."""

    listed: str | None
    level: int
    rests_on: str


def _styles(root: etree._Element | None) -> dict[str, tuple[str | None, int]]:
    """Return the list and level of each style, taken over from what it rests on."""
    own: dict[str, _Style] = {}
    for item in root.iterfind(f"{W}style") if root is not None else ():
        listed = item.find(f"{W}pPr/{W}numPr")
        name = listed.find(f"{W}numId") if listed is not None else None
        own[item.get(f"{W}styleId", "")] = _Style(
            None if name is None else _value(name),
            _whole(listed.find(f"{W}ilvl") if listed is not None else None, 0),
            _value(item.find(f"{W}basedOn")),
        )
    return {name: _inherited(name, own) for name in own}


def _inherited(name: str, own: Mapping[str, _Style]) -> tuple[str | None, int]:
    for _depth in range(DEEPEST_STYLE):
        style = own.get(name)
        if style is None:
            break
        if style.listed is not None:
            return style.listed, style.level
        name = style.rests_on
    return None, 0


def _lists(root: etree._Element, styles: Mapping[str, tuple[str | None, int]]) -> dict[str, _List]:
    """Return the lists of a file by the name that paragraphs use."""
    kinds = {item.get(f"{W}abstractNumId", ""): item for item in root.iterfind(f"{W}abstractNum")}
    uses = {
        item.get(f"{W}numId", ""): _value(item.find(f"{W}abstractNumId"))
        for item in root.iterfind(f"{W}num")
    }
    known = {name: _levels(kind) for name, kind in kinds.items()}
    found: dict[str, _List] = {}
    for item in root.iterfind(f"{W}num"):
        name = item.get(f"{W}numId", "")
        counters = _linked(uses[name], kinds, styles, uses)
        made = _List(counters, dict(known.get(counters, {})))
        for change in item.iterfind(f"{W}lvlOverride"):
            _override(made, change)
        found[name] = made
    return found


def _linked(
    name: str,
    kinds: Mapping[str, etree._Element],
    styles: Mapping[str, tuple[str | None, int]],
    uses: Mapping[str, str],
) -> str:
    """Return the list that a list points to through a style, or itself."""
    kind = kinds.get(name)
    link = _value(kind.find(f"{W}numStyleLink")) if kind is not None else ""
    if not link:
        return name
    used = styles.get(link, (None, 0))[0]
    return uses.get(used or "", name)


def _levels(kind: etree._Element) -> dict[int, Level]:
    return {
        at: _level(item)
        for item in kind.iterfind(f"{W}lvl")
        if (at := _number(item.get(f"{W}ilvl"), LEVELS)) < LEVELS
    }


def _level(item: etree._Element) -> Level:
    again = item.find(f"{W}lvlRestart")
    legal = item.find(f"{W}isLgl")
    return Level(
        _value(item.find(f"{W}lvlText"))[:LONGEST],
        _value(item.find(f"{W}numFmt")) or "decimal",
        _whole(item.find(f"{W}start"), 1),
        None if again is None else _whole(again, 0),
        legal is not None and _value(legal) not in {"0", "false", "off"},
    )


def _override(made: _List, change: etree._Element) -> None:
    at = _number(change.get(f"{W}ilvl"), LEVELS)
    if at >= LEVELS:
        return
    other, start = change.find(f"{W}lvl"), change.find(f"{W}startOverride")
    if other is not None:
        made.levels[at] = _level(other)
    if start is not None:
        made.starts[at] = _whole(start, 1)


def _value(item: etree._Element | None) -> str:
    return "" if item is None else item.get(f"{W}val", "")


def _whole(item: etree._Element | None, otherwise: int) -> int:
    return _number(None if item is None else item.get(f"{W}val"), otherwise)


def _number(given: str | None, otherwise: int) -> int:
    """Return a whole number that a file gives; what is none, or far too large, is another one."""
    if (
        given is None
        or not given.isascii()
        or not given.isdigit()
        or len(given) > len(str(HIGHEST))
    ):
        return otherwise
    return min(int(given), HIGHEST)
