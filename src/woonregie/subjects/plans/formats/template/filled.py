"""Our template as a file: headings, the municipality's current plans, an explanation.

Lists to choose from.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from django.utils import translation

from woonregie.subjects.plans.formats.template.columns import CODE_LISTS, VALUE_COLUMNS
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.queries import Holding

FIRST = [
    "Plannummer",
    "Gemeente",
    "Naam",
    "Kern",
    "Soort locatie",
    "Planologische status",
    "Projectfase",
]
LAST = ["X", "Y", "WKT", "Opmerkingen"]
EXPLANATION = [
    "Zo vult u dit blad in",
    "Een regel per plan. Laat Plannummer leeg voor een nieuw plan.",
    "Aantallen zijn woningen die nog gebouwd of gesloopt worden. Sloop is een positief getal.",
    "Voeg gerust kolommen toe: Bouw 2031, Bouw 2035-2039, Sloop 2028.",
    "Woningtype, huur en koop, en prijsklasse tellen elk "
    "op tot ten hoogste het totaal. De rest is onbekend.",
    "X en Y zijn RD-meters. Een vlak mag als WKT.",
]


def columns_for(held: Iterable[Holding], year: int) -> list[str]:
    """Return the headings: ten years, and every period that one of the plans has."""
    periods = {("build", first, first + 1) for first in range(year, year + 10)}
    for holding in held:
        periods |= {
            (c.account, c.from_year, c.before_year or 0)
            for c in holding.cells
            if c.breakdown == "total" and c.from_year
        }
    phased = [
        _heading(*period)
        for period in sorted(periods, key=lambda item: (item[0], item[1] or 0, item[2]))
    ]
    return [
        *FIRST,
        *phased,
        "Bouw zonder jaar",
        "Sloop zonder jaar",
        *(name.capitalize() for name in VALUE_COLUMNS),
        *LAST,
    ]


def _heading(account: str, first: int | None, before: int | None) -> str:
    side = "Bouw" if account == "build" else "Sloop"
    if first is None or before is None:
        return f"{side} zonder jaar"
    return f"{side} {first}" if before == first + 1 else f"{side} {first}-{before - 1}"


def rows_for(plans: Sequence[tuple[PlanVersion, Holding]]) -> list[dict[str, Any]]:
    """Return one row per plan, by heading."""
    with translation.override("nl"):
        return [_row(version, holding) for version, holding in plans]


def _row(version: PlanVersion, holding: Holding) -> dict[str, Any]:
    row: dict[str, Any] = {
        "Plannummer": version.plan.number,
        "Gemeente": version.municipality.name,
        "Naam": version.name,
        "Kern": version.settlement.name if version.settlement else "",
        "Soort locatie": version.get_location_kind_display(),
        "Planologische status": version.get_planning_status_display(),
        "Projectfase": version.get_project_phase_display(),
        "Opmerkingen": version.note,
    }
    for cell, dwellings in holding.cells.items():
        if cell.breakdown == "total":
            row[_heading(cell.account, cell.from_year, cell.before_year)] = dwellings
    for name, (breakdown, category) in VALUE_COLUMNS.items():
        found = sum(
            n
            for c, n in holding.cells.items()
            if (c.account, c.breakdown, c.category) == ("build", breakdown, category)
        )
        row[name.capitalize()] = found or None
    shape = shapely.from_wkb(bytes(version.geometry)) if version.geometry else None
    if shape is not None and shape.geom_type == "Point":
        row |= {"X": version.x, "Y": version.y}
    elif shape is not None:
        row["WKT"] = shapely.to_wkt(shape, rounding_precision=1)
    return row


def workbook(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the template as xlsx, with lists to choose from and an explanation."""
    import xlsxwriter  # noqa: PLC0415  only exports need it

    place = io.BytesIO()
    book = xlsxwriter.Workbook(
        place, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True, "bg_color": "#E8EFF6", "text_wrap": True})
    sheet = book.add_worksheet("Plannen")
    sheet.freeze_panes(1, 3)
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name, head)
        sheet.set_column(at, at, 30 if name == "Naam" else 14)
    for below, row in enumerate(rows, start=1):
        for at, name in enumerate(columns):
            value = row.get(name)
            if isinstance(value, int | float):
                sheet.write_number(below, at, value)
            elif value:
                sheet.write_string(below, at, str(value))
    _lists(book, sheet, columns)
    explanation = book.add_worksheet("Uitleg")
    explanation.set_column(0, 0, 110)
    for at, line in enumerate(EXPLANATION):
        explanation.write_string(at, 0, line, head if at == 0 else None)
    book.close()
    return place.getvalue()


def _lists(book: Any, sheet: Any, columns: Sequence[str]) -> None:
    lists = book.add_worksheet("Lijsten")
    with translation.override("nl"):
        for at, (name, known) in enumerate(CODE_LISTS.values()):
            labels = [str(item.label) for item in known]
            lists.write_column(0, at, [name, *labels])
            column = columns.index(name.capitalize())
            letter = chr(ord("A") + at)
            source = f"=Lijsten!${letter}$2:${letter}${len(labels) + 1}"
            sheet.data_validation(1, column, 2000, column, {"validate": "list", "source": source})


def separated(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the template as csv with semicolons."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if row.get(name) is None else row[name] for name in columns])
    return "\ufeff" + text.getvalue()
