"""Recording where the forecasts of a region begin."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.engines.household import Baseline
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.services import record
from woonregie.foundation.files.services import store
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region
from woonregie.foundation.sources.models import Source
from woonregie.subjects.forecast.errors import ForecastError
from woonregie.subjects.forecast.models import StartingPoint
from woonregie.subjects.forecast.permissions import START, may_start
from woonregie.subjects.forecast.queries.starting import places_of_base

LONGEST_WINDOW, LONGEST_TITLE = 40, 200


@transaction.atomic
def record_starting_point(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    baseline: Baseline,
    title: str,
    source: Source,
    derived: bool = False,
    notes: Iterable[Any] = (),
    window: str = "",
) -> tuple[StartingPoint, bool]:
    """Keep a baseline as the starting point of a region; the same again writes nothing.

    The one that stood with this window is superseded; scenarios that begin there stay on it.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        region: whose forecasts begin here.
        baseline: the arrays; municipalities by their code, zones outside the region by any name.
        title: what it is called on the screen.
        source: where it comes from.
        derived: whether it is a derived example.
        notes: what was missing and what was assumed, in words or as JSON.
        window: the reference window of the calibration, such as "2015-2019".

    Returns:
        The starting point, and whether it is new.

    Raises:
        ForbiddenError: only the secretary of this region may.
        ForecastError: no title, or no municipality of the region in it.
    """
    if by is not None and not may_start(by, region, localdate(at)):
        raise ForbiddenError(
            _("Alleen de regiosecretaris van deze regio legt een uitgangspunt vast."),
            permission=START,
        )
    title, window = title.strip(), window.strip()
    _check(region, baseline, title, window, at)
    standing = StartingPoint.objects.filter(
        region=region, window=window, superseded_at__isnull=True
    )
    present = standing.select_for_update().first()
    if present is not None and present.digest == baseline.digest and present.title == title:
        return present, False
    standing.update(superseded_at=at)
    file = store(
        io.BytesIO(_packed(baseline)),
        name=f"uitgangspunt-{slugify(region.slug)}-{baseline.year}.npz",
        at=at,
    )
    recorded = StartingPoint.objects.create(
        region=region,
        year=baseline.year,
        title=title,
        window=window,
        source=source,
        derived=derived,
        file=file,
        digest=baseline.digest,
        notes=list(notes),
        recorded_by=by,
        recorded_at=at,
    )
    record(
        act="forecast.starting_point_recorded",
        by=by,
        at=at,
        target=recorded,
        organisation_id=region.organisation_id,
        payload={"year": baseline.year, "digest": baseline.digest},
    )
    return recorded, True


def _check(region: Region, baseline: Baseline, title: str, window: str, at: datetime) -> None:
    if not title or len(title) > LONGEST_TITLE or len(window) > LONGEST_WINDOW:
        raise ForecastError(
            _(
                "Geef het uitgangspunt een titel van ten hoogste 200 tekens, en een "
                "referentieperiode van ten hoogste 40."
            )
        )
    if not places_of_base(region, baseline, on=localdate(at)):
        raise ForecastError(
            _(
                "In dit uitgangspunt staat geen gemeente van de regio. Gemeenten staan er onder "
                "hun code, zoals GM0193."
            ),
            regions=list(baseline.regions[:5]),
        )


def _packed(baseline: Baseline) -> bytes:
    """Return a baseline as one file: the same arrays give the same bytes."""
    kept = io.BytesIO()
    told = sorted(baseline.sources.items())
    np.savez_compressed(
        kept,
        allow_pickle=False,
        regions=np.array(baseline.regions),
        year=np.array(baseline.year),
        move_bands=np.array(baseline.move_bands),
        sources=np.array([[name for name, _text in told], [text for _name, text in told]]),
        **baseline.arrays(),
    )
    return kept.getvalue()
