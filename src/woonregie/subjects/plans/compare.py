"""Differences between what was said of a plan, in words; and three versions brought together."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import written
from woonregie.foundation.region.models import Settlement
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    BuiltUpArea,
    Care,
    ClientKind,
    DwellingType,
    Flexible,
    LivingEnvironment,
    LocationKind,
    PlanningStatus,
    PriceClass,
    ProgrammeClass,
    ProjectPhase,
    RegionalFunction,
    TargetGroup,
    Tenure,
)
from woonregie.subjects.plans.quantities import LINES, line_of, order_of_cell
from woonregie.subjects.plans.segments import words_of
from woonregie.subjects.plans.values import Cell, Cells, HomeKind, PlanValues

CATEGORY_LABELS: dict[str, dict[str, Any]] = {
    Breakdown.TYPE: dict(DwellingType.choices),
    Breakdown.TENURE: dict(Tenure.choices),
    Breakdown.PRICE: dict(PriceClass.choices),
    Breakdown.TARGET_GROUP: dict(TargetGroup.choices),
    Breakdown.CARE: dict(Care.choices),
    Breakdown.FLEXIBLE: dict(Flexible.choices),
}
# What belongs together: never the middle of one location and the border of another.
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "planning_status": ("planning_status",),
    "project_phase": ("project_phase",),
    "programme_class": ("programme_class",),
    "location_kind": ("location_kind",),
    "built_up_area": ("built_up_area",),
    "client_kind": ("client_kind",),
    "living_environment": ("living_environment",),
    "regional_function": ("regional_function",),
    "key_project": ("key_project",),
    "settlement": ("settlement_id",),
    "location": ("geometry", "x", "y", "area_m2"),
    "note": ("note",),
}
CODES: dict[str, type[TextChoices]] = {
    "planning_status": PlanningStatus,
    "project_phase": ProjectPhase,
    "programme_class": ProgrammeClass,
    "location_kind": LocationKind,
    "built_up_area": BuiltUpArea,
    "client_kind": ClientKind,
    "living_environment": LivingEnvironment,
    "regional_function": RegionalFunction,
}
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Statement:
    """All that holds for a plan on a day; without values the plan was not there yet."""

    values: PlanValues | None
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: what it was, what it became, and in a conflict what I want.

    `conflict` means that two people changed it, each in another way; `adopted` that only the
    other one did, so that what she said stays.
    """

    label: str
    before: str
    after: str
    mine: str = ""
    conflict: bool = False
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """Three statements side by side, and what to go on with."""

    rows: list[Difference]
    merged: Statement


def in_words(before: Statement, after: Statement) -> list[Difference]:
    """Return in which fields and quantities two statements differ."""
    return [
        Difference(label, _written(item, old), _written(item, new))
        for item, label, (old, new) in _side_by_side(before, after)
        if old != new
    ]


def three_way(base: Statement, theirs: Statement, mine: Statement) -> ThreeWay:
    """Bring together what two people said who started from the same.

    What only one of them changed is taken from that one. Where both did, mine goes on, and the
    row says that there is a conflict, so that I can choose.
    """
    rows = [
        Difference(
            label,
            _written(item, old),
            _written(item, new),
            _written(item, wanted),
            conflict=old != new and wanted not in {old, new},
            adopted=wanted == old,
        )
        for item, label, (old, new, wanted) in _side_by_side(base, theirs, mine)
        if not old == new == wanted
    ]
    return ThreeWay(
        rows, Statement(_merged_values(base, theirs, mine), _merged(base, theirs, mine))
    )


def _merged_values(base: Statement, theirs: Statement, mine: Statement) -> PlanValues | None:
    if base.values is None or theirs.values is None or mine.values is None:
        return mine.values
    kept = {
        name: getattr(theirs.values, name)
        for item, names in FIELDS.items()
        if _read(mine.values, item) == _read(base.values, item)
        for name in names
    }
    return replace(mine.values, **kept)


def _merged(base: Statement, theirs: Statement, mine: Statement) -> dict[Cell, int]:
    found = {}
    for cell in {*base.cells, *theirs.cells, *mine.cells}:
        untouched = mine.cells.get(cell, 0) == base.cells.get(cell, 0)
        found[cell] = (theirs if untouched else mine).cells.get(cell, 0)
    return {cell: dwellings for cell, dwellings in found.items() if dwellings}


def beside(
    parts: Collection[str], before: Statement, now: Statement, mine: Statement
) -> list[Difference]:
    """Return three statements side by side: only these fields and lines of numbers.

    Args:
        parts: names of fields, and lines such as "build price".
        before: what was said first.
        now: what is said instead.
        mine: what a third one says.
    """
    return [
        Difference(
            label, _written(item, old), _written(item, new), _written(item, ours), conflict=True
        )
        for item, label, (old, new, ours) in _side_by_side(before, now, mine)
        if (line_of(item) if isinstance(item, Cell) else item) in parts and not old == new == ours
    ]


def label_of(part: str) -> str:
    """Return a field, or a line of numbers such as "build price", in words."""
    if part in LINES:
        account, breakdown = part.split()
        return f"{Account(account).label}, {Breakdown(breakdown).label}".capitalize()
    return _labels().get(part) or _("Verzonnen voorbeeld")


# ------------------------------------------------------------------ what is compared
def _side_by_side(*statements: Statement) -> Iterator[tuple[str | Cell, str, tuple[Any, ...]]]:
    """Yield (what, its label, what each statement says of it), fields first."""
    for item, label in _labels().items():
        yield item, label, tuple(_read(statement.values, item) for statement in statements)
    for cell in sorted({cell for item in statements for cell in item.cells}, key=order_of_cell):
        yield cell, _cell_label(cell), tuple(item.cells.get(cell, 0) for item in statements)


def _read(values: PlanValues | None, item: str) -> tuple[Any, ...] | None:
    """Return what values say of a field; None when they say nothing."""
    found = tuple(getattr(values, name) for name in FIELDS[item]) if values else ()
    return found if any(value not in {None, ""} for value in found) else None


def _labels() -> dict[str, str]:
    return {
        "name": _("Naam"),
        "planning_status": _("Planologische status"),
        "project_phase": _("Projectfase"),
        "programme_class": _("Programmaklasse"),
        "location_kind": _("Soort locatie"),
        "built_up_area": _("Bestaand bebouwd gebied"),
        "client_kind": _("Opdrachtgever"),
        "living_environment": _("Woonmilieu"),
        "regional_function": _("Regionale functie"),
        "key_project": _("Sleutelproject"),
        "settlement": _("Kern"),
        "location": _("Locatie"),
        "note": _("Opmerkingen"),
    }


def _cell_label(cell: Cell) -> str:
    what = str(Account(cell.account).label)
    if cell.breakdown == Breakdown.CELL:
        what = f"{what}, {words_of(HomeKind.read(cell.category))}"
    elif cell.breakdown != Breakdown.TOTAL:
        what = f"{what}, {CATEGORY_LABELS[cell.breakdown][cell.category]}"
    period = None if cell.from_year is None else (cell.from_year, cell.before_year or 0)
    label = f"{what}, {period_label(period)}"
    return label[:1].upper() + label[1:]


def period_label(period: tuple[int, int] | None) -> str:
    """Return a delivery period (from year, before year) in words; None is not phased."""
    if period is None:
        return _("zonder jaar")
    first, before = period
    return str(first) if before == first + 1 else f"{first}–{before - 1}"


def _written(item: str | Cell, said: Any) -> str:
    if isinstance(item, Cell):
        return written(said)
    if said is None:
        return NOTHING
    if item == "location":
        return _place(*said[1:])
    return _one(item, said[0])


def _one(item: str, said: Any) -> str:
    if item in CODES:
        return str(CODES[item](said).label)
    if item == "key_project":
        return _("ja") if said else _("nee")
    return str(Settlement.objects.get(pk=said)) if item == "settlement" else str(said)


def _place(x: float | None, y: float | None, area_m2: float | None) -> str:
    middle = NOTHING if x is None or y is None else f"{x:.0f}, {y:.0f}"
    return f"{middle} ({written(area_m2)} m²)" if area_m2 else middle
