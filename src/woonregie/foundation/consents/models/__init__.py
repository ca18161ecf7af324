"""What is kept: decisions of bodies, what is asked of parties, and what they answer."""

from woonregie.foundation.consents.models.answering import (
    Answer,
    Body,
    Reply,
    ReservationOutcome,
)
from woonregie.foundation.consents.models.asking import Consent, Readers, Request, Withdrawal
from woonregie.foundation.consents.models.decisions import Decision

__all__ = [
    "Answer",
    "Body",
    "Consent",
    "Decision",
    "Readers",
    "Reply",
    "Request",
    "ReservationOutcome",
    "Withdrawal",
]
