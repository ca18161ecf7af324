"""Forms of the register: filter, plan, quantities, deliveries, bookings."""

from woonregie.subjects.plans.forms.columns import ColumnsForm
from woonregie.subjects.plans.forms.deliveries import (
    ImportForm,
    ProgrammeForm,
    ProgrammeListForm,
    RealisedListForm,
)
from woonregie.subjects.plans.forms.filters import (
    PlanFilterForm,
    day_written,
    days_query,
    end_of,
)
from woonregie.subjects.plans.forms.plans import PlanForm, plan_initial
from woonregie.subjects.plans.forms.quantities import QuantityForm

__all__ = [
    "ColumnsForm",
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
