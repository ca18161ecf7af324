"""Invented documents to search in, and a plain recount of what a question should find.

Words are pairs of words of the field, the first ones in many documents and the last ones in few,
as in any language. A document is a row of numbers of words, so that a million of them fit in
memory and can be counted without an index.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

import numpy as np

WORDS, TITLE, LENGTH, SEED = 20_000, 3, 20, 2_026
TODAY = date(2026, 11, 26)
ASKED = 60
RARE, MOST = 0.0002, 0.01
"""Between these shares of the documents a question finds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and how many documents hold it."""

    text: str
    holds: int


@cache
def vocabulary() -> tuple[str, ...]:
    """Return the words, the most frequent first."""
    from woonregie.foundation.search.words import lexicon  # noqa: PLC0415  after set-up

    simple = sorted(word for word in lexicon().words if word.isascii())
    rng = np.random.default_rng(SEED)
    pairs = rng.choice(len(simple) ** 2, size=WORDS - len(simple), replace=False)
    made = [simple[at // len(simple)] + simple[at % len(simple)] for at in pairs]
    words = list(dict.fromkeys([*simple, *made]))
    rng.shuffle(words)
    return tuple(words)


def documents(count: int) -> np.ndarray:
    """Return numbers of words (document, place): the first three are the title."""
    words = len(vocabulary())
    share = 1 / (np.arange(words) + 20.0)
    edges = np.cumsum(share / share.sum())
    rng = np.random.default_rng(SEED)
    found = np.empty((count, LENGTH), dtype=np.uint16)
    for start in range(0, count, 50_000):
        chances = rng.random((min(50_000, count - start), LENGTH))
        found[start : start + 50_000] = np.minimum(np.searchsorted(edges, chances), words - 1)
    return found


def told(row: np.ndarray) -> tuple[str, str]:
    """Return (title, text) of a document."""
    words = [vocabulary()[at] for at in row]
    return " ".join(words[:TITLE]), " ".join(words[TITLE:])


def key(number: int) -> UUID:
    """Return the key of a document."""
    return UUID(int=number + 1)


def questions(found: np.ndarray) -> list[Asked]:
    """Return questions of one and of two words that find few documents, with how many."""
    rng = np.random.default_rng(SEED + 1)
    kept: list[Asked] = []
    while len(kept) < ASKED:
        row = found[rng.integers(len(found))]
        words = [vocabulary()[at] for at in rng.choice(row, size=1 + len(kept) % 2, replace=False)]
        holds = recount(" ".join(words), found)
        # Two words of one document may find that one only.
        least = RARE * len(found) if len(words) == 1 else 1
        if least <= holds <= MOST * len(found):
            kept.append(Asked(" ".join(words), holds))
    return kept


def recount(text: str, found: np.ndarray) -> int:
    """Count the documents that hold a question, without any index."""
    from woonregie.foundation.search.words import asked  # noqa: PLC0415  after set-up

    holds = np.ones(len(found), dtype=bool)
    for term in asked(text).terms:
        matching = [
            at
            for at, forms in enumerate(all_forms())
            if term.stem in forms
            or (term.beginning and any(form.startswith(term.beginning) for form in forms))
        ]
        known = np.zeros(len(vocabulary()), dtype=bool)
        known[matching] = True
        holds &= known[found].any(axis=1)
    return int(holds.sum())


@cache
def all_forms() -> tuple[tuple[str, ...], ...]:
    """Return the words under which each word is found."""
    from woonregie.foundation.search.words import index_words  # noqa: PLC0415  after set-up

    return tuple(tuple(index_words(word)) for word in vocabulary())


class Documents:
    """The documents as a kind of search: everybody may see them."""

    def __init__(self, found: np.ndarray, owner: UUID) -> None:
        self.found, self.owner = found, owner

    def keys(self) -> Iterator[UUID]:
        return map(key, range(len(self.found)))

    def rows(self, keys, today):
        from woonregie.foundation.search.registry import Row  # noqa: PLC0415  after set-up

        for one in keys:
            title, text = told(self.found[one.int - 1])
            yield Row(one, self.owner, title, text=text)

    def visible(self, account, region, keys, today):
        return set(keys)

    def owners(self, account, region, today):
        return None

    def changed(self, event):
        return ()

    def address(self, region, argument):
        return f"/{region}/"


KINDS: dict[str, Documents] = {}


def searched_here(found: np.ndarray):
    """Make a region with these documents, as the only kind that can be found.

    Returns:
        (the region, somebody who works there, the registered kind).
    """
    from django.core.management import call_command  # noqa: PLC0415  after set-up
    from django.utils.functional import lazystr  # noqa: PLC0415

    from woonregie.foundation.accounts.models import Account, Organisation  # noqa: PLC0415
    from woonregie.foundation.region.models import Region  # noqa: PLC0415
    from woonregie.foundation.search import registry  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    owner = Organisation.objects.create(kind="region", name="Meetregio", slug="meetregio")
    region = Region.objects.create(organisation=owner, kind="housing")
    account = Account.objects.create_user("meter@voorbeeld.example", "meten-is-weten-2026")
    registry._REGISTERED.clear()  # noqa: SLF001  only what is measured
    registry.register_searchable("stukken", lazystr("Stukken"), f"{__name__}.DOCUMENTS")
    globals()["DOCUMENTS"] = Documents(found, owner.pk)
    return region, account, registry.searchables()[0]


def check(asked: list[Asked], region, item) -> None:
    """Compare the index with the recount, and its words with those of `all_forms`."""
    from woonregie.foundation.search import words  # noqa: PLC0415  after set-up
    from woonregie.foundation.search.backend import Scope, backend  # noqa: PLC0415
    from woonregie.foundation.search.queries import owners_in  # noqa: PLC0415

    scope = Scope(item.name, owners_in(region, on=TODAY))
    for one in asked:
        ranked = backend().ranked(words.asked(one.text), scope, 1_000_000)
        if len(ranked) != one.holds:
            raise AssertionError(f"{one.text}: found {len(ranked)}, there are {one.holds}")
