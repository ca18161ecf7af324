"""What a delivered list would change, worked out before anything is locked or written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from woonregie.foundation.region.queries import lineage
from woonregie.subjects.plans.errors import DuplicateRowError, UnknownPlanError
from woonregie.subjects.plans.models import Plan, PlanKey, PlanVersion
from woonregie.subjects.plans.quantities import LINES, check_cells, difference, line_of
from woonregie.subjects.plans.queries.holdings import sums_of
from woonregie.subjects.plans.queries.raw import as_they_come
from woonregie.subjects.plans.services.copying import chunks
from woonregie.subjects.plans.values import BulkResult, BulkRow, Cell, PlanValues


class Known(NamedTuple):
    """A plan that we have, and whose it is."""

    plan_id: UUID
    municipality_id: UUID


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
class Comparison:
    """A list beside what stands.

    Args:
        rows: the list.
        new: positions of the rows that are new plans.
        changes: rows that change a plan.
        known: plans of which the list speaks.
        basis: fingerprint of which plans there were, and of their newest versions.
    """

    rows: Sequence[BulkRow]
    new: Sequence[int]
    changes: Sequence[Change]
    known: frozenset[UUID]
    basis: str

    @property
    def result(self) -> BulkResult:
        """How many plans would be made, changed and left alone, with how many movements."""
        movements = sum(
            sum(1 for dwellings in self.rows[at].cells.values() if dwellings) for at in self.new
        ) + sum(
            len(change.moves) * (1 if change.now.until is None else 2) for change in self.changes
        )
        unchanged = len(self.rows) - len(self.new) - len(self.changes)
        return BulkResult(len(self.new), len(self.changes), unchanged, movements, self.basis)


def compare(rows: Sequence[BulkRow], day: date) -> Comparison:
    """Put a list beside what stands on a day.

    Raises:
        UnknownPlanError: a number that we did not give, or a plan of another municipality.
        DuplicateRowError: one plan stands twice in the list.
        PlanError: a quantity that cannot be.
    """
    _check(rows)
    matched = _matched(rows)
    known = frozenset(plan.plan_id for plan in matched if plan is not None)
    standing = _standing(known, day)
    new, changes = [], []
    for at, (row, plan) in enumerate(zip(rows, matched, strict=True)):
        if plan is None:
            new.append(at)
            continue
        now = standing[plan.plan_id]
        cells = _counted(row, now.cells)
        moves = {} if now.cells == cells else difference(now.cells, cells)
        values = _spoken(row, now.values)
        if moves or now.values != values:
            changes.append(Change(values, cells, plan, now, moves))
    newest = {plan_id: now.newest for plan_id, now in standing.items()}
    return Comparison(rows, new, changes, known, _fingerprint(matched, newest))


def _spoken(row: BulkRow, stands: PlanValues | None) -> PlanValues:
    """Return what a row says; of what it is silent about, what stands."""
    kept = row.silent - LINES
    if stands is None or not kept:
        return row.values
    return replace(row.values, **{name: getattr(stands, name) for name in kept})


def _counted(row: BulkRow, stands: Mapping[Cell, int]) -> Mapping[Cell, int]:
    """Return the quantities of a row; on lines of which it is silent, what stands."""
    silent = row.silent & LINES
    kept = {cell: n for cell, n in stands.items() if line_of(cell) in silent} if silent else {}
    return {**row.cells, **kept} if kept else row.cells


def basis_of(rows: Sequence[BulkRow]) -> str:
    """Return the fingerprint of what stands for a list now; cheap enough to ask under a lock."""
    matched = _matched(rows)
    newest: dict[UUID, int] = {}
    for part in chunks(sorted({plan.plan_id for plan in matched if plan is not None})):
        found = PlanVersion.objects.filter(plan__in=part, superseded_at__isnull=True)
        for plan_id, version in found.values_list("plan_id", "version"):
            newest[plan_id] = max(version, newest.get(plan_id, 0))
    return _fingerprint(matched, newest)


def _fingerprint(matched: Iterable[Known | None], newest: Mapping[UUID, int]) -> str:
    found = sha256()
    for plan in matched:
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


# ------------------------------------------------------------------ which plan a row speaks of
def _matched(rows: Sequence[BulkRow]) -> list[Known | None]:
    """Return for each row the plan that it speaks of, or None for a new one."""
    by_number = _plans_by("number", Plan, {row.number for row in rows if row.number})
    by_key: dict[tuple[str, str], Known] = {}
    for system in {row.system for row in rows if row.key}:
        wanted = {row.key for row in rows if row.key and row.system == system}
        found = _plans_by("key", PlanKey, wanted, system=system)
        by_key |= {(system, key): plan for key, plan in found.items()}
    # A plan of before a merger is delivered by the municipality that came of it.
    heirs = lineage({row.municipality_id for row in rows})
    matched: list[Known | None] = []
    seen: set[object] = set()
    for row in rows:
        plan = by_number.get(row.number) if row.number else by_key.get((row.system, row.key))
        ours = plan is not None and heirs.get(plan.municipality_id) == row.municipality_id
        if not ours and (plan is not None or row.number):
            raise _unknown(row)
        name_of_row = plan.plan_id if plan else (row.system, row.key) if row.key else None
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
) -> dict[str, Known]:
    columns = (
        (field, "pk", "municipality_id")
        if model is Plan
        else (field, "plan_id", "plan__municipality_id")
    )
    found: dict[str, Known] = {}
    for part in chunks(sorted(wanted)):
        query = model.objects.filter(**{f"{field}__in": part}, **where)
        found |= {key: Known(*plan) for key, *plan in query.values_list(*columns)}
    return found


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
