"""The balance of 342 municipalities: need against the capacity of 50,000 plans."""

import json
import os
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bench.large.folder import DATABASE, borrow
from bench.peers import environment
from bench.result import Also, Result, middle, p95
from bench.server import serving
from bench.web_list import login

TURNS = 15
ON, PERIOD = date(2026, 6, 1), (2026, 2036)
VINTAGE, SCENARIO, VACANCY = "verzonnen-2024", "midden", "0.02"
# The definition "legal-hard", written out again; what is not named is soft.
CLASSES = {
    **dict.fromkeys(("1C", "2C", "3", "4A", "4B", "5A", "5B"), "soft"),
    **dict.fromkeys(("1A", "1B", "2A", "2B"), "hard"),
}
Balance = Mapping[str, Mapping[str, int]]


def measure() -> Result:
    """Check the balance against a plain recount, then time it in turn with the peer."""
    folder = borrow()
    import django  # noqa: PLC0415  the large region has to be there first

    django.setup()
    from bench.large.build import SECRETARY, SLUG  # noqa: PLC0415

    loop = check(ask())
    theirs = [_peer(folder) for _ in range(3)]
    assert theirs[0]["hard"] == sum(row["hard"] for row in ask().values())
    walls, processor = [], []
    for _ in range(TURNS):
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append(1000 * (time.perf_counter() - wall))
        processor.append(1000 * (time.process_time() - cpu))
    with serving(
        "woonregie.site.wsgi:application",
        bin_dir=Path(sys.executable).parent,
        environment=dict(os.environ),
        cookie=login(SECRETARY),
    ) as ask_page:
        pages = [ask_page(f"/{SLUG}/balans/?op={ON}") for _ in range(6)][1:]
    assert all(answer.status == 200 for answer in pages)
    return Result(
        name="web-balance",
        measured=middle(walls),
        unit="ms",
        goal=300.0,
        peer="pandas over the same ledger",
        peer_measured=middle([1000 * item["wall"] for item in theirs]),
        note=f"The balance of all 342 municipalities over ten years, median of {TURNS}; nothing "
        "is remembered between two. Need, hard, soft and unknown of every municipality equal a "
        "recount with fractions in plain Python. The peer reads versions and movements from the "
        "same database and adds up the capacity only, without need, programme or permissions.",
        also=(
            Also("p95", p95(walls), "ms"),
            Also("median in processor time", middle(processor), "ms"),
            Also(
                "peer, median in processor time", middle([1000 * p["cpu"] for p in theirs]), "ms"
            ),
            Also("a loop over Django objects, once", round(loop, 1), "s"),
            Also(
                "the whole page with its chart, median", middle([a.wall_ms for a in pages]), "ms"
            ),
        ),
        versions=environment.versions(["pandas"]),
    )


def ask() -> Balance:
    """Return the balance by municipality code, as a region secretary gets it."""
    from bench.large.build import SECRETARY, SLUG  # noqa: PLC0415  after setup
    from woonregie.foundation.accounts.models import Account  # noqa: PLC0415
    from woonregie.foundation.region.queries import region_named  # noqa: PLC0415
    from woonregie.subjects.balance.queries import Question, balance  # noqa: PLC0415

    found = balance(
        account=Account.objects.get(email=SECRETARY),
        region=region_named(SLUG),
        question=Question(on=ON, period=PERIOD),
        today=ON,
    )
    names = ("need", "hard", "soft", "unknown")
    return {row.code: {name: getattr(row, name) for name in names} for row in found.rows}


def check(found: Balance) -> float:
    """Compare with a recount in plain Python; return the seconds that the recount took."""
    from bench.large.recount import capacity, need, plans_on  # noqa: PLC0415  after setup
    from woonregie.foundation.norms.queries import norm_on  # noqa: PLC0415

    norm = norm_on("vacancy_share", None, ON)
    started = time.perf_counter()
    held = capacity(plans_on(ON).values(), CLASSES, PERIOD)
    needed = need(VINTAGE, SCENARIO, PERIOD, str(norm.value) if norm else "0")
    seconds = time.perf_counter() - started
    nothing = {"hard": 0, "soft": 0, "unknown": 0}
    assert len(found) == len(needed) > 0
    for code, row in found.items():
        expected = {"need": needed[code], **held.get(code, nothing)}
        assert row == expected, (code, row, expected)
    return seconds


def _peer(folder: Path) -> dict[str, float]:
    asked = {"on": ON.isoformat(), "period": PERIOD, "classes": CLASSES}
    return json.loads(environment.run("frames", str(folder / DATABASE), json.dumps(asked)))
