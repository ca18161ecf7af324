"""Collections that this server offers; each room brings its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.module_loading import import_string

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.region.models import Region


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks of a collection.

    Args:
        account: who asks.
        region: the region of the address.
        today: the day of asking.
        starts_on: first day of the period that is asked.
        ends_on: its last day; the same for one day.
        known_on: as known at this moment; None is now.
        area: what features must touch, as a shapely geometry in RD metres; None is anywhere.
        filters: property -> the value that it must have.
        identifier: of the one feature that is asked; empty is all.
        after: cursor of the page before this one.
        limit: most features on a page.
    """

    account: Account
    region: Region
    today: date
    starts_on: date
    ends_on: date
    known_on: datetime | None = None
    area: Any = None
    filters: Mapping[str, str] = field(default_factory=dict)
    identifier: str = ""
    after: str | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the map; its geometry is WKB in RD, or None where nobody knows it."""

    identifier: str
    geometry: bytes | None
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """One page of features, how many answer in all, and the cursor of the next page."""

    features: Sequence[Feature]
    matched: int
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A property that can be asked for.

    Args:
        about: what it is, for the specification.
        values: what it may be; empty is whatever the pattern allows.
        pattern: a regular expression for the whole value.
    """

    about: str
    values: Sequence[str] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """Features of one kind.

    Args:
        name: how it stands in the address.
        title: how a person calls it.
        about: a sentence of explanation.
        properties: property -> its JSON schema, in the order of the columns.
        filters: property -> how it can be asked for.
        find: answers a question.
    """

    name: str
    title: str
    about: str
    properties: Mapping[str, Mapping[str, Any]]
    filters: Mapping[str, Filter]
    find: Callable[[Question], Batch]


_registered: dict[str, str] = {}


def register_collection(name: str, place: str) -> None:
    """Offer a collection.

    Args:
        name: how it stands in the address.
        place: dotted path to its `Collection`; not everything that starts needs to load it.
    """
    _registered[name] = place


def collections() -> list[Collection]:
    """Return every collection, by name."""
    return [import_string(_registered[name]) for name in sorted(_registered)]


def collection_named(name: str) -> Collection | None:
    """Return the collection with a name, if there is one."""
    found: Collection | None = import_string(_registered[name]) if name in _registered else None
    return found
