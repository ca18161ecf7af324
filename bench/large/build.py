"""Make the large region through our own services; the same seed gives the same region.

Everything about the plans is invented: names, places and numbers say nothing about a real one.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import accumulate

import shapely
from django.db import transaction

from bench.large.codes import codes_of_today, listed_municipalities
from woonregie.foundation.accounts.models import (
    Account,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
)
from woonregie.foundation.norms.services import load_shipped
from woonregie.foundation.region.models import (
    Border,
    Municipality,
    Region,
    RegionKind,
    RegionMember,
    Settlement,
)
from woonregie.foundation.region.services import load_municipalities
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.forecast.services import Figure, choose_reference, import_vintage
from woonregie.subjects.plans.services import apply_bulk, set_programme
from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues, located

PLANS = 50_000
SLUG = "nederland"
SECRETARY = "regiosecretaris@voorbeeld.example"
SEED = 2026
FIRST, SECOND = date(2025, 1, 1), date(2026, 1, 1)
MOMENTS = {
    FIRST: datetime(2025, 3, 20, 9, tzinfo=UTC),
    SECOND: datetime(2026, 3, 19, 9, tzinfo=UTC),
}
YEARS = range(2024, 2047)
SCENARIOS = ("laag", "midden", "hoog")

PARTS = ("Reeve", "Stadshagen", "Weezenlanden", "Molenveld", "Stationskwartier", "Kloosterhof")
ENDS = ("Noord", "Zuid", "Oost", "West", "fase 1", "fase 2", "centrum", "aan de IJssel")
STATUSES = {"1A": 30, "1C": 5, "2A": 10, "3": 25, "4A": 15, "4B": 10, "unknown": 5}
KINDS = {"densification": 35, "conversion": 15, "restructuring": 10, "expansion": 35, "unknown": 5}
PHASES = {"1": 20, "2": 25, "3": 20, "4": 15, "5": 15, "unknown": 5}
PERIODS = ((2025, 2030), (2030, 2035), (2035, 2040))
# One box per municipality, in rows over the country, so that a map has something to draw.
BOX, COLUMNS, CORNER = (12_000, 15_000), 19, (30_000, 320_000)


@transaction.atomic
def build(*, plans: int = PLANS, codes: Sequence[str] = ()) -> Region:
    """Put the large region into the database that is connected.

    Args:
        plans: how many plans in all.
        codes: only these municipalities; empty is all of today, and those of before a merger.
    """
    at = MOMENTS[FIRST]
    source = record_source(
        by=None, at=at, key="landelijk", publisher="Woonregie", title="Verzonnen landelijke lijst"
    )
    listed = [row for row in listed_municipalities() if not codes or row["code"] in codes]
    load_municipalities(by=None, at=at, rows=listed, source=source)
    codes = codes or codes_of_today()
    places = list(Municipality.objects.filter(code__in=codes).select_related("organisation"))
    region = _region(places, source)
    load_shipped(at=at)
    rows = _first_list(places, plans)
    for day, said in ((FIRST, rows), (SECOND, _second_list(rows))):
        apply_bulk(
            by=None,
            at=MOMENTS[day],
            valid_on=day,
            rows=said,
            source=source,
            organisation_id=region.organisation_id,
            reason=f"Lijst van {day}",
        )
    _forecast(region, places, source)
    _programmes(places, source)
    return region


def _region(places: Sequence[Municipality], source: Source) -> Region:
    organisation = Organisation.objects.create(
        kind=OrganisationKind.REGION, name="Nederland (verzonnen)", slug=SLUG
    )
    region = Region.objects.create(organisation=organisation, kind=RegionKind.HOUSING)
    RegionMember.objects.bulk_create(
        RegionMember(region=region, organisation=place.organisation) for place in places
    )
    Settlement.objects.bulk_create(
        Settlement(municipality=place, name=place.name, main=True, x=x + 6000.0, y=y + 7500.0)
        for place, (x, y) in _corners(places)
    )
    Border.objects.bulk_create(
        Border(
            municipality=place,
            geometry=shapely.to_wkb(shapely.box(x, y, x + BOX[0], y + BOX[1])),
            schematic=True,
            source=source,
        )
        for place, (x, y) in _corners(places)
    )
    for email, role, where in (
        (SECRETARY, Role.REGION_SECRETARY, organisation),
        ("beleid@voorbeeld.example", Role.OFFICIAL, places[0].organisation),
    ):
        account = Account.objects.create_user(email, display_name=f"{role.label} (voorbeeld)")
        Membership.objects.create(account=account, organisation=where, role=role, starts_on=FIRST)
    return region


def _corners(places: Sequence[Municipality]) -> Iterator[tuple[Municipality, tuple[int, int]]]:
    for at, place in enumerate(places):
        row, column = divmod(at, COLUMNS)
        yield place, (CORNER[0] + column * BOX[0], CORNER[1] + row * BOX[1])


# ------------------------------------------------------------------ plans
def _first_list(places: Sequence[Municipality], plans: int) -> list[BulkRow]:
    chance = random.Random(SEED)  # noqa: S311  invented plans, not secrets
    corners = dict(_corners(places))
    settlements = dict(Settlement.objects.values_list("municipality_id", "pk"))
    # A few large municipalities have many plans and most have some, as in every region.
    weights = list(accumulate(1 + 400 / (3 + at) for at in range(len(places))))
    chosen = chance.choices(places, cum_weights=weights, k=plans)
    rows = []
    for at, place in enumerate(chosen):
        x, y = corners[place]
        spot = shapely.Point(x + chance.random() * BOX[0], y + chance.random() * BOX[1])
        values = PlanValues(
            name=f"{chance.choice(PARTS)} {chance.choice(ENDS)} {at % 997}",
            settlement_id=settlements[place.pk],
            location_kind=_one_of(chance, KINDS),
            planning_status=_one_of(chance, STATUSES),
            project_phase=_one_of(chance, PHASES),
            invented=True,
            **located(spot if chance.random() < 0.8 else None),
        )
        rows.append(BulkRow("landelijk", f"{at:05d}", "", place.pk, values, _cells(chance)))
    return rows


def _one_of(chance: random.Random, weights: Mapping[str, int]) -> str:
    return chance.choices(list(weights), weights=list(weights.values()))[0]


def _cells(chance: random.Random) -> dict[Cell, int]:
    """Return what a plan holds: periods, sometimes without a year, and how it is divided."""
    found = {
        Cell("build", "total", "", first, before): chance.randrange(1, 60)
        for first, before in PERIODS
        if chance.random() < 0.6
    }
    if chance.random() < 0.2:
        found[Cell("build", "total", "", None, None)] = chance.randrange(1, 40)
    if chance.random() < 0.1:
        found[Cell("demolition", "total", "", 2025, 2030)] = chance.randrange(1, 20)
    homes = sum(dwellings for cell, dwellings in found.items() if cell.account == "build")
    if homes and chance.random() < 0.5:
        flats = chance.randrange(homes + 1)
        found[Cell("build", "type", "apartment", None, None)] = flats
        found[Cell("build", "type", "ground_bound", None, None)] = homes - flats
        found[Cell("build", "price", "rent_social", None, None)] = homes // 3
        found[Cell("build", "price", "owner_affordable", None, None)] = homes // 3
    return {cell: dwellings for cell, dwellings in found.items() if dwellings}


def _second_list(rows: Sequence[BulkRow]) -> list[BulkRow]:
    """Return the same plans a year later: one in eight changed, the others said again."""
    chance = random.Random(SEED + 1)  # noqa: S311  invented plans, not secrets
    said = []
    for row in rows:
        if chance.random() < 0.125:
            values = replace(row.values, planning_status=_one_of(chance, STATUSES))
            row = replace(row, values=values, cells=_cells(chance))  # noqa: PLW2901  the new row
        said.append(row)
    return said


# ------------------------------------------------------------------ forecast and programme
def _forecast(region: Region, places: Sequence[Municipality], source: Source) -> None:
    chance = random.Random(SEED + 2)  # noqa: S311  invented figures, not secrets
    figures = []
    for place in places:
        size, growth = chance.randrange(8_000, 180_000), chance.uniform(-0.002, 0.012)
        for at, scenario in enumerate(SCENARIOS):
            said = {
                (measure, year): Decimal(value)
                for year in YEARS
                for measure, value in (
                    ("households", int(size * (1 + (growth + at * 0.001) * (year - 2024)))),
                    ("withdrawn_dwellings", size // 1000),
                    ("initial_shortage", size // 50 if year in {2025, 2026} else 0),
                )
                if value
            }
            figures += [
                Figure(place.pk, measure, scenario, year, value)
                for (measure, year), value in said.items()
            ]
    vintage, _new = import_vintage(
        by=None,
        at=MOMENTS[FIRST],
        slug="verzonnen-2024",
        title="Verzonnen prognose 2024",
        kind="forecast",
        published_on=date(2024, 12, 1),
        source=source,
        figures=figures,
        derived=True,
    )
    choose_reference(
        by=None,
        at=MOMENTS[FIRST],
        region=region,
        vintage=vintage,
        scenario="midden",
        valid_on=FIRST,
    )


def _programmes(places: Sequence[Municipality], source: Source) -> None:
    for at, place in enumerate(places):
        set_programme(
            by=None,
            at=MOMENTS[SECOND],
            municipality=place,
            segment="all",
            from_year=2026,
            before_year=2036,
            dwellings=500 + 10 * at,
            valid_on=SECOND,
            source=source,
        )
