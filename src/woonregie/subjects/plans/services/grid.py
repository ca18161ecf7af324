"""Changing many plans in one go: all that differs is written, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import StaleVersionError
from woonregie.subjects.plans.errors import PlanError, RowsRefusedError
from woonregie.subjects.plans.models import Plan
from woonregie.subjects.plans.services.record import Written, write_change
from woonregie.subjects.plans.values import Cells, PlanValues


@dataclass(frozen=True, slots=True)
class GridChange:
    """What somebody wants one plan to be, and the version from which she began."""

    plan: Plan
    base_version: int
    values: PlanValues
    cells: Cells


@transaction.atomic
def change_many(
    *,
    by: Person | None,
    at: datetime,
    valid_on: date,
    changes: Sequence[GridChange],
    reason: str = "",
) -> int:
    """Record that several plans are different from a day on, with one line in the audit trail.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        valid_on: from this day it holds.
        changes: one per plan; a plan that is as it stands is left alone.
        reason: why, for the history.

    Returns:
        How many plans changed.

    Raises:
        ForbiddenError: the person may not edit one of the plans.
        RowsRefusedError: some plans were changed meanwhile (`fields["stale"]`, their numbers), or
            say what cannot be (`fields["refused"]`, a sentence by number); nothing is written.
    """
    done: dict[str, Written] = {}
    stale: list[str] = []
    refused: dict[str, str] = {}
    # In one order for everybody, so that two people who save at once wait their turn.
    for change in sorted(changes, key=lambda change: change.plan.pk):
        number = change.plan.number
        try:
            written = _write(change, by=by, at=at, valid_on=valid_on, reason=reason)
        except StaleVersionError:
            stale.append(number)
        except PlanError as error:
            refused[number] = str(error)
        else:
            if written is not None:
                done[number] = written
    if stale or refused:
        raise RowsRefusedError(
            _("Er is nog niets opgeslagen. Kijk de gemerkte regels na en sla opnieuw op."),
            stale=stale,
            refused=refused,
        )
    if done:
        owners = {change.plan.municipality.organisation_id for change in changes}
        record(
            act="plans.plans_changed",
            by=by,
            at=at,
            organisation_id=owners.pop() if len(owners) == 1 else None,
            payload={
                "valid_on": valid_on,
                "dwellings": sum(written.dwellings for written in done.values()),
                "plans": sorted(done),
            },
        )
    return len(done)


def _write(
    change: GridChange, *, by: Person | None, at: datetime, valid_on: date, reason: str
) -> Written | None:
    # A refusal halfway a plan must not spoil what follows: each is tried on its own.
    with transaction.atomic():
        return write_change(
            by=by,
            at=at,
            plan=change.plan,
            base_version=change.base_version,
            valid_on=valid_on,
            values=change.values,
            cells=change.cells,
            reason=reason,
        )
