"""The chapter of looking back: what our model would have said in 2017, beside what was counted.

Nothing of it is written down beforehand: forecasts are made from the public totals of 2015 to
2017 that the demonstration holds, and laid beside those of 2018, 2019 and 2020.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from woonregie.engines.household import (
    Baseline,
    Counted,
    History,
    Scenario,
    backtest,
    calibrated,
    project,
)
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.sources.models import Source
from woonregie.site.chapters.forecasting import (
    ELSEWHERE,
    Floats,
    counted_events,
    minutes_between,
)
from woonregie.subjects.forecast.formats.tables import assumptions
from woonregie.subjects.forecast.services import keep_backtest

KEPT_AT = datetime(2026, 10, 19, 9, tzinfo=UTC)
ORIGIN, YEARS = 2017, (2015, 2016, 2017, 2018, 2019, 2020)
MODELS = ("ours", "linear", "share")


def tell(
    region: Region, places: Mapping[str, Municipality], sources: Mapping[str, Source]
) -> None:
    """Record the chapter.

    Args:
        region: the demonstration region.
        places: its municipalities by code.
        sources: where everything comes from, by key.
    """
    real = {code: place for code, place in places.items() if not place.organisation.fictitious}
    codes = sorted(real)
    events = counted_events(codes, YEARS)
    history = History.from_arrays(
        regions=(*codes, ELSEWHERE),
        years=YEARS,
        people=events["people"],
        natural=events["births"] - events["deaths"],
    )
    believed = _believed([real[code] for code in codes], events)
    for ahead in range(1, len(believed)):
        found = backtest(history, origin=ORIGIN, horizon=ahead, models=MODELS)
        keep_backtest(
            by=None,
            at=KEPT_AT,
            region=region,
            found=found.beside("household", believed[ahead]),
            municipalities={code: place.pk for code, place in real.items()},
            source=sources["cbs-bevolking"],
        )


def _believed(places: list[Municipality], events: Mapping[str, Floats]) -> Floats:
    """Return (year, region) the people that the household model expects from the origin on."""
    base = _begun(places, events)
    found = project(base, Scenario(), years=YEARS[-1] - ORIGIN)
    people: Floats = found.population.sum(axis=(2, 3))
    return people


def _begun(places: list[Municipality], events: Mapping[str, Floats]) -> Baseline:
    """Return where the model begins with what was known on 1 January of the origin."""
    known = YEARS.index(ORIGIN)
    tables: dict[str, Any] = {
        name: table[:known] for name, table in events.items() if name != "people"
    }
    counted = Counted(
        regions=(*(place.code for place in places), ELSEWHERE),
        year=ORIGIN,
        people=events["people"][known],
        window=YEARS[:known],
        window_people=events["people"][:known],
        minutes=minutes_between(places),
        sources={"population": "CBS"},
        **tables,
    )
    return calibrated(counted, assumptions()[1]).baseline
