"""Recording planning decisions: the status follows from them, day by day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision
from woonregie.subjects.plans.errors import BeforePlanError, UnknownPlanError
from woonregie.subjects.plans.models import (
    DelayedDuty,
    Plan,
    PlanningDecision,
    PlanVersion,
    StatusBasis,
)
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.queries.decisions import (
    Rules,
    decisions_of,
    derived_status,
    status_rules,
    turning_days,
)
from woonregie.subjects.plans.services.ledger import lock_plans
from woonregie.subjects.plans.values import PlanValues


@transaction.atomic
def record_planning_decision(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    instrument: str,
    step: str,
    decided_on: date,
    duty: str = DelayedDuty.NONE,
    identifier: str = "",
    most_dwellings: int | None = None,
    expires_on: date | None = None,
    decision: Decision | None = None,
    note: str = "",
) -> PlanningDecision:
    """Record a dated step of a legal instrument, and the status that follows from that day on.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        plan: which plan.
        instrument: code of `Instrument`.
        step: code of `DecisionStep`.
        decided_on: the day of the step.
        duty: code of `DelayedDuty`.
        identifier: IMRO or IMOW number; tells instruments of one kind apart.
        most_dwellings: how many homes it allows at most.
        expires_on: the day on which it lapses by itself.
        decision: the decision of the body.
        note: explanation.

    Raises:
        ForbiddenError: the person may not edit this plan.
        BeforePlanError: a day before the plan began.
    """
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    lock_plans([plan])
    first = _first_day(plan)
    if decided_on < first:
        raise BeforePlanError(
            _(
                "Dit besluit is van %(day)s, maar het plan begint pas op %(first)s. "
                "Leg eerst vast dat het plan er toen al was."
            )
            % {"day": decided_on.strftime("%d-%m-%Y"), "first": first.strftime("%d-%m-%Y")},
            decided_on=decided_on.isoformat(),
            plan_from=first.isoformat(),
        )
    recorded = PlanningDecision.objects.create(
        plan=plan,
        instrument=instrument,
        step=step,
        decided_on=decided_on,
        duty=duty,
        identifier=identifier,
        most_dwellings=most_dwellings,
        expires_on=expires_on,
        decision=decision,
        note=note,
        recorded_at=at,
        recorded_by=by,
    )
    follow_decisions(plan, decided_on, by, at)
    _tell("plans.decision_recorded", by, at, recorded)
    return recorded


@transaction.atomic
def take_back_planning_decision(
    *, by: Person | None, at: datetime, recorded: PlanningDecision
) -> None:
    """Take back a decision that was recorded by mistake; it stays known for the past.

    Raises:
        ForbiddenError: the person may not edit this plan.
        UnknownPlanError: it was taken back before.
    """
    plan = recorded.plan
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    lock_plans([plan])
    taken = PlanningDecision.objects.filter(pk=recorded.pk, superseded_at__isnull=True)
    if not taken.update(superseded_at=at):
        raise UnknownPlanError(_("Dit besluit is al teruggenomen."), decision=str(recorded.pk))
    follow_decisions(plan, recorded.decided_on, by, at)
    _tell("plans.decision_taken_back", by, at, recorded)


def _first_day(plan: Plan) -> date:
    rows = PlanVersion.objects.filter(plan=plan, superseded_at__isnull=True)
    return min(rows.values_list("valid_on", flat=True))


def follow_decisions(plan: Plan, since: date, by: Person | None, at: datetime) -> None:
    """Say again every version from a day on of which the status follows otherwise.

    Call it with the plan locked, after anything was said of a plan that has decisions.
    """
    decisions = list(decisions_of(plan.pk))
    rules = status_rules() if decisions else {}
    days = [day for day in turning_days(decisions) if day >= since]
    rows = list(plan.versions.filter(superseded_at__isnull=True).order_by("valid_on"))
    version = max(row.version for row in rows)
    for row in rows:
        if row.ends_before is not None and row.ends_before <= since:
            continue
        pieces = [
            _Piece(start, end, *_status_on(row, decisions, rules, start))
            for start, end in _cut(row, days)
        ]
        if any((piece.status, piece.basis) != _standing(row) for piece in pieces):
            version += 1
            PlanVersion.objects.filter(pk=row.pk).update(superseded_at=at)
            for piece in _joined(pieces):
                _say(row, piece, version, by, at)


class _Piece(NamedTuple):
    start: date
    end: date | None
    status: str
    basis: str


def _standing(row: PlanVersion) -> tuple[str, str]:
    return row.planning_status, row.status_basis


def _status_on(
    row: PlanVersion, decisions: Sequence[PlanningDecision], rules: Rules, day: date
) -> tuple[str, str]:
    derived = derived_status(decisions, rules, on=day)
    if derived is None:
        return row.stated_status, StatusBasis.STATED.value
    return derived, StatusBasis.DERIVED.value


def _cut(row: PlanVersion, days: Sequence[date]) -> list[tuple[date, date | None]]:
    """Return the periods into which days cut the period of a version."""
    inside = [
        day
        for day in days
        if row.valid_on < day and (row.ends_before is None or day < row.ends_before)
    ]
    starts = [row.valid_on, *inside]
    return list(zip(starts, [*inside, row.ends_before], strict=True))


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return pieces of which no two neighbours say the same."""
    found: list[_Piece] = []
    for piece in pieces:
        if found and found[-1][2:] == piece[2:]:
            found[-1] = found[-1]._replace(end=piece.end)
        else:
            found.append(piece)
    return found


def _say(row: PlanVersion, piece: _Piece, version: int, by: Person | None, at: datetime) -> None:
    """Record one piece of a version; who said it stays, unless the status is new."""
    fresh = (piece.status, piece.basis) != _standing(row)
    values = {
        **PlanValues.of(row).as_row(),
        "planning_status": piece.status,
        "status_basis": piece.basis,
    }
    PlanVersion.objects.create(
        plan_id=row.plan_id,
        municipality_id=row.municipality_id,
        version=version if fresh else row.version,
        valid_on=piece.start,
        ends_before=piece.end,
        recorded_at=at,
        recorded_by_id=(by.pk if by else None) if fresh else row.recorded_by_id,
        reason=_("Status volgt uit de besluiten") if fresh else row.reason,
        source_id=row.source_id,
        continues=row.continues or piece.start > row.valid_on,
        **values,
    )


def _tell(act: str, by: Person | None, at: datetime, recorded: PlanningDecision) -> None:
    record(
        act=act,
        by=by,
        at=at,
        target=recorded.plan,
        organisation_id=recorded.plan.municipality.organisation_id,
        payload={
            "number": recorded.plan.number,
            "decision": recorded.pk,
            "instrument": recorded.instrument,
            "step": recorded.step,
            "on": recorded.decided_on,
        },
    )
