"""The ledger: one million movements, and what they come to per municipality and capacity class."""

import json
import math
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from bench.large.folder import DATABASE, borrow
from bench.peers import environment
from bench.result import Also, Result, middle, p95
from bench.web_balance import CLASSES

MOVEMENTS, TURNS, SLOW_TURNS = 1_000_000, 21, 5
ON = date(2026, 6, 1)
FIRST_DAY, APART = date(2025, 4, 1), timedelta(days=30)
Balance = Mapping[tuple[UUID, str], int]
"""Net dwellings by municipality and capacity class; what nobody holds is left out."""


def measure() -> Result:
    """Make the ledger, check all answers against plain sums, then time them in turn."""
    folder = borrow()
    import django  # noqa: PLC0415  the large region has to be there first

    django.setup()
    from woonregie.subjects.plans.queries import account_statement, holdings  # noqa: PLC0415

    movements = fill(MOVEMENTS)
    groups = check()
    plan_id, plans = busiest()
    ours = [_spent(ask) for _ in range(TURNS)]
    recounts = [_spent(recount) for _ in range(SLOW_TURNS)]
    statements = [_spent(lambda: account_statement(plan_id, on=ON)) for _ in range(TURNS)]
    town = [_spent(lambda: holdings(plans, on=ON)) for _ in range(SLOW_TURNS)]
    theirs = [_peer(folder) for _ in range(3)]
    wanted = {f"{place.hex} {group}": homes for (place, group), homes in ask().items()}
    assert all(peer["balance"] == wanted for peer in theirs)
    return Result(
        name="register-ledger",
        measured=middle([wall for wall, _cpu in ours]),
        unit="ms",
        goal=200.0,
        peer="pandas over the same ledger",
        peer_measured=middle([1000 * peer["wall"] for peer in theirs]),
        note=f"A ledger of {movements} movements of 50000 plans on SQLite: net dwellings by "
        f"municipality and capacity class, {groups} sums, median of {TURNS}, nothing remembered "
        "between two. The product answers from the sums that each version of a plan carries, by "
        "delivery period; whoever books also writes them, so the number of movements does not "
        "matter. The same sums from the movements themselves, by one question in SQL, are "
        "measured beside it, and so is what pages do ask of the movements: the statement of the "
        "plan with most of them, and all cells of the plans of the largest municipality. All "
        "three, and the peer, equal plain Python sums over every movement. The peer reads "
        "versions and movements from the same file and adds them up.",
        also=(
            Also("in processor time", middle([cpu for _wall, cpu in ours]), "ms"),
            Also("p95", p95([wall for wall, _cpu in ours]), "ms"),
            Also("from the movements themselves, in SQL", *_middle(recounts, 0)),
            Also("the same, in processor time", *_middle(recounts, 1)),
            Also("peer in processor time", middle([1000 * p["cpu"] for p in theirs]), "ms"),
            Also(
                "peer, once it holds the tables", middle([1000 * p["held"] for p in theirs]), "ms"
            ),
            Also("the statement of one plan", *_middle(statements, 0)),
            Also(f"all cells of {len(plans)} plans of one municipality", *_middle(town, 0)),
        ),
        versions=environment.versions(["pandas"]),
    )


# ------------------------------------------------------------------ the ledger
def fill(wanted: int) -> int:
    """Add postings that come and go until there are so many movements; return how many.

    What was added is taken away a month later, so that every plan holds on the day what it held,
    and never less than nothing before.
    """
    from woonregie.subjects.plans.models import Movement, Posting  # noqa: PLC0415  after setup
    from woonregie.subjects.plans.services.copying import Waiting  # noqa: PLC0415

    columns = ("plan_id", "account", "breakdown", "category", "from_year", "before_year")
    found = Movement.objects.filter(kind="addition", breakdown="total").order_by("pk")
    rows = list(found.values_list(*columns, "dwellings"))
    have, day = Movement.objects.count(), FIRST_DAY
    while have < wanted:
        part = rows[: math.ceil((wanted - have) / 2)]
        for sign, on in ((1, day), (-1, day + APART)):
            at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
            posting = Posting.objects.create(booked_on=on, recorded_at=at, reason="Verzonnen.")
            moved = [(*row[:-1], sign * row[-1]) for row in part]
            waiting = Waiting(Movement, (*columns, "dwellings"), moved)
            waiting.go_in(posting_id=posting.pk, kind="adjustment", booked_on=on, recorded_at=at)
            waiting.leave()
        have, day = have + 2 * len(part), day + timedelta(days=61)
    assert day + APART < ON
    return have


def busiest() -> tuple[UUID, list[UUID]]:
    """Return the plan with most movements, and the plans of the municipality with most plans."""
    from django.db.models import Count  # noqa: PLC0415  after setup

    from woonregie.subjects.plans.models import Movement, Plan  # noqa: PLC0415

    counted = Movement.objects.values_list("plan_id").annotate(count=Count("pk"))
    towns = Plan.objects.values_list("municipality_id").annotate(count=Count("pk"))
    town = towns.order_by("-count")[0][0]
    plans = Plan.objects.filter(municipality=town).values_list("pk", flat=True)
    return counted.order_by("-count")[0][0], list(plans)


# ------------------------------------------------------------------ the answers
def ask() -> Balance:
    """Return the balance as the product has it, for all municipalities of the region."""
    from bench.large.build import SLUG  # noqa: PLC0415  after setup
    from woonregie.foundation.region.queries import places_in, region_named  # noqa: PLC0415
    from woonregie.subjects.plans.queries import STATUSES, capacity_arrays  # noqa: PLC0415

    held = capacity_arrays(list(places_in(region_named(SLUG), on=ON)), on=ON)
    names = sorted({*CLASSES.values(), "unknown"})
    classes = np.array([names.index(CLASSES.get(status, "unknown")) for status in STATUSES])
    cells = held.municipality * len(names) + classes[held.status]
    net = np.where(held.demolition, -held.dwellings, held.dwellings)
    sums = np.zeros(len(held.municipality_ids) * len(names), dtype=np.int64)
    np.add.at(sums, cells, net)
    return {
        (held.municipality_ids[cell // len(names)], names[cell % len(names)]): int(sums[cell])
        for cell in np.unique(cells)
    }


def recount() -> Balance:
    """Return the balance from the movements themselves, added up by the database."""
    from django.db.models import F, Q, Sum  # noqa: PLC0415  after setup

    from woonregie.subjects.plans.models import Movement  # noqa: PLC0415

    version = "plan__versions__"
    holds = Q(**{f"{version}superseded_at__isnull": True, f"{version}valid_on__lte": ON}) & (
        Q(**{f"{version}ends_before__isnull": True}) | Q(**{f"{version}ends_before__gt": ON})
    )
    columns = (f"{version}municipality_id", f"{version}planning_status", "account")
    found = Movement.objects.filter(holds, booked_on__lte=ON, breakdown="total")
    sums: Counter[tuple[UUID, str]] = Counter()
    rows = found.values_list(*columns).annotate(sum=Sum(F("dwellings"))).order_by()
    for place, status, account, homes in rows:
        sign = -1 if account == "demolition" else 1
        sums[place, CLASSES.get(status, "unknown")] += sign * homes
    return sums


def check() -> int:
    """Compare with plain sums over every movement; return how many sums there are."""
    from woonregie.subjects.plans.models import Movement, PlanVersion  # noqa: PLC0415  after setup

    groups = {
        row.plan_id: (row.municipality_id, CLASSES.get(row.planning_status, "unknown"))
        for row in PlanVersion.objects.filter(superseded_at=None).defer("geometry", "phasing")
        if row.valid_on <= ON and (row.ends_before is None or row.ends_before > ON)
    }
    wanted: dict[tuple[UUID, str], int] = {}
    columns = ("plan_id", "account", "breakdown", "booked_on", "dwellings")
    rows = Movement.objects.values_list(*columns)
    for plan_id, account, breakdown, day, homes in rows.iterator():
        if breakdown == "total" and day <= ON and plan_id in groups:
            group = groups[plan_id]
            wanted[group] = wanted.get(group, 0) + (-homes if account == "demolition" else homes)
    assert ask() == wanted
    assert recount() == wanted
    return len(wanted)


def _peer(folder: Path) -> dict[str, Any]:
    asked = {"on": ON.isoformat(), "classes": CLASSES}
    return json.loads(environment.run("accounts", str(folder / DATABASE), json.dumps(asked)))


def _spent(function: Callable[[], object]) -> tuple[float, float]:
    """Return milliseconds by the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    function()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def _middle(turns: list[tuple[float, float]], at: int) -> tuple[float, str]:
    return middle([turn[at] for turn in turns]), "ms"
