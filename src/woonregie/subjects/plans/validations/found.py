"""What a check looks at, and what it says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray

from woonregie.subjects.plans.models import PlanningDecision, PlanVersion, WriteDown
from woonregie.subjects.plans.overlaps import pairs_that_overlap
from woonregie.subjects.plans.queries.holdings import Holding


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that may be wrong.

    Args:
        code: which check found it.
        plan_ids: the plans that it concerns; none for a municipality as a whole.
        municipality_id: whose it is.
        values: what was found, for the sentence: numbers, names, days.
    """

    code: str
    plan_ids: tuple[UUID, ...]
    municipality_id: UUID
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan with all that checks ask of it."""

    version: PlanVersion
    holding: Holding
    before: Holding
    decisions: Sequence[PlanningDecision] = ()
    write_downs: Sequence[WriteDown] = ()
    counts: bool = True
    last_said_on: date | None = None
    reasons: Sequence[str] = ()

    @property
    def key(self) -> UUID:
        """The key of the plan."""
        return self.version.plan_id

    def finding(self, code: str, *others: "PlanView", **values: Any) -> Finding:
        """Return a finding about this plan, and about others with it."""
        keys = (self.key, *(other.key for other in others))
        return Finding(code, keys, self.version.municipality_id, values)


@dataclass(frozen=True)
class Picture:
    """The plans of one municipality on a day, as the checks see them.

    Args:
        municipality_id: whose plans.
        on: the day.
        since: the reference date with which is compared.
        plans: all plans that stand.
        gone: plans that stood on `since` and hold nothing and say nothing any more.
        related: pairs of plans between which a relation stands, both ways round.
        limits: what is too much, by check and name.
        norms: values of norms that hold on the day, by key.
        hard: planning statuses that count as hard under the region's definition.
        border: the real border in RD, or None while only a schematic one is known.
        counted: year -> (counted by the statistical office, realised in the ledger).
    """

    municipality_id: UUID
    on: date
    since: date
    plans: Sequence[PlanView]
    gone: Sequence[PlanView] = ()
    related: frozenset[tuple[UUID, UUID]] = frozenset()
    limits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    norms: Mapping[str, float] = field(default_factory=dict)
    hard: frozenset[str] = frozenset()
    border: shapely.Geometry | None = None
    counted: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def limit(self, code: str, name: str) -> float:
        """Return what is too much for a check."""
        return float(self.limits[code][name])

    @cached_property
    def overlapping(self) -> Sequence[tuple[PlanView, PlanView, float]]:
        """Pairs of plans with the square metres they share: worked out once, for three checks."""
        views, shapes = self.areas()
        return [
            (views[first], views[second], m2) for first, second, m2 in pairs_that_overlap(shapes)
        ]

    def areas(self) -> tuple[list[PlanView], NDArray[np.object_]]:
        """Return the plans that have an area, and their areas in RD."""
        views = [view for view in self.plans if view.version.geometry and view.version.area_m2]
        kept = [bytes(view.version.geometry or b"") for view in views]
        return views, shapely.from_wkb(np.array(kept, dtype=np.object_))


Check = Callable[[Picture], Iterator[Finding]]
