"""What is planned, polled, put on the agenda, and what came of it."""

from woonregie.foundation.meetings.models.agendas import (
    AgendaDocument,
    AgendaItem,
    BacklogItem,
    Dealt,
    Purpose,
)
from woonregie.foundation.meetings.models.outcomes import ActionItem, Outcome
from woonregie.foundation.meetings.models.planning import (
    DateOption,
    Meeting,
    MeetingKind,
    MeetingState,
    PollAnswer,
    Reach,
    Series,
    Suits,
)

__all__ = [
    "ActionItem",
    "AgendaDocument",
    "AgendaItem",
    "BacklogItem",
    "DateOption",
    "Dealt",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "Outcome",
    "PollAnswer",
    "Purpose",
    "Reach",
    "Series",
    "Suits",
]
