"""A text that was taken in becomes a proposal to change a work that is there."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.documents.errors import ProposalError
from woonregie.foundation.documents.matching import Matched, changes, fingerprint, match
from woonregie.foundation.documents.models import (
    ChangeProposal,
    ImportDraft,
    Provenance,
    Work,
)
from woonregie.foundation.documents.queries.works import contents, latest
from woonregie.foundation.documents.services.acts import CORRECTED
from woonregie.foundation.documents.services.proposals import propose
from woonregie.foundation.documents.services.taking_in import hers, numbers_of, tell_of
from woonregie.foundation.documents.splitting import split
from woonregie.foundation.documents.tree import Line
from woonregie.foundation.documents.values import LONGEST_NUMBER, Origin
from woonregie.foundation.pages.errors import StaleVersionError


def matched(draft: ImportDraft, lines: list[Line]) -> Matched:
    """Return which clause of a text is which clause of its work, with what somebody chose."""
    return match(lines, split(draft.text, known=numbers_of(draft.work)).clauses, draft.choices)


@transaction.atomic
def choose(
    *,
    by: Account,
    at: datetime,
    draft: ImportDraft,
    choices: Mapping[str, str],
    base_version: int,
) -> ImportDraft:
    """Keep which clause of the text is which clause of the work, where somebody said otherwise.

    Args:
        by: who took the text in.
        at: the moment.
        draft: the text.
        choices: number in the text -> number in the work; empty is a new clause.
        base_version: of the text that she saw.

    Raises:
        ForbiddenError: somebody else took it in.
        ProposalError: no such clause in the work, or one that was chosen twice.
        StaleVersionError: it was corrected in another window meanwhile.
    """
    standing = hers(by, draft, at, base_version)
    lines = contents(latest(_work(standing)))
    there = {line.clause.number for line in lines}
    kept = dict(standing.choices)
    for one in matched(standing, lines).matches:
        choice = choices.get(one.new.number)
        if choice is None or choice == (one.line.clause.number if one.line else ""):
            continue
        if choice and choice not in there:
            raise ProposalError(
                _("Er is geen bepaling %(number)s.") % {"number": choice[:LONGEST_NUMBER]}
            )
        kept[one.new.number] = choice
    there_now = {one.new.number for one in matched(standing, lines).matches}
    kept = {number: choice for number, choice in kept.items() if number in there_now}
    twice = [number for number, count in Counter(kept.values()).items() if number and count > 1]
    if twice:
        raise ProposalError(
            _("U koos bepaling %(number)s twee keer.") % {"number": twice[0]}, clauses=twice
        )
    if kept == standing.choices:
        return standing
    standing.choices, standing.version = kept, standing.version + 1
    standing.save(update_fields=["choices", "version"])
    tell_of(CORRECTED.name, by, at, standing, version=standing.version)
    return standing


@transaction.atomic
def propose_text(
    *,
    by: Account,
    at: datetime,
    draft: ImportDraft,
    organisation: Organisation,
    motive: str,
    remove: bool,
    base_version: int,
    seen: str,
) -> ChangeProposal:
    """Propose what a text asks of its work: one change for each clause that reads otherwise.

    Args:
        by: who took the text in.
        at: the moment.
        draft: the text.
        organisation: the party for which she speaks.
        motive: why.
        remove: whether the clauses that the text does not have are to go.
        base_version: of the text that she saw.
        seen: the fingerprint of the work that she saw.

    Raises:
        ForbiddenError: somebody else took it in, or she does not speak for this party.
        ProposalError: the text asks nothing, or more than one proposal can hold.
        StaleVersionError: the text or the work changed while she looked.
    """
    standing = hers(by, draft, at, base_version)
    work = Work.objects.select_for_update(of=("self",)).get(pk=_work(standing).pk)
    edition = latest(work)
    lines = contents(edition)
    if fingerprint(lines) != seen:
        raise StaleVersionError(
            _("Het document is gewijzigd terwijl u keek. Kijk wat er nu staat."),
            base_version=seen,
            current_version=fingerprint(lines),
        )
    origin = Origin(Provenance.TAKEN_IN, None, standing.file.name)
    made = propose(
        by=by,
        at=at,
        work=work,
        organisation=organisation,
        changes=changes(matched(standing, lines), lines, remove=remove, origin=origin),
        motive=motive,
        edition=edition,
    )
    standing.proposed_as = made
    standing.save(update_fields=["proposed_as"])
    return made


def _work(draft: ImportDraft) -> Work:
    if draft.work is None:
        raise ProposalError(_("Deze tekst hoort niet bij een document dat er al is."))
    return draft.work
