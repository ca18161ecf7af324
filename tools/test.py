"""All gates and all tests in stages, with the time of each; `make test`.

Gates, then SQLite, then PostgreSQL when its server is on the machine, then journeys in a real
browser. What is missing is installed where that is possible (Debian, as root), else it is said
loudly and counts as skipped. What all processes begin with is made beside the gates.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools import postgres
from tools.prepared import Prepared, prepared

# A few tests take minutes: who is done takes over what waits for another.
PYTEST = [
    *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
    *("-n", "2", "--dist", "worksteal"),
]


BYTECODE = Path(__file__).resolve().parent.parent / "var" / "bytecode"


@dataclass
class Stage:
    """One part of the run."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    note: str = ""


def main() -> int:
    """Run all stages and print what came out of each."""
    _keep_bytecode()
    if postgres.binaries() is None:
        _apt("postgresql")
    with prepared() as made:
        stages = [
            _timed("gates", _gates),
            _timed("prepared", partial(_prepared, made)),
            _timed("sqlite", partial(_sqlite, made)),
            _timed("postgresql", partial(_postgresql, made)),
            _timed("browser", partial(_browser, made)),
        ]
    sys.stdout.write("\n")
    for stage in stages:
        sys.stdout.write(
            f"{stage.name:12} {stage.passed:5} passed "
            f"{stage.failed:4} failed {stage.skipped:4} skipped "
            f"{stage.seconds:6.0f} s {stage.note}\n"
        )
    totals = [
        sum(getattr(stage, name) for stage in stages) for name in ("passed", "failed", "skipped")
    ]
    sys.stdout.write(f"{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped\n")
    return 1 if totals[1] else 0


def _keep_bytecode() -> None:
    """Let a process find what another one compiled, also where Python is told to keep nothing.

    Containers often tell it so, and then each of some thirty processes compiles all packages.
    """
    if sys.dont_write_bytecode:
        os.environ |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(BYTECODE)}


def _timed(name: str, run: Callable[[Stage], None]) -> Stage:
    stage, started = Stage(name), time.monotonic()
    sys.stdout.write(f"--- {name}\n")
    sys.stdout.flush()
    run(stage)
    stage.seconds = time.monotonic() - started
    return stage


def _gates(stage: Stage) -> None:
    code = subprocess.run([sys.executable, "-m", "tools.check"], check=False).returncode
    stage.passed, stage.failed = (0, 1) if code else (1, 0)


def _prepared(made: Prepared, stage: Stage) -> None:
    # A migration that does not run fails here, and again in the stage that needs it.
    stage.passed, stage.failed = (0, 1) if made.failed else (1, 0)


def _sqlite(made: Prepared, stage: Stage) -> None:
    _pytest(stage, ["-m", "not browser"], made.environment())


def _postgresql(made: Prepared, stage: Stage) -> None:
    if made.cluster is None:
        return _skip(stage, "no PostgreSQL server on this machine (initdb)")
    _pytest(
        stage,
        [
            "-m",
            "not browser",
            "--ignore=src/woonregie/engines",
            "--ignore=tools",
            # They crawl pages for minutes; what those ask is asked of PostgreSQL by others.
            "--ignore=src/woonregie/site/tests/test_one_door.py",
            "--ignore=src/woonregie/site/tests/test_secrets.py",
            "src",
        ],
        # What asks no database was seen with SQLite already.
        {**made.environment_of_postgresql(), "WOONREGIE_ONLY_DATABASE": "1"},
    )
    return None


def _browser(made: Prepared, stage: Stage) -> None:
    if not _chromium():
        _apt("chromium")
    if not _chromium():
        return _skip(stage, "no Chromium on this machine")
    _pytest(
        stage,
        ["-m", "browser", "e2e"],
        {
            **made.environment(),
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
            "WOONREGIE_CHROMIUM": _chromium() or "",
        },
    )
    return None


def _chromium() -> str | None:
    return (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )


def _apt(package: str) -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], check=False
        )


def _skip(stage: Stage, why: str) -> None:
    stage.skipped, stage.note = 1, f"SKIPPED: {why}"
    sys.stdout.write(f"!!! {stage.note}\n")


def _pytest(stage: Stage, arguments: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        [*PYTEST, *arguments],
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        env={**os.environ, **environment},
    )
    sys.stdout.write(done.stdout)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
    for word in ("passed", "failed", "skipped"):
        found = re.search(rf"(\d+) {word}", last)
        setattr(stage, word, int(found.group(1)) if found else 0)
    errors = re.search(r"(\d+) errors?", last)
    stage.failed += int(errors.group(1)) if errors else 0
    if done.returncode and not stage.failed:
        stage.failed = 1


if __name__ == "__main__":
    sys.exit(main())
