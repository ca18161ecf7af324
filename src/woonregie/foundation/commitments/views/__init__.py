"""Pages of commitments."""

from woonregie.foundation.commitments.views.lists import listed
from woonregie.foundation.commitments.views.records import detail, evidence
from woonregie.foundation.commitments.views.writing import (
    add,
    add_one_condition,
    add_some_measures,
    drop_condition,
    drop_measure,
    give_value,
    judge_it,
    meet,
    replace,
    withdraw,
)

__all__ = [
    "add",
    "add_one_condition",
    "add_some_measures",
    "detail",
    "drop_condition",
    "drop_measure",
    "evidence",
    "give_value",
    "judge_it",
    "listed",
    "meet",
    "replace",
    "withdraw",
]
