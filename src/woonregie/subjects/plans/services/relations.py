"""Relating, splitting and merging plans, so that no home is counted twice."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.subjects.plans.errors import NotBalancedError, RelationError
from woonregie.subjects.plans.models import Account, Plan, PlanRelation, RelationKind
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.queries.holdings import holdings
from woonregie.subjects.plans.queries.relations import standing_relations
from woonregie.subjects.plans.services.ledger import lock_plans, move_homes
from woonregie.subjects.plans.services.record import check_day, create_plan
from woonregie.subjects.plans.values import PlanValues

WITHIN_ONE_MUNICIPALITY = frozenset(RelationKind) - {RelationKind.EXCHANGED_WITH}


@transaction.atomic
def relate(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    other: Plan,
    kind: str,
    valid_on: date,
    reason: str = "",
) -> PlanRelation:
    """Record that one plan relates to another from a day on; the same again writes nothing.

    Raises:
        ForbiddenError: the person may not edit both plans.
        RelationError: one plan with itself, a circle, or over a municipal border.
    """
    for one in (plan, other):
        require(by, "plans.edit", one.municipality, on=localdate(at))
    check_day(valid_on)
    lock_plans([plan, other])
    _may_relate(plan, other, RelationKind(kind), valid_on)
    standing = standing_relations(plan.pk).filter(other=other, kind=kind)
    present = standing.filter(ends_before__isnull=True).first()
    if present is not None and present.valid_on <= valid_on:
        return present
    relation = PlanRelation.objects.create(
        plan=plan,
        other=other,
        kind=kind,
        valid_on=valid_on,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    _record("plans.related", by, at, relation)
    return relation


@transaction.atomic
def end_relation(
    *, by: Person | None, at: datetime, relation: PlanRelation, ends_before: date, reason: str
) -> PlanRelation:
    """Record that a relation ended; what was known of it stays.

    One that ends on the day on which it began was a mistake: from now on it never was.

    Raises:
        ForbiddenError: the person may not edit both plans.
        RelationError: it ended before it began, or was ended before.
    """
    for one in (relation.plan, relation.other):
        require(by, "plans.edit", one.municipality, on=localdate(at))
    lock_plans([relation.plan, relation.other])
    relation.refresh_from_db()
    if relation.superseded_at is not None or ends_before < relation.valid_on:
        raise RelationError(
            _("Deze relatie is al gewijzigd, of eindigt voordat zij begint."),
            relation=str(relation.pk),
        )
    PlanRelation.objects.filter(pk=relation.pk).update(superseded_at=at)
    if ends_before == relation.valid_on:
        _record("plans.relation_ended", by, at, relation)
        return relation
    ended = PlanRelation.objects.create(
        plan=relation.plan,
        other=relation.other,
        kind=relation.kind,
        valid_on=relation.valid_on,
        ends_before=ends_before,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    _record("plans.relation_ended", by, at, ended)
    return ended


@transaction.atomic
def split_plan(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    on: date,
    parts: Sequence[tuple[PlanValues, int]],
    reason: str = "",
) -> list[Plan]:
    """Split a plan: each part becomes a plan that gets its homes by transfer.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        plan: the plan that is split; the parts get all its homes, for only leaves count.
        on: from this day.
        parts: what each part is, and how many homes to build it gets; planned demolition goes
            with the first.
        reason: why, for the history.

    Returns:
        The new plans, in the order of `parts`.

    Raises:
        ForbiddenError: the person may not edit this plan.
        NotBalancedError: the parts get more homes than there are, or fewer.
    """
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    lock_plans([plan])
    held = holdings([plan.pk], on=on)[plan.pk]
    left, wanted = held.build, sum(dwellings for _values, dwellings in parts)
    if wanted != left or not parts:
        raise NotBalancedError(
            _("Het plan heeft nog %(left)s woningen; de delen krijgen er samen %(wanted)s.")
            % {"left": left, "wanted": wanted},
            left=left,
            wanted=wanted,
        )
    fresh: list[Plan] = []
    for values, dwellings in parts:
        part = create_plan(
            by=by,
            at=at,
            municipality=plan.municipality,
            valid_on=on,
            values=values,
            cells={},
            reason=reason,
        )
        sides = {Account.BUILD: dwellings, Account.DEMOLITION: 0 if fresh else held.demolition}
        _hand_over(plan, part, sides, by=by, at=at, on=on, reason=reason)
        kind = RelationKind.SPLIT_FROM
        relate(by=by, at=at, plan=part, other=plan, kind=kind, valid_on=on, reason=reason)
        fresh.append(part)
    return fresh


@transaction.atomic
def merge_plans(
    *,
    by: Person | None,
    at: datetime,
    plans: Sequence[Plan],
    into: Plan,
    on: date,
    reason: str = "",
) -> Plan:
    """Merge plans into one that gets all their homes by transfer.

    Raises:
        ForbiddenError: the person may not edit all plans.
        RelationError: plans of two municipalities, or a plan into itself.
    """
    lock_plans([*plans, into])
    for plan in plans:
        _may_relate(plan, into, RelationKind.MERGED_INTO, on)
        held = holdings([plan.pk], on=on)[plan.pk]
        sides = {Account.BUILD: held.build, Account.DEMOLITION: held.demolition}
        _hand_over(plan, into, sides, by=by, at=at, on=on, reason=reason)
        kind = RelationKind.MERGED_INTO
        relate(by=by, at=at, plan=plan, other=into, kind=kind, valid_on=on, reason=reason)
    return into


def _hand_over(
    giver: Plan,
    receiver: Plan,
    sides: Mapping[Account, int],
    *,
    by: Person | None,
    at: datetime,
    on: date,
    reason: str,
) -> None:
    for account, dwellings in sides.items():
        if dwellings:
            move_homes(
                by=by,
                at=at,
                giver=giver,
                receiver=receiver,
                on=on,
                dwellings=dwellings,
                account=account,
                reason=reason,
            )


def _may_relate(plan: Plan, other: Plan, kind: RelationKind, on: date) -> None:
    if plan.pk == other.pk:
        raise RelationError(_("Een plan kan geen relatie met zichzelf hebben."), plan=plan.number)
    if kind in WITHIN_ONE_MUNICIPALITY and plan.municipality_id != other.municipality_id:
        raise RelationError(
            _(
                "%(plan)s en %(other)s zijn van twee gemeenten. Gebruik een ruil "
                "of een overdracht met een besluit."
            )
            % {"plan": plan.number, "other": other.number},
            plan=plan.number,
            other=other.number,
        )
    ahead, seen = [other.pk], set()
    while ahead:
        key = ahead.pop()
        if key == plan.pk:
            raise RelationError(
                _("Zo zou een kring ontstaan: %(other)s hangt al van %(plan)s af.")
                % {"plan": plan.number, "other": other.number},
                plan=plan.number,
                other=other.number,
            )
        if key not in seen:
            seen.add(key)
            ahead += standing_relations(key).filter(kind=kind).values_list("other_id", flat=True)


def _record(act: str, by: Person | None, at: datetime, relation: PlanRelation) -> None:
    record(
        act=act,
        by=by,
        at=at,
        target=relation.plan,
        organisation_id=relation.plan.municipality.organisation_id,
        payload={
            "plan": relation.plan.number,
            "other": relation.other.number,
            "kind": relation.kind,
            "from": relation.valid_on,
            "until": relation.ends_before,
        },
    )
