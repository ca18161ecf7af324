"""Reading: works, editions and clauses, proposals, remarks and readings."""

from woonregie.foundation.documents.queries.proposals import (
    Fit,
    fit_of,
    model_clauses,
    proposals_for,
    standing_ops,
)
from woonregie.foundation.documents.queries.reactions import asking, reacted
from woonregie.foundation.documents.queries.remarks import (
    open_counts,
    readings_of,
    remarks_on,
)
from woonregie.foundation.documents.queries.works import (
    Shelf,
    contents,
    edition_named,
    edition_on,
    history_of,
    in_force,
    latest,
    shelves,
    status_on,
    tree_of,
    visible_works,
    work_for,
)

__all__ = [
    "Fit",
    "Shelf",
    "asking",
    "contents",
    "edition_named",
    "edition_on",
    "fit_of",
    "history_of",
    "in_force",
    "latest",
    "model_clauses",
    "open_counts",
    "proposals_for",
    "reacted",
    "readings_of",
    "remarks_on",
    "shelves",
    "standing_ops",
    "status_on",
    "tree_of",
    "visible_works",
    "work_for",
]
