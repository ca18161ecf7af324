"""A whole list at once: the set-wise door for imports.

Everything is worked out before the first row is written, so that the transaction that holds the
only writer of SQLite is short. Same meaning as `record`: what a list says at its reference date
holds until the next day for which something was said.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import lineage, reachable_municipalities
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.errors import DuplicateRowError, UnknownPlanError
from woonregie.subjects.plans.models import (
    Movement,
    MovementKind,
    Plan,
    PlanKey,
    PlanningDecision,
    PlanVersion,
    Posting,
)
from woonregie.subjects.plans.quantities import check_cells, difference
from woonregie.subjects.plans.queries.decisions import known_decisions, status_rules
from woonregie.subjects.plans.queries.holdings import holdings
from woonregie.subjects.plans.services.copying import CHUNK, copy_in
from woonregie.subjects.plans.services.following import pieces_of
from woonregie.subjects.plans.services.numbers import next_numbers
from woonregie.subjects.plans.services.record import check_day
from woonregie.subjects.plans.values import BulkResult, BulkRow, Cell, PlanValues


@dataclass(slots=True)
class _Batch:
    """Rows to write, per table."""

    plans: list[tuple[Any, ...]]
    keys: list[tuple[Any, ...]]
    versions: list[tuple[Any, ...]]
    movements: list[tuple[Any, ...]]
    closed: list[UUID]
    postings: dict[date, UUID]
    created: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class _Statement:
    """Who says it, when, for which day and why: the same for every row of a list."""

    by_id: UUID | None
    at: datetime
    valid_on: date
    reason: str
    source_id: UUID | None


@transaction.atomic
def apply_bulk(
    *,
    by: Person | None,
    at: datetime,
    valid_on: date,
    rows: Sequence[BulkRow],
    source: Source | None = None,
    reason: str = "",
    organisation_id: UUID | None = None,
    dry_run: bool = False,
) -> BulkResult:
    """Record a delivered list; rows that say what stands already write nothing.

    Args:
        by: who delivers; None is the system itself.
        at: the moment of recording.
        valid_on: reference date of the list.
        rows: one per plan; matched by our number, else by the sender's key, else new.
        source: where the list comes from.
        reason: why, for the history.
        organisation_id: whose people may read the audit line of a list of several municipalities.
        dry_run: only count what would happen.

    Returns:
        How many plans would be or were made, changed and left alone.

    Raises:
        ForbiddenError: a row of a municipality that this person may not import.
        UnknownPlanError: a number that we did not give, or a plan of another municipality.
        DuplicateRowError: one plan stands twice in the list.
        PlanError: a quantity that cannot be.
    """
    _may_import(by, rows, localdate(at))
    check_day(valid_on)
    if not dry_run:
        _lock(Municipality, {row.municipality_id for row in rows})
    matched = _matched(rows)
    known = {plan.plan_id for plan in matched if plan is not None}
    if not dry_run:
        _lock(Plan, known)
    standing = _standing(known, valid_on)
    statement = _Statement(
        by.pk if by else None, at, valid_on, reason, source.pk if source else None
    )
    batch = _Batch([], [], [], [], [], {})
    fresh = [row for row, plan in zip(rows, matched, strict=True) if plan is None]
    numbers = _numbers(fresh, localdate(at).year)
    for row, plan in zip(rows, matched, strict=True):
        check_cells(row.cells, allow_overallocation=True)
        if plan is None:
            _add(batch, statement, row, numbers)
        else:
            _change(batch, statement, row, plan, standing[plan.plan_id])
    result = BulkResult(
        batch.created,
        batch.changed,
        len(rows) - batch.created - batch.changed,
        len(batch.movements),
    )
    if dry_run or not (batch.created or batch.changed):
        return result
    _write(batch, statement)
    record(
        act="plans.list_applied",
        by=by,
        at=at,
        target=source,
        organisation_id=_one_owner(rows) or organisation_id,
        payload={
            "created": result.created,
            "changed": result.changed,
            "unchanged": result.unchanged,
            "movements": result.movements,
            "valid_on": valid_on,
            "digest": digest([[row.system, row.key, row.number, row.values.name] for row in rows]),
        },
    )
    return result


def _may_import(by: Person | None, rows: Iterable[BulkRow], on: date) -> None:
    wanted = {row.municipality_id for row in rows}
    if by is None or not wanted:
        return
    allowed = set(reachable_municipalities(by, "plans.import", on=on).values_list("pk", flat=True))
    if refused := wanted - allowed:
        names = Municipality.objects.filter(pk__in=refused).select_related("organisation")
        raise ForbiddenError(
            _("U mag geen plannen aanleveren voor: %(names)s.")
            % {"names": ", ".join(sorted(place.name for place in names))},
            municipalities=sorted(place.code for place in names),
        )


def _one_owner(rows: Sequence[BulkRow]) -> UUID | None:
    places = {row.municipality_id for row in rows}
    if len(places) != 1:
        return None
    return Municipality.objects.values_list("organisation_id", flat=True).get(pk=places.pop())


# ------------------------------------------------------------------ what stands
class _Known(NamedTuple):
    """A plan that we have, and whose it is."""

    plan_id: UUID
    municipality_id: UUID


def _matched(rows: Sequence[BulkRow]) -> list[_Known | None]:
    """Return for each row the plan that it speaks of, or None for a new one."""
    by_number = _plans_by("number", Plan, {row.number for row in rows if row.number})
    by_key: dict[tuple[str, str], _Known] = {}
    for system in {row.system for row in rows if row.key}:
        wanted = {row.key for row in rows if row.key and row.system == system}
        found = _plans_by("key", PlanKey, wanted, system=system)
        by_key |= {(system, key): plan for key, plan in found.items()}
    # A plan of before a merger is delivered by the municipality that came of it.
    heirs = lineage({row.municipality_id for row in rows})
    matched: list[_Known | None] = []
    seen: set[object] = set()
    for row in rows:
        plan = by_number.get(row.number) if row.number else by_key.get((row.system, row.key))
        ours = plan is not None and heirs.get(plan.municipality_id) == row.municipality_id
        if not ours and (plan is not None or row.number):
            raise _unknown(row)
        name_of_row = plan or ((row.system, row.key) if row.key else None)
        if name_of_row is not None and name_of_row in seen:
            raise DuplicateRowError(
                _("Plan %(name)s staat twee keer in de lijst. Haal er een weg.")
                % {"name": row.number or row.key},
                name=row.values.name,
            )
        seen.add(name_of_row)
        matched.append(plan)
    return matched


def _unknown(row: BulkRow) -> UnknownPlanError:
    if row.number:
        return UnknownPlanError(
            _(
                "Plan %(number)s kennen wij niet bij deze gemeente. "
                "Laat het nummer leeg voor een nieuw plan."
            )
            % {"number": row.number},
            number=row.number,
        )
    return UnknownPlanError(
        _("De sleutel %(key)s hoort niet bij deze gemeente. Kijk de gemeente na in uw lijst.")
        % {"key": row.key},
        key=row.key,
    )


def _plans_by(
    field: str, model: type[Plan] | type[PlanKey], wanted: set[str], **where: str
) -> dict[str, _Known]:
    columns = (
        (field, "pk", "municipality_id")
        if model is Plan
        else (field, "plan_id", "plan__municipality_id")
    )
    found: dict[str, _Known] = {}
    for part in _chunks(sorted(wanted)):
        query = model.objects.filter(**{f"{field}__in": part}, **where)
        found |= {key: _Known(*plan) for key, *plan in query.values_list(*columns)}
    return found


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is known of a plan from the day on.

    The rows until the next said day (those that only go on with another status among them), that
    day, the newest version, its quantities on the day, and its planning decisions.
    """

    rows: Sequence[PlanVersion]
    until: date | None
    newest: int
    cells: dict[Cell, int]
    decisions: Sequence[PlanningDecision]

    def covering(self, day: date) -> PlanVersion | None:
        """Return the row that holds on the day."""
        return next((row for row in self.rows if row.valid_on <= day), None)


def _standing(plan_ids: set[UUID], day: date) -> dict[UUID, _Standing]:
    rows: dict[UUID, list[PlanVersion]] = defaultdict(list)
    cells: dict[UUID, dict[Cell, int]] = {}
    decisions: dict[UUID, list[PlanningDecision]] = defaultdict(list)
    for part in _chunks(sorted(plan_ids)):
        standing = PlanVersion.objects.filter(plan__in=part, superseded_at__isnull=True)
        for version in standing.order_by("valid_on"):
            rows[version.plan_id].append(version)
        held = holdings(part, on=day)
        cells |= {plan_id: dict(holding.cells) for plan_id, holding in held.items()}
        for decision in known_decisions().filter(plan__in=part):
            decisions[decision.plan_id].append(decision)
    return {
        plan_id: _from_day(rows[plan_id], day, cells[plan_id], decisions[plan_id])
        for plan_id in plan_ids
    }


def _from_day(
    rows: Sequence[PlanVersion],
    day: date,
    cells: dict[Cell, int],
    decisions: Sequence[PlanningDecision],
) -> _Standing:
    until = min(
        (row.valid_on for row in rows if row.valid_on > day and not row.continues), default=None
    )
    overlapping = [
        row
        for row in rows
        if (row.ends_before is None or row.ends_before > day)
        and (until is None or row.valid_on < until)
    ]
    newest = max((row.version for row in rows), default=0)
    return _Standing(overlapping, until, newest, cells, decisions)


def _lock(model: type[Municipality] | type[Plan], keys: set[UUID]) -> None:
    """Hold these rows, in one order for everybody, so that lists and people wait their turn."""
    for part in _chunks(sorted(keys)):
        held = model.objects.select_for_update().filter(pk__in=part).order_by("pk")
        list(held.values_list("pk", flat=True))


def _numbers(rows: Sequence[BulkRow], year: int) -> dict[UUID, list[str]]:
    """Return for each municipality the numbers of its new plans, the first one last."""
    counts: dict[UUID, int] = defaultdict(int)
    for row in rows:
        counts[row.municipality_id] += 1
    places = Municipality.objects.in_bulk(list(counts))
    return {key: next_numbers(places[key], year, counts[key])[::-1] for key in sorted(counts)}


# ------------------------------------------------------------------ what is to be written
def _add(batch: _Batch, said: _Statement, row: BulkRow, numbers: dict[UUID, list[str]]) -> None:
    plan_id = uuid7()
    batch.created += 1
    batch.plans.append((plan_id, numbers[row.municipality_id].pop(), row.municipality_id, said.at))
    if row.key:
        batch.keys.append((uuid7(), plan_id, row.system, row.key))
    plan = _Known(plan_id, row.municipality_id)
    batch.versions += _versions(said, plan, row.values, 1, None, ())
    _book(batch, said, plan_id, difference({}, row.cells), None, MovementKind.ADDITION)


def _change(batch: _Batch, said: _Statement, row: BulkRow, plan: _Known, now: _Standing) -> None:
    moves = difference(now.cells, row.cells)
    covering = now.covering(said.valid_on)
    values = row.values
    if covering is not None:
        stands = PlanValues.of(covering)
        values = replace(values, **{name: getattr(stands, name) for name in row.silent})
        if stands == values and not moves:
            return
    batch.changed += 1
    for old in now.rows:
        batch.closed.append(old.pk)
        if old.valid_on < said.valid_on:
            batch.versions.append(_clipped(said, old))
    version = now.newest + 1
    batch.versions += _versions(said, plan, values, version, now.until, now.decisions)
    _book(batch, said, plan.plan_id, moves, now.until, MovementKind.ADJUSTMENT)


def _book(
    batch: _Batch,
    said: _Statement,
    plan_id: UUID,
    moves: dict[Cell, int],
    until: date | None,
    kind: str,
) -> None:
    days = [(said.valid_on, 1, kind)]
    if until is not None:
        days.append((until, -1, MovementKind.CORRECTION))
    for day, sign, what in days if moves else []:
        posting = batch.postings.setdefault(day, uuid7())
        batch.movements.extend(
            (uuid7(), posting, plan_id, str(what), *cell, sign * dwellings, day, said.at)
            for cell, dwellings in moves.items()
        )


_VALUE_FIELDS = tuple(PlanValues.__dataclass_fields__)
_VERSION_FIELDS = (
    "id",
    "plan_id",
    "municipality_id",
    "version",
    "valid_on",
    "ends_before",
    "recorded_at",
    "superseded_at",
    "recorded_by_id",
    "reason",
    "source_id",
    "continues",
    "stated_status",
    "status_basis",
    *_VALUE_FIELDS,
)
_STATUS_AT = _VALUE_FIELDS.index("planning_status")
_MOVEMENT_FIELDS = (
    "id",
    "posting_id",
    "plan_id",
    "kind",
    "account",
    "breakdown",
    "category",
    "from_year",
    "before_year",
    "dwellings",
    "booked_on",
    "recorded_at",
)


def _versions(
    said: _Statement,
    plan: _Known,
    values: PlanValues,
    version: int,
    until: date | None,
    decisions: Sequence[PlanningDecision],
) -> Iterator[tuple[Any, ...]]:
    """Yield a row for what is said, and one more for each day on which the status turns."""
    rules = status_rules() if decisions else {}
    stated = values.planning_status
    for piece in pieces_of(decisions, rules, stated, said.valid_on, until):
        head = (uuid7(), *plan, version, piece.start, piece.end, said.at, None)
        by = (said.by_id, said.reason, said.source_id)
        yield (
            *head,
            *by,
            piece.start > said.valid_on,
            stated,
            piece.basis,
            *_columns(values, piece.status),
        )


def _clipped(said: _Statement, old: PlanVersion) -> tuple[Any, ...]:
    values = PlanValues.of(old)
    head = (uuid7(), old.plan_id, old.municipality_id, old.version, old.valid_on, said.valid_on)
    by = (said.at, None, old.recorded_by_id, old.reason, old.source_id)
    status = (old.continues, old.stated_status, old.status_basis)
    return (*head, *by, *status, *_columns(values, old.planning_status))


def _columns(values: PlanValues, status: str) -> list[Any]:
    """Return the columns of values, with the status that counts."""
    columns = [getattr(values, name) for name in _VALUE_FIELDS]
    columns[_STATUS_AT] = status
    return columns


def _write(batch: _Batch, said: _Statement) -> None:
    for part in _chunks(batch.closed):
        PlanVersion.objects.filter(pk__in=part).update(superseded_at=said.at)
    copy_in(Plan, ("id", "number", "municipality_id", "recorded_at"), batch.plans)
    copy_in(PlanKey, ("id", "plan_id", "system", "key"), batch.keys)
    copy_in(PlanVersion, _VERSION_FIELDS, batch.versions)
    for day, posting_id in batch.postings.items():
        Posting.objects.create(
            id=posting_id,
            booked_on=day,
            recorded_at=said.at,
            recorded_by_id=said.by_id,
            reason=said.reason,
            source_id=said.source_id,
        )
    copy_in(Movement, _MOVEMENT_FIELDS, batch.movements)


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
