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

__all__ = [
    "Party",
    "State",
    "about",
    "state_of",
    "states_in",
    "visible_decisions",
    "visible_requests",
]
