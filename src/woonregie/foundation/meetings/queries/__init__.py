"""Reading meetings."""

from woonregie.foundation.meetings.queries.meetings import (
    Shown,
    Standing,
    agenda_of,
    backlog_for,
    best_of,
    dated,
    documents_due,
    may_withdraw,
    open_backlog,
    poll_of,
    visible_actions,
    visible_backlog,
    visible_meetings,
    visible_outcomes,
)
from woonregie.foundation.meetings.queries.people import invited_to, speakers_at

__all__ = [
    "Shown",
    "Standing",
    "agenda_of",
    "backlog_for",
    "best_of",
    "dated",
    "documents_due",
    "invited_to",
    "may_withdraw",
    "open_backlog",
    "poll_of",
    "speakers_at",
    "visible_actions",
    "visible_backlog",
    "visible_meetings",
    "visible_outcomes",
]
