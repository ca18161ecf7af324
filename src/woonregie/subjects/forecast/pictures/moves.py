"""Net migration: within the country, and with other countries."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import SERIES, Chart, written
from woonregie.foundation.pages.tables import Column
from woonregie.subjects.forecast.pictures.looking import (
    Look,
    upright,
    way,
    words,
    year_axis,
    year_mark,
)


def migration(look: Look) -> Chart:
    """Return by how much more people come than go, a year."""
    ledger = look.found.ledger
    flows = {
        _("binnen Nederland"): look.of(ledger.arrivals - ledger.departures),
        _("met het buitenland"): look.of(ledger.immigration - ledger.emigration),
    }
    rows = [
        {"jaar": str(year), "soort": name, "saldo": float(values[at])}
        for name, values in flows.items()
        for at, year in enumerate(look.found.years[:-1])
    ]
    names = list(flows)
    return Chart(
        key="verhuizingen",
        title=_title(look),
        sentence=_(
            "Per jaar hoeveel mensen er meer komen dan gaan. "
            "Onder de nullijn gaan er meer dan er komen."
        ),
        spec=_spec(look, names, rows, 320, named=True),
        narrow=_spec(look, names, rows, 270, named=False),
        rows=rows,
        columns=(
            Column("jaar", _("Jaar")),
            Column("soort", _("Verhuizing")),
            Column("saldo", _("Saldo, personen"), "signed"),
        ),
        legend=[
            {"swatch": "line-3", "label": names[0], "look": _("doorgetrokken lijn")},
            {"swatch": "dash-7", "label": names[1], "look": _("streepjeslijn")},
        ],
    )


def _title(look: Look) -> str:
    ledger = look.found.ledger
    domestic = look.of(ledger.arrivals - ledger.departures)[: look.at]
    a_year = float(domestic.mean()) if domestic.size else 0.0
    return {
        1: _("%(who)s wint tot %(year)s %(step)s mensen per jaar door verhuizing in Nederland"),
        0: _("In %(who)s komen er tot %(year)s uit Nederland evenveel mensen als er gaan"),
        -1: _(
            "%(who)s verliest tot %(year)s %(step)s mensen per jaar door verhuizing in Nederland"
        ),
    }[way(a_year)] % look.said(step=written(abs(a_year)))


def _spec(
    look: Look,
    names: Sequence[str],
    rows: Sequence[dict[str, Any]],
    height: int,
    *,
    named: bool,
) -> dict[str, Any]:
    kind = {"field": "soort", "type": "nominal", "legend": None}
    place = {"x": year_axis(), "y": upright("saldo", zero=True)}
    last = {row["soort"]: row for row in rows}
    top = max(last.values(), key=lambda row: row["saldo"])["soort"] if last else ""
    text = {**place, "text": {"field": "soort"}}
    return {
        "height": height,
        "layer": [
            {
                "data": {"values": [{"saldo": 0}]},
                "mark": {"type": "rule", "strokeWidth": 1},
                "encoding": {"y": place["y"]},
            },
            year_mark(look.year),
            {
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {
                    **place,
                    "color": {
                        **kind,
                        "scale": {"domain": list(names), "range": [SERIES[0], SERIES[3]]},
                    },
                    "strokeDash": {
                        **kind,
                        "scale": {"domain": list(names), "range": [[1, 0], [7, 4]]},
                    },
                },
            },
            *(
                [
                    *words(
                        [row for row in last.values() if row["soort"] == top],
                        text,
                        {"align": "right", "baseline": "bottom", "dy": -8},
                    ),
                    *words(
                        [row for row in last.values() if row["soort"] != top],
                        text,
                        {"align": "right", "baseline": "top", "dy": 10},
                    ),
                ]
                if named
                else []
            ),
        ],
    }
