"""The index itself: FTS5 on SQLite, a GIN index on PostgreSQL; the only raw SQL of this room.

Both hold the same words, worked out in `words`, and the same marks: of which kind a thing is, and
whose. A word is a to z and digits, so nothing that somebody types is ever an operator.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import connection

from woonregie.foundation.search.words import Question

MOST_POSITIONS = 16_383
"""PostgreSQL counts the places of words in a text no further."""
CANDIDATES = 20_000
"""So many things that hold the words are ranked at most."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one row: of its title, of its text, and its marks."""

    row_id: int
    title: Sequence[str]
    text: Sequence[str]
    marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is looked: one kind, owned by one of these or by nobody; None is everybody's."""

    kind: str
    owners: Collection[UUID] | None = None

    def marks(self) -> tuple[str, tuple[str, ...]]:
        """Return the mark of the kind, and those of the owners of which one must be there."""
        owners = () if self.owners is None else (None, *sorted(self.owners))
        return kind_mark(self.kind), tuple(owner_mark(owner) for owner in owners)


def kind_mark(kind: str) -> str:
    """Return the mark of a kind."""
    return f"k{kind.encode().hex()}"


def owner_mark(owner: UUID | None) -> str:
    """Return the mark of an owner."""
    return f"o{owner.hex if owner else 'all'}"


class Backend(Protocol):
    """What an index can do."""

    def write(self, words: Iterable[Words]) -> None:
        """Keep the words of rows."""
        ...

    def forget(self, row_ids: Collection[int]) -> None:
        """Drop the words of rows."""
        ...

    def ranked(self, question: Question, scope: Scope, most: int) -> list[int]:
        """Return the rows that hold all words, the best first."""
        ...


class Fts5:
    """SQLite."""

    def write(self, words: Iterable[Words]) -> None:
        """Keep the words of rows."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_words (rowid, title, words, marks) VALUES (%s, %s, %s, %s)",
                [(it.row_id, *map(" ".join, (it.title, it.text, it.marks))) for it in words],
            )

    def forget(self, row_ids: Collection[int]) -> None:
        """Drop the words of rows."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_words WHERE rowid IN (SELECT value FROM json_each(%s))",
                [json.dumps(list(row_ids))],
            )

    def ranked(self, question: Question, scope: Scope, most: int) -> list[int]:
        """Return the rows that hold all words: most of them in the title first, then short ones.

        Not by bm25: it weighs a word by how many texts hold it, also those that this reader may
        not see, so the order of hers would tell of them.
        """
        words = [
            f'("{term.stem}" OR "{term.beginning}"*)' if term.beginning else f'"{term.stem}"'
            for term in question.terms
        ]
        kind, owners = scope.marks()
        marks = f'"{kind}"'
        if owners:
            marks += " AND (" + " OR ".join(f'"{owner}"' for owner in owners) + ")"
        found = f"{{title words}} : ({' AND '.join(words)}) AND marks : ({marks})"
        in_title = "(rowid IN (SELECT rowid FROM search_words WHERE search_words MATCH %s))"
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM search_words WHERE search_words MATCH %s "  # noqa: S608  ours
                f"ORDER BY {' + '.join([in_title] * len(words))} DESC, length(title), rowid "
                "LIMIT %s",
                [found, *(f"title : {word}" for word in words), most],
            )
            return [row_id for (row_id,) in cursor.fetchall()]


class Gin:
    """PostgreSQL."""

    def write(self, words: Iterable[Words]) -> None:
        """Keep the words of rows."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_words (row_id, words) VALUES (%s, %s::tsvector)",
                [(it.row_id, vector(it)) for it in words],
            )

    def forget(self, row_ids: Collection[int]) -> None:
        """Drop the words of rows."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE row_id = ANY(%s)", [list(row_ids)])

    def ranked(self, question: Question, scope: Scope, most: int) -> list[int]:
        """Return the rows that hold all words, the best first: a title counts for ten.

        `ts_rank` looks at the text itself only: what is kept from this reader does not count.
        """
        words = " & ".join(
            f"({term.stem} | {term.beginning}:*)" if term.beginning else term.stem
            for term in question.terms
        )
        kind, owners = scope.marks()
        marks = f"'@{kind}'"
        if owners:
            marks += " & (" + " | ".join(f"'@{owner}'" for owner in owners) + ")"
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT row_id FROM (SELECT row_id, words FROM search_words "
                "WHERE words @@ %s::tsquery LIMIT %s) found "
                "ORDER BY ts_rank(words, %s::tsquery) DESC, row_id LIMIT %s",
                [f"{words} & {marks}", CANDIDATES, words, most],
            )
            return [row_id for (row_id,) in cursor.fetchall()]


def vector(words: Words) -> str:
    """Write the words of a row as PostgreSQL reads them: each with its places and its weight."""
    places: dict[str, list[str]] = {}
    place = 0
    for weight, told in (("A", words.title), ("D", words.text)):
        for word in told:
            place = min(place + 1, MOST_POSITIONS)
            places.setdefault(word, []).append(f"{place}{weight}")
    told = [f"{word}:{','.join(at)}" for word, at in places.items()]
    return " ".join([*told, *(f"'@{mark}'" for mark in words.marks)])


def backend() -> Backend:
    """Return the index of the database that is used; migration 0002 makes it."""
    return Fts5() if connection.vendor == "sqlite" else Gin()
