"""The chart of forecasts: what was expected when, side by side."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.pages.charts import HALO, SERIES, Chart, written
from woonregie.foundation.pages.tables import Column, Table
from woonregie.subjects.forecast.models import ForecastVintage, Measure
from woonregie.subjects.forecast.queries import Point, Series

LOW, MIDDLE, HIGH = {"laag", "low"}, {"midden", "middle", ""}, {"hoog", "high"}
YEARS_AHEAD = 10
IN_SENTENCES: Mapping[str, Promise] = {
    Measure.DWELLING_STOCK: gettext_lazy("woningen in de voorraad"),
    Measure.INITIAL_SHORTAGE: gettext_lazy("woningen tekort bij de start"),
}
"""How a sentence counts what is no word for things that can be counted."""
SWATCHES = ("series-3", "series-4", "series-6", "series-7")


def comparison(
    found: Series, *, who: str, this_year: int, measure: str = Measure.HOUSEHOLDS
) -> Chart:
    """Return all vintages in one chart.

    A vintage with a low and a high scenario has a band; every other scenario is a line of its
    own, so that no two are taken for one. Each year with a figure has a point: where a vintage
    gives one year in five, the line between two points is only a line.

    Args:
        found: the sums.
        who: of which municipality, or the region.
        this_year: the year in which one looks; the finding is about ten years later.
        measure: what is counted.
    """
    rows, what = _rows(found.points), str(Measure(measure).label)
    names = sorted({row["prognose"] for row in rows})
    return Chart(
        key="prognoses",
        title=_finding(rows, who, this_year, str(IN_SENTENCES.get(measure, what))),
        sentence=_sentence(found, rows),
        spec=_spec(names, _ends(rows), 340),
        narrow=_spec(names, [], 300),
        rows=rows,
        columns=(
            Column("jaar", _("Jaar")),
            Column("prognose", _("Prognose")),
            Column("laag", _("Laag"), "number"),
            Column("waarde", what.capitalize(), "number"),
            Column("hoog", _("Hoog"), "number"),
        ),
        legend=[
            {"swatch": SWATCHES[at % len(SWATCHES)], "label": name}
            for at, name in enumerate(names)
        ],
    )


def at_horizon(found: Series, *, this_year: int, measure: str) -> Table | None:
    """Return what each line says of the year of the finding, and its distance to the newest.

    Args:
        found: the sums.
        this_year: the year in which one looks.
        measure: what is counted.

    Returns:
        A table; None where fewer than two lines say anything of that year.
    """
    rows = _rows(found.points)
    lines = _expected(rows)
    if not lines:
        return None
    newest, *older = lines
    common = {year for line in older for year in line.values} & set(newest.values)
    year = _near(common or newest.values, this_year + YEARS_AHEAD)
    there = [row for row in rows if row["jaar"] == str(year) and row.get("waarde") is not None]
    if len(there) < 2:  # noqa: PLR2004  one alone has no distance
        return None
    there.sort(key=lambda row: (row["gepubliceerd"], row["prognose"]), reverse=True)
    what = str(Measure(measure).label).capitalize()
    return Table(
        "op-termijn",
        _("Wat elke prognose van %(year)s zegt, en het verschil met %(newest)s")
        % {"year": year, "newest": newest.name},
        (
            Column("lijn", _("Prognose")),
            Column("dag", _("Gepubliceerd"), "day"),
            Column("waarde", what, "number"),
            Column("verschil", _("Verschil"), "signed"),
        ),
        [
            {
                "lijn": row["prognose"],
                "dag": date.fromisoformat(row["gepubliceerd"]),
                "waarde": row["waarde"],
                "verschil": row["waarde"] - newest.values[year],
            }
            for row in there
        ],
    )


def _rows(points: Sequence[Point]) -> list[dict[str, Any]]:
    """Return one row per line and year."""
    names = _names(point.vintage for point in points)
    scenarios: dict[UUID, set[str]] = {}
    for point in points:
        scenarios.setdefault(point.vintage.pk, set()).add(point.scenario)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for point in points:
        part, line = _part(point, scenarios[point.vintage.pk], names[point.vintage.pk])
        row = found.setdefault(
            (line, point.year),
            {
                "jaar": str(point.year),
                "prognose": line,
                "geteld": point.counted,
                "gepubliceerd": point.vintage.published_on.isoformat(),
            },
        )
        row[part] = point.value
    return [found[key] for key in sorted(found)]


def _part(point: Point, scenarios: set[str], name: str) -> tuple[str, str]:
    """Return which part of which line a point is."""
    banded = bool(scenarios & LOW) and bool(scenarios & HIGH)
    if banded and point.scenario in LOW:
        return "laag", name
    if banded and point.scenario in HIGH:
        return "hoog", name
    if point.scenario in MIDDLE:
        return "waarde", name
    return "waarde", f"{name}, {point.scenario}"


def _names(vintages: Iterable[ForecastVintage]) -> dict[UUID, str]:
    """Return what each vintage is called; two of one title are told apart by their key."""
    each = {vintage.pk: vintage for vintage in vintages}
    titles = Counter(vintage.title for vintage in each.values())
    return {
        key: vintage.title if titles[vintage.title] == 1 else f"{vintage.title} ({vintage.slug})"
        for key, vintage in each.items()
    }


def _finding(rows: Sequence[Mapping[str, Any]], who: str, this_year: int, what: str) -> str:
    """Return what the newest line says, against an older one when they share a year."""
    lines = _expected(rows)
    if not lines:
        return _("%(what)s in %(who)s") % {"what": what.capitalize(), "who": who}
    newest, *older = lines
    other = next((line for line in older if line.published < newest.published), None)
    common = set(newest.values) & set(other.values) if other else set()
    year = _near(common or newest.values, this_year + YEARS_AHEAD)
    said = {
        "title": newest.name,
        "who": who,
        "year": year,
        "value": written(newest.values[year]),
        "what": what,
    }
    if other is None or not common:
        return _("%(title)s verwacht voor %(who)s in %(year)s %(value)s %(what)s") % said
    step = round(newest.values[year] - other.values[year])
    said |= {"other": other.name, "step": written(abs(step))}
    if step == 0:
        return (
            _(
                "%(title)s verwacht voor %(who)s in %(year)s %(value)s "
                "%(what)s, evenveel als %(other)s"
            )
            % said
        )
    if step > 0:
        return (
            _(
                "%(title)s verwacht voor %(who)s in %(year)s %(value)s "
                "%(what)s, %(step)s meer dan %(other)s"
            )
            % said
        )
    return (
        _(
            "%(title)s verwacht voor %(who)s in %(year)s %(value)s "
            "%(what)s, %(step)s minder dan %(other)s"
        )
        % said
    )


class _Line(NamedTuple):
    """What one line expects, by year."""

    published: str
    name: str
    values: dict[int, float]


def _expected(rows: Sequence[Mapping[str, Any]]) -> list[_Line]:
    """Return the lines of what was expected, the newest first."""
    found: dict[str, _Line] = {}
    for row in rows:
        if not row["geteld"] and row.get("waarde") is not None:
            line = found.setdefault(
                row["prognose"], _Line(row["gepubliceerd"], row["prognose"], {})
            )
            line.values[int(row["jaar"])] = row["waarde"]
    return sorted(found.values(), key=lambda line: (line.published, line.name), reverse=True)


def _near(years: Iterable[int], wanted: int) -> int:
    return min(years, key=lambda year: (abs(year - wanted), year))


def _sentence(found: Series, rows: Sequence[Mapping[str, Any]]) -> str:
    parts = [_("Elk punt is een jaar met een cijfer; de lijn ertussen verbindt alleen.")]
    if any("laag" in row for row in rows):
        parts.append(_("De band loopt van het lage naar het hoge scenario."))
    if any(row["geteld"] for row in rows):
        parts.append(_("Ruiten zijn geteld."))
    parts.append(_("De as begint niet bij nul."))
    for title, years in found.left_out.items():
        parts.append(
            _("%(title)s: %(years)s ontbreekt, want niet elke gemeente heeft dan een cijfer.")
            % {"title": title, "years": _spans(years)}
        )
    return " ".join(parts)


def _spans(years: Sequence[int]) -> str:
    """Return years as people write them, with a dash for those that follow one another.

    >>> _spans([2012, 2021])
    '2012, 2021'
    """
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


_YEAR = {
    "field": "jaar",
    "type": "temporal",
    "title": None,
    "axis": {"format": "%Y", "grid": False, "tickCount": 8},
    "timeUnit": "utcyear",
}
_EXPECTED = {"filter": "!datum.geteld && isValid(datum.waarde)"}
_POINT = {"type": "point", "filled": True, "opacity": 1}
_NAME = {"type": "text", "align": "right", "baseline": "bottom", "dy": -8}
_AROUND = {"stroke": HALO, "strokeWidth": 4}


def _up(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": None, "scale": {"zero": False}}


def _ends(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the last point of each line."""
    last = {row["prognose"]: row for row in rows if row.get("waarde") is not None}
    return [dict(row) for row in last.values()]


def _spec(names: Sequence[str], ends: list[dict[str, Any]], height: int) -> dict[str, Any]:
    """Return bands, lines and points; each line carries its name, and has a dash of its own."""
    colour = {
        "field": "prognose",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": list(names),
            "range": [SERIES[at % len(SERIES)] for at in range(len(names))],
        },
    }
    value = {"x": _YEAR, "y": _up("waarde")}
    dash = {"field": "prognose", "type": "nominal", "legend": None}
    named = {
        "data": {"values": ends},
        "encoding": {**value, "text": {"field": "prognose"}},
    }
    # On a phone there is no room beside a line; the legend says which is which.
    words = [{**named, "mark": {**_NAME, **halo}} for halo in (_AROUND, {})] if ends else []
    return {
        "height": height,
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.laag) && isValid(datum.hoog)"}],
                "mark": {"type": "area", "opacity": 0.18},
                "encoding": {
                    "x": _YEAR,
                    "y": _up("laag"),
                    "y2": {"field": "hoog"},
                    "color": colour,
                },
            },
            {
                "transform": [_EXPECTED],
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {**value, "color": colour, "strokeDash": dash},
            },
            {
                "transform": [_EXPECTED],
                "mark": {**_POINT, "size": 22},
                "encoding": {**value, "color": colour},
            },
            {
                "transform": [{"filter": "datum.geteld && isValid(datum.waarde)"}],
                "mark": {**_POINT, "shape": "diamond", "size": 130},
                "encoding": {**value, "color": colour},
            },
            *words,
        ],
    }
