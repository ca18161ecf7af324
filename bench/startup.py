"""How long `django.setup()` takes in a fresh process, beside a bare Django project."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

from bench.result import Also, Result, middle

TURNS = 9
CLOCKS = "import time; wall, cpu = time.perf_counter(), time.process_time(); import django; "
STOP = "django.setup(); print(time.perf_counter() - wall, time.process_time() - cpu, checked())"
OURS = f"{CLOCKS} from django.apps import apps; checked = lambda: len(apps.get_models()); {STOP}"
BARE = (
    f"{CLOCKS} from django.conf import settings; checked = lambda: 0;"
    "settings.configure(INSTALLED_APPS=['django.contrib.admin', 'django.contrib.auth', "
    "'django.contrib.contenttypes', 'django.contrib.sessions', 'django.contrib.messages']); "
    f"{STOP}"
)
FEWEST_TABLES = 30
COMPILED = {
    True: "This computer keeps no compiled modules (PYTHONDONTWRITEBYTECODE): both sides compile "
    "all of them at every start.",
    False: "",
}
Spent = tuple[float, float, int]
"""By the clock, of the processor, and how many tables were known."""


def measure() -> Result:
    """Return the median of nine fresh processes each, in turn."""
    ours, bare = [], []
    for _ in range(TURNS):
        ours.append(_spent(OURS))
        bare.append(_spent(BARE))
    with tempfile.TemporaryDirectory() as folder:
        kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        # The first two keep what they compiled, for the others.
        later = [(_spent(OURS, kept), _spent(BARE, kept)) for _ in range(TURNS + 1)][1:]
    # All rooms were there: their tables are known.
    assert all(tables >= FEWEST_TABLES for _wall, _cpu, tables in ours)
    return Result(
        name="startup",
        measured=middle([wall for wall, _cpu, _tables in ours]),
        unit="s",
        goal=1.5,
        peer="bare Django with its admin",
        peer_measured=middle([wall for wall, _cpu, _tables in bare]),
        note=f"Importing Django and `django.setup()` with all rooms, median of {TURNS} fresh "
        "processes, ours and a bare Django project in turn. Checked: the tables of all rooms are "
        f"known afterwards. {COMPILED[sys.dont_write_bytecode]}",
        also=(
            Also("in processor time", middle([cpu for _wall, cpu, _tables in ours]), "s"),
            Also("peer in processor time", middle([cpu for _wall, cpu, _tables in bare]), "s"),
            Also("the second start, when Python kept what it compiled", *_middle(later, 0)),
            Also("peer, the same", *_middle(later, 1)),
            Also("slowest of all", round(max(wall for wall, _cpu, _tables in ours), 3), "s"),
        ),
    )


def _middle(turns: Sequence[tuple[Spent, Spent]], at: int) -> tuple[float, str]:
    return middle([turn[at][0] for turn in turns]), "s"


def _spent(program: str, environment: Mapping[str, str] | None = None) -> Spent:
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    wall, cpu, tables = done.stdout.split()
    return float(wall), float(cpu), int(tables)
