"""The list of plans as it was on a day, as known on that day, beside the list of today.

Server time, as in `web-list`: the same pages with the same filters, today and then in turn.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from bench.large.folder import borrow
from bench.peers import environment
from bench.result import Also, Result, middle, p95
from bench.server import Answer, serving
from bench.web_list import (
    PAST,
    Query,
    Recounts,
    addresses,
    change_a_plan,
    check,
    check_peer,
    in_peers_words,
    login,
    serving_peer,
)

ROUNDS, SEARCHES = 4, 10
GOAL = 1.5
THEN: Query = {"op": PAST, "bekend_op": PAST}
OF_THEN = f"&{urlencode({'op': f'{PAST}T23:59:59+02:00'})}"
"""What the peer is asked besides."""
ASKED: Sequence[tuple[Query, int]] = (
    ({}, 1),
    ({}, 600),
    ({"sorteer": "-naam"}, 300),
    ({"zoek": "reeve"}, 1),
    ({"gemeente": "GM0193"}, 1),
    ({"status": "1A"}, 1),
    ({"richting": "infill"}, 100),
    ({"fase": "4"}, 1),
    ({"gebrek": "zonder-jaar"}, 1),
    ({"sorteer": "-netto"}, 300),
    ({"sorteer": "gemeente"}, 1),
)
# Whose answers they are: ours and the peer's, of today and of then.
KINDS = ("today", "then", "peer_today", "peer_then")
Ask = Callable[[str], Answer]
Answers = Mapping[str, list[list[Answer]]]
"""By kind, by page: an answer per round."""


def measure() -> Result:
    """Check every page against a plain recount, then time today and then in turn."""
    folder = borrow()
    import django  # noqa: PLC0415  the large region has to be there first

    django.setup()
    from bench.large.build import FIRST, MOMENTS, SECOND, SECRETARY, SLUG  # noqa: PLC0415

    today, then = pages(SLUG, SECRETARY)
    known, history = Recounts(), {PAST: MOMENTS[FIRST], "": MOMENTS[SECOND]}
    with ExitStack() as stack:
        ask = stack.enter_context(
            serving(
                "woonregie.site.wsgi:application",
                bin_dir=Path(sys.executable).parent,
                environment=dict(os.environ),
                cookie=login(SECRETARY),
            )
        )
        ask_peer = stack.enter_context(serving_peer(folder, known, history))
        check(ask, [*today, *then], known)
        check_peer(ask_peer, ASKED, known["", ""])
        check_peer(ask_peer, ASKED, known[PAST, PAST], OF_THEN)
        found = _timed(ask, ask_peer, today, then)
        # What was said since did not change what was known then.
        check(ask, [*today, *then], Recounts())
        new = [_searched(ask, SLUG, at) for at in range(SEARCHES)]
        days = [ask(f"/{SLUG}/plannen/?{_day(at)}") for at in range(1, SEARCHES)]
    every = {kind: [one for page in found[kind] for one in page] for kind in KINDS}
    wall = {kind: middle([one.wall_ms for one in every[kind]]) for kind in KINDS}
    cpu = {kind: middle([one.cpu_ms for one in every[kind]]) for kind in KINDS}
    return Result(
        name="register-as-of",
        measured=_ratio(wall["then"], wall["today"]),
        unit="x",
        goal=GOAL,
        peer="django-simple-history, as_of, on one flat table",
        peer_measured=_ratio(wall["peer_then"], wall["peer_today"]),
        note=f"How many times longer the list of 50,000 plans as on {PAST}, as known on that day, "
        f"takes than the list of today: medians of server time over {len(every['then'])} pages "
        f"each ({len(ASKED)} different filters, sorts and pages) for a region secretary, in turn, "
        "each just after somebody saved a plan. Rows and totals of every page equal a recount in "
        "plain Python, before and after. The peer shows the same pages from the table and the "
        "history that django-simple-history keeps, one time only: what was known, not from when "
        "it holds; without ledger or permissions.",
        also=(
            Also("in processor time", _ratio(cpu["then"], cpu["today"]), "x", GOAL),
            Also("peer, in processor time", _ratio(cpu["peer_then"], cpu["peer_today"]), "x"),
            Also("the kind of page that differs most", _most(found), "x"),
            *(
                Also(f"{name}, median", wall[kind], "ms")
                for kind, name in (
                    ("today", "the list of today"),
                    ("then", "the list of then"),
                    ("peer_today", "peer, the list of today"),
                    ("peer_then", "peer, the list of then"),
                )
            ),
            Also("the list of today, in processor time", cpu["today"], "ms"),
            Also("the list of then, in processor time", cpu["then"], "ms"),
            Also("the list of then, p95", p95([one.wall_ms for one in every["then"]]), "ms"),
            Also(
                "a search that nobody asked yet, then against today",
                _ratio(
                    middle([later.wall_ms for _now, later in new]),
                    middle([now.wall_ms for now, _later in new]),
                ),
                "x",
                GOAL,
            ),
            Also("a day that nobody asked yet, median", middle([a.wall_ms for a in days]), "ms"),
        ),
        versions=environment.versions(["django-simple-history", "django-tables2"]),
    )


def pages(slug: str, email: str, asked: Sequence[tuple[Query, int]] = ASKED) -> list[list[tuple]]:
    """Return (address, query, page) of today, and of the same pages then."""
    return [
        addresses(slug, email, [({**query, **when}, page) for query, page in asked])
        for when in ({}, THEN)
    ]


def _timed(
    ask: Ask, ask_peer: Ask, today: Sequence[tuple], then: Sequence[tuple]
) -> dict[str, list[list[Answer]]]:
    """Ask every page of today and of then, ours and the peer's; leave out round one."""
    found: dict[str, list[list[Answer]]] = {kind: [[] for _ in ASKED] for kind in KINDS}
    turns = count()
    for turn in range(ROUNDS + 1):
        for at, (query, page) in enumerate(ASKED):
            theirs = in_peers_words(query, page) or "/"
            asked = {
                "today": lambda at=at: ask(today[at][0]),
                "then": lambda at=at: ask(then[at][0]),
                "peer_today": lambda theirs=theirs: ask_peer(theirs),
                "peer_then": lambda theirs=theirs: ask_peer(f"{theirs}{OF_THEN}"),
            }
            # Neither is always the first.
            for kind in KINDS if turn % 2 else (*KINDS[1::-1], *KINDS[:1:-1]):
                if not kind.startswith("peer"):
                    change_a_plan(next(turns))
                answer = asked[kind]()
                assert answer.status == 200, (kind, query)
                if turn:
                    found[kind][at].append(answer)
    return found


def _searched(ask: Ask, slug: str, at: int) -> tuple[Answer, Answer]:
    """Ask for a text that nobody looked for yet, today and then: nothing is remembered of it."""
    query = {"zoek": f"noord {at + 10}"}
    asked = [ask(f"/{slug}/plannen/?{urlencode({**query, **when})}") for when in ({}, THEN)]
    return asked[0], asked[1]


def _day(at: int) -> str:
    day = datetime(2025, 7, at, tzinfo=UTC).date()
    return urlencode({"op": day, "bekend_op": day})


def _most(found: Answers) -> float:
    pairs = zip(found["then"], found["today"], strict=True)
    return max(
        _ratio(middle([one.cpu_ms for one in later]), middle([one.cpu_ms for one in now]))
        for later, now in pairs
    )


def _ratio(more: float, less: float) -> float:
    return round(more / less, 2)
