"""Of what growth is made: of people by births, deaths and moves, of households by cause."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import INK_SOFT, SERIES, Chart, written
from woonregie.foundation.pages.tables import Column
from woonregie.subjects.forecast.pictures.looking import Floats, Look, difference, way, words

NARROW_PLOT = 338
ROOM = 0.22
"""Room for numbers beside the longest bar, as a share of what the bars span."""


def change_of_people(look: Look) -> Chart:
    """Return by what the number of inhabitants changes until the year."""
    ledger = look.found.ledger
    flows = {
        _("geboorten"): ledger.births,
        _("sterfte"): -ledger.deaths,
        _("verhuizing binnen Nederland"): ledger.arrivals - ledger.departures,
        _("verhuizing met het buitenland"): ledger.immigration - ledger.emigration,
    }
    rows = _rows({name: _until(look, values) for name, values in flows.items()})
    said = look.said(step=written(abs(rows[-1]["verschil"])))
    title = {
        1: _("%(who)s groeit tot %(year)s met %(step)s inwoners"),
        0: _("%(who)s houdt tot %(year)s evenveel inwoners"),
        -1: _("%(who)s krimpt tot %(year)s met %(step)s inwoners"),
    }[way(rows[-1]["verschil"])]
    return _chart(
        "inwoners",
        title % said,
        _(
            "Elke balk is wat er van %(first)s tot %(year)s bij komt of af gaat. "
            "De onderste is alles samen."
        )
        % said,
        rows,
        _("Personen"),
    )


def parts_of_growth(look: Look, parts: Mapping[str, Floats]) -> Chart:
    """Return what causes the growth of households until the year.

    Args:
        look: the forecast.
        parts: (year, region) cumulative households by part, in the order of `NAMED`.
    """
    names = {
        "age_structure": _("wie er woont wordt ouder"),
        "behaviour": _("anders samenwonen"),
        "domestic": _("verhuizing binnen Nederland"),
        "abroad": _("verhuizing met het buitenland"),
        "supply": _("woningen die er zijn of niet"),
    }
    rows = _rows({names[key]: float(look.of(values)[look.at]) for key, values in parts.items()})
    most = max(rows[:-1], key=lambda row: abs(row["verschil"]))
    said = look.said(
        step=written(abs(rows[-1]["verschil"])),
        part=most["regel"],
        share=difference(most["verschil"]),
    )
    title = {
        1: _("%(who)s krijgt er tot %(year)s %(step)s huishoudens bij; het meest telt: %(part)s"),
        0: _("%(who)s houdt tot %(year)s evenveel huishoudens; het meest telt: %(part)s"),
        -1: _("%(who)s verliest tot %(year)s %(step)s huishoudens; het meest telt: %(part)s"),
    }[way(rows[-1]["verschil"])]
    return _chart(
        "oorzaken",
        title % said,
        _(
            "Elke balk is een oorzaak van meer of minder huishoudens van %(first)s tot %(year)s. "
            "De onderste is alles samen."
        )
        % said,
        rows,
        _("Huishoudens"),
    )


def _until(look: Look, flows: Floats) -> float:
    return float(look.of(flows)[: look.at].sum())


def _rows(parts: Mapping[str, float]) -> list[dict[str, Any]]:
    everything = {**parts, _("samen"): sum(parts.values())}
    return [
        {
            "regel": name,
            "verschil": value,
            "tekst": difference(value),
            "soort": "total" if at == len(parts) else "up" if value >= 0 else "down",
        }
        for at, (name, value) in enumerate(everything.items())
    ]


def _chart(
    key: str, title: str, sentence: str, rows: Sequence[dict[str, Any]], measure: str
) -> Chart:
    return Chart(
        key=key,
        title=title,
        sentence=sentence,
        spec=_spec(rows, measure),
        narrow=_spec(rows, measure, narrow=True),
        rows=rows,
        columns=(Column("regel", _("Onderdeel")), Column("verschil", measure, "signed")),
        legend=[
            {"swatch": "series-3", "label": _("erbij"), "look": _("naar rechts")},
            {"swatch": "series-4", "label": _("eraf"), "look": _("naar links")},
            {"swatch": "ink-soft", "label": _("samen"), "look": _("onderste balk")},
        ],
    )


def _spec(rows: Sequence[dict[str, Any]], measure: str, *, narrow: bool = False) -> dict[str, Any]:
    values = [row["verschil"] for row in rows]
    low, high = min([0.0, *values]), max([0.0, *values])
    span = (high - low) or 1.0
    room = 0.02 if narrow else ROOM
    domain = [low - room * span * (low < 0), high + room * span]
    y: dict[str, Any] = {
        "field": "regel",
        "type": "nominal",
        "title": None,
        "sort": [row["regel"] for row in rows],
        "axis": None if narrow else {"labelPadding": 8, "ticks": False, "domain": False},
    }
    x = {
        "field": "verschil",
        "type": "quantitative",
        "title": measure.lower(),
        "scale": {"domain": domain, "nice": False},
        "axis": {"format": ",.0f", "tickCount": 4 if narrow else 6},
    }
    bar = {"height": 18, "yOffset": 7} if narrow else {"height": {"band": 0.66}}
    text = {"y": y, "text": {"field": "tekst"}}
    right = [row for row in rows if row["verschil"] >= 0]
    left = [row for row in rows if row["verschil"] < 0]
    above = {"baseline": "middle", "dy": -15}
    return {
        "height": {"step": 54 if narrow else 40},
        "layer": [
            {
                "mark": {"type": "bar", **bar},
                "encoding": {
                    "y": y,
                    "x": x,
                    "color": {
                        "field": "soort",
                        "type": "nominal",
                        "legend": None,
                        "scale": {
                            "domain": ["up", "down", "total"],
                            "range": [SERIES[0], SERIES[1], INK_SOFT],
                        },
                    },
                },
            },
            {
                "data": {"values": [{"nul": 0}]},
                "mark": {"type": "rule", "strokeWidth": 1},
                "encoding": {"x": {**x, "field": "nul"}},
            },
            *(
                [
                    *words(
                        rows,
                        {"y": y, "x": {"value": 0}, "text": {"field": "regel"}},
                        {**above, "align": "left"},
                    ),
                    *words(
                        rows,
                        {**text, "x": {"value": NARROW_PLOT}},
                        {**above, "align": "right", "fontWeight": 600},
                    ),
                ]
                if narrow
                else [
                    *words(right, {**text, "x": x}, {"align": "left", "dx": 8}),
                    *words(left, {**text, "x": x}, {"align": "right", "dx": -8}),
                ]
            ),
        ],
    }
