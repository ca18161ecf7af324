"""One move of a slider of the forecast: worked out again and sent, by a real server."""

import itertools
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.result import Also, Result, middle, p95
from bench.server import Answer, serving
from bench.web_list import login

REGION = "west-overijssel"
OFFICIAL = "beleid.kampen@voorbeeld.example"
YEARS, SHOWN, FAR = 25, 2036, 40
WARM, MOVES, AFTER = 10, 120, 20
PLANS = "&plannen=plannen"
HEADERS = {
    "HX-Request": "true",
    "HX-Source": "form#knoppen",
    "X-Woonregie-Draws": "browser",
    "X-Woonregie-Width": "wide",
    "Accept-Language": "nl",
}
"""What the script of the page sends when somebody moves a lever of it."""
LEVERS = ("immigratie", "uitHuis", "verhuisgeneigdheid", "uitElkaar", "statushouders")
Ask = Callable[[str], Answer]


def measure() -> Result:
    """Load the demonstration, then turn levers one after the other, each to another value."""
    import django  # noqa: PLC0415  the settings have to be there first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  after setup

    call_command("migrate", verbosity=0)
    call_command("load_demo", quiet=True)
    zones = _zones()
    ours, peer = "woonregie.site.wsgi:application", "bench.peers.equations:application"
    with _served(ours) as ask, _served(peer) as ask_peer:
        # In turn, so that what else the computer does falls on both alike.
        both = [(ask(move), ask_peer(move)) for move in _some(WARM + MOVES)][WARM:]
        plans = [ask(f"{move}{PLANS}") for move in _some(WARM + MOVES)][WARM:]
        long = [ask(f"{move}&jaren={FAR}") for move in _some(WARM + AFTER)][WARM:]
        after = list(_after_each_plan(ask))
    answers, theirs = [pair[0] for pair in both], [pair[1] for pair in both]
    _check(both, plans, after)
    walls, processor = [a.wall_ms for a in answers], [a.cpu_ms for a in answers]
    return Result(
        name="forecast-slider",
        measured=p95(walls),
        unit="ms",
        goal=50.0,
        peer="the same page on the same equations in NumPy, p95",
        peer_measured=p95([a.wall_ms for a in theirs]),
        note=f"95th percentile of {MOVES} moves of a lever by somebody who is logged in, each to "
        f"a value that was not asked before, on a server with one worker: 11 municipalities, "
        f"zones around them: {zones}, {YEARS} years, with the answer in words, figures, table of "
        "municipalities and one picture as its specification, which the browser draws; the "
        "numbers of the picture as a table are asked when somebody opens it. Asked as the script "
        "of the page asks. What no lever moves (starting points, own need that counts, reference, "
        "municipalities, the plans of the register) is remembered until anything in the house is "
        f"recorded; the move right after a new plan is measured apart, {AFTER} times, and has to "
        "count that plan. The peer is the same page on a server with the NumPy reference as its "
        "engine, asked in turn; no number of both answers is more than one home apart. There "
        "is no other program that serves such a page; forecast-peer compares the engine alone.",
        also=(
            Also("median", middle(walls), "ms"),
            Also("p95 in processor time", p95(processor), "ms"),
            Also("median in processor time", middle(processor), "ms"),
            Also("p95 with the plans of the register", p95([a.wall_ms for a in plans]), "ms"),
            Also(
                "median with the plans of the register", middle([a.wall_ms for a in plans]), "ms"
            ),
            Also(
                "median with these plans, right after one was recorded",
                middle([a.wall_ms for a in after]),
                "ms",
            ),
            Also("peer, median in processor time", middle([a.cpu_ms for a in theirs]), "ms"),
            Also(f"median of {FAR} years", middle([a.wall_ms for a in long]), "ms"),
            Also("size of an answer, median", middle([len(a.html) / 1000 for a in answers]), "kB"),
        ),
    )


@contextmanager
def _served(application: str) -> Iterator[Ask]:
    with serving(
        application,
        bin_dir=Path(sys.executable).parent,
        environment=dict(os.environ),
        cookie=login(OFFICIAL),
        headers=HEADERS,
    ) as ask:
        yield ask


def _check(
    both: Sequence[tuple[Answer, Answer]], plans: Sequence[Answer], after: Sequence[Answer]
) -> None:
    """See that every move was answered, that answers differ, and that both engines agree."""
    for answer in itertools.chain(*both, plans, after):
        assert answer.status == 200
        assert 'id="resultaat"' in answer.html
    assert len({_answer(ours.html) for ours, _theirs in both}) > MOVES // 2
    stocks = [_stock(answer.html) for answer in (plans[-1], *after)]
    assert all(then > before for before, then in itertools.pairwise(stocks)), stocks
    for ours, theirs in both:
        # The engine counts in single precision: a number may be rounded to the other side.
        pairs = zip(_numbers(ours.html), _numbers(theirs.html), strict=True)
        assert all(abs(our - their) <= 1 for our, their in pairs)


def _after_each_plan(ask: Ask) -> Iterator[Answer]:
    """Let somebody record a plan before each move."""
    from django.utils import timezone  # noqa: PLC0415  after setup

    from woonregie.foundation.region.queries import municipality_by_code  # noqa: PLC0415
    from woonregie.subjects.plans.services import create_plan  # noqa: PLC0415
    from woonregie.subjects.plans.values import Cell, PlanValues  # noqa: PLC0415

    kampen = municipality_by_code("GM0166")
    for at, move in enumerate(_some(AFTER)):
        create_plan(
            by=None,
            at=timezone.now(),
            municipality=kampen,
            valid_on=timezone.localdate(),
            values=PlanValues(name=f"Stadswei {at}", planning_status="1A"),
            cells={Cell("build", "total", "", 2028, 2029): 50},
        )
        yield ask(f"{move}{PLANS}")


def _zones() -> int:
    """Return how many zones lie around the region in the starting point of the demonstration."""
    from django.utils import timezone  # noqa: PLC0415  after setup

    from woonregie.engines.household import Scenario, project  # noqa: PLC0415  compiles when asked
    from woonregie.foundation.region.queries import region_named  # noqa: PLC0415  after setup
    from woonregie.subjects.forecast.queries import (  # noqa: PLC0415  after setup
        baseline_of,
        places_of_base,
        starting_point_of,
    )

    region, today = region_named(REGION), timezone.localdate()
    base = baseline_of(starting_point_of(region, on=today))
    places = places_of_base(region, base, on=today)
    assert len(places) >= 11
    # What compiles its loops does so once on a computer, and is no move of a slider.
    project(base, Scenario(), years=2)
    return len(base.regions) - len(places)


def _some(count: int) -> Iterator[str]:
    return itertools.islice(_moves(), count)


def _moves() -> Iterator[str]:
    """Return addresses, each with one lever at a value that no other one has."""
    for at in itertools.count():
        lever, value = LEVERS[at % len(LEVERS)], 80.25 + at * 0.25
        yield f"/{REGION}/prognoses/rekenen/?{lever}={value}&jaar={SHOWN}&beeld=huishoudens"


def _answer(html: str) -> str:
    found = re.search(r'<p class="wr-answer"[^>]*>(.*?)</p>', html, re.DOTALL)
    assert found
    return found[1]


def _numbers(html: str) -> list[int]:
    """Return the numbers in the answer: the year, homes that are needed, task, shortage."""
    return [int(found.replace(".", "")) for found in re.findall(r"\d[\d.]*\d|\d", _answer(html))]


def _stock(html: str) -> int:
    """Return how many dwellings there are."""
    found = re.search(r"<dt>woningen die er zijn.*?<dd>([\d.]+)</dd>", html, re.DOTALL)
    assert found
    return int(found[1].replace(".", ""))
