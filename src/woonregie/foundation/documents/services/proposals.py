"""Proposing changes, resolving what does not fit, and deciding."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.documents.errors import CircleError, ConflictError, ProposalError
from woonregie.foundation.documents.models import (
    ChangeOp,
    ChangeProposal,
    Clause,
    ClauseRevision,
    Edition,
    OpKind,
    Outcome,
    Work,
)
from woonregie.foundation.documents.permissions import PROPOSE, may_write, speaks_for
from woonregie.foundation.documents.queries.proposals import standing_ops
from woonregie.foundation.documents.queries.works import latest, tree_of
from woonregie.foundation.documents.services.acts import (
    ACCEPTED,
    PROPOSED,
    REJECTED,
    RESOLVED,
    WITHDRAWN,
    require_writer,
    tell,
)
from woonregie.foundation.documents.tree import Conflict, Tree
from woonregie.foundation.documents.values import LONGEST_NUMBER, LONGEST_TEXT, Change
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.foundation.region.access import with_merged

MOST_CHANGES = 500
LONGEST_MOTIVE = 4000


@transaction.atomic
def propose(
    *,
    by: Account | None,
    at: datetime,
    work: Work,
    organisation: Organisation,
    changes: Sequence[Change],
    motive: str = "",
    edition: Edition | None = None,
) -> ChangeProposal:
    """Propose changes to a work.

    Each holds the text on which it was written. When that text changed meanwhile the proposal is
    kept all the same: it tells that it does not fit any more, and somebody chooses.

    Args:
        by: who proposes; None is the system itself.
        at: the moment.
        work: which one.
        organisation: the party for which she speaks.
        changes: what is asked.
        motive: why.
        edition: the edition that she read; None is the newest.

    Raises:
        ForbiddenError: she does not speak for this party.
        ProposalError: nothing is asked, or too much, or a text is empty or too long.
        CircleError: a clause would stand below itself.
    """
    _require_proposer(by, work, organisation, at)
    if not changes:
        raise ProposalError(_("U wijzigde niets."))
    if len(changes) > MOST_CHANGES:
        raise ProposalError(
            _("Een voorstel heeft ten hoogste %(most)s wijzigingen.") % {"most": MOST_CHANGES}
        )
    if len(motive) > LONGEST_MOTIVE:
        raise ProposalError(_("Schrijf korter waarom u dit voorstelt."))
    now = tree_of(latest(work))
    for position, change in enumerate(changes):
        _check(change, work, now)
        _check_new(change, changes[:position])
    proposal = ChangeProposal.objects.create(
        work=work,
        edition=edition or latest(work),
        organisation=organisation,
        motive=motive.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    ops = [_op(proposal, change, position, by, at) for position, change in enumerate(changes)]
    for op, change in zip(ops, changes, strict=True):
        op.below_op = None if change.below_new is None else ops[change.below_new]
        op.after_op = None if change.after_new is None else ops[change.after_new]
    ChangeOp.objects.bulk_create(ops)
    tell(PROPOSED.name, by, at, work, proposal=proposal.pk, rows=len(changes))
    return proposal


@transaction.atomic
def resolve(
    *, by: Account | None, at: datetime, op: ChangeOp, change: Change, seen: str
) -> ChangeOp:
    """Choose what becomes of a change that does not fit any more.

    Args:
        by: who chooses: the party that proposed it, or who decides on the text.
        at: the moment.
        op: the change that does not fit.
        change: what is asked instead, on the text as it stands now; `leave` keeps that text.
        seen: the digest of the text that she saw standing; empty where no text is at stake.

    Raises:
        ForbiddenError: it is not hers.
        ProposalError: the proposal was decided on, or this change was resolved before.
        StaleVersionError: the text changed once more while she chose.
        CircleError: the clause would stand below itself.
    """
    proposal, work = op.proposal, op.proposal.work
    if not may_write(by, work, on=localdate(at)):
        _require_proposer(by, work, proposal.organisation, at)
    _lock(work)
    _require_open(proposal)
    if ChangeOp.objects.filter(instead_of=op).exists():
        raise ProposalError(_("Iemand anders loste deze botsing al op."))
    now = tree_of(latest(work))
    standing = now.standing.get(change.clause.pk) if change.clause else None
    if standing is not None and seen and standing.digest != seen:
        raise StaleVersionError(
            _("De tekst is opnieuw gewijzigd terwijl u koos. Kijk wat er nu staat."),
            base_version=seen,
            current_version=standing.digest,
        )
    if change.op != OpKind.LEAVE:
        _check(change, work, now)
    made = _op(proposal, change, op.position, by, at)
    made.instead_of = op
    made.save(force_insert=True)
    tell(RESOLVED.name, by, at, work, proposal=proposal.pk, row=made.pk)
    return made


@transaction.atomic
def accept(
    *, by: Account | None, at: datetime, proposal: ChangeProposal, answer: str = ""
) -> Edition:
    """Take a proposal over into the open edition; when none is open, the next one is opened.

    Returns:
        The edition in which it now stands.

    Raises:
        ForbiddenError: she does not decide on this work.
        ProposalError: it was decided on before.
        ConflictError: a change does not fit any more; nothing is changed.
    """
    work = proposal.work
    require_writer(by, work, at)
    _lock(work)
    _require_open(proposal)
    newest = latest(work)
    tree = tree_of(newest)
    tree.numbers |= set(work.clauses.values_list("number", flat=True))
    edition = newest
    if not newest.open:
        edition = Edition.objects.create(work=work, number=newest.number + 1, opened_at=at)
    made = _applied(tree, standing_ops(proposal), edition)
    for row in made:
        row.recorded_at, row.recorded_by = at, by
    # A clause that is new is not there yet; its revision has the number 1.
    Clause.objects.bulk_create([row.clause for row in made if row.number == 1])
    ClauseRevision.objects.bulk_create(made)
    _decide(proposal, Outcome.ACCEPTED, by, at, answer, edition)
    tell(ACCEPTED.name, by, at, work, proposal=proposal.pk, number=edition.number, rows=len(made))
    return edition


@transaction.atomic
def reject(
    *, by: Account | None, at: datetime, proposal: ChangeProposal, answer: str
) -> ChangeProposal:
    """Reject a proposal, and say why.

    Raises:
        ForbiddenError: she does not decide on this work.
        ProposalError: it was decided on before, or no word says why.
    """
    require_writer(by, proposal.work, at)
    if not answer.strip():
        raise ProposalError(_("Schrijf waarom het voorstel niet wordt overgenomen."))
    _lock(proposal.work)
    _require_open(proposal)
    _decide(proposal, Outcome.REJECTED, by, at, answer, None)
    tell(REJECTED.name, by, at, proposal.work, proposal=proposal.pk)
    return proposal


@transaction.atomic
def withdraw(*, by: Account | None, at: datetime, proposal: ChangeProposal) -> ChangeProposal:
    """Withdraw a proposal; only the party that made it can.

    Raises:
        ForbiddenError: another party made it.
        ProposalError: it was decided on before.
    """
    _require_proposer(by, proposal.work, proposal.organisation, at)
    _lock(proposal.work)
    _require_open(proposal)
    _decide(proposal, Outcome.WITHDRAWN, by, at, "", None)
    tell(WITHDRAWN.name, by, at, proposal.work, proposal=proposal.pk)
    return proposal


# ------------------------------------------------------------------ inside
def _lock(work: Work) -> None:
    """Let nobody else write in this work until this is done."""
    Work.objects.select_for_update(of=("self",)).get(pk=work.pk)


def _require_proposer(
    by: Account | None, work: Work, organisation: Organisation, at: datetime
) -> None:
    if by is None:
        return
    on = localdate(at)
    voices = {item.pk for item in speaks_for(by, work, PROPOSE, on=on)}
    # Who speaks for an organisation, speaks also for those that went up in it.
    if organisation.pk not in with_merged(voices, on=on):
        raise ForbiddenError(
            _("U spreekt in dit document niet namens deze organisatie."), permission=PROPOSE
        )


def _require_open(proposal: ChangeProposal) -> None:
    standing = ChangeProposal.objects.get(pk=proposal.pk)
    if standing.outcome is not None:
        raise ProposalError(
            _("Over dit voorstel is al beslist: %(outcome)s.")
            % {"outcome": standing.get_outcome_display()},
            outcome=standing.outcome,
        )


def _decide(
    proposal: ChangeProposal,
    outcome: str,
    by: Account | None,
    at: datetime,
    answer: str,
    into: Edition | None,
) -> None:
    proposal.outcome, proposal.decided_at, proposal.decided_by = outcome, at, by
    proposal.answer, proposal.into = answer.strip()[:LONGEST_MOTIVE], into
    proposal.save(update_fields=["outcome", "decided_at", "decided_by", "answer", "into"])


def _applied(tree: Tree, ops: Sequence[ChangeOp], edition: Edition) -> list[ClauseRevision]:
    conflicts: list[Conflict] = []
    made: list[ClauseRevision] = []
    for op in ops:
        conflict = tree.conflict(op)
        if conflict is not None:
            conflicts.append(conflict)
            continue
        row = tree.apply(op, edition)
        if row is not None:
            made.append(row)
    if conflicts:
        raise ConflictError(
            ngettext(
                "%(count)s wijziging past niet meer op de tekst. Kies eerst wat er moet staan.",
                "%(count)s wijzigingen passen niet meer op de tekst. Kies eerst wat er moet "
                "staan.",
                len(conflicts),
            )
            % {"count": len(conflicts)},
            changes=[item.op.pk for item in conflicts],
            reasons=[item.reason.value for item in conflicts],
        )
    return made


def _check(change: Change, work: Work, now: Tree) -> None:
    if change.writes and not change.text.strip():
        raise ProposalError(_("Schrijf een tekst, of stel voor de bepaling te schrappen."))
    if max(len(change.text), len(change.plain)) > LONGEST_TEXT:
        raise ProposalError(
            _("Een bepaling heeft ten hoogste %(most)s tekens. Deel haar op.")
            % {"most": LONGEST_TEXT}
        )
    for clause in (change.clause, change.parent, change.after):
        if clause is not None and clause.work_id != work.pk:
            raise ProposalError(_("Deze bepaling staat niet in dit document."))
    if change.op != OpKind.INSERT and (change.clause is None or change.base is None):
        raise ProposalError(_("Zeg op welke tekst uw wijziging geschreven is."))
    if change.base is not None and change.base.clause_id != getattr(change.clause, "pk", None):
        raise ProposalError(_("Deze tekst hoort bij een andere bepaling."))
    parent = change.parent.pk if change.parent else None
    if change.op == OpKind.MOVE and change.clause and now.inside(change.clause.pk, parent):
        raise CircleError(_("Een bepaling kan niet onder zichzelf staan."))


def _check_new(change: Change, before: Sequence[Change]) -> None:
    """Refuse what leans on a new clause that no earlier change inserts."""
    for place in (change.below_new, change.after_new):
        if place is None:
            continue
        if not 0 <= place < len(before) or before[place].op != OpKind.INSERT:
            raise ProposalError(_("De bepaling waar dit bij komt, staat niet in dit voorstel."))


def _op(
    proposal: ChangeProposal, change: Change, position: int, by: Account | None, at: datetime
) -> ChangeOp:
    new = change.op == OpKind.INSERT
    return ChangeOp(
        proposal=proposal,
        position=position,
        op=change.op,
        clause=change.clause,
        base=change.base,
        base_hash=change.base.digest if change.base else "",
        kind=change.kind if new else "",
        text=change.text.strip() if change.writes else "",
        plain=change.plain.strip() if change.writes else "",
        number=change.number[:LONGEST_NUMBER] if new else "",
        parent=change.parent,
        after=change.after,
        provenance=change.origin.provenance,
        came_from=change.origin.came_from,
        note=change.origin.note[:250],
        recorded_at=at,
        recorded_by=by,
    )
