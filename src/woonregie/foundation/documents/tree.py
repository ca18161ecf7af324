"""The clauses of one state of a work, in reading order, and what a change would do to them.

Both the question "would this proposal fit?" and the act of accepting it use this, so the answer
on the page is what happens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.digest import digest
from woonregie.foundation.documents.models import (
    ChangeOp,
    Clause,
    ClauseKind,
    ClauseRevision,
    Edition,
    OpKind,
)
from woonregie.foundation.documents.ranks import between


@dataclass(frozen=True, slots=True)
class Line:
    """One clause as it stands in an edition; the outermost clauses have depth 0."""

    revision: ClauseRevision
    depth: int

    @property
    def clause(self) -> Clause:
        """The clause itself."""
        return self.revision.clause

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.clause.kind == ClauseKind.HEADING


class Reason(TextChoices):
    """Why a change does not fit any more."""

    TEXT = "text", _("De tekst is intussen gewijzigd.")
    GONE = "gone", _("Deze bepaling is intussen geschrapt.")
    MOVED = "moved", _("Deze bepaling is intussen verplaatst.")
    PLACE = "place", _("De plaats waar dit zou komen is er niet meer.")
    CHILDREN = "children", _("Onder deze bepaling staan nog andere bepalingen.")
    CIRCLE = "circle", _("Deze bepaling zou onder zichzelf komen te staan.")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that does not fit, with what it was written on and what stands now."""

    op: ChangeOp
    reason: Reason
    base: ClauseRevision | None
    theirs: ClauseRevision | None


def text_digest(*, kind: str, text: str, plain: str, gone: bool = False) -> str:
    """Return what tells one text of a clause from another; its place is no part of it."""
    return digest({"kind": kind, "text": text, "plain": plain, "gone": gone})


class Tree:
    """The clauses of a work as they stand, by key; also those that are gone."""

    def __init__(self, revisions: Iterable[ClauseRevision], numbers: Iterable[str] = ()) -> None:
        self.standing: dict[UUID, ClauseRevision] = {item.clause_id: item for item in revisions}
        self.numbers = set(numbers) | {item.clause.number for item in self.standing.values()}
        self.made: dict[UUID, Clause] = {}
        """The clauses that changes inserted, by the change."""

    # -------------------------------------------------------------- reading
    def children(self, parent_id: UUID | None) -> list[ClauseRevision]:
        """Return what stands right below a clause, in order; None is the top."""
        found = [
            item
            for item in self.standing.values()
            if item.parent_id == parent_id and not item.gone
        ]
        return sorted(found, key=_place)

    def _below(self) -> dict[UUID | None, list[ClauseRevision]]:
        found: dict[UUID | None, list[ClauseRevision]] = {}
        for item in self.standing.values():
            if not item.gone:
                found.setdefault(item.parent_id, []).append(item)
        for items in found.values():
            items.sort(key=_place)
        return found

    def lines(self) -> list[Line]:
        """Return the clauses in reading order."""
        below = self._below()
        found: list[Line] = []
        waiting = [Line(item, 0) for item in reversed(below.get(None, []))]
        while waiting:
            line = waiting.pop()
            found.append(line)
            inside = below.get(line.revision.clause_id, [])
            waiting += [Line(item, line.depth + 1) for item in reversed(inside)]
        return found

    def stands(self, clause_id: UUID | None) -> bool:
        """Return whether a clause is there; the top always is."""
        if clause_id is None:
            return True
        item = self.standing.get(clause_id)
        return item is not None and not item.gone

    def inside(self, clause_id: UUID, other_id: UUID | None) -> bool:
        """Return whether the other clause is this one, or stands somewhere below it."""
        seen: set[UUID] = set()
        while other_id is not None and other_id not in seen:
            if other_id == clause_id:
                return True
            seen.add(other_id)
            item = self.standing.get(other_id)
            other_id = item.parent_id if item else None
        return False

    # -------------------------------------------------------------- what does not fit
    def conflict(self, op: ChangeOp) -> Conflict | None:
        """Return why a change does not fit, if it does not."""
        theirs = self.standing.get(op.clause_id) if op.clause_id else None
        tests = {
            OpKind.REPLACE: self._replaced,
            OpKind.DELETE: self._deleted,
            OpKind.MOVE: self._moved,
            OpKind.INSERT: self._inserted,
        }
        test = tests.get(OpKind(op.op))
        reason = test(op, theirs) if test else None
        return Conflict(op, reason, op.base, theirs) if reason else None

    def _replaced(self, op: ChangeOp, theirs: ClauseRevision | None) -> Reason | None:
        if theirs is None or theirs.digest == op.base_hash or _says_so(theirs, op):
            return None
        return Reason.GONE if theirs.gone else Reason.TEXT

    def _deleted(self, op: ChangeOp, theirs: ClauseRevision | None) -> Reason | None:
        if theirs is None or theirs.gone:
            return None
        if theirs.digest != op.base_hash:
            return Reason.TEXT
        return Reason.CHILDREN if self.children(op.clause_id) else None

    def _moved(self, op: ChangeOp, theirs: ClauseRevision | None) -> Reason | None:
        if theirs is None or theirs.gone:
            return Reason.GONE
        if op.clause_id and self.inside(op.clause_id, op.parent_id):
            return Reason.CIRCLE
        base = op.base
        if base and (base.parent_id, base.rank) != (theirs.parent_id, theirs.rank):
            return Reason.MOVED
        return self._inserted(op, theirs)

    def _inserted(self, op: ChangeOp, _theirs: ClauseRevision | None) -> Reason | None:
        leans_on = {op.below_op_id, op.after_op_id} - {None}
        parent, after = self._where(op)
        if not leans_on <= self.made.keys() or not self.stands(parent.pk if parent else None):
            return Reason.PLACE
        if after is None:
            return None
        beside = {item.clause_id for item in self._beside(op)}
        return None if after.pk in beside else Reason.PLACE

    def _where(self, op: ChangeOp) -> tuple[Clause | None, Clause | None]:
        """Return under which clause and after which one something comes, also if these are new."""
        below = self.made.get(op.below_op_id) if op.below_op_id else None
        after = self.made.get(op.after_op_id) if op.after_op_id else None
        return below or op.parent, after or op.after

    def _beside(self, op: ChangeOp) -> list[ClauseRevision]:
        """Return the clauses among which something comes, in order."""
        parent, _after = self._where(op)
        found = self.children(parent.pk if parent else None)
        return [item for item in found if item.clause_id != op.clause_id]

    # -------------------------------------------------------------- what it does
    def apply(self, op: ChangeOp, edition: Edition) -> ClauseRevision | None:
        """Put a change that fits in place; return the revision to be kept, None when none is."""
        new = op.op == OpKind.INSERT
        made = self._insert(op, edition) if new else self._change(op, edition)
        if made is not None:
            self.standing[made.clause_id] = made
        return made

    def _insert(self, op: ChangeOp, edition: Edition) -> ClauseRevision:
        clause = Clause(work_id=edition.work_id, number=self._free_number(op), kind=op.kind)
        clause.work = edition.work
        self.numbers.add(clause.number)
        self.made[op.pk] = clause
        return self._revision(clause, edition, op, 1, op.text, op.plain)

    def _change(self, op: ChangeOp, edition: Edition) -> ClauseRevision | None:
        now = self.standing.get(op.clause_id) if op.clause_id else None
        if now is None or op.op == OpKind.LEAVE:
            return None
        if op.op == OpKind.REPLACE:
            if _says_so(now, op):
                return None
            made = self._revision(now.clause, edition, op, now.number + 1, op.text, op.plain)
            made.parent, made.rank = now.parent, now.rank
            if not self.stands(made.parent_id):
                made.parent = None
            return made
        made = self._revision(now.clause, edition, op, now.number + 1, now.text, now.plain)
        made.provenance, made.came_from, made.note = now.provenance, now.came_from, now.note
        if op.op == OpKind.DELETE:
            if now.gone:
                return None
            made.parent, made.rank, made.gone = now.parent, now.rank, True
            made.digest = text_digest(
                kind=now.clause.kind, text=now.text, plain=now.plain, gone=True
            )
        return made

    def _revision(
        self, clause: Clause, edition: Edition, op: ChangeOp, number: int, text: str, plain: str
    ) -> ClauseRevision:
        placed = op.op in {OpKind.INSERT, OpKind.MOVE}
        return ClauseRevision(
            clause=clause,
            edition=edition,
            number=number,
            parent=self._where(op)[0] if placed else None,
            rank=self._rank(op) if placed else "",
            text=text,
            plain=plain,
            digest=text_digest(kind=clause.kind, text=text, plain=plain),
            provenance=op.provenance,
            came_from=op.came_from,
            note=op.note,
            proposal=op.proposal,
        )

    def _rank(self, op: ChangeOp) -> str:
        beside, after = self._beside(op), self._where(op)[1]
        key = after.pk if after else None
        at = next((at + 1 for at, item in enumerate(beside) if item.clause_id == key), 0)
        low = beside[at - 1].rank if at else ""
        high = beside[at].rank if at < len(beside) else ""
        return between(low, high)

    def _free_number(self, op: ChangeOp) -> str:
        """Return a number that was never used: the one asked, "3.4" at the end, "3.2a" between."""
        if op.number and op.number not in self.numbers:
            return op.number
        parent, after = self._where(op)
        beside = self._beside(op)
        if after is not None and beside[-1].clause_id != after.pk:
            return _lettered(after.number, self.numbers)
        front = f"{parent.number}." if parent is not None else ""
        last = 0
        for number in self.numbers:
            rest = number.removeprefix(front)
            if number.startswith(front) and rest.isascii() and rest.isdigit():
                last = max(last, int(rest))
        return f"{front}{last + 1}"


def _place(item: ClauseRevision) -> tuple[str, str]:
    return item.rank, item.clause.number


def _says_so(now: ClauseRevision, op: ChangeOp) -> bool:
    return not now.gone and (now.text, now.plain) == (op.text, op.plain)


def _lettered(number: str, taken: set[str]) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    ends = [f"{first}{second}" for first in ("", *letters) for second in letters]
    free = (f"{number}{end}" for end in ends if f"{number}{end}" not in taken)
    return next(free, f"{number}-{len(taken)}")
