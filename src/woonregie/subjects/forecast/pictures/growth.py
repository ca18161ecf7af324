"""Households through the years, and the dwellings that they need."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import INK_SOFT, SERIES, Chart, written
from woonregie.foundation.pages.tables import Column
from woonregie.subjects.forecast.pictures.looking import (
    Look,
    this_forecast,
    upright,
    way,
    words,
    year_axis,
    year_mark,
)

SCENARIO, BESIDE, VINTAGE = SERIES[0], SERIES[1], INK_SOFT
PLAIN, DASHED, DOTTED = [1, 0], [7, 4], [2, 3]


def households(look: Look) -> Chart:
    """Return the households of a scenario beside the trend, with a band where there is a fan."""
    lines = _lines(look)
    rows = [
        {"jaar": str(year), "lijn": name, "waarde": value, **_banded(look, name, at)}
        for name, values in lines.items()
        for at, (year, value) in enumerate(values.items())
    ]
    return Chart(
        key="huishoudens",
        title=_households_title(look),
        sentence=_households_sentence(look),
        spec=_households_spec(look, lines, 330, named=True),
        narrow=_households_spec(look, lines, 280, named=False),
        rows=rows,
        columns=(
            Column("jaar", _("Jaar")),
            Column("lijn", _("Lijn")),
            *((Column("laag", _("Laag"), "number"),) if look.band else ()),
            Column("waarde", _("Huishoudens"), "number"),
            *((Column("hoog", _("Hoog"), "number"),) if look.band else ()),
        ),
        legend=[
            {"swatch": swatch, "label": name, "look": seen}
            for name, (swatch, seen) in zip(lines, _looks(look), strict=True)
        ],
    )


def _lines(look: Look) -> dict[str, dict[int, float]]:
    """Return (name) households by year; the scenario first."""
    years = look.found.years
    found = {
        this_forecast(): dict(zip(years, look.of(look.found.households).tolist(), strict=True))
    }
    if look.differs and look.beside is not None:
        beside = look.of(look.beside.households).tolist()
        found[look.beside_name] = dict(zip(years, beside, strict=True))
    within = {year: value for year, value in look.vintage.items() if year in years}
    if within:
        found[look.vintage_name] = within
    return found


def _looks(look: Look) -> Sequence[tuple[str, str]]:
    """Return swatch and words of each line, in the order of the lines."""
    found = [("line-3", _("doorgetrokken lijn"))]
    if look.differs:
        found.append(("dash-4", _("streepjeslijn")))
    if any(year in look.found.years for year in look.vintage):
        found.append(("diamond", _("ruiten")))
    return found


def _banded(look: Look, name: str, at: int) -> dict[str, float]:
    if look.band is None or name != this_forecast():
        return {}
    return {"laag": float(look.band.low[at]), "hoog": float(look.band.high[at])}


def _households_title(look: Look) -> str:
    values = look.of(look.found.households)
    said = look.said(value=written(values[look.at]))
    if look.differs and look.beside is not None:
        step = float(values[look.at] - look.of(look.beside.households)[look.at])
        said |= {"step": written(abs(step)), "other": look.beside_name}
        return {
            1: _(
                "%(who)s telt in %(year)s %(value)s huishoudens, %(step)s meer dan bij %(other)s"
            ),
            0: _("%(who)s telt in %(year)s %(value)s huishoudens, evenveel als bij %(other)s"),
            -1: _(
                "%(who)s telt in %(year)s %(value)s huishoudens, %(step)s minder dan bij %(other)s"
            ),
        }[way(step)] % said
    step = float(values[look.at] - values[0])
    said |= {"step": written(abs(step))}
    return {
        1: _("%(who)s telt in %(year)s %(value)s huishoudens, %(step)s meer dan in %(first)s"),
        0: _("%(who)s telt in %(year)s %(value)s huishoudens, evenveel als in %(first)s"),
        -1: _("%(who)s telt in %(year)s %(value)s huishoudens, %(step)s minder dan in %(first)s"),
    }[way(step)] % said


def _households_sentence(look: Look) -> str:
    parts = [
        _("Huishoudens op 1 januari, van %(first)s tot en met %(last)s.")
        % {"first": look.first, "last": look.found.years[-1]}
    ]
    if look.band is not None:
        parts.append(
            _("In de band ligt %(label)s; een enkel getal is schijnzekerheid.")
            % {"label": look.band.label}
        )
    parts.append(_("De as begint niet bij nul."))
    return " ".join(parts)


def _households_spec(
    look: Look, lines: Mapping[str, Mapping[int, float]], height: int, *, named: bool
) -> dict[str, Any]:
    names = list(lines)
    mine, vintage = names[0], look.vintage_name
    of_line = {"field": "lijn", "type": "nominal", "legend": None}
    colour = {
        **of_line,
        "scale": {
            "domain": names,
            "range": [SCENARIO, *([BESIDE] if look.differs else []), VINTAGE][: len(names)],
        },
    }
    dash = {
        **of_line,
        "scale": {
            "domain": names,
            "range": [PLAIN, *([DASHED] if look.differs else []), DOTTED][: len(names)],
        },
    }
    value = {"x": year_axis(), "y": upright("waarde")}
    last = look.found.years[-1]
    ends = [
        {"jaar": str(max(values)), "waarde": values[max(values)], "lijn": name}
        for name, values in lines.items()
        if named and max(values) == last
    ]
    return {
        "height": height,
        "layer": [
            # An area of nothing would be a picture without words.
            *([_band()] if look.band is not None else []),
            year_mark(look.year),
            {
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {**value, "color": colour, "strokeDash": dash},
            },
            {
                "transform": [
                    {"filter": {"field": "lijn", "oneOf": [vintage]}}
                    if vintage in lines
                    else {
                        "filter": {
                            "and": [
                                {"field": "lijn", "equal": mine},
                                {"field": "jaar", "equal": str(look.year)},
                            ]
                        }
                    }
                ],
                "mark": {
                    "type": "point",
                    "filled": True,
                    "opacity": 1,
                    "size": 90,
                    "shape": "diamond" if vintage in lines else "circle",
                },
                "encoding": {**value, "color": colour},
            },
            *words(
                _apart(ends),
                {**value, "text": {"field": "lijn"}},
                {"align": "right", "baseline": "bottom", "dy": -8},
            ),
        ],
    }


def _band() -> dict[str, Any]:
    return {
        "transform": [{"filter": "isValid(datum.laag)"}],
        "mark": {"type": "area", "opacity": 0.18, "color": SCENARIO},
        "encoding": {"x": year_axis(), "y": upright("laag"), "y2": {"field": "hoog"}},
    }


NEAR = 0.04
"""Ends nearer to each other than this share of what is drawn have one name, that of the first."""


def _apart(ends: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return names that do not lie on one another; the legend has them all."""
    if not ends:
        return []
    reach = max(item["waarde"] for item in ends) * NEAR
    kept: list[Mapping[str, Any]] = []
    for item in ends:
        if all(abs(item["waarde"] - other["waarde"]) >= reach for other in kept):
            kept.append(item)
    return kept


# ------------------------------------------------------------------ need, stock, shortage
def dwellings(look: Look) -> Chart:
    """Return dwellings that are needed against those that are there."""
    need, stock = look.of(look.found.need), look.of(look.found.stock)
    task, short = look.of(look.found.task), look.of(look.found.shortage)
    rows = [
        {
            "jaar": str(year),
            "behoefte": float(need[at]),
            "voorraad": float(stock[at]),
            "onder": float(min(need[at], stock[at])),
            "tekort": float(short[at]),
            "opgave": float(task[at]) if at else None,
        }
        for at, year in enumerate(look.found.years)
    ]
    return Chart(
        key="woningen",
        title=_dwellings_title(look),
        sentence=_(
            "De lijn is hoeveel woningen nodig zijn, de streepjeslijn hoeveel er zijn. "
            "Het vlak ertussen is het tekort. De as begint niet bij nul."
        ),
        spec=_dwellings_spec(look, rows, 330, named=True),
        narrow=_dwellings_spec(look, rows, 280, named=False),
        rows=rows,
        columns=(
            Column("jaar", _("Jaar")),
            Column("behoefte", _("Behoefte"), "number"),
            Column("voorraad", _("Voorraad"), "number"),
            Column("tekort", _("Tekort"), "number"),
            Column("opgave", _("Opgave in het jaar ervoor"), "number"),
        ),
        legend=[
            {"swatch": "line-3", "label": _("behoefte"), "look": _("doorgetrokken lijn")},
            {"swatch": "dash-7", "label": _("voorraad"), "look": _("streepjeslijn")},
            {"swatch": "veil-4", "label": _("tekort"), "look": _("vlak")},
        ],
    )


def _dwellings_title(look: Look) -> str:
    short = look.of(look.found.shortage)
    said = look.said(short=written(short[look.at]), was=written(short[0]))
    if way(short[look.at]) == 0:
        return _("%(who)s heeft in %(year)s genoeg woningen") % said
    return {
        1: _(
            "%(who)s komt in %(year)s %(short)s woningen tekort; in %(first)s zijn dat er %(was)s"
        ),
        0: _("%(who)s komt in %(year)s %(short)s woningen tekort, evenveel als in %(first)s"),
        -1: _(
            "%(who)s komt in %(year)s nog %(short)s woningen tekort; "
            "in %(first)s zijn dat er %(was)s"
        ),
    }[way(short[look.at] - short[0])] % said


def _dwellings_spec(
    look: Look, rows: Sequence[Mapping[str, Any]], height: int, *, named: bool
) -> dict[str, Any]:
    x, dwelling = year_axis(), upright("behoefte")
    ends = [
        {"jaar": rows[-1]["jaar"], "waarde": rows[-1][key], "tekst": text, "boven": above}
        for key, text, above in (
            ("behoefte", _("behoefte"), rows[-1]["behoefte"] >= rows[-1]["voorraad"]),
            ("voorraad", _("voorraad"), rows[-1]["voorraad"] > rows[-1]["behoefte"]),
        )
        if named
    ]
    place = {"x": x, "y": upright("waarde"), "text": {"field": "tekst"}}
    side = {"align": "right"}
    return {
        "height": height,
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.22, "color": BESIDE},
                "encoding": {"x": x, "y": dwelling, "y2": {"field": "onder"}},
            },
            year_mark(look.year),
            {
                "mark": {"type": "line", "strokeWidth": 2.5, "color": SCENARIO},
                "encoding": {"x": x, "y": dwelling},
            },
            {
                "mark": {
                    "type": "line",
                    "strokeWidth": 2.5,
                    "strokeDash": DASHED,
                    "color": SERIES[3],
                },
                "encoding": {"x": x, "y": upright("voorraad")},
            },
            *words(
                [item for item in ends if item["boven"]],
                place,
                {**side, "baseline": "bottom", "dy": -8},
            ),
            *words(
                [item for item in ends if not item["boven"]],
                place,
                {**side, "baseline": "top", "dy": 10},
            ),
        ],
    }
