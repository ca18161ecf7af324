"""What other rooms have to say beside a thing, on the page of a room that does not know them.

The page of an edition shows who agreed with it and on which agenda it stands; consents and
meetings stand above or beside documents, so they register here what they have to say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One line beside a thing: words, and where to read on; `act` makes it a button."""

    text: str
    url: str = ""
    act: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What page asks: of whom, in which region, about what.

    Args:
        account: who reads.
        region: where; the region itself, not its name in an address.
        kind: the kind of the thing, as search names it: "documenten".
        key: which one.
        today: the day on which she reads.
    """

    account: Any
    region: Any
    kind: str
    key: UUID
    today: date


Tell = Callable[[Asked], Sequence[Line]]
_TOLD: dict[str, tuple[int, Promise, Tell]] = {}


def register_beside(name: str, place: int, heading: Promise, tell: Tell) -> None:
    """Register what a room says beside things.

    Args:
        name: of the room.
        place: lower stands first.
        heading: above its lines.
        tell: gives the lines that this reader may see; none shows nothing.
    """
    _TOLD[name] = (place, heading, tell)


def beside(asked: Asked) -> list[tuple[str, Sequence[Line]]]:
    """Return the headings with their lines, those without lines left out."""
    told = [
        (str(heading), tell(asked)) for _place, heading, tell in sorted(_TOLD.values(), key=_at)
    ]
    return [(heading, lines) for heading, lines in told if lines]


def _at(told: tuple[int, Promise, Tell]) -> int:
    return told[0]
