"""Homes per plan and year, in the categories of the ministry; each group adds up to the new homes.

The names of groups and categories stand in `categories.csv`, with their source and how sure we
are of them. A row without a code is what no other category of its group explains.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext_lazy

from woonregie.foundation.intake.cells import line
from woonregie.subjects.plans.formats.claims import Claim, claims, price_claims
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
from woonregie.subjects.plans.formats.yearly import (
    Year,
    classes_per_year,
    in_periods,
    per_year,
    without_year,
)
from woonregie.subjects.plans.models import PlanningStatus, ProjectPhase
from woonregie.subjects.plans.queries.outgoing import BUILD, DEMOLITION, OutPlan

NO_YEAR = "onbekend"
FIRST = ("Plannummer", "Plannaam", "Gemeentecode", "Gemeente", "Status", "Projectfase", "Jaartal")
NEW, REALISED = "Nieuwbouw", "Gerealiseerd nieuwbouw"
GONE, GONE_REALISED = "Sloop", "Gerealiseerd sloop"


@cache
def categories() -> Mapping[str, Mapping[str, str]]:
    """Return breakdown -> code -> heading; code "" is what nothing else explains."""
    found: dict[str, dict[str, str]] = {}
    with (Path(__file__).parent / "categories.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            heading = f"{row['group']}: {row['category']}"
            found.setdefault(row["breakdown"], {})[row["code"]] = heading
    return found


def headings() -> list[str]:
    """Return the columns of the file."""
    groups = [name for codes in categories().values() for name in codes.values()]
    return [*FIRST, NEW, REALISED, *groups, GONE, GONE_REALISED]


def _write(plans: Sequence[OutPlan], place: Path, about: About) -> Written:
    told = Written(plans=len(plans))
    with translation.override("nl"):
        write_table(place, "Plannen per jaar", headings(), _counted(plans, about, told), about)
    return told


def _counted(plans: Sequence[OutPlan], about: About, told: Written) -> Iterator[Row]:
    statuses = {str(item.value): str(item.label) for item in PlanningStatus}
    phases = {str(item.value): str(item.label) for item in ProjectPhase}
    for plan in plans:
        head = (
            plan.number,
            line(plan.name),
            plan.municipality.code,
            plan.municipality.name,
            statuses[plan.planning_status],
            phases[plan.values.project_phase],
        )
        for year, numbers in rows_of(plan, about.classes):
            told.rows += 1
            told.build += numbers[0]
            told.demolition += numbers[-2]
            yield Row(head, (NO_YEAR if year is None else year,), numbers)


def rows_of(plan: OutPlan, classes: Mapping[str, str]) -> list[tuple[Year, tuple[int, ...]]]:
    """Return year and numbers of each year of a plan; one row of zeros for a plan without homes.

    The numbers stand in the order of `headings`, from the new homes on.

    Args:
        plan: with its cells.
        classes: category of a full cell -> price class.
    """
    build, gone = per_year(plan, BUILD), per_year(plan, DEMOLITION)
    done = {year for _account, year in plan.realised}
    years = sorted({*build, *gone, *done}, key=_last_without_year) or [None]
    if len(plan.lines) == ("build total" in plan.lines) + ("demolition total" in plan.lines):
        # Most plans are not divided: of these only the totals differ.
        groups: Mapping[Year, Sequence[int]] = {
            year: _undivided(build.get(year, 0)) for year in years
        }
    else:
        groups = _divided(plan, classes, build, years)
    done_of = plan.realised.get
    return [
        (
            year,
            (
                build.get(year, 0),
                done_of((BUILD, year or 0), 0),
                *groups[year],
                gone.get(year, 0),
                done_of((DEMOLITION, year or 0), 0),
            ),
        )
        for year in years
    ]


def _last_without_year(year: Year) -> int:
    return year or 9999


@cache
def _undivided(homes: int) -> tuple[int, ...]:
    """Return the numbers of all groups where nothing is known of the homes of a year."""
    return tuple(0 if code else homes for codes in categories().values() for code in codes)


@cache
def _positions() -> Mapping[str, Mapping[str, int]]:
    """Return breakdown -> code -> where its number stands among those of all groups."""
    at = count()
    return {
        breakdown: {code: next(at) for code in codes} for breakdown, codes in categories().items()
    }


def _divided(
    plan: OutPlan, classes: Mapping[str, str], build: Mapping[Year, int], years: Sequence[Year]
) -> dict[Year, list[int]]:
    """Return the numbers of all groups, by year."""
    found = {year: list(_undivided(build.get(year, 0))) for year in years}
    for breakdown, places in _positions().items():
        priced = breakdown == "price"
        claimed = price_claims(plan, classes) if priced else claims(plan, breakdown)
        if not claimed:
            continue
        # What nobody explains, and what is of a class that this set has no word for.
        rest = places[""]
        for (year, code), homes in classes_per_year(claimed, build)[0].items():
            if code in places:
                found[year][places[code]] += homes
                found[year][rest] -= homes
    return found


# ------------------------------------------------------------------ what it cannot hold
def _unspread(plan: OutPlan, breakdown: str) -> int:
    """Return how many homes of a class are moved or dropped: without a year, or too many."""
    claimed = _claimed(plan, breakdown)
    if not claimed:
        return 0
    homes = max(0, sum(dwellings for _cell, _code, dwellings in claimed) - plan.build)
    if without_year(plan, BUILD) < plan.build:
        homes += sum(
            dwellings
            for cell, _code, dwellings in claimed
            if cell.from_year is None or cell.before_year != cell.from_year + 1
        )
    return homes


def _claimed(plan: OutPlan, breakdown: str) -> list[Claim]:
    return price_claims(plan, {}) if breakdown == "price" else claims(plan, breakdown)


def _group(breakdown: str) -> Hold:
    return coarse(
        gettext_lazy(
            "De ontvanger wil een aantal per jaar. Wat bij ons geen eigen jaar heeft, is naar "
            "verhouding verdeeld over de jaren van het plan. Wat meer is dan het totaal, vervalt."
        ),
        lambda plan: _unspread(plan, breakdown),
    )


def _maybe_flexible(plan: OutPlan) -> int:
    known = sum(dwellings for _cell, _code, dwellings in claims(plan, "flexible"))
    return max(0, plan.build - known)


_NO_COLUMN = gettext_lazy("De ontvanger heeft hier geen kolom voor.")
_HELD = {
    "number",
    "name",
    "municipality",
    "planning_status",
    "project_phase",
    "build",
    "demolition",
    "realised",
}
HOLDS: dict[str, Hold] = {
    **dict.fromkeys(FIELDS, absent(_NO_COLUMN)),
    "audience": absent(AUDIENCE_STAYS),
    **dict.fromkeys(_HELD, FULL),
    "phasing": coarse(
        gettext_lazy("Een periode van meer jaren is gelijk over die jaren verdeeld."),
        in_periods,
    ),
    "type": _group("type"),
    "care": _group("care"),
    "price": _group("price"),
    "tenure": coarse(
        gettext_lazy("Huur en koop staan alleen in de groepen van betaalbaarheid."),
        FIELDS["tenure"].says,
        FIELDS["tenure"].homes,
    ),
    "division": coarse(
        gettext_lazy("Staat per groep, niet meer in samenhang."),
        FIELDS["division"].says,
        FIELDS["division"].homes,
    ),
    "flexible": coarse(
        gettext_lazy(
            "De ontvanger kent geen onbekend. Wat geen flexwoning is, staat bij "
            "regulier permanent. Dat is onze aanname."
        ),
        _maybe_flexible,
    ),
    "price_eur": coarse(
        gettext_lazy("Een prijs is een klasse geworden, door de grenzen bij Normen."),
        FIELDS["price_eur"].says,
        FIELDS["price_eur"].homes,
    ),
}
OUTLET = Outlet(
    name="bzk",
    title=gettext_lazy("Categorieën van Zeeland en BZK"),
    receiver=gettext_lazy(
        "Voor de Planmonitor Wonen van Zeeland, gemaakt in opdracht van het ministerie (BZK). "
        "Een regel per plan en jaar."
    ),
    kinds=KINDS,
    holds=HOLDS,
    write=_write,
    skips=other_stands_for,
    requires=(
        Requirement(
            "Jaartal",
            gettext_lazy("Jaar van oplevering"),
            gettext_lazy("Woningen zonder jaar staan op een regel met jaartal onbekend."),
            lambda plan: without_year(plan) > 0,
        ),
        Requirement(
            "Status",
            gettext_lazy("Planologische status"),
            gettext_lazy("Er staat onbekend."),
            lambda plan: plan.planning_status == PlanningStatus.UNKNOWN,
        ),
    ),
    remarks=(
        gettext_lazy(
            "De namen van groepen en categorieën komen uit het openbare programma van de "
            "Planmonitor Wonen. Dat dit de landelijke Basisset 2.0 is, vermoeden wij; dat is niet "
            "bevestigd. Hoe de ontvanger een bestand inleest, is niet nagegaan."
        ),
        COUNTS_ELSEWHERE,
    ),
)
