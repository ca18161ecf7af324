"""The difference between two editions of 5,000 clauses, on words and numbers."""

import random
import re
import time
from collections.abc import Callable
from difflib import SequenceMatcher

from bench.result import Also, Result, middle

CLAUSES, ROUNDS, CHANGED = 5_000, 5, 5
# A word, a number with its points and commas, or one sign, with the white space behind it.
TOKEN = re.compile(r"(\d+(?:[.,:]\d+)*(?!\w)|\w+(?:[-']\w+)*|[^\w\s])(\s*)")
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
    check_peer(old, new)
    some = with_few(old, new)
    ours = [timed(lambda: compared(old, new)) for _round in range(ROUNDS)]
    few = [timed(lambda: compared(old, some)) for _round in range(ROUNDS)]
    theirs = [timed(lambda: peer(old, new)) for _round in range(ROUNDS)]
    processor = middle([used for _wall, used in ours])
    return Result(
        name="document-diff",
        measured=middle([wall for wall, _used in ours]),
        unit="s",
        goal=1.0,
        peer="difflib on the same words and numbers of each clause, the clauses in pairs already",
        peer_measured=middle([wall for wall, _used in theirs]),
        note=f"Two editions of {CLAUSES:,} clauses of some 40 words, in each of which three words "
        "or numbers were replaced: which clauses belong together, and how the words of each "
        "changed. Checked of both: the two texts come back from the pieces; of ours as well that "
        "no more words went or came than were replaced. The peer is not asked which clauses "
        "belong together. Median of five.",
        also=(
            Also("processor", processor, "s", 1.0),
            Also("processor, difflib", middle([used for _wall, used in theirs]), "s"),
            Also(f"one clause in {CHANGED} changed", middle([w for w, _u in few]), "s", 1.0),
        ),
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


def peer(old, new) -> list[list[tuple[str, str]]]:
    """Return the pieces of every clause as difflib finds them, on the same words and numbers."""
    found = []
    for before, after in zip(old, new, strict=True):
        was, now = TOKEN.findall(before.revision.text), TOKEN.findall(after.revision.text)
        codes = SequenceMatcher(
            None, [word for word, _space in was], [word for word, _space in now], autojunk=False
        ).get_opcodes()
        pieces = []
        for tag, begins, ends, to, until in codes:
            if tag == "equal":
                pieces.append(("same", _written(now[to:until])))
                continue
            if ends > begins:
                pieces.append(("removed", _written(was[begins:ends])))
            if until > to:
                pieces.append(("added", _written(now[to:until])))
        found.append(pieces)
    return found


def _written(tokens: list[tuple[str, str]]) -> str:
    return "".join(map("".join, tokens))


def check_peer(old, new) -> None:
    """Refuse a peer that does less than it is asked."""
    for pieces, before, after in zip(peer(old, new), old, new, strict=True):
        kept = "".join(text for mark, text in pieces if mark != "added")
        made = "".join(text for mark, text in pieces if mark != "removed")
        # Its white space may be that of the other text.
        assert "".join(kept.split()) == "".join(before.revision.text.split())
        assert "".join(made.split()) == "".join(after.revision.text.split())


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Return how many seconds it takes, on the clock and of the processor."""
    begun, used = time.perf_counter(), time.process_time()
    ask()
    return time.perf_counter() - begun, time.process_time() - used
