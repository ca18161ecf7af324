"""Forms of commitments: making one, measuring it, what it waits for, and judging it."""

from woonregie.foundation.commitments.forms.asking import CommitmentFilter
from woonregie.foundation.commitments.forms.making import CommitmentForm, ReplacementForm
from woonregie.foundation.commitments.forms.measures import MeasureForm, measure_rows
from woonregie.foundation.commitments.forms.saying import (
    ConditionForm,
    JudgementForm,
    MetForm,
    ValueForm,
    WhyForm,
)

__all__ = [
    "CommitmentFilter",
    "CommitmentForm",
    "ConditionForm",
    "JudgementForm",
    "MeasureForm",
    "MetForm",
    "ReplacementForm",
    "ValueForm",
    "WhyForm",
    "measure_rows",
]
