"""Large results: Parquet files under the data folder, named by what was asked.

A result follows from its question, so it can always be made again: it is written once, is no part
of a back-up, and goes when nobody looked at it for `KEPT_FOR`.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import numpy as np
from django.conf import settings
from numpy.typing import NDArray

KEPT_FOR = timedelta(days=90)
"""So long after somebody last looked at it a result stays."""
SEEN_ONCE_A_DAY = timedelta(days=1)
MEMORY = "512MB"
Column = NDArray[Any]


def place_of(room: str, key: str) -> Path:
    """Return where a result stands, or will stand.

    Args:
        room: whose, such as "forecast.fan".
        key: the digest of the question.
    """
    path: Path = settings.RESULTS_DIR / room / key[:2] / f"{key}.parquet"
    return path


def present(path: Path, *, at: datetime | None = None) -> bool:
    """Return whether a result is there; looking keeps it.

    Args:
        path: from `place_of`.
        at: the moment of looking; None leaves no trace.
    """
    if not path.exists():
        return False
    if at is not None and at.timestamp() - path.stat().st_mtime > SEEN_ONCE_A_DAY.total_seconds():
        os.utime(path, (at.timestamp(), at.timestamp()))
    return True


def write(path: Path, columns: Mapping[str, Column]) -> Path:
    """Write columns of one length as a Parquet file: all of it, or nothing.

    Args:
        path: from `place_of`.
        columns: by name, in the order in which they will stand.
    """
    with _opened() as base:
        base.register("given", {name: np.ascontiguousarray(it) for name, it in columns.items()})
        return _copied(base, "SELECT * FROM given", path)


def write_query(path: Path, question: str, **given: Any) -> Path:
    """Write what a question finds as a Parquet file: all of it, or nothing.

    Args:
        path: from `place_of`.
        question: SQL of our own, with what is `given` as `$name`.
        given: values, and lists of paths.
    """
    with _opened() as base:
        return _copied(base, question, path, given)


def read(question: str, **given: Any) -> dict[str, Column]:
    """Return what a question finds, by column.

    Args:
        question: SQL of our own, with what is `given` as `$name`: `FROM read_parquet($path)`.
        given: values, and paths.
    """
    with _opened() as base:
        found: dict[str, Column] = base.execute(question, _plain(given)).fetchnumpy()
    return found


def sweep(*, at: datetime) -> int:
    """Take away what nobody looked at for long, and what a broken run left; return how many."""
    before = (at - KEPT_FOR).timestamp()
    old = [path for path in _files() if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _files() -> Iterator[Path]:
    yield from (path for path in settings.RESULTS_DIR.rglob("*") if path.is_file())


@contextmanager
def _opened() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database in memory that takes nothing from the network."""
    about: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": MEMORY,
        "temp_directory": str(settings.RESULTS_DIR / "rest"),
    }
    with duckdb.connect(":memory:", config=about) as base:
        yield base


def _copied(
    base: duckdb.DuckDBPyConnection,
    question: str,
    path: Path,
    given: Mapping[str, Any] | None = None,
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside the place itself, so that the last step is one rename on one disk.
    beside = path.with_name(f"{path.name}.{uuid4().hex}.part")
    try:
        base.execute(
            f"COPY ({question}) TO '{_quoted(beside)}' (FORMAT parquet, COMPRESSION zstd)",
            _plain(given or {}),
        )
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _text(value) for name, value in given.items()}


def _text(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_text(item) for item in value]
    return value
