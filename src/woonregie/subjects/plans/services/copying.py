"""The one place of the register with SQL of its own: copying many new rows into a table.

Django's `bulk_create` makes an object and a parameter list per row; a list of 50,000 plans has
some 300,000 rows and five seconds.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

CHUNK = 5000
"""Rows or keys per statement."""


def copy_in(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows as they are; values are UUIDs, dates, moments, bytes, texts and numbers.

    Args:
        model: whose table.
        columns: column names, in the order of the values.
        rows: one tuple per row.
    """
    if not rows:
        return
    table = model._meta.db_table  # noqa: SLF001  Django's public door to a model
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    # One adapter per column, chosen by its first value that is there.
    adapters = [
        _adapter(next((row[at] for row in rows if row[at] is not None), None))
        for at in range(len(columns))
    ]
    adapted = [
        tuple(
            adapt(value) if adapt is not None and value is not None else value
            for adapt, value in zip(adapters, row, strict=True)
        )
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # noqa: S608  names are ours
            adapted,
        )


def _adapter(sample: Any) -> Callable[[Any], Any] | None:
    """Return how SQLite wants values like this one, or None when it takes them as they are."""
    if isinstance(sample, UUID):
        return lambda value: value.hex
    if isinstance(sample, datetime):
        return lambda value: value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
    if isinstance(sample, date):
        return date.isoformat
    return None
