"""Planning decisions of a plan, and the planning status that follows from them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from woonregie.subjects.plans.models import (
    DecisionStep,
    PlanningDecision,
    PlanningStatus,
    StatusDerivation,
)

UNDONE = frozenset({DecisionStep.ANNULLED, DecisionStep.WITHDRAWN, DecisionStep.LAPSED})
"""Steps that take an instrument away, as if it had not been decided."""

Rules = Mapping[tuple[str, str, str], str]
"""(instrument or "", step, duty) -> planning status."""


def known_decisions(known_on: datetime | None = None) -> QuerySet[PlanningDecision]:
    """Return all planning decisions, as known at a moment; None is now."""
    if known_on is None:
        return PlanningDecision.objects.filter(superseded_at__isnull=True)
    return PlanningDecision.objects.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_on), recorded_at__lte=known_on
    )


def decisions_of(plan_id: UUID, *, known_on: datetime | None = None) -> QuerySet[PlanningDecision]:
    """Return the planning decisions of a plan, as known at a moment, the oldest first."""
    return (
        known_decisions(known_on)
        .filter(plan=plan_id)
        .select_related("decision", "recorded_by")
        .order_by("decided_on", "recorded_at")
    )


def status_rules() -> dict[tuple[str, str, str], str]:
    """Return the rules by which a status follows from a decision."""
    rows = StatusDerivation.objects.values_list("instrument", "step", "duty", "status")
    return {(instrument, step, duty): status for instrument, step, duty, status in rows}


def derived_status(decisions: Iterable[PlanningDecision], rules: Rules, *, on: date) -> str | None:
    """Return the planning status that follows from dated decisions on a day.

    Each instrument (told apart by its kind and number) stands where its last step left it; an
    instrument that was annulled, withdrawn or lapsed does not stand. Of those that stand the
    firmest counts.

    Args:
        decisions: of one plan, in any order.
        rules: as `status_rules` gives them.
        on: the day.

    Returns:
        A code of `PlanningStatus`, or None where no decision speaks.
    """
    last: dict[tuple[str, str], PlanningDecision] = {}
    for decision in sorted(decisions, key=lambda one: (one.decided_on, one.recorded_at)):
        if decision.decided_on <= on:
            last[decision.instrument, decision.identifier] = decision
    standing = [
        decision
        for decision in last.values()
        if decision.step not in UNDONE
        and (decision.expires_on is None or decision.expires_on > on)
    ]
    statuses = [found for decision in standing if (found := _status(decision, rules))]
    if statuses:
        return min(statuses, key=FIRMNESS.index)
    return PlanningStatus.UNKNOWN.value if last else None


FIRMNESS: Sequence[str] = tuple(PlanningStatus.values)
"""Planning statuses, the firmest first; the order of the code list."""


def _status(decision: PlanningDecision, rules: Rules) -> str | None:
    own = rules.get((decision.instrument, decision.step, decision.duty))
    return own or rules.get(("", decision.step, decision.duty))


def turning_days(decisions: Iterable[PlanningDecision]) -> list[date]:
    """Return the days on which the derived status may change."""
    days = set()
    for decision in decisions:
        days.add(decision.decided_on)
        if decision.expires_on is not None:
            days.add(decision.expires_on)
    return sorted(days)
