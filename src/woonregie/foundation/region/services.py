"""Writing places: the national list, borders."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation, OrganisationKind
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.borderfile import BordersRefusedError, read_borders
from woonregie.foundation.region.models import Border, Municipality
from woonregie.foundation.sources.models import Source

LIST_LOADED = register_act("region.list_loaded", "laadde de lijst van gemeenten")
BORDERS_IMPORTED = register_act("region.borders_imported", "las gemeentegrenzen in")


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


def _content(borders: Iterable[Border]) -> set[tuple[object, ...]]:
    return {
        (border.municipality_id, bytes(border.geometry), border.starts_on, border.source_id)
        for border in borders
    }
