"""Finding a table in a file by a schema, and reading its rows."""

from woonregie.foundation.intake.reading.finding import ColumnMatch, Found, find
from woonregie.foundation.intake.reading.headings import plain, words
from woonregie.foundation.intake.reading.rows import (
    Issue,
    LeftOut,
    ReadTable,
    column_missing,
    header_not_found,
    read,
    read_found,
)

__all__ = [
    "ColumnMatch",
    "Found",
    "Issue",
    "LeftOut",
    "ReadTable",
    "column_missing",
    "find",
    "header_not_found",
    "plain",
    "read",
    "read_found",
    "words",
]
