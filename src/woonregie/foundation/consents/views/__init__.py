"""Pages of requests for consent and of decisions."""

from woonregie.foundation.consents.views.answers import answer, evidence, settle
from woonregie.foundation.consents.views.decisions import (
    decision,
    decision_file,
    decisions,
    note,
)
from woonregie.foundation.consents.views.requests import ask, detail, file, requests, withdraw

__all__ = [
    "answer",
    "ask",
    "decision",
    "decision_file",
    "decisions",
    "detail",
    "evidence",
    "file",
    "note",
    "requests",
    "settle",
    "withdraw",
]
