"""The statement as an accessible PDF; the compiler itself refuses one that is not."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import written
from woonregie.foundation.pages.pdf import compile_pdf
from woonregie.subjects.balance import pictures
from woonregie.subjects.balance.queries import (
    Row,
    Statement,
    basis_written,
    percent,
    years_written,
)

TEMPLATE = Path(__file__).parent / "statement.typ"


def statement_pdf(found: Statement) -> bytes:
    """Return PDF/UA-1 in the language of the reader."""
    chart = pictures.coverage(found.balance, found.row)
    numbers = {source.pk: at for at, source in enumerate(found.sources, start=1)}
    content = {
        **_about(found),
        "tiles": _tiles(found.row),
        "sentences": list(found.sentences),
        "chart_title": chart.title,
        "chart_alt": f"{chart.title}. {chart.sentence}",
        "chart_legend": ", ".join(f"{item['look']}: {item['label']}" for item in chart.legend),
        "chart_lines": [
            f"{line['sign']}  {line['label']} ({line['note']})" for line in chart.lines
        ],
        "table_title": _("Woningen per gemeente"),
        "head": [
            _("Gemeente"),
            _("Behoefte"),
            _("Programma"),
            _("Hard"),
            _("Zacht"),
            _("Onbekend"),
            _("Samen"),
            _("Dekking hard"),
            _("Dekking samen"),
        ],
        "rows": [_cells(row) for row in found.rows_with_total],
        "total": not found.row.code,
        "remarks_title": _("Hoe u dit leest"),
        "remarks": list(found.remarks),
        "facts_title": _("Openbare cijfers"),
        "facts_head": [_("Cijfer"), _("Jaar"), _("Waarde"), _("Eenheid"), _("Bron")],
        "facts": [
            [
                capfirst(fact.measure),
                str(fact.starts_on.year),
                written(fact.value),
                fact.unit,
                f"[{numbers[fact.source_id]}]",
            ]
            for fact in found.facts
        ],
        "sources_title": _("Bronnen"),
        "sources": found.source_lines(),
    }
    return compile_pdf(TEMPLATE, content, pictures={"chart.svg": chart.svg()})


def _about(found: Statement) -> dict[str, Any]:
    """Return what stands around the figures: whose they are, of when, and what they are."""
    balance = found.balance
    dated = _("Stand op %(day)s") % {"day": date_format(balance.question.on, "j F Y")}
    return {
        "language": (translation.get_language() or "nl")[:2],
        "title": found.title,
        "region": str(balance.region),
        "dated": dated,
        "subtitle": _("%(dated)s · %(period)s, %(basis)s · %(profile)s")
        % {
            "dated": dated,
            "period": years_written(balance.period),
            "basis": basis_written(balance.basis),
            "profile": balance.profile.title,
        },
        "mark": _("voorbeeldgegevens") if balance.demonstration else "",
        "page": _("bladzijde"),
        "of": _("van"),
    }


def _tiles(row: Row) -> list[tuple[str, str]]:
    return [
        (_("behoefte"), written(row.need)),
        (_("programma"), _number(row.programme)),
        (_("hard"), written(row.hard)),
        (_("zacht"), written(row.soft)),
        (_("dekking hard"), _share(row.hard_share)),
        (_("dekking samen"), _share(row.total_share)),
    ]


def _cells(row: Row) -> list[str]:
    return [
        row.name,
        written(row.need),
        _number(row.programme),
        written(row.hard),
        written(row.soft),
        written(row.unknown),
        written(row.total),
        _share(row.hard_share),
        _share(row.total_share),
    ]


def _number(value: int | None) -> str:
    return "–" if value is None else written(value)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{percent(value)} %"
