"""What is handed to the services: clauses that are new, and changes that somebody asks for."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from woonregie.foundation.documents.models import (
    Clause,
    ClauseKind,
    ClauseRevision,
    OpKind,
    Provenance,
)

LONGEST_TEXT = 20_000
"""So many characters a clause holds at most."""
LONGEST_NUMBER = 30
"""So many characters the number of a clause has at most."""
LONGEST_PASTED = 1_000_000
"""So many characters somebody pastes at most: some 300 pages."""
MOST_CLAUSES = 10_000
"""So many clauses a work holds at most."""
LONGEST_TERM = timedelta(days=3653)
"""So long before, at most, remarks are asked until a day."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where words come from: how, from which row, and in which words."""

    provenance: str = Provenance.WRITTEN
    came_from: UUID | None = None
    note: str = ""


HERE = Origin()


@dataclass(frozen=True, slots=True)
class NewClause:
    """A clause of a new work.

    Args:
        number: "3.2"; once in a work.
        text: in markdown.
        kind: what it does.
        plain: the same in plain language; empty when the text is plain enough.
        parent: the number of the clause it stands under, which comes before it; empty is none.
        origin: where the words come from.
    """

    number: str
    text: str
    kind: str = ClauseKind.AGREEMENT
    plain: str = ""
    parent: str = ""
    origin: Origin = HERE


@dataclass(frozen=True, slots=True)
class Change:
    """One change that somebody asks for.

    Args:
        op: what is done.
        clause: to which clause; None for a new one.
        base: the revision on which the change was written; None for a new one.
        text: the new text.
        plain: the new text in plain language.
        kind: of a new clause.
        parent: where a new or moved clause comes to stand; None is at the top.
        after: the clause that stands before it there; None is first.
        number: which number a new clause gets if nobody ever had it.
        below_new: which change before this one inserts the clause under which it comes.
        after_new: which change before this one inserts the clause that stands before it.
        origin: where the words come from.
    """

    op: str
    clause: Clause | None = None
    base: ClauseRevision | None = None
    text: str = ""
    plain: str = ""
    kind: str = ClauseKind.AGREEMENT
    parent: Clause | None = None
    after: Clause | None = None
    number: str = ""
    below_new: int | None = None
    after_new: int | None = None
    origin: Origin = HERE

    @property
    def writes(self) -> bool:
        """Whether it brings text of its own."""
        return self.op in {OpKind.REPLACE, OpKind.INSERT}
