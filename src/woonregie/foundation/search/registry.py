"""What can be searched: each room registers its kinds, and says itself who may see what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.models import Event
from woonregie.foundation.region.models import Region


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as it can be found.

    Args:
        target_id: its key.
        owner_id: the organisation whose it is; None is of all regions.
        title: what stands in the list of what was found.
        line: the second line: number, place.
        text: what else it is found by.
        argument: what its address needs, such as the number of a plan.
        on: the day it speaks of, if any.
        state: tells one state of the thing from another, such as a digest of its clauses; empty
            is what stands here itself.
    """

    target_id: UUID
    owner_id: UUID | None
    title: str
    line: str = ""
    text: str = ""
    argument: str = ""
    on: date | None = None
    state: str = ""

    def digest(self) -> str:
        """Return what tells the thing as it is now from what it was or will be."""
        told = self.state or [self.title, self.line, self.text, self.on]
        return digest([str(self.target_id), told])


class Kind(Protocol):
    """One kind of things that can be found: a room writes these six."""

    def keys(self) -> Iterable[UUID]:
        """Return the keys of all things of this kind."""
        ...

    def rows(self, keys: Collection[UUID], today: date) -> Iterable[Row]:
        """Return things as they can be found; what is no longer there is left out."""
        ...

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those of the keys that somebody may see in a region on a day."""
        ...

    def owners(self, account: Account, region: Region, today: date) -> frozenset[UUID] | None:
        """Return the owners outside whose things somebody sees none; None when that is unsure.

        What is not hers then takes no place among the best: `visible` decides all the same.
        """
        ...

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the things of which an act may have changed what is found."""
        ...

    def address(self, region: str, argument: str) -> str:
        """Return where a thing can be read, in the region with this slug."""
        ...


@dataclass(frozen=True, slots=True)
class Searchable:
    """A registered kind: its name, its heading, and where it is made."""

    name: str
    title: Promise
    path: str

    def kind(self) -> Kind:
        """Return the kind itself; loaded when it is first asked."""
        found: Kind = import_string(self.path)
        return found


_REGISTERED: dict[str, Searchable] = {}


def register_searchable(name: str, title: Promise, path: str) -> None:
    """Make a kind of things findable; called from a room's `hooks`.

    Args:
        name: the name of the kind, as it stands in an address: "plannen".
        title: the heading above what was found.
        path: where the `Kind` stands.
    """
    _REGISTERED[name] = Searchable(name, title, path)


def searchables() -> list[Searchable]:
    """Return all registered kinds, by name; plans come before their sources and norms."""
    return sorted(_REGISTERED.values(), key=lambda item: (item.name != "plannen", item.name))
