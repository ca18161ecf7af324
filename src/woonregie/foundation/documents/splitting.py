"""Cutting a text into clauses by the numbers at the beginning of its lines.

What comes out is a proposal: a person sees it first, and corrects the text. In that text a line
that begins with a number begins a clause, a line that begins with # is a heading, and a line that
begins with a backslash is never the beginning of a clause.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from woonregie.foundation.documents.errors import WorkError
from woonregie.foundation.documents.models import ClauseKind, Provenance
from woonregie.foundation.documents.values import MOST_CLAUSES, NewClause, Origin

FRONT = "0"
"""The number of what stands before the first number."""
LONGEST_HEADING = 90
# Ten levels are as many as the number of a clause can hold.
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,9}[a-z]?"
# The hundredth clause says by its bracket that it is no year.
_LONG = r"\d{3,5}[a-z]?"
# A number begins a clause when a sentence begins behind it: "10.30 uur" is no clause.
_BEGINS = re.compile(
    rf"(?:({_NUMBER})[.):]?|({_LONG})\))[ \t]+(?=[A-Z\u00c0-\u00de\"'\u2018\u201c*_(\[])(.+)"
)
_IS_LONG = re.compile(_LONG)
_NUMBERED = re.compile(r"([0-9A-Za-z.]{1,30}?)[.):]?()[ \t]+(\S.*)")
_CHAPTER = re.compile(
    rf"(?:hoofdstuk|artikel|art\.|paragraaf|thema)\s+({_NUMBER})(?!\.?\d|\w)[.):]?\s*[-\u2013:]?\s*(.*)",
    re.IGNORECASE,
)
_HEADING = re.compile(rf"#{{1,6}}\s*(?:(?:({_NUMBER})[.):]?|({_LONG})\))(?:\s+|$))?(.*)")
_COUNTED = 9999
"""Numbering goes on behind a number up to here, so that a clause has five digits at most."""
_ENDS_A_SENTENCE = (".", ";", ":", ",")
_CONSIDERING = re.compile(r"^(?:overwegende|overwegingen|partijen overwegen)\b", re.IGNORECASE)
_AGREE = re.compile(r"^(?:komen overeen|partijen komen overeen|spreken af)\b", re.IGNORECASE)
_DEFINING = re.compile(r"\b(?:begrip|begrippen|begripsbepalingen|definities)\b", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Split:
    """The clauses that were found in a text, and what a person should look at."""

    clauses: Sequence[NewClause]
    notes: Sequence[str]


@dataclass(slots=True)
class _Piece:
    """A clause while it is being read."""

    number: str
    lines: list[str]
    heading: bool
    sure: bool = False


@dataclass(slots=True)
class _Found:
    """What was read so far."""

    pieces: list[_Piece] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    doubled: list[str] = field(default_factory=list)
    top: int = 0

    def begin(self, number: str, text: str, *, heading: bool, sure: bool = False) -> None:
        """Begin a clause; a number that was used before gets a letter, or the next one."""
        if len(self.pieces) == MOST_CLAUSES:
            raise WorkError(
                _("Deze tekst heeft meer dan %(most)s bepalingen en koppen. Deel hem op.")
                % {"most": MOST_CLAUSES}
            )
        if number in self.taken:
            self.doubled.append(number)
            ends = (f"{number.rstrip(_LETTERS)}{letter}" for letter in _LETTERS)
            number = next((end for end in ends if end not in self.taken), self.next_number())
        self.taken.add(number)
        if number.isdigit() and int(number) <= _COUNTED:
            self.top = max(self.top, int(number))
        self.pieces.append(_Piece(number, [text] if text else [], heading, sure))

    def next_number(self) -> str:
        """Return the next number at the top that nobody has."""
        self.top += 1
        while str(self.top) in self.taken:
            self.top += 1
        return str(self.top)


def split(
    text: str, *, origin: Origin | None = None, known: Collection[str] = frozenset()
) -> Split:
    """Return the clauses of a text.

    Args:
        text: lines; a clause begins with its number: "3.2 De gemeente ...".
        origin: where the words come from; None is a file that was taken in.
        known: numbers that are clauses already: behind these a sentence may begin with any sign.

    Raises:
        WorkError: more clauses than a work can hold.
    """
    found = _Found()
    for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n"):
        _read(line.strip(), found, known)
    pieces = [piece for piece in found.pieces if _text(piece)]
    clauses = _clauses(pieces, origin or Origin(Provenance.TAKEN_IN))
    return Split(clauses, _notes(pieces, found))


def as_text(clauses: Sequence[NewClause]) -> str:
    """Return the text by which `split` finds these clauses again."""
    written = []
    for item in clauses:
        first, *rest = item.text.split("\n")
        mark = "# " if item.kind == ClauseKind.HEADING else ""
        front = item.number == FRONT
        bracket = ")" if _IS_LONG.fullmatch(item.number) else ""
        begins = _kept_apart(first) if front else f"{mark}{item.number}{bracket} {first}"
        written.append("\n".join([begins, *map(_kept_apart, rest)]))
    return "\n\n".join(written)


def _kept_apart(line: str) -> str:
    begins = any(pattern.match(line) for pattern in (_BEGINS, _HEADING, _CHAPTER))
    return f"\\{line}" if begins or line.startswith("\\") else line


def _read(line: str, found: _Found, known: Collection[str]) -> None:
    if line.startswith("\\"):
        _go_on(line[1:].strip(), found)
    elif heading := _HEADING.fullmatch(line):
        number, long, title = heading.groups()
        number = number or long or found.next_number()
        found.begin(number, title.strip(), heading=True, sure=True)
    elif chapter := _CHAPTER.fullmatch(line):
        number, title = chapter.groups()
        found.begin(number, title.strip() or line, heading=True, sure=True)
    elif begins := _BEGINS.fullmatch(line) or _known(line, known):
        number, long, words = begins.groups()
        found.begin(number or long, words.strip(), heading=_short(words))
    else:
        _go_on(line, found)


def _known(line: str, known: Collection[str]) -> re.Match[str] | None:
    """Return the number that a line begins with, if a clause has it already."""
    found = _NUMBERED.fullmatch(line) if known else None
    return found if found and found.group(1) in known else None


def _go_on(line: str, found: _Found) -> None:
    if not found.pieces:
        if not line:
            return
        found.begin(FRONT, "", heading=False)
    found.pieces[-1].lines.append(line)


def _short(words: str) -> bool:
    return len(words) <= LONGEST_HEADING and not words.rstrip().endswith(_ENDS_A_SENTENCE)


def _text(piece: _Piece) -> str:
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(piece.lines))
    return joined.strip()


def _clauses(pieces: Sequence[_Piece], origin: Origin) -> list[NewClause]:
    numbers = {piece.number for piece in pieces}
    above = {_parent(number, numbers) for number in numbers}
    made: list[NewClause] = []
    seen: set[str] = set()
    section = ClauseKind.AGREEMENT
    for piece in pieces:
        text = _text(piece)
        heading = piece.sure or (piece.heading and piece.number in above)
        section = _section(text, section, heading=heading)
        kind = ClauseKind.HEADING if heading else section
        if piece.number == FRONT:
            kind = ClauseKind.CONSIDERATION
        parent = _parent(piece.number, seen)
        made.append(NewClause(piece.number, text, kind=kind, parent=parent, origin=origin))
        seen.add(piece.number)
    return made


def _section(text: str, now: ClauseKind, *, heading: bool) -> ClauseKind:
    """Return what the clauses from here on are: considerations, definitions or agreements."""
    if _CONSIDERING.match(text):
        return ClauseKind.CONSIDERATION
    if _AGREE.match(text):
        return ClauseKind.AGREEMENT
    if heading:
        return ClauseKind.DEFINITION if _DEFINING.search(text) else ClauseKind.AGREEMENT
    return now


def _parent(number: str, there: set[str]) -> str:
    """Return the nearest number above that is there: of 3.2.1 that is 3.2, else 3."""
    while "." in number:
        number = number.rpartition(".")[0]
        if number in there:
            return number
    return ""


def _notes(pieces: Sequence[_Piece], found: _Found) -> list[str]:
    notes = []
    if not any(piece.number != FRONT for piece in pieces):
        notes.append(
            _("Er staan geen nummers in deze tekst. Zet voor elke bepaling een nummer, zoals 3.2.")
        )
    if found.doubled:
        some = ", ".join(list(dict.fromkeys(found.doubled))[:10])
        notes.append(
            _("Nummers die er twee keer staan, kregen een letter: %(some)s.") % {"some": some}
        )
    return notes
