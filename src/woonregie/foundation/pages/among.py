"""One of many keys, asked with one parameter.

`IN (%s, %s, ...)` has a placeholder for each key: for a list of all municipalities Django spends
longer on writing the question, and the database on reading it, than on the answer.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler


class Among(Func):
    """Whether a foreign key is one of many: `filter(Among("municipality", places))`."""

    output_field = BooleanField()

    def __init__(self, field: str, keys: Iterable[UUID], **extra: Any) -> None:
        super().__init__(F(field), **extra)
        self.keys = tuple(keys)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Give the keys as one list in JSON."""
        column, params = self._column(compiler)
        keys = json.dumps([key.hex for key in self.keys])
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, keys)  # noqa: S608  ours

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Give the keys as one array."""
        column, params = self._column(compiler)
        return f"{column} = ANY(%s)", (*params, list(self.keys))

    def _column(self, compiler: SQLCompiler) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.get_source_expressions()[0])
        return column, tuple(params)
