"""Sources that not everybody may see: the room that makes them says who may."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from woonregie.foundation.accounts.models import Account

Keys = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Reserved:
    """A kind of sources that is kept from some.

    Args:
        name: of the kind, such as "plans.delivered".
        keys: gives the keys of all sources of this kind.
        readable: gives the keys of those that somebody may see on a day.
    """

    name: str
    keys: Callable[[], Keys]
    readable: Callable[[Account, date], Keys]


_RESERVED: dict[str, Reserved] = {}


def reserve(kind: Reserved) -> None:
    """Keep a kind of sources from whoever may not see them; called from a room's `hooks`."""
    _RESERVED[kind.name] = kind


def reserved() -> list[Reserved]:
    """Return every kind that is kept from some."""
    return list(_RESERVED.values())
