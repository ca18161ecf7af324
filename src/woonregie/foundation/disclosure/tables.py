"""Tables that are published: each subject registers its own, as sums of atoms.

What a table shows of secrets has to be weighed together with every other table that somebody can
lay beside it, so none is published that does not stand here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import Promise


class Atom(NamedTuple):
    """The smallest part that two numbers can share: what a thing has in one year.

    The value belongs to it: what did not change between two dates is one atom, because a reader
    may know that it did not change.
    """

    thing: UUID
    part: str
    year: int
    value: int


class Key(NamedTuple):
    """Which number: of what table, of what area, counted how."""

    table: str
    area: str
    key: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What the numbers of a publication count.

    Args:
        scope_id: the organisation that publishes.
        on: the reference date.
        known_on: as known at this moment.
        things: those that count.
        terms: what was laid down when it was published: areas, definitions, years.
    """

    scope_id: UUID
    on: date
    known_on: datetime
    things: Collection[UUID]
    terms: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table that is published.

    Args:
        name: how the numbers name it.
        title: what people call it.
        terms: scope and reference date -> what has to be laid down, as JSON, so that the same
            numbers can be worked out again later.
        numbers: what is counted -> (area, key, atoms) of each number, also of those of nothing.
        dear: terms -> groups of (area, key) that only help when all of a group are shown.
    """

    name: str
    title: Promise
    terms: Callable[[UUID, date], Mapping[str, Any]]
    numbers: Callable[[Counted], Sequence[tuple[str, str, frozenset[Atom]]]]
    dear: Callable[[Mapping[str, Any]], Sequence[Sequence[tuple[str, str]]]] = lambda _terms: ()


_TABLES: dict[str, PublishedTable] = {}


def register_table(table: PublishedTable) -> None:
    """Register a table; called from a subject's hooks."""
    _TABLES[table.name] = table


def registered_tables() -> Mapping[str, PublishedTable]:
    """Return every table that is published, by name."""
    return _TABLES
