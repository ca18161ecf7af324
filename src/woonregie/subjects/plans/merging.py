"""Three sides of a plan brought together: what its sender said last, says now, and the register.

Who did not change a thing since the base gives way to who did; where both did, each in another
way, a person chooses (docs/adr/0026). In what the sender leads its list always speaks (0027).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from woonregie.subjects.plans.compare import FIELDS
from woonregie.subjects.plans.quantities import LINES, line_of
from woonregie.subjects.plans.values import BulkRow, Cell, Cells, PlanValues

LIST, REGISTER = "list", "register"
"""What somebody may choose where both sides changed."""
CHOICES = (LIST, REGISTER)
PARTS: Mapping[str, tuple[str, ...]] = {**FIELDS, "invented": ("invented",)}


@dataclass(frozen=True, slots=True)
class Merged:
    """What comes of three sides.

    Args:
        values: the fields to go on with.
        cells: the dwellings to go on with.
        kept: fields and lines of numbers in which the register stays, though the list says
            something else.
        taken: those in which the list is taken, and the register said something else.
        conflicts: those in which both changed, each in another way.
    """

    values: PlanValues
    cells: Cells
    kept: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


class _Part(NamedTuple):
    """A field or a line of numbers, and what each side says of it."""

    name: str
    base: Any
    theirs: Any
    ours: Any


def merged(
    base: BulkRow | None,
    theirs: BulkRow,
    values: PlanValues,
    cells: Cells,
    *,
    choice: str = "",
) -> Merged:
    """Bring together the last list, this list and the register, per field and line of numbers.

    Args:
        base: what the sender said last; None when it never spoke of this plan.
        theirs: what it says now.
        values: the fields as they stand in the register.
        cells: the dwellings as they stand there.
        choice: "list" or "register" where both changed; empty is not chosen yet, and the
            register stays meanwhile.
    """
    said, counted = spoken(theirs, values), counted_by(theirs, cells)
    if said == values and _plain(counted) == _plain(cells):
        return Merged(values, cells)
    ours, kept, taken, conflicts = [], [], [], []
    for part in _parts(base, theirs, (values, cells), (said, counted)):
        if _speaks(part, base, theirs):
            taken.append(part.name)
        elif part.theirs == part.base:
            kept.append(part.name)
            ours.append(part.name)
        else:
            conflicts.append(part.name)
            ours += [part.name] * (choice != LIST)
    if not ours:
        return Merged(said, counted, (), tuple(taken), tuple(conflicts))
    lines = LINES.intersection(ours)
    stays = {
        field: getattr(values, field)
        for name in ours
        if name not in lines
        for field in PARTS[name]
    }
    held = {cell: n for cell, n in counted.items() if line_of(cell) not in lines}
    held |= {cell: n for cell, n in cells.items() if line_of(cell) in lines}
    return Merged(replace(said, **stays), held, tuple(kept), tuple(taken), tuple(conflicts))


def spoken(row: BulkRow, stands: PlanValues | None) -> PlanValues:
    """Return what a row says; of what it is silent about, what stands."""
    kept = row.silent - LINES
    if stands is None or not kept:
        return row.values
    return replace(row.values, **{name: getattr(stands, name) for name in kept})


def counted_by(row: BulkRow, stands: Cells) -> Cells:
    """Return the quantities of a row; on lines of which it is silent, what stands."""
    silent = row.silent & LINES
    kept = {cell: n for cell, n in stands.items() if line_of(cell) in silent} if silent else {}
    return {**row.cells, **kept} if kept else row.cells


def with_our_years(row: BulkRow, stands: Cells) -> BulkRow:
    """Return a row that knows no years, with the years of the register.

    A list with a column "te bouwen" and none of years says how many homes, not that nobody knows
    when. More homes come without a year; fewer are taken from the earliest period first, as every
    event takes them (docs/adr/0016), what has no year last.
    """
    lines = {
        line
        for line in _lines([row.cells, stands]) - row.silent
        if line.split()[0] in row.yearless
    }
    if not lines:
        return row
    counts: dict[Cell, int] = {}
    for side, sign in ((row.cells, 1), (stands, -1)):
        for cell, homes in side.items():
            if line_of(cell) in lines:
                whole = cell._replace(from_year=None, before_year=None)
                counts[whole] = counts.get(whole, 0) + sign * homes
    cells = {cell: homes for cell, homes in row.cells.items() if line_of(cell) not in lines}
    cells |= {cell: homes for cell, homes in stands.items() if line_of(cell) in lines}
    for whole, more in counts.items():
        _move(cells, whole, more)
    return replace(row, cells={cell: homes for cell, homes in cells.items() if homes})


def _move(cells: dict[Cell, int], whole: Cell, more: int) -> None:
    """Add homes without a year, or take homes from the earliest period on."""
    if more > 0:
        cells[whole] = cells.get(whole, 0) + more
    short = -more
    for cell in sorted(cells, key=_last_without_year):
        if short > 0 and cell[:3] == whole[:3]:
            taken = min(max(cells[cell], 0), short)
            cells[cell] -= taken
            short -= taken


def _last_without_year(cell: Cell) -> tuple[bool, int, int]:
    return cell.from_year is None, cell.from_year or 0, cell.before_year or 0


def differing(one: BulkRow, other: BulkRow) -> tuple[str, ...]:
    """Return the fields and lines of numbers in which two rows say something else."""
    values, cells = (one.values, other.values), (one.cells, other.cells)
    return tuple(
        [name for name in PARTS if _read(values[0], name) != _read(values[1], name)]
        + [
            name
            for name in sorted(_lines(cells))
            if _on_line(cells[0], name) != _on_line(cells[1], name)
        ]
    )


Side = tuple[PlanValues, Cells]


def _parts(base: BulkRow | None, theirs: BulkRow, ours: Side, said: Side) -> Iterator[_Part]:
    """Yield the parts of which the list speaks and says something else than the register."""
    for name in PARTS:
        now, stands = _read(said[0], name), _read(ours[0], name)
        if now != stands:
            yield _Part(name, base and _read(base.values, name), now, stands)
    for name in sorted(_lines([said[1], ours[1]]) - theirs.silent):
        counted, held = _on_line(said[1], name), _on_line(ours[1], name)
        if counted != held:
            yield _Part(name, base and _on_line(base.cells, name), counted, held)


def _speaks(part: _Part, base: BulkRow | None, theirs: BulkRow) -> bool:
    """Return whether the list is taken: it leads, or the register changed nothing since."""
    if base is None or _named(part.name, theirs.leads) or _named(part.name, base.silent):
        return True
    return bool(part.ours == part.base)


def _named(name: str, among: frozenset[str]) -> bool:
    return name in among or not among.isdisjoint(PARTS.get(name, ()))


def _read(values: PlanValues, name: str) -> tuple[Any, ...]:
    return tuple(getattr(values, field) for field in PARTS[name])


def _lines(cells: Sequence[Cells]) -> set[str]:
    return {line_of(cell) for side in cells for cell in side}


def _on_line(cells: Cells, name: str) -> dict[Cell, int]:
    return {cell: n for cell, n in cells.items() if n and line_of(cell) == name}


def _plain(cells: Cells) -> Cells:
    """Return cells without those that hold nothing."""
    return cells if all(cells.values()) else {cell: n for cell, n in cells.items() if n}
