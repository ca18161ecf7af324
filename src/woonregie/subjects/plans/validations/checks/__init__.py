"""The checks themselves, by what they look at."""

from collections.abc import Mapping

from woonregie.subjects.plans.validations.checks import (
    changes,
    names,
    places,
    quantities,
    statuses,
)
from woonregie.subjects.plans.validations.found import Check

CHECKS: Mapping[str, Check] = {
    **quantities.CHECKS,
    **places.CHECKS,
    **statuses.CHECKS,
    **names.CHECKS,
    **changes.CHECKS,
}
"""Code of a `ValidationRule` -> the check that looks."""
