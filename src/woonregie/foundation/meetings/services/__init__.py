"""Planning, polling, inviting, the agenda, and the minutes that become outcomes."""

from woonregie.foundation.meetings.services.agendas import (
    Point,
    add_document,
    add_item,
    add_to_backlog,
    move_item,
    remove_item,
    require_deliverer,
    withdraw_from_backlog,
)
from woonregie.foundation.meetings.services.inviting import cancel_meeting, invite
from woonregie.foundation.meetings.services.minutes import (
    close_meeting,
    finish_action,
    keep_notes,
    record_outcome,
)
from woonregie.foundation.meetings.services.planning import (
    Details,
    change_meeting,
    plan_meeting,
    start_series,
)
from woonregie.foundation.meetings.services.polling import answer_poll, choose_date

__all__ = [
    "Details",
    "Point",
    "add_document",
    "add_item",
    "add_to_backlog",
    "answer_poll",
    "cancel_meeting",
    "change_meeting",
    "choose_date",
    "close_meeting",
    "finish_action",
    "invite",
    "keep_notes",
    "move_item",
    "plan_meeting",
    "record_outcome",
    "remove_item",
    "require_deliverer",
    "start_series",
    "withdraw_from_backlog",
]
