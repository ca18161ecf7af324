"""Whose turn it is, and what has to be done by which day: each room registers its own.

A turn is worked out from the open thing itself each time it is asked, and is not kept: so it
cannot be stale (docs/adr/0032-rooms-point-to-things.md). Kept is only what was told.

A room writes a function and names it in its `hooks`:

    register_turns("consents", "woonregie.foundation.consents.turns.turns")

    def turns(account: Account, organisation_id: UUID, today: date) -> Iterable[Turn]: ...

`organisation_id` is that of the region: this room lies below regions and knows none. The function
itself asks what somebody may do and see there, and gives nothing that is not for her.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string

from woonregie.foundation.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that waits for this reader, or for somebody else (*aan zet*).

    Args:
        about: what waits and for whom, always written alike, so that she is told of it once:
            "consents.request:<uuid>:<uuid of the party>".
        text: what is to be done, as a sentence in the language that is active.
        url: where it can be done.
        mine: whether it waits for this reader; else she may see that it waits for another.
        due: the last day on which it can be done in time, if there is one.
        risk: whether something else goes wrong when it is not done.
    """

    about: str
    text: str
    url: str
    mine: bool
    due: date | None = None
    risk: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day before which something has to be done (*termijn*), whoever does it.

    Args:
        about: which one, always written alike: "norms.norm:<uuid>".
        text: what ends or begins on that day.
        url: where more stands about it.
        on: the day.
        source: where that is said, if it rests on a source: a `sources.Source`.
    """

    about: str
    text: str
    url: str
    on: date
    source: Any = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something with a time that stands in somebody's calendar (*afspraak in de agenda*).

    Args:
        about: which one, always written alike: "meetings.meeting:<uuid>".
        title: what it is called.
        starts_at: when it begins.
        ends_at: when it ends.
        url: where more stands about it.
        place: where it is held, or the address on line.
        sequence: how often it was changed: a calendar takes the highest.
        cancelled: whether it does not take place.
    """

    about: str
    title: str
    starts_at: datetime
    ends_at: datetime
    url: str
    place: str = ""
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A region in which somebody works, as the room of regions names it.

    Args:
        organisation_id: the organisation that the region is.
        name: what it is called.
        url: where its home page stands.
    """

    organisation_id: UUID
    name: str
    url: str


TellTurns = Callable[[Account, UUID, date], Iterable[Turn]]
TellDeadlines = Callable[[Account, UUID, date], Iterable[Deadline]]
TellOccasions = Callable[[Account, UUID, date], Iterable[Occasion]]
TellPlaces = Callable[[Account, date], Iterable[Place]]

_TURNS: dict[str, str] = {}
_DEADLINES: dict[str, str] = {}
_OCCASIONS: dict[str, str] = {}
_PLACES: dict[str, str] = {}


def register_turns(name: str, path: str) -> None:
    """Register who works out the turns of a room or subject; called from its `hooks`.

    Args:
        name: of the room: "consents". Registered again, it takes the place of the former.
        path: where the function stands; loaded when it is first asked.
    """
    _TURNS[name] = path


def register_deadlines(name: str, path: str) -> None:
    """Register who works out the deadlines of a room or subject; called from its `hooks`.

    Args:
        name: of the room: "norms". Registered again, it takes the place of the former.
        path: where the function stands; loaded when it is first asked.
    """
    _DEADLINES[name] = path


def register_occasions(name: str, path: str) -> None:
    """Register who says what stands in somebody's calendar; called from a room's `hooks`.

    Args:
        name: of the room: "meetings". Registered again, it takes the place of the former.
        path: where the function stands; loaded when it is first asked.
    """
    _OCCASIONS[name] = path


def register_places(name: str, path: str) -> None:
    """Register who says in which regions somebody works: the room of regions does.

    Args:
        name: of the room. Registered again, it takes the place of the former.
        path: where the function stands; loaded when it is first asked.
    """
    _PLACES[name] = path


def turn_tellers() -> list[TellTurns]:
    """Return all functions that give turns, by the name of their room."""
    return [import_string(path) for _name, path in sorted(_TURNS.items())]


def deadline_tellers() -> list[TellDeadlines]:
    """Return all functions that give deadlines, by the name of their room."""
    return [import_string(path) for _name, path in sorted(_DEADLINES.items())]


def occasion_tellers() -> list[TellOccasions]:
    """Return all functions that give occasions, by the name of their room."""
    return [import_string(path) for _name, path in sorted(_OCCASIONS.items())]


def places_of(account: Account, today: date) -> list[Place]:
    """Return the regions in which somebody works on a day."""
    tellers: list[TellPlaces] = [import_string(path) for _name, path in sorted(_PLACES.items())]
    return [place for tell in tellers for place in tell(account, today)]
