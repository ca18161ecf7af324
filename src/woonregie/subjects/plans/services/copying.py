"""The one place of the register with SQL of its own: copying many new rows into a table.

Django's `bulk_create` makes an object and a parameter list per row; a list of 50,000 plans has
some 500,000 rows, and five seconds in which it may hold the only writer of SQLite. So rows wait
beside the table, where nobody has to wait for them, and go in together.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection, models
from uuid_utils import uuid7

CHUNK = 5000
"""Rows or keys per statement."""
_SERIAL = count()


def chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield items in parts that a statement can hold."""
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let nobody look for circles of garbage: a list is millions of objects and has none."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Repeated:
    """Columns of which the same few combinations come back in row after row.

    A row ends with the position of its combination, so it takes less to carry.
    """

    columns: tuple[str, ...]
    values: Sequence[tuple[Any, ...]]


def new_first_key() -> str:
    """Return what the keys of new rows begin with; the row's serial number follows.

    Neighbours lie beside each other in every index, and making the keys takes no time. Two lists
    begin at their own moment and chance.
    """
    return f"{uuid7().int >> 32:024x}"


def key_after(first: str, serial: int) -> str:
    """Return the key of a new row, as its hex digits: both databases take those."""
    return f"{first}{serial:08x}"


class Waiting:
    """New rows that wait beside a table until they may go in; each gets a key of its own.

    Args:
        model: whose table.
        columns: column names, in the order of the values.
        rows: one tuple per row: texts, numbers, bytes, days, moments, UUIDs or their hex digits.
        repeated: columns that a row names by one number, its last.
        first_key: what their keys begin with, from `first_key()`; each row gets the next one.
    """

    def __init__(
        self,
        model: type[models.Model],
        columns: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
        repeated: Repeated | None = None,
        first_key: str = "",
    ) -> None:
        self.table = model._meta.db_table  # noqa: SLF001  Django's public door to a model
        self.columns, self.rows, self.repeated = columns, rows, repeated
        self.first_key = first_key or new_first_key()
        self.place = ""

    def step_aside(self) -> None:
        """Put the rows in a table of this connection alone; PostgreSQL needs no such thing."""
        if connection.vendor == "postgresql" or not self.rows:
            return
        self.place = f"waiting_{next(_SERIAL)}"
        with connection.cursor() as cursor, _apart(cursor):
            columns = [*self.columns, "repeated"] if self.repeated else self.columns
            _fill(cursor, self.place, columns, self.rows)
            if self.repeated:
                place = f"{self.place}_repeated"
                _fill(cursor, place, self.repeated.columns, self.repeated.values)

    def go_in(self, **same: Any) -> None:
        """Put the rows in their table.

        Args:
            same: further columns that have one value for all rows.
        """
        if not self.rows:
            return
        if connection.vendor == "postgresql":
            self._copy(same)
            return
        if not self.place:
            self.step_aside()
        more = self.repeated.columns if self.repeated else ()
        names = _names(["id", *self.columns, *more, *same])
        found = f'temp."{self.place}" AS w'
        wanted = [f'w."{column}"' for column in self.columns]
        if self.repeated:
            found += f' JOIN temp."{self.place}_repeated" AS r ON r.rowid = w.repeated + 1'
            wanted += [f'r."{column}"' for column in more]
        wanted += ["%s"] * len(same)
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{self.table}" ({names}) '  # noqa: S608  names are ours
                f"SELECT %s || printf('%%08x', w.rowid), {', '.join(wanted)} "
                f"FROM {found} ORDER BY w.rowid",
                [self.first_key, *_adapted([tuple(same.values())])[0]],
            )

    def _copy(self, same: Mapping[str, Any]) -> None:
        more = self.repeated.columns if self.repeated else ()
        names = _names(["id", *self.columns, *more, *same])
        values = tuple(same.values())
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{self.table}" ({names}) FROM STDIN') as copy,
        ):
            for serial, row in enumerate(self._whole_rows(), start=1):
                copy.write_row((key_after(self.first_key, serial), *row, *values))

    def _whole_rows(self) -> Iterator[tuple[Any, ...]]:
        if self.repeated is None:
            yield from self.rows
            return
        for *row, position in self.rows:
            yield (*row, *self.repeated.values[position])

    def leave(self) -> None:
        """Forget the rows."""
        if self.place:
            with connection.cursor() as cursor:
                for place in (self.place, f"{self.place}_repeated"):
                    cursor.execute(f'DROP TABLE IF EXISTS temp."{place}"')
        self.rows, self.place = (), ""


def _fill(
    cursor: Any, place: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Make a table of this connection alone, with rows."""
    cursor.execute(f'CREATE TEMP TABLE "{place}" ({_names(columns)})')
    marks = ", ".join(["%s"] * len(columns))
    cursor.executemany(
        f'INSERT INTO temp."{place}" VALUES ({marks})',  # noqa: S608  names are ours
        _adapted(rows),
    )


@contextmanager
def _apart(cursor: Any) -> Iterator[None]:
    """Write in one go; in a transaction of others it already is one."""
    if connection.in_atomic_block:
        yield
        return
    # Deferred: it touches nothing but this connection's own tables, so nobody waits for it.
    cursor.execute("BEGIN DEFERRED")
    try:
        yield
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _adapted(rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """Return rows as SQLite wants them."""
    # One adapter per column, chosen by its first value that is there.
    width = len(rows[0])
    adapters = [
        _adapter(next((row[at] for row in rows if row[at] is not None), None))
        for at in range(width)
    ]
    if not any(adapters):
        return rows
    return [
        tuple(
            adapt(value) if adapt is not None and value is not None else value
            for adapt, value in zip(adapters, row, strict=True)
        )
        for row in rows
    ]


def _adapter(sample: Any) -> Callable[[Any], Any] | None:
    """Return how SQLite wants values like this one, or None when it takes them as they are."""
    if isinstance(sample, UUID):
        return lambda value: value.hex
    if isinstance(sample, datetime):
        return lambda value: value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
    if isinstance(sample, date):
        return date.isoformat
    return None
