"""Forecast vintages, and the scenarios with which a region makes its own.

A vintage is what somebody expected, or counted, on one day of publication. A scenario is levers on
a starting point; its outcome is worked out again for each reader, until a body adopts it.
"""

from woonregie.subjects.forecast.models.own_need import (
    OwnNeedChoice,
    OwnNeedDefinition,
    OwnNeedDissent,
    OwnNeedKind,
)
from woonregie.subjects.forecast.models.records import BacktestFigure, BacktestRecord
from woonregie.subjects.forecast.models.scenarios import ForecastScenario, StartingPoint
from woonregie.subjects.forecast.models.vintages import (
    ForecastFigure,
    ForecastVintage,
    Measure,
    NationalFigure,
    RegionReference,
    VintageKind,
)

__all__ = [
    "BacktestFigure",
    "BacktestRecord",
    "ForecastFigure",
    "ForecastScenario",
    "ForecastVintage",
    "Measure",
    "NationalFigure",
    "OwnNeedChoice",
    "OwnNeedDefinition",
    "OwnNeedDissent",
    "OwnNeedKind",
    "RegionReference",
    "StartingPoint",
    "VintageKind",
]
