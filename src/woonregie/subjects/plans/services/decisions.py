"""Recording planning decisions: the status follows from them, day by day."""

from datetime import date, datetime

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
)
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.services.following import follow
from woonregie.subjects.plans.services.ledger import lock_plans


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
        BeforePlanError: a day before the plan began, or one that has yet to come.
    """
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    lock_plans([plan])
    if decided_on > localdate(at):
        raise BeforePlanError(
            _("%(day)s is nog niet geweest: leg een besluit vast als het genomen is.")
            % {"day": decided_on.strftime("%d-%m-%Y")},
            decided_on=decided_on.isoformat(),
        )
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
    follow(plan, decided_on, by, at)
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
    follow(plan, recorded.decided_on, by, at)
    _tell("plans.decision_taken_back", by, at, recorded)


def _first_day(plan: Plan) -> date:
    rows = PlanVersion.objects.filter(plan=plan, superseded_at__isnull=True)
    return min(rows.values_list("valid_on", flat=True))


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
