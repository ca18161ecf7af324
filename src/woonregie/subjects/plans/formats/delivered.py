"""What a drawer gives: delivered plans, and an issue for every cell that could not be read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from woonregie.subjects.plans.values import BulkRow

if TYPE_CHECKING:
    from woonregie.subjects.plans.formats.tables import RawTable


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
    """What a drawer must know: the places it may name, and whose list it is."""

    places_by_name: Mapping[str, UUID]
    places_by_code: Mapping[str, UUID]
    settlements: Mapping[tuple[UUID, str], UUID]
    municipality_id: UUID | None = None
    invented: bool = False


@dataclass(slots=True)
class ReadResult:
    """The plans of a list with the row they stand in, and the issues."""

    rows: list[BulkRow] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Drawer:
    """One layout: its name for people, how to find its heading, how to read it."""

    name: str
    title: str
    header_row: "Callable[[RawTable], int | None]"
    read: "Callable[[RawTable, Context], ReadResult]"


def heading_at(
    rows: Sequence[Sequence[Any]], needed: frozenset[str], plain: Callable[[Any], str]
) -> int | None:
    """Return which of the first thirty rows holds all needed column names."""
    for at, row in enumerate(rows[:30]):
        if needed <= {plain(cell) for cell in row}:
            return at
    return None
