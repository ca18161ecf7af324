"""How long `django.setup()` takes in a fresh process, beside a bare Django project."""

import statistics
import subprocess
import sys

from bench.result import Result

OURS = (
    "import time; t = time.perf_counter(); import django; "
    "django.setup(); print(time.perf_counter() - t)"
)
BARE = (
    "import time; t = time.perf_counter(); import django; from django.conf import settings;"
    "settings.configure(INSTALLED_APPS=['django.contrib.admin', 'django.contrib.auth',"
    "'django.contrib.contenttypes', 'django.contrib.sessions', 'django.contrib.messages']);"
    "django.setup(); print(time.perf_counter() - t)"
)


def measure() -> Result:
    """Return the median of seven fresh processes each, in turn."""
    ours, bare = [], []
    for _ in range(7):
        ours.append(_seconds(OURS))
        bare.append(_seconds(BARE))
    return Result(
        name="startup",
        measured=round(statistics.median(ours), 3),
        unit="s",
        goal=1.5,
        peer="bare Django with its admin",
        peer_measured=round(statistics.median(bare), 3),
        note="`django.setup()` with all rooms, median of "
        "seven fresh processes, ours and bare in turn.",
    )


def _seconds(program: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    return float(done.stdout.strip().splitlines()[-1])
