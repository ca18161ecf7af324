"""Our template, filled with plans: to change and deliver again, or to give to others."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import shapely
from django.utils import translation

from woonregie.foundation.pages.charts import EXAMPLE
from woonregie.subjects.plans.formats.fields import FIELDS
from woonregie.subjects.plans.formats.template.columns import (
    CODE_LISTS,
    UNCHANGED,
    USUAL,
    VALUE_COLUMNS,
    coded,
    heading_of,
)
from woonregie.subjects.plans.formats.template.division import CELL, EXAMPLE_LINE, written
from woonregie.subjects.plans.formats.written import LONGEST_CELL, Form
from woonregie.subjects.plans.models import Account, Breakdown
from woonregie.subjects.plans.queries.outgoing import OutPlan
from woonregie.subjects.plans.values import Cell

FIRST = [
    "Plannummer",
    "Gemeente",
    "Naam",
    "Kern",
    "Soort locatie",
    "Planologische status",
    "Projectfase",
    "Programmaklasse",
    "Bestaand bebouwd gebied",
    "Opdrachtgever",
    "Woonmilieu",
    "Regionale functie",
    "Sleutelproject",
]
DIVISION = "Volledige verdeling"
NOTE, KEY, DATA = "Opmerkingen", "Eigen sleutel", "Gegevens"
PLACED = ("X", "Y", "WKT")
LAST = (DIVISION, *PLACED, NOTE)
YEARS = 10
# Beyond so many decimals a coordinate goes into the WKT, which keeps them all.
DECIMALS = 3
EXPLANATION = [
    "Zo vult u dit blad in",
    "Een regel per plan. Laat Plannummer leeg voor een nieuw plan.",
    "Aantallen zijn woningen die nog gebouwd of gesloopt worden. Sloop is een positief getal.",
    "Voeg gerust kolommen toe: Bouw 2031, Bouw 2035-2039, Sloop 2028, Sociale huur 2030-2034.",
    "Woningtype, huur en koop, en prijsklasse tellen elk "
    "op tot ten hoogste het totaal. De rest is onbekend.",
    "In Volledige verdeling staat per soort woning een regel: aantal | woningtype | eigendom | "
    "prijs in euro | prijspeil | prijsklasse | doelgroep | wonen en zorg | flexwonen | jaar. "
    f"Wat u niet weet, blijft leeg. Bijvoorbeeld: {EXAMPLE_LINE}",
    "X en Y zijn RD-meters. Een vlak mag als WKT.",
    f"{UNCHANGED} betekent: laat staan wat wij al hebben.",
    "Een plan dat u weglaat, blijft zoals het is.",
]
TOLD: Mapping[str, str] = {
    "Gerealiseerd": "realised",
    "Overkoepelend plan": "part_of",
    "Samenhang": "relations",
    "Knelpunten": "bottlenecks",
    "Besluiten": "decisions",
    "Kansrijkheid": "prospects",
    "Claims": "claims",
    "Afgesproken, nog hard": "write_downs",
    "Sleutels elders": "keys",
}
"""Columns that tell a reader more and that we do not read back -> the field they tell of."""


class Filled(NamedTuple):
    """Plans in the columns of the template."""

    columns: list[str]
    rows: list[dict[str, Any]]


def form_of(plans: Sequence[OutPlan], municipality: str, on: date, *, demonstration: bool) -> Form:
    """Return the template to fill in.

    Args:
        plans: those that stand in it.
        municipality: name of the municipality that delivers them now.
        on: the day of which they are.
        demonstration: whether they are examples.
    """
    filled = in_columns(plans, on)
    explanation = [
        EXPLANATION[0],
        f"Plannen van {municipality} op {on.strftime('%d-%m-%Y')}.",
        *EXPLANATION[1:],
    ]
    columns, rows = filled
    if demonstration:
        columns = [*columns, DATA]
        rows = [{**row, DATA: EXAMPLE} for row in rows]
        explanation.insert(1, f"Dit zijn {EXAMPLE}: de plannen zijn verzonnen.")
    return Form("Plannen", columns, rows, explanation, choices())


def in_columns(
    plans: Sequence[OutPlan], on: date, *, longest: int = LONGEST_CELL, shapes: bool = True
) -> Filled:
    """Return plans in the columns of the template, as it is filled in.

    Args:
        plans: in the order of the rows.
        on: the day of which they are; the years of the columns begin there.
        longest: no text of a cell is longer; what is stays as it is in the register.
        shapes: whether the place of a plan stands in columns of its own.
    """
    with translation.override("nl"):
        fit = _fitting(longest)
        headings = columns_for((plan.cells for plan in plans), on.year)
        columns = [*FIRST, *headings, DIVISION, *(PLACED if shapes else ()), NOTE]
        places = _places(plans, fit) if shapes else repeat({})
        rows = [_row(plan, fit, place) for plan, place in zip(plans, places, strict=False)]
    return Filled(columns, rows)


def with_more(plans: Sequence[OutPlan], filled: Filled) -> Filled:
    """Return the same rows with what a receiver may want beside the template.

    A key, so that another register knows the plans again; whether they are examples; and what we
    do not read back, in words, where a plan has it.
    """
    columns, rows = [*filled.columns, KEY], filled.rows
    told = [(heading, FIELDS[field].words) for heading, field in TOLD.items()]
    said: set[str] = set()
    with translation.override("nl"):
        for plan, row in zip(plans, rows, strict=True):
            more = {DATA: EXAMPLE} if plan.values.invented else {}
            more |= {heading: text for heading, words in told if (text := words(plan))}
            if not plan.counts:
                more["Telt mee"] = "nee"
            said.update(more)
            row[KEY] = plan.number
            row.update(more)
    columns += [heading for heading in (*TOLD, "Telt mee", DATA) if heading in said]
    return Filled(columns, rows)


def columns_for(held: Iterable[Iterable[Cell]], year: int) -> list[str]:
    """Return the headings: ten years, and a column for everything that one of the plans has."""
    build, total = Account.BUILD.value, Breakdown.TOTAL.value
    cells = {Cell(build, total, "", first, first + 1) for first in range(year, year + YEARS)}
    cells |= {Cell(account, total, "", None, None) for account in Account.values}
    cells |= {Cell(build, *line, None, None) for line in USUAL}
    for those in held:
        cells.update(those)
    return [
        _heading(cell)
        for cell in sorted((cell for cell in cells if cell.breakdown != CELL), key=_order)
    ]


_heading = cache(heading_of)


def _order(cell: Cell) -> tuple[bool, bool, int, int, int]:
    """Return by what columns are sorted: totals first, and of each what has no year last."""
    lines = list(VALUE_COLUMNS.values())
    is_total = cell.breakdown == Breakdown.TOTAL
    line = -1 if is_total else lines.index((cell.breakdown, cell.category))
    no_year = 9999 if is_total else 0
    return (
        not is_total,
        cell.account != Account.BUILD,
        line,
        cell.from_year or no_year,
        cell.before_year or no_year,
    )


def _row(plan: OutPlan, fit: Callable[[str], str], place: dict[str, Any]) -> dict[str, Any]:
    values = plan.values
    row: dict[str, Any] = {
        "Plannummer": plan.number,
        "Gemeente": plan.municipality.name,
        "Naam": values.name,
        "Kern": plan.settlement,
        "Sleutelproject": "ja" if values.key_project else "nee",
        **coded(plan.planning_status, values),
    }
    full = False
    for cell, homes in plan.cells.items():
        if cell.breakdown == CELL:
            full = True
        else:
            row[_heading(cell)] = homes
    if full:
        row[DIVISION] = fit(written(plan.cells))
    if values.note:
        row[NOTE] = fit(values.note.replace("\r\n", "\n"))
    return row | place


def _places(plans: Sequence[OutPlan], fit: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    """Yield what stands in the columns of the place of each plan.

    The shapes are read and written all at once: one by one that takes as long as all the rest.
    """
    found = shapely.from_wkb(np.array([plan.values.geometry for plan in plans], dtype=object))
    # Only a point has coordinates of its own; of another shape they are not a number.
    across, up = shapely.get_x(found).tolist(), shapely.get_y(found).tolist()
    for text, x, y in zip(shapely.to_wkt(found, rounding_precision=-1), across, up, strict=True):
        if text is None:
            yield {}
        elif x == round(x, DECIMALS) and y == round(y, DECIMALS):
            yield {"X": x, "Y": y}
        else:
            yield {"WKT": fit(text)}


def _fitting(longest: int) -> Callable[[str], str]:
    return lambda text: text if not longest or len(text) <= longest else UNCHANGED


def choices() -> dict[str, list[str]]:
    """Return what may be chosen in the columns with a code list."""
    with translation.override("nl"):
        lists = {
            name.capitalize(): [str(item.label) for item in known]
            for name, known in CODE_LISTS.values()
        }
    return {**lists, "Sleutelproject": ["ja", "nee"]}
