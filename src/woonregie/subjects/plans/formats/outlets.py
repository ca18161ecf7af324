"""What a drawer with a way out gives: a file for a receiver, and what that file cannot hold.

An outlet says of every field of the register whether its file holds it fully, coarser or not at
all. From that, and from the plans at hand, `losses` makes the report that people read before they
deliver.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from woonregie.subjects.plans.queries.outgoing import Outgoing, OutPlan

Words = Callable[[OutPlan], str]
Lost = Callable[[OutPlan], str | int]
"""What a plan loses: in words, as a number of homes, or just whether it does."""


class Extent(Enum):
    """How much of a field a file holds."""

    FULL = "full"
    COARSE = "coarse"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Hold:
    """How much of one field a file holds, and why not more.

    Args:
        extent: fully, coarser, or not at all.
        reason: why not more, in a sentence; empty for FULL.
        lost: what one plan loses, "" or 0 for nothing; only for COARSE. For NONE that is what the
            plan says in that field.
        homes: how many homes of a plan that concerns; None is what `lost` or the field says.
        words: what a plan loses, for the few that are told as examples; None is what `lost` says.
    """

    extent: Extent
    reason: Any = ""
    lost: Lost | None = None
    homes: Callable[[OutPlan], int] | None = None
    words: Words | None = None


FULL = Hold(Extent.FULL)


def coarse(
    reason: Any,
    lost: Lost,
    homes: Callable[[OutPlan], int] | None = None,
    words: Words | None = None,
) -> Hold:
    """Return that a field is held coarser, and what a plan loses by it."""
    return Hold(Extent.COARSE, reason, lost, homes, words)


def absent(reason: Any) -> Hold:
    """Return that a field is not held."""
    return Hold(Extent.NONE, reason)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that a receiver asks for, and that a plan may lack.

    Args:
        key: its name at the receiver.
        title: what people call it.
        reason: what the file says instead, or what to do.
        missing: whether a plan lacks it.
    """

    key: str
    title: Any
    reason: Any
    missing: Callable[[OutPlan], bool]


@dataclass(frozen=True)
class About:
    """What a file must say about itself, and what its writer may need beside the plans.

    Args:
        held: the plans as they were asked: region, day, price classes.
        place: whose plans they are, in words: "West-Overijssel", "Kampen".
        at: the moment of making.
        demonstration: whether the plans are invented examples.
        kind: ending of the file, such as "xlsx".
        report: lines that say what the file cannot hold, for a sheet or readme.
    """

    held: Outgoing
    place: str
    at: datetime
    demonstration: bool = False
    kind: str = ""
    report: Sequence[Sequence[str]] = ()

    @property
    def on(self) -> date:
        """The day of which the plans are."""
        return self.held.on

    @cached_property
    def classes(self) -> Mapping[str, str]:
        """Category of a full cell -> its price class."""
        return self.held.classes


@dataclass(slots=True)
class Written:
    """What a writer put into a file, counted from what it wrote: plans, homes, rows."""

    plans: int = 0
    build: int = 0
    demolition: int = 0
    rows: int = 0


def _everything(_plan: OutPlan) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """One format in which the register is delivered to others.

    Args:
        name: as typed behind `--format-name`.
        title: what people call it (Dutch).
        receiver: for whom it is, and from what we know its layout.
        kinds: ending of the file -> media type; the first is the usual one.
        holds: field of the register (`fields.FIELDS`) -> how much of it the file holds.
        write: puts plans into a file that is not there yet, and counts what it wrote.
        requires: what the receiver asks for beyond what every plan has.
        skips: why a plan is left out, in a sentence; "" for a plan that goes along.
        again: whether our own reader takes the file back in, to the same register.
        remarks: what a receiver should know about codes and certainty.
        version: key of the version of a layout that a region filled in; empty for our own drawers.
    """

    name: str
    title: Any
    receiver: Any
    kinds: Mapping[str, str]
    holds: Mapping[str, Hold]
    write: Callable[[Sequence[OutPlan], Path, About], Written]
    requires: Sequence[Requirement] = ()
    skips: Words = _everything
    again: bool = False
    remarks: Sequence[Any] = field(default_factory=tuple)
    version: str = ""

    @property
    def usual_kind(self) -> str:
        """The ending of the file when nobody asks for another."""
        return next(iter(self.kinds))
