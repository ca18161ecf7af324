"""What this room refuses."""

from woonregie.foundation.pages.errors import RefusedError


class CommitmentError(RefusedError):
    """A commitment that cannot be made or changed as asked."""

    code = "commitment_refused"


class CircleError(CommitmentError):
    """Commitments that would wait for each other for ever."""

    code = "condition_circle"


class MeasureError(CommitmentError):
    """A measure that cannot be: metric, unit, target, path or scope."""

    code = "measure_refused"


class ObservationError(CommitmentError):
    """A value that cannot be kept for a measure."""

    code = "observation_refused"


class AlreadyWithdrawnError(CommitmentError):
    """It was taken back before."""

    code = "already_withdrawn"
