"""Our template as a list to fill in: headings, the municipality's current plans, an explanation.

Sent back as it is, it changes nothing: every quantity has a column of its own, and what a cell
cannot hold is marked as unchanged.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import shapely
from django.utils import translation

from woonregie.foundation.pages.charts import EXAMPLE
from woonregie.subjects.plans.formats.template.columns import (
    CODE_LISTS,
    UNCHANGED,
    USUAL,
    VALUE_COLUMNS,
    heading_of,
)
from woonregie.subjects.plans.formats.template.division import CELL, EXAMPLE_LINE, written
from woonregie.subjects.plans.formats.written import LONGEST_CELL, Form
from woonregie.subjects.plans.models import Account, Breakdown, PlanVersion
from woonregie.subjects.plans.queries import Holding
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
LAST = [DIVISION, "X", "Y", "WKT", "Opmerkingen"]
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
Held = Sequence[tuple[PlanVersion, Holding]]


def form_of(plans: Held, municipality: str, on: date, *, demonstration: bool) -> Form:
    """Return the template, filled with plans.

    Args:
        plans: what holds for each plan, and its quantities.
        municipality: name of the municipality that delivers them now.
        on: the day of which they are.
        demonstration: whether they are examples.
    """
    columns = [*columns_for((held for _version, held in plans), on.year)]
    rows = [_row(version, held, municipality) for version, held in plans]
    explanation = [
        EXPLANATION[0],
        f"Plannen van {municipality} op {on.strftime('%d-%m-%Y')}.",
        *EXPLANATION[1:],
    ]
    if demonstration:
        columns.append("Gegevens")
        rows = [{**row, "Gegevens": EXAMPLE} for row in rows]
        explanation.insert(1, f"Dit zijn {EXAMPLE}: de plannen zijn verzonnen.")
    return Form("Plannen", columns, rows, explanation, _choices())


def columns_for(held: Iterable[Holding], year: int) -> list[str]:
    """Return the headings: ten years, and a column for everything that one of the plans has."""
    build, total = Account.BUILD.value, Breakdown.TOTAL.value
    cells = {Cell(build, total, "", first, first + 1) for first in range(year, year + YEARS)}
    cells |= {Cell(account, total, "", None, None) for account in Account.values}
    cells |= {Cell(build, *line, None, None) for line in USUAL}
    for holding in held:
        cells.update(cell for cell in holding.cells if cell.breakdown != CELL)
    return [*FIRST, *(heading_of(cell) for cell in sorted(cells, key=_order)), *LAST]


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


def _row(version: PlanVersion, holding: Holding, municipality: str) -> dict[str, Any]:
    with translation.override("nl"):
        row: dict[str, Any] = {
            "Plannummer": version.plan.number,
            "Gemeente": municipality,
            "Naam": version.name,
            "Kern": version.settlement.name if version.settlement else "",
            "Soort locatie": str(version.get_location_kind_display()),
            "Planologische status": str(version.get_planning_status_display()),
            "Projectfase": str(version.get_project_phase_display()),
            "Programmaklasse": str(version.get_programme_class_display()),
            "Bestaand bebouwd gebied": str(version.get_built_up_area_display()),
            "Opdrachtgever": str(version.get_client_kind_display()),
            "Woonmilieu": str(version.get_living_environment_display()),
            "Regionale functie": str(version.get_regional_function_display()),
            "Sleutelproject": "ja" if version.key_project else "nee",
            "Opmerkingen": _fitting(version.note.replace("\r\n", "\n")),
        }
    row |= {
        heading_of(cell): dwellings
        for cell, dwellings in holding.cells.items()
        if cell.breakdown != CELL
    }
    row[DIVISION] = _fitting(written(holding.cells))
    row |= _location(version)
    return row


def _location(version: PlanVersion) -> Mapping[str, Any]:
    if version.geometry is None:
        return {}
    shape = shapely.from_wkb(bytes(version.geometry))
    if shape.geom_type == "Point" and all(
        value == round(value, DECIMALS) for value in (shape.x, shape.y)
    ):
        return {"X": shape.x, "Y": shape.y}
    return {"WKT": _fitting(shapely.to_wkt(shape, rounding_precision=-1))}


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else UNCHANGED


def _choices() -> dict[str, list[str]]:
    with translation.override("nl"):
        lists = {
            name.capitalize(): [str(item.label) for item in known]
            for name, known in CODE_LISTS.values()
        }
    return {**lists, "Sleutelproject": ["ja", "nee"]}
