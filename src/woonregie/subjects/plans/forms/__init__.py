"""Forms of the register: filter, plan, quantities, deliveries, bookings."""

from woonregie.subjects.plans.forms.deliveries import (
    ImportForm,
    ProgrammeForm,
    ProgrammeListForm,
    RealisedListForm,
)
from woonregie.subjects.plans.forms.plans import (
    PlanFilterForm,
    PlanForm,
    QuantityForm,
    day_written,
    days_query,
    end_of,
    plan_initial,
)

__all__ = [
    "ImportForm",
    "PlanFilterForm",
    "PlanForm",
    "ProgrammeForm",
    "ProgrammeListForm",
    "QuantityForm",
    "RealisedListForm",
    "day_written",
    "days_query",
    "end_of",
    "plan_initial",
]
