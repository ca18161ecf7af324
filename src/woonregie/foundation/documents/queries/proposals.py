"""Reading proposals: what they ask, and whether it still fits."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from woonregie.foundation.documents.models import (
    ChangeOp,
    ChangeProposal,
    Edition,
    ModelClause,
    Work,
)
from woonregie.foundation.documents.queries.works import latest, tree_of
from woonregie.foundation.documents.tree import Conflict, Tree
from woonregie.foundation.region.models import Region


def proposals_for(work: Work, *, waiting: bool | None = None) -> QuerySet[ChangeProposal]:
    """Return the proposals to change a work, the newest first.

    Args:
        work: which one.
        waiting: True for those on which nobody decided, False for the others, None for all.
    """
    found = work.proposals.select_related("organisation", "edition", "recorded_by", "decided_by")
    if waiting is not None:
        found = found.filter(outcome__isnull=waiting)
    return found.order_by("-recorded_at", "-pk")


def standing_ops(proposal: ChangeProposal) -> list[ChangeOp]:
    """Return the changes of a proposal in order; a resolved one is replaced by its solution."""
    found = proposal.ops.select_related(
        "clause", "base", "parent", "after", "proposal", "below_op", "after_op"
    ).filter(resolved_by__isnull=True)
    return list(found.order_by("position"))


@dataclass(frozen=True, slots=True)
class Fit:
    """How a proposal fits on the text as it stands: its changes, and those that do not fit."""

    edition: Edition
    ops: list[ChangeOp]
    conflicts: dict[UUID, Conflict]
    tree: Tree

    @property
    def outdated(self) -> bool:
        """Whether a newer edition stands than the one on which it was written."""
        return any(op.proposal.edition_id != self.edition.pk for op in self.ops[:1])


def fit_of(proposal: ChangeProposal) -> Fit:
    """Return how a proposal fits, as if it were accepted now."""
    edition, ops = latest(proposal.work), standing_ops(proposal)
    now = tree_of(edition)
    trial = Tree(now.standing.values(), now.numbers)
    conflicts: dict[UUID, Conflict] = {}
    for op in ops:
        found = trial.conflict(op)
        if found is None:
            trial.apply(op, edition)
        else:
            conflicts[op.pk] = found
    return Fit(edition, ops, conflicts, now)


def model_clauses(region: Region) -> QuerySet[ModelClause]:
    """Return the model clauses of a region that were not withdrawn, by name."""
    return ModelClause.objects.filter(region=region, withdrawn_at__isnull=True).order_by(
        "title", "pk"
    )
