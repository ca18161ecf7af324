"""Words, small multiples and tables of how earlier forecasts turned out."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.engines.household import ShelfLife
from woonregie.foundation.pages.charts import INK, SERIES, Chart, written
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.models import Municipality
from woonregie.subjects.forecast.models import Measure
from woonregie.subjects.forecast.queries.hindsight import Hindsight, Judged

ACROSS, APART = 3, 24
WIDE_PANEL, NARROW_PANEL = 240, 280
MINUS = "\u2212"
SMALLEST_TOLD = 0.0005
"""An error that is written as 0,0 % is none."""


def counted_in(measure: str) -> str:
    """Return what is counted, as it stands behind a number."""
    words = {
        Measure.HOUSEHOLDS: _("huishoudens"),
        Measure.PERSONS: _("personen"),
        Measure.DWELLING_STOCK: _("woningen"),
    }
    return words[Measure(measure)]


def name_of(line: Hindsight) -> str:
    """Return what a line is called: the vintage, and its scenario where that is no middle."""
    usual = {"", "midden", "middle"}
    title = line.vintage.title
    return title if line.scenario in usual else f"{title}, {line.scenario}"


# ------------------------------------------------------------------ words
def answer(line: Hindsight, judged: Judged, *, who: str, measure: str) -> str:
    """Return in words how a forecast turned out in a year."""
    told = _(
        "%(title)s verwachtte voor %(who)s op 1 januari %(year)s %(expected)s %(what)s. Het "
        "werden er %(counted)s."
    ) % {
        "title": name_of(line),
        "who": who,
        "year": judged.year,
        "expected": written(judged.expected),
        "what": counted_in(measure),
        "counted": written(judged.counted),
    }
    return f"{told} {off(judged)} {band(judged)}".rstrip()


def off(judged: Judged) -> str:
    """Return how far off it was."""
    said = {
        "difference": written(abs(judged.difference)),
        "percent": written(abs(judged.error) * 100, 1),
    }
    if abs(judged.error) < SMALLEST_TOLD:
        return _("De prognose kwam precies uit.")
    if judged.error > 0:
        return _("De prognose was %(difference)s te hoog: dat is %(percent)s\u00a0%%.") % said
    return _("De prognose was %(difference)s te laag: dat is %(percent)s\u00a0%%.") % said


def finding(line: Hindsight, judged: Judged) -> str:
    """Return in a few words how far off a forecast was."""
    said = {
        "title": name_of(line),
        "year": judged.year,
        "percent": written(abs(judged.error) * 100, 1),
    }
    if abs(judged.error) < SMALLEST_TOLD:
        return _("%(title)s kwam in %(year)s precies uit") % said
    if judged.error > 0:
        return _("%(title)s zat in %(year)s %(percent)s\u00a0%% te hoog") % said
    return _("%(title)s zat in %(year)s %(percent)s\u00a0%% te laag") % said


def band(judged: Judged) -> str:
    """Return whether what was counted lay within the band; nothing where there was none."""
    if judged.within_band is None:
        return ""
    said = {"low": written(judged.low or 0), "high": written(judged.high or 0)}
    if judged.within_band:
        return _("De telling lag binnen de band van %(low)s tot %(high)s.") % said
    return _("De telling lag buiten de band van %(low)s tot %(high)s.") % said


def kept(life: ShelfLife) -> str:
    """Return a shelf life in a few words.

    >>> kept(ShelfLife(years=6, ended=False, ahead=(6,), within=(1.0,), judged=(1,)))
    'ten minste 6 jaar'
    """
    if not life.ahead:
        return _("nog niet te zeggen")
    if not life.years:
        return _("geen jaar")
    said = {"years": life.years}
    if life.ended:
        return ngettext("%(years)s jaar", "%(years)s jaar", life.years) % said
    return ngettext("ten minste %(years)s jaar", "ten minste %(years)s jaar", life.years) % said


# ------------------------------------------------------------------ picture
def multiples(
    lines: Sequence[Hindsight], places: Sequence[int], *, title: str, measure: str
) -> Chart:
    """Return a small picture per forecast: what was expected, and what was counted.

    Args:
        lines: the forecasts of which something was counted.
        places: the municipalities that are added up.
        title: the finding.
        measure: what is counted.
    """
    rows = [row for line in lines for row in _rows(line, places)]
    banded = any(row["laag"] is not None for row in rows)
    words = [
        *([_("Elk vak is een prognose, met dezelfde schaal.")] if len(lines) > 1 else []),
        _("De lijn is wat men verwachtte, ruiten zijn geteld."),
        *([_("De band loopt van het lage naar het hoge scenario.")] if banded else []),
        _("De as begint niet bij nul."),
    ]
    return Chart(
        key="houdbaarheid",
        title=title,
        sentence=" ".join(words),
        spec=_spec([name_of(line) for line in lines], ACROSS, WIDE_PANEL),
        narrow=_spec([name_of(line) for line in lines], 1, NARROW_PANEL),
        rows=rows,
        columns=_columns(counted_in(measure)),
        legend=[
            {"swatch": "series-3", "label": _("verwacht"), "look": _("lijn")},
            {"swatch": "ink", "label": _("geteld"), "look": _("ruit")},
        ],
    )


def _columns(what: str) -> tuple[Column, ...]:
    return (
        Column("prognose", _("Prognose")),
        Column("jaar", _("Jaar")),
        Column("vooruit", _("Jaren vooruit"), "number"),
        Column("waarde", _("Verwacht (%(what)s)") % {"what": what}, "number"),
        Column("geteld", _("Geteld"), "number"),
        Column("verschil", _("Verschil"), "signed"),
        Column("afwijking", _("Afwijking in %"), "written"),
        Column("laag", _("Laag"), "number"),
        Column("hoog", _("Hoog"), "number"),
        Column("band", _("Binnen de band")),
    )


def _rows(line: Hindsight, places: Sequence[int]) -> list[dict[str, Any]]:
    judged = {item.year: item for item in line.judged(places)}
    last = max(judged, default=line.base)
    rows: list[dict[str, Any]] = []
    for year, expected, low, high in line.summed(places):
        if line.base <= year <= last:
            own = judged.get(year)
            rows.append(
                {
                    "prognose": name_of(line),
                    "jaar": str(year),
                    "vooruit": year - line.base,
                    "waarde": expected,
                    "laag": low,
                    "hoog": high,
                    **(_told(own) if own else {"geteld": None}),
                }
            )
    return rows


def _told(judged: Judged) -> dict[str, Any]:
    within = {None: "", True: _("ja"), False: _("nee")}
    return {
        "geteld": judged.counted,
        "verschil": round(judged.difference, 2),
        "afwijking": percent(judged.error),
        "band": within[judged.within_band],
    }


def percent(error: float) -> str:
    """Return a share as a signed percentage.

    >>> percent(0.0123)
    '+1,2'
    """
    number = written(abs(error) * 100, 1)
    if abs(error) < SMALLEST_TOLD:
        return number
    return f"{'+' if error > 0 else MINUS}{number}"


_YEAR = {
    "field": "jaar",
    "type": "temporal",
    "timeUnit": "utcyear",
    "title": None,
    "axis": {"format": "%Y", "grid": False, "tickCount": 4, "labelOverlap": True},
}


def _up(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": None, "scale": {"zero": False}}


def _spec(names: Sequence[str], across: int, width: int) -> dict[str, Any]:
    few = min(len(names), across)
    one_alone = few == 1 and across > 1
    panel = {
        "width": 760 if one_alone else width,
        "height": 260 if one_alone else 190,
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.laag) && isValid(datum.hoog)"}],
                "mark": {"type": "area", "opacity": 0.2, "color": SERIES[0]},
                "encoding": {"x": _YEAR, "y": _up("laag"), "y2": {"field": "hoog"}},
            },
            {
                "mark": {
                    "type": "line",
                    "strokeWidth": 2.5,
                    "color": SERIES[0],
                    "point": {"size": 22, "color": SERIES[0]},
                },
                "encoding": {"x": _YEAR, "y": _up("waarde")},
            },
            {
                "transform": [{"filter": "isValid(datum.geteld)"}],
                "mark": {
                    "type": "point",
                    "filled": True,
                    "opacity": 1,
                    "shape": "diamond",
                    "size": 110,
                    "color": INK,
                },
                "encoding": {"x": _YEAR, "y": _up("geteld")},
            },
        ],
    }
    return {
        "autosize": {"type": "pad"},
        "spacing": APART,
        "columns": max(few, 1),
        "facet": {
            "field": "prognose",
            "type": "nominal",
            "title": None,
            "sort": list(names),
            "header": {"labelFontWeight": "bold", "labelAnchor": "start", "labelLimit": width},
        },
        "spec": panel,
    }


# ------------------------------------------------------------------ tables
def shelves(lines: Sequence[Hindsight], places: Sequence[int]) -> Table:
    """Return per forecast for how many years 80 % of the municipalities lay within 10 %."""
    rows: list[dict[str, Any]] = []
    for line in lines:
        life = line.shelf_life(places)
        rows.append(
            {
                "prognose": name_of(line),
                "gepubliceerd": line.vintage.published_on,
                "houdbaar": kept(life),
                "tot": str(line.base + life.ahead[-1]) if life.ahead else "",
                "binnen": _("%(close)s van %(all)s")
                % {
                    "close": round(life.within[-1] * life.judged[-1]),
                    "all": life.judged[-1],
                }
                if life.ahead
                else "",
            }
        )
    return Table(
        "houdbaarheid-per-prognose",
        _(
            "Houdbaarheid: zoveel jaar vooruit bleef minstens 80 % van de gemeenten binnen 10 % "
            "van wat er geteld werd."
        ),
        (
            Column("prognose", _("Prognose")),
            Column("gepubliceerd", _("Gepubliceerd"), "day"),
            Column("houdbaar", _("Houdbaar")),
            Column("tot", _("Laatst geteld")),
            Column("binnen", _("Gemeenten binnen 10 %")),
        ),
        rows,
    )


def by_municipality(
    lines: Sequence[Hindsight], municipalities: Sequence[Municipality], places: Sequence[int]
) -> Table:
    """Return how each forecast turned out for some municipalities, in the last counted year.

    Args:
        lines: the forecasts.
        municipalities: all, in the order of the columns.
        places: which of them are told.
    """
    rows: list[dict[str, Any]] = []
    for at in places:
        place = municipalities[at]
        for line in lines:
            judged = line.judged([at])
            if judged:
                last = judged[-1]
                rows.append(
                    {
                        "gemeente": place.name,
                        "prognose": name_of(line),
                        "jaar": str(last.year),
                        "verwacht": last.expected,
                        **_told(last),
                        "houdbaar": kept(line.shelf_life([at])),
                    }
                )
    return Table(
        "houdbaarheid-per-gemeente",
        _("Per gemeente: het laatste jaar waarin geteld is."),
        (
            Column("gemeente", _("Gemeente")),
            Column("prognose", _("Prognose")),
            Column("jaar", _("Jaar")),
            Column("verwacht", _("Verwacht"), "number"),
            Column("geteld", _("Geteld"), "number"),
            Column("verschil", _("Verschil"), "signed"),
            Column("afwijking", _("Afwijking in %"), "written"),
            Column("band", _("Binnen de band")),
            Column("houdbaar", _("Houdbaar")),
        ),
        rows,
    )
