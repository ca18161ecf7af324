"""Why a norm or definition cannot be kept, in words."""

from woonregie.foundation.pages.errors import RefusedError


class NormError(RefusedError):
    """Base of all refusals of this room."""

    code = "norm"


class OverlappingNormError(NormError):
    """Two values of one norm would hold on one day."""

    code = "overlapping_norm"


class NormPeriodError(NormError):
    """A period that ends before it begins, or a change that begins outside the period."""

    code = "norm_period"


class NormUnitError(NormError):
    """One key counted in two units."""

    code = "norm_unit"
