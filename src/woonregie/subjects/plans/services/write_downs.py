"""Writing capacity down (*afboeken*): agreed, then in force; capacity falls at the second."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision
from woonregie.subjects.plans.errors import (
    AlreadyInForceError,
    BeforePlanError,
    TooManyTakenError,
)
from woonregie.subjects.plans.models import (
    Account,
    CompensationRisk,
    Landowner,
    MovementKind,
    Plan,
    WriteDown,
)
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.queries.holdings import holdings
from woonregie.subjects.plans.queries.write_downs import agreed_still_hard
from woonregie.subjects.plans.services.ledger import (
    About,
    Line,
    lock_plans,
    negative,
    post,
    taken_from,
)
from woonregie.subjects.plans.services.record import check_day


@transaction.atomic
def write_down(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    dwellings: int,
    reason: str,
    decision: Decision,
    agreed_on: date,
    effective_on: date | None = None,
    explanation: str = "",
    landowner: str = Landowner.UNKNOWN,
    compensation_risk: str = CompensationRisk.UNKNOWN,
    foreseeable_on: date | None = None,
) -> WriteDown:
    """Record that a plan gives up homes; with `effective_on` also book it.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        plan: which plan.
        dwellings: how many, a positive number.
        reason: code of `WriteDownReason`.
        decision: the decision or agreement that it rests on.
        agreed_on: the day of the agreement.
        effective_on: the day on which it is legally in force; None is not known yet.
        explanation: why, in words.
        landowner: code of `Landowner`.
        compensation_risk: code of `CompensationRisk`.
        foreseeable_on: the day from which an owner could foresee it (*voorzienbaarheid*).

    Raises:
        ForbiddenError: the person may not edit this plan.
        TooManyTakenError: the plan has fewer homes left, counting what was agreed before.
        BeforePlanError: in force before it was agreed.
    """
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    check_day(agreed_on)
    lock_plans([plan])
    held = holdings([plan.pk], on=agreed_on)[plan.pk].total(Account.BUILD)
    pending = agreed_still_hard([plan.pk], on=agreed_on)[plan.pk]
    if not 0 < dwellings <= held - pending:
        raise TooManyTakenError(
            _(
                "Plan %(number)s heeft nog %(left)s woningen die kunnen worden "
                "afgeboekt (gevraagd: %(asked)s). Eerder afgesproken: %(pending)s."
            )
            % {
                "number": plan.number,
                "left": held - pending,
                "asked": dwellings,
                "pending": pending,
            },
            plan=plan.number,
            left=held - pending,
            asked=dwellings,
        )
    agreed = WriteDown.objects.create(
        plan=plan,
        dwellings=dwellings,
        reason=reason,
        explanation=explanation,
        decision=decision,
        agreed_on=agreed_on,
        landowner=landowner,
        compensation_risk=compensation_risk,
        foreseeable_on=foreseeable_on,
        recorded_at=at,
        recorded_by=by,
    )
    record(
        act="plans.write_down_agreed",
        by=by,
        at=at,
        target=plan,
        organisation_id=plan.municipality.organisation_id,
        payload={"number": plan.number, "dwellings": dwellings, "write_down": agreed.pk},
    )
    if effective_on is not None:
        put_in_force(by=by, at=at, agreed=agreed, effective_on=effective_on)
    return agreed


@transaction.atomic
def put_in_force(
    *, by: Person | None, at: datetime, agreed: WriteDown, effective_on: date
) -> WriteDown:
    """Book an agreed write-down on the day that it is legally in force.

    Raises:
        ForbiddenError: the person may not edit this plan.
        AlreadyInForceError: it is in force, or was withdrawn.
        BeforePlanError: in force before it was agreed.
        TooManyTakenError: meanwhile more was built than is left.
    """
    plan = agreed.plan
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    lock_plans([plan])
    agreed.refresh_from_db()
    _must_be_open(agreed)
    if effective_on < agreed.agreed_on:
        raise BeforePlanError(
            _("Een afboeking kan niet gelden voordat zij is afgesproken (%(day)s).")
            % {"day": agreed.agreed_on.strftime("%d-%m-%Y")},
            agreed_on=agreed.agreed_on.isoformat(),
            effective_on=effective_on.isoformat(),
        )
    cells = taken_from(plan, Account.BUILD, agreed.dwellings, effective_on)
    about = About(by, at, effective_on, agreed.explanation, None, agreed.decision)
    agreed.posting = post(about, [Line(plan, MovementKind.WRITE_DOWN, negative(cells))])
    agreed.effective_on = effective_on
    agreed.save(update_fields=["posting", "effective_on"])
    record(
        act="plans.write_down_in_force",
        by=by,
        at=at,
        target=plan,
        organisation_id=plan.municipality.organisation_id,
        payload={
            "number": plan.number,
            "dwellings": agreed.dwellings,
            "write_down": agreed.pk,
            "on": effective_on,
        },
    )
    return agreed


@transaction.atomic
def withdraw_write_down(
    *, by: Person | None, at: datetime, agreed: WriteDown, on: date, why: str
) -> WriteDown:
    """Withdraw an agreed write-down that is not in force yet; it stays on the statement.

    Raises:
        ForbiddenError: the person may not edit this plan.
        AlreadyInForceError: it is in force: book what comes back as an addition; or withdrawn.
    """
    plan = agreed.plan
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    lock_plans([plan])
    agreed.refresh_from_db()
    _must_be_open(agreed)
    agreed.withdrawn_on, agreed.withdrawn_at, agreed.withdrawn_why = on, at, why
    agreed.save(update_fields=["withdrawn_on", "withdrawn_at", "withdrawn_why"])
    record(
        act="plans.write_down_withdrawn",
        by=by,
        at=at,
        target=plan,
        organisation_id=plan.municipality.organisation_id,
        payload={"number": plan.number, "write_down": agreed.pk, "on": on},
    )
    return agreed


def _must_be_open(agreed: WriteDown) -> None:
    if agreed.posting_id is not None:
        raise AlreadyInForceError(
            _("Deze afboeking geldt al sinds %(day)s.")
            % {"day": agreed.effective_on and agreed.effective_on.strftime("%d-%m-%Y")},
            write_down=str(agreed.pk),
        )
    if agreed.withdrawn_at is not None:
        raise AlreadyInForceError(
            _("Deze afboeking is ingetrokken. Leg een nieuwe afspraak vast."),
            write_down=str(agreed.pk),
        )
