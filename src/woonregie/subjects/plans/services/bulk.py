"""A whole list at once: the set-wise door for imports.

Everything is worked out, and put beside the tables, before the first row is written, so that the
transaction that holds the only writer of SQLite is short. Same meaning as `record`: what a list
says at its reference date holds until the next day for which something was said.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from uuid_utils import uuid7

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import reachable_municipalities
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.errors import ChangedMeanwhileError
from woonregie.subjects.plans.models import (
    Movement,
    MovementKind,
    Plan,
    PlanKey,
    PlanningDecision,
    PlanVersion,
    Posting,
    StatusBasis,
)
from woonregie.subjects.plans.quantities import carried
from woonregie.subjects.plans.queries.decisions import known_decisions
from woonregie.subjects.plans.queries.holdings import Ledger
from woonregie.subjects.plans.services.comparing import Change, Comparison, basis_of, compare
from woonregie.subjects.plans.services.copying import Waiting, chunks
from woonregie.subjects.plans.services.following import pieces_of
from woonregie.subjects.plans.services.numbers import next_numbers
from woonregie.subjects.plans.services.record import check_day
from woonregie.subjects.plans.values import CARRIED, BulkResult, BulkRow, Cell, PlanValues


@dataclass(frozen=True, slots=True)
class _Statement:
    """Who says it, when, for which day and why: the same for every row of a list."""

    by: Person | None
    at: datetime
    valid_on: date
    reason: str

    @property
    def by_id(self) -> UUID | None:
        """The key of who says it."""
        return self.by.pk if self.by else None


@dataclass(slots=True)
class _Batch:
    """Rows to write, per table; new plans get their number when it is their turn."""

    plans: list[tuple[str, UUID]] = field(default_factory=list)
    keys: list[tuple[Any, ...]] = field(default_factory=list)
    versions: list[tuple[Any, ...]] = field(default_factory=list)
    clipped: list[tuple[Any, ...]] = field(default_factory=list)
    closed: list[UUID] = field(default_factory=list)
    movements: dict[date, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))


class PreparedList:
    """A list that is ready to be written; made by `prepared`."""

    def __init__(self, said: _Statement, compared: Comparison) -> None:
        self.said, self.compared = said, compared
        self._set(compared)

    def _set(self, compared: Comparison) -> None:
        self.compared = compared
        batch = _batch(self.said, compared)
        self.plans, self.closed = batch.plans, batch.closed
        self.keys = Waiting(PlanKey, ("id", "plan_id", "system", "key"), batch.keys)
        self.versions = Waiting(PlanVersion, _VERSION, batch.versions)
        self.clipped = Waiting(PlanVersion, (*_VERSION, *_CLIPPED), batch.clipped)
        self.movements = {
            day: Waiting(Movement, _MOVEMENT, rows) for day, rows in batch.movements.items()
        }

    def waiting(self) -> list[Waiting]:
        """Return all that waits beside its table."""
        return [self.keys, self.versions, self.clipped, *self.movements.values()]

    def again(self) -> None:
        """Work it out anew, from what stands now."""
        for rows in self.waiting():
            rows.leave()
        self._set(compare(self.compared.rows, self.said.valid_on))


def compare_bulk(
    *, by: Person | None, at: datetime, valid_on: date, rows: Sequence[BulkRow]
) -> Comparison:
    """Return what a list would change; nothing is written or locked.

    Raises:
        ForbiddenError: a row of a municipality that this person may not import.
        PlanError: as `apply_bulk` does.
    """
    _may_import(by, rows, localdate(at))
    check_day(valid_on)
    return compare(rows, valid_on)


@contextmanager
def prepared(
    *,
    by: Person | None,
    at: datetime,
    valid_on: date,
    rows: Sequence[BulkRow],
    reason: str = "",
) -> Iterator[PreparedList]:
    """Work out a list and put it beside the tables, for `write_bulk` to write in short time."""
    compared = compare_bulk(by=by, at=at, valid_on=valid_on, rows=rows)
    ready = PreparedList(_Statement(by, at, valid_on, reason), compared)
    try:
        for waiting in ready.waiting():
            waiting.step_aside()
        yield ready
    finally:
        for waiting in ready.waiting():
            waiting.leave()


@transaction.atomic
def write_bulk(
    ready: PreparedList,
    *,
    source: Source | None,
    organisation_id: UUID | None = None,
    expected: str | None = None,
) -> BulkResult:
    """Write a prepared list, all of it.

    Args:
        ready: what `prepared` gave.
        source: where the list comes from.
        organisation_id: whose people may read the audit line of a list of several municipalities.
        expected: the basis on which somebody agreed to it; None is whatever stands.

    Raises:
        ChangedMeanwhileError: something else stands now than what was agreed to.
    """
    rows, said = ready.compared.rows, ready.said
    _lock(Municipality, {row.municipality_id for row in rows})
    _lock(Plan, ready.compared.known)
    basis = basis_of(rows)
    if expected not in {None, basis}:
        raise ChangedMeanwhileError(
            _("Intussen zijn plannen uit deze lijst gewijzigd. Bekijk opnieuw wat er verandert.")
        )
    if basis != ready.compared.basis:
        ready.again()
        _lock(Plan, ready.compared.known)
    result = ready.compared.result
    if not (result.created or result.changed):
        return result
    _write(ready, source.pk if source else None)
    record(
        act="plans.list_applied",
        by=said.by,
        at=said.at,
        target=source,
        organisation_id=_one_owner(rows) or organisation_id,
        payload={
            "created": result.created,
            "changed": result.changed,
            "unchanged": result.unchanged,
            "movements": result.movements,
            "valid_on": said.valid_on,
            "digest": digest([[row.system, row.key, row.number, row.values.name] for row in rows]),
        },
    )
    return result


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
    if dry_run:
        return compare_bulk(by=by, at=at, valid_on=valid_on, rows=rows).result
    with prepared(by=by, at=at, valid_on=valid_on, rows=rows, reason=reason) as ready:
        return write_bulk(ready, source=source, organisation_id=organisation_id)


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


def _lock(model: type[Municipality] | type[Plan], keys: Iterable[UUID]) -> None:
    """Hold these rows, in one order for everybody, so that lists and people wait their turn.

    Not their keys: who changes a plan writes the key of its municipality, and would wait for us
    while we wait for her plan.
    """
    for part in chunks(sorted(keys)):
        held = model.objects.select_for_update(no_key=True).filter(pk__in=part).order_by("pk")
        list(held.values_list("pk", flat=True))


# ------------------------------------------------------------------ what is to be written
_VALUE_FIELDS = tuple(PlanValues.__dataclass_fields__)
_STATUS_AT = _VALUE_FIELDS.index("planning_status")
_VERSION = (
    "id",
    "plan_id",
    "municipality_id",
    "version",
    "valid_on",
    "ends_before",
    "continues",
    "stated_status",
    "status_basis",
    *_VALUE_FIELDS,
    *CARRIED,
)
_STATED = StatusBasis.STATED.value
_CLIPPED = ("recorded_by_id", "reason", "source_id")
_MOVEMENT = ("id", "plan_id", "kind", *Cell._fields, "dwellings")


def _batch(said: _Statement, compared: Comparison) -> _Batch:
    batch = _Batch()
    for at in compared.new:
        _add(batch, said, compared.rows[at])
    for part in chunks(compared.changes):
        plans = [change.plan.plan_id for change in part]
        rows: dict[UUID, list[PlanVersion]] = defaultdict(list)
        standing = PlanVersion.objects.filter(plan__in=plans, superseded_at__isnull=True)
        for row in standing.order_by("valid_on"):
            rows[row.plan_id].append(row)
        decided = known_decisions().filter(plan__in=plans)
        decisions: dict[UUID, list[PlanningDecision]] = defaultdict(list)
        for decision in decided:
            decisions[decision.plan_id].append(decision)
        for change in part:
            plan_id = change.plan.plan_id
            _change(batch, said, change, rows[plan_id], decisions[plan_id])
    return batch


def _key() -> str:
    """Return a new key, as its hex digits: both databases take those, and making them is quick."""
    return uuid7().hex


def _add(batch: _Batch, said: _Statement, row: BulkRow) -> None:
    plan_id = _key()
    batch.plans.append((plan_id, row.municipality_id))
    if row.key:
        batch.keys.append((_key(), plan_id, row.system, row.key))
    held, values = carried(row.cells).values(), row.values
    head = (_key(), plan_id, row.municipality_id.hex, 1, said.valid_on, None, False)
    status = values.planning_status
    batch.versions.append((*head, status, _STATED, *_values(values, status), *held))
    _book(batch.movements[said.valid_on], plan_id, row.cells, MovementKind.ADDITION.value)


def _change(
    batch: _Batch,
    said: _Statement,
    change: Change,
    rows: Sequence[PlanVersion],
    decisions: Sequence[PlanningDecision],
) -> None:
    now, plan, day = change.now, change.plan, said.valid_on
    cut = [
        row
        for row in rows
        if (row.ends_before is None or row.ends_before > day)
        and (now.until is None or row.valid_on < now.until)
    ]
    for row in cut:
        batch.closed.append(row.pk)
        if row.valid_on < day:
            batch.clipped.append(_clipped(said, row))
    head = (plan.plan_id.hex, plan.municipality_id.hex, now.newest + 1)
    batch.versions += _pieces(head, day, change, cut, decisions)
    kind = MovementKind.ADJUSTMENT.value
    if change.moves:
        _book(batch.movements[said.valid_on], plan.plan_id.hex, change.moves, kind)
    if change.moves and now.until is not None:
        # What was said for a later day keeps standing.
        back = {cell: -dwellings for cell, dwellings in change.moves.items()}
        kind = MovementKind.CORRECTION.value
        _book(batch.movements[now.until], plan.plan_id.hex, back, kind)


def _book(
    movements: list[tuple[Any, ...]], plan_id: str, moves: Mapping[Cell, int], kind: str
) -> None:
    movements.extend(
        (_key(), plan_id, kind, *cell, dwellings) for cell, dwellings in moves.items() if dwellings
    )


def _pieces(
    head: tuple[Any, ...],
    day: date,
    change: Change,
    cut: Sequence[PlanVersion],
    decisions: Sequence[PlanningDecision],
) -> Iterator[tuple[Any, ...]]:
    """Yield a row for what is said, and one more for each day on which it turns."""
    turns = [row.valid_on for row in cut if row.valid_on > day]
    stated, period = change.values.planning_status, (day, change.now.until)
    held = partial(_held, change, Ledger.of(change.plan.plan_id)) if turns else None
    for piece in pieces_of(decisions, stated, period, held or (lambda _day: change.cells), turns):
        columns = piece.columns
        when = (piece.start, piece.end, piece.start > day)
        values = _values(change.values, columns["planning_status"])
        carry = (columns[name] for name in CARRIED)
        yield (_key(), *head, *when, stated, columns["status_basis"], *values, *carry)


def _held(change: Change, ledger: Ledger, day: date) -> dict[Cell, int]:
    """Return what a plan holds on a later day: what was booked, and what the list moves."""
    cells = ledger.now(day)
    for cell, dwellings in change.moves.items():
        cells[cell] = cells.get(cell, 0) + dwellings
    return cells


def _values(values: PlanValues, status: str) -> list[Any]:
    """Return the columns of values, with the status that counts."""
    columns = [getattr(values, name) for name in _VALUE_FIELDS]
    columns[1] = columns[1].hex if columns[1] else None
    columns[_STATUS_AT] = status
    return columns


def _clipped(said: _Statement, old: PlanVersion) -> tuple[Any, ...]:
    head = (_key(), old.plan_id.hex, old.municipality_id.hex, old.version)
    when = (old.valid_on, said.valid_on, old.continues, old.stated_status, old.status_basis)
    kept = (_hex(old.recorded_by_id), old.reason, _hex(old.source_id))
    held = (getattr(old, name) for name in CARRIED)
    return (*head, *when, *_values(PlanValues.of(old), old.planning_status), *held, *kept)


def _hex(key: UUID | None) -> str | None:
    return key.hex if key else None


def _write(ready: PreparedList, source_id: UUID | None) -> None:
    said = ready.said
    for part in chunks(ready.closed):
        PlanVersion.objects.filter(pk__in=part).update(superseded_at=said.at)
    plans = Waiting(Plan, ("id", "number", "municipality_id"), _numbered(ready))
    plans.go_in(recorded_at=said.at)
    plans.leave()
    ready.keys.go_in()
    who = {"recorded_by_id": said.by_id, "reason": said.reason, "source_id": source_id}
    new = {"recorded_at": said.at, "superseded_at": None}
    ready.versions.go_in(**who, **new)
    ready.clipped.go_in(**new)
    for day, movements in ready.movements.items():
        posting = Posting.objects.create(booked_on=day, recorded_at=said.at, **who)
        movements.go_in(posting_id=posting.pk, booked_on=day, recorded_at=said.at)


def _numbered(ready: PreparedList) -> list[tuple[str, str, str]]:
    """Return new plans with their numbers, in the order of the list."""
    year = localdate(ready.said.at).year
    counts: dict[UUID, int] = defaultdict(int)
    for _plan_id, municipality_id in ready.plans:
        counts[municipality_id] += 1
    places = Municipality.objects.in_bulk(list(counts))
    numbers = {key: iter(next_numbers(places[key], year, counts[key])) for key in sorted(counts)}
    return [(plan_id, next(numbers[place]), place.hex) for plan_id, place in ready.plans]
