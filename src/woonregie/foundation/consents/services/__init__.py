"""Asking, answering, signing, and recording what bodies decided."""

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
from woonregie.foundation.consents.services.extending import extend
from woonregie.foundation.consents.services.signing import (
    MAY_SIGN,
    sign_by_decision,
    sign_digitally,
    sign_on_paper,
)
from woonregie.foundation.consents.services.trusting import end_trust, trust

DECISIONS = "besluiten"
"""The kind of decisions in search."""

__all__ = [
    "DECISIONS",
    "KIND",
    "MAY_SIGN",
    "Decided",
    "DecisionOfTomorrowError",
    "Given",
    "Question",
    "answer",
    "ask",
    "end_trust",
    "extend",
    "note_decision",
    "record_decision",
    "settle_reservation",
    "sign_by_decision",
    "sign_digitally",
    "sign_on_paper",
    "trust",
    "withdraw",
]
