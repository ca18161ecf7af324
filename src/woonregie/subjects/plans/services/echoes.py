"""A list that says what our own delivery would say has nothing new to tell.

Formats of others are coarser than the register: they know years but no periods, classes but no
prices, areas but no points. When such a list comes back, each field of it is held against what
our own delivery of that plan would give back. Where the two are the same, what stands stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import shapely

from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.formats.delivered import Context, Drawer, ReadResult, silent
from woonregie.subjects.plans.models import Plan, PlanKey
from woonregie.subjects.plans.quantities import LINES, line_of
from woonregie.subjects.plans.queries.outgoing import Outgoing, outgoing
from woonregie.subjects.plans.queries.versions import versions_on
from woonregie.subjects.plans.services.copying import chunks
from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues

FIELDS = tuple(PlanValues.__dataclass_fields__)
PLACE = frozenset({"geometry", "x", "y", "area_m2"})
MILLIMETRE = 0.001
# These were told while reading, of what stays after all.
_TOLD_IN_VAIN = {"no_shape": "geometry"}


def keep_what_we_said(
    result: ReadResult,
    drawer: Drawer[ReadResult],
    context: Context,
    region: Region | None,
    on: date,
    kept_back: frozenset[UUID] = frozenset(),
) -> None:
    """Let rows be silent on all that our own delivery would say too.

    Args:
        result: what was read; its rows are replaced.
        drawer: the layout it was read in.
        context: what the reader knew.
        region: whose price limits count.
        on: reference date of the list.
        kept_back: plans that are kept from who delivers; of those nothing of ours is looked at.
    """
    if drawer.again is None:
        return
    meant = _plans_of(result.rows)
    matched = {at: plan for at, plan in meant.items() if plan not in kept_back}
    held = _held(set(matched.values()), region, on)
    # Here each plan is of its own municipality, whoever delivers.
    ours = drawer.again(held, replace(context, municipality_id=None, progress=silent))
    said = {row.number: row for row in ours.rows}
    numbers = {plan.plan_id: plan.number for plan in held.plans}
    kept: dict[int, frozenset[str]] = {}
    for at, plan_id in matched.items():
        mine = said.get(numbers.get(plan_id, ""))
        if mine is not None:
            same = _same(result.rows[at], mine)
            result.rows[at] = _silent(result.rows[at], same)
            kept[result.lines[at]] = same
    result.issues[:] = [
        item
        for item in result.issues
        if _TOLD_IN_VAIN.get(item.code) not in kept.get(item.row, frozenset())
    ]


def _held(plan_ids: set[UUID], region: Region | None, on: date) -> Outgoing:
    """Return plans as they stand on a day."""
    wanted = sorted(plan_ids)
    return outgoing(versions_on(on).filter(Among("plan", wanted)), region=region, on=on)


def _plans_of(rows: Sequence[BulkRow]) -> dict[int, UUID]:
    """Return position of a row -> the plan of which it speaks."""
    numbers: dict[str, UUID] = {}
    for part in chunks(sorted({row.number for row in rows if row.number})):
        numbers |= dict(Plan.objects.filter(number__in=part).values_list("number", "pk"))
    keys: dict[tuple[str, str], UUID] = {}
    for system in {row.system for row in rows if row.key}:
        wanted = {row.key for row in rows if row.key and row.system == system}
        for part in chunks(sorted(wanted)):
            found = PlanKey.objects.filter(system=system, key__in=part)
            keys |= {(system, key): plan for key, plan in found.values_list("key", "plan_id")}
    matched: dict[int, UUID] = {}
    for at, row in enumerate(rows):
        plan = numbers.get(row.number) if row.number else keys.get((row.system, row.key))
        if plan is not None:
            matched[at] = plan
    return matched


def _same(row: BulkRow, mine: BulkRow) -> frozenset[str]:
    """Return the fields and the lines of numbers that two rows say the same of."""
    fields = {
        name
        for name in FIELDS
        if name in mine.silent or getattr(row.values, name) == getattr(mine.values, name)
    }
    if _same_place(row.values.geometry, mine.values.geometry):
        fields |= PLACE
    theirs, ours = _by_line(row), _by_line(mine)
    lines = {line for line in LINES if theirs.get(line) == ours.get(line)}
    return frozenset(fields | lines)


def _same_place(one: bytes | None, other: bytes | None) -> bool:
    """Return whether two shapes are the same: to the millimetre, for files round in their way."""
    if one is None or other is None:
        return one is other
    first, second = shapely.from_wkb(one), shapely.from_wkb(other)
    return bool(shapely.equals_exact(first, second, tolerance=MILLIMETRE, normalize=True))


def _by_line(row: BulkRow) -> Mapping[str, Mapping[Cell, int]]:
    found: dict[str, dict[Cell, int]] = {}
    for cell, homes in row.cells.items():
        if homes:
            found.setdefault(line_of(cell), {})[cell] = homes
    return found


def _silent(row: BulkRow, same: frozenset[str]) -> BulkRow:
    cells = {cell: homes for cell, homes in row.cells.items() if line_of(cell) not in same}
    return replace(row, cells=cells, silent=row.silent | same)
