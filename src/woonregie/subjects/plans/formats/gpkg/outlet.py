"""Plans as a layer for geographical programs; our own reader takes it back in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from woonregie.subjects.plans.formats.layers import GEOPACKAGE_TYPE, RD_NAME
from woonregie.subjects.plans.formats.outlets import About, Outlet, Written
from woonregie.subjects.plans.formats.template.filled import in_columns, with_more
from woonregie.subjects.plans.formats.template.outlet import counted, holds
from woonregie.subjects.plans.queries.outgoing import OutPlan

LAYER = "plannen"


def _write(plans: Sequence[OutPlan], place: Path, about: About) -> Written:
    import numpy as np  # noqa: PLC0415  only deliveries need it
    import pyogrio  # noqa: PLC0415  as above

    filled = with_more(plans, in_columns(plans, about.on, longest=0, shapes=False))
    columns = [[row.get(name) for row in filled.rows] for name in filled.columns]
    pyogrio.raw.write(
        place,
        geometry=np.array([plan.values.geometry for plan in plans], dtype=object),
        field_data=[_array(values) for values in columns],
        field_mask=[np.array([value is None for value in values]) for values in columns],
        fields=filled.columns,
        layer=LAYER,
        driver="GPKG",
        geometry_type="Unknown",
        crs=RD_NAME,
    )
    return counted(plans, filled)


def _array(values: Sequence[Any]) -> Any:
    """Return a column as numbers where all that stands in it are numbers, else as texts."""
    import numpy as np  # noqa: PLC0415  only deliveries need it

    if any(isinstance(value, int) for value in values):
        return np.array([value or 0 for value in values], dtype=np.int64)
    return np.array(values, dtype=object)


OUTLET = Outlet(
    name="gpkg",
    title=_("GeoPackage"),
    receiver=_("Voor QGIS, ArcGIS en andere registers van Woonregie. Ligging in RD."),
    kinds={"gpkg": GEOPACKAGE_TYPE},
    holds=holds(),
    write=_write,
    again=True,
)
