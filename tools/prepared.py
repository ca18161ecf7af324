"""What every process of the tests begins with, made once while the gates use the other core.

All migrations on an empty SQLite and an empty PostgreSQL, and the demonstration region. Each
process of each stage made these for itself before, which took half a minute of both cores a time.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tools import postgres

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "migrated"


@dataclass(frozen=True)
class Prepared:
    """Where everything will stand; `done` is over when it does."""

    folder: Path
    cluster: str | None
    done: Future[None]

    @property
    def failed(self) -> bool:
        """Wait until all is made, and return whether something went wrong."""
        return self.done.exception() is not None

    def environment(self) -> dict[str, str]:
        """Return what tells a stage of SQLite or of the browser where to begin."""
        if self.failed:
            return {}
        return {
            "WOONREGIE_MIGRATED": str(_migrated(self.folder)),
            "WOONREGIE_DEMONSTRATION": str(_demonstration(self.folder)),
        }

    def environment_of_postgresql(self) -> dict[str, str]:
        """Return the address of the cluster, and the database to copy in it."""
        address = {"WOONREGIE_DATABASE_URL": self.cluster or ""}
        return address if self.failed else {**address, "WOONREGIE_TEST_TEMPLATE": TEMPLATE}


@contextmanager
def prepared() -> Iterator[Prepared]:
    """Begin to make everything, and take it away at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="woonregie-tests-")))
        there = postgres.binaries() is not None
        cluster = stack.enter_context(postgres.cluster()) if there else None
        hand = stack.enter_context(ThreadPoolExecutor(1))
        yield Prepared(folder, cluster, hand.submit(_make, folder, cluster))


def _make(folder: Path, cluster: str | None) -> None:
    place = _demonstration(folder)
    place.mkdir()
    _run("migrate", place=place)
    # Before anything stands in it: so begin the tests.
    _migrated(folder).write_bytes((place / "woonregie.sqlite3").read_bytes())
    _run("load-demo", "--quiet", place=place)
    _run("collectstatic", "--noinput", place=place)
    if cluster:
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        _run("migrate", place=folder, url=f"{cluster.rpartition('/')[0]}/{TEMPLATE}")


def _run(*arguments: str, place: Path, url: str = "") -> None:
    environment = {**os.environ, "WOONREGIE_DATA_DIR": str(place), "WOONREGIE_DATABASE_URL": url}
    if not url:
        environment.pop("WOONREGIE_DATABASE_URL")
    environment["DJANGO_SETTINGS_MODULE"] = "woonregie.conf.development"
    quiet = () if arguments[0] == "load-demo" else ("--verbosity", "0")
    command = [sys.executable, "-m", "woonregie.cli", *arguments, *quiet]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)


def _migrated(folder: Path) -> Path:
    return folder / "migrated.sqlite3"


def _demonstration(folder: Path) -> Path:
    return folder / "demonstration"
