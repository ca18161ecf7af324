"""Kinds of works: a subject registers its own, with the roles that may decide on their texts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of works, such as an agreement.

    Args:
        name: as it stands in the database.
        title: what it is called.
        writers: the roles that may begin one, and decide on changes, for a party or the office.
    """

    name: str
    title: Promise
    writers: frozenset[str]


_KINDS: dict[str, WorkKind] = {}


def register_kind(name: str, title: Promise, *, writers: Iterable[str]) -> None:
    """Make a kind of works known; called from a room's `hooks`.

    Args:
        name: a slug, such as "agreement".
        title: what it is called on the screen.
        writers: the roles that may decide on its text; what each role may is still for
            `documents.write` to say.
    """
    _KINDS[name] = WorkKind(name, title, frozenset(writers))


def all_kinds() -> list[WorkKind]:
    """Return every kind, by name on the screen."""
    return sorted(_KINDS.values(), key=lambda kind: str(kind.title))


def kind_named(name: str) -> WorkKind | None:
    """Return a kind; None when nobody registered it (any more)."""
    return _KINDS.get(name)
