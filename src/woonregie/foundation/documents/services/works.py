"""Beginning a work, and changing what it is called, who take part and who reads it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.documents.errors import CircleError, WorkError
from woonregie.foundation.documents.models import (
    Clause,
    ClauseRevision,
    Edition,
    Provenance,
    Reach,
    Work,
    WorkParty,
)
from woonregie.foundation.documents.ranks import spread
from woonregie.foundation.documents.services.acts import (
    CHANGED,
    OPENED,
    require_writer,
    tell,
)
from woonregie.foundation.documents.services.checking import (
    check_clauses,
    check_work,
    owned_code,
    require_beginner,
)
from woonregie.foundation.documents.tree import Line, text_digest
from woonregie.foundation.documents.values import (
    LONGEST_TERM,
    NewClause,
    Origin,
)
from woonregie.foundation.pages.errors import StaleVersionError
from woonregie.foundation.region.models import Region


@transaction.atomic
def open_work(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    kind: str,
    code: str,
    title: str,
    parties: Collection[Organisation],
    reach: str = Reach.PARTIES,
    parent: Work | None = None,
    clauses: Sequence[NewClause] = (),
    invented: bool = False,
) -> Work:
    """Begin a work with its first edition, which is open.

    Args:
        by: who begins; None is the system itself.
        at: the moment.
        region: where.
        kind: a registered kind, such as "agreement".
        code: its short name, such as "RAA-2027": the names of its clauses begin with it.
        title: what it is called.
        parties: who take part; she speaks for one of them, or for the office of the region.
        reach: who may read it beside them.
        parent: the work it belongs to.
        clauses: what the first edition says, in reading order.
        invented: whether it is an example.

    Raises:
        WorkError: no such kind, a code that is taken, no title, no party, clauses that do not fit.
        ForbiddenError: her role does not begin works of this kind, or not for these parties.
    """
    require_beginner(by, at, region, kind, parties)
    work = Work(
        region=region,
        kind=kind,
        code=owned_code(by, at, region, kind, parties, code.strip().upper()),
        title=title.strip(),
        reach=reach,
        parent=parent,
        invented=invented,
        recorded_at=at,
    )
    check_work(work, parties, at)
    if Work.objects.filter(region=region, code=work.code).exists():
        # She reads the work that has it: only her own organisation, or one she works with, could
        # have begun it under a name of hers.
        raise WorkError(_("Het kenmerk %(code)s is al in gebruik.") % {"code": work.code})
    work.save(force_insert=True)
    WorkParty.objects.bulk_create(WorkParty(work=work, organisation=item) for item in parties)
    edition = Edition.objects.create(work=work, number=1, opened_at=at)
    _write_first(by, at, edition, clauses)
    tell(OPENED.name, by, at, work, kind=kind, clauses=len(clauses))
    return work


def copied(lines: Sequence[Line]) -> list[NewClause]:
    """Return the clauses of an edition as the beginning of another work, such as the next year."""
    numbers = {line.clause.pk: line.clause.number for line in lines}
    return [
        NewClause(
            number=line.clause.number,
            text=line.revision.text,
            kind=line.clause.kind,
            plain=line.revision.plain,
            parent=numbers.get(line.revision.parent_id, "") if line.revision.parent_id else "",
            origin=Origin(Provenance.PREVIOUS, line.revision.pk, line.clause.code),
        )
        for line in lines
    ]


@transaction.atomic
def change_work(
    *,
    by: Account | None,
    at: datetime,
    work: Work,
    base_version: int,
    title: str,
    reach: str,
    parties: Collection[Organisation],
    parent: Work | None,
    remarks_until: date | None = None,
) -> Work:
    """Change what a work is called, who take part, who reads it, and what it belongs to.

    Args:
        by: who changes it; None is the system itself.
        at: the moment.
        work: which one.
        base_version: the version that she saw.
        title: what it is called.
        reach: who may read it beside the parties.
        parties: who take part.
        parent: the work it belongs to.
        remarks_until: the last day on which the parties can remark on it; None asks nothing.

    Raises:
        ForbiddenError: she does not decide on this work.
        StaleVersionError: somebody else changed it meanwhile.
        CircleError: it would belong to itself.
        WorkError: no title, no party, or a last day for remarks that is over.
    """
    require_writer(by, work, at)
    standing = Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
    if standing.version != base_version:
        raise StaleVersionError(
            _("Iemand anders wijzigde dit document terwijl u bezig was. Begin opnieuw."),
            base_version=base_version,
            current_version=standing.version,
        )
    _refuse_circle(standing, parent)
    was = _told(standing)
    standing.title, standing.reach, standing.parent = title.strip(), reach, parent
    _ask_remarks(standing, remarks_until, at)
    check_work(standing, parties, at)
    standing.version += 1
    standing.save(
        update_fields=[
            "title",
            "reach",
            "parent",
            "remarks_until",
            "remarks_asked_at",
            "version",
        ]
    )
    standing.parties.exclude(organisation__in=parties).delete()
    there = set(standing.parties.values_list("organisation_id", flat=True))
    WorkParty.objects.bulk_create(
        WorkParty(work=standing, organisation=item) for item in parties if item.pk not in there
    )
    tell(
        CHANGED.name, by, at, standing, version=standing.version, **_changed(was, _told(standing))
    )
    return standing


def _ask_remarks(work: Work, until: date | None, at: datetime) -> None:
    """Ask remarks until a day; while it runs, another day asks nothing new of who reacted."""
    if until == work.remarks_until:
        return
    if until is not None and until < localdate(at):
        raise WorkError(_("De laatste dag voor opmerkingen is al voorbij. Kies een latere dag."))
    if until is not None and until > localdate(at) + LONGEST_TERM:
        raise WorkError(_("Vraag opmerkingen tot een dag binnen tien jaar."))
    over = work.remarks_until is None or work.remarks_until < localdate(at)
    if over or until is None:
        work.remarks_asked_at = at if until else None
    work.remarks_until = until


def _told(work: Work) -> dict[str, Any]:
    """Return what the trail keeps of a work: keys and codes, no names and no words."""
    return {
        "title": work.title,
        "reach": work.reach,
        "parent": work.parent_id,
        "until": work.remarks_until,
        "parties": sorted(
            str(key) for key in work.parties.values_list("organisation_id", flat=True)
        ),
    }


def _changed(was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return which fields changed, and what they held before and now; a title is only named."""
    fields = [name for name in now if was[name] != now[name]]
    told: dict[str, Any] = {"fields": fields} if fields else {}
    for name in fields:
        if name != "title":
            told |= {f"{name}_was": was[name], name: now[name]}
    return told


def _refuse_circle(work: Work, parent: Work | None) -> None:
    # Two people who hang two works under each other at one moment wait for each other here.
    family = Work.objects.select_for_update(of=("self",)).filter(region=work.region_id)
    parents = dict(family.order_by("pk").values_list("pk", "parent_id"))
    above = parent.pk if parent else None
    while above is not None:
        if above == work.pk:
            raise CircleError(
                _("Dit document kan niet horen bij een document dat er zelf onder hangt.")
            )
        above = parents.get(above)


def _write_first(
    by: Account | None, at: datetime, edition: Edition, clauses: Sequence[NewClause]
) -> None:
    check_clauses(clauses)
    made: dict[str, Clause] = {}
    rows: list[ClauseRevision] = []
    for new, rank in zip(clauses, spread(len(clauses)), strict=True):
        clause = Clause(work=edition.work, number=new.number, kind=new.kind)
        made[new.number] = clause
        rows.append(
            ClauseRevision(
                clause=clause,
                edition=edition,
                number=1,
                parent=made[new.parent] if new.parent else None,
                rank=rank,
                text=new.text.strip(),
                plain=new.plain.strip(),
                digest=text_digest(kind=new.kind, text=new.text.strip(), plain=new.plain.strip()),
                provenance=new.origin.provenance,
                came_from=new.origin.came_from,
                note=new.origin.note[:250],
                recorded_at=at,
                recorded_by=by,
            )
        )
    Clause.objects.bulk_create(made.values(), batch_size=500)
    ClauseRevision.objects.bulk_create(rows, batch_size=500)
