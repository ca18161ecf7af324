"""What is kept: decisions of bodies, what is asked of parties, and what they answer and sign."""

from woonregie.foundation.consents.models.answering import (
    Answer,
    Body,
    Reply,
    ReservationOutcome,
)
from woonregie.foundation.consents.models.asking import (
    Consent,
    Extension,
    Readers,
    Request,
    Withdrawal,
)
from woonregie.foundation.consents.models.decisions import Decision
from woonregie.foundation.consents.models.signing import Signature, SignatureMethod, TrustRoot

__all__ = [
    "Answer",
    "Body",
    "Consent",
    "Decision",
    "Extension",
    "Readers",
    "Reply",
    "Request",
    "ReservationOutcome",
    "Signature",
    "SignatureMethod",
    "TrustRoot",
    "Withdrawal",
]
