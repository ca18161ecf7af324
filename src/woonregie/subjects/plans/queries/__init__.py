"""Reading the register: plans on a day as known then, quantities, arrays for the engines."""

from woonregie.subjects.plans.queries.arrays import (
    STATUSES,
    CapacityArrays,
    ProgrammeArrays,
    capacity_arrays,
    programme_arrays,
    programmes_of,
)
from woonregie.subjects.plans.queries.deliveries import (
    open_imports,
    plans_to_mend,
    visible_imports,
)
from woonregie.subjects.plans.queries.filters import PlanFilter, Summary, order_of, summary
from woonregie.subjects.plans.queries.holdings import Holding, holdings, with_totals
from woonregie.subjects.plans.queries.versions import (
    plan_history,
    plan_numbered,
    versions_on,
    visible_plans,
)

__all__ = [
    "STATUSES",
    "CapacityArrays",
    "Holding",
    "PlanFilter",
    "ProgrammeArrays",
    "Summary",
    "capacity_arrays",
    "holdings",
    "open_imports",
    "order_of",
    "plan_history",
    "plan_numbered",
    "plans_to_mend",
    "programme_arrays",
    "programmes_of",
    "summary",
    "versions_on",
    "visible_imports",
    "visible_plans",
    "with_totals",
]
