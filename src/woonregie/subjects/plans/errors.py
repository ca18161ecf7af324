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


class RowsRefusedError(PlanError):
    """Some of many plans were changed meanwhile, or say what cannot be."""

    code = "rows_refused"
    status = 409


class BeforePlanError(PlanError):
    """A plan cannot hold before the municipality or the calendar does."""

    code = "date_refused"


class UnknownPlanError(PlanError):
    """A number or key that belongs to no plan, or to a plan of somebody else."""

    code = "unknown_plan"
    status = 404


class NotForYouError(PlanError):
    """A list speaks of plans that are kept from who delivers it."""

    code = "not_for_you"
    status = 403


class DuplicateRowError(PlanError):
    """The same plan stands twice in one list."""

    code = "duplicate_row"


class TooManyTakenError(PlanError):
    """More homes than the plan has left; a balance never goes below zero."""

    code = "too_many_taken"


class NotBalancedError(PlanError):
    """An exchange or transfer of which the two sides differ."""

    code = "not_balanced"


class AlreadyCorrectedError(PlanError):
    """A posting that was corrected before, or that is a correction itself."""

    code = "already_corrected"


class OfAListError(PlanError):
    """A posting of a whole list, which cannot be undone from one of its plans."""

    code = "of_a_list"


class AlreadyInForceError(PlanError):
    """A write-down that is in force, or was withdrawn."""

    code = "already_in_force"


class DecisionNeededError(PlanError):
    """Something that only a decision of a body can carry."""

    code = "decision_needed"


class RelationError(PlanError):
    """A relation that cannot be: of one plan, in a circle, or over a border where it may not."""

    code = "relation_refused"


class AlreadyEndedError(PlanError):
    """Something that was ended, taken away or replaced before."""

    code = "already_ended"


class ChangedMeanwhileError(PlanError):
    """Something else stands than what somebody agreed to."""

    code = "changed_meanwhile"
    status = 409
