"""Tables of living documents, and of remarks and readings on anything."""

from woonregie.foundation.documents.models.library import ImportDraft, ModelClause
from woonregie.foundation.documents.models.proposals import (
    ChangeOp,
    ChangeProposal,
    OpKind,
    Outcome,
)
from woonregie.foundation.documents.models.remarks import About, Reading, Remark
from woonregie.foundation.documents.models.works import (
    Clause,
    ClauseKind,
    ClauseRevision,
    Edition,
    EditionStatus,
    Provenance,
    Reach,
    Work,
    WorkParty,
)

__all__ = [
    "About",
    "ChangeOp",
    "ChangeProposal",
    "Clause",
    "ClauseKind",
    "ClauseRevision",
    "Edition",
    "EditionStatus",
    "ImportDraft",
    "ModelClause",
    "OpKind",
    "Outcome",
    "Provenance",
    "Reach",
    "Reading",
    "Remark",
    "Work",
    "WorkParty",
]
