"""How long `django.setup()` takes in a fresh process, beside a bare Django project."""

import subprocess
import sys

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


def measure() -> Result:
    """Return the median of nine fresh processes each, in turn."""
    ours, bare = [], []
    for _ in range(TURNS):
        ours.append(_spent(OURS))
        bare.append(_spent(BARE))
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
        "known afterwards.",
        also=(
            Also("in processor time", middle([cpu for _wall, cpu, _tables in ours]), "s"),
            Also("peer in processor time", middle([cpu for _wall, cpu, _tables in bare]), "s"),
            Also("slowest of all", round(max(wall for wall, _cpu, _tables in ours), 3), "s"),
        ),
    )


def _spent(program: str) -> tuple[float, float, int]:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    wall, cpu, tables = done.stdout.split()
    return float(wall), float(cpu), int(tables)
