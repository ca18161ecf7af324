"""From a folder of counted people to the record of a region: how forecasts turned out there."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate

from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of, region_named
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.forecast.formats.past import national_borders, read_past, recoded
from woonregie.subjects.forecast.models import BacktestRecord
from woonregie.subjects.forecast.services import keep_backtest
from woonregie.subjects.forecast.trying import turned_out


def keep_folder(
    folder: Path,
    *,
    region: str,
    source: str,
    at: datetime,
    origin: int,
    horizon: int,
    models: Sequence[str],
    national: bool,
) -> tuple[BacktestRecord, bool]:
    """Try forecasts on a folder, and keep how they turned out for a region.

    Args:
        folder: with population.csv, whose regions have codes or names of municipalities.
        region: its name in addresses.
        source: where the counts come from, in words; the folder where nobody said.
        at: the moment of keeping.
        origin: the last year that a forecast may see.
        horizon: years ahead.
        models: some of `trying.MODELS`.
        national: whether the total of the country in the target year is given.

    Returns:
        The record, and whether it is new.

    Raises:
        RefusedError: no such region, or this cannot be asked of the folder.
    """
    try:
        place = region_named(region)
    except Region.DoesNotExist:
        raise RefusedError(f"De regio {region} is er niet.", region=region) from None
    with recoded(folder, national_borders()) as (there, _told):
        found = turned_out(
            there,
            read_past(there),
            origin=origin,
            horizon=horizon,
            models=models,
            national=national,
        )
    ours = municipalities_of(place, on=localdate(at), fictitious=False)
    with transaction.atomic():
        kept = record_source(
            by=None,
            at=at,
            key=f"terugblik-{place.slug}-{origin}-{found.target}",
            publisher="Woonregie",
            title=source or f"Terugblik op tellingen in {folder.name}",
        )
        return keep_backtest(
            by=None,
            at=at,
            region=place,
            found=found,
            municipalities={name: item.pk for item in ours for name in _called(item)},
            source=kept,
        )


def _called(place: Municipality) -> tuple[str, str]:
    return place.code, place.name
