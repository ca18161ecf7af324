"""The statement as a spreadsheet.

Totals and shares are formulas, so that a reader can check them.
"""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.foundation.pages.sheets import Formula, Sheet
from woonregie.foundation.pages.tables import Column
from woonregie.subjects.balance.queries import Statement
from woonregie.subjects.balance.queries.balance import Row


def statement_sheets(found: Statement) -> list[Sheet]:
    """Return three sheets: the balance, the public figures, the sources."""
    rows = found.rows
    notes = [found.title, _dated(found), *_mark(found), *found.sentences, *found.remarks]
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
                Column("period", _("Vanaf"), "day"),
                Column("value", _("Waarde"), "number"),
                Column("unit", _("Eenheid")),
                Column("source", _("Bron")),
            ),
            [
                {
                    "measure": fact.measure,
                    "period": fact.starts_on,
                    "value": float(fact.value),
                    "unit": fact.unit,
                    "source": str(fact.source),
                }
                for fact in found.facts
            ],
            notes=[found.title, *_mark(found)],
        ),
        Sheet(
            _("Bronnen"),
            (
                Column("publisher", _("Uitgever")),
                Column("title", _("Titel")),
                Column("dated_on", _("Datum"), "day"),
                Column("certainty", _("Zekerheid")),
                Column("note", _("Toelichting")),
            ),
            [
                {
                    "publisher": source.publisher,
                    "title": source.title,
                    "dated_on": source.dated_on,
                    "certainty": source.get_certainty_display(),
                    "note": source.note,
                }
                for source in found.sources
            ],
            notes=[found.title, *_mark(found), *_delivered(found)],
        ),
    ]


def _dated(found: Statement) -> str:
    return _("Stand op %(day)s") % {"day": date_format(found.balance.question.on, "j F Y")}


def _mark(found: Statement) -> list[str]:
    """Return the word that every export of the demonstration carries, on every sheet."""
    return [_("voorbeeldgegevens")] if found.balance.demonstration else []


def _delivered(found: Statement) -> list[str]:
    return found.source_lines()[len(found.sources) :]


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
        "hard_share": Formula('IF(B{row}>0,D{row}/B{row},"")', _shown(row.hard_share)),
        "total_share": Formula('IF(B{row}>0,G{row}/B{row},"")', _shown(row.total_share)),
    }


def _shown(share: float | None) -> float | str:
    """Return what the formula gives: nothing where there is no need to divide by."""
    return "" if share is None else share


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
