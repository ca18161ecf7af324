"""How commitments stand: by their measures, the conditions they wait for, and what was judged.

Everything is read for many commitments at once: a region has hundreds of measures.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from woonregie.foundation.commitments.course import Aim, Point, assessed, expected_on, together
from woonregie.foundation.commitments.models import (
    Assessment,
    AssessmentResult,
    Commitment,
    Condition,
    Direction,
    Measure,
    Observation,
    ObservationSource,
    PathPoint,
)
from woonregie.foundation.commitments.registry import Scope, metric_named
from woonregie.foundation.pages.among import Among

MET, SUSPENDED = AssessmentResult.MET, AssessmentResult.SUSPENDED
_NEWEST = ("-as_of", "-recorded_at", "-pk")


def active(on: date, prefix: str = "") -> Q:
    """Return the filter for commitments that are not withdrawn or over on a day."""
    goes_on = Q(**{f"{prefix}ends_before__isnull": True}) | Q(**{f"{prefix}ends_before__gt": on})
    return goes_on & Q(**{f"{prefix}withdrawn_at__isnull": True})


def live_measures(
    region_ids: Collection[UUID], metric_keys: Collection[str], *, on: date
) -> list[Measure]:
    """Return the measures of some metrics that count in some regions on a day."""
    return list(_live(region_ids, metric_keys, on).select_related("commitment"))


def any_live(region_ids: Collection[UUID], metric_keys: Collection[str], *, on: date) -> bool:
    """Return whether any measure of some metrics counts in some regions on a day."""
    return _live(region_ids, metric_keys, on).exists()


def _live(
    region_ids: Collection[UUID], metric_keys: Collection[str], on: date
) -> QuerySet[Measure]:
    return Measure.objects.filter(
        active(on, "commitment__"),
        commitment__region__in=region_ids,
        metric__in=metric_keys,
        withdrawn_at__isnull=True,
        scope__isnull=False,
    )


def scope_of(measure: Measure) -> Scope:
    """Return of what a measure asks its metric."""
    return Scope(
        region_id=measure.commitment.region_id,
        organisation_id=measure.scope_id or measure.commitment.debtor_id,
        segment=measure.segment,
        profile=measure.profile,
        since=measure.since,
    )


def last_observations(measure_ids: Collection[UUID]) -> dict[UUID, Observation]:
    """Return the last observation of each measure that has one."""
    last = Observation.objects.filter(measure=OuterRef("pk")).order_by(*_NEWEST).values("pk")[:1]
    keys = (
        Measure.objects.filter(Among("id", measure_ids)).order_by().annotate(last=Subquery(last))
    )
    found = Observation.objects.filter(
        Among("id", [key for key in keys.values_list("last", flat=True) if key is not None])
    )
    return {item.measure_id: item for item in found}


def _paths(measure_ids: Collection[UUID]) -> dict[UUID, list[Point]]:
    found: dict[UUID, list[Point]] = defaultdict(list)
    points = PathPoint.objects.filter(Among("measure", measure_ids)).order_by("on")
    for measure_id, on, value in points.values_list("measure_id", "on", "value"):
        found[measure_id].append((on, value))
    return found


def aim_of(measure: Measure, path: Sequence[Point]) -> Aim:
    """Return what a measure aims at; its target is the end of its path."""
    return Aim(
        direction=Direction(measure.direction),
        path=[*path, (measure.due_on, measure.target)],
        tolerance=measure.tolerance,
        margin=measure.margin,
        lasting=measure.lasting,
    )


def value_of(measure: Measure, last: Observation | None) -> Decimal | None:
    """Return what counts as the value of a measure; None where it cannot be measured.

    What was once worked out of a metric that nobody registers any longer does not count.
    """
    if last is None:
        return None
    gone = bool(measure.metric) and metric_named(measure.metric) is None
    return None if gone and last.source == ObservationSource.LIVE else last.value


@dataclass(frozen=True, slots=True)
class Standing:
    """How one measure or commitment stands on a day.

    Args:
        result: the engine's.
        value: of a measure, in its unit.
        expected: what its path expects on the day.
    """

    result: AssessmentResult
    value: Decimal | None = None
    expected: Decimal | None = None


@dataclass(slots=True)
class Standings:
    """How the commitments of regions stand on a day, and how they stood when last assessed."""

    commitments: Mapping[UUID, Commitment]
    measures: Mapping[UUID, Sequence[Measure]]
    by_measure: dict[UUID, Standing] = field(default_factory=dict)
    by_commitment: dict[UUID, Standing] = field(default_factory=dict)
    before: Mapping[tuple[UUID, UUID | None], Assessment] = field(default_factory=dict)


def standing_in(region_ids: Collection[UUID], *, on: date) -> Standings:
    """Return how every commitment of some regions stands on a day.

    Args:
        region_ids: the regions; conditions stay within a region.
        on: the day.
    """
    found = Commitment.objects.filter(active(on), region__in=region_ids)
    commitments = {item.pk: item for item in found}
    measures: dict[UUID, list[Measure]] = defaultdict(list)
    rows = Measure.objects.filter(Among("commitment", commitments), withdrawn_at__isnull=True)
    for measure in rows.order_by("due_on", "pk"):
        measures[measure.commitment_id].append(measure)
    standings = Standings(commitments, measures, before=_assessed_in(region_ids))
    _Working(standings, on).run(region_ids)
    return standings


class _Working:
    """Works out the standings: what waits for another is worked out after it."""

    def __init__(self, standings: Standings, on: date) -> None:
        self.standings = standings
        self.on = on
        self.conditions: dict[UUID, list[Condition]] = defaultdict(list)
        self.judged: Mapping[UUID, str] = {}
        self.asked: set[UUID] = set()

    def run(self, region_ids: Collection[UUID]) -> None:
        """Work out all of them."""
        of = self.standings
        for condition in conditions_of(of.commitments):
            self.conditions[condition.commitment_id].append(condition)
        self.judged = _judged_in(region_ids)
        keys = [measure.pk for some in of.measures.values() for measure in some]
        paths, last = _paths(keys), last_observations(keys)
        for some in of.measures.values():
            for measure in some:
                aim = aim_of(measure, paths.get(measure.pk, ()))
                value = value_of(measure, last.get(measure.pk))
                of.by_measure[measure.pk] = Standing(
                    assessed(aim, value, self.on), value, expected_on(aim.path, self.on)
                )
        for key in self._in_order():
            self._stand(key)

    def _in_order(self) -> list[UUID]:
        """Return the commitments, each after those it waits for."""
        found: dict[UUID, None] = {}
        asked: set[UUID] = set()
        ahead = list(self.standings.commitments)
        while ahead:
            key = ahead[-1]
            waits_for = [] if key in asked else self._awaited(key)
            asked.add(key)
            # A circle is refused where it is made; one that is there all the same ends here.
            more = [one for one in waits_for if one not in found and one not in asked]
            ahead += more
            if not more:
                found.setdefault(ahead.pop())
        return list(found)

    def _awaited(self, key: UUID) -> list[UUID]:
        waited = (item.depends_on_id for item in self.conditions.get(key, ()))
        return [one for one in waited if one in self.standings.commitments and one is not None]

    def _stand(self, key: UUID) -> None:
        of = self.standings
        some = of.measures.get(key, ())
        result = together(of.by_measure[measure.pk].result for measure in some)
        if result != MET and not all(map(self._is_met, self.conditions.get(key, ()))):
            result = SUSPENDED
            for measure in some:
                one = of.by_measure[measure.pk]
                if one.result != MET:
                    of.by_measure[measure.pk] = Standing(SUSPENDED, one.value, one.expected)
        of.by_commitment[key] = Standing(result)

    def _is_met(self, condition: Condition) -> bool:
        awaited = condition.depends_on_id
        if awaited is None:
            return condition.met_on is not None and condition.met_on <= self.on
        if self.standings.measures.get(awaited):
            return self._result(awaited) == MET
        # Nothing is measured of it: then it is met when somebody to whom it was promised says so.
        return self._result(awaited) == MET or self.judged.get(awaited) == MET

    def _result(self, key: UUID) -> str | None:
        """Return how another commitment stands; what is over stays as it was last."""
        now, before = self.standings.by_commitment.get(key), self.standings.before.get((key, None))
        if now is not None:
            return now.result
        return before.result if before is not None else None


def conditions_of(commitment_ids: Collection[UUID]) -> QuerySet[Condition]:
    """Return the conditions on which some commitments wait, by deadline."""
    found = Condition.objects.filter(
        Among("commitment", commitment_ids), withdrawn_at__isnull=True
    )
    return found.select_related("depends_on", "met_by").order_by(
        F("deadline").asc(nulls_last=True), "recorded_at", "pk"
    )


def _last_of(rows: QuerySet[Assessment], *same: str) -> QuerySet[Assessment]:
    """Return the last assessment of each group of rows with these fields in common."""
    later = rows.filter(**{name: OuterRef(name) for name in same}).order_by(*_NEWEST)
    return rows.filter(pk=Subquery(later.values("pk")[:1]))


def _assessed_in(region_ids: Collection[UUID]) -> dict[tuple[UUID, UUID | None], Assessment]:
    """Return the engine's last assessment by (commitment, measure); no measure is the whole."""
    rows = Assessment.objects.filter(commitment__region__in=region_ids, organisation__isnull=True)
    whole = _last_of(rows.filter(measure__isnull=True), "commitment")
    measured = _last_of(rows.filter(measure__isnull=False), "measure")
    return {
        (item.commitment_id, item.measure_id): item for some in (whole, measured) for item in some
    }


def _judged_in(region_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what others than the debtor last judged of whole commitments."""
    rows = Assessment.objects.filter(
        commitment__region__in=region_ids, organisation__isnull=False, measure__isnull=True
    ).exclude(organisation=F("commitment__debtor"))
    found: Any = _last_of(rows, "commitment").values_list("commitment_id", "result")
    return dict(found)


def circle_of(commitment: Commitment, depends_on: Commitment) -> list[UUID] | None:
    """Return the commitments of the circle that a condition would close; None where it does not.

    The first is the one that would wait, the second what it would wait for, and so on.
    """
    waits: dict[UUID, list[UUID]] = defaultdict(list)
    rows = Condition.objects.filter(
        commitment__region=commitment.region_id,
        withdrawn_at__isnull=True,
        depends_on__isnull=False,
    )
    for waiting, awaited in rows.values_list("commitment_id", "depends_on_id"):
        if awaited is not None:
            waits[waiting].append(awaited)
    came_from: dict[UUID, UUID] = {depends_on.pk: commitment.pk}
    ahead = [depends_on.pk]
    while ahead:
        key = ahead.pop()
        if key == commitment.pk:
            return _walked(came_from, commitment.pk)
        for awaited in waits[key]:
            if awaited not in came_from:
                came_from[awaited] = key
                ahead.append(awaited)
    return None


def _walked(came_from: Mapping[UUID, UUID], start: UUID) -> list[UUID]:
    found, key = [], came_from[start]
    while key != start:
        found.append(key)
        key = came_from[key]
    return [start, *reversed(found)]
