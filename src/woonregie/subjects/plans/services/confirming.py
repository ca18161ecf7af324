"""Saying in one click that a plan is still as the register says."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.subjects.plans.models import Confirmation, Plan, PlanVersion
from woonregie.subjects.plans.permissions import require


@transaction.atomic
def confirm_unchanged(*, by: Person | None, at: datetime, plans: Sequence[Plan]) -> int:
    """Record that nothing changed in these plans; a second time on one day writes nothing.

    Returns:
        How many plans were confirmed now.

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
    fresh = [plan for plan in plans if plan.pk not in known]
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
    return len(fresh)
