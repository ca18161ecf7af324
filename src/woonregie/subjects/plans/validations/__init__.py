"""Checks of the register: each looks at the plans of a municipality and says what it finds."""

from woonregie.subjects.plans.validations.checks import CHECKS
from woonregie.subjects.plans.validations.found import Finding, Picture, PlanView
from woonregie.subjects.plans.validations.looking import findings, picture_of
from woonregie.subjects.plans.validations.words import in_words, remedy, titles

__all__ = [
    "CHECKS",
    "Finding",
    "Picture",
    "PlanView",
    "findings",
    "in_words",
    "picture_of",
    "remedy",
    "titles",
]
