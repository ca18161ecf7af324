"""Forms of the register: filter, plan, quantities, deliveries, bookings."""

from woonregie.subjects.plans.forms.plans import (
    ImportForm,
    PlanFilterForm,
    PlanForm,
    ProgrammeForm,
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
    "QuantityForm",
    "day_written",
    "days_query",
    "end_of",
    "plan_initial",
]
