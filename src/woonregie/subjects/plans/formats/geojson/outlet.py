"""Plans as GeoJSON: in WGS84 as RFC 7946 asks, or in RD for who agreed on that."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.region.geometry import to_degrees
from woonregie.subjects.plans.formats.outlets import About, Outlet, Written
from woonregie.subjects.plans.formats.template.filled import in_columns, with_more
from woonregie.subjects.plans.formats.template.outlet import counted, holds
from woonregie.subjects.plans.queries.outgoing import OutPlan

TYPE = "application/geo+json"
IN_RD = "rd.geojson"
# About 0.1 mm; RD in the same measure.
STEP_DEGREES, STEP_M = 1e-9, 1e-4
RD_MEMBER = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}


def _write(plans: Sequence[OutPlan], place: Path, about: About) -> Written:
    filled = with_more(plans, in_columns(plans, about.on, longest=0, shapes=False))
    head: dict[str, Any] = {"type": "FeatureCollection", "name": "plannen"}
    if about.kind == IN_RD:
        head["crs"] = RD_MEMBER
    shapes = _shapes(plans, in_rd=about.kind == IN_RD)
    with place.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n')
        stream.writelines(_features(filled.rows, shapes))
        stream.write("]}\n")
    return counted(plans, filled)


def _features(rows: Sequence[dict[str, Any]], shapes: Sequence[str]) -> Iterator[str]:
    """Yield the plans; an `id` beside the number would be taken for a second key."""
    last = len(rows) - 1
    for at, (row, shape) in enumerate(zip(rows, shapes, strict=True)):
        values = json.dumps(row, ensure_ascii=False)
        end = "" if at == last else ","
        yield f'{{"type": "Feature", "geometry": {shape}, "properties": {values}}}{end}\n'


def _shapes(plans: Sequence[OutPlan], *, in_rd: bool) -> list[str]:
    """Return the shapes of plans as GeoJSON; "null" for a plan without a place."""
    import numpy as np  # noqa: PLC0415  only deliveries need it
    import shapely  # noqa: PLC0415  as above

    found = shapely.from_wkb(np.array([plan.values.geometry for plan in plans], dtype=object))
    step = STEP_M
    if not in_rd:
        found, step = to_degrees(found), STEP_DEGREES
    placed = shapely.to_geojson(shapely.set_precision(found, step, mode="pointwise"))
    return [text or "null" for text in placed]


OUTLET = Outlet(
    name="geojson",
    title=_("GeoJSON"),
    receiver=_("Voor kaarten op het web en andere registers van Woonregie."),
    kinds={"geojson": TYPE, IN_RD: TYPE},
    holds=holds(),
    write=_write,
    again=True,
    remarks=(
        _(
            "Gewoon GeoJSON staat in graden (WGS84). Kies rd.geojson voor RD-meters: dat is een "
            "afspraak tussen u en de ontvanger, want de standaard kent alleen graden."
        ),
    ),
)
