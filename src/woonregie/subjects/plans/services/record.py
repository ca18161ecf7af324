"""Recording one plan: what is said to hold from a day on, and since when we know it.

What is said at a day holds until the next day for which something was said. That goes for the
values (a version) and for the quantities (movements on the day, and their inverse on the next
said day, so that a later statement keeps standing).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.pages.errors import StaleVersionError
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.errors import BeforePlanError
from woonregie.subjects.plans.models import Movement, MovementKind, Plan, PlanVersion, Posting
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.quantities import check_cells, difference
from woonregie.subjects.plans.queries.holdings import holdings
from woonregie.subjects.plans.services.following import pieces_for
from woonregie.subjects.plans.services.leads import refuse_led
from woonregie.subjects.plans.services.numbers import next_numbers
from woonregie.subjects.plans.values import Cell, Cells, PlanValues, as_stands

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)


@transaction.atomic
def create_plan(
    *,
    by: Person | None,
    at: datetime,
    municipality: Municipality,
    valid_on: date,
    values: PlanValues,
    cells: Cells,
    reason: str = "",
    source: Source | None = None,
    decision: Decision | None = None,
) -> Plan:
    """Record a new plan with its quantities.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        municipality: whose plan it is.
        valid_on: from this day the plan is as `values` says.
        values: all but the quantities.
        cells: dwellings by cell.
        reason: why, for the history.
        source: where it comes from.
        decision: the decision it rests on.

    Raises:
        ForbiddenError: the person may not edit plans of this municipality.
        PlanError: a quantity or day that cannot be.
    """
    require(by, "plans.edit", municipality, on=localdate(at))
    check_day(valid_on)
    check_cells(cells)
    number = next_numbers({municipality.pk: 1}, localdate(at).year)[municipality.pk][0]
    plan = Plan.objects.create(number=number, municipality=municipality, recorded_at=at)
    moves = difference({}, cells)
    _book(
        plan, moves, None, valid_on, by, at, reason, source, decision, kind=MovementKind.ADDITION
    )
    _say(
        plan,
        [],
        values,
        version=1,
        period=(valid_on, None),
        by=by,
        at=at,
        reason=reason,
        source=source,
    )
    record(
        act="plans.plan_created",
        by=by,
        at=at,
        target=plan,
        organisation_id=municipality.organisation_id,
        payload={"number": number, "valid_on": valid_on, "dwellings": _total(moves)},
    )
    return plan


class Written(NamedTuple):
    """A change that was written: the new version, the fields that differ, the dwellings moved.

    `overruled` names the fields that another system leads.
    """

    said: PlanVersion
    fields: list[str]
    dwellings: int
    overruled: list[str]


@transaction.atomic
def change_plan(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    base_version: int,
    valid_on: date,
    values: PlanValues,
    cells: Cells,
    reason: str = "",
    source: Source | None = None,
    decision: Decision | None = None,
    overrule: bool = False,
) -> PlanVersion | None:
    """Record that a plan is different from a day on.

    Args:
        at: the moment of recording.
        by: who does this; None is the system itself.
        cells: dwellings by cell.
        decision: the decision it rests on.
        plan: which plan.
        reason: why, for the history.
        source: where it comes from.
        valid_on: from this day it holds.
        values: all but the quantities.
        base_version: the version that the person saw when she began.
        overrule: whether fields that another system leads are changed here all the same.

    Returns:
        The new version, or None when nothing was different and nothing was written.

    Raises:
        ForbiddenError: the person may not edit plans of this municipality.
        StaleVersionError: somebody saved a newer version; its fields name both versions.
        LedElsewhereError: another system leads for a field that changes.
        PlanError: a quantity or day that cannot be.
    """
    written = write_change(
        by=by,
        at=at,
        plan=plan,
        base_version=base_version,
        valid_on=valid_on,
        values=values,
        cells=cells,
        reason=reason,
        source=source,
        decision=decision,
        overrule=overrule,
    )
    if written is None:
        return None
    record(
        act="plans.plan_changed",
        by=by,
        at=at,
        target=plan,
        organisation_id=plan.municipality.organisation_id,
        payload={
            "number": plan.number,
            "version": written.said.version,
            "valid_on": valid_on,
            "dwellings": written.dwellings,
            "fields": written.fields,
            **({"overruled": written.overruled} if written.overruled else {}),
        },
    )
    return written.said


def write_change(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    base_version: int,
    valid_on: date,
    values: PlanValues,
    cells: Cells,
    reason: str = "",
    source: Source | None = None,
    decision: Decision | None = None,
    overrule: bool = False,
) -> Written | None:
    """Write a change, as `change_plan` does, without its audit line: the caller writes that.

    Call it in a transaction. Arguments and errors are those of `change_plan`.
    """
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    check_day(valid_on)
    check_cells(cells)
    # The plan's row is the lock: two people who save at once come one after the other.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    rows = list(plan.versions.filter(superseded_at__isnull=True).order_by("valid_on"))
    newest = _newest(plan)
    if newest != base_version:
        raise StaleVersionError(
            _("Iemand anders heeft dit plan intussen gewijzigd. Kies per veld wat er moet staan."),
            base_version=base_version,
            current_version=newest,
        )
    now = holdings([plan.pk], on=valid_on)[plan.pk].cells
    moves = difference(now, cells)
    covering = next((row for row in rows if _covers(row, valid_on)), None)
    if covering is not None and PlanValues.of(covering) == values and not moves:
        return None
    fields = changed_fields(covering, values)
    overruled = _overruled(by, plan, valid_on, fields, moves, reason, overrule=overrule)
    until = next_said(rows, valid_on)
    _book(plan, moves, until, valid_on, by, at, reason, source, decision)
    said = _say(
        plan,
        rows,
        values,
        version=newest + 1,
        period=(valid_on, until),
        by=by,
        at=at,
        reason=reason,
        source=source,
    )
    return Written(said, fields, _total(moves), overruled)


def _overruled(
    by: Person | None,
    plan: Plan,
    on: date,
    fields: Sequence[str],
    moves: Mapping[Cell, int],
    reason: str,
    *,
    overrule: bool,
) -> list[str]:
    """Return the fields that another system leads and that a person changes here all the same."""
    if by is None:
        return []
    return refuse_led(
        municipality=plan.municipality,
        on=on,
        fields=fields,
        moves=moves,
        overrule=overrule,
        reason=reason,
    )


def changed_fields(before: PlanVersion | None, values: PlanValues) -> list[str]:
    """Name the fields in which new values differ from a stored version."""
    if before is None:
        return sorted(values.as_row())
    old = PlanValues.of(before).as_row()
    return sorted(name for name, value in values.as_row().items() if old[name] != value)


def _covers(row: PlanVersion, day: date) -> bool:
    return row.valid_on <= day and (row.ends_before is None or day < row.ends_before)


def _newest(plan: Plan) -> int:
    return (
        PlanVersion.objects.filter(plan=plan)
        .order_by("-version")
        .values_list("version", flat=True)
        .first()
        or 0
    )


def next_said(rows: Sequence[PlanVersion], day: date) -> date | None:
    """Return the next day for which something was stated; rows that go on are no statement."""
    return min(
        (row.valid_on for row in rows if row.valid_on > day and not row.continues), default=None
    )


def _say(
    plan: Plan,
    rows: list[PlanVersion],
    values: PlanValues,
    *,
    version: int,
    period: tuple[date, date | None],
    by: Person | None,
    at: datetime,
    reason: str,
    source: Source | None,
) -> PlanVersion:
    """Write what is said, and close and clip what it cuts short; movements are booked before.

    Returns:
        The first new row: more follow where a decision or a booking turns status or homes.
    """
    valid_on, until = period
    for row in rows:
        if _overlaps(row, valid_on, until):
            PlanVersion.objects.filter(pk=row.pk).update(superseded_at=at)
            if row.valid_on < valid_on:
                PlanVersion.objects.create(
                    **_kept(row),
                    plan=plan,
                    ends_before=valid_on,
                    recorded_at=at,
                    municipality_id=plan.municipality_id,
                )
    said = [
        PlanVersion.objects.create(
            plan=plan,
            municipality_id=plan.municipality_id,
            version=version,
            valid_on=piece.start,
            ends_before=piece.end,
            recorded_at=at,
            recorded_by=by,
            reason=reason,
            source=source,
            continues=piece.start > valid_on,
            **{**values.as_row(), **piece.columns},
        )
        for piece in pieces_for(plan, values.planning_status, period)
    ]
    return said[0]


def _overlaps(row: PlanVersion, start: date, until: date | None) -> bool:
    return (row.ends_before is None or row.ends_before > start) and (
        until is None or row.valid_on < until
    )


def _kept(row: PlanVersion) -> Mapping[str, Any]:
    """Return what a clipped copy keeps of the row it stands for."""
    return {
        "version": row.version,
        "valid_on": row.valid_on,
        "recorded_by_id": row.recorded_by_id,
        "reason": row.reason,
        "source_id": row.source_id,
        **as_stands(row),
    }


def _book(
    plan: Plan,
    moves: Mapping[Cell, int],
    until: date | None,
    booked_on: date,
    by: Person | None,
    at: datetime,
    reason: str,
    source: Source | None,
    decision: Decision | None,
    *,
    kind: str = MovementKind.ADJUSTMENT,
) -> None:
    """Post movements on a day, and their inverse on the next said day, which keeps standing."""
    if not moves:
        return
    days = [(booked_on, 1, kind)] + ([(until, -1, MovementKind.CORRECTION)] if until else [])
    for day, sign, what in days:
        posting = Posting.objects.create(
            booked_on=day,
            recorded_at=at,
            recorded_by=by,
            reason=reason,
            source=source,
            decision=decision,
        )
        Movement.objects.bulk_create(
            Movement(
                posting=posting,
                plan=plan,
                kind=what,
                dwellings=sign * dwellings,
                booked_on=day,
                recorded_at=at,
                **cell._asdict(),
            )
            for cell, dwellings in moves.items()
        )


def _total(moves: Mapping[Cell, int]) -> int:
    return sum(
        dwellings if cell.account == "build" else -dwellings
        for cell, dwellings in moves.items()
        if cell.breakdown == "total"
    )


def check_day(day: date) -> None:
    """Refuse a day on which no plan of ours can hold.

    Raises:
        BeforePlanError: before 1990, or from 2100 on.
    """
    if not EARLIEST <= day < LATEST:
        raise BeforePlanError(
            _("Kies een datum tussen 1990 en 2100 (ingevuld: %(day)s).") % {"day": day},
            day=day.isoformat(),
        )
