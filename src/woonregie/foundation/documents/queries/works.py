"""Reading works: which somebody may read, their editions, and what an edition says."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from woonregie.foundation.accounts.models import Account, Role
from woonregie.foundation.documents.models import (
    Clause,
    ClauseRevision,
    Edition,
    EditionStatus,
    Reach,
    Work,
    WorkParty,
)
from woonregie.foundation.documents.tree import Line, Tree
from woonregie.foundation.region.access import here, reads_widely, works_for
from woonregie.foundation.region.models import Region

LONGEST_EDITION = 7
"""So many digits the number of an edition has at most."""


def visible_works(account: Account, region: Region, *, today: date) -> QuerySet[Work]:
    """Return the works of a region that somebody may read on a day.

    People of the parties, the office of the region, and as wide as was said.
    """
    found = Work.objects.filter(region=region)
    if any(item.role == Role.REGION_SECRETARY for item in here(account, region, today)):
        return found
    hers = WorkParty.objects.filter(organisation__in=works_for(account, region, today))
    reads = Q(pk__in=hers.values("work"))
    wide = reads_widely(account, region, today)
    return found.filter(reads | Q(reach=Reach.REGION) if wide else reads)


def work_for(account: Account, region: Region, code: str, *, today: date) -> Work:
    """Return a work by its code.

    Raises:
        Work.DoesNotExist: no such work, or not for this reader; the answer does not tell which.
    """
    found = visible_works(account, region, today=today)
    work: Work = found.select_related("region__organisation").get(code=code)
    return work


# ------------------------------------------------------------------ editions
def edition_named(account: Account, region: Region, name: str, *, today: date) -> Edition | None:
    """Return the edition that a name such as "RAA-2027:2" stands for; None when she reads none."""
    code, _sep, number = name.rpartition(":")
    if not number.isascii() or not number.isdigit() or len(number) > LONGEST_EDITION:
        return None
    found = Edition.objects.filter(
        work__in=visible_works(account, region, today=today), work__code=code, number=int(number)
    )
    return found.select_related("work__region__organisation").first()


def latest(work: Work) -> Edition:
    """Return the newest edition, open or not."""
    found: Edition = work.editions.order_by("-number")[0]
    return found


def edition_on(work: Work, day: date) -> Edition | None:
    """Return the edition that is in force on a day, None when none is."""
    return in_force(work.editions.all(), day)


def in_force(editions: Iterable[Edition], day: date) -> Edition | None:
    """Return which of the editions of one work is in force on a day: the last that began.

    When that one has ended, no earlier one comes back.
    """
    begun = [
        item
        for item in editions
        if item.adopted_at is not None and item.starts_on is not None and item.starts_on <= day
    ]
    if not begun:
        return None
    last = max(begun, key=lambda item: (item.starts_on or date.min, item.number))
    return last if last.holds_on(day) else None


def status_on(edition: Edition, editions: Collection[Edition], day: date) -> EditionStatus:
    """Return what an edition is on a day, given all editions of its work."""
    if edition.frozen_at is None:
        return EditionStatus.DRAFT
    if edition.adopted_at is None or edition.starts_on is None:
        later = any(item.number > edition.number for item in editions)
        return EditionStatus.ENDED if later else EditionStatus.FROZEN
    if edition.starts_on > day:
        return EditionStatus.ADOPTED
    standing = in_force(editions, day)
    if standing is not None and standing.pk == edition.pk:
        return EditionStatus.IN_FORCE
    over = edition.ends_before is not None and edition.ends_before <= day
    return EditionStatus.ENDED if over else EditionStatus.REPLACED


# ------------------------------------------------------------------ what it says
def tree_of(edition: Edition, *, known_on: datetime | None = None) -> Tree:
    """Return the clauses of an edition as they stand, also those that are gone.

    Args:
        edition: which one.
        known_on: as it stood at this moment; None is now.
    """
    found = (
        ClauseRevision.objects.filter(
            clause__work=edition.work_id, edition__number__lte=edition.number
        )
        .select_related("clause")
        .order_by("clause_id", "number")
    )
    if known_on is not None:
        found = found.filter(recorded_at__lte=known_on)
    return Tree(found)


def contents(edition: Edition, *, known_on: datetime | None = None) -> list[Line]:
    """Return the clauses of an edition in reading order."""
    lines = tree_of(edition, known_on=known_on).lines()
    for line in lines:
        # Its stable name begins with the code of the work, which is known here.
        line.clause.work = edition.work
    return lines


def history_of(clause: Clause) -> QuerySet[ClauseRevision]:
    """Return the revisions of a clause, the newest first."""
    return (
        clause.revisions.select_related("edition", "parent", "recorded_by", "proposal")
        .select_related("proposal__organisation")
        .order_by("-number")
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """A work in a list: its newest edition, what is in force, how many proposals wait."""

    work: Work
    newest: Edition
    status: EditionStatus
    standing: Edition | None
    proposals: int


def shelves(works: Iterable[Work], *, today: date) -> list[Shelf]:
    """Return works as a list shows them."""
    works = list(works)
    editions: dict[UUID, list[Edition]] = {}
    keys = [work.pk for work in works]
    for edition in Edition.objects.filter(work__in=keys).order_by("number"):
        editions.setdefault(edition.work_id, []).append(edition)
    waiting = dict(
        Work.objects.filter(pk__in=keys, proposals__outcome__isnull=True)
        .order_by()
        .annotate(waiting=Count("proposals"))
        .values_list("pk", "waiting")
    )
    return [
        Shelf(
            work,
            editions[work.pk][-1],
            status_on(editions[work.pk][-1], editions[work.pk], today),
            in_force(editions[work.pk], today),
            waiting.get(work.pk, 0),
        )
        for work in works
    ]
