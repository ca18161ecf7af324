"""From a text to the words under which it is found, and from a question to the words it asks.

Both databases get the same words, worked out here: lower case without accents, the Dutch stem of
each, and the parts of a compound. "woningen" is found by "woning", "afboeken" by "afgeboekt",
"huurwoningen" by "woning". A question is not split: who asks for huurwoning wants no other
dwelling.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import snowballstemmer

LONGEST_TEXT = 100_000
"""So many characters of a text can be found."""
LONGEST_QUESTION = 200
MOST_WORDS = 12
LONGEST_WORD = 64
SHORTEST_PART = 3
SHORTEST_BEGINNING = 2
LINKS = ("", "s", "e", "en")
"""What Dutch puts between the parts of a compound: gezin-s-woning, senior-en-huis."""
STOP_WORDS = frozenset({"de", "het", "een", "en", "van", "in", "op", "te", "voor", "met"})
"""Words that a question may leave out; a text is found by them all the same."""

_WORD = re.compile(r"[^\W_]+")
_CHUNK = re.compile(r"[^\W_]+(?:[-./'’:][^\W_]+)*")
_PHRASE = re.compile(r'"([^"]+)"')
_STEMMER = snowballstemmer.stemmer("dutch")


@dataclass(frozen=True, slots=True)
class Term:
    """One word that must be there: its stem, or for the last one also a word that begins so."""

    stem: str
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: words that must all be there, phrases that must stand so."""

    terms: tuple[Term, ...]
    phrases: tuple[str, ...] = ()
    cut: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is asked."""
        return bool(self.terms)


def folded(text: str) -> str:
    """Return a text in lower case without accents.

    >>> folded("Ideeën voor Één wijk")
    'ideeen voor een wijk'
    """
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).lower()


def index_words(text: str) -> list[str]:
    """Return the words under which a text is found, in its order.

    >>> index_words("Huurwoningen in GM0193-2026")
    ['huurwoningen', 'huurwoon', 'huur', 'woon', 'in', 'gm0193', '2026', 'gm01932026']
    """
    found: list[str] = []
    for chunk in _chunks(text[:LONGEST_TEXT]):
        parts = _WORD.findall(chunk)
        for word in parts:
            found += forms(word[:LONGEST_WORD])
        if len(parts) > 1:
            found.append(_safe("".join(parts)[:LONGEST_WORD]))
    return found


def asked(text: str) -> Question:
    """Return what a question asks; whatever is no word is left out.

    >>> asked("woningen in reev").terms
    (Term(stem='woon', beginning=''), Term(stem='reev', beginning='reev'))
    """
    shown = text[:LONGEST_QUESTION]
    words = [word[:LONGEST_WORD] for word in _WORD.findall(folded(shown))]
    ends_open = not text[LONGEST_QUESTION:] and len(words) <= MOST_WORDS
    cut = bool(text[LONGEST_QUESTION:].strip()) or len(words) > MOST_WORDS
    words = words[:MOST_WORDS]
    kept = [word for word in words if word not in STOP_WORDS] or words
    terms = [Term(_safe(stem(word))) for word in kept]
    if ends_open and kept and kept[-1] == words[-1] and len(kept[-1]) >= SHORTEST_BEGINNING:
        terms[-1] = Term(terms[-1].stem, _safe(kept[-1]))
    phrases = (" ".join(_WORD.findall(folded(said))) for said in _PHRASE.findall(shown))
    return Question(
        tuple(dict.fromkeys(terms)), tuple(said for said in phrases if " " in said), cut
    )


def holds(phrase: str, text: str) -> bool:
    """Tell whether the words of a phrase stand in a text one after the other.

    >>> holds("sociale huur", "Veel sociale huur.")
    True
    """
    return f" {phrase} " in f" {' '.join(_WORD.findall(folded(text)))} "


@lru_cache(maxsize=65_536)
def forms(word: str) -> tuple[str, ...]:
    """Return the words under which one folded word is found: itself, its stem, its parts."""
    found = dict.fromkeys([word, stem(word)])
    parts = split(word)
    for first in range(len(parts)):
        for after in range(first + 1, len(parts) + 1):
            if after - first < len(parts):
                # Also of neighbours: "huurwoningmarkt" is found by "woningmarkt".
                found[stem("".join(parts[first:after]))] = None
    return tuple(_safe(form) for form in found)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a folded Dutch word (Kraaij and Pohlmann); a code stays as it is.

    >>> stem("afgeboekt") == stem("afboeken") == stem("afboeking")
    True
    """
    if not word.isalpha():
        return word
    found: str = _STEMMER.stemWord(word)
    return found or word


def split(word: str) -> tuple[str, ...]:
    """Return the parts of a compound; nothing when it is none that we know.

    >>> split("gezinswoningen")
    ('gezin', 'woningen')
    >>> split("woning")
    ()
    """
    if len(word) < 2 * SHORTEST_PART or not word.isalpha() or _known(word):
        return ()
    return _parts(word) or ()


def _parts(word: str) -> tuple[str, ...] | None:
    """Return the parts of a word, the longest first part first; None when it has none."""
    for length in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        part = word[:length]
        if part not in lexicon().words:
            continue
        for link in LINKS:
            rest = word[length + len(link) :]
            if not word.startswith(link, length) or len(rest) < SHORTEST_PART:
                continue
            if _known(rest):
                return part, rest
            further = _parts(rest)
            if further:
                return part, *further
    return None


def _known(word: str) -> bool:
    return word in lexicon().words or stem(word) in lexicon().stems


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the field (*woordenlijst*) of which compounds are made, and their stems."""

    words: frozenset[str]
    stems: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the words that are shipped."""
    path = Path(__file__).parent / "fixtures" / "lexicon.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    words = frozenset(
        word for line in lines if not line.startswith("#") for word in folded(line).split()
    )
    return Lexicon(words, frozenset(stem(word) for word in words))


def marked(text: str, question: Question) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is a word that was asked.

    >>> marked("Veel huurwoningen.", asked("woning"))
    [('Veel ', False), ('huurwoningen', True), ('.', False)]
    """
    text = unicodedata.normalize("NFC", text)
    pieces: list[tuple[str, bool]] = []
    done = 0
    for found in _WORD.finditer(text):
        if _is_asked(found.group(), question):
            pieces += [(text[done : found.start()], False), (found.group(), True)]
            done = found.end()
    pieces.append((text[done:], False))
    return [(piece, hit) for piece, hit in pieces if piece]


def snippet(text: str, question: Question, *, around: int = 90) -> str:
    """Return the piece of a text around the first word that was asked; empty when there is none.

    >>> snippet("Hier komen woningen.", asked("woning"))
    'Hier komen woningen.'
    """
    text = unicodedata.normalize("NFC", " ".join(text[:LONGEST_TEXT].split()))
    for found in _WORD.finditer(text):
        if _is_asked(found.group(), question):
            start = max(0, found.start() - around)
            end = min(len(text), found.end() + around)
            return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
    return ""


def _is_asked(word: str, question: Question) -> bool:
    found = [form for part in _WORD.findall(folded(word)) for form in forms(part[:LONGEST_WORD])]
    return any(
        term.stem in found
        or (term.beginning and any(form.startswith(term.beginning) for form in found))
        for term in question.terms
    )


def _chunks(text: str) -> Iterator[str]:
    return (found.group() for found in _CHUNK.finditer(folded(text)))


def _safe(word: str) -> str:
    """Write a word in a to z and digits, so that no database has thoughts of its own about it."""
    return word if word.isascii() else f"u{word.encode('utf-8', 'surrogatepass').hex()}"
