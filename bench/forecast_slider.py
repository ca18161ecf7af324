"""One move of a slider of the forecast: worked out again and sent, by a real server."""

import itertools
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.result import Also, Result, middle, p95
from bench.server import serving
from bench.web_list import login

REGION = "west-overijssel"
OFFICIAL = "beleid.kampen@voorbeeld.example"
YEARS = 25
WARM, MOVES = 10, 120
HEADERS = {"HX-Request": "true", "X-Woonregie-Draws": "browser", "Accept-Language": "nl"}
LEVERS = ("immigratie", "uitHuis", "verhuisgeneigdheid", "uitElkaar", "statushouders")


def measure() -> Result:
    """Load the demonstration, then turn levers one after the other, each to another value."""
    import django  # noqa: PLC0415  the settings have to be there first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  after setup

    call_command("migrate", verbosity=0)
    call_command("load_demo", quiet=True)
    zones = _zones()
    with serving(
        "woonregie.site.wsgi:application",
        bin_dir=Path(sys.executable).parent,
        environment=dict(os.environ),
        cookie=login(OFFICIAL),
        headers=HEADERS,
    ) as ask:
        answers = [ask(address) for address in itertools.islice(_moves(), WARM + MOVES)][WARM:]
        plans = [ask(f"{address}&plannen=plannen") for address in itertools.islice(_moves(), 30)]
    assert all(answer.status == 200 for answer in answers + plans)
    assert all('id="resultaat"' in answer.html for answer in answers)
    assert len({_answer(answer.html) for answer in answers}) > MOVES // 2
    walls, processor = [a.wall_ms for a in answers], [a.cpu_ms for a in answers]
    return Result(
        name="forecast-slider",
        measured=p95(walls),
        unit="ms",
        goal=50.0,
        peer="",
        peer_measured=None,
        note=f"95th percentile of {MOVES} moves of a lever by somebody who is logged in, each to "
        f"a value that was not asked before, on a server with one worker: 11 municipalities and "
        f"{zones} zones, {YEARS} years, with the answer in words, figures, table and one picture "
        "as its specification, which the browser draws.",
        also=(
            Also("median", middle(walls), "ms"),
            Also("p95 in processor time", p95(processor), "ms"),
            Also("median in processor time", middle(processor), "ms"),
            Also("p95 with the plans of the register", p95([a.wall_ms for a in plans[5:]]), "ms"),
            Also("size of an answer, median", middle([len(a.html) / 1000 for a in answers]), "kB"),
        ),
    )


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


def _moves() -> Iterator[str]:
    """Return addresses, each with one lever at a value that no other one has."""
    for at in itertools.count():
        lever, value = LEVERS[at % len(LEVERS)], 80.25 + at * 0.25
        yield f"/{REGION}/prognoses/rekenen/?{lever}={value}&jaren={YEARS}"


def _answer(html: str) -> str:
    found = re.search(r'<p class="wr-answer"[^>]*>(.*?)</p>', html, re.DOTALL)
    assert found
    return found[1]
