"""Checks of the planning status against the decisions it rests on."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from woonregie.subjects.plans.models import DecisionStep, PlanningStatus, StatusBasis
from woonregie.subjects.plans.validations.found import Check, Finding, Picture

DAYS_A_YEAR = 365.25
IRREVOCABLE = ("1A", "1B", "1C")


def status_and_decisions_differ(picture: Picture) -> Iterator[Finding]:
    """Find plans of which the stated status is not what the decisions make of it."""
    for view in picture.plans:
        version = view.version
        derived = version.status_basis == StatusBasis.DERIVED
        if derived and version.stated_status not in {version.planning_status, "unknown"}:
            yield view.finding(
                "status_and_decisions_differ",
                stated=version.stated_status,
                derived=version.planning_status,
            )


def irrevocable_without_identifier(picture: Picture) -> Iterator[Finding]:
    """Find irrevocable plans of which no plan number (IMRO, IMOW) is known."""
    for view in picture.plans:
        named = any(decision.identifier for decision in view.decisions)
        if view.counts and view.version.planning_status in IRREVOCABLE and not named:
            yield view.finding(
                "irrevocable_without_identifier", status=view.version.planning_status
            )


def irrevocable_too_soon(picture: Picture) -> Iterator[Finding]:
    """Find decisions that are irrevocable before they were adopted and the appeal term ended."""
    term = timedelta(days=picture.limit("irrevocable_too_soon", "appeal_days"))
    for view in picture.plans:
        adopted = {
            (item.instrument, item.identifier): item.decided_on
            for item in view.decisions
            if item.step == DecisionStep.ADOPTED
        }
        for item in view.decisions:
            day = adopted.get((item.instrument, item.identifier))
            if item.step == DecisionStep.IRREVOCABLE and day and item.decided_on < day + term:
                yield view.finding(
                    "irrevocable_too_soon", adopted_on=day, irrevocable_on=item.decided_on
                )


def dormant(picture: Picture) -> Iterator[Finding]:
    """Find plans that have been in preparation for years."""
    years = picture.limit("dormant", "years")
    for view in picture.plans:
        waiting = (picture.on - view.version.valid_on).days / DAYS_A_YEAR
        in_preparation = view.version.planning_status == PlanningStatus.IN_PREPARATION
        if view.counts and in_preparation and waiting >= years:
            yield view.finding("dormant", since=view.version.valid_on)


def status_unknown(picture: Picture) -> Iterator[Finding]:
    """Find plans without a planning status."""
    for view in picture.plans:
        if view.counts and view.version.planning_status == PlanningStatus.UNKNOWN:
            yield view.finding("status_unknown")


CHECKS: Mapping[str, Check] = {
    "status_and_decisions_differ": status_and_decisions_differ,
    "irrevocable_without_identifier": irrevocable_without_identifier,
    "irrevocable_too_soon": irrevocable_too_soon,
    "dormant": dormant,
    "status_unknown": status_unknown,
}
