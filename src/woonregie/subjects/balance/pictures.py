"""The charts of the balance: coverage per municipality, the bridge."""

from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import INK, PALETTE, Chart, written
from woonregie.foundation.pages.tables import Column
from woonregie.subjects.balance.queries import Balance, BridgeOf, Row
from woonregie.subjects.balance.queries.bridging import in_words

CLASSES = ("hard", "soft", "unknown")
COLOURS = [PALETTE[0], "#e0924a", "#8b98a5"]


def coverage(found: Balance, row: Row | None = None) -> Chart:
    """Return capacity as a share of the need, per municipality.

    With the norms as labelled lines.
    """
    labels = {"hard": _("hard"), "soft": _("zacht"), "unknown": _("onbekend")}
    rows = [
        {
            "gemeente": one.name,
            "soort": labels[name],
            "volgorde": CLASSES.index(name),
            "woningen": getattr(one, name),
            "aandeel": one.share(getattr(one, name)) or 0.0,
        }
        for one in ([row, found.total] if row is not None and row.code else found.rows)
        for name in CLASSES
    ]
    bars: dict[str, Any] = {
        "mark": {"type": "bar", "height": {"band": 0.72}},
        "encoding": {
            "y": {"field": "gemeente", "type": "nominal", "title": None, "sort": None},
            "x": {
                "field": "aandeel",
                "type": "quantitative",
                "title": _("capaciteit als deel van de behoefte"),
                "axis": {"format": "%"},
            },
            "color": {
                "field": "soort",
                "type": "nominal",
                "title": None,
                "scale": {"domain": [labels[name] for name in CLASSES], "range": COLOURS},
            },
            "order": {"field": "volgorde"},
        },
    }
    return Chart(
        key="dekking",
        title=_answer(row or found.total),
        sentence=_(
            "Capaciteit per gemeente als deel van de behoefte "
            "in %(first)s tot en met %(last)s, %(basis)s."
        )
        % {
            "first": found.period[0],
            "last": found.period[1] - 1,
            "basis": _("netto") if found.basis == "net" else _("bruto"),
        },
        spec={"height": {"step": 30}, "layer": [bars, *_norm_lines(found)]},
        rows=rows,
        columns=(
            Column("gemeente", _("Gemeente")),
            Column("soort", _("Soort capaciteit")),
            Column("woningen", _("Woningen"), "number"),
            Column("aandeel", _("Deel van de behoefte"), "share"),
        ),
    )


def _norm_lines(found: Balance) -> list[dict[str, Any]]:
    """Return one labelled line per norm that is a share; each is drawn, none is a verdict."""
    drawn = ("hard_plans_max_share", "long_term_share", "fixed_share_max", "total_capacity_share")
    values: list[tuple[float, str]] = []
    for key in drawn:
        norm = found.norms.get(key)
        if norm is None:
            continue
        values += [
            (float(value), f"{round(float(value) * 100)} %")
            for value in (norm.value, norm.upper_value)
            if value is not None
        ]
    lines = []
    for at, (value, label) in enumerate(sorted(set(values))):
        data = {"values": [{"grens": value, "label": label}]}
        x = {"field": "grens", "type": "quantitative"}
        lines.append(
            {
                "data": data,
                "mark": {"type": "rule", "strokeDash": [5, 4], "color": INK, "strokeWidth": 1.5},
                "encoding": {"x": x},
            }
        )
        lines.append(
            {
                "data": data,
                "mark": {
                    "type": "text",
                    "align": "center",
                    "baseline": "bottom",
                    "dy": -3 - 14 * (at % 2),
                    "fontSize": 12,
                },
                "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "label"}},
            }
        )
    return lines


def _answer(row: Row) -> str:
    share = row.hard_share
    if share is None:
        return _("Er is in deze periode geen behoefte om de plannen aan te meten")
    return _("Harde plannen dekken %(hard)s %% van de behoefte, alle plannen %(total)s %%") % {
        "hard": round(share * 100),
        "total": round((row.total_share or 0) * 100),
    }


def waterfall(found: BridgeOf) -> Chart:
    """Return the bridge as a waterfall: from the first total, cause by cause, to the second."""
    rows: list[dict[str, Any]] = [_step(found.titles[0], 0, found.bridge.start, "total", 0)]
    level = found.bridge.start
    for line in found.bridge.lines:
        rows.append(
            _step(
                in_words(line.cause),
                level,
                level + line.dwellings,
                "up" if line.dwellings > 0 else "down",
                line.plans,
            )
        )
        level += line.dwellings
    rows.append(_step(found.titles[1], 0, found.bridge.end, "total", 0))
    return Chart(
        key="brug",
        title=_("Van %(start)s naar %(end)s woningen")
        % {"start": written(found.bridge.start), "end": written(found.bridge.end)},
        sentence=_("Elke balk is een oorzaak van het verschil. Samen zijn ze het hele verschil."),
        spec={
            "height": {"step": 34},
            "layer": [
                {
                    "mark": {"type": "bar", "height": {"band": 0.7}},
                    "encoding": {
                        "y": {"field": "regel", "type": "nominal", "title": None, "sort": None},
                        "x": {"field": "van", "type": "quantitative", "title": _("woningen")},
                        "x2": {"field": "tot"},
                        "color": {
                            "field": "soort",
                            "type": "nominal",
                            "legend": None,
                            "scale": {
                                "domain": ["total", "up", "down"],
                                "range": ["#5b6b7b", PALETTE[0], PALETTE[1]],
                            },
                        },
                    },
                },
                {
                    "mark": {"type": "text", "align": "left", "dx": 6},
                    "encoding": {
                        "y": {"field": "regel", "type": "nominal", "sort": None},
                        "x": {"field": "einde", "type": "quantitative"},
                        "text": {"field": "verschil", "type": "quantitative", "format": "+,d"},
                    },
                },
            ],
        },
        rows=rows,
        columns=(
            Column("regel", _("Oorzaak")),
            Column("verschil", _("Woningen"), "number"),
            Column("plannen", _("Plannen"), "number"),
        ),
    )


def _step(label: str, start: int, end: int, kind: str, plans: int) -> dict[str, Any]:
    return {
        "regel": label,
        "van": start,
        "tot": end,
        "einde": max(start, end),
        "verschil": end - start,
        "soort": kind,
        "plannen": plans or None,
    }
