"""The charts of the balance: coverage per municipality, the bridge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.foundation.norms.models import Norm
from woonregie.foundation.pages.charts import (
    HALO,
    HARD,
    INK,
    INK_SOFT,
    ON_COLOUR,
    SERIES,
    SOFT_HATCHED,
    UNKNOWN_DOTTED,
    Chart,
    written,
)
from woonregie.foundation.pages.tables import Column
from woonregie.subjects.balance.queries import Balance, BridgeOf, Row
from woonregie.subjects.balance.queries.bridging import in_words

CLASSES = ("hard", "soft", "unknown")
COLOURS = [HARD, SOFT_HATCHED, UNKNOWN_DOTTED]
DRAWN = ("hard_plans_max_share", "long_term_share", "fixed_share_max", "total_capacity_share")
# Pixels that the bars have, about, and what a label in or beside them takes.
WIDE_PLOT, NARROW_PLOT, IN_BAR, LINE_LABEL, SIGN = 730, 338, 74, 54, 18
ROOM_FOR_LABELS = 1.3


def coverage(found: Balance, row: Row | None = None) -> Chart:
    """Return capacity as a share of the need, per municipality.

    With the norms as lettered lines, and every bar labelled with what it says.
    """
    labels = {"hard": _("hard"), "soft": _("zacht"), "unknown": _("onbekend")}
    shown = [row, found.total] if row is not None and row.code else list(found.rows)
    rows = [
        {
            "gemeente": one.name,
            "soort": labels[name],
            "volgorde": CLASSES.index(name),
            "woningen": getattr(one, name),
            # Without a need there is nothing to divide by: no share, not a share of nothing.
            "aandeel": one.share(getattr(one, name)),
        }
        for one in shown
        for name in CLASSES
    ]
    lines = _lines(found)
    longest = max([1.0, *(one.total_share or 0.0 for one in shown), *_values(lines)])
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
        spec=_wide(shown, lines, longest * ROOM_FOR_LABELS),
        narrow=_narrow(shown, lines, longest * 1.02),
        rows=rows,
        columns=(
            Column("gemeente", _("Gemeente")),
            Column("soort", _("Soort capaciteit")),
            Column("woningen", _("Woningen"), "number"),
            Column("aandeel", _("Deel van de behoefte"), "share"),
        ),
        legend=[
            {"swatch": "hard", "label": labels["hard"], "look": _("effen")},
            {"swatch": "soft", "label": labels["soft"], "look": _("gestreept")},
            *(
                [{"swatch": "unknown", "label": labels["unknown"], "look": _("gestippeld")}]
                if any(one.unknown for one in shown)
                else []
            ),
        ],
        lines=[line.explained() for line in lines],
    )


# ------------------------------------------------------------------ the bars and what they say
def _wide(shown: Sequence[Row], lines: Sequence["_Line"], end: float) -> dict[str, Any]:
    """Return names left, the hard share in its bar, the sum at the end of it."""
    names = [one.name for one in shown]
    inside, beside = [], []
    for one in shown:
        if one.hard_share is None or one.total_share is None:
            beside.append({"gemeente": one.name, "plek": 0.0, "tekst": _("geen behoefte")})
            continue
        hard = _("%(share)s %% hard") % {"share": written(one.hard_share * 100)}
        total = _("%(share)s %% samen") % {"share": written(one.total_share * 100)}
        fits = one.hard_share / end * WIDE_PLOT >= IN_BAR
        if fits:
            inside.append({"gemeente": one.name, "plek": 0.0, "tekst": hard})
        beside.append(
            {
                "gemeente": one.name,
                "plek": max(one.total_share, 0.0),
                "tekst": total if fits else f"{hard}, {total}",
            }
        )
    y = {"field": "gemeente", "type": "nominal", "title": None, "sort": names}
    return {
        "height": {"step": 32},
        "layer": [
            _bars(y, end, {"height": {"band": 0.74}}),
            *_ruled(lines, end, WIDE_PLOT, named=True),
            *_words(inside, y, end, {"align": "left", "dx": 8, "color": ON_COLOUR}, HARD),
            *_words(beside, y, end, {"align": "left", "dx": 6}),
        ],
    }


def _narrow(shown: Sequence[Row], lines: Sequence["_Line"], end: float) -> dict[str, Any]:
    """Return name and shares above each bar, so that a phone gives the bars its whole width."""
    above = []
    for one in shown:
        shares = _("geen behoefte")
        if one.hard_share is not None and one.total_share is not None:
            shares = _("%(hard)s %% hard, %(total)s %% samen") % {
                "hard": written(one.hard_share * 100),
                "total": written(one.total_share * 100),
            }
        above.append({"gemeente": one.name, "plek": 0.0, "tekst": one.name, "aandelen": shares})
    y = {
        "field": "gemeente",
        "type": "nominal",
        "title": None,
        "sort": [one.name for one in shown],
        "axis": None,
    }
    words = {"baseline": "middle", "dy": -15}
    return {
        "height": {"step": 54},
        "layer": [
            _bars(y, end, {"height": 18, "yOffset": 7}),
            *_ruled(lines, end, NARROW_PLOT, named=False),
            *_words(above, y, end, {**words, "align": "left", "fontWeight": 600}),
            *_words(
                [{**item, "plek": end, "tekst": item["aandelen"]} for item in above],
                y,
                end,
                {**words, "align": "right", "color": INK_SOFT},
            ),
        ],
    }


def _bars(y: dict[str, Any], end: float, mark: dict[str, Any]) -> dict[str, Any]:
    return {
        "mark": {"type": "bar", **mark},
        "encoding": {
            "y": y,
            "x": {
                "field": "aandeel",
                "type": "quantitative",
                "title": _("capaciteit als deel van de behoefte"),
                "axis": {"labelExpr": "format(datum.value * 100, '.0f') + ' %'"},
                "scale": {"domain": [0, end], "nice": False},
            },
            "color": {
                "field": "volgorde",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": [0, 1, 2], "range": COLOURS},
            },
            "order": {"field": "volgorde"},
        },
    }


def _words(
    items: list[dict[str, Any]],
    y: dict[str, Any],
    end: float,
    mark: dict[str, Any],
    halo: str = HALO,
) -> list[dict[str, Any]]:
    """Return words that stay readable where a line crosses them."""
    x = {"field": "plek", "type": "quantitative", "scale": {"domain": [0, end]}}
    shown = {
        "data": {"values": items},
        "encoding": {"y": y, "x": x, "text": {"field": "tekst"}},
    }
    around = {"stroke": halo, "strokeWidth": 4, "strokeJoin": "round"}
    return [
        {**shown, "mark": {"type": "text", **mark, **around}},
        {**shown, "mark": {"type": "text", **mark}},
    ]


# ------------------------------------------------------------------ the norms
@dataclass(frozen=True, slots=True)
class _Line:
    """One norm that is drawn: its letter in the picture, its value or its two bounds."""

    sign: str
    norm: Norm
    values: tuple[float, ...]

    def explained(self) -> dict[str, Any]:
        """Return what stands below the picture."""
        shares = " – ".join(f"{written(value * 100)} %" for value in self.values)
        return {
            "sign": self.sign,
            "label": f"{shares}: {self.norm.label}",
            "note": _("sinds %(day)s, %(certainty)s")
            % {
                "day": date_format(self.norm.starts_on, "j F Y"),
                "certainty": self.norm.get_certainty_display(),
            },
            "source": self.norm.source,
        }


def _lines(found: Balance) -> list[_Line]:
    """Return the norms that are a share; each is drawn, none is a verdict."""
    norms = [found.norms[key] for key in DRAWN if key in found.norms]
    lines = []
    for sign, norm in zip("ABCDEFGH", norms, strict=False):
        bounds = (norm.value, norm.upper_value)
        lines.append(_Line(sign, norm, tuple(float(one) for one in bounds if one is not None)))
    return lines


def _values(lines: Sequence[_Line]) -> list[float]:
    return [value for line in lines for value in line.values]


def _ruled(lines: Sequence[_Line], end: float, plot: int, *, named: bool) -> list[dict[str, Any]]:
    """Return a dashed line per bound with its letter on top; no two letters on one another."""
    size = LINE_LABEL if named else SIGN
    rows: list[float] = []
    drawn = []
    for value, sign in sorted((value, line.sign) for line in lines for value in line.values):
        place = value / end * plot
        row = next((at for at, last in enumerate(rows) if place - last >= size), len(rows))
        rows[row : row + 1] = [place]
        label = f"{sign} {written(value * 100)} %" if named else sign
        x = {"field": "grens", "type": "quantitative", "scale": {"domain": [0, end]}}
        data = {"values": [{"grens": value, "label": label}]}
        drawn += [
            {
                "data": data,
                "mark": {"type": "rule", "strokeDash": [5, 4], "color": INK, "strokeWidth": 1.5},
                "encoding": {"x": x},
            },
            {
                "data": data,
                "mark": {"type": "text", "baseline": "bottom", "dy": -4 - 17 * row},
                "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "label"}},
            },
        ]
    return drawn


def _answer(row: Row) -> str:
    if row.hard_share is None:
        return _("Er is in deze periode geen behoefte om de plannen aan te meten")
    return _("Harde plannen dekken %(hard)s %% van de behoefte, alle plannen %(total)s %%") % {
        "hard": written(row.hard_share * 100),
        "total": written((row.total_share or 0) * 100),
    }


# ------------------------------------------------------------------ the bridge
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
    end = max([1, *(row["einde"] for row in rows)])
    return Chart(
        key="brug",
        title=_("Van %(start)s naar %(end)s woningen")
        % {"start": written(found.bridge.start), "end": written(found.bridge.end)},
        sentence=_("Elke balk is een oorzaak van het verschil. Samen zijn ze het hele verschil."),
        spec=_steps(rows, end * 1.2, {"height": {"band": 0.7}}),
        narrow=_steps(rows, end * 1.02, {"height": 18, "yOffset": 7}, narrow=True),
        rows=rows,
        columns=(
            Column("regel", _("Oorzaak")),
            Column("verschil", _("Woningen"), "number"),
            Column("plannen", _("Plannen"), "number"),
        ),
    )


def _steps(
    rows: list[dict[str, Any]], end: float, mark: dict[str, Any], *, narrow: bool = False
) -> dict[str, Any]:
    """Return the bars; on a phone their names and numbers stand above them."""
    y: dict[str, Any] = {"field": "regel", "type": "nominal", "title": None, "sort": None}
    scale = {"domain": [min([0, *(min(row["van"], row["tot"]) for row in rows)]), end]}
    x = {"field": "van", "type": "quantitative", "title": _("woningen"), "scale": scale}
    number = {"text": {"field": "label"}}
    bars = {
        "mark": {"type": "bar", **mark},
        "encoding": {
            "y": {**y, "axis": None} if narrow else y,
            "x": x,
            "x2": {"field": "tot"},
            "color": {
                "field": "soort",
                "type": "nominal",
                "legend": None,
                "scale": {
                    "domain": ["total", "up", "down"],
                    "range": [INK_SOFT, SERIES[0], SERIES[1]],
                },
            },
        },
    }
    if not narrow:
        beside = {"field": "einde", "type": "quantitative", "scale": scale}
        words = {
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {"y": y, "x": beside, **number},
        }
        return {"height": {"step": 36}, "layer": [bars, words]}
    above = {"type": "text", "baseline": "middle", "dy": -15}
    return {
        "height": {"step": 54},
        "layer": [
            bars,
            {
                "mark": {**above, "align": "left", "limit": 260},
                "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "kort"}},
            },
            {
                "mark": {**above, "align": "right", "fontWeight": 600},
                "encoding": {"y": y, "x": {"value": NARROW_PLOT}, **number},
            },
        ],
    }


def _step(label: str, start: int, end: int, kind: str, plans: int) -> dict[str, Any]:
    change = end - start
    sign = "" if kind == "total" else "+" if change > 0 else "−"
    return {
        "regel": label,
        "kort": label.partition(",")[0],
        "van": start,
        "tot": end,
        "einde": max(start, end),
        "verschil": change,
        "label": f"{sign}{written(abs(change))}" if sign else written(change),
        "soort": kind,
        "plannen": plans or None,
    }
