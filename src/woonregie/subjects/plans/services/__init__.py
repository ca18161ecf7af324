"""Writing the register: one verb each, one transaction, the audit line last."""

from woonregie.subjects.plans.services.bulk import apply_bulk
from woonregie.subjects.plans.services.imports import apply_import, preview_import
from woonregie.subjects.plans.services.programme import set_programme
from woonregie.subjects.plans.services.record import change_plan, create_plan

__all__ = [
    "apply_bulk",
    "apply_import",
    "change_plan",
    "create_plan",
    "preview_import",
    "set_programme",
]
