"""Sources that not everybody may see: the room that makes them says who may."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import get_callable

from woonregie.foundation.accounts.models import Account

Keys = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Reserved:
    """A kind of sources that is kept from some.

    Args:
        name: of the kind, such as "plans.delivered".
        keys: gives the keys of all sources of this kind; or where that function stands.
        readable: gives the keys of those that somebody may see on a day; or where it stands.
    """

    name: str
    keys: Callable[[], Keys] | str
    readable: Callable[[Account, date], Keys] | str

    def all_keys(self) -> Keys:
        """Return the keys of all sources of this kind."""
        found: Keys = get_callable(self.keys)()
        return found

    def keys_for(self, account: Account, on: date) -> Keys:
        """Return the keys of those that somebody may see on a day."""
        found: Keys = get_callable(self.readable)(account, on)
        return found


_RESERVED: dict[str, Reserved] = {}


def reserve(kind: Reserved) -> None:
    """Keep a kind of sources from whoever may not see them; called from a room's `hooks`."""
    _RESERVED[kind.name] = kind


def reserved() -> list[Reserved]:
    """Return every kind that is kept from some."""
    return list(_RESERVED.values())
