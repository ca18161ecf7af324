"""The statement as an accessible PDF; the compiler itself refuses one that is not."""

from pathlib import Path

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import written
from woonregie.foundation.pages.pdf import compile_pdf
from woonregie.subjects.balance import pictures
from woonregie.subjects.balance.queries import Statement
from woonregie.subjects.balance.queries.balance import Row

TEMPLATE = Path(__file__).parent / "statement.typ"


def statement_pdf(found: Statement) -> bytes:
    """Return PDF/UA-1 in the language of the reader."""
    chart = pictures.coverage(found.balance, found.row)
    rows = [found.row] if found.row.code else [*found.balance.rows, found.balance.total]
    content = {
        "language": (translation.get_language() or "nl")[:2],
        "title": found.title,
        "dated": _("Stand op %(day)s") % {"day": date_format(found.balance.question.on, "j F Y")},
        "mark": _("voorbeeldgegevens") if found.balance.demonstration else "",
        "page": _("bladzijde"),
        "sentences": list(found.sentences),
        "remarks": list(found.remarks),
        "table_title": _("Woningen per gemeente"),
        "head": [
            _("Gemeente"),
            _("Behoefte"),
            _("Programma"),
            _("Hard"),
            _("Zacht"),
            _("Onbekend"),
            _("Dekking hard"),
            _("Dekking samen"),
        ],
        "rows": [_cells(row) for row in rows],
        "chart_title": chart.title,
        "chart_alt": f"{chart.title}. {chart.sentence}",
        "chart_legend": ", ".join(f"{item['look']}: {item['label']}" for item in chart.legend),
        "chart_lines": [
            f"{line['sign']}  {line['label']} ({line['note']})" for line in chart.lines
        ],
        "facts_title": _("Openbare cijfers"),
        "facts": [
            [
                fact.measure,
                str(fact.starts_on.year),
                written(fact.value),
                fact.unit,
                str(fact.source),
            ]
            for fact in found.facts
        ],
        "facts_head": [_("Cijfer"), _("Jaar"), _("Waarde"), _("Eenheid"), _("Bron")],
        "sources_title": _("Bronnen"),
        "sources": [
            f"{source.publisher}: {source.title}"
            + (f", {date_format(source.dated_on, 'j F Y')}" if source.dated_on else "")
            + f" ({source.get_certainty_display()})"
            for source in found.balance.sources
        ],
    }
    return compile_pdf(TEMPLATE, content, pictures={"chart.svg": chart.svg()})


def _cells(row: Row) -> list[str]:
    return [
        row.name,
        written(row.need),
        "–" if row.programme is None else written(row.programme),
        written(row.hard),
        written(row.soft),
        written(row.unknown),
        _share(row.hard_share),
        _share(row.total_share),
    ]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{round(value * 100)} %"
