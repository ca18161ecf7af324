"""What a heading may mean: its spellings, the names of a schema, and how alike they are."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from woonregie.foundation.intake.cells import line
from woonregie.foundation.intake.schema import Field, Schema

LEARNED, NAME, LIKE, CONTENT, PERSONAL = "learned", "name", "like", "content", "personal"
EXACT, PART, WORDS, CUT_OFF = 1.0, 0.95, 0.9, 0.85
LIKEST = 84
"""So alike (of 100) a heading must at least be to a name."""
SHORTEST = 6
"""A name of fewer signs must be written as it is."""
LONGEST = 400
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,3}[.):]|[a-z]\))\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_ENDS = re.compile(r"[:*?!;]|\s[-–]\s|\s{3,}|\n|\r")
# A second column with the same ten signs is counted by such programs.
_COUNTED = re.compile(r"_\d{1,2}$")
_EMPTY_WORDS = frozenset(
    "the of a an and on in to for at by de het een van en op voor per aan is te".split()  # noqa: SIM905  words read better in a row
)


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return a heading without case, accents and signs.

    >>> plain("Site Name/Address"), plain("Geo_X"), plain("Coördinaat")
    ('sitenameaddress', 'geox', 'coordinaat')
    """
    told = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in told if sign.isalnum())


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a heading that say something, in their order.

    >>> words("DateOf_lastUpdate")
    ('date', 'last', 'update')
    """
    told = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text)).casefold()
    found = re.findall(r"[^\W_]+", told)
    return tuple(word for word in found if word not in _EMPTY_WORDS)


def readings(heading: str) -> Iterator[tuple[str, float]]:
    """Yield the ways in which a heading may be read, and how much each is worth.

    A heading may carry a number in front, a remark in brackets, behind a colon or on a next line;
    and its real name may stand in the brackets.
    """
    text = heading[:LONGEST]
    yield text, EXACT
    bare = _NUMBERED.sub("", text)
    if bare != text:
        yield bare, PART
    outside = _BRACKETS.sub(" ", bare)
    if outside != bare:
        yield outside, PART
        for inside in _BRACKETS.findall(bare):
            yield inside, PART
    first = _ENDS.split(outside.strip(), maxsplit=1)[0]
    if first != outside:
        yield first, PART


@dataclass(frozen=True, slots=True)
class Meaning:
    """A field that a heading may stand for."""

    field: Field
    how: str
    score: float


class Names:
    """All names of a schema, looked up by what a heading says.

    Args:
        schema: the schema.
        learned: heading -> name of a field, as a sender's earlier files were mapped; "" stands for
            a column that is left aside.
    """

    def __init__(self, schema: Schema, learned: Mapping[str, str] | None = None) -> None:
        self.schema = schema
        self.fields = {item.name: item for item in schema.fields}
        self.spellings = {item.name: _spellings(item) for item in schema.fields}
        self._personal = frozenset(map(plain, schema.personal))
        self._learned = {plain(line(heading)): name for heading, name in (learned or {}).items()}
        self._known: dict[str, Field] = {}
        self._words: dict[tuple[str, ...], Field] = {}
        for item in schema.fields:
            for name in (item.name, item.title, *item.names):
                if key := plain(name):
                    self._known.setdefault(key, item)
                    self._words.setdefault(tuple(sorted(words(name))), item)
        self._long = [key for key in self._known if len(key) >= SHORTEST]
        self._quick: dict[str, bool] = {}
        self._meanings: dict[str, tuple[Meaning, ...]] = {}

    def knows(self, heading: str) -> bool:
        """Return whether a heading is learned or a name, remarks aside: the quick question."""
        if heading not in self._quick:
            keys = [plain(text) for text, _worth in readings(heading)]
            self._quick[heading] = any(key in self._known or key in self._learned for key in keys)
        return self._quick[heading]

    def left_aside(self, heading: str) -> bool:
        """Return whether somebody said that a column with this heading means nothing to us."""
        return self._learned.get(plain(heading)) == ""

    def is_personal(self, headings: Sequence[str]) -> bool:
        """Return whether a column holds personal data, which is never read."""
        return any(plain(text) in self._personal for text in headings if text)

    def meanings(self, heading: str) -> tuple[Meaning, ...]:
        """Return what a heading may mean, best first."""
        if heading not in self._meanings:
            self._meanings[heading] = self._found(heading)
        return self._meanings[heading]

    def _found(self, heading: str) -> tuple[Meaning, ...]:
        learned = self._learned.get(plain(heading))
        if learned is not None:
            item = self.fields.get(learned)
            return (Meaning(item, LEARNED, EXACT),) if item else ()
        found: dict[str, Meaning] = {}
        for meaning in self._looked_up(heading):
            kept = found.get(meaning.field.name)
            if kept is None or meaning.score > kept.score:
                found[meaning.field.name] = meaning
        return tuple(sorted(found.values(), key=lambda meaning: -meaning.score))

    def _looked_up(self, heading: str) -> Iterator[Meaning]:
        named = False
        for text, worth in readings(heading):
            item = self._known.get(plain(text)) or self.recognised(text)
            if item is not None:
                named = True
                yield Meaning(item, NAME, worth)
        for text, worth in readings(heading):
            item = self._words.get(tuple(sorted(words(text))))
            if item is not None and not named:
                yield Meaning(item, LIKE, WORDS * worth)
        if not named:
            yield from self._alike(heading)

    def recognised(self, heading: str) -> Field | None:
        """Return the field of a heading of a family that no list can name."""
        recognise = self.schema.recognise
        return recognise(heading) if recognise is not None else None

    def _alike(self, heading: str) -> Iterator[Meaning]:
        """Yield names that are nearly the heading, that begin it, or of which a hint is in it."""
        for text, worth in readings(heading):
            key = plain(text)
            if len(key) >= SHORTEST:
                for name, ratio, _at in process.extract(
                    key, self._long, scorer=fuzz.ratio, score_cutoff=LIKEST, limit=3
                ):
                    yield Meaning(self._known[name], LIKE, ratio / 100 * worth * WORDS)
        yield from self._cut_off(heading)
        told = words(heading)
        yield from self._begun(told)
        there = set(told)
        for item in self.schema.fields:
            if any(there.issuperset(words(hint)) for hint in item.hints):
                yield Meaning(item, LIKE, 0.6)

    def _cut_off(self, heading: str) -> Iterator[Meaning]:
        """Yield names of which a heading is the beginning: map files keep ten signs of a name."""
        key = plain(_COUNTED.sub("", heading))
        if len(key) <= SHORTEST:
            return
        found = {
            self._known[name].name: self._known[name]
            for name in self._long
            if name.startswith(key)
        }
        # What begins one name only is worth more than what begins several.
        for item in found.values():
            yield Meaning(item, LIKE, CUT_OFF if len(found) == 1 else CUT_OFF - 0.05)

    def _begun(self, told: tuple[str, ...]) -> Iterator[Meaning]:
        for count in range(len(told) - 1, 0, -1):
            key = "".join(told[:count])
            item = self._known.get(key)
            if item is not None and len(key) >= SHORTEST:
                yield Meaning(item, LIKE, 0.7)
                return


def _spellings(item: Field) -> frozenset[str]:
    return frozenset(
        plain(text) for code, texts in item.codes.items() for text in (code, *texts)
    ) - {""}
