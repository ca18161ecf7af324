"""What a drawer gives: delivered rows, and an issue for every cell that could not be read."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from woonregie.foundation.intake.tables import HEAD, FileRefusedError, Rows, Table
from woonregie.subjects.plans.formats.places import Places
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.queries.outgoing import Outgoing
from woonregie.subjects.plans.values import BulkRow

Progress = Callable[[float, str], None]
Result = TypeVar("Result")
EVERY = 2000
"""After so many rows a reader tells how far it is."""
PLANS = "plans"
"""What most lists are of."""


def silent(_share: float, _message: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that a person should know about a cell or a plan.

    Args:
        row: row in the file, 1 is the first; 0 is the file as a whole.
        column: heading of the column; empty for the whole row.
        value: what stands there.
        code: name of this kind of issue.
        severity: "error" stops the import, "warning" and "hint" do not.
        reason: what is wrong, in a sentence.
        remedy: what to do.
    """

    row: int
    column: str
    value: str
    code: str
    severity: str
    reason: str
    remedy: str

    def as_json(self) -> dict[str, Any]:
        """Return the issue as the report holds it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Context:
    """What a drawer must know: the places it may name, and whose list it is.

    Args:
        places: municipalities of the reference date.
        settlements: (municipality, name in small letters) -> settlement.
        municipality_id: the only municipality whose plans are wanted; None for all.
        wanted: the municipalities whose counts are wanted, the others are left out; None for all.
        today: no later day can have been counted; None where a list is about the future.
        invented: whether all plans are an example.
        reference_year: the year in which a list holds; an open period begins there.
        meanings: what its sender decided about columns and words.
        progress: told how far the reading is (0-1).
    """

    places: Places
    settlements: Mapping[tuple[UUID, str], UUID] = field(default_factory=dict)
    municipality_id: UUID | None = None
    wanted: frozenset[UUID] | None = None
    today: date | None = None
    invented: bool = False
    reference_year: int = 0
    meanings: Meanings = field(default_factory=Meanings)
    progress: Progress = silent


@dataclass(slots=True)
class ReadResult:
    """The plans of a list with the row they stand in, and the issues.

    `uncounted` holds per code how many more there are than have an issue of their own;
    `unchanged` the positions of rows that leave the location or the remarks as they are;
    `columns` tells how each column of a list of somebody's own was read, `used` by which answers.
    """

    rows: list[BulkRow] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    skipped: int = 0
    uncounted: Counter[str] = field(default_factory=Counter)
    unchanged: dict[int, frozenset[str]] = field(default_factory=dict)
    columns: list[dict[str, Any]] = field(default_factory=list)
    used: Meanings = field(default_factory=Meanings)


@dataclass(frozen=True, slots=True)
class Drawer(Generic[Result]):
    """One layout.

    Args:
        name: as typed behind `--format`.
        title: what people call it.
        header_row: finds its heading.
        read: reads a table with that heading.
        of: what it is a list of.
        incomplete: why a file lacks what this layout needs, by the names of its sheets; None for
            a file that is something else.
        again: what the layout would give back of plans that we hold; for a layout that is coarser
            than the register (`services.echoes`).
    """

    name: str
    title: str
    header_row: Callable[[Rows], int | None]
    read: Callable[[Table, Context], Result]
    of: str = PLANS
    incomplete: Callable[[Sequence[str]], FileRefusedError | None] | None = None
    again: Callable[[Outgoing, Context], Result] | None = None


def heading_at(rows: Rows, needed: frozenset[str], plain: Callable[[Any], str]) -> int | None:
    """Return which of the first thirty rows holds all needed column names."""
    for at, row in enumerate(rows[:HEAD]):
        if needed <= {plain(cell) for cell in row}:
            return at
    return None


def tell_progress(context: Context, done: int, rows: Sequence[Any]) -> None:
    """Tell how far the reading is, once in a while."""
    if done % EVERY == 0:
        context.progress(done / max(len(rows), 1), "")
