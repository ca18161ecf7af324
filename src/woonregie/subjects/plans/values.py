"""What a plan says, as values that services take and queries give."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
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


class HomeKind(NamedTuple):
    """What kind of home a full cell holds; an empty text is "not known".

    A price is kept in cents with the day of its price level; its class is derived per region and
    day, never stored (`price_class` is only for lists that give nothing but a class).

    >>> HomeKind.read(HomeKind("apartment", "rent", price_cents=93_293).written())
    HomeKind(dwelling_type='apartment', tenure='rent', price_class='', target_group='', care='', \
flexible='', price_cents=93293, price_level_on=None)
    """

    dwelling_type: str = ""
    tenure: str = ""
    price_class: str = ""
    target_group: str = ""
    care: str = ""
    flexible: str = ""
    price_cents: int | None = None
    price_level_on: date | None = None

    def written(self) -> str:
        """Return the text that a cell of breakdown "cell" has for its category."""
        return "|".join("" if value is None else str(value) for value in self)

    @classmethod
    def read(cls, category: str) -> "HomeKind":
        """Return the segment of a category text."""
        kind, tenure, price_class, target_group, care, flexible, cents, level = category.split("|")
        return cls(
            kind,
            tenure,
            price_class,
            target_group,
            care,
            flexible,
            int(cents) if cents else None,
            date.fromisoformat(level) if level else None,
        )


@dataclass(frozen=True, slots=True)
class PlanValues:
    """All that people say of a plan except its quantities; geometry is WKB in RD.

    `planning_status` is what was stated; where decisions speak, the register follows them.
    """

    name: str
    settlement_id: UUID | None = None
    location_kind: str = "unknown"
    planning_status: str = "unknown"
    programme_class: str = "unknown"
    project_phase: str = "unknown"
    built_up_area: str = "undetermined"
    client_kind: str = "unknown"
    living_environment: str = "unknown"
    regional_function: str = "local"
    key_project: bool = False
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
        values["planning_status"] = version.stated_status
        if values["geometry"] is not None:
            values["geometry"] = bytes(values["geometry"])
        return cls(**values)

    def named(self, name: str) -> "PlanValues":
        """Return the same values under another name, and without a place of its own."""
        return replace(self, name=name, geometry=None, x=None, y=None, area_m2=None)

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> "PlanValues":
        """Return the values of a row that holds them in the order of the fields."""
        held: list[Any] = [bytes(value) if type(value) is memoryview else value for value in row]
        return cls(*held)

    def as_row(self) -> dict[str, Any]:
        """Return the values by column, as the table takes them."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {**values, "stated_status": self.planning_status}


CARRIED = ("build", "demolition", "unphased", "phasing")
"""What a version carries of the ledger of its plan: the names of its fields."""


def as_stands(version: Any) -> dict[str, Any]:
    """Return the columns of a stored version as they stand, the status that counts with them."""
    counts = ("planning_status", "status_basis", "continues", *CARRIED)
    return {
        **PlanValues.of(version).as_row(),
        **{name: getattr(version, name) for name in counts},
    }


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
        silent: fields of `values` and lines of numbers ("build price") of which the list says
            nothing: they stay as they stand.
        leads: those in which the list comes from the system that leads: it always speaks.
        yearless: accounts of which the list knows no years: what is phased stays so.
    """

    system: str
    key: str
    number: str
    municipality_id: UUID
    values: PlanValues
    cells: Cells = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()
    yearless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SeenChange:
    """One change in the register of buildings as a file tells it; coordinates in RD metres."""

    object_id: str
    kind: str
    changed_on: date
    dwellings: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How many plans a list made, changed and left as they were.

    `basis` is the fingerprint of what stood before; `recognised` how many rows a person laid with
    a plan, and `kept` in how many plans the register stayed in something (docs/adr/0026).
    """

    created: int
    changed: int
    unchanged: int
    movements: int
    basis: str = field(default="", compare=False)
    recognised: int = 0
    kept: int = 0


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
