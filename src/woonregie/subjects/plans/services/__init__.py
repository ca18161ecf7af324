"""Writing the register: one verb each, one transaction, the audit line last."""

from woonregie.subjects.plans.services.adopting import adopt
from woonregie.subjects.plans.services.bulk import apply_bulk
from woonregie.subjects.plans.services.imports import (
    apply_import,
    keep_look,
    look_at_list,
    preview_import,
)
from woonregie.subjects.plans.services.programme import set_programme
from woonregie.subjects.plans.services.programme_lists import (
    PROGRAMME,
    apply_programme,
    keep_programme_look,
    look_at_programme,
    preview_programme,
)
from woonregie.subjects.plans.services.reading import Asked
from woonregie.subjects.plans.services.record import change_plan, create_plan

__all__ = [
    "PROGRAMME",
    "Asked",
    "adopt",
    "apply_bulk",
    "apply_import",
    "apply_programme",
    "change_plan",
    "create_plan",
    "keep_look",
    "keep_programme_look",
    "look_at_list",
    "look_at_programme",
    "preview_import",
    "preview_programme",
    "set_programme",
]
