"""Pages of commitments."""

from woonregie.foundation.commitments.views.lists import listed
from woonregie.foundation.commitments.views.records import detail, evidence
from woonregie.foundation.commitments.views.writing import (
    add,
    add_one_condition,
    add_one_measure,
    drop_condition,
    drop_measure,
    give_value,
    judge_it,
    meet,
    withdraw,
)

__all__ = [
    "add",
    "add_one_condition",
    "add_one_measure",
    "detail",
    "drop_condition",
    "drop_measure",
    "evidence",
    "give_value",
    "judge_it",
    "listed",
    "meet",
    "withdraw",
]
