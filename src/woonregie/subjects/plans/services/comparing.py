"""What a delivered list would change, worked out before anything is locked or written."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from woonregie.subjects.plans.merging import Merged, counted_by, spoken, with_our_years
from woonregie.subjects.plans.merging import merged as bring_together
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.quantities import check_cells, difference
from woonregie.subjects.plans.queries.holdings import sums_of
from woonregie.subjects.plans.queries.raw import as_they_come
from woonregie.subjects.plans.services.copying import chunks
from woonregie.subjects.plans.services.recognising import Known, Recognised, recognised
from woonregie.subjects.plans.values import BulkResult, BulkRow, Cell, PlanValues


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a plan on the day: its values, the next said day, its quantities."""

    values: PlanValues | None
    until: date | None
    newest: int
    cells: Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that says something else than what stands, and what has to move."""

    values: PlanValues
    cells: Mapping[Cell, int]
    plan: Known
    now: Standing
    moves: Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class Sides:
    """What is known beside a list: its third side, and what people answered.

    Args:
        same: by position of the row, the plan of which a person said that it is meant.
        base: fingerprint of what the sender said last.
        said: what it said last, by plan.
        choices: "list" or "register" where both changed, by plan.
        exact: for each row the plan of its number or key, where somebody just looked.
    """

    same: Mapping[int, Known] = field(default_factory=dict)
    base: str = ""
    said: Mapping[UUID, BulkRow] = field(default_factory=dict)
    choices: Mapping[UUID, str] = field(default_factory=dict)
    exact: Sequence[Known | None] | None = None


NO_SIDES = Sides()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A row of which the register stays in something, or of which somebody has to choose."""

    at: int
    plan: Known
    now: Standing
    merged: Merged


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list beside what stands.

    Args:
        rows: the list.
        new: positions of the rows that are new plans.
        changes: rows that change a plan.
        meetings: rows in which the list and the register both have something to say.
        recognised: of which plan each row speaks.
        sides: what was known beside the list.
        basis: fingerprint of which plans there were, of their newest versions, of what the sender
            said last.
    """

    rows: Sequence[BulkRow]
    new: Sequence[int]
    changes: Sequence[Change]
    meetings: Sequence[Meeting]
    recognised: Recognised
    sides: Sides
    basis: str

    @property
    def known(self) -> frozenset[UUID]:
        """Which plans the list speaks of."""
        return self.recognised.known

    @property
    def result(self) -> BulkResult:
        """How many plans would be made, changed and left alone, with how many movements."""
        movements = sum(
            sum(1 for dwellings in self.rows[at].cells.values() if dwellings) for at in self.new
        ) + sum(
            len(change.moves) * (1 if change.now.until is None else 2) for change in self.changes
        )
        unchanged = len(self.rows) - len(self.new) - len(self.changes)
        return BulkResult(
            len(self.new),
            len(self.changes),
            unchanged,
            movements,
            self.basis,
            recognised=len(self.recognised.answered),
            kept=sum(1 for item in self.meetings if item.merged.kept),
        )


def compare(rows: Sequence[BulkRow], day: date, sides: Sides = NO_SIDES) -> Comparison:
    """Put a list beside what stands on a day.

    Args:
        rows: the list.
        day: its reference date.
        sides: what the sender said last, and what people answered; without them the list speaks.

    Raises:
        UnknownPlanError: a number that we did not give, or a plan of another municipality.
        DuplicateRowError: one plan stands twice in the list.
        PlanError: a quantity that cannot be.
    """
    _check(rows)
    found = recognised(rows, sides.same, sides.exact)
    standing = _standing(found.known, day)
    new: list[int] = []
    changes: list[Change] = []
    meetings: list[Meeting] = []
    for at, (row, plan) in enumerate(zip(rows, found.plans, strict=True)):
        if plan is None:
            new.append(at)
            continue
        now = standing[plan.plan_id]
        merged = _merged(row, plan, now, sides)
        moves = {} if now.cells == merged.cells else difference(now.cells, merged.cells)
        if moves or now.values != merged.values:
            changes.append(Change(merged.values, merged.cells, plan, now, moves))
        if merged.kept or merged.conflicts:
            meetings.append(Meeting(at, plan, now, merged))
    newest = {plan_id: now.newest for plan_id, now in standing.items()}
    basis = _fingerprint(found, newest, sides.base)
    return Comparison(rows, new, changes, meetings, found, sides, basis)


def _merged(row: BulkRow, plan: Known, now: Standing, sides: Sides) -> Merged:
    row = with_our_years(row, now.cells)
    base = sides.said.get(plan.plan_id)
    if base is None or now.values is None:
        # Nobody said anything before: the list speaks.
        return Merged(spoken(row, now.values), counted_by(row, now.cells))
    choice = sides.choices.get(plan.plan_id, "")
    base = with_our_years(base, now.cells)
    return bring_together(base, row, now.values, now.cells, choice=choice)


def basis_of(rows: Sequence[BulkRow], sides: Sides = NO_SIDES) -> str:
    """Return the fingerprint of what stands for a list now; cheap enough to ask under a lock."""
    found = recognised(rows, sides.same)
    newest: dict[UUID, int] = {}
    for part in chunks(sorted(found.known)):
        versions = PlanVersion.objects.filter(plan__in=part, superseded_at__isnull=True)
        for plan_id, version in versions.values_list("plan_id", "version"):
            newest[plan_id] = max(version, newest.get(plan_id, 0))
    return _fingerprint(found, newest, sides.base)


def _fingerprint(recognised: Recognised, newest: Mapping[UUID, int], base: str) -> str:
    found = sha256(f"{base};{recognised.answered};".encode())
    for plan in recognised.plans:
        said = f"{plan.plan_id.hex}.{newest.get(plan.plan_id, 0)};" if plan else ";"
        found.update(said.encode())
    return found.hexdigest()


def _check(rows: Sequence[BulkRow]) -> None:
    # A list has thousands of rows and some ten different cells: each is looked at once.
    sound: set[Cell] = set()
    for row in rows:
        if not sound.issuperset(row.cells) or min(row.cells.values(), default=0) < 0:
            check_cells(row.cells, allow_overallocation=True)
            sound.update(row.cells)


# ------------------------------------------------------------------ what stands
_VALUE_FIELDS = tuple(PlanValues.__dataclass_fields__)


class _Said(NamedTuple):
    """One standing version of a plan."""

    version: int
    valid_on: date
    ends_before: date | None
    continues: bool
    values: tuple[Any, ...]


def _standing(plan_ids: frozenset[UUID], day: date) -> dict[UUID, Standing]:
    found: dict[UUID, Standing] = {}
    for part in chunks(sorted(plan_ids)):
        said: dict[UUID, list[_Said]] = defaultdict(list)
        rows = PlanVersion.objects.filter(plan__in=part, superseded_at__isnull=True)
        for plan_id, *row in _rows(rows):
            said[plan_id].append(_Said._make(row))
        cells = _cells(part, day)
        found |= {plan_id: _stands(said[plan_id], cells[plan_id], day) for plan_id in part}
    return found


def _rows(rows: QuerySet[PlanVersion]) -> Iterator[tuple[Any, ...]]:
    # Of the status what was stated: a list that states it again changes nothing.
    columns = ["stated_status" if name == "planning_status" else name for name in _VALUE_FIELDS]
    head = ("plan_id", "version", "valid_on", "ends_before", "continues")
    for row in rows.values_list(*head, *columns):
        yield *row[: len(head)], row[len(head) :]


def _stands(said: Sequence[_Said], cells: Mapping[Cell, int], day: date) -> Standing:
    values = next((PlanValues.of_row(item.values) for item in said if _covers(item, day)), None)
    until = min(
        (item.valid_on for item in said if item.valid_on > day and not item.continues),
        default=None,
    )
    return Standing(values, until, max((item.version for item in said), default=0), cells)


def _covers(said: _Said, day: date) -> bool:
    return said.valid_on <= day and (said.ends_before is None or day < said.ends_before)


def _cells(plan_ids: Sequence[UUID], day: date) -> dict[UUID, dict[Cell, int]]:
    """Return the quantities of plans on a day, as `holdings` does, for very many plans at once."""
    found: dict[UUID, dict[Cell, int]] = {key: {} for key in plan_ids}
    # Some databases give keys as they are, others their hex digits.
    held: dict[Any, dict[Cell, int]] = {**found, **{key.hex: found[key] for key in plan_ids}}
    for plan_id, *cell, dwellings in as_they_come(sums_of(plan_ids, on=day)):
        if dwellings:
            held[plan_id][Cell(*cell)] = dwellings
    return found
