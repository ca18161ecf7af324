"""The difference between two texts on words and numbers: 100 -> 220 is one change.

A number is one token, whatever its points and commas, so it is never cut in half. White space
hangs on the word before it and is not compared: a text that was set again is the same text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

_TOKEN = re.compile(
    r"(\d+(?:[.,:]\d+)*(?!\w)"  # 1.389, 12,5, 10:30
    r"|\w+(?:[-'\u2019]\w+)*"  # huur-koop, zo'n
    r"|[^\w\s])(\s*)"
)
_CHUNK = re.compile(r"\S+\s*")
ALIKE = 0.3
"""Texts that have less in common are shown one after the other, not mixed word by word."""


class Mark(Enum):
    """What a piece of text is in a difference."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    """A piece of text that stayed, went or came."""

    mark: Mark
    text: str

    @property
    def added(self) -> bool:
        """Whether it came."""
        return self.mark is Mark.ADDED

    @property
    def removed(self) -> bool:
        """Whether it went."""
        return self.mark is Mark.REMOVED


# The words of a text, and how each is written: with the white space behind it.
_Words = tuple[list[str], list[str]]


def compare(before: str, after: str) -> list[Piece]:
    """Return how one text became another, in pieces in reading order.

    >>> [
    ...     (piece.mark.value, piece.text)
    ...     for piece in compare("bouwt 100 huizen", "bouwt 220 huizen")
    ... ]
    [('same', 'bouwt '), ('removed', '100 '), ('added', '220 '), ('same', 'huizen')]
    """
    old, new = _CHUNK.findall(before), _CHUNK.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    until, to = len(old) - end, len(new) - end
    # A word never runs across white space, so only what lies between is taken apart further.
    middle = _changed(
        _words("".join(old[start:until])), _words("".join(new[start:to])), start + end
    )
    return _joined([(Mark.SAME, new[:start]), *middle, (Mark.SAME, new[to:])])


def changes_in(pieces: Sequence[Piece]) -> int:
    """Return how many changes there are: what went and what came in its place is one.

    >>> changes_in(compare("100 huur en 40 koop", "220 huur en 60 koop"))
    2
    """
    count, inside = 0, False
    for piece in pieces:
        count += piece.mark is not Mark.SAME and not inside
        inside = piece.mark is not Mark.SAME
    return count


def _joined(parts: Iterable[tuple[Mark, list[str]]]) -> list[Piece]:
    found: list[Piece] = []
    for mark, words in parts:
        text = "".join(words)
        if text and found and found[-1].mark is mark:
            found[-1] = Piece(mark, found[-1].text + text)
        elif text:
            found.append(Piece(mark, text))
    return found


def _words(text: str) -> _Words:
    found = _TOKEN.findall(text)
    words, _spaces = zip(*found, strict=True) if found else ((), ())
    return list(words), list(map("".join, found))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many equal words both begin."""
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count


def _changed(before: _Words, after: _Words, around: int) -> Iterator[tuple[Mark, list[str]]]:
    """Give what lies between the equal beginning and the equal end, of so many words."""
    (old, was), (new, now) = before, after
    codes = list(LCSseq.opcodes(old, new)) if old and new else []
    kept = around
    for code in codes:
        kept += code.src_end - code.src_start if code.tag == "equal" else 0
    # Where words only came, or only went, there is nothing to mix.
    if not codes or kept < ALIKE * (around + max(len(old), len(new))):
        yield Mark.REMOVED, was
        yield Mark.ADDED, now
        return
    gone: list[str] = []
    came: list[str] = []
    for code in codes:
        if code.tag == "equal":
            yield Mark.REMOVED, gone
            yield Mark.ADDED, came
            gone, came = [], []
            yield Mark.SAME, now[code.dest_start : code.dest_end]
        else:
            gone += was[code.src_start : code.src_end]
            came += now[code.dest_start : code.dest_end]
    yield Mark.REMOVED, gone
    yield Mark.ADDED, came
