"""What of the past of a measure can be told today.

A value that was worked out before a plan was kept back holds that plan, and beside the value of
today it tells how large the plan is. Audiences hold for all days (docs/adr/0029), so what the
engine read before the last of them was said is shown to nobody any more; the last value stands,
since it is read again whenever an audience is said.
"""

from datetime import date, datetime

from django.db.models import QuerySet

from woonregie.foundation.commitments.models import (
    Assessment,
    Commitment,
    Measure,
    Observation,
    ObservationSource,
)
from woonregie.foundation.disclosure.queries import last_said_at
from woonregie.foundation.region.access import with_merged
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.queries import owners_in


def told_since(region: Region, *, on: date) -> datetime | None:
    """Return since when the engine reads what it reads today; None is always."""
    return last_said_at(with_merged(owners_in(region, on=on), on=on))


def told_observations(measure: Measure, since: datetime | None) -> list[Observation]:
    """Return what was seen of a measure, by day, as far as it can be told.

    Args:
        measure: which.
        since: from `told_since`.
    """
    seen = list(
        measure.observations.select_related("organisation", "evidence", "recorded_by").order_by(
            "as_of", "recorded_at", "pk"
        )
    )
    return [
        item
        for item in seen
        if item.source != ObservationSource.LIVE
        or since is None
        or item.recorded_at >= since
        or item is seen[-1]
    ]


def told_judgements(commitment: Commitment, since: datetime | None) -> QuerySet[Assessment]:
    """Return what was judged of a commitment, the newest first, as far as it can be told.

    The engine judges the whole; parties judge the whole and each measure.
    """
    found = Assessment.objects.filter(commitment=commitment).order_by(
        "-as_of", "-recorded_at", "-pk"
    )
    shown = found.exclude(organisation__isnull=True, measure__isnull=False)
    if since is not None:
        last = found.filter(organisation__isnull=True, measure__isnull=True).values("pk")[:1]
        shown = shown.exclude(organisation__isnull=True, recorded_at__lt=since) | found.filter(
            pk__in=list(last.values_list("pk", flat=True))
        )
    return shown.select_related("organisation", "measure", "recorded_by")
