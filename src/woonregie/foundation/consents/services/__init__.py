"""Asking, answering, and recording what bodies decided."""

from woonregie.foundation.consents.errors import DecisionOfTomorrowError
from woonregie.foundation.consents.services.answering import (
    Given,
    answer,
    settle_reservation,
)
from woonregie.foundation.consents.services.asking import KIND, Question, ask, withdraw
from woonregie.foundation.consents.services.decisions import (
    Decided,
    note_decision,
    record_decision,
)

DECISIONS = "besluiten"
"""The kind of decisions in search."""

__all__ = [
    "DECISIONS",
    "KIND",
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
