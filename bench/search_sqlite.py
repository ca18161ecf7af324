"""Search on SQLite: questions that find at most 1 % of 30,000 documents."""

import time
from collections.abc import Callable, Sequence

from bench.large import texts
from bench.result import Also, Result, middle, p95

DOCUMENTS, ROUNDS = 30_000, 4


def measure() -> Result:
    """Build the index as people do, compare it with a recount, then time the whole answer."""
    import django  # noqa: PLC0415  the settings have to be there first

    django.setup()
    from woonregie.foundation.search.services import rebuild  # noqa: PLC0415  after set-up

    found = texts.documents(DOCUMENTS)
    region, account, item = texts.searched_here(found)
    begun = time.perf_counter()
    rebuild(today=texts.TODAY)
    built = time.perf_counter() - begun
    asked = texts.questions(found)
    texts.check(asked, region, item)
    ours = timed([answer(one.text, account, region) for one in asked] * ROUNDS)
    theirs = timed([peer(one.text) for one in asked] * ROUNDS)
    return Result(
        name="search-sqlite",
        measured=p95(ours),
        unit="ms",
        goal=100.0,
        peer="Django icontains on one table, every word in title or text, the first 20",
        peer_measured=p95(theirs),
        note=f"p95 of {len(ours)} answers to {len(asked)} questions of one or two words over "
        f"{DOCUMENTS:,} documents of {texts.LENGTH} words, each found in at most 1 % of them: the "
        "best 20 with their words marked, after the check of who may see them. The number of "
        "documents that each finds equals a plain recount. The peer finds letters, no stems and "
        "no parts, does not rank, and stops at 20.",
        also=(
            Also("median", middle(ours), "ms"),
            Also("median of the peer", middle(theirs), "ms"),
            Also("making the index, by the service", round(built, 2), "s"),
        ),
    )


def answer(text: str, account, region) -> Callable[[], object]:
    """Return what gives the whole answer to a question."""
    from woonregie.foundation.search.queries import find  # noqa: PLC0415  after set-up

    return lambda: find(text, account=account, region=region, today=texts.TODAY)


def peer(text: str) -> Callable[[], object]:
    """Return what gives the peer's answer: 20 rows that hold the letters of every word."""
    from django.db.models import Q  # noqa: PLC0415  after set-up

    from woonregie.foundation.search.models import SearchRow  # noqa: PLC0415

    rows = SearchRow.objects.order_by("pk")
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return lambda: list(rows.all()[:20])


def timed(asks: Sequence[Callable[[], object]]) -> list[float]:
    """Return how many milliseconds each takes, one after the other."""
    took = []
    for ask in asks:
        begun = time.perf_counter()
        ask()
        took.append((time.perf_counter() - begun) * 1_000)
    return took
