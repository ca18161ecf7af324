"""Letting the status of a plan follow its decisions, day by day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.subjects.plans.models import Plan, PlanningDecision, PlanVersion, StatusBasis
from woonregie.subjects.plans.queries.decisions import (
    Rules,
    decisions_of,
    derived_status,
    status_rules,
    turning_days,
)
from woonregie.subjects.plans.values import as_stands


class Piece(NamedTuple):
    """A part of a period in which the status does not change."""

    start: date
    end: date | None
    status: str
    basis: str


def pieces_of(
    decisions: Sequence[PlanningDecision],
    rules: Rules,
    stated: str,
    start: date,
    end: date | None,
) -> list[Piece]:
    """Return the status on each day of a period: by decisions, or else as it was stated.

    Args:
        decisions: of one plan.
        rules: as `status_rules` gives them.
        stated: what people or lists stated.
        start: first day of the period.
        end: first day after it; None is open.
    """
    turns = [day for day in turning_days(decisions) if start < day and (end is None or day < end)]
    found: list[Piece] = []
    for first, before in zip([start, *turns], [*turns, end], strict=True):
        derived = derived_status(decisions, rules, on=first)
        status, basis = (
            (stated, StatusBasis.STATED) if derived is None else (derived, StatusBasis.DERIVED)
        )
        if found and found[-1][2:] == (status, basis.value):
            found[-1] = found[-1]._replace(end=before)
        else:
            found.append(Piece(first, before, status, basis.value))
    return found


def follow_decisions(plan: Plan, since: date, by: Person | None, at: datetime) -> None:
    """Say again every version from a day on of which the status follows otherwise.

    Call it with the plan locked, after its decisions changed.
    """
    decisions, rules = list(decisions_of(plan.pk)), status_rules()
    rows = list(plan.versions.filter(superseded_at__isnull=True).order_by("valid_on"))
    version = max(row.version for row in rows)
    for row in rows:
        if row.ends_before is not None and row.ends_before <= since:
            continue
        pieces = pieces_of(decisions, rules, row.stated_status, row.valid_on, row.ends_before)
        if len(pieces) > 1 or pieces[0][2:] != (row.planning_status, row.status_basis):
            version += 1
            PlanVersion.objects.filter(pk=row.pk).update(superseded_at=at)
            for piece in pieces:
                _say(row, piece, version, by, at)


def _say(row: PlanVersion, piece: Piece, version: int, by: Person | None, at: datetime) -> None:
    """Record one piece of a version; who said it stays, unless the status is new."""
    fresh = piece[2:] != (row.planning_status, row.status_basis)
    columns = {
        **as_stands(row),
        "planning_status": piece.status,
        "status_basis": piece.basis,
        "continues": row.continues or piece.start > row.valid_on,
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
        **columns,
    )
