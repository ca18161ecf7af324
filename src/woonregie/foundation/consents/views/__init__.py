"""Pages of requests for consent and of decisions."""

from woonregie.foundation.consents.views.answers import answer, evidence, settle
from woonregie.foundation.consents.views.decisions import (
    decision,
    decision_file,
    decisions,
    note,
)
from woonregie.foundation.consents.views.requests import (
    ask,
    detail,
    extend,
    file,
    requests,
    withdraw,
)
from woonregie.foundation.consents.views.signing import (
    end_root,
    roots,
    sign,
    signatures,
    signed_file,
    verify,
)

__all__ = [
    "answer",
    "ask",
    "decision",
    "decision_file",
    "decisions",
    "detail",
    "end_root",
    "evidence",
    "extend",
    "file",
    "note",
    "requests",
    "roots",
    "settle",
    "sign",
    "signatures",
    "signed_file",
    "verify",
    "withdraw",
]
