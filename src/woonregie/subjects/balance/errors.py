"""What this room refuses."""

from woonregie.foundation.pages.errors import RefusedError


class BalanceError(RefusedError):
    """Base of all that the balance refuses."""

    code = "balance_refused"


class NotComparableError(BalanceError):
    """Net beside gross, or another period: a bridge is needed, not a ratio."""

    code = "not_comparable"


class PeriodError(BalanceError):
    """A period that ends before it begins, or is too long to mean anything."""

    code = "period_refused"


class BasisError(BalanceError):
    """Neither net nor gross."""

    code = "basis_refused"


class LeverError(BalanceError):
    """Something that was filled in cannot be read; a file is not made on a guess."""

    code = "lever_refused"


class NobodyCountsError(BalanceError):
    """No municipality of the question counts in totals."""

    code = "nobody_counts"


class NotInTotalsError(BalanceError):
    """A fictitious municipality, or one of another region, has no statement."""

    code = "not_in_totals"
    status = 404
