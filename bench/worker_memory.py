"""How much memory one web worker holds after serving every kind of page."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.large.folder import borrow
from bench.result import Also, Result
from bench.server import serving

TURNS = 3
DEMONSTRATION, LARGE = "west-overijssel", "nederland"
SECRETARY = "regiosecretaris@voorbeeld.example"
# What is asked of each region; the map and the export of 50,000 plans are what weighs most.
PAGES = (
    "/{region}/",
    "/{region}/plannen/",
    "/{region}/plannen/?sorteer=-netto",
    "/{region}/plannen/kaart/",
    "/{region}/plannen/kaart.geojson",
    "/{region}/plannen/programma/",
    "/{region}/plannen/aanleveren/",
    "/{region}/prognoses/",
    "/{region}/balans/",
    "/{region}/balans/kaart.geojson",
    "/{region}/balans/brug/",
    "/{region}/stand/",
    "/{region}/normen/",
    "/api/v1/plannen",
)
FILES = ("/{region}/plannen/plannen.xlsx", "/{region}/stand/stand.pdf")
# Without it, what loading needed would count for serving.
LOAD = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_demo", verbosity=0)
"""
LOG_IN = """
import sys, django; django.setup()
from bench.web_list import login
print(login(sys.argv[1]))
"""


def measure() -> Result:
    """Serve the main pages of both regions; read what the worker holds after each."""
    borrow()
    large = _held(os.environ["WOONREGIE_DATA_DIR"], LARGE)
    with tempfile.TemporaryDirectory(prefix="woonregie-bench-") as folder:
        _run(LOAD, folder)
        demonstration = _held(folder, DEMONSTRATION)
    return Result(
        name="worker-memory",
        measured=large["pages"],
        unit="MB",
        goal=200.0,
        peer="the same worker before its first page",
        peer_measured=large["empty"],
        note=f"Resident memory of one granian worker after {len(PAGES)} main pages, "
        f"{TURNS} times over, of the region of 342 municipalities and 50,000 plans, charts and "
        "maps included; every page answered 200.",
        also=(
            Also("most that it ever held", large["most"], "MB"),
            Also("after the demonstration region", demonstration["pages"], "MB", 200.0),
            Also(
                "the same, with an Excel file of all plans and the PDF",
                demonstration["files"],
                "MB",
            ),
            Also(
                "large region, with an Excel file of 50,000 plans and the PDF",
                large["files"],
                "MB",
            ),
        ),
    )


def _held(folder: str, region: str) -> dict[str, float]:
    """Return megabytes of the worker: before, after the pages, at its highest, after files."""
    environment = {**os.environ, "WOONREGIE_DATA_DIR": folder}
    with serving(
        "woonregie.site.wsgi:application",
        bin_dir=Path(sys.executable).parent,
        environment=environment,
        cookie=_run(LOG_IN, folder, SECRETARY),
    ) as ask:
        assert ask("/gezond/leeft").status == 200
        found = {"empty": _worker_mb("VmRSS")}
        for _ in range(TURNS):
            _visit(ask, region, PAGES)
        found |= {"pages": _worker_mb("VmRSS"), "most": _worker_mb("VmHWM")}
        _visit(ask, region, FILES)
        return {**found, "files": _worker_mb("VmRSS")}


def _visit(ask, region: str, paths: Sequence[str]) -> None:
    answers = {path: ask(path.format(region=region)).status for path in paths}
    wrong = {path: status for path, status in answers.items() if status != 200}
    assert not wrong, f"pages that did not answer 200: {wrong}"


def _worker_mb(line: str) -> float:
    """Return a line of /proc about the one process that granian started, in megabytes."""
    mine = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    server = mine[-1]
    (worker,) = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    status = Path(f"/proc/{worker}/status").read_text().splitlines()
    found = next(item for item in status if item.startswith(line))
    return round(int(found.split()[1]) / 1024, 1)


def _run(program: str, folder: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "WOONREGIE_DATA_DIR": folder},
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout.strip()
