"""From plans to the five layers of the province, as columns of values.

An empty field stays empty: the province lets nearly every field be empty, and a zero would say
more than we know.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid5

import numpy as np
import shapely

from woonregie.foundation.disclosure.circles import Circle
from woonregie.subjects.plans.formats.gelderland.codes import layers, tables
from woonregie.subjects.plans.formats.gelderland.columns import Columns, YearRows
from woonregie.subjects.plans.formats.gelderland.numbers import (
    KINDS,
    YearRow,
    by_year,
    totals_of,
)
from woonregie.subjects.plans.models import PriceClass, TargetGroup
from woonregie.subjects.plans.queries.outgoing import OutPlan

SYSTEM = "gelderland"
MADE_BY = "Woonregie"
INVENTED = "Voorbeeldgegevens: dit plan is verzonnen."
AREAS = {"Planregistratie", "Overkoepelendeplannen"}
_TYPE_LABELS = {"meergezins": "Meergezins", "eengezins": "Eengezins", "onbekend": "Onbekend"}
_GROUPS = {
    TargetGroup.STUDENTS.value: "Studenten",
    TargetGroup.ELDERLY.value: "Ouderen",
}
Record = dict[str, Any]


@dataclass(slots=True)
class Layer:
    """One layer: records by field, and the shape (WKB in RD, or None) of each."""

    name: str
    records: list[Record] = field(default_factory=list)
    shapes: list[bytes | None] = field(default_factory=list)

    def add(self, record: Record, shape: bytes | None = None) -> None:
        """Add one record."""
        self.records.append(record)
        self.shapes.append(shape)

    @property
    def fields(self) -> Sequence[str]:
        """The names of its fields, in the order of the province."""
        return [item.name for item in layers()[self.name]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands in every record.

    Args:
        region: name of the region.
        province: name of the province; "" where it is not known.
        moment: when this was made, as numpy or Python has it; None for nothing.
        classes: category of a full cell -> price class.
        parents: number of a plan that has parts -> that plan.
    """

    region: str
    province: str
    moment: Any
    classes: Mapping[str, str]
    parents: Mapping[str, OutPlan]


def global_id(plan: OutPlan) -> str:
    """Return the identifier of a plan: that of the province when it gave one, or else our own."""
    given = plan.keys.get(SYSTEM)
    try:
        found = UUID(given) if given else plan.plan_id
    except ValueError:
        found = plan.plan_id
    return _written(found)


def _written(key: UUID) -> str:
    return f"{{{str(key).upper()}}}"


def parents_of(plans: Iterable[OutPlan]) -> set[str]:
    """Return the numbers of plans of which others are a part."""
    return {plan.part_of.number for plan in plans if plan.part_of is not None}


# ------------------------------------------------------------------ plans and years
def plan_layers(plans: Iterable[OutPlan], setting: Setting) -> tuple[Layer, Columns]:
    """Return Planregistratie and DetailPlanning.

    Args:
        plans: without those that have parts.
        setting: what stands in every record.
    """
    registered, rows = Layer("Planregistratie"), YearRows()
    keys: list[str] = []
    parents: list[str] = []
    towns: list[str] = []
    shown: list[str] = []
    for plan in plans:
        years = by_year(plan, setting.classes)
        key = global_id(plan)
        registered.add(_plan(plan, key, years, setting), _area(plan))
        size = sum([rows.add(row) for row in years])
        keys += [_part(key, at) for at in range(size)]
        parents += [key] * size
        towns += [plan.municipality.name] * size
        shown += [_confidentiality(plan)] * size
    _measure(registered, "SHAPE_Length", "SHAPE_Area")
    texts = {
        "GlobalID": keys,
        "parent_globalid": parents,
        "gemeente": towns,
        "regio": [setting.region] * len(keys),
        "vertrouwelijkheid": shown,
    }
    return registered, rows.layer("DetailPlanning", texts)


def _part(key: str, at: int) -> str:
    """Return the identifier of a row of a plan, the same in every delivery."""
    found = blake2b(f"{key}/{at}".encode(), digest_size=16).hexdigest().upper()
    return f"{{{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}}}"


def _measure(layer: Layer, length: str, area: str) -> None:
    """Add the length and the area of every shape."""
    shapes = shapely.from_wkb(np.array(layer.shapes, dtype=object))
    measures = zip(shapely.length(shapes).tolist(), shapely.area(shapes).tolist(), strict=True)
    for record, shape, (metres, m2) in zip(layer.records, layer.shapes, measures, strict=True):
        if shape is not None:
            record[length], record[area] = metres, m2


def _stamps(setting: Setting, key: str) -> Record:
    return {
        "GlobalID": key,
        "Creator": MADE_BY,
        "Created": setting.moment,
        "Editor": MADE_BY,
        "Edited": setting.moment,
    }


def _plan(plan: OutPlan, key: str, years: Sequence[YearRow], setting: Setting) -> Record:
    values, known = plan.values, tables()
    parent = setting.parents.get(plan.part_of.number) if plan.part_of else None
    first, last = plan.years() or (None, None)
    record = {
        **_stamps(setting, key),
        "plannaam": values.name,
        "provincie": setting.province or None,
        "regio": setting.region,
        "gemeente": plan.municipality.name,
        "woonplaats": plan.settlement or None,
        "opdrachtgever_type": known["client_kind"].word(values.client_kind),
        "oplevering_eerste": first,
        "oplevering_laatste": last,
        "opmerkingen_basis": values.note or None,
        "plantype": known["location_kind"].word(values.location_kind),
        "projectfase": known["project_phase"].word(values.project_phase),
        "status_planologisch": known["planning_status"].word(plan.planning_status),
        "beoogd_woonmilieu_ABF5": known["living_environment"].word(values.living_environment),
        "sleutelproject": known["yes_no"].word("yes" if values.key_project else "no"),
        "vertrouwelijkheid": _confidentiality(plan),
        "koppelid": plan.number,
        **_hindrances(plan),
        "opmerkingen_kwalitatief": INVENTED if values.invented else None,
        "realisatiekans": _chance(plan),
        "aandachtsgroepen": _groups(plan),
        **totals_of(plan, years),
    }
    if parent is not None:
        record["overkoeppelende_plan_id"] = global_id(parent)
        record["overkoeppelende_plan_naam"] = parent.name
    return record


def _confidentiality(plan: OutPlan) -> str:
    """Return the widest step of the province whose readers may all see a plan."""
    step = next((step for circle, step in _STEPS.items() if plan.circles & circle), "municipality")
    return tables()["confidentiality"].word(step) or ""


# The widest first.
_STEPS: Mapping[Circle, str] = {
    Circle.PUBLIC: "public",
    Circle.PROVINCE: "province",
    Circle.OFFICE | Circle.OFFICIALS: "region",
}


def _area(plan: OutPlan) -> bytes | None:
    """Return the area of a plan; a point has none."""
    return plan.values.geometry if plan.values.area_m2 is not None else None


def _hindrances(plan: OutPlan) -> Record:
    if not plan.bottlenecks:
        return {}
    known = tables()["bottleneck"]
    words = dict.fromkeys(known.word(one.kind) or "Anders" for one in plan.bottlenecks)
    told = "; ".join(dict.fromkeys(one.text for one in plan.bottlenecks if one.text))
    return {"knelpunten_meerkeuze": ",".join(words), "toelichting_knelpunten": told or None}


def chance(plan: OutPlan) -> float | None:
    """Return the mean of the judgements of a plan (0-1), or None."""
    shares = [one.probability_share for one in plan.prospects]
    return sum(shares) / len(shares) if shares else None


def _chance(plan: OutPlan) -> str | None:
    """Return the nearest step of ten per cent; there is no step below that."""
    found = chance(plan)
    if found is None:
        return None
    return tables()["realisation_chance"].word(f"{max(round(found * 10), 1) / 10:.1f}")


def _groups(plan: OutPlan) -> str | None:
    """Return for whom homes of a plan are, if that is one of the groups of the province."""
    found = {
        _GROUPS[cell.category]
        for cell in plan.cells
        if cell.breakdown == "target_group" and cell.category in _GROUPS
    }
    return ",".join(sorted(found)) or None


# ------------------------------------------------------------------ the other layers
def parent_layer(plans: Iterable[OutPlan], setting: Setting) -> Layer:
    """Return Overkoepelendeplannen: the plans that have parts."""
    found = Layer("Overkoepelendeplannen")
    for plan in plans:
        record = {
            **_stamps(setting, global_id(plan)),
            "naam": plan.name,
            "oorspronkelijkenaam": None,
            "opmerkingen": plan.values.note or None,
            "gemeente": plan.municipality.name,
            "regio": setting.region,
            "vertrouwelijkheid": _confidentiality(plan),
        }
        found.add(record, _area(plan))
    _measure(found, "Shape_Length", "Shape_Area")
    return found


def place_layer(settlements: Iterable[tuple[str, str, str]], setting: Setting) -> Layer:
    """Return Gemeenten: one record per settlement.

    Args:
        settlements: (code of the municipality, its name, name of the settlement).
        setting: what stands in every record.
    """
    found = Layer("Gemeenten")
    for code, name, settlement in settlements:
        found.add(
            {
                **_made(setting, uuid5(_SPACE, f"{code}/{settlement}")),
                "plaatsnaam": settlement,
                "gemeentecode": code,
                "gemeentenaam": name,
                "regionaam": setting.region,
            }
        )
    return found


def label_layer(limits: Mapping[str, str], setting: Setting) -> Layer:
    """Return Regiovelden: what koop1 to huur4 mean in this region, with its limits.

    Args:
        limits: price class -> its limit in words; "" where there is none.
        setting: what stands in every record.
    """
    found = Layer("Regiovelden")
    for kind in KINDS:
        word, own = kind.split("_", 1)
        label, shown = _label(own, limits)
        found.add(
            {
                **_made(setting, uuid5(_SPACE, f"{setting.region}/{kind}")),
                "regionaam": setting.region,
                "veldnaam": kind,
                "alternativetekst": f"{_TYPE_LABELS[word]} {label}" if label else None,
                "zichtbaar": shown,
            }
        )
    return found


_SPACE = UUID("5f0c2c4e-3b8f-5d0e-9a57-6d2f0c8b7a11")
_OWN_CLASS = {own: code for code, own in tables()["home_class"].written.items()}
_LABELS = {
    PriceClass.OWNER_AFFORDABLE.value: "betaalbare koop",
    PriceClass.OWNER_EXPENSIVE.value: "dure koop",
    PriceClass.OWNER_UNKNOWN.value: "koop onbekend",
    PriceClass.RENT_SOCIAL.value: "sociale huur",
    PriceClass.RENT_MID.value: "middenhuur",
    PriceClass.RENT_EXPENSIVE.value: "dure huur",
    PriceClass.RENT_UNKNOWN.value: "huur onbekend",
    "": "onbekend",
}


def _label(own: str, limits: Mapping[str, str]) -> tuple[str, int]:
    """Return the label of a column and whether it is used (0 or 1)."""
    if own not in _OWN_CLASS:
        return "", 0
    code = _OWN_CLASS[own]
    limit = limits.get(code, "")
    return (f"{_LABELS[code]} ({limit})" if limit else _LABELS[code]), 1


def _made(setting: Setting, key: UUID) -> Record:
    return {
        "GlobalID": _written(key),
        "CreationDate": setting.moment,
        "Creator": MADE_BY,
        "EditDate": setting.moment,
        "Editor": MADE_BY,
    }
