"""What somebody may read of what was asked, answered and decided."""

from woonregie.foundation.consents.queries.decisions import visible_decisions
from woonregie.foundation.consents.queries.requests import (
    Party,
    State,
    about,
    state_of,
    states_in,
    visible_requests,
)
from woonregie.foundation.consents.queries.signing import (
    all_roots,
    signatures_on,
    trusted_now,
    verified,
    verified_request,
)

__all__ = [
    "Party",
    "State",
    "about",
    "all_roots",
    "signatures_on",
    "state_of",
    "states_in",
    "trusted_now",
    "verified",
    "verified_request",
    "visible_decisions",
    "visible_requests",
]
