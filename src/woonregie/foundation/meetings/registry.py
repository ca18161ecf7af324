"""What can come of a meeting: rooms and subjects register who handles which outcome."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.meetings.models import AgendaItem
from woonregie.foundation.search.pointing import Pointer


@dataclass(frozen=True, slots=True)
class Said:
    """What was said at a meeting, as a handler gets it.

    Args:
        by: who writes the minutes; None is the system itself.
        at: now.
        item: the agenda item; its meeting tells who took part.
        text: what was agreed, in words.
        fields: what the form of this kind asks beside the text.
        invented: whether it is an example.
    """

    by: Account | None
    at: datetime
    item: AgendaItem
    text: str
    fields: Mapping[str, Any]
    invented: bool = False


Handle = Callable[[Said], Pointer | None]


@dataclass(frozen=True, slots=True)
class OutcomeKind:
    """A registered kind of outcome.

    Args:
        name: "decision".
        title: what it is called on the page.
        path: where its handler stands; it makes the thing, in the transaction of the outcome, and
            returns a pointer to it, or None when search does not know it.
        form: where the form stands that asks more than the text; none asks nothing more. It is
            made with `meeting`, `account` and `today` beside what every form gets.
    """

    name: str
    title: Promise
    path: str
    form: str = ""

    def handle(self, said: Said) -> Pointer | None:
        """Make what came of it."""
        handler: Handle = import_string(self.path)
        return handler(said)


_KINDS: dict[str, OutcomeKind] = {}


def register_outcome(name: str, title: Promise, path: str, form: str = "") -> None:
    """Register who handles a kind of outcome; called from a room's or subject's `hooks`."""
    _KINDS[name] = OutcomeKind(name, title, path, form)


def outcome_kinds() -> list[OutcomeKind]:
    """Return all registered kinds, in the order in which they were registered."""
    return list(_KINDS.values())


def outcome_named(name: str) -> OutcomeKind | None:
    """Return a registered kind, or None."""
    return _KINDS.get(name)
