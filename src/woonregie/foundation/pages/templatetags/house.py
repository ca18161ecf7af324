"""The tags of the house: chart, map, table, source, mark, progress.

And how numbers are written.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import Form
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils import formats, timezone
from django.utils.html import conditional_escape, escape, format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from woonregie.foundation.pages.charts import AsDrawn, Chart, written
from woonregie.foundation.pages.forms import chosen
from woonregie.foundation.pages.maps import Map
from woonregie.foundation.pages.tables import Column, Table

register = template.Library()

MARKS = {
    "derived": (
        gettext_lazy("afgeleid voorbeeld"),
        gettext_lazy(
            "Berekend voor dit voorbeeld uit openbare cijfers. "
            "Trek er geen conclusies uit over een echte gemeente."
        ),
    ),
    "invented": (
        gettext_lazy("verzonnen voorbeeld"),
        gettext_lazy("Bedacht om te laten zien hoe Woonregie werkt."),
    ),
    "uncertain": (
        gettext_lazy("onzeker"),
        gettext_lazy("Wij hebben dit niet bij de uitgever kunnen nagaan."),
    ),
    "second_hand": (
        gettext_lazy("tweede hand"),
        gettext_lazy("Overgenomen uit een bron die een andere bron aanhaalt."),
    ),
    "schematic": (
        gettext_lazy("schematisch"),
        gettext_lazy("Geen echte gemeentegrenzen, maar vlakken rond de hoofdkernen."),
    ),
}


# ------------------------------------------------------------------ how values are written
@register.filter
def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """Write a number as the language does: 1.389 in Dutch, 1,389 in English; a dash for None."""
    if value is None or value == "":
        return "–"
    return written(value, decimals)


@register.filter
def signed(value: float | Decimal | None) -> str:
    """Write a difference with its sign."""
    if value is None or value == "":
        return "–"
    text = number(value).replace("-", "−")
    return f"+{text}" if value > 0 and text != "0" else text


@register.filter
def share(value: float | Decimal | None, decimals: int = 0) -> str:
    """Write a share (0-1) as a percentage."""
    if value is None or value == "":
        return "–"
    return f"{number(Decimal(str(value)) * 100, decimals)} %"


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day: 24 november 2026."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return (
        formats.date_format(value, "j F Y").lower()
        if _dutch()
        else formats.date_format(value, "j F Y")
    )


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment: 24 november 2026, 14:05."""
    if value is None:
        return "–"
    return f"{day(value)}, {timezone.localtime(value):%H:%M}"


def _dutch() -> bool:
    return pgettext("language", "nl") == "nl"


@register.filter
def cell(row: Mapping[str, Any], column: Column) -> str | SafeString:
    """Write one cell of a table in the way of its column."""
    value = row.get(column.key)
    if value is None and column.kind == "kept":
        return format_html('–<span class="wr-hidden"> {}</span>', _("verborgen"))
    if value is None or value == "":
        return "–"
    address = row.get(f"{column.key}_url") if column.kind == "link" else None
    if address:
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>', address, value
        )
    if column.kind == "code":
        return format_html('<span class="wr-nowrap">{}</span>', value)
    if f"{column.key}_nl" in row:
        return in_dutch(value, row[f"{column.key}_nl"])
    return WRITERS.get(column.kind, str)(value)


NUMBERS: Mapping[str, Callable[[Any], str]] = {
    "number": number,
    "kept": number,
    "share": share,
    "signed": signed,
}
"""Kind of column -> how its numbers are written; in that is nothing that a page must escape."""
WRITERS: Mapping[str, Callable[[Any], str]] = {**NUMBERS, "day": day}


@register.filter
def in_dutch(text: str, parts: Sequence[str]) -> SafeString:
    """Mark the parts of a text that are Dutch on every page: titles and sources that it names."""
    if not parts:
        return escape(text)
    # The longest first: a title may hold the name of its publisher.
    ordered = sorted({str(escape(part)) for part in parts}, key=len, reverse=True)
    any_part = "|".join(re.escape(part) for part in ordered)
    found = re.sub(any_part, r'<span lang="nl">\g<0></span>', escape(text))
    return mark_safe(found)  # noqa: S308  it was escaped


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """Return a value by a key that is itself a variable."""
    return mapping.get(key)


# ------------------------------------------------------------------ what stands on a page
@register.inclusion_tag("pages/tags/table.html", takes_context=True)
def table(context: RequestContext, shown: Table) -> dict[str, Any]:
    """Show a table: caption, sticky header, numbers to the right, sortable headings."""
    return {"table": shown, "body": _body(shown), "request": context.get("request")}


def _body(shown: Table) -> SafeString:
    """Return all rows; by hand, because a list has hundreds of cells."""
    frames = [_frame(shown, at, column) for at, column in enumerate(shown.columns)]
    begin = (
        '<tr class="utrecht-table__row" role="row">'
        if shown.cards
        else '<tr class="utrecht-table__row">'
    )
    rows = [
        "".join([f"{before}{_escaped(row, column)}{after}" for column, before, after in frames])
        for row in shown.rows
    ]
    # Each part was escaped.
    return mark_safe("".join([f"{begin}{row}</tr>\n" for row in rows]))  # noqa: S308


def _escaped(row: Mapping[str, Any], column: Column) -> str:
    value = row.get(column.key)
    if value is not None and value != "" and column.kind in NUMBERS:
        return NUMBERS[column.kind](value)
    return conditional_escape(cell(row, column))


def _frame(shown: Table, at: int, column: Column) -> tuple[Column, str, str]:
    """Return what stands around the cells of a column."""
    more = " wr-number" if column.numeric else ""
    if column.kind == "words":
        more = " wr-cell--wide"
    classes = f"utrecht-table__cell{more}"
    if at == 0:
        role = ' role="rowheader"' if shown.cards else ""
        return column, f'<th scope="row" class="{classes}"{role}>', "</th>"
    label = f' role="cell" data-label="{escape(column.label)}"' if shown.cards else ""
    return column, f'<td class="{classes}"{label}>', "</td>"


@register.inclusion_tag("pages/tags/chart.html", takes_context=True)
def chart(context: RequestContext, shown: Chart, *, live: bool = False) -> dict[str, Any]:
    """Show a chart: finding, sentence, picture, the numbers in a table, CSV.

    It is drawn wide and narrow; a script that refreshes the page says which one it shows. A live
    chart follows a slider: once its script is there, the browser draws it, and asks for the table
    when somebody opens it.
    """
    request = context.get("request")
    asked = request.headers if request else {}
    width = asked.get("X-Woonregie-Width", "")
    drawn_there = live and asked.get("X-Woonregie-Draws") == "browser"
    wide, narrow = width != "narrow" and not drawn_there, width != "wide" and not drawn_there
    drawing_id = f"{shown.key}-drawing"
    opened = drawn_there and asked.get("X-Woonregie-Table") == "open"
    return {
        "chart": shown,
        # vl-convert made these from our own specification.
        "wide": mark_safe(shown.page_svg() if wide else ""),  # noqa: S308
        "narrow": mark_safe(shown.page_svg(narrow=True) if narrow else ""),  # noqa: S308
        "drawing_id": drawing_id if live else "",
        "drawing": json_script(shown.drawing(), drawing_id, encoder=AsDrawn) if live else "",
        "table": None
        if drawn_there and not opened
        else Table(f"{shown.key}-data", shown.title, shown.columns, shown.rows),
        "opened": opened,
        "request": context.get("request"),
    }


@register.inclusion_tag("pages/tags/map.html", takes_context=True)
def map(context: RequestContext, shown: Map) -> dict[str, Any]:
    """Show a map: title, sentence, canvas, legend, note."""
    return {
        "map": shown,
        "settings": shown.settings(),
        "settings_id": f"{shown.key}-settings",
        "request": context.get("request"),
    }


@register.inclusion_tag("pages/tags/chips.html", takes_context=True)
def chips(context: RequestContext, form: Form) -> dict[str, Any]:
    """Show what a list was filtered by, each with a way to take it away."""
    request = context["request"]
    return {
        "request": request,
        "chips": [
            {"label": item.label, "text": item.text, "without": _without(request, item.name)}
            for item in chosen(form)
        ],
    }


def _without(request: HttpRequest, name: str) -> str:
    values = request.GET.copy()
    for gone in (name, "na", "voor"):
        values.pop(gone, None)
    filled = [(key, value) for key, found in values.lists() for value in found if value]
    return f"?{urlencode(filled)}"


@register.filter
def choice(form: Form, name: str) -> str:
    """Return what somebody chose in one field of a filter, in words; empty when nothing."""
    return next((item.text for item in chosen(form) if item.name == name), "")


@register.inclusion_tag("pages/tags/past.html", takes_context=True)
def past(context: RequestContext, on: date | None, known_on: datetime | None) -> dict[str, Any]:
    """Show, when a page is about another day than today, which day that is, and the way back."""
    other_day = on if on and on != timezone.localdate() else None
    return {"request": context["request"], "on": other_day, "known_on": known_on}


@register.inclusion_tag("pages/tags/source.html")
def source(shown: Any) -> dict[str, Any]:
    """Show where a figure comes from, in one click."""
    return {"source": shown}


@register.inclusion_tag("pages/tags/mark.html")
def mark(kind: str) -> dict[str, Any]:
    """Show a small mark with its explanation."""
    label, explanation = MARKS[kind]
    return {"kind": kind, "label": label, "explanation": explanation}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show an icon of the sprite; it says nothing that the text beside it does not say."""
    return format_html(
        '<svg class="wr-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        _sprite(),
        name,
    )


@cache
def _sprite() -> str:
    from django.templatetags.static import static  # noqa: PLC0415  needs the storage to be ready

    return static("pages/dist/icons.svg")


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: Any) -> str:
    """Return the address query of this page with some values changed; None takes one away."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = str(value)
    text = values.urlencode()
    return f"?{text}" if text else "?"
