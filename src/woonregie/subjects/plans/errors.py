"""What the register refuses, each with the sentence for the person."""

from woonregie.foundation.pages.errors import RefusedError


class PlanError(RefusedError):
    """Base of all that the register refuses."""

    code = "plan_refused"


class NegativeQuantityError(PlanError):
    """A quantity below zero."""

    code = "negative_quantity"


class OverAllocatedError(PlanError):
    """Types, tenures or prices add up to more than the total of their period."""

    code = "over_allocated"


class UnknownCellError(PlanError):
    """A quantity of a class or period that cannot be."""

    code = "unknown_cell"


class BeforePlanError(PlanError):
    """A plan cannot hold before the municipality or the calendar does."""

    code = "date_refused"


class UnknownPlanError(PlanError):
    """A number or key that belongs to no plan, or to a plan of somebody else."""

    code = "unknown_plan"
    status = 404


class DuplicateRowError(PlanError):
    """The same plan stands twice in one list."""

    code = "duplicate_row"


class ChangedMeanwhileError(PlanError):
    """Something else stands than what somebody agreed to."""

    code = "changed_meanwhile"
    status = 409
