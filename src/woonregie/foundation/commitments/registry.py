"""What can be measured: subjects register metrics, nobody writes formulas."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from woonregie.foundation.search.pointing import Pointer


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what a metric is asked.

    Args:
        region_id: the region in which the commitment stands: its forecast and norms hold.
        organisation_id: a municipality of it, or the region itself.
        segment: of homes; empty is all.
        profile: name of a definition profile; empty where the metric needs none.
        since: first day that a counting metric counts; None where it counts no period.
    """

    region_id: UUID
    organisation_id: UUID
    segment: str = ""
    profile: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class When:
    """Of which day a metric is asked, as known when, and who may be known of.

    Args:
        on: the day.
        known_on: as known at this moment; None is now.
        today: what is kept from anybody on this day does not count.
    """

    on: date
    today: date
    known_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with what it was made of, from which its digest is made."""

    value: Decimal
    basis: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that makes or breaks a value: where it stands, and what it adds."""

    pointer: Pointer
    value: Decimal


Values = Callable[[Collection[Scope], When], Mapping[Scope, Reading]]
Parts = Callable[[Scope, When], Sequence[Part]]


@dataclass(frozen=True, slots=True)
class Metric:
    """Something that can be measured.

    Args:
        key: "plans.net_homes"; kept with every measure.
        title: what it is called.
        unit: one of `models.MeasureUnit`.
        explanation: what counts, in a sentence.
        path: where its `Values` stands: it answers for many scopes at once. A scope that it
            leaves out cannot be measured.
        parts_path: where its `Parts` stands; empty where it cannot be told of what it is made.
        segments: code -> label of the segments it can be asked of; none asks for none.
        profiled: whether a definition profile must be named.
        counts: whether it counts from a day on; then what is reached stays reached.
        acts: beginnings of the names of acts that can change it: "plans.".
    """

    key: str
    title: Promise
    unit: str
    explanation: Promise
    path: str
    parts_path: str = ""
    segments: Mapping[str, Promise] = field(default_factory=dict)
    profiled: bool = False
    counts: bool = False
    acts: Sequence[str] = ()

    def values(self, scopes: Collection[Scope], when: When) -> Mapping[Scope, Reading]:
        """Return the value of each scope that can be measured; loaded when first asked."""
        found: Values = import_string(self.path)
        return found(scopes, when)

    def parts(self, scope: Scope, when: When) -> Sequence[Part]:
        """Return what makes the value, the most first; nothing where that cannot be told."""
        if not self.parts_path:
            return ()
        found: Parts = import_string(self.parts_path)
        return found(scope, when)

    def changed_by(self, act: str) -> bool:
        """Return whether an act can change its values."""
        return act.startswith(tuple(self.acts))


_METRICS: dict[str, Metric] = {}


def register_metric(metric: Metric) -> None:
    """Make something measurable; called from a subject's `hooks`."""
    _METRICS[metric.key] = metric


def metric_named(key: str) -> Metric | None:
    """Return a metric; None when nobody registers it any longer, or the measure is by hand."""
    return _METRICS.get(key)


def metrics() -> list[Metric]:
    """Return all metrics by key."""
    return [_METRICS[key] for key in sorted(_METRICS)]
