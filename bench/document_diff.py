"""The difference between two editions of 5,000 clauses, on words and numbers."""

import random
import time
from collections.abc import Callable
from difflib import SequenceMatcher

from bench.result import Also, Result, middle

CLAUSES, ROUNDS, CHANGED = 5_000, 5, 5
WORDS = [
    "de",
    "gemeente",
    "corporatie",
    "huurders",
    "bouwt",
    "woningen",
    "per",
    "jaar",
    "sociale",
    "huur",
    "middenhuur",
    "koop",
    "locatie",
    "afspraak",
    "overleg",
    "besluit",
    "college",
    "raad",
    "regio",
    "provincie",
    "kern",
    "wijk",
    "plan",
    "betaalbaar",
    "ouderen",
    "jongeren",
    "starters",
    "spoedzoekers",
    "verduurzaamt",
    "wijst",
    "toe",
    "ten",
    "hoogste",
    "en",
    "ten",
    "minste",
]


def measure() -> Result:
    """Compare two editions whose clauses all changed, after a check against what was changed."""
    import django  # noqa: PLC0415  the settings have to be there first

    django.setup()
    old, new, asked = editions()
    check(old, new, asked)
    ours = [timed(lambda: compared(old, new)) for _round in range(ROUNDS)]
    few = [timed(lambda: compared(old, with_few(old, new))) for _round in range(ROUNDS)]
    theirs = [timed(lambda: peer(old, new)) for _round in range(ROUNDS)]
    return Result(
        name="document-diff",
        measured=middle(ours),
        unit="s",
        goal=1.0,
        peer="difflib on the words of each clause, the clauses in pairs already",
        peer_measured=middle(theirs),
        note=f"Two editions of {CLAUSES:,} clauses of some 40 words, in each of which three words "
        "or numbers were replaced: which clauses belong together, and how the words of each "
        "changed. Checked: both texts come back from the pieces, and no more words went "
        "or came than were replaced. Median of five.",
        also=(Also(f"one clause in {CHANGED} changed", middle(few), "s", 1.0),),
    )


def editions(count: int = CLAUSES):
    """Return two editions and how many changes each clause got."""
    from woonregie.foundation.documents.models import (  # noqa: PLC0415  after set-up
        Clause,
        ClauseRevision,
    )
    from woonregie.foundation.documents.tree import Line  # noqa: PLC0415

    chance = random.Random(6)  # noqa: S311  the same texts each time, no secret
    old, new, asked = [], [], []
    for number in range(1, count + 1):
        clause = Clause(number=str(number), kind="agreement")
        words = [_word(chance) for _place in range(chance.randint(30, 50))]
        changed = list(words)
        for place in chance.sample(range(len(words)), 3):
            changed[place] = _word(chance, not_this=words[place])
        old.append(Line(ClauseRevision(clause=clause, text=" ".join(words)), 0))
        new.append(Line(ClauseRevision(clause=clause, text=" ".join(changed)), 0))
        asked.append(3)
    return old, new, asked


def _word(chance: random.Random, not_this: str = "") -> str:
    while True:
        number = chance.random() < 0.1
        found = str(chance.randint(1, 999)) if number else chance.choice(WORDS)
        if found != not_this:
            return found


def with_few(old, new):
    """Return an edition in which one clause in five changed."""
    return [
        after if at % CHANGED == 0 else before
        for at, (before, after) in enumerate(zip(old, new, strict=True))
    ]


def compared(old, new):
    """Return the difference with the pieces of every clause."""
    from woonregie.foundation.documents.difference import difference  # noqa: PLC0415

    found = difference(old, new)
    for item in found:
        _ = item.pieces
    return found


def check(old, new, asked) -> None:
    """Refuse a difference that is not right."""
    found = compared(old, new)
    assert len(found) == len(old)
    for item, before, after, most in zip(found, old, new, asked, strict=True):
        kept = "".join(piece.text for piece in item.pieces if not piece.added)
        made = "".join(piece.text for piece in item.pieces if not piece.removed)
        assert kept.split() == before.revision.text.split()
        assert made.split() == after.revision.text.split()
        gone = [word for piece in item.pieces if piece.removed for word in piece.text.split()]
        came = [word for piece in item.pieces if piece.added for word in piece.text.split()]
        assert 1 <= len(gone) <= most
        assert 1 <= len(came) <= most


def peer(old, new) -> int:
    """Return what difflib finds on the words."""
    return sum(
        len(
            SequenceMatcher(
                None, before.revision.text.split(), after.revision.text.split(), autojunk=False
            ).get_opcodes()
        )
        for before, after in zip(old, new, strict=True)
    )


def timed(ask: Callable[[], object]) -> float:
    """Return how many seconds it takes."""
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun
