"""Saying in one click that a plan is still as the register says.

It is what a municipality answers for, so it stops at an error of the checks; writing a plan that
is not right yet, a draft, never does.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.models import (
    Confirmation,
    Plan,
    PlanVersion,
    Severity,
    ValidationRule,
)
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.validations import findings


class Confirmed(NamedTuple):
    """How many plans were confirmed now, and which were not because of an error."""

    done: int
    wrong: Sequence[Plan]


@transaction.atomic
def confirm_unchanged(
    *, by: Person | None, at: datetime, plans: Sequence[Plan], region: Region
) -> Confirmed:
    """Record that nothing changed in these plans; a second time on one day writes nothing.

    A plan in which the checks find an error is not confirmed.

    Args:
        by: who confirms; None is the system itself.
        at: the moment; the plans are confirmed for its day.
        plans: which plans.
        region: whose norms the checks use.

    Raises:
        ForbiddenError: the person may not edit one of the plans.
    """
    today = localdate(at)
    for place in {plan.municipality for plan in plans}:
        require(by, "plans.edit", place, on=today)
    done = Confirmation.objects.filter(plan__in=plans, confirmed_on=today)
    known = set(done.values_list("plan_id", flat=True))
    newest = dict(
        PlanVersion.objects.filter(plan__in=plans, superseded_at__isnull=True)
        .values_list("plan_id")
        .annotate(Max("version"))
        .order_by()
    )
    wrong = _with_errors(plans, region, today)
    fresh = [plan for plan in plans if plan.pk not in known | wrong]
    Confirmation.objects.bulk_create(
        Confirmation(
            plan=plan,
            confirmed_on=today,
            version=newest[plan.pk],
            recorded_at=at,
            recorded_by=by,
        )
        for plan in fresh
    )
    if fresh:
        record(
            act="plans.unchanged",
            by=by,
            at=at,
            target=fresh[0] if len(fresh) == 1 else None,
            organisation_id=fresh[0].municipality.organisation_id,
            payload={"plans": sorted(plan.number for plan in fresh)},
        )
    return Confirmed(len(fresh), [plan for plan in plans if plan.pk in wrong])


def _with_errors(plans: Sequence[Plan], region: Region, on: date) -> set[UUID]:
    errors = set(
        ValidationRule.objects.filter(severity=Severity.ERROR).values_list("code", flat=True)
    )
    return {
        plan_id
        for place in {plan.municipality for plan in plans}
        for finding in findings(place, region=region, on=on)
        if finding.code in errors
        for plan_id in finding.plan_ids
    }
