"""Keeping how forecasts from an earlier year turned out."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.engines.household import Backtest
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region
from woonregie.foundation.sources.models import Source
from woonregie.subjects.forecast.errors import ForecastError
from woonregie.subjects.forecast.models import BacktestFigure, BacktestRecord
from woonregie.subjects.forecast.permissions import may_start

CENTS = Decimal("0.01")


@transaction.atomic
def keep_backtest(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    found: Backtest,
    municipalities: Mapping[str, UUID],
    source: Source,
) -> tuple[BacktestRecord, bool]:
    """Keep how forecasts from a year turned out for the municipalities of a region.

    The same figures again write nothing; others replace what stood there, which stays.

    Args:
        by: who keeps it; None is the system itself.
        at: the moment of recording.
        region: of which region.
        found: what models expected, and what was counted.
        municipalities: name of a region in `found` -> the municipality that it is.
        source: where what was counted comes from.

    Returns:
        The record, and whether it is new.

    Raises:
        ForbiddenError: only the secretary of this region may.
        ForecastError: no municipality of the region was judged.
    """
    if by is not None and not may_start(by, region, localdate(at)):
        raise ForbiddenError(
            _("Alleen de regiosecretaris van deze regio legt een terugblik vast."),
            permission="forecast.start",
        )
    rows = _rows(found, municipalities)
    if not rows:
        raise ForecastError(
            _("Van geen gemeente van deze regio is iets te beoordelen. Gebruik CBS-codes.")
        )
    told = digest(
        {
            "origin": found.origin,
            "target": found.target,
            "national": found.national,
            "rows": [[str(value) for value in row] for row in rows],
        }
    )
    standing = BacktestRecord.objects.select_for_update().filter(
        region=region, origin=found.origin, target=found.target, superseded_at__isnull=True
    )
    present = standing.first()
    if present is not None and present.digest == told:
        return present, False
    standing.update(superseded_at=at)
    kept = BacktestRecord.objects.create(
        region=region,
        origin=found.origin,
        target=found.target,
        national_given=found.national,
        source=source,
        digest=told,
        recorded_by=by,
        recorded_at=at,
    )
    BacktestFigure.objects.bulk_create(
        BacktestFigure(
            record=kept, municipality_id=place, model=model, expected=expected, counted=counted
        )
        for place, model, expected, counted in rows
    )
    record(
        act="forecast.backtest_kept",
        by=by,
        at=at,
        target=kept,
        organisation_id=region.organisation_id,
        payload={"origin": kept.origin, "target": kept.target, "digest": told},
    )
    return kept, True


def _rows(
    found: Backtest, municipalities: Mapping[str, UUID]
) -> list[tuple[UUID, str, Decimal, Decimal]]:
    """Return (municipality, model, expected, counted), in an order that does not depend on files.

    Regions that are no municipality of ours, such as the rest of the country, are left out.
    """
    rows = [
        (municipalities[name], score.model, _persons(score.expected[at]), _persons(counted))
        for at, (name, counted) in enumerate(zip(found.regions, found.counted, strict=True))
        if name in municipalities
        for score in found.scores
    ]
    return sorted(rows, key=lambda row: (str(row[0]), row[1]))


def _persons(value: float) -> Decimal:
    return Decimal(float(value)).quantize(CENTS)
