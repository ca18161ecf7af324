"""Beginning a work, changing who reads it, freezing and adopting its editions."""

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.documents.errors import CircleError, EditionError, WorkError
from woonregie.foundation.documents.models import (
    Clause,
    ClauseRevision,
    Edition,
    Provenance,
    Reach,
    Work,
    WorkParty,
)
from woonregie.foundation.documents.permissions import may_begin
from woonregie.foundation.documents.queries.works import contents, latest
from woonregie.foundation.documents.ranks import spread
from woonregie.foundation.documents.registry import kind_named
from woonregie.foundation.documents.services.acts import (
    ADOPTED,
    CHANGED,
    FROZEN,
    OPENED,
    require_writer,
    tell,
)
from woonregie.foundation.documents.tree import Line, text_digest
from woonregie.foundation.documents.values import (
    LONGEST_NUMBER,
    LONGEST_TEXT,
    MOST_CLAUSES,
    NewClause,
    Origin,
)
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in

_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_NUMBER = re.compile(r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*")
LONGEST_CODE = 40
SHORTEST_CODE = 2


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
    _require_beginner(by, at, region, kind, parties)
    work = Work(
        region=region,
        kind=kind,
        code=code.strip().upper(),
        title=title.strip(),
        reach=reach,
        parent=parent,
        invented=invented,
        recorded_at=at,
    )
    _check(work, parties, at)
    if Work.objects.filter(region=region, code=work.code).exists():
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
) -> Work:
    """Change what a work is called, who take part, who reads it, and what it belongs to.

    Raises:
        ForbiddenError: she does not decide on this work.
        StaleVersionError: somebody else changed it meanwhile.
        CircleError: it would belong to itself.
        WorkError: no title or no party.
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
    standing.title, standing.reach, standing.parent = title.strip(), reach, parent
    _check(standing, parties, at)
    standing.version += 1
    standing.save(update_fields=["title", "reach", "parent", "version"])
    standing.parties.exclude(organisation__in=parties).delete()
    there = set(standing.parties.values_list("organisation_id", flat=True))
    WorkParty.objects.bulk_create(
        WorkParty(work=standing, organisation=item) for item in parties if item.pk not in there
    )
    tell(CHANGED.name, by, at, standing, version=standing.version)
    return standing


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


# ------------------------------------------------------------------ editions
@transaction.atomic
def freeze(*, by: Account | None, at: datetime, work: Work) -> Edition:
    """Freeze the open edition, so that it can be laid before the parties; it changes no more.

    Returns:
        The frozen edition, with the digest by which it is recognised.

    Raises:
        ForbiddenError: she does not decide on this work.
        EditionError: no edition is open, or nothing stands in it.
    """
    require_writer(by, work, at)
    Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
    edition = latest(work)
    if not edition.open:
        raise EditionError(
            _("Er is geen editie in bewerking. Neem eerst een voorstel over."),
            edition=edition.number,
        )
    found = digest_of(edition)
    if found is None:
        raise EditionError(_("Er staat nog niets in deze editie."), edition=edition.number)
    edition.frozen_at, edition.digest = at, found
    edition.save(update_fields=["frozen_at", "digest"])
    tell(FROZEN.name, by, at, work, number=edition.number, digest=found)
    return edition


def digest_of(edition: Edition) -> str | None:
    """Return the digest of what an edition says, None when it says nothing.

    It stands for the words, their order and their numbers: the same text has the same digest.
    """
    lines = contents(edition)
    if not lines:
        return None
    numbers = {line.clause.pk: line.clause.number for line in lines}
    said = [
        [
            line.clause.number,
            line.clause.kind,
            numbers.get(line.revision.parent_id) if line.revision.parent_id else None,
            line.revision.text,
            line.revision.plain,
        ]
        for line in lines
    ]
    return digest({"work": edition.work.code, "edition": edition.number, "clauses": said})


@transaction.atomic
def adopt(
    *,
    by: Account | None,
    at: datetime,
    work: Work,
    starts_on: date,
    decided: str,
    ends_before: date | None = None,
) -> Edition:
    """Adopt the newest edition: it is frozen if it was not, and holds from a day on.

    What was in force until then is replaced by it; nothing of it is touched.

    Args:
        by: who records it; None is the system itself.
        at: the moment.
        work: which one.
        starts_on: the day from which it holds.
        decided: who adopted it, and when: "bestuurlijk overleg, 10 december 2014".
        ends_before: the day on which it ends; None is until another one begins.

    Raises:
        ForbiddenError: she does not decide on this work.
        EditionError: adopted already, nobody named who adopted it, or a period that cannot be.
    """
    require_writer(by, work, at)
    Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
    edition = latest(work)
    if edition.adopted_at is not None:
        raise EditionError(
            _("Editie %(number)s is al vastgesteld.") % {"number": edition.number},
            edition=edition.number,
        )
    if not decided.strip():
        raise EditionError(_("Schrijf wie deze editie vaststelde, en wanneer."))
    if ends_before is not None and ends_before <= starts_on:
        raise EditionError(_("De einddag moet na de begindag liggen."))
    before = work.editions.filter(adopted_at__isnull=False).order_by("-starts_on").first()
    if before is not None and before.starts_on is not None and before.starts_on > starts_on:
        raise EditionError(
            _("Editie %(number)s geldt al vanaf een latere dag. Kies een dag daarna.")
            % {"number": before.number},
            starts_on=before.starts_on,
        )
    if edition.open:
        edition = freeze(by=by, at=at, work=work)
    edition.adopted_at, edition.starts_on, edition.ends_before = at, starts_on, ends_before
    edition.decided = decided.strip()[:250]
    edition.save(update_fields=["adopted_at", "starts_on", "ends_before", "decided"])
    tell(
        ADOPTED.name,
        by,
        at,
        work,
        number=edition.number,
        digest=edition.digest,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    return edition


# ------------------------------------------------------------------ what is checked
def _require_beginner(
    by: Account | None,
    at: datetime,
    region: Region,
    kind: str,
    parties: Collection[Organisation],
) -> None:
    known = kind_named(kind)
    if known is None:
        raise WorkError(_("Deze soort document kennen wij niet."), kind=kind)
    if by is None:
        return
    hers = {item.pk for item in may_begin(by, region, known, on=localdate(at))}
    if not hers:
        raise ForbiddenError(
            _("Met uw rol begint u geen document van deze soort."), permission="documents.write"
        )
    if region.organisation_id not in hers and hers.isdisjoint({item.pk for item in parties}):
        raise ForbiddenError(
            _("Neem uw eigen organisatie op bij de partijen."), permission="documents.write"
        )


def _check(work: Work, parties: Collection[Organisation], at: datetime) -> None:
    if not work.title:
        raise WorkError(_("Geef het document een titel."))
    if not SHORTEST_CODE <= len(work.code) <= LONGEST_CODE or not _CODE.fullmatch(work.code):
        raise WorkError(
            _("Een kenmerk bestaat uit letters, cijfers en streepjes, zoals RAA-2027.")
        )
    if work.reach not in Reach.values:
        raise WorkError(_("Kies wie dit document mag lezen."))
    if not parties:
        raise WorkError(_("Kies ten minste één partij."))
    there = organisations_in([work.region_id], on=localdate(at)).values_list("pk", flat=True)
    outside = {item.pk for item in parties} - {*there, work.region.organisation_id}
    if outside:
        raise WorkError(_("Een partij moet meedoen in deze regio."))
    if work.parent is not None and work.parent.region_id != work.region_id:
        raise WorkError(_("Een document hoort bij een document van dezelfde regio."))


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


def check_clauses(clauses: Sequence[NewClause]) -> None:
    """Refuse clauses that cannot make a work, and say which.

    Raises:
        WorkError: too many, a number twice, a number or text that is too long, a parent that does
            not come before.
    """
    if len(clauses) > MOST_CLAUSES:
        raise WorkError(
            _("Een document heeft ten hoogste %(most)s bepalingen. Dit zijn er %(count)s.")
            % {"most": MOST_CLAUSES, "count": len(clauses)}
        )
    seen: set[str] = set()
    for new in clauses:
        wrong = _wrong_with(new, seen)
        if wrong:
            raise WorkError(wrong, clause=new.number)
        seen.add(new.number)


def _wrong_with(new: NewClause, seen: Collection[str]) -> str:
    about = {"number": new.number[:LONGEST_NUMBER]}
    if len(new.number) > LONGEST_NUMBER or not _NUMBER.fullmatch(new.number):
        return _("Het nummer %(number)s is geen nummer van een bepaling, zoals 3.2.") % about
    if new.number in seen:
        return _("Het nummer %(number)s staat er twee keer.") % about
    if new.parent and new.parent not in seen:
        return _("Bepaling %(number)s staat onder een bepaling die er nog niet is.") % about
    if not new.text.strip():
        return _("Bepaling %(number)s heeft geen tekst.") % about
    if max(len(new.text), len(new.plain)) > LONGEST_TEXT:
        return _("Bepaling %(number)s is te lang. Deel haar op.") % about
    return ""
