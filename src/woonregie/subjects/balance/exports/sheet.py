"""The statement as a spreadsheet.

Totals and shares are formulas, so that a reader can check them.
"""

from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.pages.sheets import Formula, Sheet
from woonregie.foundation.pages.tables import Column
from woonregie.subjects.balance.queries import Statement
from woonregie.subjects.balance.queries.balance import Row


def statement_sheets(found: Statement) -> list[Sheet]:
    """Return three sheets: the balance, the public figures, the sources."""
    rows = [found.row] if found.row.code else list(found.balance.rows)
    notes = [found.title, *found.sentences, *found.remarks]
    head = len(notes) + 1
    body = [_row(row) for row in rows]
    if not found.row.code:
        body.append(_total(found.row, first=head + 2, last=head + 1 + len(rows)))
    return [
        Sheet(_("Balans"), _columns(), body, notes=notes),
        Sheet(
            _("Openbare cijfers"),
            (
                Column("measure", _("Cijfer")),
                Column("period", _("Periode")),
                Column("value", _("Waarde"), "number"),
                Column("unit", _("Eenheid")),
                Column("source", _("Bron")),
            ),
            [
                {
                    "measure": fact.measure,
                    "period": str(fact.starts_on),
                    "value": float(fact.value),
                    "unit": fact.unit,
                    "source": str(fact.source),
                }
                for fact in found.facts
            ],
        ),
        Sheet(
            _("Bronnen"),
            (
                Column("publisher", _("Uitgever")),
                Column("title", _("Titel")),
                Column("dated_on", _("Datum")),
                Column("certainty", _("Zekerheid")),
                Column("note", _("Toelichting")),
            ),
            [
                {
                    "publisher": source.publisher,
                    "title": source.title,
                    "dated_on": str(source.dated_on or ""),
                    "certainty": source.get_certainty_display(),
                    "note": source.note,
                }
                for source in found.balance.sources
            ],
        ),
    ]


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", _("Gemeente")),
        Column("need", _("Behoefte"), "number"),
        Column("programme", _("Programma"), "number"),
        Column("hard", _("Hard"), "number"),
        Column("soft", _("Zacht"), "number"),
        Column("unknown", _("Onbekend"), "number"),
        Column("total", _("Samen"), "number"),
        Column("hard_share", _("Dekking hard"), "share"),
        Column("total_share", _("Dekking samen"), "share"),
    )


def _row(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "need": row.need,
        "programme": row.programme,
        "hard": row.hard,
        "soft": row.soft,
        "unknown": row.unknown,
        "total": Formula("D{row}+E{row}+F{row}", row.total),
        "hard_share": Formula('IF(B{row}>0,D{row}/B{row},"")', row.hard_share or 0),
        "total_share": Formula('IF(B{row}>0,G{row}/B{row},"")', row.total_share or 0),
    }


def _total(row: Row, *, first: int, last: int) -> dict[str, Any]:
    def added(letter: str, value: int | None) -> Formula | None:
        return None if value is None else Formula(f"SUM({letter}{first}:{letter}{last})", value)

    return {
        **_row(row),
        "need": added("B", row.need),
        "programme": added("C", row.programme),
        "hard": added("D", row.hard),
        "soft": added("E", row.soft),
        "unknown": added("F", row.unknown),
    }
