"""Where the figures of the register come from, for whoever reads its totals."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.queries import lineage
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.models import BuildingProgramme
from woonregie.subjects.plans.queries.sources import delivered_sources
from woonregie.subjects.plans.queries.versions import versions_on


def sources_of_totals(
    municipality_ids: Sequence[UUID],
    *,
    on: date,
    known_on: datetime | None = None,
    without: Collection[UUID] = (),
) -> tuple[list[Source], int]:
    """Return the sources behind plans and programmes of some municipalities.

    A delivered list is counted, not named: how a municipality calls its file is its own affair.

    Args:
        municipality_ids: whose plans and programmes.
        on: the day.
        known_on: as known at this moment; None is now.
        without: plans that the totals do not count.

    Returns:
        The sources that may be named, and how many delivered lists there are besides.
    """
    versions = versions_on(on, known_on).filter(
        municipality__in=list(lineage(municipality_ids, on=on)), source__isnull=False
    )
    if without:
        versions = versions.exclude(Among("plan", without))
    known = (
        Q(superseded_at__isnull=True)
        if known_on is None
        else Q(recorded_at__lte=known_on)
        & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_on))
    )
    programmes = BuildingProgramme.objects.filter(
        known, municipality__in=municipality_ids, valid_on__lte=on
    )
    keys = {
        *versions.order_by().values_list("source", flat=True).distinct(),
        *programmes.order_by().values_list("source", flat=True).distinct(),
    }
    found = Source.objects.filter(pk__in=keys)
    named = list(found.exclude(pk__in=delivered_sources()))
    return named, len(keys) - len(named)
