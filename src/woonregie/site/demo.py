"""The demonstration region West-Overijssel, put in through the services of the rooms."""

import csv
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import shapely
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import (
    Account,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
)
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.norms.services import load_shipped
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.models import (
    Border,
    Municipality,
    Province,
    PublicFact,
    Region,
    RegionKind,
    RegionMember,
    Settlement,
    WorkingArea,
)
from woonregie.foundation.region.national import load_national_list
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.services import record_source
from woonregie.site.chapters import register
from woonregie.subjects.forecast.services import Figure, choose_reference, import_vintage
from woonregie.subjects.plans.services import (
    apply_bulk,
    load_register_rules,
    set_programme,
)
from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues, located

HERE = Path(__file__).parent / "fixtures" / "demo"
SLUG = "west-overijssel"
PASSWORD = "voorbeeld-woonregie"  # noqa: S105  printed on the screen: it opens examples only
SINCE = date(2014, 1, 1)
# Recorded on the days on which the lists would have come in, so that "as known on" has something
# to show.
MOMENTS = {
    "2021": datetime(2021, 3, 1, 9, tzinfo=UTC),
    "2025": datetime(2025, 3, 20, 9, tzinfo=UTC),
}
# The first part of the e-mail address, the name on the screen, the role, the organisation.
CAST = (
    ("regiosecretaris", "Regiosecretaris (voorbeeld)", Role.REGION_SECRETARY, SLUG),
    ("beleid.kampen", "Beleidsadviseur Kampen (voorbeeld)", Role.OFFICIAL, "GM0166"),
    ("beleid.zwolle", "Beleidsadviseur Zwolle (voorbeeld)", Role.OFFICIAL, "GM0193"),
    ("beleid.raalte", "Beleidsadviseur Raalte (voorbeeld)", Role.OFFICIAL, "GM0177"),
    ("beleid.sallandermark", "Beleidsadviseur Sallandermark (voorbeeld)", Role.OFFICIAL, "GM9901"),
    ("wethouder.kampen", "Wethouder Kampen (voorbeeld)", Role.EXECUTIVE, "GM0166"),
    ("trekker.zwolle", "Trekker Zwolle (voorbeeld)", Role.THEME_LEAD, "GM0193"),
    ("accounthouder", "Accounthouder provincie (voorbeeld)", Role.ACCOUNT_MANAGER, "PV23"),
    ("corporatie", "Corporatie-adviseur (voorbeeld)", Role.CORPORATION_ADVISER, "deltawonen"),
    (
        "huurders",
        "Huurdersvertegenwoordiger (voorbeeld)",
        Role.TENANTS_REPRESENTATIVE,
        "huurders-zwolle",
    ),
    ("marktkenner", "Marktkenner (voorbeeld)", Role.MARKET_EXPERT, "GM0193"),
    ("gast", "Gast (voorbeeld)", Role.GUEST, SLUG),
    ("raadslid.kampen", "Raadslid Kampen (voorbeeld)", Role.READER, "GM0166"),
    ("beheerder", "Beheerder (voorbeeld)", Role.ADMINISTRATOR, SLUG),
)
CORPORATIONS = {
    "deltawonen": ("deltaWonen", ("GM0193", "GM0166", "GM0269")),
    "wetland-wonen": ("Wetland Wonen", ("GM1708",)),
    "woonconcept": ("Woonconcept", ("GM1708",)),
    "vechtdal-wonen": ("Vechtdal Wonen", ("GM0175", "GM0160")),
}
TENANTS = {
    "huurders-zwolle": ("Huurders Zwolle (voorbeeld)", ("GM0193",)),
    "huurders-vechtdal": ("Huurders Vechtdal (voorbeeld)", ("GM0175",)),
}
WOONDEAL_SINCE = date(2022, 12, 21)
SOUTH = {"GM0150", "GM1773", "GM0177"}
# Invented: who shares house hunting and shelter with whom, since when, until when. That deltaWonen
# also works in Oldebroek, in Gelderland, is a fact, so there seekers cross the border.
EXAMPLES: Mapping[str, tuple[str, str, date, Mapping[str, tuple[date, date | None]]]] = {
    "woonruimteverdeling-ijssel": (
        "Woonruimteverdeling langs de IJssel (voorbeeld)",
        RegionKind.ALLOCATION,
        date(2016, 1, 1),
        {
            "GM0193": (date(2016, 1, 1), None),
            "GM0166": (date(2016, 1, 1), None),
            "GM0269": (date(2018, 7, 1), None),
            "GM1773": (date(2016, 1, 1), date(2021, 1, 1)),
        },
    ),
    "opvang-noordwest-overijssel": (
        "Opvang Noordwest-Overijssel (voorbeeld)",
        RegionKind.SHELTER,
        date(2015, 1, 1),
        {
            "GM0193": (date(2015, 1, 1), None),
            "GM0166": (date(2015, 1, 1), None),
            "GM0148": (date(2015, 1, 1), None),
            "GM1896": (date(2015, 1, 1), None),
            "GM0180": (date(2019, 1, 1), None),
        },
    ),
}
THEMES = {"GM0166": "hanze", "GM0193": "rivier", "GM0177": "salland"}


class RealRegionError(RefusedError):
    """Everybody knows the password of the example accounts: they do not go beside real plans."""

    code = "real_region"


@transaction.atomic
def load(*, at: datetime) -> bool:
    """Put the demonstration region in; return False when it is there already.

    Raises:
        RealRegionError: somebody works here in a region that is no example.
    """
    if Region.objects.filter(organisation__slug=SLUG).exists():
        return False
    real = Region.objects.filter(demonstration=False).select_related("organisation").first()
    if real is not None:
        raise RealRegionError(
            _(
                "In deze database staat een echte regio: %(region)s. Iedereen kent het "
                "wachtwoord van de voorbeeldaccounts. Gebruik een lege database."
            )
            % {"region": real},
            region=real.slug,
        )
    sources = {
        item["key"]: _source(item, at) for item in json.loads((HERE / "sources.json").read_text())
    }
    cbs = load_national_list(at=at)
    places = _places(sources, cbs)
    region = _region(places)
    _people(region)
    load_shipped(at=at, regions={SLUG: region})
    _facts(sources, places, region)
    for day in ("2021", "2025"):
        _plans(day, places, sources["demo-plannen"], region)
    _forecasts(region, places, sources)
    _programmes(places, sources["demo-programma"])
    load_register_rules(at=at)
    register.tell(region, places, sources["demo-mutaties"])
    return True


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _source(item: Mapping[str, Any], at: datetime) -> Source:
    values = {**item, "dated_on": date.fromisoformat(item["dated_on"])}
    return record_source(by=None, at=at, **values)


# ------------------------------------------------------------------ places and people
def _places(sources: Mapping[str, Source], cbs: Source) -> dict[str, Municipality]:
    rows = _rows(HERE / "settlements.csv")
    codes = {row["municipality"] for row in rows}
    fictitious = Organisation.objects.create(
        kind=OrganisationKind.MUNICIPALITY,
        name="Sallandermark",
        slug="sallandermark",
        fictitious=True,
    )
    Municipality.objects.create(
        organisation=fictitious, code="GM9901", province_code="PV23", source=cbs
    )
    places = {
        place.code: place
        for place in Municipality.objects.filter(code__in=codes).select_related("organisation")
    }
    for code, theme in THEMES.items():
        Organisation.objects.filter(pk=places[code].organisation_id).update(theme=theme)
    Settlement.objects.bulk_create(
        Settlement(
            municipality=places[row["municipality"]],
            name=row["name"],
            main=row["main"] == "1",
            x=float(row["x"]),
            y=float(row["y"]),
        )
        for row in rows
    )
    for feature in json.loads((HERE / "borders.geojson").read_text())["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        Border.objects.create(
            municipality=places[feature["properties"]["code"]],
            geometry=shapely.to_wkb(shape),
            schematic=True,
            source=sources["demo-grenzen"],
        )
    return places


def _region(places: Mapping[str, Municipality]) -> Region:
    housing = _area(SLUG, "West-Overijssel", RegionKind.HOUSING)
    north = _area("west-overijssel-noord", "West-Overijssel Noord", RegionKind.SUBREGION, housing)
    south = _area("west-overijssel-zuid", "West-Overijssel Zuid", RegionKind.SUBREGION, housing)
    woondeal = _area(
        "woondeal-west-overijssel", "Woondeal West-Overijssel", RegionKind.WOONDEAL, housing
    )
    Organisation.objects.filter(pk=woondeal.organisation_id).update(starts_on=WOONDEAL_SINCE)
    for code, place in places.items():
        _join(housing, place.organisation)
        if not place.organisation.fictitious:
            _join(south if code in SOUTH else north, place.organisation)
            _join(woondeal, place.organisation, WOONDEAL_SINCE)
    province = Organisation.objects.create(
        kind=OrganisationKind.PROVINCE, name="Provincie Overijssel", slug="overijssel"
    )
    Province.objects.create(organisation=province, code="PV23")
    _join(housing, province)
    for kind, group in (
        (OrganisationKind.CORPORATION, CORPORATIONS),
        (OrganisationKind.TENANTS, TENANTS),
    ):
        for slug, (name, codes) in group.items():
            organisation = Organisation.objects.create(kind=kind, name=name, slug=slug)
            _join(housing, organisation)
            for place in Municipality.objects.filter(code__in=codes):
                WorkingArea.objects.create(organisation=organisation, municipality=place)
    _examples()
    return housing


def _area(slug: str, name: str, kind: str, parent: Region | None = None) -> Region:
    organisation = Organisation.objects.create(kind=OrganisationKind.REGION, name=name, slug=slug)
    return Region.objects.create(
        organisation=organisation, kind=kind, parent=parent, demonstration=True
    )


def _join(
    region: Region,
    organisation: Organisation,
    starts_on: date | None = None,
    ends_before: date | None = None,
) -> None:
    RegionMember.objects.create(
        region=region, organisation=organisation, starts_on=starts_on, ends_before=ends_before
    )


def _examples() -> None:
    """Make regions of the other kinds: invented, dated, overlapping, one across a province."""
    for slug, (name, kind, since, members) in EXAMPLES.items():
        region = _area(slug, name, kind)
        Organisation.objects.filter(pk=region.organisation_id).update(starts_on=since)
        for code, (starts_on, ends_before) in members.items():
            place = Municipality.objects.select_related("organisation").get(code=code)
            _join(region, place.organisation, starts_on, ends_before)


def _people(region: Region) -> None:
    # One password that everybody may know is hashed once: that is half of the time of loading.
    hashed = make_password(PASSWORD)
    for address, name, role, where in CAST:
        account = Account.objects.create(
            email=f"{address}@voorbeeld.example", password=hashed, display_name=name
        )
        Membership.objects.create(
            account=account, organisation=_organisation(where), role=role, starts_on=SINCE
        )


def _organisation(where: str) -> Organisation:
    if where.startswith("GM"):
        return Municipality.objects.get(code=where).organisation
    if where.startswith("PV"):
        return Province.objects.get(code=where).organisation
    return Organisation.objects.get(slug=where)


def _facts(
    sources: Mapping[str, Source], places: Mapping[str, Municipality], region: Region
) -> None:
    owners = {code: place.organisation for code, place in places.items()} | {
        SLUG: region.organisation
    }
    PublicFact.objects.bulk_create(
        PublicFact(
            organisation=owners[row["organisation"]],
            measure=row["measure"],
            starts_on=date.fromisoformat(row["starts_on"]),
            value=Decimal(row["value"]),
            unit=row["unit"],
            source=sources[row["source"]],
            note=row["note"],
        )
        for row in _rows(HERE / "facts.csv")
    )


# ------------------------------------------------------------------ plans
def _plans(day: str, places: Mapping[str, Municipality], source: Source, region: Region) -> None:
    settlements = {(item.municipality_id, item.name): item.pk for item in Settlement.objects.all()}
    rows = [
        _plan(row, day, places[row["municipality"]], settlements)
        for row in _rows(HERE / "plans.csv")
        if row[f"status_{day}"]
    ]
    apply_bulk(
        by=None,
        at=MOMENTS[day],
        valid_on=date(int(day), 1, 1),
        rows=rows,
        source=source,
        organisation_id=region.organisation_id,
        reason=f"Lijst van 1 januari {day}",
    )


def _plan(
    row: Mapping[str, str],
    day: str,
    place: Municipality,
    settlements: Mapping[tuple[UUID, str], UUID],
) -> BulkRow:
    values = PlanValues(
        name=row["name"],
        settlement_id=settlements.get((place.pk, row["settlement"])),
        location_kind=row["kind"],
        planning_status=row[f"status_{day}"],
        project_phase=row[f"phase_{day}"],
        invented=True,
        **located(shapely.from_wkt(row["wkt"])),
    )
    cells = {
        Cell("build", "total", "", first, before): homes
        for first, before, homes in json.loads(row[f"delivery_{day}"])
    }
    if day == "2025":
        if int(row["demolition"]):
            cells[Cell("demolition", "total", "", 2026, 2029)] = int(row["demolition"])
        for name, homes in json.loads(row["division"]).items():
            breakdown, category = name.split(":")
            cells[Cell("build", breakdown, category, None, None)] = homes
    return BulkRow(
        "demo", row["key"], "", place.pk, values, {cell: n for cell, n in cells.items() if n}
    )


# ------------------------------------------------------------------ forecast and programme
def _morning_of(day: date) -> datetime:
    """Return when something of that day would have come in, for "as known on"."""
    return datetime.combine(day, time(9), tzinfo=UTC)


def _forecasts(
    region: Region, places: Mapping[str, Municipality], sources: Mapping[str, Source]
) -> None:
    figures: dict[str, list[Figure]] = {}
    for row in _rows(HERE / "forecast.csv"):
        figures.setdefault(row["vintage"], []).append(
            Figure(
                places[row["municipality"]].pk,
                row["measure"],
                row["scenario"],
                int(row["year"]),
                Decimal(row["value"]),
            )
        )
    about = {
        "afgeleid-2014": (
            "Afgeleide prognose 2014",
            "forecast",
            date(2014, 12, 31),
            "demo-prognose-2014",
            True,
        ),
        "afgeleid-2020": (
            "Afgeleide prognose 2020",
            "forecast",
            date(2020, 12, 31),
            "demo-prognose-2020",
            True,
        ),
        "cbs-2020": (
            "Geteld door CBS, 2020",
            "realised",
            date(2020, 9, 1),
            "cbs-huishoudens-2020",
            False,
        ),
    }
    for slug, (title, kind, published, source, derived) in about.items():
        at = _morning_of(published)
        vintage, _new = import_vintage(
            by=None,
            at=at,
            slug=slug,
            title=title,
            kind=kind,
            published_on=published,
            source=sources[source],
            figures=figures[slug],
            derived=derived,
        )
        if kind == "forecast":
            for part in (region, *region.parts.all()):
                day = date(published.year + 1, 1, 1)
                choose_reference(
                    by=None, at=at, region=part, vintage=vintage, scenario="midden", valid_on=day
                )


def _programmes(places: Mapping[str, Municipality], source: Source) -> None:
    for row in _rows(HERE / "programmes.csv"):
        place, decided = places[row["municipality"]], date.fromisoformat(row["decided_on"])
        at = _morning_of(decided)
        decision = record_decision(
            by=None,
            at=at,
            organisation=place.organisation,
            body="Gemeenteraad",
            title="Bouwprogramma (voorbeeld)",
            decided_on=decided,
            invented=True,
        )
        set_programme(
            by=None,
            at=at,
            municipality=place,
            segment=row["segment"],
            from_year=int(row["from_year"]),
            before_year=int(row["before_year"]),
            dwellings=int(row["dwellings"]),
            valid_on=decided,
            source=source,
            decision=decision,
        )
