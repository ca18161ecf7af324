"""The demonstration region West-Overijssel, put in through the services of the rooms."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import shapely
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import (
    Account,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
)
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
from woonregie.foundation.search.services import rebuild
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.services import record_source
from woonregie.site.chapters import (
    consents,
    figures,
    forecasting,
    lists,
    looking_back,
    meetings,
    own_need,
    promises,
    register,
    secrets,
    texts,
)
from woonregie.site.chapters.shipped import HERE, rows_of
from woonregie.subjects.plans.services import (
    load_register_rules,
)

SLUG = "west-overijssel"
PASSWORD = "voorbeeld-woonregie"  # noqa: S105  printed on the screen: it opens examples only
SINCE = date(2014, 1, 1)
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
    figures.tell(region, places, sources)
    load_register_rules(at=at)
    register.tell(region, places, sources["demo-mutaties"])
    lists.tell(region, places[register.FICTITIOUS])
    secrets.tell(region)
    forecasting.tell(region, places, sources)
    looking_back.tell(region, places, sources)
    own_need.tell(region, places)
    texts.tell(region)
    promises.tell(region, at=at)
    consents.tell(region, at=at)
    meetings.tell(region)
    rebuild(today=localdate(at))
    return True


def _source(item: Mapping[str, Any], at: datetime) -> Source:
    values = {**item, "dated_on": date.fromisoformat(item["dated_on"])}
    return record_source(by=None, at=at, **values)


# ------------------------------------------------------------------ places and people
def _places(sources: Mapping[str, Source], cbs: Source) -> dict[str, Municipality]:
    rows = rows_of(HERE / "settlements.csv")
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
        for row in rows_of(HERE / "facts.csv")
    )
