"""What somebody looks at: a forecast, of some municipalities, in a year, beside another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.engines.household import Projection
from woonregie.foundation.pages.charts import HALO, written

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Band:
    """Between which values most trajectories lie.

    Args:
        low: (year,) of the forecast's years.
        high: (year,).
        label: which share of the trajectories that is, in words.
    """

    low: Floats
    high: Floats
    label: str


@dataclass(frozen=True)
class Look:
    """A forecast as somebody looks at it.

    Args:
        who: the municipality or region, as sentences begin with it.
        places: its columns in the forecast.
        year: the year that the answers are about.
        found: the forecast.
        beside: what it is compared with; None when there is nothing else.
        beside_name: what that is called, "doorgaande trend".
        band: around the households, where a fan was worked out.
        vintage: households that somebody else expects, by year.
        vintage_name: which forecast that is.
    """

    who: str
    places: tuple[int, ...]
    year: int
    found: Projection
    beside: Projection | None = None
    beside_name: str = ""
    band: Band | None = None
    vintage: Mapping[int, float] = field(default_factory=dict[int, float])
    vintage_name: str = ""

    @cached_property
    def at(self) -> int:
        """Where the year stands among the years of the forecast."""
        return self.found.years.index(self.year)

    @property
    def first(self) -> int:
        """The year in which the forecast begins."""
        return self.found.years[0]

    @property
    def differs(self) -> bool:
        """Whether there is another forecast to compare with."""
        return self.beside is not None and (self.beside.scenario, self.beside.baseline) != (
            self.found.scenario,
            self.found.baseline,
        )

    def of(self, values: Floats) -> Floats:
        """Return (year,) values of (year, region), of the places together."""
        found: Floats = values[:, list(self.places)].sum(axis=1)
        return found

    def said(self, **more: Any) -> dict[str, Any]:
        """Return what sentences about it say."""
        return {"who": self.who, "year": self.year, "first": self.first, **more}


def this_forecast() -> str:
    """Return what the forecast that somebody looks at is called in a legend."""
    return _("dit scenario")


def difference(value: float) -> str:
    """Return a difference with its sign: "+1.240", or "0" without one."""
    text = written(abs(value))
    if text == "0":
        return text
    return f"+{text}" if value > 0 else f"−{text}"


def way(value: float) -> int:
    """Return 1, 0 or -1: whether a rounded difference is above, at or below zero."""
    whole = round(value)
    return (whole > 0) - (whole < 0)


def year_axis() -> dict[str, Any]:
    """Return the horizontal axis of years."""
    return {
        "field": "jaar",
        "type": "temporal",
        "title": None,
        "timeUnit": "utcyear",
        "axis": {"format": "%Y", "grid": False, "tickCount": 6},
    }


def upright(name: str, *, zero: bool = False) -> dict[str, Any]:
    """Return a vertical axis of numbers."""
    return {
        "field": name,
        "type": "quantitative",
        "title": None,
        "scale": {"zero": zero},
        "axis": {"format": ",.0f"},
    }


def words(
    items: Sequence[Mapping[str, Any]], encoding: Mapping[str, Any], mark: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return words that stay readable where a line crosses them."""
    shown = {"data": {"values": [dict(item) for item in items]}, "encoding": dict(encoding)}
    around = {"stroke": HALO, "strokeWidth": 4, "strokeJoin": "round"}
    return [
        {**shown, "mark": {"type": "text", **mark, **around}},
        {**shown, "mark": {"type": "text", **mark}},
    ]


def year_mark(year: int) -> dict[str, Any]:
    """Return the thin line at the year that the answers are about."""
    return {
        "data": {"values": [{"jaar": str(year)}]},
        "mark": {"type": "rule", "strokeDash": [2, 3], "strokeWidth": 1},
        "encoding": {"x": year_axis()},
    }
