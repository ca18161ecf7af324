"""A whole list at once: the set-wise door for imports.

Everything is worked out, and put beside the tables, before the first row is written, so that the
transaction that holds the only writer of SQLite is short. Same meaning as `record`: what a list
says at its reference date holds until the next day for which something was said.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.queries import head_sequence
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import reachable_municipalities
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.errors import ChangedMeanwhileError, NotForYouError
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
from woonregie.subjects.plans.queries.withheld import withheld
from woonregie.subjects.plans.services.comparing import (
    NO_SIDES,
    Change,
    Comparison,
    Sides,
    basis_of,
    compare,
)
from woonregie.subjects.plans.services.copying import (
    Repeated,
    Waiting,
    chunks,
    key_after,
    new_first_key,
)
from woonregie.subjects.plans.services.following import pieces_of
from woonregie.subjects.plans.services.numbers import next_numbers
from woonregie.subjects.plans.services.record import check_day
from woonregie.subjects.plans.values import CARRIED, BulkResult, BulkRow, Cell, PlanValues

MOST_NAMED = 10


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


class PreparedList:
    """A list that is ready to be written; made by `prepared`."""

    def __init__(self, said: _Statement, compared: Comparison, seen: int) -> None:
        self.said, self.seen = said, seen
        self._set(compared)

    def _set(self, compared: Comparison) -> None:
        self.compared = compared
        batch = _Batch(self.said, compared)
        self.plans, self.first_plan, self.closed = batch.plans, batch.first_plan, batch.closed
        self.digest = _digest(compared.rows)
        self.keys = Waiting(PlanKey, ("plan_id", "system", "key"), batch.keys)
        self.versions = Waiting(PlanVersion, _VERSION, batch.versions)
        self.turned = Waiting(PlanVersion, (*_VERSION, *_TURNED), batch.turned)
        self.clipped = Waiting(PlanVersion, (*_VERSION, *_CLIPPED), batch.clipped)
        cells = Repeated(_CELL, list(batch.cells))
        self.movements = {
            day: Waiting(Movement, ("plan_id", "dwellings"), rows, cells)
            for day, rows in batch.movements.items()
        }

    def waiting(self) -> list[Waiting]:
        """Return all that waits beside its table."""
        return [self.keys, self.versions, self.turned, self.clipped, *self.movements.values()]

    def again(self) -> None:
        """Work it out anew, from what stands now."""
        for rows in self.waiting():
            rows.leave()
        compared = self.compared
        # Who was meant may have changed meanwhile: that is looked up again.
        sides = replace(compared.sides, exact=None)
        self._set(compare(compared.rows, self.said.valid_on, sides))


def compare_bulk(
    *,
    by: Person | None,
    at: datetime,
    valid_on: date,
    rows: Sequence[BulkRow],
    sides: Sides = NO_SIDES,
) -> Comparison:
    """Return what a list would change; nothing is written or locked.

    Raises:
        ForbiddenError: a row of a municipality that this person may not import.
        NotForYouError: a row of a plan that is kept from this person.
        PlanError: as `apply_bulk` does.
    """
    _may_import(by, rows, localdate(at))
    check_day(valid_on)
    found = compare(rows, valid_on, sides)
    _speaks_of_none(found, withheld(by, today=localdate(at)))
    return found


@contextmanager
def prepared(
    *,
    by: Person | None,
    at: datetime,
    valid_on: date,
    rows: Sequence[BulkRow],
    reason: str = "",
    sides: Sides = NO_SIDES,
) -> Iterator[PreparedList]:
    """Work out a list and put it beside the tables, for `write_bulk` to write in short time."""
    seen = head_sequence()
    compared = compare_bulk(by=by, at=at, valid_on=valid_on, rows=rows, sides=sides)
    ready = PreparedList(_Statement(by, at, valid_on, reason), compared, seen)
    try:
        for waiting in ready.waiting():
            waiting.step_aside()
        yield ready
    finally:
        for waiting in ready.waiting():
            waiting.leave()


def hold_bulk(ready: PreparedList, *, expected: str | None = None) -> None:
    """Lock what a prepared list speaks of, and see that it still stands so.

    Call it inside the transaction of `write_bulk`.

    Args:
        ready: what `prepared` gave.
        expected: the basis on which somebody agreed to it; None is whatever stands.

    Raises:
        ChangedMeanwhileError: something else stands now than what was agreed to.
    """
    rows = ready.compared.rows
    _lock(Municipality, {row.municipality_id for row in rows})
    _lock(Plan, ready.compared.known)
    # Whoever changes anything writes a line in the trail: no line, no change.
    quiet = head_sequence() == ready.seen
    basis = ready.compared.basis if quiet else basis_of(rows, ready.compared.sides)
    if expected not in {None, basis}:
        raise ChangedMeanwhileError(
            _("Intussen zijn plannen uit deze lijst gewijzigd. Bekijk opnieuw wat er verandert.")
        )
    if basis != ready.compared.basis:
        ready.again()
        _lock(Plan, ready.compared.known)


def write_bulk(
    ready: PreparedList, *, source: Source | None, organisation_id: UUID | None = None
) -> BulkResult:
    """Write a list that `hold_bulk` holds, all of it.

    Args:
        ready: what `prepared` gave.
        source: where the list comes from.
        organisation_id: whose people may read the audit line of a list of several municipalities.
    """
    rows, said = ready.compared.rows, ready.said
    result = ready.compared.result
    if not (result.created or result.changed or result.recognised):
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
            **_of_three_sides(result),
            "movements": result.movements,
            "valid_on": said.valid_on,
            "digest": ready.digest,
        },
    )
    return result


def _of_three_sides(result: BulkResult) -> dict[str, int]:
    """Return what only a list with a base or answers has to tell."""
    told = {"recognised": result.recognised, "kept": result.kept}
    return {name: count for name, count in told.items() if count}


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
    with (
        prepared(by=by, at=at, valid_on=valid_on, rows=rows, reason=reason) as ready,
        transaction.atomic(),
    ):
        hold_bulk(ready)
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


def _speaks_of_none(found: Comparison, kept: frozenset[UUID]) -> None:
    """Refuse a list that speaks of plans that are kept from who delivers it.

    What stands of such a plan, or that it is there, is not told: only which of her own rows she
    cannot deliver.
    """
    if not found.known & kept:
        return
    names = [
        row.values.name
        for row, plan in zip(found.rows, found.recognised.plans, strict=True)
        if plan is not None and plan.plan_id in kept
    ]
    raise NotForYouError(
        _(
            "Deze plannen kunt u niet aanleveren: %(names)s. Haal ze uit uw lijst, en vraag de "
            "gemeente om ze zelf aan te leveren."
        )
        % {"names": ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")},
        plans=len(names),
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
_VERSION = (
    "plan_id",
    "municipality_id",
    "version",
    "ends_before",
    "stated_status",
    *_VALUE_FIELDS,
    *CARRIED,
)
_TURNED = ("valid_on", "continues", "status_basis")
_CLIPPED = (*_TURNED, "recorded_by_id", "reason", "source_id")
_CELL = ("kind", *Cell._fields)
_STATED = StatusBasis.STATED.value


class _Batch:
    """Rows to write, per table; new plans get their number when it is their turn.

    `plans` holds whose each new plan is, and `cells` numbers every kind of movement in every cell,
    in the order of its first use. Of `versions` the day is that of the list and the status is as
    stated; `turned` are those of which that is not so.
    """

    def __init__(self, said: _Statement, compared: Comparison) -> None:
        self._said = said
        self.first_plan = new_first_key()
        self.plans: list[UUID] = []
        self.keys: list[tuple[Any, ...]] = []
        self.versions: list[tuple[Any, ...]] = []
        self.turned: list[tuple[Any, ...]] = []
        self.clipped: list[tuple[Any, ...]] = []
        self.closed: list[UUID] = []
        self.cells: dict[tuple[Any, ...], int] = {}
        self.movements: dict[date, list[tuple[str, int, int]]] = defaultdict(list)
        for at in compared.new:
            self._add(compared.rows[at])
        for at in compared.recognised.answered:
            row, plan = compared.rows[at], compared.sides.same[at]
            self.keys.append((plan.plan_id.hex, row.system, row.key))
        for part in chunks(compared.changes):
            plans = [change.plan.plan_id for change in part]
            standing = PlanVersion.objects.filter(plan__in=plans, superseded_at__isnull=True)
            rows = _by_plan(standing.order_by("valid_on"))
            decisions = _by_plan(known_decisions().filter(plan__in=plans))
            for change in part:
                plan_id = change.plan.plan_id
                self._change(change, rows[plan_id], decisions[plan_id])

    def _add(self, row: BulkRow) -> None:
        place = row.municipality_id
        self.plans.append(place)
        plan_id = key_after(self.first_plan, len(self.plans))
        if row.key:
            self.keys.append((plan_id, row.system, row.key))
        held, status = carried(row.cells).values(), row.values.planning_status
        self.versions.append((plan_id, place.hex, 1, None, status, *_values(row.values), *held))
        self._book(self._said.valid_on, plan_id, row.cells, MovementKind.ADDITION.value)

    def _change(
        self,
        change: Change,
        rows: Sequence[PlanVersion],
        decisions: Sequence[PlanningDecision],
    ) -> None:
        now, plan, day = change.now, change.plan, self._said.valid_on
        cut = [
            row
            for row in rows
            if (row.ends_before is None or row.ends_before > day)
            and (now.until is None or row.valid_on < now.until)
        ]
        for row in cut:
            self.closed.append(row.pk)
            if row.valid_on < day:
                self.clipped.append(self._clip(row))
        self._say(change, [row.valid_on for row in cut if row.valid_on > day], decisions)
        plan_id = plan.plan_id.hex
        self._book(day, plan_id, change.moves, MovementKind.ADJUSTMENT.value)
        if now.until is not None:
            # What was said for a later day keeps standing.
            back = {cell: -dwellings for cell, dwellings in change.moves.items()}
            self._book(now.until, plan_id, back, MovementKind.CORRECTION.value)

    def _say(
        self, change: Change, turns: Sequence[date], decisions: Sequence[PlanningDecision]
    ) -> None:
        """Add a row for what is said, and one more for each day on which it turns."""
        stated, period = change.values.planning_status, (self._said.valid_on, change.now.until)
        plan_id = change.plan.plan_id.hex
        head = (plan_id, change.plan.municipality_id.hex, change.now.newest + 1)
        held = partial(_held, change, Ledger.of(change.plan.plan_id)) if turns else None
        pieces = pieces_of(decisions, stated, period, held or (lambda _day: change.cells), turns)
        for piece in pieces:
            columns, later = piece.columns, piece.start > self._said.valid_on
            values = _values(change.values, columns["planning_status"])
            row = (*head, piece.end, stated, *values, *(columns[name] for name in CARRIED))
            if later or columns["status_basis"] != _STATED:
                self.turned.append((*row, piece.start, later, columns["status_basis"]))
            else:
                self.versions.append(row)

    def _book(self, day: date, plan_id: str, moves: Mapping[Cell, int], kind: str) -> None:
        movements, cells = self.movements[day], self.cells
        for cell, dwellings in moves.items():
            if dwellings:
                number = cells.setdefault((kind, *cell), len(cells))
                movements.append((plan_id, dwellings, number))

    def _clip(self, old: PlanVersion) -> tuple[Any, ...]:
        day = self._said.valid_on
        head = (old.plan_id.hex, old.municipality_id.hex, old.version, day, old.stated_status)
        when = (old.valid_on, old.continues, old.status_basis)
        kept = (_hex(old.recorded_by_id), old.reason, _hex(old.source_id))
        held = (getattr(old, name) for name in CARRIED)
        return (*head, *_values(PlanValues.of(old), old.planning_status), *held, *when, *kept)


Row = TypeVar("Row", PlanVersion, PlanningDecision)


def _by_plan(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.plan_id].append(row)
    return found


def _held(change: Change, ledger: Ledger, day: date) -> dict[Cell, int]:
    """Return what a plan holds on a later day: what was booked, and what the list moves."""
    cells = ledger.now(day)
    for cell, dwellings in change.moves.items():
        cells[cell] = cells.get(cell, 0) + dwellings
    return cells


_read = attrgetter(*_VALUE_FIELDS)


_STATUS_AT = _VALUE_FIELDS.index("planning_status")


def _values(values: PlanValues, status: str = "") -> list[Any]:
    """Return the columns of values, with the status that counts: as stated, or another."""
    columns = list(_read(values))
    columns[1] = columns[1].hex if columns[1] else None
    columns[_STATUS_AT] = status or columns[_STATUS_AT]
    return columns


def _digest(rows: Iterable[BulkRow]) -> str:
    """Return a fingerprint of which plans a list names, for the audit trail."""
    found = sha256()
    for row in rows:
        said = "\x1f".join((row.system, row.key, row.number, row.values.name, ""))
        found.update(said.encode())
    return found.hexdigest()


def _hex(key: UUID | None) -> str | None:
    return key.hex if key else None


def _write(ready: PreparedList, source_id: UUID | None) -> None:
    said = ready.said
    for part in chunks(ready.closed):
        PlanVersion.objects.filter(pk__in=part).update(superseded_at=said.at)
    numbered = _numbered(ready)
    plans = Waiting(Plan, ("number", "municipality_id"), numbered, first_key=ready.first_plan)
    plans.go_in(recorded_at=said.at)
    plans.leave()
    ready.keys.go_in()
    who = {"recorded_by_id": said.by_id, "reason": said.reason, "source_id": source_id}
    new = {"recorded_at": said.at, "superseded_at": None}
    as_stated = {"valid_on": said.valid_on, "continues": False, "status_basis": _STATED}
    ready.versions.go_in(**who, **new, **as_stated)
    ready.turned.go_in(**who, **new)
    ready.clipped.go_in(**new)
    for day, movements in ready.movements.items():
        posting = Posting.objects.create(booked_on=day, recorded_at=said.at, **who)
        movements.go_in(posting_id=posting.pk, booked_on=day, recorded_at=said.at)


def _numbered(ready: PreparedList) -> list[tuple[str, str]]:
    """Return the numbers of new plans and whose they are, in the order of the list."""
    year = localdate(ready.said.at).year
    found = next_numbers(Counter(ready.plans), year)
    numbers = {key: iter(those) for key, those in found.items()}
    return [(next(numbers[place]), place.hex) for place in ready.plans]
