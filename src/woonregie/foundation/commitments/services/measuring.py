"""Reading metrics and keeping what changed: after an act, and every night."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.models import Event
from woonregie.foundation.audit.queries import acts_since
from woonregie.foundation.audit.services import record
from woonregie.foundation.commitments.course import STEP
from woonregie.foundation.commitments.models import Measure, Observation, ObservationSource
from woonregie.foundation.commitments.queries.standing import (
    any_live,
    last_observations,
    live_measures,
    scope_of,
)
from woonregie.foundation.commitments.registry import (
    Metric,
    Reading,
    Scope,
    When,
    metric_named,
    metrics,
)
from woonregie.foundation.commitments.services import acts
from woonregie.foundation.commitments.services.assessing import reassess
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.models import Region, RegionMember
from woonregie.foundation.region.queries import holds_on

logger = logging.getLogger(__name__)
LOOKED_AHEAD = 2_000
"""So many later acts are looked at to see whether one of them will measure the same again."""


def recompute(
    *,
    on: date,
    at: datetime,
    regions: Collection[Region] | None = None,
    only: Collection[str] | None = None,
) -> dict[str, int]:
    """Measure again, keep what changed, and assess what that does.

    Args:
        on: the day.
        at: the moment of writing.
        regions: where; None is everywhere.
        only: keys of the metrics that may have changed; None is all of them.

    Returns:
        How many measures were read, how many changed, and how many assessments differ.
    """
    keys = [metric.key for metric in metrics()] if only is None else list(only)
    places = list(Region.objects.order_by("pk")) if regions is None else list(regions)
    done = {"measures": 0, "changed": 0, "assessments": 0}
    for region in places:
        measures = live_measures([region.pk], keys, on=on)
        # Read before anything is locked: others can go on.
        values = _read(measures, on)
        with transaction.atomic():
            changed = _keep(measures, values, on, at)
            assessed = reassess([region.pk], on=on, at=at)
            if changed or assessed:
                record(
                    act=acts.MEASURED.name,
                    by=None,
                    at=at,
                    target=region,
                    organisation_id=region.organisation_id,
                    payload={"measures": len(measures), "changed": changed, "rows": assessed},
                )
        done["measures"] += len(measures)
        done["changed"] += changed
        done["assessments"] += assessed
    return done


def measure_now(measures: Collection[Measure], *, on: date, at: datetime) -> int:
    """Measure some measures for the first time, inside the transaction of who made them."""
    live = [measure for measure in measures if measure.metric]
    return _keep(live, _read(live, on), on, at)


def _read(measures: Iterable[Measure], on: date) -> dict[UUID, Reading | None]:
    """Return what each measure is now, each metric asked once; None where it cannot be known."""
    asked: dict[str, dict[UUID, Scope]] = defaultdict(dict)
    for measure in measures:
        asked[measure.metric][measure.pk] = scope_of(measure)
    found: dict[UUID, Reading | None] = {}
    for key, scopes in asked.items():
        metric = metric_named(key)
        values = _values(metric, set(scopes.values()), on) if metric is not None else {}
        found |= {measure: values.get(scope) for measure, scope in scopes.items()}
    return found


def _values(metric: Metric, scopes: Collection[Scope], on: date) -> Mapping[Scope, Reading]:
    try:
        return metric.values(scopes, When(on=on, today=on))
    except RefusedError as error:
        logger.info("%s cannot be measured: %s", metric.key, error.code)
        return {}


def _keep(
    measures: Iterable[Measure],
    values: Mapping[UUID, Reading | None],
    on: date,
    at: datetime,
) -> int:
    """Keep the values that differ from the last ones; return how many."""
    last = last_observations(values)
    new = []
    for measure in measures:
        reading = values[measure.pk]
        value = _whole(reading)
        before = last.get(measure.pk)
        if before is not None and (before.value == value or before.as_of > on):
            continue
        new.append(
            Observation(
                measure=measure,
                as_of=on,
                value=value,
                source=ObservationSource.LIVE,
                digest=_digest(measure, reading, on),
                recorded_at=at,
            )
        )
    Observation.objects.bulk_create(new, batch_size=500)
    return len(new)


def _whole(reading: Reading | None) -> Decimal | None:
    return None if reading is None else reading.value.quantize(STEP)


def _digest(measure: Measure, reading: Reading | None, on: date) -> str:
    scope = scope_of(measure)
    return digest(
        {
            "metric": measure.metric,
            "scope": [scope.region_id, scope.organisation_id, scope.segment, scope.profile],
            "since": scope.since,
            "on": on,
            "value": _whole(reading),
            "basis": reading.basis if reading is not None else None,
        }
    )


def follow(event: Event, **_about: object) -> None:
    """Measure again what an act may have changed; what fails here never undoes the act."""
    touched = {metric.key for metric in metrics() if metric.changed_by(event.act)}
    if not touched:
        return
    on = timezone.localdate(event.at)
    try:
        places = _regions(event.organisation_id, on)
        if not any_live([place.pk for place in places], touched, on=on):
            return
        if not _later(event, touched):
            recompute(on=on, at=event.at, regions=places, only=touched)
    except (DatabaseError, RefusedError):
        logger.exception(
            "Measures could not follow act %s; run recompute-measures.", event.sequence
        )


def _later(event: Event, touched: Collection[str]) -> bool:
    """Return whether a later act, of which we hear as well, measures the same again."""
    later = acts_since(event.sequence, most=LOOKED_AHEAD) or []
    return any(
        owner == event.organisation_id
        and all(item.changed_by(act) for item in metrics() if item.key in touched)
        for act, owner in later
    )


def _regions(organisation_id: UUID | None, on: date) -> list[Region]:
    """Return the regions in which an organisation, or what came of it, counts; None is all."""
    if organisation_id is None:
        return list(Region.objects.all())
    found: set[UUID] = set()
    key: UUID | None = organisation_id
    while key is not None and key not in found:
        found.add(key)
        following = Organisation.objects.filter(pk=key).values_list("successor", flat=True)
        key = following.first()
    members = RegionMember.objects.filter(holds_on(on), organisation__in=found)
    inside = Region.objects.filter(pk__in=members.values("region"))
    return list(inside | Region.objects.filter(organisation__in=found))
