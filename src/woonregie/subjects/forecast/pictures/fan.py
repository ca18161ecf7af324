"""Fans: between which values most trajectories lie, and how likely plans are enough."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.foundation.pages.charts import INK_SOFT, SERIES, Chart, written
from woonregie.foundation.pages.tables import Column
from woonregie.subjects.forecast.ensembles import StoredFan
from woonregie.subjects.forecast.pictures.looking import difference, upright, year_axis, year_mark

Floats = NDArray[np.float64]
MEDIAN = SERIES[0]
CAPACITY = SERIES[3]
DASHED = [7, 4]
NAMES = {0.1: "laag", 0.25: "kwartlaag", 0.5: "midden", 0.75: "kwarthoog", 0.9: "hoog"}


def fan(
    found: StoredFan,
    *,
    who: str,
    place: str,
    year: int,
    vintage: Mapping[int, float] | None = None,
    vintage_name: str = "",
) -> Chart:
    """Return the households of a fan, with what somebody else expects.

    Args:
        found: the fan.
        who: of which municipality, or the region.
        place: its code, or all of the region together.
        year: the year that the finding is about.
        vintage: households that the reference expects, by year.
        vintage_name: which forecast that is.
    """
    rows = _rows(found.years, {at: found.quantile("households", at, place) for at in NAMES})
    beside = {at: value for at, value in (vintage or {}).items() if at in found.years}
    for row in rows:
        row["referentie"] = beside.get(int(row["jaar"]))
    at = found.years.index(year)
    said = {
        "who": who,
        "year": year,
        "low": written(rows[at]["laag"]),
        "high": written(rows[at]["hoog"]),
        "number": written(found.trajectories),
    }
    return Chart(
        key="waaier",
        title=_("%(who)s telt in %(year)s waarschijnlijk %(low)s tot %(high)s huishoudens") % said,
        sentence=_(
            "Van %(number)s doorrekeningen ligt 80 %% in de lichte band en de helft in de "
            "donkere. De lijn is het midden. De as begint niet bij nul."
        )
        % said,
        spec=_fan_spec(year, 330, marked=bool(beside)),
        narrow=_fan_spec(year, 280, marked=bool(beside)),
        rows=rows,
        columns=(
            *_columns(),
            *((Column("referentie", vintage_name, "number"),) if beside else ()),
        ),
        legend=[
            *_legend(),
            *(
                [{"swatch": "diamond", "label": vintage_name, "look": _("ruiten")}]
                if beside
                else []
            ),
        ],
    )


def enough(found: StoredFan, *, who: str, place: str, year: int) -> Chart:
    """Return growth of need against hard plans, with the chance that they are enough."""
    rows = _rows(found.years, {at: found.quantile("need_growth", at, place) for at in NAMES})
    capacity = found.quantile("hard_capacity", 0.5, place)
    chances = found.enough(place)
    for at, row in enumerate(rows):
        row["hard"] = float(capacity[at])
        row["kans"] = float(chances[at]) if at else None
    at = found.years.index(year)
    said = {"who": who, "year": year, "chance": written(100 * float(chances[at]))}
    return Chart(
        key="kans",
        title=_(
            "De kans dat de harde plannen van %(who)s in %(year)s genoeg zijn voor de groei van "
            "de behoefte is %(chance)s %%"
        )
        % said,
        sentence=_(
            "De waaier is hoeveel de behoefte groeit sinds %(first)s, de streepjeslijn wat harde "
            "plannen dan hebben toegevoegd. Een tekort dat er al was, telt hier niet mee."
        )
        % {"first": found.years[0]},
        spec=_enough_spec(year, 300),
        narrow=_enough_spec(year, 260),
        rows=rows,
        columns=(
            *_columns(),
            Column("hard", _("Harde plannen"), "number"),
            Column("kans", _("Kans op genoeg"), "share"),
        ),
        legend=[
            *_legend(),
            {"swatch": "dash-7", "label": _("harde plannen"), "look": _("streepjeslijn")},
        ],
    )


def apart(
    years: Sequence[int],
    found: Mapping[float, Floats],
    *,
    who: str,
    names: tuple[str, str],
    year: int,
) -> Chart:
    """Return by how many households two scenarios differ; with a band when both have a fan.

    Args:
        years: the years of both.
        found: by share (year,) the differences; only 0.5 without a fan.
        who: of which municipality, or the region.
        names: of the first and the second scenario.
        year: the year that the finding is about.
    """
    rows = _rows(years, found)
    step = rows[years.index(year)]["midden"]
    said = {
        "who": who,
        "year": year,
        "first": names[0],
        "second": names[1],
        "step": written(abs(step)),
    }
    if round(step) == 0:
        title = _("%(second)s geeft %(who)s in %(year)s evenveel huishoudens als %(first)s")
    elif step > 0:
        title = _("%(second)s geeft %(who)s in %(year)s %(step)s huishoudens meer dan %(first)s")
    else:
        title = _("%(second)s geeft %(who)s in %(year)s %(step)s huishoudens minder dan %(first)s")
    banded = len(found) > 1
    sentence = (
        _(
            "Beide scenario's kregen in elke doorrekening hetzelfde toeval: dit verschil komt dus "
            "van de knoppen. De lichte band is 80 % van de doorrekeningen, de donkere de helft."
        )
        if banded
        else _("Het verschil in huishoudens op 1 januari, zonder toeval.")
    )
    return Chart(
        key="verschil",
        title=title % said,
        sentence=sentence,
        spec=_apart_spec(year, 300, banded=banded),
        narrow=_apart_spec(year, 260, banded=banded),
        rows=rows,
        columns=_columns("signed")
        if banded
        else (Column("jaar", _("Jaar")), Column("midden", _("Verschil"), "signed")),
        legend=_legend() if banded else [],
    )


def each_place(rows: Sequence[Mapping[str, Any]], *, names: tuple[str, str], year: int) -> Chart:
    """Return the difference in households of each municipality, as small multiples.

    Args:
        rows: "gemeente", "jaar" and "verschil".
        names: of the first and the second scenario.
        year: the year that the finding is about.
    """
    last = [row for row in rows if row["jaar"] == str(year)]
    most = max(last, key=lambda row: abs(row["verschil"]))
    return Chart(
        key="per-gemeente",
        title=_("Het verschil is in %(year)s het grootst in %(place)s: %(step)s huishoudens")
        % {"year": year, "place": most["gemeente"], "step": difference(most["verschil"])},
        sentence=_(
            "Per gemeente hoeveel huishoudens %(second)s er meer of minder geeft dan %(first)s. "
            "Alle vlakken hebben dezelfde schaal."
        )
        % {"first": names[0], "second": names[1]},
        spec=_each_spec(4, 182),
        narrow=_each_spec(2, 128),
        rows=rows,
        columns=(
            Column("gemeente", _("Gemeente")),
            Column("jaar", _("Jaar")),
            Column("verschil", _("Verschil in huishoudens"), "signed"),
        ),
    )


# ------------------------------------------------------------------ how it is drawn
def _rows(years: Sequence[int], found: Mapping[float, Floats]) -> list[dict[str, Any]]:
    return [
        {"jaar": str(year), **{NAMES[share]: float(values[at]) for share, values in found.items()}}
        for at, year in enumerate(years)
    ]


def _columns(kind: str = "number") -> tuple[Column, ...]:
    return (
        Column("jaar", _("Jaar")),
        Column("laag", _("10 % lager dan"), kind),
        Column("kwartlaag", _("25 % lager dan"), kind),
        Column("midden", _("Midden"), kind),
        Column("kwarthoog", _("25 % hoger dan"), kind),
        Column("hoog", _("10 % hoger dan"), kind),
    )


def _legend() -> list[dict[str, str]]:
    return [
        {"swatch": "line-3", "label": _("midden"), "look": _("doorgetrokken lijn")},
        {"swatch": "veil-3", "label": _("80 % van de doorrekeningen"), "look": _("vlak")},
    ]


def _area(low: str, high: str, opacity: float) -> dict[str, Any]:
    return {
        "mark": {"type": "area", "opacity": opacity, "color": MEDIAN},
        "encoding": {"x": year_axis(), "y": upright(low), "y2": {"field": high}},
    }


def _bands() -> list[dict[str, Any]]:
    return [_area("laag", "hoog", 0.16), _area("kwartlaag", "kwarthoog", 0.26)]


def _line(field: str, colour: str, **more: Any) -> dict[str, Any]:
    return {
        "mark": {"type": "line", "strokeWidth": 2.5, "color": colour, **more},
        "encoding": {"x": year_axis(), "y": upright(field)},
    }


def _fan_spec(year: int, height: int, *, marked: bool) -> dict[str, Any]:
    diamonds = {
        "transform": [{"filter": "isValid(datum.referentie)"}],
        "mark": {
            "type": "point",
            "shape": "diamond",
            "filled": True,
            "opacity": 1,
            "size": 80,
            "color": INK_SOFT,
        },
        "encoding": {"x": year_axis(), "y": upright("referentie")},
    }
    layers = [*_bands(), year_mark(year), _line("midden", MEDIAN), *([diamonds] if marked else [])]
    return {"height": height, "layer": layers}


def _enough_spec(year: int, height: int) -> dict[str, Any]:
    capacity = _line("hard", CAPACITY, strokeDash=DASHED)
    return {
        "height": height,
        "layer": [*_bands(), year_mark(year), _line("midden", MEDIAN), capacity],
    }


def _zero() -> dict[str, Any]:
    return {
        # One line, not one for each row; what it is stands in the scale.
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": INK_SOFT, "aria": False},
        "encoding": {"y": {"datum": 0}},
    }


def _apart_spec(year: int, height: int, *, banded: bool) -> dict[str, Any]:
    bands = _bands() if banded else []
    return {
        "height": height,
        "layer": [*bands, _zero(), year_mark(year), _line("midden", MEDIAN)],
    }


def _each_spec(columns: int, width: int) -> dict[str, Any]:
    return {
        "width": width,
        "height": 90,
        "autosize": "pad",
        "mark": {"type": "area", "line": {"color": MEDIAN}, "color": MEDIAN, "opacity": 0.3},
        "encoding": {
            "x": {**year_axis(), "axis": {"format": "%Y", "grid": False, "tickCount": 3}},
            "y": {
                "field": "verschil",
                "type": "quantitative",
                "title": None,
                "axis": {"tickCount": 3},
            },
            "facet": {
                "field": "gemeente",
                "type": "nominal",
                "columns": columns,
                "title": None,
                "header": {"labelFontSize": 14},
                "spacing": 14,
            },
        },
    }
