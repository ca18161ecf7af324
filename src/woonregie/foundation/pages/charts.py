"""One kind of chart for every page: a finding, a picture, the numbers behind it.

The picture is drawn on the server, so that it is there without JavaScript, in print and in a PDF.
Where it follows a slider, the browser draws it from the same specification: that is ten times as
quick for the server (`assets/chart.js`).
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import get_language

from woonregie.foundation.pages.tables import Column

# One colour for one meaning on every page: hard, soft and unknown capacity have theirs, and
# whatever else is compared takes the others. Okabe and Ito's colours, darkened to 3:1 on white.
HARD, SOFT, UNKNOWN = "#0b5394", "#c25700", "#5f6b76"
SERIES = ("#00734f", "#8f3f71", "#806400", "#4a4fa3")
PALETTE = (HARD, SOFT, SERIES[0], SERIES[1], UNKNOWN, *SERIES[2:])
INK, INK_SOFT, GRID, ON_COLOUR = "#1f2933", "#4a5866", "#d5dbe1", "#ffffff"
# Around words that lie over lines.
HALO = "#fefefe"
# Colour is never alone: these two stand for a pattern in the same colour.
SOFT_HATCHED, UNKNOWN_DOTTED = "#c25701", "#5f6b77"
# What the pages' style sheet calls each colour, so that a chart turns dark with its page.
NAMES = {colour: f"var(--wr-series-{at})" for at, colour in enumerate(PALETTE, start=1)} | {
    INK: "var(--wr-ink)",
    INK_SOFT: "var(--wr-ink-soft)",
    GRID: "var(--wr-line)",
    ON_COLOUR: "var(--wr-on-series)",
    HALO: "var(--wr-paper)",
}
WIDE, NARROW = 860, 340
CSV_TYPE = "text/csv; charset=utf-8"
# In files, Dutch in every language: a file has one form.
EXAMPLE = "voorbeeldgegevens"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with all that must stand around it.

    Args:
        key: name within the page, also of its CSV.
        title: the finding, as a sentence without a full stop.
        sentence: what a reader sees who cannot see the picture.
        spec: Vega-Lite specification without data.
        rows: the data, values by column key.
        columns: the columns of the table behind the chart.
        narrow: what differs in the specification on a phone, where the picture has 340 pixels.
        legend: what colours and patterns mean: "swatch" (a name of the style sheet), "label", and
            "look" for who reads it without colour ("gearceerd").
        lines: what the lettered lines mean: "sign", "label", "note", "source".
    """

    key: str
    title: str | Promise
    sentence: str | Promise
    spec: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]
    columns: Sequence[Column]
    narrow: Mapping[str, Any] = field(default_factory=dict)
    legend: Sequence[Mapping[str, Any]] = ()
    lines: Sequence[Mapping[str, Any]] = ()

    def full_spec(self, *, narrow: bool = False) -> dict[str, Any]:
        """Return the specification with its data and the house's style."""
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "background": "transparent",
            "config": _CONFIG,
            "data": {"values": [dict(row) for row in self.rows]},
            "width": NARROW if narrow else WIDE,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "padding": {"left": 0, "right": 2, "top": 2, "bottom": 2},
            **self.spec,
            **(self.narrow if narrow else {}),
        }

    def drawing(self) -> dict[str, Any]:
        """Return what the browser needs to draw the same picture, in the page's colours."""
        return {
            "spec": self.full_spec(),
            "narrow": {"width": NARROW, **self.narrow},
            "colours": NAMES,
            "patterns": [pattern._asdict() for pattern in _PATTERNS],
        }

    def svg(self, *, narrow: bool = False) -> str:
        """Return the picture for a document; drawn once per content, kept for a day."""
        text = json.dumps(self.full_spec(narrow=narrow), sort_keys=True, default=_as_drawn)
        name = f"chart:{_locale()}:{hashlib.sha256(text.encode()).hexdigest()}"
        drawn = cache.get_or_set(name, lambda: _draw(text), 24 * 60 * 60) or ""
        return _patterned(drawn, f"{self.key}-{'narrow' if narrow else 'wide'}")

    def page_svg(self, *, narrow: bool = False) -> str:
        """Return the picture for a page, in the colours that the page has at that moment."""
        return _COLOUR.sub(lambda found: f'"{NAMES[found[1]]}"', self.svg(narrow=narrow))


_COLOUR = re.compile(f'"({"|".join(NAMES)})"')


def _patterned(svg: str, key: str) -> str:
    """Return the picture with patterns where colours stand for them."""
    patterns = ""
    for colour, plain, name, drawing in _PATTERNS:
        if f'"{colour}"' in svg:
            patterns += drawing.format(name=f"{key}-{name}", colour=plain)
            svg = svg.replace(f'fill="{colour}"', f'fill="url(#{key}-{name})" stroke="{plain}"')
            svg = svg.replace(f'stroke="{colour}"', f'stroke="{plain}"')
    start = svg.find(">") + 1
    return f"{svg[:start]}<defs>{patterns}</defs>{svg[start:]}" if patterns else svg


_STRIPES = (
    '<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="6" height="6" fill="#fefefe"/>'
    '<rect width="3" height="6" fill="{colour}"/></pattern>'
)
_DOTS = (
    '<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#fefefe"/>'
    '<circle cx="3" cy="3" r="1.5" fill="{colour}"/></pattern>'
)


class _Pattern(NamedTuple):
    """A pattern, its colour, and the colour that stands for it in a specification."""

    colour: str
    plain: str
    name: str
    drawing: str


_PATTERNS = (
    _Pattern(SOFT_HATCHED, SOFT, "soft", _STRIPES),
    _Pattern(UNKNOWN_DOTTED, UNKNOWN, "unknown", _DOTS),
)


class AsDrawn(DjangoJSONEncoder):
    """Numbers as numbers, also those that are exact; words in the reader's language."""

    def default(self, o: Any) -> float | str:
        """Return a value as a picture takes it."""
        return _as_drawn(o)


def _as_drawn(value: Any) -> float | str:
    return float(value) if isinstance(value, Decimal) else str(value)


def csv_response(chart: Chart, *, demonstration: bool = False) -> HttpResponse:
    """Return the numbers behind a chart as a file that Dutch Excel opens well.

    Args:
        chart: the chart.
        demonstration: whether these are figures of a demonstration region, as in `csv_of`.
    """
    return csv_of(chart.key, chart.columns, chart.rows, demonstration=demonstration)


def csv_of(
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    *,
    demonstration: bool = False,
) -> HttpResponse:
    """Return rows as a csv file with a BOM and semicolons.

    Args:
        name: of the file.
        columns: in their order.
        rows: values by column key.
        demonstration: whether these are figures of a demonstration region: then every row says so
            in a last column, and so does the name of the file. A row may go on alone.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    kind, mark = (["Gegevens"], [EXAMPLE]) if demonstration else ([], [])
    writer.writerow([*(_harmless(column.label) for column in columns), *kind])
    for row in rows:
        writer.writerow([*(_harmless(row.get(column.key, "")) for column in columns), *mark])
    name = f"{name}-{EXAMPLE}" if demonstration else name
    response = HttpResponse("\ufeff" + text.getvalue(), content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _harmless(value: Any) -> str:
    """Return the value so that Dutch Excel takes 1,5 for a number and no text for a formula."""
    if value is None:
        return ""
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    text = str(value)
    formula = not isinstance(value, int) and text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"}
    return f"'{text}" if formula else text


def written(value: float | Decimal, decimals: int = 0) -> str:
    """Return a number as the reader's language writes it, rounded: half goes away from zero."""
    return _written(str(value), decimals, get_language())


@lru_cache(maxsize=8192)
def _written(value: str, decimals: int, language: str | None) -> str:
    # Kept, because a page writes hundreds of numbers, and most of them are small. Those of a
    # forecast are new every time, and Django's own way costs as much as the rest of their table.
    step = Decimal(1).scaleb(-decimals)
    # Adding zero takes the sign off a rounded -0.
    rounded = Decimal(value).quantize(step, ROUND_HALF_UP) + 0
    return f"{rounded:,.{decimals}f}".translate(_signs(language))


@lru_cache(maxsize=8)
def _signs(_language: str | None) -> Mapping[int, str]:
    """Return what stands for the comma and the dot of Python's own numbers in a language."""
    thousand, decimal = get_format("THOUSAND_SEPARATOR"), get_format("DECIMAL_SEPARATOR")
    return str.maketrans({",": str(thousand), ".": str(decimal)})


def _locale() -> Literal["nl-NL", "en-US"]:
    return "en-US" if (get_language() or "nl").startswith("en") else "nl-NL"


def _draw(spec: str) -> str:
    import vl_convert  # noqa: PLC0415  80 MB that only drawing needs

    return str(vl_convert.vegalite_to_svg(spec, vl_version="6.4", format_locale=_locale()))


_CONFIG: dict[str, Any] = {
    "font": "Source Sans 3 Variable, Source Sans 3, sans-serif",
    "axis": {
        "labelColor": INK,
        "titleColor": INK_SOFT,
        "gridColor": GRID,
        "domainColor": GRID,
        "tickColor": GRID,
        "labelFontSize": 14,
        "titleFontSize": 14,
        "titleFontWeight": "normal",
        "titlePadding": 10,
        "labelLimit": 420,
    },
    "axisQuantitative": {"domain": False, "ticks": False, "tickCount": 6},
    "axisBand": {"grid": False, "ticks": False, "labelPadding": 8},
    "legend": {
        "labelFontSize": 14,
        "titleFontSize": 14,
        "labelColor": INK,
        "titleColor": INK,
        "orient": "top",
    },
    "text": {"color": INK, "fontSize": 14},
    "rule": {"color": INK},
    "line": {"strokeWidth": 2.5},
    "view": {"stroke": None},
    "range": {"category": list(SERIES)},
    "header": {"labelFontSize": 14, "labelColor": INK, "titleColor": INK},
}
