"""A region that is made once per process, and stands again in the database of each other test.

What the services make of a region is the same every time; its rows, some three hundred of the
small one and ten thousand of the demonstration, are written again in far less time than they took
to make.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from woonregie.foundation.audit.queries import head_sequence
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of
from woonregie.foundation.search.backend import backend
from woonregie.foundation.search.models import SearchRow

Made = TypeVar("Made")
_kept: dict[Any, "_Left"] = {}


@dataclass(frozen=True, slots=True)
class _Left:
    """What the making left behind: rows, words of the index, files, and what it returned."""

    rows: list[list[Model]]
    words: list[tuple[Any, ...]]
    files: dict[Path, bytes]
    made: Any


def standing(name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` makes, from the second time on by writing the rows that it left.

    Args:
        name: what is made; two things that are made differently have two names.
        make: makes it in a database in which nothing happened yet, and changes no row that it
            finds there. What it returns is another copy for each test.
    """
    assert head_sequence() == 0, "Something happened before the region was made."
    # Some tests have another day: what is made on it may be another thing.
    key = name, timezone.localdate(), settings.FILES_DIR
    if key in _kept:
        # What was remembered of an earlier test is about the same rows, and may not hold here.
        cache.clear()
        again: Made = _stand_again(deepcopy(_kept[key]))
        return again
    before = {type(rows[0]): {row.pk for row in rows} for rows in _all_rows()}
    made = make()
    left = [
        [row for row in rows if row.pk not in before.get(type(row), ())] for rows in _all_rows()
    ]
    files = {path: path.read_bytes() for path in map(path_of, StoredFile.objects.all())}
    _kept[key] = deepcopy(_Left([rows for rows in left if rows], _words(), files, made))
    return made


def _all_rows() -> list[list[Model]]:
    found = [
        list(model._base_manager.all()) for model in apps.get_models(include_auto_created=True)
    ]
    return [rows for rows in found if rows]


def _columns() -> str:
    """Name what the index of words keeps; it is no model (`search/migrations/0002_words.py`)."""
    return "rowid, title, words, marks" if connection.vendor == "sqlite" else "row_id, words"


def _words() -> list[tuple[Any, ...]]:
    there = set(SearchRow.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_columns()} FROM search_words")  # noqa: S608  our own names
        # What a flush left behind has no row.
        return [row for row in cursor.fetchall() if row[0] in there]


def _write_words(words: list[tuple[Any, ...]]) -> None:
    backend().forget([row[0] for row in words])
    places = ", ".join(["%s"] * len(_columns().split(", ")))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO search_words ({_columns()}) VALUES ({places})",  # noqa: S608  our own names
            words,
        )


def _stand_again(left: _Left) -> Any:
    for rows in left.rows:
        type(rows[0])._base_manager.bulk_create(rows)
    _write_words(left.words)
    for path, content in left.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return left.made
