"""The exchange file of Zuid-Holland: GeoJSON with nested projects and blocks of homes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from woonregie.foundation.intake.cells import text
from woonregie.foundation.intake.tables import Rows, Table
from woonregie.subjects.plans.formats.delivered import Context, Drawer, ReadResult, heading_at
from woonregie.subjects.plans.formats.zuid_holland.projects import project
from woonregie.subjects.plans.formats.zuid_holland.reading import read_features
from woonregie.subjects.plans.queries.outgoing import Outgoing

NEEDED = frozenset({"projectgegevens.basisgegevens.naam", "woning_blokken"})


def _header_row(rows: Rows) -> int | None:
    return heading_at(rows, NEEDED, text)


def _read(table: Table, context: Context) -> ReadResult:
    at = _header_row(table.rows) or 0
    names = [text(cell) for cell in table.rows[at]]
    shapes = table.geometries[at + 1 :] or [None] * len(table.rows)
    features = [
        (nested(names, row), shape)
        for row, shape in zip(table.rows[at + 1 :], shapes, strict=False)
    ]
    return read_features(features, context, table.remarks)


def nested(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """Return values under names with dots as parts within parts.

    >>> nested(["project.naam", "project.fase.nr", "blokken"], ["Reeve", 1, []])
    {'project': {'naam': 'Reeve', 'fase': {'nr': 1}}, 'blokken': []}
    """
    found: dict[str, Any] = {}
    for name, value in zip(names, values, strict=False):
        *path, last = name.split(".")
        place = found
        for step in path:
            inner = place.setdefault(step, {})
            # A value and a part of one name: the part is what the format knows.
            if not isinstance(inner, dict):
                inner = place[step] = {}
            place = inner
        if value is not None or not _is_own(path):
            place[last] = value
    return found


def _is_own(path: Sequence[str]) -> bool:
    """Return whether a property is one of a sender's own: what is not there says nothing."""
    return bool(path) and path[-1].startswith("maatwerk")


def _again(held: Outgoing, context: Context) -> ReadResult:
    areas = [
        plan.values.geometry if plan.values.area_m2 is not None else None for plan in held.plans
    ]
    shapes = shapely.from_wkb(np.array(areas, dtype=object))
    features = [
        (project(plan, held.classes, {}), shape)
        for plan, shape in zip(held.plans, shapes, strict=True)
    ]
    return read_features(features, context)


DRAWER = Drawer(
    "zuid-holland", "Uitwisselbestand woningbouw (Zuid-Holland)", _header_row, _read, again=_again
)
