"""Realisation without typing: building changes become proposals, and proposals postings."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import numpy as np
import shapely
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import lineage
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.errors import PlanError, UnknownPlanError
from woonregie.subjects.plans.models import (
    BuildingChange,
    ChangeKind,
    MovementKind,
    Plan,
    PostingProposal,
    ProposalState,
)
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.queries.versions import versions_on
from woonregie.subjects.plans.queries.withheld import withheld
from woonregie.subjects.plans.services.ledger import book_event
from woonregie.subjects.plans.values import SeenChange

BOOKED_AS = {
    ChangeKind.BUILT: MovementKind.REALISATION,
    ChangeKind.ADDED: MovementKind.REALISATION,
    ChangeKind.DEMOLISHED: MovementKind.DEMOLITION,
    ChangeKind.WITHDRAWN: MovementKind.WITHDRAWAL,
}
NEAR_METRES = 25.0
"""A home this close to a plan's area is taken for a home of that plan: doors lie at the edge."""


class DecidedError(PlanError):
    """A proposal that was approved or rejected before."""

    code = "already_decided"


@transaction.atomic
def take_in_changes(
    *,
    by: Person | None,
    at: datetime,
    municipality: Municipality,
    changes: Sequence[SeenChange],
    source: Source,
) -> Mapping[str, int]:
    """Keep building changes that are not known yet, and propose the postings that follow.

    Changes of one plan, kind and quarter are one proposal. A change that lies in no plan is
    proposed without a plan, for a person to choose one or to reject it with a reason.

    Args:
        by: who delivers; None is the system itself.
        at: the moment of recording.
        municipality: where they happened.
        changes: what the file tells.
        source: where it comes from.

    Returns:
        "fresh" changes, "known" ones, "proposals", and "unmatched" homes, as if plans that are
        kept from her were not there.

    Raises:
        ForbiddenError: the person may not deliver for this municipality.
    """
    require(by, "plans.import", municipality, on=localdate(at))
    fresh, groups = _grouped(municipality, changes, localdate(at))
    kept = withheld(by, today=localdate(at))
    seen = _grouped(municipality, changes, localdate(at), kept) if kept else (fresh, groups)
    told = _told(changes, *seen)
    rows: list[BuildingChange] = []
    proposals: list[PostingProposal] = []
    for (plan_id, kind, _year, _quarter), found in groups.items():
        proposal = PostingProposal(
            id=uuid7(),
            municipality=municipality,
            plan_id=plan_id,
            kind=kind,
            on=max(change.changed_on for change in found),
            dwellings=sum(change.dwellings for change in found),
            proposed_at=at,
        )
        proposals.append(proposal)
        rows += [_row(change, municipality, source, proposal) for change in found]
    PostingProposal.objects.bulk_create(proposals)
    BuildingChange.objects.bulk_create(rows, batch_size=2000)
    if rows:
        record(
            act="plans.changes_taken_in",
            by=by,
            at=at,
            target=source,
            organisation_id=municipality.organisation_id,
            # She reads this line: it tells no more than the page does.
            payload={"changes": len(rows), "proposals": told["proposals"]},
        )
    return told


def match_changes(
    *, by: Person | None, municipality: Municipality, changes: Sequence[SeenChange], on: date
) -> Mapping[str, int]:
    """Return what `take_in_changes` would do with these changes on a day; nothing is kept.

    To who delivers it is told as if plans that are kept from her were not there.
    """
    return _told(changes, *_grouped(municipality, changes, on, withheld(by, today=on)))


Groups = Mapping[tuple[UUID | None, MovementKind, int, int], Sequence[SeenChange]]


def _grouped(
    municipality: Municipality,
    changes: Sequence[SeenChange],
    on: date,
    besides: Collection[UUID] = (),
) -> tuple[Sequence[SeenChange], Groups]:
    """Return the changes that are not known yet, and by plan, kind and quarter."""
    fresh = _fresh(changes)
    groups: dict[tuple[UUID | None, MovementKind, int, int], list[SeenChange]] = defaultdict(list)
    for change, plan_id in zip(
        fresh, _plan_of_each(municipality, fresh, on, besides), strict=True
    ):
        quarter = (change.changed_on.month - 1) // 3
        kind = BOOKED_AS[ChangeKind(change.kind)]
        groups[plan_id, kind, change.changed_on.year, quarter].append(change)
    return fresh, groups


def _told(
    changes: Sequence[SeenChange], fresh: Sequence[SeenChange], groups: Groups
) -> Mapping[str, int]:
    unmatched = (found for (plan_id, *_rest), found in groups.items() if plan_id is None)
    return {
        "fresh": len(fresh),
        "known": len(changes) - len(fresh),
        "proposals": len(groups),
        "unmatched": sum(change.dwellings for found in unmatched for change in found),
    }


@transaction.atomic
def approve_proposal(
    *,
    by: Person | None,
    at: datetime,
    proposal: PostingProposal,
    plan: Plan | None = None,
    included_from: date | None = None,
) -> PostingProposal:
    """Book a proposal.

    Args:
        by: who approves.
        at: the moment.
        proposal: what was proposed.
        plan: another plan than was proposed, or the one that lacked.
        included_from: a later list that has it in its numbers already.

    Raises:
        ForbiddenError: the person may not edit the plans of this municipality.
        DecidedError: it was approved or rejected before.
        UnknownPlanError: no plan was proposed or chosen, or one of another municipality.
        TooManyTakenError: the plan has fewer homes left.
    """
    kept = _open(proposal)
    require(by, "plans.edit", kept.municipality, on=localdate(at))
    chosen = plan or kept.plan
    if chosen is None:
        raise UnknownPlanError(_("Kies eerst bij welk plan deze woningen horen."))
    if not _of_one_place(chosen.municipality_id, kept.municipality_id):
        raise UnknownPlanError(
            _("Plan %(number)s ligt niet in %(place)s. Kies een plan van deze gemeente.")
            % {"number": chosen.number, "place": kept.municipality.name},
            plan=chosen.number,
        )
    kept.posting = book_event(
        by=by,
        at=at,
        plan=chosen,
        kind=kept.kind,
        on=kept.on,
        dwellings=kept.dwellings,
        source=kept.changes.all()[0].source,
        included_from=included_from,
    )
    kept.plan = chosen
    _decide(kept, ProposalState.APPROVED, by, at, "")
    return kept


@transaction.atomic
def reject_proposal(
    *, by: Person | None, at: datetime, proposal: PostingProposal, why: str
) -> PostingProposal:
    """Reject a proposal with a reason; it explains a part of the difference with the counts.

    Raises:
        ForbiddenError: the person may not edit plans of this municipality.
        DecidedError: it was approved or rejected before, or the reason is empty.
    """
    kept = _open(proposal)
    require(by, "plans.edit", kept.municipality, on=localdate(at))
    if not why.strip():
        raise DecidedError(_("Schrijf waarom u dit voorstel afwijst."))
    _decide(kept, ProposalState.REJECTED, by, at, why.strip()[:300])
    return kept


@dataclass(frozen=True, slots=True)
class Decided:
    """How many proposals were decided together, and which were not, each with the sentence why."""

    done: int
    refused: Sequence[tuple[PostingProposal, str]] = ()


@transaction.atomic
def approve_proposals(
    *, by: Person | None, at: datetime, proposals: Iterable[PostingProposal]
) -> Decided:
    """Book several proposals, each at its own plan; one that cannot be booked stays open.

    Raises:
        ForbiddenError: the person may not edit plans of one of the municipalities; nothing is
            booked.
    """
    return _each(proposals, lambda item: approve_proposal(by=by, at=at, proposal=item))


@transaction.atomic
def reject_proposals(
    *, by: Person | None, at: datetime, proposals: Iterable[PostingProposal], why: str
) -> Decided:
    """Reject several proposals for one reason.

    Raises:
        ForbiddenError: the person may not edit plans of one of the municipalities; nothing is
            rejected.
    """
    return _each(proposals, lambda item: reject_proposal(by=by, at=at, proposal=item, why=why))


def _each(
    proposals: Iterable[PostingProposal], decide: Callable[[PostingProposal], PostingProposal]
) -> Decided:
    done, refused = 0, []
    # In one order for everybody, so that two people who decide together do not wait on each other.
    for item in sorted(proposals, key=lambda item: item.pk):
        try:
            decide(item)
        except ForbiddenError:
            raise
        except RefusedError as error:
            refused.append((item, str(error)))
        else:
            done += 1
    return Decided(done, refused)


def _of_one_place(one: UUID, other: UUID) -> bool:
    """Return whether two municipalities are the same, or one went up in the other."""
    return one in lineage([other]) or other in lineage([one])


def _open(proposal: PostingProposal) -> PostingProposal:
    kept = PostingProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if kept.state != ProposalState.OPEN:
        raise DecidedError(
            _("Dit voorstel is al beoordeeld: %(state)s.") % {"state": kept.get_state_display()},
            proposal=str(kept.pk),
        )
    return kept


def _decide(kept: PostingProposal, state: str, by: Person | None, at: datetime, why: str) -> None:
    kept.state, kept.decided_at, kept.decided_by, kept.why = state, at, by, why
    kept.save(update_fields=["state", "decided_at", "decided_by", "why", "plan", "posting"])
    record(
        act="plans.proposal_decided",
        by=by,
        at=at,
        target=kept.plan,
        organisation_id=kept.municipality.organisation_id,
        payload={"proposal": kept.pk, "state": state, "dwellings": kept.dwellings},
    )


def _fresh(changes: Iterable[SeenChange]) -> list[SeenChange]:
    unique = {(item.object_id, item.kind, item.changed_on): item for item in changes}
    known: set[tuple[str, str, date]] = set()
    objects = sorted({item.object_id for item in unique.values()})
    for start in range(0, len(objects), 5000):
        rows = BuildingChange.objects.filter(object_id__in=objects[start : start + 5000])
        known |= set(rows.values_list("object_id", "kind", "changed_on"))
    return [item for key, item in unique.items() if key not in known]


def _plan_of_each(
    municipality: Municipality,
    changes: Sequence[SeenChange],
    today: date,
    besides: Collection[UUID],
) -> list[UUID | None]:
    """Return the plan in (or within some metres of) whose area each change lies, besides some."""
    if not changes:
        return []
    places = list(lineage([municipality.pk]))
    back = plans_that_step_back(today, None) | set(besides)
    rows = [
        (plan_id, bytes(geometry or b""))
        for plan_id, geometry in versions_on(today)
        .filter(municipality__in=places, area_m2__isnull=False)
        .values_list("plan_id", "geometry")
        if plan_id not in back
    ]
    found: list[UUID | None] = [None] * len(changes)
    if not rows:
        return found
    tree = shapely.STRtree([shapely.from_wkb(geometry) for _plan, geometry in rows])
    points = shapely.points([(item.x, item.y) for item in changes])
    at, nearest = tree.query_nearest(points, max_distance=NEAR_METRES, all_matches=False)
    for position, area in zip(np.asarray(at), np.asarray(nearest), strict=True):
        found[int(position)] = rows[int(area)][0]
    return found


def _row(
    change: SeenChange, municipality: Municipality, source: Source, proposal: PostingProposal
) -> BuildingChange:
    return BuildingChange(
        municipality=municipality,
        object_id=change.object_id,
        kind=change.kind,
        changed_on=change.changed_on,
        dwellings=change.dwellings,
        x=change.x,
        y=change.y,
        source=source,
        proposal=proposal,
    )
