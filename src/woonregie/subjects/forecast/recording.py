"""From a folder of counted people to a region: where it begins, and how forecasts turned out."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate

from woonregie.engines.household import Backtest, Baseline
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of, region_named
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.forecast.forecasting import begun
from woonregie.subjects.forecast.formats.past import national_borders
from woonregie.subjects.forecast.formats.tables import said
from woonregie.subjects.forecast.models import BacktestRecord, StartingPoint
from woonregie.subjects.forecast.services import keep_backtest, record_starting_point


def keep_folder(
    folder: Path, found: Backtest, *, region: str, source: str, at: datetime
) -> tuple[BacktestRecord, bool]:
    """Keep how forecasts on a folder turned out for a region.

    Args:
        folder: with population.csv, whose regions have codes or names of municipalities.
        found: what `trying.tried` worked out of it, by the borders of now.
        region: its name in addresses.
        source: where the counts come from, in words; the folder where nobody said.
        at: the moment of keeping.

    Returns:
        The record, and whether it is new.

    Raises:
        RefusedError: no such region.
    """
    place = region_of(region)
    ours = municipalities_of(place, on=localdate(at), fictitious=False)
    with transaction.atomic():
        kept = record_source(
            by=None,
            at=at,
            # Another text is another source: what an earlier record cites stays what it was.
            key=f"terugblik-{place.slug}-{found.origin}-{found.target}-{_short(source)}",
            publisher="Woonregie",
            title=source or f"Terugblik op tellingen in {folder.name}",
        )
        record, fresh = keep_backtest(
            by=None,
            at=at,
            region=place,
            found=found,
            municipalities={name: item.pk for item in ours for name in _called(item)},
            source=kept,
        )
        # What stood there already has its source.
        transaction.set_rollback(not fresh)
    return record, fresh


def begin_region(
    folder: Path,
    *,
    region: str,
    account: Account | None,
    at: datetime,
    title: str = "",
    source: str = "",
    begin: int | None = None,
    window: int = 5,
    assumed: Path | None = None,
    apart: bool = False,
) -> tuple[StartingPoint, bool]:
    """Calibrate on a folder of tables, and record it as where the forecasts of a region begin.

    Args:
        folder: of tables, whose regions have codes or names of municipalities.
        region: its name in addresses.
        account: who does this; None is the system itself.
        at: the moment of recording.
        title: what it is called on the screen; year and window where nobody said.
        source: where the tables come from, in words; the folder where nobody said.
        begin: year of the first day; None for the last one that was counted.
        window: years of events.
        assumed: csv of assumptions; None for ours.
        apart: whether municipalities outside the region stay apart; else they are one area.

    Returns:
        The starting point, and whether it is new.

    Raises:
        RefusedError: no such region, she may not, or the folder cannot be used.
    """
    place = region_of(region)
    ours = list(municipalities_of(place, on=localdate(at), fictitious=False))
    result, found = begun(
        folder,
        begin=begin,
        window=window,
        assumed=assumed,
        borders=national_borders(),
        ours=[] if apart else [name for item in ours for name in _called(item)],
    )
    base = _with_codes(result.baseline, {item.name: item.code for item in ours})
    seen = found.counted.window
    years = f"{seen[0]}-{seen[-1]}" if seen else ""
    usual = f"Uitgangspunt {base.year}" + (f", gedrag van {years}" if years else "")
    with transaction.atomic():
        kept = record_source(
            by=account,
            at=at,
            key=f"uitgangspunt-{place.slug}-{_short(source)}",
            publisher="Woonregie",
            title=source or f"Tellingen in {folder.name}",
        )
        point, fresh = record_starting_point(
            by=account,
            at=at,
            region=place,
            baseline=base,
            title=title or usual,
            source=kept,
            derived=place.demonstration,
            notes=[*found.notes, *said(result.notes)],
            window=years,
        )
        transaction.set_rollback(not fresh)
    return point, fresh


def region_of(slug: str) -> Region:
    """Return the region with this name in addresses.

    Raises:
        RefusedError: there is none.
    """
    try:
        return region_named(slug)
    except Region.DoesNotExist:
        raise RefusedError(f"De regio {slug} is er niet.", region=slug) from None


def _with_codes(base: Baseline, codes: Mapping[str, str]) -> Baseline:
    """Return a baseline in which our municipalities have their code for a name."""
    names = [codes.get(name, name) for name in base.regions]
    if names == list(base.regions):
        return base
    return Baseline.from_arrays(
        regions=names,
        year=base.year,
        arrays=base.arrays(),
        move_bands=base.move_bands,
        sources=base.sources,
    )


def _short(text: str) -> str:
    return digest(text)[:12]


def _called(place: Municipality) -> tuple[str, str]:
    return place.code, place.name
