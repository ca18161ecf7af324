"""A plan as a project of the exchange file: nested, every key of the template there."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
import shapely

from woonregie.subjects.plans.formats.template.columns import coded, heading_of
from woonregie.subjects.plans.formats.template.division import written as written_division
from woonregie.subjects.plans.formats.zuid_holland.blocks import (
    CELL,
    TOTAL,
    Range,
    blocks_of,
    fits,
    kind_of,
    written,
)
from woonregie.subjects.plans.formats.zuid_holland.codes import keys, tables
from woonregie.subjects.plans.queries.outgoing import OutPlan
from woonregie.subjects.plans.values import Cell

KEY, SETTLEMENT, KEY_PROJECT, NOTE = "Sleutel", "Kern", "Sleutelproject", "Opmerkingen"
DIVISION, POINT, EXAMPLE = "Volledige verdeling", "Punt (RD)", "Gegevens"
SYSTEM = "zuid-holland"


def project(
    plan: OutPlan, classes: Mapping[str, str], limits: Mapping[str, Range]
) -> dict[str, Any]:
    """Return the properties of a plan.

    Args:
        plan: all that is held of it.
        classes: category of a full cell -> price class.
        limits: price class -> lowest and highest price in euros.
    """
    return {
        "projectgegevens": about(plan, points_of([plan])[0]),
        "woning_blokken": [
            written(block, limits, class_of(block.cell, classes)) for block in blocks_of(plan)
        ],
    }


def points_of(plans: Sequence[OutPlan]) -> list[str | None]:
    """Return where plans lie that have a point, as text; None for an area or nothing.

    All at once, since one by one takes longer than all that is told beside it.
    """
    points = [plan.values.geometry if plan.values.area_m2 is None else None for plan in plans]
    shapes = shapely.from_wkb(np.array(points, dtype=object))
    return list(shapely.to_wkt(shapes, rounding_precision=-1))


def about(plan: OutPlan, point: str | None) -> dict[str, Any]:
    """Return what is said of a plan beside its blocks.

    Args:
        plan: all that is held of it.
        point: where it lies, if it has a point.
    """
    known, since = tables(), plan.valid_on.isoformat()
    years = plan.years()
    return {
        "basisgegevens": {"identificatie_nr": plan.number, "naam": plan.name},
        "projectgegevens": {
            "plan_soort": known["location_kind"].word(plan.values.location_kind),
            "in_programmering": None,
            "prioritering": None,
            "rol_gemeente": None,
            "status": None,
        },
        "rollen": {
            "projectleider": None,
            "opdrachtgever": known["client_kind"].word(plan.values.client_kind),
        },
        "projectduur": {
            "start_project": None,
            "eind_project": f"{years[1]:04d}-12-31" if years else None,
        },
        "projectfasen": _dated("project_phase", plan.values.project_phase, since),
        "planologische_planstatus": _dated("planning_status", plan.planning_status, since),
        "locatie": {"gemeente": plan.municipality.name, "wijk": None, "buurt": None},
        "maatwerk_projecteigenschappen": _more(plan, point),
    }


@lru_cache(maxsize=4096)
def _dated(code_list: str, code: str, since: str) -> Mapping[str, str | None]:
    """Return every key of a list; the day stands under the one that counts."""
    found: dict[str, str | None] = dict.fromkeys(keys(code_list))
    word = tables()[code_list].word(code)
    if word in found:
        found[word] = since
    return found


def class_of(cell: Cell, classes: Mapping[str, str]) -> str:
    """Return the price class of a block: that of the region, or as it was stated."""
    return classes.get(cell.category) or kind_of(cell.category).price_class


def _more(plan: OutPlan, point: str | None) -> dict[str, Any]:
    """Return what the format has no place of its own for, under the names of our template."""
    values = plan.values
    found: dict[str, Any] = {
        **coded(plan.planning_status, values),
        KEY: plan.keys.get(SYSTEM, "").partition(":")[2] or str(plan.plan_id),
        SETTLEMENT: plan.settlement,
        KEY_PROJECT: "ja" if values.key_project else "nee",
        NOTE: values.note,
    }
    for cell, homes in plan.cells.items():
        if cell.breakdown not in _IN_BLOCKS:
            found[_heading(cell)] = homes
    if not fits(plan):
        found[DIVISION] = written_division(plan.cells)
    if point is not None:
        found[POINT] = point
    if values.invented:
        found[EXAMPLE] = "verzonnen voorbeeld"
    return found


_IN_BLOCKS = {CELL, TOTAL}
_heading = cache(heading_of)
