"""Reading the register: plans on a day as known then, quantities, arrays for the engines."""

from woonregie.subjects.plans.queries.arrays import (
    CapacityArrays,
    ProgrammeArrays,
    capacity_arrays,
    programme_arrays,
)
from woonregie.subjects.plans.queries.holdings import Holding, holdings, with_totals
from woonregie.subjects.plans.queries.versions import (
    plan_history,
    plan_numbered,
    versions_on,
    visible_plans,
)

__all__ = [
    "CapacityArrays",
    "Holding",
    "ProgrammeArrays",
    "capacity_arrays",
    "holdings",
    "plan_history",
    "plan_numbered",
    "programme_arrays",
    "versions_on",
    "visible_plans",
    "with_totals",
]
