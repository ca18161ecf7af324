"""Where the forecasts of a region begin, and the arrays of it."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from woonregie.engines.household import ARRAYS, Baseline, EngineError
from woonregie.foundation.audit.remembering import until_recorded
from woonregie.foundation.files.services import path_of
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import within
from woonregie.subjects.forecast.errors import DamagedStartingPointError, NoStartingPointError
from woonregie.subjects.forecast.models import StartingPoint

KEPT_IN_MEMORY = 4
"""So many baselines stay in the memory of a process: one of a whole country takes some 20 MB."""


def starting_points_of(region: Region, *, on: date) -> QuerySet[StartingPoint]:
    """Return the starting points that stood for a region at the end of a day, the newest first.

    A part of a region without its own begins where the whole begins.
    """
    end = datetime.combine(on + timedelta(days=1), time.min, tzinfo=get_current_timezone())
    stood = Q(superseded_at__isnull=True) | Q(superseded_at__gte=end)
    found = StartingPoint.objects.filter(stood, recorded_at__lt=end).select_related(
        "source", "file", "region__organisation"
    )
    own = found.filter(region=region)
    if region.parent_id is None or own.exists():
        return own
    return found.filter(region=region.parent_id)


@until_recorded(most=64)
def standing_points(region: Region, *, on: date) -> tuple[StartingPoint, ...]:
    """Return `starting_points_of` as they were read."""
    return tuple(starting_points_of(region, on=on))


def starting_point_of(region: Region, *, on: date, window: str = "") -> StartingPoint:
    """Return where the forecasts of a region begin on a day.

    Args:
        region: which region.
        on: the day.
        window: the reference window; empty for the newest starting point, of whichever.

    Raises:
        NoStartingPointError: there is none, or none with this window.
    """
    found = standing_points(region, on=on)
    chosen = next((item for item in found if not window or item.window == window), None)
    if chosen is None:
        if window and found:
            text = _(
                "Er is geen uitgangspunt met referentieperiode %(window)s. Kies uit: %(windows)s."
            ) % {"window": window, "windows": ", ".join(item.window for item in found)}
        else:
            text = _(
                "Voor deze regio is nog geen uitgangspunt vastgelegd. De beheerder van de server "
                "legt het voor de regiosecretaris vast met de opdracht forecast calibrate."
            )
        raise NoStartingPointError(text, region=region.slug, window=window)
    return chosen


def baseline_of(starting_point: StartingPoint) -> Baseline:
    """Return the baseline of a starting point; the process remembers the last few.

    Raises:
        DamagedStartingPointError: the file is gone, or is not what was recorded.
    """
    return baseline_at(starting_point.digest, path_of(starting_point.file))


@lru_cache(maxsize=KEPT_IN_MEMORY)
def baseline_at(digest: str, place: Path) -> Baseline:
    """Return the baseline that lies in a file, when it is the one with this digest.

    Raises:
        DamagedStartingPointError: the file is gone, or is not what was recorded.
    """
    try:
        with place.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            sources = dict(zip(*kept["sources"].tolist(), strict=True))
            found = Baseline.from_arrays(
                regions=kept["regions"].tolist(),
                year=int(kept["year"]),
                arrays={name: kept[name] for name in ARRAYS if name in kept},
                move_bands=kept["move_bands"].tolist(),
                sources=sources,
            )
    except (OSError, EOFError, BadZipFile, KeyError, ValueError, EngineError):
        raise _damaged(digest) from None
    if found.digest != digest:
        raise _damaged(digest)
    return found


def _damaged(digest: str) -> DamagedStartingPointError:
    return DamagedStartingPointError(
        _(
            "Het bestand van dit uitgangspunt ontbreekt of is veranderd. Zet de map met "
            "bestanden terug uit de reservekopie."
        ),
        digest=digest,
    )


def places_of_base(region: Region, base: Baseline, *, on: date) -> list[str]:
    """Return the codes of the regions of a baseline that lie in a region on a day, in its order.

    A municipality that went up in one of the region counts: the baseline may be older. All others
    are zones outside it.
    """
    codes = codes_within(region, on=on)
    return [name for name in base.regions if name in codes]


@until_recorded(most=64)
def codes_within(region: Region, *, on: date) -> frozenset[str]:
    """Return the codes of the municipalities of a region on a day, and of those that went up."""
    found = Municipality.objects.filter(pk__in=within(region, on=on)).order_by()
    return frozenset(found.values_list("code", flat=True))
