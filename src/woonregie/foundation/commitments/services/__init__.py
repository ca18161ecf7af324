"""Writing commitments: making them, saying what they wait for, seeing and judging them."""

from woonregie.foundation.commitments.services.conditions import (
    add_condition,
    meet_condition,
    withdraw_condition,
)
from woonregie.foundation.commitments.services.judging import judge, observe
from woonregie.foundation.commitments.services.making import (
    Wanted,
    make_commitment,
    may_replace,
    withdraw_commitment,
)
from woonregie.foundation.commitments.services.measures import (
    WantedMeasure,
    add_measure,
    add_measures,
    withdraw_measure,
)
from woonregie.foundation.commitments.services.measuring import follow, recompute

__all__ = [
    "Wanted",
    "WantedMeasure",
    "add_condition",
    "add_measure",
    "add_measures",
    "follow",
    "judge",
    "make_commitment",
    "may_replace",
    "meet_condition",
    "observe",
    "recompute",
    "withdraw_commitment",
    "withdraw_condition",
    "withdraw_measure",
]
