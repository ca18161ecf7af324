"""What a plan says, as values that services take and queries give."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple
from uuid import UUID

import shapely


class Cell(NamedTuple):
    """One cell of a plan's ledger.

    Both years empty means "not phased", the end year is exclusive.
    """

    account: str
    breakdown: str
    category: str
    from_year: int | None
    before_year: int | None


Cells = Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class PlanValues:
    """All that can change about a plan except its quantities; geometry is WKB in RD."""

    name: str
    settlement_id: UUID | None = None
    location_kind: str = "unknown"
    planning_status: str = "unknown"
    project_phase: str = "unknown"
    note: str = ""
    invented: bool = False
    geometry: bytes | None = None
    x: float | None = None
    y: float | None = None
    area_m2: float | None = None

    @classmethod
    def of(cls, version: Any) -> "PlanValues":
        """Return the values that a stored version holds."""
        values = {item.name: getattr(version, item.name) for item in fields(cls)}
        if values["geometry"] is not None:
            values["geometry"] = bytes(values["geometry"])
        return cls(**values)

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> "PlanValues":
        """Return the values of a row that holds them in the order of the fields."""
        held: list[Any] = [bytes(value) if type(value) is memoryview else value for value in row]
        return cls(*held)

    def as_row(self) -> dict[str, Any]:
        """Return the values by field name, as the table takes them."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One plan of a delivered list.

    Args:
        system: who knows the plan under `key`; with `number` the plan is matched by our own
            number.
        key: the sender's key; empty when there is none.
        number: our number, when the sender has it.
        municipality_id: whose plan it is.
        values: what the list says about the plan.
        cells: dwellings by cell; what is not named is zero.
    """

    system: str
    key: str
    number: str
    municipality_id: UUID
    values: PlanValues
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How many plans a list made, changed and left as they were.

    `basis` is the fingerprint of what stood before.
    """

    created: int
    changed: int
    unchanged: int
    movements: int
    basis: str = field(default="", compare=False)


_POINT = struct.Struct("<BIdd")
_LITTLE_ENDIAN, _KIND_POINT = 1, 1


def located_at(x: float, y: float) -> dict[str, Any]:
    """Return what `located` returns for a point; quick, for lists of many thousands."""
    return {
        "geometry": _POINT.pack(_LITTLE_ENDIAN, _KIND_POINT, x, y),
        "x": round(x, 1),
        "y": round(y, 1),
        "area_m2": None,
    }


def located(shape: shapely.Geometry | None) -> dict[str, Any]:
    """Return geometry, middle and area as the register keeps them; areas become multipolygons."""
    if shape is None:
        return {"geometry": None, "x": None, "y": None, "area_m2": None}
    if shape.geom_type == "Polygon":
        shape = shapely.MultiPolygon([shape])
    middle = shapely.centroid(shape)
    area = None if shape.geom_type == "Point" else round(float(shape.area), 1)
    return {
        "geometry": bytes(shapely.to_wkb(shape)),
        "x": round(float(middle.x), 1),
        "y": round(float(middle.y), 1),
        "area_m2": area,
    }
