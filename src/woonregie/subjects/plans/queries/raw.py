"""Rows as the database gives them, for questions of which the answer is very long."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet

CHUNK = 5000


def as_they_come(query: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query as the database gives them; keys may be their hex digits.

    Django makes an object of each key, which takes longer than finding the row.
    """
    sql, parameters = query.query.get_compiler(query.db).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
