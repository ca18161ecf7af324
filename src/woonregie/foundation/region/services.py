"""Writing places: the national list, a region and who takes part in it, borders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import shapely
from django.db import transaction
from django.urls import get_resolver
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account, Organisation, OrganisationKind
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.borderfile import BordersRefusedError, read_borders
from woonregie.foundation.region.models import (
    PROVINCES,
    Border,
    CountedMeasure,
    Municipality,
    Province,
    PublicFact,
    Region,
    RegionMember,
    WorkingArea,
)
from woonregie.foundation.region.queries import UnknownPlaceError, counted_facts
from woonregie.foundation.sources.models import Source

LIST_LOADED = register_act("region.list_loaded", gettext_lazy("laadde de lijst van gemeenten"))
REGION_MADE = register_act("region.region_made", gettext_lazy("maakte een regio"))
PARTY_ADDED = register_act("region.party_added", gettext_lazy("voegde een organisatie toe"))
FACTS_RECORDED = register_act(
    "region.facts_recorded", gettext_lazy("legde getelde jaartotalen vast")
)
BORDERS_IMPORTED = register_act("region.borders_imported", gettext_lazy("las gemeentegrenzen in"))


@transaction.atomic
def load_municipalities(
    *, by: Account | None, at: datetime, rows: Iterable[Mapping[str, str]], source: Source
) -> int:
    """Record municipalities that are not there yet, with validity and successor.

    Args:
        at: the moment of recording.
        by: who does this; None is the system itself.
        source: where it comes from.
        rows: code, name, province, starts_on, ends_before (ISO days or empty), successor (code or
            empty).

    Returns:
        How many were new.
    """
    listed = list(rows)
    known = {place.code: place for place in Municipality.objects.select_related("organisation")}
    fresh = [row for row in listed if row["code"] not in known]
    for row in fresh:
        organisation = Organisation.objects.create(
            kind=OrganisationKind.MUNICIPALITY,
            name=row["name"],
            slug=f"{slugify(row['name'])}-{row['code'].lower()}",
            starts_on=_day(row["starts_on"]),
            ends_before=_day(row["ends_before"]),
        )
        known[row["code"]] = Municipality.objects.create(
            organisation=organisation,
            code=row["code"],
            province_code=row["province"],
            source=source,
        )
    for row in fresh:
        if row["successor"]:
            organisation = known[row["code"]].organisation
            organisation.successor = known[row["successor"]].organisation
            organisation.save(update_fields=["successor"])
    if fresh:
        record(
            act=LIST_LOADED.name,
            by=by,
            at=at,
            target=source,
            payload={"municipalities": len(fresh)},
        )
    return len(fresh)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class SlugTakenError(RefusedError):
    """There is an organisation with this short name already."""

    code = "slug_taken"


@transaction.atomic
def make_region(
    *,
    at: datetime,
    slug: str,
    name: str,
    kind: str,
    codes: Iterable[str],
    parent: Region | None = None,
    starts_on: date | None = None,
) -> Region:
    """Make a region of municipalities; their provinces take part.

    Only the owner of the server does this, from the command line: whoever works in a region could
    else reach another one by drawing a region around it.

    Args:
        at: the moment of recording.
        slug: what stands in front of every page address.
        name: its name.
        kind: what it is for.
        codes: CBS codes of its municipalities.
        parent: the region of which it is a part.
        starts_on: since when it is there; None is always.

    Raises:
        UnknownPlaceError: codes that we do not know; the text names them.
        SlugTakenError: the short name is in use, or is the beginning of other addresses.
    """
    places = _places(codes)
    if slug in _first_words():
        raise SlugTakenError(
            _("Onder %(slug)s staan al andere pagina's. Kies een andere korte naam.")
            % {"slug": slug},
            slug=slug,
        )
    region = Region.objects.create(
        organisation=_organisation(OrganisationKind.REGION, name, slug, starts_on),
        kind=kind,
        parent=parent,
    )
    provinces = [_province(code) for code in sorted({place.province_code for place in places})]
    for organisation in [*(place.organisation for place in places), *provinces]:
        RegionMember.objects.create(region=region, organisation=organisation, starts_on=starts_on)
    record(
        act=REGION_MADE.name,
        by=None,
        at=at,
        target=region,
        organisation_id=region.organisation_id,
        payload={"municipalities": len(places)},
    )
    return region


@transaction.atomic
def add_party(
    *, at: datetime, region: Region, slug: str, name: str, kind: str, codes: Iterable[str] = ()
) -> Organisation:
    """Let a corporation, tenants' organisation or other party take part in a region.

    Args:
        at: the moment of recording.
        region: in which it takes part.
        slug: its short name.
        name: its name.
        kind: what it is.
        codes: CBS codes of the municipalities in which it works.

    Raises:
        UnknownPlaceError: codes that we do not know; the text names them.
        SlugTakenError: the short name is in use.
    """
    places = _places(codes)
    organisation = _organisation(kind, name, slug, None)
    RegionMember.objects.create(region=region, organisation=organisation)
    for place in places:
        WorkingArea.objects.create(organisation=organisation, municipality=place)
    record(
        act=PARTY_ADDED.name,
        by=None,
        at=at,
        target=organisation,
        organisation_id=region.organisation_id,
        payload={"kind": kind, "municipalities": len(places)},
    )
    return organisation


def _places(codes: Iterable[str]) -> list[Municipality]:
    wanted = sorted({code.strip().upper() for code in codes})
    places = list(Municipality.objects.filter(code__in=wanted).select_related("organisation"))
    unknown = sorted(set(wanted) - {place.code for place in places})
    if unknown:
        raise UnknownPlaceError(
            _("Deze gemeentecodes kennen wij niet: %(codes)s.") % {"codes": ", ".join(unknown)},
            unknown=unknown,
        )
    return places


def _first_words() -> set[str]:
    """Return the words with which addresses begin that belong to no region."""
    roots = (str(item.pattern) for item in get_resolver().url_patterns)
    return {root.partition("/")[0] for root in roots} - {"", "<slug:region>"}


def _organisation(kind: str, name: str, slug: str, starts_on: date | None) -> Organisation:
    if Organisation.objects.filter(slug=slug).exists():
        raise SlugTakenError(
            _("De korte naam %(slug)s is al in gebruik. Kies een andere.") % {"slug": slug},
            slug=slug,
        )
    return Organisation.objects.create(kind=kind, name=name, slug=slug, starts_on=starts_on)


def _province(code: str) -> Organisation:
    present = Province.objects.filter(code=code).select_related("organisation").first()
    if present:
        return present.organisation
    name = PROVINCES.get(code, code)
    organisation = _organisation(
        OrganisationKind.PROVINCE, f"Provincie {name}", f"provincie-{slugify(name)}", None
    )
    Province.objects.create(organisation=organisation, code=code)
    return organisation


@transaction.atomic
def import_borders(
    *,
    by: Account | None,
    at: datetime,
    path: Path,
    source: Source,
    starts_on: date | None = None,
    skip_unknown: bool = False,
) -> dict[str, Any]:
    """Read borders from a GeoPackage or GeoJSON file; all or nothing.

    They stand in for schematic and earlier borders of the same municipalities.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        path: the file.
        source: who published it.
        starts_on: from which day the borders hold; None is always.
        skip_unknown: leave out municipalities that we do not know, instead of refusing.

    Returns:
        "imported" (how many), "unknown" (codes that were left out), "changed" (false when the
        same borders were there already).

    Raises:
        BordersRefusedError: the file cannot be used, or holds codes that we do not know.
        ForbiddenError: only an administrator may.
    """
    if by is not None and not grants(by, "borders.import", timezone.localdate(at)):
        raise ForbiddenError(_("Alleen de beheerder mag grenzen inlezen."))
    shapes = read_borders(path)
    known = {place.code: place for place in Municipality.objects.filter(code__in=shapes)}
    unknown = sorted(set(shapes) - set(known))
    if unknown and (not known or not skip_unknown):
        raise BordersRefusedError(
            _(
                "Deze gemeentecodes kennen wij niet: %(codes)s. Verbeter ze, of sla ze over met "
                "--skip-unknown."
            )
            % {"codes": ", ".join(unknown[:10])},
            unknown=unknown,
        )
    fresh = [
        Border(
            municipality=place,
            geometry=shapely.to_wkb(shapes[code]),
            schematic=False,
            starts_on=starts_on,
            source=source,
        )
        for code, place in sorted(known.items())
    ]
    present = Border.objects.filter(municipality__in=known.values(), schematic=False)
    changed = _content(present) != _content(fresh)
    if changed:
        present.delete()
        Border.objects.bulk_create(fresh)
        record(
            act=BORDERS_IMPORTED.name,
            by=by,
            at=at,
            target=source,
            payload={"borders": len(fresh), "digest": digest(sorted(known))},
        )
    return {"imported": len(fresh), "unknown": unknown, "changed": changed}


@dataclass(frozen=True, slots=True)
class CountedYear:
    """How many dwellings were counted in a municipality in a year."""

    organisation_id: UUID
    measure: CountedMeasure
    year: int
    dwellings: int


def fresh_counts(counts: Iterable[CountedYear]) -> list[CountedYear]:
    """Return the counts of which the newest reading says something else, or nothing."""
    listed = list(counts)
    standing = {
        (fact.organisation_id, fact.measure, fact.starts_on.year): int(fact.value)
        for fact in counted_facts({count.organisation_id for count in listed})
    }
    return [
        count
        for count in listed
        if standing.get((count.organisation_id, count.measure, count.year)) != count.dwellings
    ]


@transaction.atomic
def record_counts(
    *, by: Account | None, at: datetime, counts: Iterable[CountedYear], source: Source
) -> int:
    """Record what was counted per year, where it differs from what stands; nothing is overwritten.

    Whoever calls this has asked whether the person may.

    Args:
        by: who delivers; None is the system itself.
        at: the moment of recording.
        counts: what the source tells.
        source: who counted; what it told before it does not tell twice.

    Returns:
        How many figures were recorded.
    """
    told = set(
        PublicFact.objects.filter(source=source).values_list(
            "organisation", "measure", "starts_on__year"
        )
    )
    fresh = [
        count
        for count in fresh_counts(counts)
        if (count.organisation_id, count.measure, count.year) not in told
    ]
    PublicFact.objects.bulk_create(
        (
            PublicFact(
                organisation_id=count.organisation_id,
                measure=count.measure,
                starts_on=date(count.year, 1, 1),
                ends_before=date(count.year + 1, 1, 1),
                value=count.dwellings,
                unit="woningen",
                source=source,
            )
            for count in fresh
        ),
        batch_size=2000,
    )
    if fresh:
        record(
            act=FACTS_RECORDED.name,
            by=by,
            at=at,
            target=source,
            payload={"facts": len(fresh), "digest": digest(_told(fresh))},
        )
    return len(fresh)


def _told(counts: Iterable[CountedYear]) -> list[list[object]]:
    rows = [
        [str(count.organisation_id), str(count.measure), count.year, count.dwellings]
        for count in counts
    ]
    return sorted(rows, key=str)


def _content(borders: Iterable[Border]) -> set[tuple[object, ...]]:
    return {
        (border.municipality_id, bytes(border.geometry), border.starts_on, border.source_id)
        for border in borders
    }
