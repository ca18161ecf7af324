"""Taking in a workbook of 50,000 plans x 20 columns: preview, then all of it, on SQLite."""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.large.codes import codes_of_today
from bench.peers import environment
from bench.result import Also, Result

PLANS = 50_000
SEED = 50
COLUMNS = (
    "Eigen sleutel",
    "Gemeente",
    "Naam",
    "Kern",
    "Soort locatie",
    "Planologische status",
    "Projectfase",
    "Opmerkingen",
    "Bouw 2025-2029",
    "Bouw 2030-2034",
    "Bouw 2035-2039",
    "Bouw zonder jaar",
    "Sloop 2025-2029",
    "grondgebonden",
    "appartement",
    "huur",
    "koop",
    "sociale huur",
    "middenhuur",
    "betaalbare koop",
)
PARTS = ("Reeve", "Stadshagen", "Weezenlanden", "Molenveld", "Stationskwartier", "Kloosterhof")
STATUSES = ("1A", "2A", "3", "4A", "4B")
KINDS = ("verdichting", "uitbreiding, uitleg", "herstructurering", "transformatie van een pand")
PHASES = ("1", "2", "3", "4", "5")
FEWEST_MESSAGES = 8
Told = Mapping[str, Any]


def measure() -> Result:
    """Take the book in, in a process of its own, and let the peer take in the same book."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "plannen.xlsx"
        write_book(book, codes_of_today())
        done = subprocess.run(
            [sys.executable, "-m", "bench.import_50k", str(book)],
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        told: Told = json.loads(done.stdout.splitlines()[-1])
        peer = json.loads(environment.run("sheets", str(book), str(Path(folder) / "peer.sqlite3")))
    sums = wanted(codes_of_today(), PLANS)
    assert (peer["plans"], peer["build"]) == (PLANS, sums["build"])
    return Result(
        name="import-50k",
        measured=round(told["preview"] + told["apply"], 2),
        unit="s",
        goal=15.0,
        peer="django-import-export with openpyxl, into one flat table",
        peer_measured=round(peer["wall"], 2),
        note=f"An xlsx of {PLANS} rows x {len(COLUMNS)} columns, four periods, no geometry: "
        "preview and then all of it, as jobs that tell how far they are, in a fresh process on a "
        "SQLite file. Plans, homes to build and to demolish, per municipality and period, equal "
        "what the book was made of; taking it in again changes nothing. The peer does a dry run "
        "and an import in its bulk mode, without ledger, history or checks.",
        also=(
            Also("preview", round(told["preview"], 2), "s"),
            Also("taking in", round(told["apply"], 2), "s"),
            Also("processor time of both", round(told["cpu"], 2), "s"),
            Also("processor time of the peer", round(peer["cpu"], 2), "s"),
            Also("longest transaction", round(told["longest"], 2), "s", 5.0),
            Also("longest silence between two messages", round(told["silence"], 2), "s"),
            Also("preview of the same book again", round(told["again"], 2), "s"),
            Also("most memory", round(told["mb"]), "MB"),
        ),
        versions=environment.versions(["django-import-export", "openpyxl"]),
    )


# ------------------------------------------------------------------ the book
def rows(codes: Sequence[str], plans: int) -> Iterator[list[Any]]:
    """Yield the same rows every time, in turn for each municipality."""
    chance = random.Random(SEED)  # noqa: S311  invented plans, not secrets
    for at in range(plans):
        periods = [chance.randrange(40) * (chance.random() < 0.7) for _ in range(4)]
        homes = sum(periods)
        flats, rent = homes // 3, homes // 2
        yield [
            f"L{at:05d}",
            codes[at % len(codes)],
            f"{chance.choice(PARTS)} {at}",
            "",
            chance.choice(KINDS),
            chance.choice(STATUSES),
            chance.choice(PHASES),
            "Verzonnen plan.",
            *periods,
            chance.randrange(10) * (chance.random() < 0.1),
            homes - flats,
            flats,
            rent,
            homes - rent,
            rent // 2,
            rent - rent // 2,
            homes - rent,
        ]


def write_book(path: Path, codes: Sequence[str], plans: int = PLANS) -> None:
    """Write the rows as a workbook."""
    import xlsxwriter  # noqa: PLC0415  only here

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Plannen")
    sheet.write_row(0, 0, COLUMNS)
    for at, row in enumerate(rows(codes, plans), start=1):
        sheet.write_row(at, 0, row)
    book.close()


def wanted(codes: Sequence[str], plans: int) -> dict[str, Any]:
    """Return what must stand in the register afterwards: plans, homes, and homes per cell."""
    found: dict[str, Any] = {"plans": plans, "build": 0, "demolition": 0, "cells": {}}
    for row in rows(codes, plans):
        values = dict(zip(COLUMNS, row, strict=True))
        for heading in COLUMNS[8:13]:
            side = "build" if heading.startswith("Bouw") else "demolition"
            found[side] += values[heading]
            cell = f"{values['Gemeente']} {heading}"
            found["cells"][cell] = found["cells"].get(cell, 0) + values[heading]
    found["cells"] = {cell: homes for cell, homes in found["cells"].items() if homes}
    return found


# ------------------------------------------------------------------ taking it in
def take_in(book: Path, codes: Sequence[str]) -> Told:
    """Preview a book and take it in, as the pages do; return what it took and what came of it."""
    from django.utils import timezone  # noqa: PLC0415  after setup

    from bench.large.build import SECRETARY, build  # noqa: PLC0415
    from woonregie.foundation.accounts.models import Account  # noqa: PLC0415
    from woonregie.foundation.files.services import store  # noqa: PLC0415
    from woonregie.subjects.plans.models import PlanImport  # noqa: PLC0415

    region = build(plans=0, codes=codes)
    secretary = Account.objects.get(email=SECRETARY)
    with book.open("rb") as stream:
        kept = store(stream, name=book.name, at=timezone.now())
    asked = {
        "file": str(kept.pk),
        "region": str(region.pk),
        "municipality": None,
        "reference_date": "2026-01-01",
        "format_name": "",
    }
    spent: dict[str, float] = {}
    messages: list[tuple[float, float, str]] = []
    cpu = time.process_time()
    with _watched(messages) as transactions:
        with _timed(spent, "preview"):
            _perform("plans.preview", asked, secretary)
        delivery = PlanImport.objects.get()
        with _timed(spent, "apply"):
            _perform("plans.apply", {"delivery": str(delivery.pk)}, secretary)
        spent["cpu"] = time.process_time() - cpu
        with _timed(spent, "again"):
            _perform("plans.preview", asked, secretary)
    delivery.refresh_from_db()
    again = PlanImport.objects.exclude(pk=delivery.pk).get()
    moments = [moment for moment, _share, _text in messages]
    return {
        **spent,
        "longest": max(transactions),
        "silence": max(later - sooner for sooner, later in pairwise(moments)),
        "messages": [[share, text] for _moment, share, text in messages],
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "state": delivery.state,
        "again_changes": again.report["change"],
        "sums": _sums(),
    }


def check(told: Told, codes: Sequence[str], plans: int = PLANS) -> None:
    """See that all came in, once, and that people were told how far it was."""
    assert told["state"] == "applied"
    assert told["sums"] == wanted(codes, plans)
    assert told["again_changes"] == {"created": 0, "changed": 0, "unchanged": plans}
    shares = [share for share, _text in told["messages"]]
    # Three jobs in a row: each begins again, and none goes back.
    falls = sum(later < sooner for sooner, later in pairwise(shares))
    assert falls == 2, shares
    assert len(told["messages"]) >= FEWEST_MESSAGES
    assert all(text for _share, text in told["messages"])


def _perform(kind: str, parameters: dict[str, Any], by: Any) -> None:
    from django.utils import timezone  # noqa: PLC0415  after setup

    from woonregie.foundation.runs import services  # noqa: PLC0415

    waiting: list[str] = []
    job = services.start(
        kind=kind, parameters=parameters, by=by, at=timezone.now(), enqueue=waiting.append
    )
    job = services.perform(job_id=str(job.pk), clock=timezone.now)
    assert job.state == "done", (job.state, job.message)


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    spent[name] = time.perf_counter() - started


@contextmanager
def _watched(messages: list[tuple[float, float, str]]) -> Iterator[list[float]]:
    """Write down every message of progress, and how long each transaction held the writer."""
    from django.db.backends.sqlite3.base import DatabaseWrapper  # noqa: PLC0415  after setup

    from woonregie.foundation.runs.handle import JobHandle  # noqa: PLC0415

    transactions: list[float] = [0.0]
    began = [time.perf_counter()]
    kept = {
        (owner, name): getattr(owner, name)
        for owner, name in (
            (JobHandle, "progress"),
            (DatabaseWrapper, "_start_transaction_under_autocommit"),
            (DatabaseWrapper, "_commit"),
        )
    }

    def before(owner: type, name: str, note: Callable[..., None]) -> None:
        def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
            answer = kept[owner, name](self, *args, **kwargs)
            note(*args, **kwargs)
            return answer

        setattr(owner, name, wrapped)

    before(
        JobHandle,
        "progress",
        lambda share, text="": messages.append((time.perf_counter(), share, text)),
    )
    before(
        DatabaseWrapper,
        "_start_transaction_under_autocommit",
        lambda: began.__setitem__(0, time.perf_counter()),
    )
    before(DatabaseWrapper, "_commit", lambda: transactions.append(time.perf_counter() - began[0]))
    try:
        yield transactions
    finally:
        for (owner, name), function in kept.items():
            setattr(owner, name, function)


def _sums() -> dict[str, Any]:
    """Return what stands in the register, added up by plain Python from the ledger."""
    from woonregie.subjects.plans.models import Movement, Plan  # noqa: PLC0415  after setup

    places = dict(Plan.objects.values_list("pk", "municipality__code"))
    found: dict[str, Any] = {"plans": len(places), "build": 0, "demolition": 0, "cells": {}}
    columns = ("plan_id", "account", "from_year", "before_year", "dwellings")
    for plan, account, first, before, homes in Movement.objects.filter(
        breakdown="total"
    ).values_list(*columns):
        found[account] += homes
        side = "Bouw" if account == "build" else "Sloop"
        when = f"{first}-{before - 1}" if first else "zonder jaar"
        cell = f"{places[plan]} {side} {when}"
        found["cells"][cell] = found["cells"].get(cell, 0) + homes
    return found


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    outcome = take_in(Path(sys.argv[1]), codes_of_today())
    check(outcome, codes_of_today())
    sys.stdout.write(json.dumps({**outcome, "sums": None}) + "\n")
