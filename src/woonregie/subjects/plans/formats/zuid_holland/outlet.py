"""The exchange file of Zuid-Holland: GeoJSON in RD, nested projects with blocks of homes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.norms.queries import norms_on
from woonregie.subjects.plans.formats.columns import AUDIENCE_STAYS
from woonregie.subjects.plans.formats.fields import FIELDS
from woonregie.subjects.plans.formats.gelderland.outlet import counts_elsewhere
from woonregie.subjects.plans.formats.outlets import (
    FULL,
    About,
    Hold,
    Outlet,
    Requirement,
    Written,
    absent,
    coarse,
)
from woonregie.subjects.plans.formats.zuid_holland.blocks import (
    SIDES,
    Block,
    Range,
    blocks_of,
    fits,
    written,
)
from woonregie.subjects.plans.formats.zuid_holland.projects import about, class_of, points_of
from woonregie.subjects.plans.models import PriceClass
from woonregie.subjects.plans.queries.outgoing import OutPlan
from woonregie.subjects.plans.values import Cell

# 0.1 mm.
STEP_M = 1e-4
HEAD = {"type": "name", "properties": {"name": "EPSG:28992"}}
EMPTY = '{"type": "Polygon", "coordinates": []}'


def limits_of(about: About) -> Mapping[str, Range]:
    """Return price class -> lowest and highest price, in euros, by the limits of the region."""
    values = {
        key: float(norm.value) for key, norm in norms_on(about.held.region, about.on).items()
    }
    social, middle = (
        values.get("rent_social_max_eur_month"),
        values.get("rent_mid_max_eur_month"),
    )
    affordable = values.get("owner_affordable_max_eur")
    found: dict[str, Range] = {
        PriceClass.RENT_SOCIAL.value: (0, social),
        PriceClass.RENT_MID.value: (social, middle),
        PriceClass.RENT_EXPENSIVE.value: (middle, None),
        PriceClass.OWNER_AFFORDABLE.value: (0, affordable),
        PriceClass.OWNER_EXPENSIVE.value: (affordable, None),
    }
    return {code: (low, high) for code, (low, high) in found.items() if (low or high) is not None}


def _write(plans: Sequence[OutPlan], place: Path, asked: About) -> Written:
    limits, told = limits_of(asked), Written(plans=len(plans))
    head = {"type": "FeatureCollection", "crs": HEAD}
    with place.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(head)[:-1] + ', "features": [\n')
        stream.writelines(_features(plans, asked.classes, limits, told))
        stream.write("]}\n")
    return told


def _features(
    plans: Sequence[OutPlan],
    classes: Mapping[str, str],
    limits: Mapping[str, Range],
    told: Written,
) -> Iterator[str]:
    last = len(plans) - 1
    homes = dict.fromkeys(SIDES, 0)
    frames: dict[Cell, tuple[str, str]] = {}
    placed = zip(plans, _shapes(plans), points_of(plans), strict=True)
    for at, (plan, shape, point) in enumerate(placed):
        blocks = []
        for block in blocks_of(plan):
            if block.cell not in frames:
                frames[block.cell] = _frame(block, limits, class_of(block.cell, classes))
            before, behind = frames[block.cell]
            blocks.append(f"{before}{block.homes}{behind}")
            homes[block.cell.account] += block.homes
        told.rows += len(blocks)
        end = "" if at == last else ","
        yield (
            f'{{"type": "Feature", "geometry": {shape}, "properties": {{"projectgegevens": '
            f'{_json(about(plan, point))}, "woning_blokken": [{", ".join(blocks)}]}}}}{end}\n'
        )
    told.build, told.demolition = homes["build"], homes["demolition"]


def _frame(block: Block, limits: Mapping[str, Range], price_class: str) -> tuple[str, str]:
    """Return what stands before and behind the number of homes in every block of a cell.

    A region has few cells, each in many plans, and a block is some thirty names.
    """
    text = _json(written(block._replace(homes=0), limits, price_class))
    before, number, behind = text.partition('"aantal": 0')
    return before + number[:-1], behind


_json = json.JSONEncoder(ensure_ascii=False).encode


def _shapes(plans: Sequence[OutPlan]) -> list[str]:
    """Return the areas of plans as GeoJSON; the template has an empty area for none."""
    import numpy as np  # noqa: PLC0415  only deliveries need it
    import shapely  # noqa: PLC0415  as above

    areas = [plan.values.geometry if plan.values.area_m2 is not None else None for plan in plans]
    found = shapely.set_precision(
        shapely.from_wkb(np.array(areas, dtype=object)), STEP_M, mode="pointwise"
    )
    single = [
        shape.geoms[0] if shape is not None and len(shape.geoms) == 1 else shape for shape in found
    ]
    return [text or EMPTY for text in shapely.to_geojson(np.array(single, dtype=object))]


# ------------------------------------------------------------------ what is lost
def _own(field: str) -> Hold:
    """Return how a field is held that travels among the properties of one's own."""
    return coarse(
        gettext_lazy(
            "Reist mee als maatwerkeigenschap. De ontvanger ziet het pas als hij die eigenschap "
            "inricht; wij lezen het terug."
        ),
        FIELDS[field].says,
        FIELDS[field].homes,
    )


def _division(plan: OutPlan) -> str:
    return "" if fits(plan) else _("andere perioden dan de fasering")


def _is_point(plan: OutPlan) -> bool:
    return plan.values.geometry is not None and plan.values.area_m2 is None


_NOT_ASKED = absent(gettext_lazy("Dit formaat vraagt dit niet."))

HOLDS: Mapping[str, Hold] = {
    **dict.fromkeys(FIELDS, FULL),
    "audience": absent(AUDIENCE_STAYS),
    **{
        field: _own(field)
        for field in (
            "settlement",
            "programme_class",
            "built_up_area",
            "living_environment",
            "regional_function",
            "key_project",
            "note",
            "type",
            "tenure",
            "price",
            "target_group",
            "care",
            "flexible",
            "demolition_division",
        )
    },
    "keys": coarse(
        gettext_lazy("Alleen onze sleutel gaat mee."),
        lambda plan: ", ".join(
            key for system, key in plan.keys.items() if system != "zuid-holland"
        ),
    ),
    "stated_status": absent(
        gettext_lazy("In het bestand staat de status die telt, en die volgt uit de besluiten.")
    ),
    "geometry": coarse(
        gettext_lazy(
            "Het formaat kent alleen vlakken. Een punt staat bij de maatwerkeigenschappen."
        ),
        _is_point,
    ),
    "division": coarse(
        gettext_lazy("Past niet op de fasering. Staat als tekst bij de maatwerkeigenschappen."),
        _division,
    ),
    **dict.fromkeys(
        (
            "realised",
            "part_of",
            "relations",
            "bottlenecks",
            "decisions",
            "prospects",
            "claims",
            "write_downs",
        ),
        _NOT_ASKED,
    ),
}

OUTLET = Outlet(
    name="zuid-holland",
    title=gettext_lazy("Uitwisselbestand woningbouw (Zuid-Holland)"),
    receiver=gettext_lazy(
        "Voor de provincie Zuid-Holland en voor gemeenten met DIWI. Indeling van het lege "
        "sjabloon, in RD."
    ),
    kinds={"geojson": "application/geo+json"},
    holds=HOLDS,
    write=_write,
    requires=(
        Requirement(
            "coordinates",
            gettext_lazy("Vlak"),
            gettext_lazy("Teken de grens van het plan."),
            lambda plan: plan.values.area_m2 is None,
        ),
        Requirement(
            "planologische_planstatus",
            gettext_lazy("Planologische status"),
            gettext_lazy("Kies een status."),
            lambda plan: plan.planning_status == "unknown",
        ),
    ),
    skips=counts_elsewhere,
    again=True,
    remarks=(
        gettext_lazy(
            "De fasen hebben in dit formaat andere nummers dan bij provincies: 2 initiatief is "
            "daar 1. Wij volgen de woorden."
        ),
        gettext_lazy(
            "4A is opgenomen in de visie, 4B niet. In sommige systemen staan die woorden "
            "verwisseld; controleer ze bij de ontvanger."
        ),
        gettext_lazy("Prijzen staan in euro: bij huur per maand, bij koop als koopprijs."),
    ),
)
