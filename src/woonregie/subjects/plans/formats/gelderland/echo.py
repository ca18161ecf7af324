"""What the province's file would give back of plans that we hold, without making a file."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from woonregie.foundation.intake.tables import Table
from woonregie.subjects.plans.formats.delivered import Context, ReadResult
from woonregie.subjects.plans.formats.gelderland.columns import Columns
from woonregie.subjects.plans.formats.gelderland.layers import AREAS, Layer, Setting, plan_layers
from woonregie.subjects.plans.formats.gelderland.reading import read_layers
from woonregie.subjects.plans.queries.outgoing import Outgoing

# Neither the region nor the moment says anything of a plan.
ANYWHERE = "-"


def again(held: Outgoing, context: Context) -> ReadResult:
    """Return the plans as our reader would read them from our own file.

    Args:
        held: the plans.
        context: what the reader knows.
    """
    setting = Setting(ANYWHERE, "", None, held.classes, {})
    return read_layers(as_tables(plan_layers(held.plans, setting)), context)


def as_tables(found: Sequence[Layer | Columns]) -> Mapping[str, Table]:
    """Return layers as the tables that a file with them opens to."""
    return {layer.name: _table(layer) for layer in found}


def _table(layer: Layer | Columns) -> Table:
    fields = list(layer.fields)
    if isinstance(layer, Columns):
        nothing = [None] * layer.size
        cells = [
            layer.columns[name].cells() if name in layer.columns else nothing for name in fields
        ]
        return Table([fields, *zip(*cells, strict=True)])
    rows: list[list[Any]] = [[record.get(name) for name in fields] for record in layer.records]
    shapes: list[Any] = []
    if layer.name in AREAS:
        shapes = [None, *shapely.from_wkb(np.array(layer.shapes, dtype=object))]
    return Table([fields, *rows], shapes)
