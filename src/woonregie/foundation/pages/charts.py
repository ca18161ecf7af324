"""One kind of chart for every page: a finding, a picture, the numbers behind it.

The picture is drawn on the server, so that it is there without JavaScript, in print and in a PDF;
the browser may make it interactive from the same specification.
"""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language

from woonregie.foundation.pages.tables import Column

# Okabe and Ito's colours, darkened where they would fall below 3:1 on white.
PALETTE = ("#0b5394", "#c25700", "#00734f", "#8f3f71", "#6b6b6b", "#8a6d00")
INK, GRID = "#1f2933", "#d5dbe1"
CSV_TYPE = "text/csv; charset=utf-8"


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
    """

    key: str
    title: str | Promise
    sentence: str | Promise
    spec: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]
    columns: Sequence[Column]

    def full_spec(self) -> dict[str, Any]:
        """Return the specification with its data and the house's style."""
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "background": "transparent",
            "config": _CONFIG,
            "data": {"values": [dict(row) for row in self.rows]},
            "width": 720,
            **self.spec,
        }

    def svg(self) -> str:
        """Return the picture; drawn once per content, kept for a day."""
        text = json.dumps(self.full_spec(), sort_keys=True, default=_as_drawn)
        name = f"chart:{_locale()}:{hashlib.sha256(text.encode()).hexdigest()}"
        return cache.get_or_set(name, lambda: _draw(text), 24 * 60 * 60) or ""


def _as_drawn(value: Any) -> float | str:
    return float(value) if isinstance(value, Decimal) else str(value)


def csv_response(chart: Chart) -> HttpResponse:
    """Return the numbers behind a chart as a file that Dutch Excel opens well."""
    return csv_of(chart.key, chart.columns, chart.rows)


def csv_of(
    name: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]
) -> HttpResponse:
    """Return rows as a csv file with a BOM and semicolons."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([_harmless(column.label) for column in columns])
    for row in rows:
        writer.writerow([_harmless(row.get(column.key, "")) for column in columns])
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
    step = Decimal(1).scaleb(-decimals)
    # Django only cuts off what does not fit; adding zero takes the sign off a rounded -0.
    rounded = Decimal(str(value)).quantize(step, ROUND_HALF_UP) + 0
    return number_format(rounded, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def _locale() -> Literal["nl-NL", "en-US"]:
    return "en-US" if (get_language() or "nl").startswith("en") else "nl-NL"


def _draw(spec: str) -> str:
    import vl_convert  # noqa: PLC0415  80 MB that only drawing needs

    return str(vl_convert.vegalite_to_svg(spec, vl_version="6.4", format_locale=_locale()))


_CONFIG: dict[str, Any] = {
    "font": "Source Sans 3 Variable, Source Sans 3, sans-serif",
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": GRID,
        "domainColor": INK,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelLimit": 260,
    },
    "legend": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "labelColor": INK,
        "titleColor": INK,
        "orient": "top",
    },
    "text": {"color": INK, "fontSize": 13},
    "view": {"stroke": None},
    "range": {"category": list(PALETTE)},
    "header": {"labelFontSize": 14, "labelColor": INK, "titleColor": INK},
}
