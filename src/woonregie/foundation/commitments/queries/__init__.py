"""Reading commitments: who may, how they stand, what they wait for."""

from woonregie.foundation.commitments.queries.readable import (
    parties_of,
    readable,
    with_result,
)
from woonregie.foundation.commitments.queries.standing import (
    Standing,
    aim_of,
    circle_of,
    conditions_of,
    last_observations,
    live_measures,
    scope_of,
    standing_in,
)

__all__ = [
    "Standing",
    "aim_of",
    "circle_of",
    "conditions_of",
    "last_observations",
    "live_measures",
    "parties_of",
    "readable",
    "scope_of",
    "standing_in",
    "with_result",
]
