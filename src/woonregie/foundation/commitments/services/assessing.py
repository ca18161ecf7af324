"""The engine's assessments: written when something stands otherwise than it did."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from woonregie.foundation.commitments.models import Assessment
from woonregie.foundation.commitments.queries.standing import Standing, standing_in


def reassess(region_ids: Collection[UUID], *, on: date, at: datetime) -> int:
    """Assess all commitments of some regions again, and return how many stand otherwise.

    Called inside the transaction of whoever changed something.

    Args:
        region_ids: the regions.
        on: the day.
        at: the moment of writing.
    """
    found = standing_in(region_ids, on=on)
    new = []
    for key in found.commitments:
        whole = found.by_commitment[key]
        stands: list[tuple[UUID | None, Standing]] = [(None, whole)]
        stands += [(one.pk, found.by_measure[one.pk]) for one in found.measures.get(key, ())]
        new += [
            Assessment(
                commitment_id=key,
                measure_id=measure_id,
                as_of=on,
                result=standing.result,
                value=standing.value,
                expected=standing.expected,
                recorded_at=at,
            )
            for measure_id, standing in stands
            if _differs(found.before.get((key, measure_id)), standing, on)
        ]
    Assessment.objects.bulk_create(new, batch_size=500)
    return len(new)


def _differs(before: Assessment | None, now: Standing, on: date) -> bool:
    """Return whether it stands otherwise; what was assessed of a later day is not gone back on."""
    if before is None:
        return True
    if before.as_of > on:
        return False
    return (before.result, before.value) != (now.result, now.value)
