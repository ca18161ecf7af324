"""Asking, answering, and recording what bodies decided."""

from woonregie.foundation.consents.errors import DecisionOfTomorrowError
from woonregie.foundation.consents.services.answering import (
    Given,
    answer,
    settle_reservation,
)
from woonregie.foundation.consents.services.asking import Question, ask, withdraw
from woonregie.foundation.consents.services.decisions import (
    Decided,
    note_decision,
    record_decision,
)

__all__ = [
    "Decided",
    "DecisionOfTomorrowError",
    "Given",
    "Question",
    "answer",
    "ask",
    "note_decision",
    "record_decision",
    "settle_reservation",
    "withdraw",
]
