"""The list of plans: pages, filters and sorts over 50,000 plans, for who sees them all.

Server time: real pages from granian on this computer, one after the other, timed inside the server
from the moment that Django gets the request until its answer is there.
"""

import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bench.large.folder import borrow
from bench.peers import environment
from bench.result import Also, Result, middle, p95
from bench.server import Answer, serving

ROUNDS = 6
PAST = "2025-06-01"
Query = Mapping[str, str]
Moments = Mapping[str, datetime]
"""When the list of a day was recorded; the day "" is today."""
# Every filter and every sort at least once, deep pages, the past, and the past as known then.
ASKED: Sequence[tuple[Query, int]] = (
    ({}, 1),
    ({}, 2),
    ({}, 600),
    ({"sorteer": "-naam"}, 300),
    ({"zoek": "reeve"}, 1),
    ({"zoek": "west 49"}, 1),
    ({"gemeente": "GM0193"}, 1),
    ({"status": "1A"}, 1),
    ({"status": "unknown"}, 2),
    ({"richting": "infill"}, 100),
    ({"fase": "4"}, 1),
    ({"gebrek": "zonder-jaar"}, 1),
    ({"status": "3", "richting": "expansion", "zoek": "noord"}, 1),
    ({"sorteer": "netto"}, 1),
    ({"sorteer": "-netto"}, 300),
    ({"sorteer": "status"}, 1),
    ({"sorteer": "gemeente"}, 1),
    ({"gemeente": "GM0193", "sorteer": "-netto"}, 1),
    ({"op": PAST}, 1),
    ({"op": PAST, "bekend_op": PAST}, 1),
)
KEEP: Mapping[str, Callable] = {
    "zoek": lambda plan, asked: asked in plan.name.lower(),
    "gemeente": lambda plan, asked: plan.code == asked,
    "status": lambda plan, asked: plan.status == asked,
    "richting": lambda plan, asked: plan.direction == asked,
    "fase": lambda plan, asked: plan.phase == asked,
    "gebrek": lambda plan, _asked: plan.unphased > 0,
}
SORTS: Mapping[str, Callable] = {
    "naam": lambda plan: (plan.name, plan.plan_id),
    "netto": lambda plan: (plan.net, plan.name, plan.plan_id),
    "-netto": lambda plan: (-plan.net, plan.name, plan.plan_id),
    "status": lambda plan: (plan.status, plan.name, plan.plan_id),
    "gemeente": lambda plan: (plan.code, plan.name, plan.plan_id),
}
SHOWN: Mapping[str, Callable] = {
    "Naam": lambda plan: plan.name,
    "Nummer": lambda plan: plan.number,
    "Gemeente": lambda plan: plan.municipality,
    "Bouw": lambda plan: _written(plan.build),
    "Sloop": lambda plan: _written(plan.demolition),
    "Netto": lambda plan: _written(plan.net),
    "Zonder jaar": lambda plan: _written(plan.unphased),
}


def measure() -> Result:
    """Check every page against a plain recount, then time them in turn with the peer's."""
    folder = borrow()
    import django  # noqa: PLC0415  the large region has to be there first

    django.setup()
    from bench.large.build import SECRETARY, SLUG  # noqa: PLC0415

    cookie = login(SECRETARY)
    pages = addresses(SLUG, SECRETARY, ASKED)
    ours = {"application": "woonregie.site.wsgi:application", "cookie": cookie}
    bin_dir, known = Path(sys.executable).parent, Recounts()
    with (
        serving(**ours, bin_dir=bin_dir, environment=dict(os.environ)) as ask,
        serving_peer(folder, known) as ask_peer,
    ):
        check(ask, pages, known)
        check_peer(ask_peer, ASKED, known["", ""])
        cold, warm, theirs = _timed(ask, ask_peer, pages)
        # What was remembered through all those changes is still right.
        check(ask, pages, Recounts())
        first = [ask(f"/{SLUG}/plannen/?op=2026-03-{day:02}") for day in range(1, 16)]
        features = [ask(f"/{SLUG}/plannen/kaart.geojson") for _ in range(3)]
    every = [answer for answers in cold.values() for answer in answers]
    again = [answer for answers in warm.values() for answer in answers]
    peers = [answer for answers in theirs.values() for answer in answers]
    return Result(
        name="web-list",
        measured=p95([answer.wall_ms for answer in every]),
        unit="ms",
        goal=100.0,
        peer="django-tables2 with django-filter and OFFSET, on one flat table",
        peer_measured=p95([answer.wall_ms for answer in peers]),
        note=f"Server time, p95 over {len(every)} pages ({len(ASKED)} different ones) of the list "
        "of 50,000 plans in 342 municipalities for a region secretary, one at a time, each just "
        "after somebody saved a plan. Rows and totals of every page equal a recount in plain "
        "Python, before and after. The peer shows the same pages but the two of the past, "
        "from a flat table with an index per filter: without history, ledger or permissions.",
        also=(
            Also("p95 when nothing changed", p95([a.wall_ms for a in again]), "ms"),
            Also(
                "median, a day that nobody asked for yet", middle([a.wall_ms for a in first]), "ms"
            ),
            Also("median", middle([a.wall_ms for a in every]), "ms"),
            Also("median of the peer", middle([a.wall_ms for a in peers]), "ms"),
            Also("p95 in processor time", p95([a.cpu_ms for a in every]), "ms"),
            Also("p95 of the peer in processor time", p95([a.cpu_ms for a in peers]), "ms"),
            Also("first page, median", middle([a.wall_ms for a in cold[0]]), "ms"),
            Also("page 600, median", middle([a.wall_ms for a in cold[2]]), "ms"),
            Also("page 600 of the peer, median", middle([a.wall_ms for a in theirs[2]]), "ms"),
            Also(
                "slowest kind of page, median",
                max(middle([a.wall_ms for a in answers]) for answers in cold.values()),
                "ms",
            ),
            Also(
                "all plans as points of a map, median", middle([a.wall_ms for a in features]), "ms"
            ),
            Also("the same, size", round(len(features[0].html) / 1e6, 1), "MB"),
        ),
        versions=environment.versions(["django-tables2", "django-filter"]),
    )


def login(email: str) -> str:
    """Return the cookie of somebody who logged in."""
    from django.conf import settings  # noqa: PLC0415  after setup
    from django.test import Client  # noqa: PLC0415

    from woonregie.foundation.accounts.models import Account  # noqa: PLC0415

    client = Client()
    client.force_login(Account.objects.get(email=email), settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


# ------------------------------------------------------------------ what is asked
def addresses(slug: str, email: str, asked: Sequence[tuple[Query, int]]) -> list[tuple]:
    """Return (address, query, page); the cursor of a deep page comes from our own paging."""
    return [
        (f"/{slug}/plannen/?{urlencode(_with_cursor(slug, email, query, page))}", query, page)
        for query, page in asked
    ]


def _with_cursor(slug: str, email: str, query: Query, page: int) -> dict[str, str]:
    from woonregie.foundation.accounts.models import Account  # noqa: PLC0415  after setup
    from woonregie.foundation.pages.paging import keyset  # noqa: PLC0415
    from woonregie.foundation.region.queries import region_named  # noqa: PLC0415
    from woonregie.subjects.plans.forms import PlanFilterForm  # noqa: PLC0415
    from woonregie.subjects.plans.queries import order_of, with_totals  # noqa: PLC0415

    if page == 1:
        return dict(query)
    today = datetime.now(tz=UTC).date()
    form = PlanFilterForm(query, municipalities={"GM0193": "Zwolle"})
    found = form.asked(today).apply(
        account=Account.objects.get(email=email), region=region_named(slug), today=today
    )
    order = order_of(query.get("sorteer", "naam"))
    before = keyset(with_totals(found), order=order, size=50 * (page - 1))
    return {**query, "na": before.next_cursor or ""}


# ------------------------------------------------------------------ whether it is right
class Recounts(dict):
    """The plans by (day, known on), each recounted once: make another when somebody wrote."""

    def __missing__(self, when: tuple[str, str]) -> list:
        self[when] = found = _recount(*when)
        return found


def check(ask: Callable[[str], Answer], pages: Sequence[tuple], known: Recounts) -> None:
    """Compare rows and totals of every page with a recount in plain Python."""
    for address, query, page in pages:
        when = query.get("op", ""), query.get("bekend_op", "")
        wanted = _wanted(known[when], query)
        answer = ask(address)
        assert answer.status == 200, (answer.status, address)
        # A page without plans says so in words.
        shown = _Table.of(answer.html) if "<table" in answer.html else []
        for label, value in SHOWN.items():
            expected = [value(plan) for plan in wanted[50 * (page - 1) : 50 * page]]
            found = [row[label] for row in shown]
            assert found == expected, (address, label, found[:3], expected[:3])
        assert _totals(answer.html) == _sums(wanted), (address, _totals(answer.html))


def _recount(on: str, known_on: str) -> list:
    from bench.large.recount import plans_on  # noqa: PLC0415  after setup

    day = date.fromisoformat(on) if on else datetime.now(tz=UTC).date()
    end = known_on and datetime.combine(
        date.fromisoformat(known_on), time.max, ZoneInfo("Europe/Amsterdam")
    )
    return list(plans_on(day, end or None).values())


def _wanted(plans: Sequence, query: Query) -> list:
    asked = {name: value for name, value in query.items() if name in KEEP}
    found = [plan for plan in plans if all(KEEP[name](plan, asked[name]) for name in asked)]
    sort = query.get("sorteer", "naam")
    return sorted(found, key=SORTS.get(sort, SORTS["naam"]), reverse=sort == "-naam")


def _sums(plans: Sequence) -> list[int]:
    sums = {"plans": len(plans), "hard": 0, "soft": 0, "unknown": 0}
    for plan in plans:
        sums[CLASSES.get(plan.status, "soft")] += plan.net
    return [value for name, value in sums.items() if name != "unknown" or value]


CLASSES = {**dict.fromkeys(("1A", "1B", "2A", "2B"), "hard"), "unknown": "unknown"}
"""The definition "legal-hard", written out again; what is not named is soft."""


def _totals(html: str) -> list[int]:
    sentence = re.search(r'class="wr-summary"[^>]*>(.*?)</p>', html, re.DOTALL)
    assert sentence is not None
    return [int(number.replace(".", "")) for number in re.findall(r"\d[\d.]*\d|\d", sentence[1])]


def _written(number: int) -> str:
    return f"{number:,}".replace(",", ".")


class _Table(HTMLParser):
    """The cells of the table of plans, by heading."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    @classmethod
    def of(cls, html: str) -> list[dict[str, str]]:
        reader = cls()
        reader.feed(html[html.index("<table") : html.index("</table>")])
        heading, *rows = reader.rows
        names = [name.strip("↑↓ ") for name in heading]
        return [dict(zip(names, row, strict=True)) for row in rows if len(row) == len(names)]

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"th", "td"}:
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data.strip()}".strip()


# ------------------------------------------------------------------ the peer
def serving_peer(folder: Path, known: Recounts, moments: Moments = MappingProxyType({})):
    """Serve the peer's list, with the history of these days, each recorded at its moment."""
    rows, before, said = _flat(known["", ""]), {}, []
    for day, moment in moments.items():
        now = {row["number"]: row for row in (_flat(known[day, day]) if day else rows)}
        said += [
            (moment.isoformat(), "~" if number in before else "+", row)
            for number, row in now.items()
            if row != before.get(number)
        ]
        before = now
    (folder / "rows.json").write_text(json.dumps({"rows": rows, "said": said}))
    place = {"BENCH_DATABASE": str(folder / "peer.sqlite3")}
    environment.run("tables2", str(folder / "rows.json"), environment=place)
    return serving(
        "bench.peers.tables2:application",
        bin_dir=environment.BIN,
        environment={**environment.outside(), **place},
    )


def _flat(plans: Sequence) -> list[dict]:
    return [
        {
            "number": plan.number,
            "name": plan.name,
            "municipality": plan.municipality,
            "status": plan.status,
            "kind": plan.kind,
            "direction": plan.direction,
            "phase": plan.phase,
            "build": plan.build,
            "demolition": plan.demolition,
            "net": plan.net,
            "unphased": plan.unphased,
        }
        for plan in plans
    ]


def in_peers_words(query: Query, page: int) -> str | None:
    if "op" in query:
        return None
    names = {"gebrek": "zonder_jaar", "sorteer": "sort"}
    values = {
        "zonder-jaar": "0",
        "GM0193": "Zwolle",
        "-naam": "-name",
        "netto": "net",
        "-netto": "-net",
        "gemeente": "municipality",
    }
    asked = {names.get(name, name): values.get(value, value) for name, value in query.items()}
    return "/?" + urlencode({**asked, "page": str(page)} if page > 1 else asked)


def check_peer(
    ask: Callable[[str], Answer],
    asked: Sequence[tuple[Query, int]],
    plans: Sequence,
    more: str = "",
) -> None:
    """See that the peer counts these plans; `more` is what is added to its addresses."""
    for query, page in asked:
        address = in_peers_words(query, page)
        if address is not None:
            answer = ask(f"{address}{more}")
            sums = _sums(_wanted(plans, query))[:3]
            assert f'id="totals">{" ".join(map(str, sums))}<' in answer.html, address
            assert answer.html.count("<tr") > 1, address


# ------------------------------------------------------------------ the clock
def _timed(ask: Callable, ask_peer: Callable, pages: Sequence[tuple]) -> list[dict[int, list]]:
    """Ask each page after a change, once more, and of the peer, in turn; leave out round one."""
    cold, warm, theirs = defaultdict(list), defaultdict(list), defaultdict(list)
    for turn in range(ROUNDS + 1):
        for at, (address, query, page) in enumerate(pages):
            change_a_plan(turn * len(pages) + at)
            answers = [(cold, ask(address)), (warm, ask(address))]
            of_peer = in_peers_words(query, page)
            if of_peer is not None:
                answers.append((theirs, ask_peer(of_peer)))
            for kind, answer in answers if turn else []:
                assert answer.status == 200
                kind[at].append(answer)
    return [cold, warm, theirs]


def change_a_plan(turn: int) -> None:
    """Save a plan, each time of another municipality, as somebody always just did."""
    from woonregie.subjects.plans.models import PlanVersion  # noqa: PLC0415  after setup
    from woonregie.subjects.plans.queries import holdings, newest_version, versions_on  # noqa: PLC0415
    from woonregie.subjects.plans.services import change_plan  # noqa: PLC0415
    from woonregie.subjects.plans.values import PlanValues  # noqa: PLC0415

    now = datetime.now(tz=UTC)
    standing = versions_on(now.date()).select_related("plan__municipality")
    version: PlanVersion = standing.order_by("plan_id")[997 * turn % 40_000]
    change_plan(
        by=None,
        at=now,
        plan=version.plan,
        base_version=newest_version(version.plan.number),
        valid_on=version.valid_on,
        values=replace(PlanValues.of(version), note=f"Gewijzigd in ronde {turn}."),
        cells=holdings([version.plan_id], on=version.valid_on)[version.plan_id].cells,
    )
