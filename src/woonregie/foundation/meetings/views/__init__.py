"""Pages of meetings."""

from woonregie.foundation.meetings.views.agendas import (
    agenda,
    deliver,
    document,
    from_backlog,
    move,
    remove,
)
from woonregie.foundation.meetings.views.lists import (
    actions,
    backlog,
    decisions,
    finish,
    meetings,
    withdraw_backlog,
)
from woonregie.foundation.meetings.views.minutes import close, minutes, notes, outcome
from woonregie.foundation.meetings.views.planning import (
    calendar,
    cancel,
    change,
    choose,
    detail,
    invite,
    plan,
    poll,
    series,
)

__all__ = [
    "actions",
    "agenda",
    "backlog",
    "calendar",
    "cancel",
    "change",
    "choose",
    "close",
    "decisions",
    "deliver",
    "detail",
    "document",
    "finish",
    "from_backlog",
    "invite",
    "meetings",
    "minutes",
    "move",
    "notes",
    "outcome",
    "plan",
    "poll",
    "remove",
    "series",
    "withdraw_backlog",
]
