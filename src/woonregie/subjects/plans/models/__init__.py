"""Tables of the plan register."""

from woonregie.subjects.plans.models.codes import (
    CATEGORIES,
    Account,
    Breakdown,
    DwellingType,
    LocationKind,
    MovementKind,
    PlanningStatus,
    PriceClass,
    ProjectPhase,
    Segment,
    Tenure,
)
from woonregie.subjects.plans.models.imports import ImportState, PlanImport, PlanKey
from woonregie.subjects.plans.models.ledger import Movement, Posting
from woonregie.subjects.plans.models.plan import Plan, PlanVersion
from woonregie.subjects.plans.models.programme import BuildingProgramme

__all__ = [
    "CATEGORIES",
    "Account",
    "Breakdown",
    "BuildingProgramme",
    "DwellingType",
    "ImportState",
    "LocationKind",
    "Movement",
    "MovementKind",
    "Plan",
    "PlanImport",
    "PlanKey",
    "PlanVersion",
    "PlanningStatus",
    "Posting",
    "PriceClass",
    "ProjectPhase",
    "Segment",
    "Tenure",
]
