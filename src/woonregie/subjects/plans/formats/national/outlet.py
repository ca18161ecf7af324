"""One row per plan in the columns of the national map; their names stand in `columns.csv`."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy

from woonregie.foundation.intake.cells import line
from woonregie.foundation.norms.models import CapacityClass
from woonregie.subjects.plans.formats.claims import price_claims
from woonregie.subjects.plans.formats.columns import (
    AUDIENCE_STAYS,
    COUNTS_ELSEWHERE,
    KINDS,
    Row,
    other_stands_for,
    write_table,
)
from woonregie.subjects.plans.formats.fields import FIELDS
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
from woonregie.subjects.plans.models import PlanningStatus, PriceClass
from woonregie.subjects.plans.queries.outgoing import OutPlan

HARDNESS = {CapacityClass.HARD.value: "Hard", CapacityClass.SOFT.value: "Zacht"}


def _table(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def columns() -> Mapping[str, str]:
    """Return heading -> what stands there, in the order of the file."""
    return {row["column"]: row["value"] for row in _table("columns.csv")}


@cache
def provinces() -> Mapping[str, str]:
    """Return code -> name of each province."""
    return {row["code"]: row["name"] for row in _table("provinces.csv")}


def _write(plans: Sequence[OutPlan], place: Path, about: About) -> Written:
    told = Written(plans=len(plans))
    write_table(place, "Plannen", list(columns()), _rows(plans, about, told), about)
    return told


def _rows(plans: Sequence[OutPlan], about: About, told: Written) -> Iterator[Row]:
    wanted, day = list(columns().values()), about.on.isoformat()
    hardness = {status: HARDNESS.get(code, "") for status, code in about.held.hardness.items()}
    for plan in plans:
        values: dict[str, Any] = {
            "number": plan.number,
            "name": line(plan.name),
            "hardness": hardness.get(plan.planning_status, ""),
            "reference_date": day,
            "municipality": plan.municipality.name,
            "province": provinces().get(plan.municipality.province_code, ""),
            "build": plan.build,
            "net": plan.build - plan.demolition,
            "x": plan.values.x,
            "y": plan.values.y,
            **prices_of(plan, about.classes),
        }
        told.rows += 1
        told.build += values["build"]
        told.demolition += values["build"] - values["net"]
        yield Row((plan.number,), tuple(values[name] for name in wanted[1:]))


def prices_of(plan: OutPlan, classes: Mapping[str, str]) -> dict[str, int]:
    """Return the homes of each price class; together at most what there is to build.

    Args:
        plan: with its cells.
        classes: category of a full cell -> price class.
    """
    found = dict.fromkeys(PriceClass.values, 0)
    room = plan.build
    for _cell, code, homes in price_claims(plan, classes):
        taken = min(homes, room)
        found[code] += taken
        room -= taken
    return found


def _unpriced(plan: OutPlan) -> int:
    """Return the homes of which no price class is known; below zero where too many are."""
    return plan.build - sum(homes for _cell, _code, homes in price_claims(plan, {}))


def _beyond(plan: OutPlan) -> int:
    return max(0, -_unpriced(plan)) if "build price" in plan.lines else 0


_NO_COLUMN = gettext_lazy("De landelijke kaart heeft hier geen kolom voor.")
_HELD = {"number", "name", "municipality", "build", "demolition"}
HOLDS: dict[str, Hold] = {
    **dict.fromkeys(FIELDS, absent(_NO_COLUMN)),
    "audience": absent(AUDIENCE_STAYS),
    **dict.fromkeys(_HELD, FULL),
    "planning_status": coarse(
        gettext_lazy("De landelijke kaart kent alleen hard en zacht."),
        FIELDS["planning_status"].says,
    ),
    "phasing": absent(gettext_lazy("De landelijke kaart kent geen jaren.")),
    "geometry": coarse(
        gettext_lazy("Van een vlak blijft alleen het midden over."),
        lambda plan: plan.values.area_m2 is not None,
    ),
    "tenure": coarse(
        gettext_lazy("Huur en koop staan alleen in de prijsklassen."),
        FIELDS["tenure"].says,
        FIELDS["tenure"].homes,
    ),
    "price": coarse(
        gettext_lazy("Zijn er meer prijzen dan woningen, dan vervalt wat te veel is."), _beyond
    ),
    "price_eur": coarse(
        gettext_lazy("Een prijs is een klasse geworden, door de grenzen bij Normen."),
        FIELDS["price_eur"].says,
        FIELDS["price_eur"].homes,
    ),
}

OUTLET = Outlet(
    name="national",
    title=gettext_lazy("Landelijke woningbouwkaart"),
    receiver=gettext_lazy("Voor het ministerie, twee keer per jaar. Een regel per plan."),
    kinds=KINDS,
    holds=HOLDS,
    write=_write,
    skips=other_stands_for,
    requires=(
        Requirement(
            "Planstatus",
            gettext_lazy("Hard of zacht"),
            gettext_lazy("De status is onbekend. De cel blijft leeg: vul haar aan."),
            lambda plan: plan.planning_status == PlanningStatus.UNKNOWN,
        ),
        Requirement(
            "prijsklassen",
            gettext_lazy("Prijsklasse van elke woning"),
            gettext_lazy("De klassen tellen op tot minder dan de bruto plancapaciteit."),
            lambda plan: _unpriced(plan) > 0,
        ),
        Requirement(
            "openbaar",
            gettext_lazy("Alleen openbare plannen"),
            gettext_lazy(
                "Het register legt nog niet vast welk plan openbaar is. Haal weg wat geheim is "
                "voor u dit bestand geeft."
            ),
            lambda _plan: True,
        ),
    ),
    remarks=(
        gettext_lazy(
            "De kolommen kennen wij uit een openbaar bestand van de landelijke kaart. De "
            "schrijfwijze van de prijsklassen is niet bevestigd."
        ),
        gettext_lazy(
            "Hard en zacht volgen de definitie die in Woonregie gewoon is (juridisch hard)."
        ),
        COUNTS_ELSEWHERE,
    ),
)
