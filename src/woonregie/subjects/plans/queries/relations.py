"""How plans relate, and which of them therefore do not count."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from woonregie.subjects.plans.models import OTHER_STEPS_BACK, PLAN_STEPS_BACK, PlanRelation
from woonregie.subjects.plans.queries.versions import in_two_times


def standing_relations(plan_id: UUID) -> QuerySet[PlanRelation]:
    """Return what is now believed of the relations that begin at a plan."""
    return PlanRelation.objects.filter(plan=plan_id, superseded_at__isnull=True)


def relations_on(
    plan_id: UUID, *, on: date, known_on: datetime | None = None
) -> QuerySet[PlanRelation]:
    """Return the relations of a plan on a day, whichever side it stands on."""
    return (
        PlanRelation.objects.filter(Q(plan=plan_id) | Q(other=plan_id))
        .filter(in_two_times(on, known_on))
        .select_related("plan__municipality", "other__municipality")
        .order_by("valid_on")
    )


def steps_back(on: date, known_on: datetime | None, plan: str = "plan_id") -> Exists:
    """Return the condition that a plan does not count, because another stands for its homes.

    Only leaves count: a plan that has parts, was replaced, split or merged, or is an alternative,
    steps back.

    Args:
        on: the day.
        known_on: as known at this moment; None is now.
        plan: name of the plan's key in the query that asks.
    """
    return Exists(
        PlanRelation.objects.filter(
            Q(other=OuterRef(plan), kind__in=OTHER_STEPS_BACK)
            | Q(plan=OuterRef(plan), kind__in=PLAN_STEPS_BACK)
        ).filter(in_two_times(on, known_on))
    )


def plans_that_step_back(on: date, known_on: datetime | None) -> set[UUID]:
    """Return the keys of all plans that do not count on a day; few, so a set."""
    holding = PlanRelation.objects.filter(in_two_times(on, known_on))
    others = holding.filter(kind__in=OTHER_STEPS_BACK).values_list("other_id", flat=True)
    own = holding.filter(kind__in=PLAN_STEPS_BACK).values_list("plan_id", flat=True)
    return {*others, *own}
