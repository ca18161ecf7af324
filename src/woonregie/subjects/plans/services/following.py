"""Letting the versions of a plan follow its decisions and its ledger, day by day.

Somebody states something from a day on. Within that period the status may turn by a decision, and
the homes by a booking; each such day begins a row that goes on with what was stated.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.subjects.plans.models import Plan, PlanningDecision, PlanVersion, StatusBasis
from woonregie.subjects.plans.quantities import carried
from woonregie.subjects.plans.queries.decisions import (
    decisions_of,
    derived_status,
    status_rules,
    turning_days,
)
from woonregie.subjects.plans.queries.holdings import Ledger
from woonregie.subjects.plans.values import Cells, as_stands


class Piece(NamedTuple):
    """A part of a period in which neither status nor homes change."""

    start: date
    end: date | None
    columns: dict[str, Any]


def pieces_of(
    decisions: Sequence[PlanningDecision],
    stated: str,
    period: tuple[date, date | None],
    cells_at: Callable[[date], Cells],
    turns: Iterable[date] = (),
) -> list[Piece]:
    """Return what holds on each day of a period: status, its ground, and what the plan carries.

    Args:
        decisions: of one plan.
        stated: the planning status that people or lists stated; it holds where no decision speaks.
        period: first day, and first day after it (None is open).
        cells_at: dwellings by cell on a day.
        turns: further days on which something may turn: those of bookings.
    """
    start, end = period
    rules = status_rules() if decisions else {}
    days = {
        day
        for day in (*turning_days(decisions), *turns)
        if start < day and (end is None or day < end)
    }
    starts = [start, *sorted(days)]
    found: list[Piece] = []
    for first, before in zip(starts, [*starts[1:], end], strict=True):
        derived = derived_status(decisions, rules, on=first) if decisions else None
        basis = StatusBasis.STATED if derived is None else StatusBasis.DERIVED
        columns = {
            "planning_status": stated if derived is None else derived,
            "status_basis": basis.value,
            **carried(cells_at(first)),
        }
        if found and found[-1].columns == columns:
            found[-1] = found[-1]._replace(end=before)
        else:
            found.append(Piece(first, before, columns))
    return found


def pieces_for(plan: Plan, stated: str, period: tuple[date, date | None]) -> list[Piece]:
    """Return what holds for a plan on each day of a period, from its decisions and its ledger."""
    ledger = Ledger.of(plan.pk)
    decisions = list(decisions_of(plan.pk))
    return pieces_of(decisions, stated, period, ledger.now, ledger.days())


def follow(plan: Plan, since: date, by: Person | None, at: datetime, reason: str = "") -> None:
    """Say again every version from a day on of which status or homes follow otherwise.

    Call it with the plan locked, after its decisions or its ledger changed.
    """
    rows = list(plan.versions.filter(superseded_at__isnull=True).order_by("valid_on"))
    version = max((row.version for row in rows), default=0) + 1
    for row in rows:
        if row.ends_before is not None and row.ends_before <= since:
            continue
        pieces = pieces_for(plan, row.stated_status, (row.valid_on, row.ends_before))
        if len(pieces) > 1 or _turned(row, pieces[0]):
            PlanVersion.objects.filter(pk=row.pk).update(superseded_at=at)
            for piece in pieces:
                _say(row, piece, version, by, at, reason)


def _turned(row: PlanVersion, piece: Piece) -> bool:
    return any(getattr(row, name) != value for name, value in piece.columns.items())


def _say(
    row: PlanVersion, piece: Piece, version: int, by: Person | None, at: datetime, reason: str
) -> None:
    """Record one piece of a version; who said it stays, unless something turned."""
    fresh = _turned(row, piece)
    columns = {
        **as_stands(row),
        **piece.columns,
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
        reason=(reason or _("Status volgt uit de besluiten")) if fresh else row.reason,
        source_id=row.source_id,
        **columns,
    )
