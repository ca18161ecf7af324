"""The one place of the register with SQL of its own: copying many new rows into a table.

Django's `bulk_create` makes an object and a parameter list per row; a list of 50,000 plans has
some 500,000 rows, and five seconds in which it may hold the only writer of SQLite. So rows wait
beside the table, where nobody has to wait for them, and go in together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import QuerySet

CHUNK = 5000
"""Rows or keys per statement."""
_SERIAL = count()


def chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield items in parts that a statement can hold."""
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def as_they_come(query: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query as the database gives them; keys may be their hex digits.

    Django makes an object of each key, which takes longer than finding the row.
    """
    sql, parameters = query.query.get_compiler(query.db).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


class Waiting:
    """Rows that wait beside a table until they may go in.

    Args:
        model: whose table.
        columns: column names, in the order of the values.
        rows: one tuple per row: texts, numbers, bytes, days, moments, UUIDs or their hex digits.
    """

    def __init__(
        self,
        model: type[models.Model],
        columns: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
    ) -> None:
        self.table = model._meta.db_table  # noqa: SLF001  Django's public door to a model
        self.columns, self.rows, self.place = columns, rows, ""

    def step_aside(self) -> None:
        """Put the rows in a table of this connection alone; PostgreSQL needs no such thing."""
        if connection.vendor == "postgresql" or not self.rows:
            return
        self.place = f"waiting_{next(_SERIAL)}"
        with connection.cursor() as cursor, _apart(cursor):
            cursor.execute(f'CREATE TEMP TABLE "{self.place}" ({_names(self.columns)})')
            marks = ", ".join(["%s"] * len(self.columns))
            cursor.executemany(
                f'INSERT INTO temp."{self.place}" VALUES ({marks})',  # noqa: S608  names are ours
                _adapted(self.rows),
            )

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
        names = _names([*self.columns, *same])
        wanted = ", ".join([_names(self.columns), *(["%s"] * len(same))])
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{self.table}" ({names}) '  # noqa: S608  names are ours
                f'SELECT {wanted} FROM temp."{self.place}" ORDER BY rowid',
                _adapted([tuple(same.values())])[0],
            )

    def _copy(self, same: Mapping[str, Any]) -> None:
        names, values = _names([*self.columns, *same]), tuple(same.values())
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{self.table}" ({names}) FROM STDIN') as copy,
        ):
            for row in self.rows:
                copy.write_row((*row, *values))

    def leave(self) -> None:
        """Forget the rows."""
        if self.place:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP TABLE IF EXISTS temp."{self.place}"')
        self.rows, self.place = (), ""


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
