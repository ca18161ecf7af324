"""What a delivered list would change, worked out before anything is locked or written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from woonregie.foundation.region.queries import lineage
from woonregie.subjects.plans.errors import DuplicateRowError, UnknownPlanError
from woonregie.subjects.plans.models import (
    Breakdown,
    Movement,
    Plan,
    PlanKey,
    PlanningDecision,
    PlanVersion,
)
from woonregie.subjects.plans.quantities import check_cells, difference
from woonregie.subjects.plans.queries.decisions import known_decisions
from woonregie.subjects.plans.queries.holdings import holdings
from woonregie.subjects.plans.services.copying import chunks
from woonregie.subjects.plans.values import BulkResult, BulkRow, Cell, PlanValues


class Known(NamedTuple):
    """A plan that we have, and whose it is."""

    plan_id: UUID
    municipality_id: UUID


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a plan from the day on.

    The rows until the next said day (those that only go on with another status among them), that
    day, the newest version, its quantities on the day, and its planning decisions.
    """

    rows: Sequence[PlanVersion]
    until: date | None
    newest: int
    cells: Mapping[Cell, int]
    decisions: Sequence[PlanningDecision] = ()

    def covering(self, day: date) -> PlanVersion | None:
        """Return the row that holds on the day."""
        return next((row for row in self.rows if row.valid_on <= day), None)


@dataclass(frozen=True, slots=True)
class Change:
    """A row that says something else than what stands, and what has to move."""

    values: PlanValues
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
        moves, covering = difference(now.cells, row.cells), now.covering(day)
        stands = PlanValues.of(covering) if covering is not None else None
        values = _spoken(row, stands)
        if moves or stands != values:
            changes.append(Change(values, plan, now, moves))
    return Comparison(rows, new, changes, known, _fingerprint(matched, _moments(known)))


def _spoken(row: BulkRow, stands: PlanValues | None) -> PlanValues:
    """Return what a row says; of what it is silent about, what stands."""
    if stands is None or not row.silent:
        return row.values
    return replace(row.values, **{name: getattr(stands, name) for name in row.silent})


def basis_of(rows: Sequence[BulkRow]) -> str:
    """Return the fingerprint of what stands for a list now; cheap enough to ask under a lock."""
    matched = _matched(rows)
    known = {plan.plan_id for plan in matched if plan is not None}
    return _fingerprint(matched, _moments(known))


def _moments(known: Collection[UUID]) -> dict[UUID, str]:
    """Return for each plan by what it can be told that nothing was said or booked since."""
    newest: dict[UUID, int] = dict.fromkeys(known, 0)
    booked: dict[UUID, int] = dict.fromkeys(known, 0)
    for part in chunks(sorted(known)):
        versions = PlanVersion.objects.filter(plan__in=part, superseded_at__isnull=True)
        for plan_id, version in versions.values_list("plan_id", "version"):
            newest[plan_id] = max(version, newest[plan_id])
        totals = Movement.objects.filter(plan__in=part, breakdown=Breakdown.TOTAL)
        booked.update(totals.values_list("plan_id").annotate(Count("pk")).order_by())
    return {plan_id: f"{newest[plan_id]}.{booked[plan_id]}" for plan_id in known}


def _fingerprint(matched: Iterable[Known | None], moments: Mapping[UUID, str]) -> str:
    found = sha256()
    for plan in matched:
        said = f"{plan.plan_id.hex}.{moments[plan.plan_id]};" if plan else ";"
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
def _standing(plan_ids: frozenset[UUID], day: date) -> dict[UUID, Standing]:
    rows: dict[UUID, list[PlanVersion]] = defaultdict(list)
    cells: dict[UUID, Mapping[Cell, int]] = {}
    decisions: dict[UUID, list[PlanningDecision]] = defaultdict(list)
    for part in chunks(sorted(plan_ids)):
        standing = PlanVersion.objects.filter(plan__in=part, superseded_at__isnull=True)
        for version in standing.order_by("valid_on"):
            rows[version.plan_id].append(version)
        held = holdings(part, on=day)
        cells |= {plan_id: holding.cells for plan_id, holding in held.items()}
        for decision in known_decisions().filter(plan__in=part):
            decisions[decision.plan_id].append(decision)
    return {
        plan_id: _from_day(rows[plan_id], day, cells[plan_id], decisions[plan_id])
        for plan_id in plan_ids
    }


def _from_day(
    rows: Sequence[PlanVersion],
    day: date,
    cells: Mapping[Cell, int],
    decisions: Sequence[PlanningDecision],
) -> Standing:
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
    return Standing(overlapping, until, newest, cells, decisions)
